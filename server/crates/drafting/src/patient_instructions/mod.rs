//! What a patient takes home after a stay: a document of its own, in plain words.

mod compose;
mod help;
#[cfg(test)]
mod test;

pub(crate) use compose::{plain, verb};
pub(crate) use help::{HELP, source as help_source};

use crate::discharge_summary::Stay;
use crate::error::DraftingError;
use crate::read::person;
use crate::say::Lines;
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use model::DraftKind;

/// The use case.
pub(crate) struct PatientInstructions;

impl UseCase for PatientInstructions {
    fn kind(&self) -> DraftKind {
        DraftKind::PatientInstructions
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "patient_instructions/template.toml",
            include_str!("template.toml"),
            &[
                "stay",
                "started",
                "changed",
                "stopped",
                "continued",
                "allergies",
                "pending",
                "follow_up",
                "help",
            ],
        )
    }

    fn required(&self) -> &'static [&'static str] {
        &["help"]
    }

    /// Nobody takes anything home for a patient who died: no model writes there.
    fn by_rules(&self, context: Context<'_>) -> Result<bool, DraftingError> {
        Ok(person(context.view).is_none_or(|person| person.died.is_some()))
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let view = context.view;
        let silent = match person(view) {
            Some(person) if person.died.is_none() => None,
            Some(_) => {
                Some("The chart records that the patient has died: no instructions are drafted.")
            }
            None => Some("The patient is not known: no chart was given."),
        };
        if let Some(why) = silent {
            let mut lines = Lines::default();
            if section == "stay" {
                lines.tell(why);
            }
            return Ok(lines);
        }
        let stay = Stay::of(view, context.options.encounter.as_ref());
        let stay = stay.as_ref();
        Ok(match section {
            "stay" => compose::visit(stay),
            "started" | "changed" | "continued" => {
                let mut lines = compose::medicines(view, stay, section);
                if section == "continued" && compose::nothing_to_take(view) {
                    lines.tell(
                        "The chart has no medicine in force: what the patient takes must be added.",
                    );
                }
                lines
            }
            "stopped" => compose::stopped(view),
            "allergies" => compose::allergy_names(view),
            "pending" => compose::pending(view),
            "follow_up" => compose::visits(view),
            "help" => help::compose(view)?,
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the patient's instructions have no section `{other}`"),
                });
            }
        })
    }
}
