//! The prior-authorization letter: a policy as data, judged over the chart, written criterion by criterion.

mod dtr;
mod follow;
mod hints;
mod judge;
mod letter;
mod logic;
mod number;
mod policy;
mod predicate;
#[cfg(test)]
mod shared_format;
mod test;
mod treated;

pub(crate) use dtr::{questionnaire, response};
pub(crate) use judge::{Judged, judge, overall, untested};
pub use policy::Policy;
pub(crate) use policy::shipped;

use crate::error::DraftingError;
use crate::kinds::Choice;
use crate::say::Lines;
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use model::DraftKind;

/// The use case.
pub(crate) struct PriorAuth;

impl UseCase for PriorAuth {
    fn kind(&self) -> DraftKind {
        DraftKind::PriorAuthLetter
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "prior_auth/template.toml",
            include_str!("template.toml"),
            &[
                "request",
                "patient",
                "criteria",
                "treatments",
                "results",
                "documents",
                "plan",
                "closing",
            ],
        )
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let policy = context.policy.ok_or_else(|| DraftingError::Choice {
            what: "choose the policy that the letter is for".to_owned(),
        })?;
        let view = context.view;
        Ok(match section {
            "request" => letter::request(policy, view),
            "patient" => letter::patient(policy, view),
            "criteria" => letter::criteria(policy, view),
            "treatments" => treated::treatments(policy, view),
            "results" => letter::results(policy, view, context.panel),
            "documents" => follow::documents(policy, view),
            "plan" => follow::plan(view),
            "closing" => follow::closing(policy, view),
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the letter has no section `{other}`"),
                });
            }
        })
    }

    fn choices(&self, policies: &[Policy]) -> Vec<Choice> {
        policies
            .iter()
            .map(|policy| Choice {
                value: policy.id.clone(),
                label: policy.title.clone(),
            })
            .collect()
    }
}
