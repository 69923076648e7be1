//! Conditions, medicines and orders.

use super::Found;
use crate::phrase::{active_line, order_line};
use crate::prior_auth::test::{Concept, Medicine, RequestTest};
use crate::read::{
    Order, Problem, ProblemState, View, concept_of, orders, problems, retracted, status, when_any,
};
use crate::say::{Line, inside};
use model::{CriterionResult, SourceId, SourceSpan};
use sources::{Coding, FactRole, Snippet};

/// Most sources that are shown for one criterion.
const MOST: usize = 3;

/// How a concept matches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    Yes,
    /// Only what is excepted: prediabetes for diabetes.
    Excepted,
    No,
}

pub(super) fn matches(concept: &Concept, name: &str, codings: &[Coding]) -> Match {
    let icd = |coding: &Coding| {
        coding.system.to_lowercase().contains("icd-10")
            && concept.icd10.iter().any(|prefix| {
                coding
                    .code
                    .replace('.', "")
                    .starts_with(&prefix.replace('.', ""))
            })
    };
    let snomed = |coding: &Coding| {
        coding.system.to_lowercase().contains("snomed") && concept.snomed.contains(&coding.code)
    };
    if codings.iter().any(|coding| icd(coding) || snomed(coding)) {
        return Match::Yes;
    }
    let name = name.to_lowercase();
    if concept
        .except
        .iter()
        .any(|word| name.contains(&word.to_lowercase()))
    {
        return if concept
            .words
            .iter()
            .any(|word| name.contains(&word.to_lowercase()))
        {
            Match::Excepted
        } else {
            Match::No
        };
    }
    if concept
        .words
        .iter()
        .any(|word| name.contains(&word.to_lowercase()))
    {
        Match::Yes
    } else {
        Match::No
    }
}

pub(super) fn condition(concept: &Concept, view: View<'_>) -> Found {
    let all = problems(view);
    let of = |state: ProblemState| -> Vec<&Problem<'_>> {
        all.iter()
            .filter(|one| {
                one.state == state && matches(concept, &one.name, &one.codings) == Match::Yes
            })
            .collect()
    };
    let (active, past) = (of(ProblemState::Active), of(ProblemState::Past));
    let shown = |found: &[&Problem<'_>], result: CriterionResult, gap: Option<String>| Found {
        result,
        evidence: found
            .iter()
            .take(MOST)
            .map(|one| place(one.id, one.snippet, FactRole::Code))
            .collect(),
        lines: found
            .iter()
            .take(MOST)
            .filter_map(|one| active_line(&[one]))
            .collect(),
        gap,
    };
    let (sure, doubtful): (Vec<&Problem<'_>>, Vec<&Problem<'_>>) =
        active.iter().copied().partition(|one| one.doubt.is_none());
    if !sure.is_empty() {
        return long_enough(concept, &sure, view, &shown);
    }
    if !doubtful.is_empty() {
        return shown(
            &doubtful,
            CriterionResult::NeedsReview,
            Some("the diagnosis is not confirmed".to_owned()),
        );
    }
    if !past.is_empty() {
        let mut found = shown(
            &past,
            CriterionResult::NotMet,
            Some("the diagnosis is recorded as no longer active".to_owned()),
        );
        found.lines.clear();
        return found;
    }
    let near: Vec<&Problem<'_>> = all
        .iter()
        .filter(|one| {
            one.state == ProblemState::Active
                && matches(concept, &one.name, &one.codings) == Match::Excepted
        })
        .collect();
    if !near.is_empty() {
        return shown(
            &near,
            CriterionResult::NotMet,
            Some("an active diagnosis is needed; what is recorded is another one".to_owned()),
        );
    }
    super::said::denied(&concept.words, view)
        .unwrap_or_else(|| Found::nothing("an active diagnosis on the problem list"))
}

