//! The SOAP note.

#[cfg(test)]
pub(crate) mod test;

use crate::chart_summary::ChartSummary;
use crate::error::DraftingError;
use crate::kinds::{self, Take};
use crate::progress_note;
use crate::say::Lines;
use crate::spoken::{
    Kept, Part, Utterance, anything, carried, conflicts, of_last_note, quoted, strangers,
    utterances,
};
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use model::DraftKind;

/// Most sentences of one part that are quoted.
pub(crate) const MOST: usize = 25;

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

    fn based(&self) -> bool {
        true
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
                progress_note::objective(context),
            ),
            "assessment" => then(
                then(
                    quoted(&said, &[Part::Assessment], MOST),
                    progress_note::assessment(context),
                ),
                carried(context, &[Kept::Judged])?,
            ),
            "plan" => plan(context, &said)?,
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the SOAP note has no section `{other}`"),
                });
            }
        })
    }
}

/// What was said; without a recording, what the last note says. Then what the chosen note says.
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
        let told = match context.options.base {
            Some(_) => {
                let mut told = carried(context, &[Kept::Told])?;
                told.leave_out("What the patient reports today must be added.");
                told
            }
            None => progress_note::last_note(view),
        };
        return Ok(then(lines, told));
    }
    let told = quoted(said, &[Part::Subjective], MOST);
    if told.lines.is_empty() {
        lines.leave_out(
            "Nothing that was said tells of complaints: what the patient reports must be added.",
        );
    }
    Ok(then(then(lines, told), carried(context, &[Kept::Told])?))
}

/// What was decided, then what is carried over.
pub(crate) fn plan(context: Context<'_>, said: &[Utterance<'_>]) -> Result<Lines, DraftingError> {
    let mut lines = quoted(said, &[Part::Plan], MOST);
    if lines.lines.is_empty() {
        lines.leave_out("The plan decided today must be added: none was said.");
    }
    let before = match context.options.base {
        Some(_) => carried(context, &[Kept::Planned])?,
        None => of_last_note(context, &[Kept::Judged, Kept::Planned])?,
    };
    Ok(then(lines, before))
}

/// One after the other.
pub(crate) fn then(mut first: Lines, second: Lines) -> Lines {
    first.append(second);
    first
}
