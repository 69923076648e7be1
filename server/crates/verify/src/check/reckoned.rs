//! Dates that follow from a span of time: `two days ago`, told on 14 June, is 12 June.

use super::Check;
use crate::date::Mention;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use time::{Date, Duration};

impl Check<'_> {
    /// The days to come that the sources or the statement name: what the chart knows of the patient only later is none.
    pub(super) fn days_ahead(&self) -> Vec<Date> {
        let told = self
            .claim
            .dates
            .iter()
            .filter_map(crate::date::Mention::first);
        self.cited
            .iter()
            .filter(|cited| {
                !matches!(
                    cited.snippet.resource_type(),
                    Some("Patient" | "Encounter" | "Observation" | "Procedure" | "Claim")
                )
            })
            .flat_map(|cited| cited.source.dates.iter())
            .flat_map(|dated| [dated.start, dated.end])
            .chain(told)
            .filter(|date| *date > self.as_of)
            .collect()
    }

    /// Whether a date is as far from the day of writing, or from a day of the cited prose, as the prose says.
    pub(super) fn reckoned(&self, mention: &Mention) -> bool {
        let told = match (mention.first(), mention.last()) {
            (Some(first), Some(last)) => vec![(first, last)],
            _ => self.of_these_years(mention),
        };
        if told.is_empty() {
            return false;
        }
        if !self
            .cited
            .iter()
            .all(|cited| cited.snippet.segment.is_some())
        {
            return false;
        }
        let lengths: Vec<(i64, i64)> = self
            .cited
            .iter()
            .chain(&self.linked)
            .flat_map(|cited| cited.source.values.iter())
            .filter_map(|value| {
                let unit = self.lexicon.units.get(value.unit?)?;
                (unit.dimension == "time").then_some((value.value, unit.factor))
            })
            .chain(self.loosely())
            .filter_map(|(count, unit)| {
                let days = (count.checked_mul(unit)? / Decimal::from(86_400)).to_i64()?;
                // Months and years are not counted to the day.
                let slack = if unit > Decimal::from(700_000) {
                    5 + days / 60
                } else {
                    i64::from(unit > Decimal::from(90_000))
                };
                (0..60_000).contains(&days).then_some((days, slack))
            })
            .collect();
        lengths.iter().any(|(days, slack)| {
            let near = |day: Option<Date>| {
                day.is_some_and(|day| {
                    told.iter().any(|(first, last)| {
                        day + Duration::days(*slack) >= *first
                            && day - Duration::days(*slack) <= *last
                    })
                })
            };
            near(self.as_of.checked_sub(Duration::days(*days)))
                || near(self.as_of.checked_add(Duration::days(*days)))
        })
    }

    /// A day that is told without its year, in the year of writing and those beside it.
    fn of_these_years(&self, mention: &Mention) -> Vec<(Date, Date)> {
        let (Some(month), Some(day)) = (mention.day.month, mention.day.day) else {
            return Vec::new();
        };
        (-1..=1)
            .filter_map(|step| crate::date::date(self.as_of.year() + step, month, day))
            .map(|day| (day, day))
            .collect()
    }

    /// `a week`, `a couple of months` of the cited prose.
    fn loosely(&self) -> Vec<(Decimal, Decimal)> {
        let mut out = Vec::new();
        for cited in &self.cited {
            let prose = &cited.source.prose;
            for (at, token) in prose.iter().enumerate() {
                let seconds = match token.stem.as_str() {
                    "day" => 86_400,
                    "week" => 604_800,
                    "month" => 2_629_800,
                    "year" => 31_557_600,
                    _ => continue,
                };
                let back = |steps: usize| {
                    at.checked_sub(steps)
                        .map_or("", |index| prose[index].lower.as_str())
                };
                let count = match (back(1), back(2)) {
                    ("a" | "one" | "last" | "next", _) => Decimal::ONE,
                    ("couple", _) | ("of", "couple") => Decimal::TWO,
                    _ => continue,
                };
                out.push((count, Decimal::from(seconds)));
            }
        }
        out
    }
}
