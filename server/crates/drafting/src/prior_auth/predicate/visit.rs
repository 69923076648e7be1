//! Visits within a window.

use super::chart::{Match, matches, place};
use super::{Found, months_before};
use crate::chart_summary::visit_line;
use crate::prior_auth::test::VisitTest;
use crate::read::{View, Visit, concept_of, measures, references, visits};
use model::{CriterionResult, SourceId};
use sources::FactRole;
use time::Date;

pub(super) fn judge(test: &VisitTest, view: View<'_>) -> Found {
    let from = months_before(view.as_of, test.months);
    let all = visits(view);
    let fitting: Vec<&Visit<'_>> = all
        .iter()
        .filter(|visit| test.classes.is_empty() || test.classes.contains(&visit.class))
        .collect();
    let measured = measures(view);
    let results: Vec<(Date, &SourceId)> = test
        .results
        .iter()
        .filter_map(|code| measured.get(code))
        .flat_map(|measure| &measure.readings)
        .map(|reading| (reading.when.first(), reading.id))
        .collect();
    let about = |visit: &Visit<'_>| {
        about(test, view, visit) || results.iter().any(|(day, _)| *day == visit.start.first())
    };
    let shown = |visit: &Visit<'_>, result: CriterionResult, gap: Option<String>| {
        let mut evidence = vec![place(visit.id, visit.snippet, FactRole::Effective)];
        let mut line = visit_line(visit);
        if let Some((_, id)) = results.iter().find(|(day, _)| *day == visit.start.first()) {
            if let Some(snippet) = view.set.get(id) {
                evidence.push(place(id, snippet, FactRole::Value));
            }
            line = line.cite(id);
        }
        Found {
            result,
            evidence,
            lines: vec![line],
            gap,
        }
    };
    let anything = test.about.is_none() && test.results.is_empty();
    let relevant: Vec<&&Visit<'_>> = fitting
        .iter()
        .filter(|visit| anything || about(visit))
        .collect();
    if let Some(visit) = relevant.iter().find(|visit| visit.start.first() > from) {
        return shown(visit, CriterionResult::Met, None);
    }
    if let Some(visit) = relevant.iter().find(|visit| visit.start.last() >= from) {
        return shown(
            visit,
            CriterionResult::NeedsReview,
            Some("the visit lies on the very edge of the period".to_owned()),
        );
    }
    if let Some(visit) = fitting.iter().find(|visit| visit.start.first() > from) {
        return shown(
            visit,
            CriterionResult::NeedsReview,
            Some("a visit in the period is on record; that it was about this is not".to_owned()),
        );
    }
    if let Some(visit) = relevant.first().copied().or(fitting.first()) {
        return shown(
            visit,
            CriterionResult::NotMet,
            Some(format!("a visit on or after {}", model::date::shown(from))),
        );
    }
    Found::nothing("a visit in the period")
}

/// Whether its reasons or its own type name the condition.
fn about(test: &VisitTest, view: View<'_>, visit: &Visit<'_>) -> bool {
    let Some(concept) = &test.about else {
        return false;
    };
    let linked = references(visit.snippet, FactRole::Reason);
    let coded = linked
        .iter()
        .filter_map(|id| view.set.get(id))
        .filter_map(|snippet| concept_of(view.set, snippet))
        .any(|(name, codings)| matches(concept, &name, &codings) == Match::Yes);
    coded
        || visit
            .reasons
            .iter()
            .chain([&visit.name])
            .any(|words| matches(concept, words, &[]) == Match::Yes)
}
