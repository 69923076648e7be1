//! The procedure note.

use crate::chart_summary::ChartSummary;
use crate::error::DraftingError;
use crate::kinds::{self, Take};
use crate::read::{View, concept_of, references, retracted, status, when_any};
use crate::say::{Line, Lines, When, inside};
use crate::soap_note::then;
use crate::spoken::{Part, conflicts, quoted, strangers, utterances};
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use model::DraftKind;
use sources::{FactRole, Snippet};

/// The sections that the composer knows.
const SECTIONS: [&str; 7] = [
    "procedure",
    "indication",
    "safety",
    "conflicts",
    "description",
    "vitals",
    "plan",
];
/// Most sentences of one part that are quoted.
const MOST: usize = 40;
/// How old a procedure may be for its note to be written, in days.
const RECENT: i64 = 30;

/// The use case.
pub(crate) struct ProcedureNote;

impl UseCase for ProcedureNote {
    fn kind(&self) -> DraftKind {
        DraftKind::ProcedureNote
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "procedure_note/template.toml",
            include_str!("template.toml"),
            &SECTIONS,
        )
    }

    fn takes(&self) -> &'static [Take] {
        kinds::SPOKEN
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let view = context.view;
        let said = utterances(view);
        let of_chart = |section: &str| ChartSummary.compose(section, context);
        Ok(match section {
            "procedure" => procedures(view),
            "indication" => indication(view),
            "safety" => then(of_chart("allergies")?, of_chart("medications")?),
            "conflicts" => conflicts(view, &said),
            "description" => {
                let mut lines = quoted(
                    &said,
                    &[
                        Part::Procedure,
                        Part::Objective,
                        Part::Subjective,
                        Part::Assessment,
                    ],
                    MOST,
                );
                if lines.lines.is_empty() {
                    lines.leave_out("Technique, findings, complications and specimens must be added: nothing was dictated.");
                }
                lines
            }
            "vitals" => of_chart("vitals")?,
            "plan" => {
                let mut lines = quoted(&said, &[Part::Plan], MOST);
                if lines.lines.is_empty() {
                    lines.leave_out(
                        "What follows the procedure must be added: nothing was said of it.",
                    );
                }
                lines
            }
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the procedure note has no section `{other}`"),
                });
            }
        })
    }
}

/// The procedures of the last day on which any was done.
fn of_day(view: View<'_>) -> Vec<(&Snippet, String, When)> {
    let mut all: Vec<(&Snippet, String, When)> = view
        .set
        .of_type("Procedure")
        .filter(|snippet| {
            !retracted(snippet)
                && status(snippet, FactRole::Status).is_none_or(|code| code != "preparation")
        })
        .filter_map(|snippet| {
            let when =
                when_any(snippet, &[FactRole::Effective]).filter(|when| when.by(view.as_of))?;
            Some((snippet, concept_of(view.set, snippet)?.0, when))
        })
        .collect();
    let last = all.iter().map(|(_, _, when)| *when).max();
    all.retain(|(_, _, when)| Some(*when) == last && when.within(RECENT, view.as_of));
    all
}

fn procedures(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    for odd in strangers(view) {
        lines.tell(odd);
    }
    for (snippet, name, when) in of_day(view) {
        lines.push(Line::new(format!("{name} {}", when.at())).cite(&snippet.id));
    }
    if lines.lines.is_empty() {
        lines.leave_out(format!(
            "The chart has no procedure of the last {RECENT} days: what was done must be added."
        ));
    }
    lines
}

/// The reasons that the chart ties to the procedures.
fn indication(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    for (snippet, name, _) in of_day(view) {
        for reason in references(snippet, FactRole::Reason) {
            let words = view
                .set
                .get(&reason)
                .filter(|other| !retracted(other))
                .and_then(|other| concept_of(view.set, other));
            if let Some((words, _)) = words {
                lines.push(
                    Line::new(format!("{name} for {}", inside(&words)))
                        .cite(&snippet.id)
                        .cite(&reason),
                );
            }
        }
    }
    if lines.lines.is_empty() {
        lines.leave_out(
            "The chart gives no reason for a procedure of the day: the indication must be added.",
        );
    }
    lines
}
