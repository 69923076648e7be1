//! The letter, section by section.

use super::judge::{Judged, judge, overall};
use super::policy::Policy;
use crate::panel::Panel;
use crate::phrase::{result_line, series};
use crate::read::{Problem, View, person, problems};
use crate::say::{Line, Lines, inside, join};
use model::CriterionResult;

pub(super) fn request(policy: &Policy, view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    lines.push(Line::plain("To the medical director:"));
    let item = policy.request.item.as_deref().unwrap_or(&policy.title);
    let amount: Vec<String> = [&policy.request.quantity, &policy.request.duration]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let amount = if amount.is_empty() {
        String::new()
    } else {
        format!(", {}", amount.join(", "))
    };
    let request = format!("We request coverage of {}{amount}", inside(item));
    let line = match person(view).and_then(|person| Some((person.name?, person.birth, person.id))) {
        Some((name, birth, id)) => {
            let born = birth
                .map(|birth| format!(", born {}", birth.shown()))
                .unwrap_or_default();
            Line::new(format!("{request} for {name}{born}")).cite(id)
        }
        None => Line::new(request),
    };
    lines.push(line.cite(&policy.source()));
    if !policy.applies_to.is_empty() {
        lines.push(
            Line::new(format!(
                "The policy applies to the codes {}",
                join(&policy.applies_to)
            ))
            .cite(&policy.source()),
        );
    }
    let judged = judge(policy, view);
    match overall(policy, &judged) {
        CriterionResult::Met => {}
        CriterionResult::NotMet => {
            lines.leave_out("By the chart the policy's criteria are not met; see the criteria.");
        }
        CriterionResult::NotDocumented => {
            lines.leave_out(
                "Not all that the policy asks for is documented in the chart; see the criteria.",
            );
        }
        CriterionResult::NeedsReview => {
            lines.leave_out(
                "Whether the policy's criteria are met needs your decision; see the criteria.",
            );
        }
    }
    lines
}

pub(super) fn patient(policy: &Policy, view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    if let Some(person) = person(view) {
        let name = person
            .name
            .clone()
            .unwrap_or_else(|| "The patient".to_owned());
        let born = person
            .birth
            .map(|birth| format!(", born {},", birth.shown()))
            .unwrap_or_default();
        let described = person.described(view);
        let article = if described.starts_with(['8', 'a', 'e', 'i', 'o'])
            || described.starts_with("11-")
            || described.starts_with("18-")
        {
            "an"
        } else {
            "a"
        };
        lines.push(Line::new(format!("{name}{born} is {article} {described}")).cite(person.id));
    }
    let first = policy
        .criteria
        .iter()
        .position(|criterion| matches!(criterion.test, Some(super::test::Test::Condition(_))));
    if let Some(diagnosis) = first.and_then(|index| judge(policy, view).into_iter().nth(index)) {
        let cited: Vec<_> = diagnosis
            .evidence
            .iter()
            .map(|place| place.source.clone())
            .collect();
        lines.lines.extend(diagnosis.lines);
        for problem in problems(view)
            .iter()
            .filter(|problem| cited.contains(problem.id))
        {
            lines.lines.extend(codes(problem));
        }
        if diagnosis.result != CriterionResult::Met {
            lines.leave_out("The chart has no confirmed active diagnosis for this request.");
        }
    }
    lines
}

/// `Diagnosis code: ICD-10-CM E11.9.` from the chart's own coding.
fn codes(problem: &Problem<'_>) -> Option<Line> {
    let codes: Vec<String> = problem
        .codings
        .iter()
        .filter(|coding| !coding.code.is_empty())
        .filter_map(|coding| {
            let system = coding.system.to_lowercase();
            if system.contains("icd-10") {
                Some(format!("ICD-10-CM {}", coding.code))
            } else if system.contains("snomed") {
                Some(format!("SNOMED CT {}", coding.code))
            } else {
                None
            }
        })
        .collect();
    (!codes.is_empty())
        .then(|| Line::new(format!("{}: code {}", problem.name, join(&codes))).cite(problem.id))
}

pub(super) fn criteria(policy: &Policy, view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    for one in judge(policy, view) {
        lines.push(
            Line::new(format!(
                "The policy asks for: {}",
                inside(one.text.trim_end_matches('.'))
            ))
            .cite(&policy.criterion_source(&one.id)),
        );
        lines.lines.extend(one.lines.iter().cloned());
        lines.lines.extend(unmet(&one, view));
        if let Some(gap) = &one.gap {
            lines.leave_out(format!(
                "{}: {}. What would close it: {gap}.",
                one.text.trim_end_matches('.'),
                words(one.result)
            ));
        }
    }
    lines
}

/// What the letter itself says where the chart shows nothing.
fn unmet(one: &Judged, view: View<'_>) -> Option<Line> {
    (one.result == CriterionResult::NotDocumented && one.lines.is_empty()).then_some(())?;
    Some(Line::new("The chart has no record of this").cite(view.set.patient()?))
}

const fn words(result: CriterionResult) -> &'static str {
    match result {
        CriterionResult::Met => "met",
        CriterionResult::NotMet => "not met",
        CriterionResult::NotDocumented => "not documented",
        CriterionResult::NeedsReview => "needs your decision",
    }
}

pub(super) fn results(policy: &Policy, view: View<'_>, panel: &Panel) -> Lines {
    let mut lines = Lines::default();
    let measures = crate::read::measures(view);
    let mut told: Vec<&str> = Vec::new();
    for code in &policy.results {
        match panel.test(code) {
            Some(test) if told.contains(&test.name.as_str()) => {}
            Some(test) => {
                told.push(&test.name);
                lines
                    .lines
                    .extend(result_line(&test.name, &series(test, &measures)));
            }
            None => {
                if let Some(measure) = measures.get(code) {
                    lines.lines.extend(result_line(
                        &measure.name,
                        &measure.readings.iter().collect::<Vec<_>>(),
                    ));
                }
            }
        }
    }
    lines
}
