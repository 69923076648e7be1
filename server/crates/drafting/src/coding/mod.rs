//! Code suggestions: diagnoses by the installed ICD-10-CM table, procedures and supplies, the level of service, queries.
//!
//! Only a code of the installed table that is billable and in force on the date of service can appear. No model writes here: the composer is the only
//! author, so that a code can't be invented.

mod acts;
mod addressed;
mod book;
mod companion;
mod diagnoses;
mod key;
mod level;
mod mention;
mod queries;
mod rules;
mod services;
mod suggest;
#[cfg(test)]
mod test;

pub(crate) use acts::ACTS;
pub(crate) use book::{CodeBook, TERMS};
pub(crate) use companion::{companions, document, is_own};
pub(crate) use key::key;
pub(crate) use mention::{mentions_by, turned};
pub(crate) use suggest::{refuted, service};

use crate::error::DraftingError;
use crate::kinds::{self, Take};
use crate::say::Lines;
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use model::DraftKind;
use suggest::suggestions;

/// The sections that the composer knows.
const SECTIONS: [&str; 5] = ["diagnoses", "rules", "services", "level", "queries"];

/// The use case.
pub(crate) struct Coding;

impl UseCase for Coding {
    fn kind(&self) -> DraftKind {
        DraftKind::Coding
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "coding/template.toml",
            include_str!("template.toml"),
            &SECTIONS,
        )
    }

    fn takes(&self) -> &'static [Take] {
        kinds::SPOKEN
    }

    fn composer_only(&self) -> bool {
        true
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let (view, book) = (context.view, context.codes);
        let encounter = context.options.encounter.as_ref();
        if section == "services" {
            return Ok(services::compose(view, book, encounter));
        }
        let found = match suggestions(view, book, encounter) {
            Ok(found) => found,
            Err(none) => {
                let mut lines = Lines::default();
                if section == "diagnoses" {
                    lines.leave_out(format!("{none}. No diagnosis code is suggested."));
                }
                return Ok(lines);
            }
        };
        Ok(match section {
            "diagnoses" => diagnoses::compose(view, &found),
            "rules" => rules::compose(book, &found),
            "level" => level::compose(view, &found),
            "queries" => queries::compose(view, context.panel, &found),
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the coding document has no section `{other}`"),
                });
            }
        })
    }
}
