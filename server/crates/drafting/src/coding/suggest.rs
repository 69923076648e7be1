//! Which codes the documentation of a visit supports, each with what supports it.

use super::book::CodeBook;
use super::mention::{Mention, assessed, mentions, symptoms};
use crate::read::{
    Note, Problem, ProblemState, Sentence, View, Visit, notes, problems, title_of, visits,
};
use crate::say::When;
use crate::spoken;
use codes::{Code, Entry, NoTable, System, Table};
use model::{SourceId, SourceKind};
use sources::{Coding, SourceSet};
use time::Date;

/// What supports a code.
pub(super) enum Support<'a> {
    /// An entry of the problem list, with its own ICD-10-CM code or by its name.
    Problem(Box<Problem<'a>>),
    /// Words of a note or a dictation of the visit.
    Words {
        source: &'a SourceId,
        quote: &'a str,
        name: &'a str,
        /// Whether they stand in an assessment that was written or dictated.
        assessed: bool,
    },
}

/// A code and everything that supports it.
pub(super) struct Suggestion<'t, 'a> {
    pub(super) entry: &'t Entry,
    pub(super) support: Vec<Support<'a>>,
}

/// The suggestions for a day of service.
pub(super) struct Suggestions<'t, 'a> {
    pub(super) table: &'t Table,
    pub(super) on: Date,
    pub(super) visit: Option<Visit<'a>>,
    pub(super) all: Vec<Suggestion<'t, 'a>>,
    /// What was not coded, and why, in words without a code.
    pub(super) refused: Vec<String>,
}

/// The date of service: the start of the encounter that the draft is about, else the draft's own date.
pub(crate) fn service<'a>(
    view: View<'a>,
    encounter: Option<&SourceId>,
) -> (Date, Option<Visit<'a>>) {
    let visit = visits(view).into_iter().find(|visit| match encounter {
        Some(id) => visit.id == id,
        None => visit.start == When::day(view.as_of),
    });
    let on = visit
        .as_ref()
        .map_or(view.as_of, |visit| visit.start.first());
    (on, visit)
}

/// Every code that the chart supports as current on the date of service.
pub(super) fn suggestions<'t, 'a>(
    view: View<'a>,
    book: &'t CodeBook,
    encounter: Option<&SourceId>,
) -> Result<Suggestions<'t, 'a>, NoTable> {
    let (on, visit) = service(view, encounter);
    let mut found = Suggestions {
        table: book.table(on)?,
        on,
        visit,
        all: Vec::new(),
        refused: Vec::new(),
    };
    let (usable, past): (Vec<_>, Vec<_>) = problems(view)
        .into_iter()
        .partition(|problem| problem.state == ProblemState::Active && problem.doubt.is_none());
    let mut nameless = Vec::new();
    for problem in usable {
        match entry_of(book, found.table, &problem, on) {
            Ok(Some(entry)) => found.add(entry, Support::Problem(Box::new(problem))),
            Ok(None) => nameless.push(problem.name),
            Err(why) => found.refused.push(format!("{}: {why}.", problem.name)),
        }
    }
    found.unsettled(&past);
    found.words(book, view, &past);
    nameless.sort_unstable();
    nameless.dedup();
    if !nameless.is_empty() {
        found.refused.push(format!(
            "No single billable code of the table says exactly this: {}. Choose by hand or state more.",
            nameless.join("; ")
        ));
    }
    found.all.sort_by(|a, b| a.entry.code.cmp(&b.entry.code));
    found.without_complications();
    Ok(found)
}

/// The code of a problem: its own ICD-10-CM coding where that stands, else by its name. An own coding that does not stand is never replaced silently.
fn entry_of<'t>(
    book: &CodeBook,
    table: &'t Table,
    problem: &Problem<'_>,
    on: Date,
) -> Result<Option<&'t Entry>, &'static str> {
    let by_name = book.find(table, &problem.name, on);
    let own: Vec<&Coding> = own_codings(&problem.codings).collect();
    if own.is_empty() {
        return Ok(by_name);
    }
    let valid: Vec<&Entry> = own
        .iter()
        .filter_map(|coding| {
            let entry = table.billable(&Code::read(System::Icd10Cm, &coding.code)?, on)?;
            let said = [problem.name.as_str(), coding.display.as_str()];
            fits(entry, by_name, &said).then_some(entry)
        })
        .collect();
    match valid.as_slice() {
        [] => Err(
            "the code that the chart gives is not a billable code of the table on the date of service, or means something else",
        ),
        [entry, others @ ..] if others.iter().all(|other| other.code == entry.code) => {
            Ok(Some(entry))
        }
        _ => Err("the chart gives it several codes"),
    }
}

