//! The problems that a visit addressed, for its level: those that the visit, its orders or its assessment name.

use super::companion::{LEVEL, document};
use super::level::{LEVELS, MOST};
use super::suggest::{Suggestion, Suggestions, Support};
use crate::read::{Order, Problem, ProblemState, View, Visit, problems, references};
use crate::say::{Line, Lines, inside, join};
use sources::{FactRole, FactValue};
use time::Duration;

/// How long a problem has been there to be a chronic one, in days.
const CHRONIC: i64 = 365;

/// Tells the problems; answers the level that they reach.
pub(super) fn compose<'a>(
    view: View<'a>,
    (found, visit): (&Suggestions<'_, 'a>, &Visit<'a>),
    today: &[&Order<'_>],
    lines: &mut Lines,
) -> usize {
    let mut listed: Vec<Problem<'_>> = problems(view)
        .into_iter()
        .filter(|problem| problem.state == ProblemState::Active && problem.doubt.is_none())
        .filter(|problem| {
            of_visit(visit, problem) || of_order(today, problem) || of_words(found, problem)
        })
        .filter(|problem| coded(found, problem))
        .collect();
    listed.dedup_by(|a, b| a.same(b));
    let since = found.on.saturating_sub(Duration::days(CHRONIC));
    let (chronic, acute): (Vec<_>, Vec<_>) = listed
        .iter()
        .partition(|problem| problem.began().is_some_and(|began| began.last() <= since));
    let new: Vec<&Suggestion<'_, '_>> = found.all.iter().filter(|one| only_assessed(one)).collect();
    let level = match (chronic.len(), acute.len() + new.len()) {
        (0, 0) => 0,
        (0 | 1, _) => 1,
        _ => 2,
    };
    let (shown, new): (&[&Problem<'_>], &[_]) = if chronic.is_empty() {
        (&acute, &new)
    } else {
        (&chronic, &[])
    };
    if shown.is_empty() && new.is_empty() {
        lines.leave_out(
            "Problems addressed: the visit, its orders and its assessment name no active problem that has a code.",
        );
        return level;
    }
    let line = told(shown, new, level);
    lines.push(line.cite(visit.id).cite(&document(LEVEL)));
    level
}

fn told(shown: &[&Problem<'_>], new: &[&Suggestion<'_, '_>], level: usize) -> Line {
    let mut line = Line::plain(String::new()).cite_all(shown.iter().take(MOST).map(|one| one.id));
    let mut names: Vec<String> = shown.iter().map(|problem| inside(&problem.name)).collect();
    names.truncate(MOST);
    for one in new.iter().take(MOST - names.len()) {
        for support in one.support.iter().take(1) {
            if let Support::Words {
                source,
                quote,
                name,
                ..
            } = support
            {
                names.push(format!("“{name}”"));
                line = line.quote(source, quote);
            }
        }
    }
    line.text = format!(
        "Problems addressed: {}, which reach {}.",
        join(&names),
        LEVELS[level]
    );
    line
}

fn of_visit(visit: &Visit<'_>, problem: &Problem<'_>) -> bool {
    references(visit.snippet, FactRole::Reason).contains(problem.id)
        || visit
            .reasons
            .iter()
            .any(|reason| reason.eq_ignore_ascii_case(&problem.name))
        || problem.snippet.facts.iter().any(|fact| {
            fact.path == "encounter"
                && matches!(&fact.value, FactValue::Reference { to, .. } if to == visit.id)
        })
}

fn of_order(today: &[&Order<'_>], problem: &Problem<'_>) -> bool {
    let mut reasons = today.iter().flat_map(|order| &order.reasons);
    reasons.any(|(words, source)| {
        source.as_ref() == Some(problem.id) || words.eq_ignore_ascii_case(&problem.name)
    })
}

/// Whether the visit's assessment names a problem of the list.
fn of_words(found: &Suggestions<'_, '_>, problem: &Problem<'_>) -> bool {
    let mut all = found.all.iter();
    all.any(|one| of_list(one, problem) && one.support.iter().any(assessed))
}

/// A diagnosis: what is on the list for other reasons (housing, employment) is none.
fn coded(found: &Suggestions<'_, '_>, problem: &Problem<'_>) -> bool {
    found.all.iter().any(|one| of_list(one, problem))
}

fn of_list(suggestion: &Suggestion<'_, '_>, problem: &Problem<'_>) -> bool {
    suggestion.support.iter().any(|support| match support {
        Support::Problem(own) => own.id == problem.id,
        Support::Words { .. } => false,
    })
}

/// Whether only the visit's assessment has it: a new problem. Circumstances (Z codes) are none.
fn only_assessed(suggestion: &Suggestion<'_, '_>) -> bool {
    let circumstance = suggestion.entry.code.as_str().starts_with('Z');
    !circumstance && suggestion.support.iter().all(assessed)
}

fn assessed(support: &Support<'_>) -> bool {
    matches!(support, Support::Words { assessed: true, .. })
}
