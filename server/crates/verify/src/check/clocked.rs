//! Lengths in hours, minutes and nights, against the times at which a cited stay began and ended.

use super::{Check, Cited};
use crate::claim::Duration;
use crate::number::Number;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;
use sources::FactRole;

impl<'a> Check<'a> {
    /// Whether hours or minutes are told of a cited stay whose times are known.
    pub(super) fn timed(&self, duration: &Duration) -> bool {
        let day = Decimal::from(86_400);
        let window = duration.from.checked_sub(1).is_some_and(|at| {
            // `discharged after 38 hours`: so long was the stay.
            let left = self.claim.slice(0, at).iter().any(|token| {
                matches!(
                    token.lower.as_str(),
                    "discharged" | "discharge" | "released" | "left" | "transferred"
                )
            });
            let word = self.claim.tokens[at].lower.as_str();
            // `just under two hours`
            let just = at.checked_sub(1).is_some_and(|at| {
                matches!(self.claim.tokens[at].lower.as_str(), "just" | "little")
            });
            (matches!(word, "within" | "in" | "every" | "under" | "over") && !just)
                || (word == "after" && !left)
        });
        duration.unit < day
            && !window
            && !self.prose()
            && self.cited.iter().any(|cited| {
                matches!(
                    cited.snippet.resource_type(),
                    Some("Encounter" | "Condition" | "Procedure")
                ) && minutes(*cited).is_some()
            })
    }

    /// Whether a cited stay lasted so long, rounded to the unit said.
    pub(super) fn lasted(&self, duration: &Duration) -> bool {
        let Some(told) = duration.count.checked_mul(duration.unit) else {
            return false;
        };
        let slack = if self.roughly(duration) {
            duration.unit * Decimal::TWO
        } else {
            duration.unit
        };
        self.cited.iter().any(|cited| {
            minutes(*cited).is_some_and(|minutes| {
                let own = Decimal::from(minutes * 60);
                let bounded = match self.bound_told(duration) {
                    Some(true) => own >= told,
                    Some(false) => own <= told,
                    None => true,
                };
                bounded && (own - told).abs() * Decimal::TWO < slack
            })
        })
    }

    /// `two nights`: as many as lie between the first and the last day of a stay, of the one whose day is told beside it.
    pub(super) fn nights(&mut self, number: &Number) -> bool {
        let told = self
            .claim
            .tokens
            .get(number.to)
            .is_some_and(|next| matches!(next.lower.as_str(), "night" | "nights"));
        let stays: Vec<(Cited<'a>, i64)> = self
            .cited
            .iter()
            .filter_map(|cited| {
                let day = |role: FactRole| {
                    let mut dates = cited.source.dates.iter();
                    dates
                        .find(|dated| dated.role == role)
                        .map(|dated| dated.start)
                };
                let visit = cited.snippet.resource_type() == Some("Encounter");
                let (first, last) = day(FactRole::Effective)
                    .zip(day(FactRole::EffectiveEnd))
                    .filter(|_| visit)?;
                Some((*cited, (last - first).whole_days()))
            })
            .collect();
        if !told || stays.is_empty() {
            return false;
        }
        let beside = self
            .claim
            .dates
            .iter()
            .find(|mention| mention.from > number.to && mention.from <= number.to + 3);
        let own: Vec<&(Cited<'a>, i64)> = stays
            .iter()
            .filter(|(cited, _)| {
                beside.is_none_or(|mention| {
                    let mut dates = cited.source.dates.iter();
                    dates.any(|dated| mention.fits(dated.start, dated.end))
                })
            })
            .collect();
        if !own
            .iter()
            .any(|(_, nights)| Decimal::from(*nights) == number.value)
        {
            let span = self.claim.span(number.from, number.to + 1);
            let found = own.first().map(|(_, nights)| nights.to_string());
            self.against(
                Verdict::Contradicted,
                ReasonCode::Count,
                span,
                found,
                Vec::new(),
            );
        }
        true
    }
}

/// The minutes between beginning and end, where both have a time of day.
fn minutes(cited: Cited<'_>) -> Option<i64> {
    let at = |role: FactRole| {
        let fact = cited.snippet.facts(role).next()?;
        let shown = sources::render::shown(&fact.value);
        let (day, time) = shown.split_once([' ', 'T'])?;
        let day = model::date::parse(day)?;
        let mut parts = time.split(':');
        let hour: i64 = parts.next()?.trim().parse().ok()?;
        let minute: i64 = parts.next()?.get(..2)?.parse().ok()?;
        Some((day, hour * 60 + minute))
    };
    let condition = cited.snippet.resource_type() == Some("Condition");
    let (first, last) = if condition {
        (at(FactRole::Onset)?, at(FactRole::Abatement)?)
    } else {
        (at(FactRole::Effective)?, at(FactRole::EffectiveEnd)?)
    };
    Some((last.0 - first.0).whole_days() * 1440 + last.1 - first.1)
}