pub(super) fn own_codings(codings: &[Coding]) -> impl Iterator<Item = &Coding> {
    codings
        .iter()
        .filter(|coding| System::from_url(&coding.system) == Some(System::Icd10Cm))
}

/// Whether a code that the chart gives can mean what the chart calls it: the code of its name, one of its category, or a title that shares a word.
fn fits(entry: &Entry, by_name: Option<&Entry>, said: &[&str]) -> bool {
    if let Some(named) = by_name {
        return named.code.as_str().get(..3) == entry.code.as_str().get(..3);
    }
    let title = super::key::key(&entry.description);
    let title: Vec<&str> = title.split(' ').collect();
    said.iter().any(|text| {
        super::key::key(text)
            .split(' ')
            .any(|word| word.len() > 3 && title.contains(&word))
    })
}

impl<'t, 'a> Suggestions<'t, 'a> {
    fn add(&mut self, entry: &'t Entry, support: Support<'a>) {
        match self.all.iter_mut().find(|one| one.entry.code == entry.code) {
            Some(one) => one.support.push(support),
            None => self.all.push(Suggestion {
                entry,
                support: vec![support],
            }),
        }
    }

    /// A code "without complications" does not stand beside one of the same category that names a complication.
    fn without_complications(&mut self) {
        let category = |entry: &Entry| entry.code.as_str().get(..3).map(str::to_owned);
        let (plain, mut others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.all)
            .into_iter()
            .partition(|one| one.entry.description.ends_with("without complications"));
        for one in plain {
            if others
                .iter()
                .any(|other| category(other.entry) == category(one.entry))
            {
                self.refused.push(format!(
                    "{}: coded by its complications.",
                    super::diagnoses::short(&one.entry.description)
                ));
            } else {
                others.push(one);
            }
        }
        others.sort_by(|a, b| a.entry.code.cmp(&b.entry.code));
        self.all = others;
    }

    /// Names what is uncertain or whose state is not said; what is resolved is past and needs no word.
    fn unsettled(&mut self, past: &[Problem<'_>]) {
        for problem in past {
            match (&problem.doubt, problem.state) {
                (Some(doubt), _) => self.refused.push(format!(
                    "{}: {doubt}; an uncertain diagnosis is not coded.",
                    problem.name
                )),
                (None, ProblemState::Unstated) => self.refused.push(format!(
                    "{}: whether it is active is not stated.",
                    problem.name
                )),
                _ => {}
            }
        }
    }

    /// Codes from the words of the visit's notes, of dictation and of the clinician in the visit. What the chart has settled otherwise is said, not coded.
    fn words(&mut self, book: &CodeBook, view: View<'a>, past: &[Problem<'_>]) {
        let refuted = refuted(view.set);
        let settled = past.iter().map(|problem| problem.name.as_str());
        let settled: Vec<&str> = settled.chain(refuted.iter().map(String::as_str)).collect();
        // A heading that was dictated holds for the segments after it.
        let mut heading = String::new();
        for note in spoken(view, self.on) {
            for sentence in under(&note, &mut heading) {
                let find = |name: &str| book.find(self.table, name, self.on);
                for mention in mentions(book, &sentence, &find) {
                    let category = mention.what.code.as_str().get(..3);
                    let settled = settled.iter().any(|name| {
                        let all = book.all(self.table, name);
                        all.iter()
                            .any(|other| other.code.as_str().get(..3) == category)
                    });
                    self.mentioned((&note, &sentence), &mention, settled);
                }
            }
        }
    }

    /// Takes one problem that a sentence names.
    fn mentioned(
        &mut self,
        (note, sentence): (&Note<'a>, &Sentence<'a>),
        mention: &Mention<'a, &'t Entry>,
        settled: bool,
    ) {
        let entry = mention.what;
        let said = note.snippet.kind == SourceKind::Transcript;
        let symptom = entry.code.as_str().starts_with('R') && (said || !symptoms(sentence));
        if symptom || (said && !judged(sentence.words, mention.name)) {
            return;
        }
        let assessed = !said && assessed(sentence);
        let category = entry.code.as_str().get(..3);
        let mut known = self.all.iter().filter(|one| {
            one.entry.code.as_str().get(..3) == category
                && matches!(one.support.first(), Some(Support::Problem(_)))
        });
        if let Some(one) = known.next() {
            // The list has it: the words only show that this visit saw to it.
            let same =
                one.entry.code == entry.code || known.any(|one| one.entry.code == entry.code);
            if !(same && assessed) {
                return;
            }
        } else if settled {
            let why = format!(
                "{}: the documentation of the visit names it, and the problem list does not have it as active.",
                mention.name
            );
            if !self.refused.contains(&why) {
                self.refused.push(why);
            }
            return;
        }
        let support = Support::Words {
            source: note.id,
            quote: mention.quote,
            name: mention.name,
            assessed,
        };
        self.add(entry, support);
    }
}

