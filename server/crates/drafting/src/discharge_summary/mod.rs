//! The discharge summary, with the patient's instructions as its last section.

mod course;
mod instructions;
mod medicines;
mod open;
mod stay;
#[cfg(test)]
mod test;

use crate::chart_summary::ChartSummary;
use crate::error::DraftingError;
use crate::say::Lines;
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
pub(crate) use medicines::{Change, of as each_medicine};
use model::DraftKind;
pub(crate) use open::{booked, pending as open_results};
pub(crate) use stay::Stay;

/// The sections that the composer knows.
const SECTIONS: [&str; 12] = [
    "stay",
    "course",
    "problems",
    "allergies",
    "started",
    "changed",
    "continued",
    "stopped",
    "results",
    "pending",
    "follow_up",
    "instructions",
];

/// The use case.
pub(crate) struct DischargeSummary;

impl UseCase for DischargeSummary {
    fn kind(&self) -> DraftKind {
        DraftKind::DischargeSummary
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "discharge_summary/template.toml",
            include_str!("template.toml"),
            &SECTIONS,
        )
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let view = context.view;
        let stay = Stay::of(view, context.options.encounter.as_ref());
        Ok(match section {
            "stay" => stay::compose(context, stay.as_ref())?,
            "course" => course::compose(view, context.panel, stay.as_ref()),
            "problems" => ChartSummary.compose("active_problems", context)?,
            "allergies" => ChartSummary.compose("allergies", context)?,
            "started" => medicines::started(view, stay.as_ref()),
            "changed" => medicines::changed(view, stay.as_ref()),
            "continued" => medicines::continued(view, stay.as_ref()),
            "stopped" => medicines::stopped(view),
            "results" => ChartSummary.compose("results", context)?,
            "pending" => open::pending(view),
            "follow_up" => open::follow_up(context)?,
            "instructions" => instructions::compose(view, stay.as_ref()),
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the discharge summary has no section `{other}`"),
                });
            }
        })
    }
}
