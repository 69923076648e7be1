//! The chart summary.

mod focus;
mod history;
mod medicines;
mod overview;
mod plans;
mod problems;
mod reader;
mod results;
mod scope;
mod services;

pub use focus::Focus;
pub(crate) use focus::choices as specialty_choices;
pub(crate) use history::{allergies, allergy_line};
pub(crate) use medicines::current as current_medications;
pub(crate) use medicines::stopped as stopped_medicines;
pub(crate) use overview::compose as overview;
pub(crate) use problems::active as active_problems;
pub(crate) use reader::{Reader, readers};
pub(crate) use scope::{Scope, narrowed};
pub(crate) use services::{device_lines, visit_line};

use crate::error::DraftingError;
use crate::say::Lines;
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use model::DraftKind;

/// The sections that the composer knows.
const SECTIONS: [&str; 13] = [
    "overview",
    "active_problems",
    "medications",
    "stopped_medications",
    "allergies",
    "results",
    "vitals",
    "past_problems",
    "procedures",
    "immunizations",
    "encounters",
    "history",
    "plans",
];

/// The use case.
pub(crate) struct ChartSummary;

impl UseCase for ChartSummary {
    fn kind(&self) -> DraftKind {
        DraftKind::ChartSummary
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "chart_summary/template.toml",
            include_str!("template.toml"),
            &SECTIONS,
        )
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let view = context.view;
        let lines = match section {
            "overview" => overview::compose(view, context.panel),
            "active_problems" => problems::active(view, context.panel),
            "medications" => medicines::current(view),
            "stopped_medications" => medicines::stopped(view),
            "allergies" => history::allergies(view),
            "results" => results::key_results(view, context.panel),
            "vitals" => results::vitals(view, context.panel),
            "past_problems" => problems::past(view),
            "procedures" => services::procedures(view),
            "immunizations" => services::immunizations(view),
            "encounters" => services::encounters(view),
            "history" => history::social(view),
            "plans" => plans::compose(view),
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the chart summary has no section `{other}`"),
                });
            }
        };
        narrowed(section, lines, context)
    }
}
