//! Judges tests over the frozen sources.

mod before;
mod chart;
mod done;
mod person;
mod result;
mod said;
mod tried;
mod visit;
mod written;

pub(super) use done::find as find_done;
pub(super) use tried::failure;

use super::logic::at_least_of;
use super::test::Test;
use crate::read::View;
use crate::say::Line;
use model::{CriterionResult, SourceSpan};
use time::{Date, Month};

/// What a test found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) result: CriterionResult,
    /// Where the chart says so.
    pub(super) evidence: Vec<SourceSpan>,
    /// The same in sentences for the letter.
    pub(super) lines: Vec<Line>,
    /// What would close the gap.
    pub(super) gap: Option<String>,
}

impl Found {
    pub(super) fn nothing(gap: impl Into<String>) -> Self {
        Self {
            result: CriterionResult::NotDocumented,
            evidence: Vec::new(),
            lines: Vec::new(),
            gap: Some(gap.into()),
        }
    }
}

/// Judges one test.
pub(super) fn judge(test: &Test, view: View<'_>) -> Found {
    match test {
        Test::Condition(concept) => chart::condition(concept, view),
        Test::Medication(medicine) => chart::medication(medicine, view),
        Test::Request(request) => chart::request(request, view),
        Test::Visit(visit) => visit::judge(visit, view),
        Test::Result(result) => result::judge(result, view),
        Test::Note(note) => said::judge(note, view),
        Test::FreeText(note) => said::free(note, view),
        Test::Done(done) => done::judge(done, view),
        Test::Tried(tried) => tried::judge(tried, view),
        Test::Age(age) => person::age(age, view),
        Test::Before(before) => before::judge(before, view),
        Test::Not(inner) => opposite(judge(inner, view)),
        Test::NOf(count) => together(count.n, &count.of, view),
        Test::All(tests) => together(tests.len(), tests, view),
        Test::Any(tests) => together(1, tests, view),
    }
}

fn together(n: usize, tests: &[Test], view: View<'_>) -> Found {
    let found: Vec<Found> = tests.iter().map(|test| judge(test, view)).collect();
    let mut result = at_least_of(n, &found.iter().map(|one| one.result).collect::<Vec<_>>());
    // One half shown and the other not documented: a person can tell.
    if n > 1
        && result == CriterionResult::NotDocumented
        && found.iter().any(|one| one.result == CriterionResult::Met)
    {
        result = CriterionResult::NeedsReview;
    }
    // Of several places that may show it, a note that denies it speaks for all.
    let denied = tests
        .iter()
        .zip(&found)
        .any(|(test, one)| matches!(test, Test::Note(_)) && one.result == CriterionResult::NotMet);
    if n == 1 && result == CriterionResult::NotDocumented && denied {
        result = CriterionResult::NotMet;
    }
    let telling: Vec<&Found> = found
        .iter()
        .filter(|one| one.result == result || one.result == CriterionResult::Met)
        .collect();
    let shown: Vec<&Found> = if telling.iter().any(|one| !one.evidence.is_empty()) {
        telling
    } else {
        found.iter().collect()
    };
    let gaps: Vec<String> = found
        .iter()
        .filter(|one| one.result != CriterionResult::Met)
        .filter_map(|one| one.gap.clone())
        .collect();
    Found {
        result,
        evidence: shown.iter().flat_map(|one| one.evidence.clone()).collect(),
        lines: shown.iter().flat_map(|one| one.lines.clone()).collect(),
        gap: (result != CriterionResult::Met && !gaps.is_empty())
            .then(|| gaps.join(if n > 1 { " and " } else { " or " })),
    }
}

/// What was found, read the other way round: a note that denies it is what is asked for.
fn opposite(found: Found) -> Found {
    match found.result {
        CriterionResult::Met => Found {
            result: CriterionResult::NotMet,
            gap: Some("the chart says otherwise".to_owned()),
            ..found
        },
        CriterionResult::NotMet => Found {
            result: CriterionResult::Met,
            gap: None,
            ..found
        },
        CriterionResult::NotDocumented => Found::nothing("words in the chart that rule it out"),
        CriterionResult::NeedsReview => found,
    }
}

/// The day so many months before; the last day of a shorter month.
pub(super) fn months_before(day: Date, months: u32) -> Date {
    let total =
        i64::from(day.year()) * 12 + i64::from(u8::from(day.month())) - 1 - i64::from(months);
    let year = i32::try_from(total.div_euclid(12)).unwrap_or(0);
    let month = u8::try_from(total.rem_euclid(12) + 1)
        .ok()
        .and_then(|month| Month::try_from(month).ok())
        .unwrap_or(Month::January);
    Date::from_calendar_date(year, month, day.day().min(month.length(year))).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::months_before;
    use time::macros::date;

    #[test]
    fn months_are_counted_by_the_calendar() {
        assert_eq!(
            months_before(date!(2021 - 03 - 20), 6),
            date!(2020 - 09 - 20)
        );
        assert_eq!(
            months_before(date!(2021 - 08 - 31), 6),
            date!(2021 - 02 - 28)
        );
        assert_eq!(
            months_before(date!(2021 - 01 - 15), 1),
            date!(2020 - 12 - 15)
        );
    }
}
