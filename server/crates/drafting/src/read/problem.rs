//! Problems: Condition.

use super::{View, fact};
use crate::say::{When, sentence};
use model::SourceId;
use sources::{Coding, FactRole, Snippet};

/// Whether a problem is there, past, or not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProblemState {
    Active,
    Past,
    Unstated,
}

/// One entry of the problem list or one diagnosis of a visit.
pub(crate) struct Problem<'a> {
    pub(crate) id: &'a SourceId,
    pub(crate) snippet: &'a Snippet,
    pub(crate) name: String,
    pub(crate) codings: Vec<Coding>,
    pub(crate) state: ProblemState,
    /// Anything but confirmed: `provisional`, `differential`, `unconfirmed`.
    pub(crate) doubt: Option<String>,
    /// As coded: `active`, `recurrence`, `relapse`, `inactive`, `remission`, `resolved`.
    pub(crate) clinical: Option<String>,
    pub(crate) severity: Option<String>,
    pub(crate) onset: Option<When>,
    pub(crate) recorded: Option<When>,
    pub(crate) abated: Option<When>,
}

impl Problem<'_> {
    /// The onset, else the day it was recorded.
    pub(crate) fn began(&self) -> Option<When> {
        self.onset.or(self.recorded)
    }

    /// Whether its name says the same as another's.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.name.eq_ignore_ascii_case(&other.name)
    }
}

/// Every usable problem as of the day, newest first.
pub(crate) fn problems(view: View<'_>) -> Vec<Problem<'_>> {
    let mut found: Vec<Problem<'_>> = view
        .set
        .of_type("Condition")
        .filter(|snippet| !fact::retracted(snippet))
        .filter_map(|snippet| read(view, snippet))
        .collect();
    found.sort_by(|a, b| {
        b.began()
            .cmp(&a.began())
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.id.cmp(b.id))
    });
    found
}

fn read<'a>(view: View<'a>, snippet: &'a Snippet) -> Option<Problem<'a>> {
    let (name, codings) = fact::concept_of(view.set, snippet)?;
    let clinical = fact::status(snippet, FactRole::ClinicalStatus);
    let abated = fact::when(snippet, FactRole::Abatement);
    let state = match clinical.as_deref() {
        Some("active" | "recurrence" | "relapse") => ProblemState::Active,
        Some("inactive" | "remission" | "resolved") => ProblemState::Past,
        _ if abated.is_some_and(|end| end.by(view.as_of)) => ProblemState::Past,
        _ => ProblemState::Unstated,
    };
    let doubt = fact::status(snippet, FactRole::VerificationStatus).filter(|code| {
        matches!(
            code.as_str(),
            "unconfirmed" | "provisional" | "differential"
        )
    });
    let severity = snippet
        .facts(FactRole::Severity)
        .find_map(|fact| fact::words(&fact.value));
    let problem = Problem {
        id: &snippet.id,
        snippet,
        name: sentence(&name),
        codings,
        state,
        doubt,
        clinical,
        severity,
        onset: fact::when(snippet, FactRole::Onset),
        recorded: fact::when(snippet, FactRole::Recorded),
        abated,
    };
    problem
        .began()
        .is_none_or(|began| began.by(view.as_of))
        .then_some(problem)
}
