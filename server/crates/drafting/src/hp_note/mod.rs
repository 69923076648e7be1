//! The history and physical.

use crate::chart_summary::ChartSummary;
use crate::error::DraftingError;
use crate::kinds::{self, Take};
use crate::say::Lines;
use crate::soap_note::{plan, subjective, then};
use crate::spoken::{Kept, Part, carried, conflicts, quoted, utterances};
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use model::DraftKind;

/// The sections that the composer knows.
const SECTIONS: [&str; 11] = [
    "present",
    "past",
    "problems",
    "medications",
    "allergies",
    "history",
    "conflicts",
    "exam",
    "results",
    "assessment",
    "plan",
];
/// Most sentences of one part that are quoted.
const MOST: usize = 25;

/// The use case.
pub(crate) struct HpNote;

impl UseCase for HpNote {
    fn kind(&self) -> DraftKind {
        DraftKind::HpNote
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "hp_note/template.toml",
            include_str!("template.toml"),
            &SECTIONS,
        )
    }

    fn takes(&self) -> &'static [Take] {
        kinds::SPOKEN
    }

    fn based(&self) -> bool {
        true
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let said = utterances(context.view);
        let of_chart = |section: &str| ChartSummary.compose(section, context);
        Ok(match section {
            "present" => then(of_chart("overview")?, subjective(context, &said)?),
            "past" => then(
                quoted(&said, &[Part::Past], MOST),
                then(
                    then(of_chart("past_problems")?, of_chart("procedures")?),
                    carried(context, &[Kept::Past])?,
                ),
            ),
            "history" => then(of_chart(section)?, carried(context, &[Kept::Social])?),
            "problems" => of_chart("active_problems")?,
            "medications" | "allergies" | "results" => of_chart(section)?,
            "conflicts" => conflicts(context.view, &said),
            "exam" => {
                let mut lines = quoted(&said, &[Part::Objective], MOST);
                if lines.lines.is_empty() {
                    lines.leave_out("The examination must be added: none was said.");
                }
                then(lines, of_chart("vitals")?)
            }
            "assessment" => {
                let mut lines = quoted(&said, &[Part::Assessment], MOST);
                if lines.lines.is_empty() {
                    lines.leave_out("The assessment must be added: none was said.");
                }
                then(lines, carried(context, &[Kept::Judged])?)
            }
            "plan" => plan(context, &said)?,
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the history and physical has no section `{other}`"),
                });
            }
        })
    }
}