/// The sentences of a note. A dictated segment without a heading of its own stands under the last one that was dictated.
pub(super) fn under<'a>(note: &Note<'a>, heading: &mut String) -> Vec<Sentence<'a>> {
    let mut sentences = note.sentences();
    if note.snippet.kind == SourceKind::Dictation {
        for sentence in sentences.iter_mut().filter(|one| one.heading.is_empty()) {
            sentence.heading.clone_from(heading);
        }
        if let Some(own) = note
            .snippet
            .text
            .lines()
            .rev()
            .find_map(|line| title_of(line.trim()))
        {
            *heading = own;
        }
    }
    sentences
}

/// What clinicians say in a visit where they name what the patient has.
const JUDGED: [&str; 11] = [
    "you have",
    "you've got",
    "you do have",
    "this is",
    "diagnosis",
    "diagnosed",
    "problem of",
    "problem is",
    "it shows",
    "assessment",
    "impression",
];

/// Whether a spoken sentence names it as what the patient has: `you have gout`, `for your gout`. Small talk and explanations do not.
fn judged(sentence: &str, name: &str) -> bool {
    let before = sentence.find(name).and_then(|at| sentence.get(..at));
    let before = before.unwrap_or_default().to_lowercase();
    before.trim_end().ends_with("your") || JUDGED.iter().any(|words| before.contains(words))
}

/// Names of what the chart has refuted or entered in error.
pub(crate) fn refuted(set: &SourceSet) -> Vec<String> {
    set.of_type("Condition")
        .filter(|snippet| crate::read::retracted(snippet))
        .filter_map(|snippet| crate::read::concept_of(set, snippet).map(|(name, _)| name))
        .collect()
}

/// The notes of the day of service, dictation, and what the clinician said in the visit: what the provider wrote or spoke.
pub(super) fn spoken(view: View<'_>, on: Date) -> Vec<Note<'_>> {
    let dictated = view
        .set
        .snippets()
        .iter()
        .filter(|snippet| match snippet.kind {
            SourceKind::Dictation => true,
            SourceKind::Transcript => spoken::by_clinician(snippet),
            _ => false,
        })
        .map(|snippet| Note {
            id: &snippet.id,
            snippet,
            when: When::day(on),
        });
    notes(view)
        .into_iter()
        .filter(|note| note.when == When::day(on))
        .chain(dictated)
        .collect()
}

/// Every entry of every ICD-10-CM table that a suggestion can name, whatever the date: with its table.
pub(super) fn candidates<'t>(set: &SourceSet, book: &'t CodeBook) -> Vec<(&'t Table, &'t Entry)> {
    let view = View {
        set,
        as_of: Date::MAX,
    };
    let mut found: Vec<(&Table, &Entry)> = Vec::new();
    let all = problems(view);
    let mut prose = notes(view);
    prose.extend(spoken(view, Date::MAX));
    for table in book
        .tables
        .all()
        .iter()
        .filter(|table| table.system == System::Icd10Cm)
    {
        let own = all.iter().flat_map(|problem| {
            let coded = own_codings(&problem.codings)
                .filter_map(|coding| table.get(&Code::read(System::Icd10Cm, &coding.code)?));
            coded.chain(book.all(table, &problem.name))
        });
        let find = |name: &str| {
            let all = book.all(table, name);
            (!all.is_empty()).then_some(all)
        };
        let said = prose.iter().flat_map(|note| {
            note.sentences()
                .iter()
                .flat_map(|sentence| mentions(book, sentence, &find))
                .flat_map(|mention| mention.what)
                .collect::<Vec<_>>()
        });
        for entry in own.chain(said) {
            if entry.billable
                && !found
                    .iter()
                    .any(|(at, one)| at.period == table.period && one.code == entry.code)
            {
                found.push((table, entry));
            }
        }
    }
    found
}
