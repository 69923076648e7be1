//! stub
use crate::error::DraftingError;
use crate::read::View;
use crate::say::Lines;
use crate::template::Template;
use crate::use_case::{Context, UseCase};
use model::DraftKind;

/// A policy.
pub struct Policy {
    pub(crate) id: String,
}
impl Policy {
    pub(crate) fn source_json(&self) -> &str {
        ""
    }
    pub(crate) fn read(_f: &str, _t: &str) -> Result<Self, DraftingError> {
        Ok(Self { id: String::new() })
    }
}
pub(crate) struct Judged;
impl Judged {
    pub(crate) fn into_criterion(self) -> model::Criterion {
        model::Criterion {
            criterion: String::new(),
            result: model::CriterionResult::NotDocumented,
            evidence: Vec::new(),
            gap: None,
        }
    }
}
pub(crate) fn judge(_p: &Policy, _v: View<'_>) -> Vec<Judged> {
    vec![]
}
pub(crate) fn shipped() -> Result<Vec<Policy>, DraftingError> {
    Ok(vec![])
}
pub(crate) struct PriorAuth;

impl UseCase for PriorAuth {
    fn kind(&self) -> DraftKind {
        DraftKind::PriorAuthLetter
    }
    fn template(&self) -> Result<Template, DraftingError> {
        Template::read(
            "x",
            "purpose=''\n[[section]]\nid='a'\ntitle='a'\nbrief=''\ntypes=['Patient']",
            &["a"],
        )
    }
    fn compose(&self, _section: &str, _context: Context<'_>) -> Result<Lines, DraftingError> {
        Ok(Lines::default())
    }
}