/// Whether the oldest of the diagnoses has lasted as long as is asked.
fn long_enough(
    concept: &Concept,
    sure: &[&Problem<'_>],
    view: View<'_>,
    shown: &impl Fn(&[&Problem<'_>], CriterionResult, Option<String>) -> Found,
) -> Found {
    let Some(weeks) = concept.for_weeks else {
        return shown(sure, CriterionResult::Met, None);
    };
    let from = view
        .as_of
        .saturating_sub(time::Duration::weeks(i64::from(weeks)));
    let onsets: Vec<_> = sure.iter().filter_map(|one| one.began()).collect();
    if onsets.iter().any(|onset| onset.last() <= from) {
        return shown(sure, CriterionResult::Met, None);
    }
    if onsets.is_empty() || onsets.iter().any(|onset| onset.first() <= from) {
        return shown(
            sure,
            CriterionResult::NeedsReview,
            Some(format!("since when it lasts: {weeks} weeks are asked for")),
        );
    }
    shown(
        sure,
        CriterionResult::NotMet,
        Some(format!("it must have lasted {weeks} weeks")),
    )
}

pub(super) fn medication(medicine: &Medicine, view: View<'_>) -> Found {
    let all = orders(view);
    let fits = |order: &&Order<'_>| {
        let name = order.name.to_lowercase();
        medicine
            .words
            .iter()
            .any(|word| name.contains(&word.to_lowercase()))
            || order
                .codings
                .iter()
                .any(|coding| medicine.rxnorm.contains(&coding.code))
    };
    let current: Vec<&Order<'_>> = all
        .iter()
        .filter(fits)
        .filter(|order| order.current())
        .collect();
    let place = |order: &&Order<'_>| place(order.id, order.snippet, FactRole::Code);
    if !current.is_empty() {
        return Found {
            result: CriterionResult::Met,
            evidence: current.iter().take(MOST).map(place).collect(),
            lines: current
                .iter()
                .take(MOST)
                .map(|order| order_line(order, &[], None))
                .collect(),
            gap: None,
        };
    }
    let ended: Vec<&Order<'_>> = all
        .iter()
        .filter(fits)
        .filter(|order| order.ended())
        .collect();
    if let Some(last) = ended.first() {
        let date = last
            .authored
            .map(|date| format!(", ordered {}", date.shown()))
            .unwrap_or_default();
        return Found {
            result: CriterionResult::NotMet,
            evidence: ended.iter().take(1).map(place).collect(),
            lines: vec![Line::new(format!("{}{date}, stopped", last.name)).cite(last.id)],
            gap: Some("an active order; the last one is stopped".to_owned()),
        };
    }
    Found::nothing("an active order of the medicine")
}

pub(super) fn request(request: &RequestTest, view: View<'_>) -> Found {
    for kind in [
        "DeviceRequest",
        "ServiceRequest",
        "MedicationRequest",
        "SupplyRequest",
    ] {
        for snippet in view.set.of_type(kind).filter(|snippet| {
            !retracted(snippet)
                && status(snippet, FactRole::Status).is_some_and(|code| code == "active")
        }) {
            let Some((name, codings)) = concept_of(view.set, snippet) else {
                continue;
            };
            let lower = name.to_lowercase();
            let fits = request
                .words
                .iter()
                .any(|word| lower.contains(&word.to_lowercase()))
                || codings
                    .iter()
                    .any(|coding| request.codes.contains(&coding.code));
            if fits {
                let date = when_any(snippet, &[FactRole::Authored, FactRole::Effective])
                    .map(|date| format!(", ordered {}", date.shown()))
                    .unwrap_or_default();
                return Found {
                    result: CriterionResult::Met,
                    evidence: vec![place(&snippet.id, snippet, FactRole::Code)],
                    lines: vec![
                        Line::new(format!("Active order: {}{date}", inside(&name)))
                            .cite(&snippet.id),
                    ],
                    gap: None,
                };
            }
        }
    }
    Found::nothing("an active order for the item")
}

/// The place of a fact in a source.
pub(super) fn place(id: &SourceId, snippet: &Snippet, role: FactRole) -> SourceSpan {
    let fact = snippet.facts(role).next();
    SourceSpan {
        source: id.clone(),
        path: fact.map(|fact| fact.path.clone()),
        source_span: fact.and_then(|fact| fact.span),
    }
}
