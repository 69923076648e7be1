//! Data that a note tells and the chart may lack: conditions, medicines that are taken, measurements. Each is only a proposal; nothing is made up for it.
//!
//! Pure: it reads released statements beside the chart. What is denied, doubted, of somebody else, past, planned or not exact proposes nothing; what the
//! chart has already is told as such.

mod condition;
mod line;
mod medication;
mod observation;
mod rules;
#[cfg(test)]
mod test;

pub use line::code_line;
pub(crate) use rules::DataRules;

use crate::coding::{CodeBook, service};
use crate::read::View;
use model::{Citation, DraftKind, SourceId, StatementId};
use sources::Coding;
use time::Date;
use verify::Lexicon;
use verify::reading::{Clause, Reading};

/// A statement of a note as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Stated<'a> {
    /// Its id.
    pub id: &'a StatementId,
    /// The heading that it stands under.
    pub section: &'a str,
    /// Its words.
    pub text: &'a str,
    /// What it rests on.
    pub citations: &'a [Citation],
    /// Whether it is released as it stands: neither removed nor blocked.
    pub released: bool,
}

/// One thing that a statement tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The statement that tells it.
    pub statement: StatementId,
    /// That statement's words.
    pub words: String,
    /// Its name as the note writes it.
    pub name: String,
    /// What it is.
    pub what: What,
    /// Codes that mean it, the chart's own first. Empty: it can only be kept as text.
    pub candidates: Vec<Candidate>,
    /// The chart's entry that says the same; then it is nothing new.
    pub already: Option<SourceId>,
    /// What the clinician should know before accepting it.
    pub remark: Option<String>,
}

/// What kind of data it is.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// An active problem.
    Condition,
    /// A medicine that the patient takes.
    Medication {
        /// How much at a time, where the note says so.
        dose: Option<Amount>,
        /// How it is taken, in the note's words from its name on.
        instruction: String,
    },
    /// A measurement.
    Observation {
        /// The value; of a blood pressure the systolic one.
        value: Amount,
        /// The diastolic pressure, as written.
        over: Option<String>,
        /// `vital-signs` or `laboratory`; none where it is not known.
        category: Option<String>,
        /// The day of service.
        on: Date,
    },
}

/// A number as written with its UCUM unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The number as the note writes it.
    pub written: String,
    /// The UCUM code.
    pub unit: String,
}

/// A code that may mean it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The code.
    pub coding: Coding,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a code comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An entry of this chart uses it.
    Chart(SourceId),
    /// An installed code table, by the name of its release.
    Table(String),
    /// The list of tests and vital signs that comes with the program.
    Listed,
}

/// All that looking for data needs.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) view: View<'a>,
    pub(crate) book: &'a CodeBook,
    pub(crate) rules: &'a DataRules,
    pub(crate) lexicon: &'a Lexicon,
    /// The day of service.
    pub(crate) on: Date,
}

/// Kinds of documents that tell of a visit or a stay, from which data is proposed.
pub const fn offered(kind: DraftKind) -> bool {
    matches!(
        kind,
        DraftKind::SoapNote
            | DraftKind::HpNote
            | DraftKind::ProgressNote
            | DraftKind::ProcedureNote
            | DraftKind::DischargeSummary
    )
}

/// Everything that the released statements tell, in their order, each thing once.
pub(crate) fn items(
    look: Look<'_>,
    encounter: Option<&SourceId>,
    statements: &[Stated<'_>],
) -> Vec<Item> {
    let (on, _) = service(look.view, encounter);
    let look = Look { on, ..look };
    let (mut found, mut chart): (Vec<Item>, Vec<Item>) = (Vec::new(), Vec::new());
    for stated in statements.iter().filter(|stated| stated.released) {
        let heading = stated.section.to_lowercase();
        // A question states nothing; whose words these are is not known.
        if look.rules.never(&heading)
            || stated.text.trim_end().ends_with('?')
            || stated.text.starts_with("Said:")
        {
            continue;
        }
        let reading = Reading::of(look.lexicon, stated.text);
        let mut all = condition::items(look, stated, &heading, &reading);
        all.extend(medication::items(look, stated, &heading, &reading));
        all.extend(observation::items(look, stated, &heading, &reading));
        for item in all {
            let list = if item.already.is_some() {
                &mut chart
            } else {
                &mut found
            };
            let known = list.iter().any(|one| {
                one.what == item.what && one.name.eq_ignore_ascii_case(&item.name)
                    || item.already.is_some() && one.already == item.already
            });
            if !known {
                list.push(item);
            }
        }
    }
    found.append(&mut chart);
    found
}

/// The clause that holds a place of the text.
fn clause_at(reading: &Reading, at: usize) -> Option<&Clause> {
    reading
        .clauses
        .iter()
        .rfind(|clause| clause.span.start <= at)
}

/// Whether one of these words stands in a text by itself.
fn says(text: &str, words: &[String]) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .any(|word| words.iter().any(|other| other.eq_ignore_ascii_case(word)))
}

/// Adds a candidate unless its code is there.
fn add(candidates: &mut Vec<Candidate>, coding: Coding, origin: Origin) {
    let known = candidates
        .iter()
        .any(|one| one.coding.system == coding.system && one.coding.code == coding.code);
    if !known && !coding.system.is_empty() && !coding.code.is_empty() {
        candidates.push(Candidate { coding, origin });
    }
}
