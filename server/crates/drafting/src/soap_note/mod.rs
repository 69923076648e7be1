//! The SOAP note.

#[cfg(test)]
mod test;

use crate::chart_summary::ChartSummary;
use crate::error::DraftingError;
use crate::kinds::{self, Take};
use crate::progress_note::ProgressNote;
use crate::read::View;
use crate::say::Lines;
use crate::spoken::{Part, Utterance, anything, carried, conflicts, quoted, strangers, utterances};
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use model::DraftKind;

/// Most sentences of one part that are quoted.
const MOST: usize = 25;

/// The use case.
pub(crate) struct SoapNote;

impl UseCase for SoapNote {
    fn kind(&self) -> DraftKind {
        DraftKind::SoapNote
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "soap_note/template.toml",
            include_str!("template.toml"),
            &[
                "subjective",
                "medications",
                "allergies",
                "conflicts",
                "objective",
                "assessment",
                "plan",
            ],
        )
    }

    fn takes(&self) -> &'static [Take] {
        kinds::SPOKEN
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let view = context.view;
        let said = utterances(view);
        Ok(match section {
            "subjective" => subjective(context, &said)?,
            "medications" => ChartSummary.compose("medications", context)?,
            "allergies" => ChartSummary.compose("allergies", context)?,
            "conflicts" => conflicts(view, &said),
            "objective" => then(
                quoted(&said, &[Part::Objective], MOST),
                ProgressNote.compose("objective", context)?,
            ),
            "assessment" => then(
                quoted(&said, &[Part::Assessment], MOST),
                ProgressNote.compose("assessment", context)?,
            ),
            "plan" => plan(view, &said),
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the SOAP note has no section `{other}`"),
                });
            }
        })
    }
}

/// What was said; without a recording, what the last note says.
pub(crate) fn subjective(
    context: Context<'_>,
    said: &[Utterance<'_>],
) -> Result<Lines, DraftingError> {
    let view = context.view;
    let mut lines = Lines::default();
    for odd in strangers(view) {
        lines.tell(odd);
    }
    if !anything(view) {
        return Ok(then(lines, ProgressNote.compose("subjective", context)?));
    }
    let told = quoted(said, &[Part::Subjective], MOST);
    if told.lines.is_empty() {
        lines.leave_out(
            "Nothing that was said tells of complaints: what the patient reports must be added.",
        );
    }
    Ok(then(lines, told))
}

/// What was decided, then what is carried over.
pub(crate) fn plan(view: View<'_>, said: &[Utterance<'_>]) -> Lines {
    let mut lines = quoted(said, &[Part::Plan], MOST);
    if lines.lines.is_empty() {
        lines.leave_out("The plan decided today must be added: none was said.");
    }
    then(lines, carried(view))
}

/// One after the other.
pub(crate) fn then(mut first: Lines, second: Lines) -> Lines {
    first.append(second);
    first
}
