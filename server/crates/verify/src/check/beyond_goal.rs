//! Whether what was measured lies beyond a goal that the statement names without telling the value.

use super::limits::upward;
use super::{Check, Cited};
use crate::number::{Form, Limit, Number};
use crate::source::Value;
use rust_decimal::Decimal;

impl<'a> Check<'a> {
    /// `his HbA1c sits above the < 7.0 goal`: with no value told, what was measured is compared; none where nothing that is cited was.
    pub(super) fn beyond_goal(&self, number: &Number, claimed: Limit) -> Option<bool> {
        let clause = self.claim.clause_range(self.claim.clause_of(number.from));
        let context = self.content_ids(clause.0, number.from);
        let measured: Vec<&Value> = self
            .cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() == Some("Observation"))
            .flat_map(|cited| cited.source.values.iter())
            .filter(|value| {
                value.measured
                    && value.limit.is_none()
                    && value.names.iter().any(|id| context.contains(id))
                    && (value.unit == number.unit || number.unit.is_none())
            })
            .collect();
        if measured.is_empty() || matches!(number.form, Form::To(_)) {
            return None;
        }
        let named = |concept: &str| {
            let id = crate::text::id('c', concept);
            measured
                .iter()
                .find(|value| value.names.contains(&id))
                .map(|value| value.value)
        };
        if let Form::Over(low) = number.form {
            if let Some(every) = self.every_pair_beyond(number, low, claimed) {
                return Some(every);
            }
            let (systolic, diastolic) = (named("systolic")?, named("diastolic")?);
            let (a, b) = (
                claimed.holds(systolic, number.value),
                claimed.holds(diastolic, low),
            );
            return Some(if upward(claimed) { a || b } else { a && b });
        }
        Some(
            measured
                .iter()
                .any(|value| claimed.holds(value.value, number.value)),
        )
    }

    /// `every blood pressure exceeds 140/90`: each of the cited pairs; none where not every one is told of.
    fn every_pair_beyond(&self, number: &Number, low: Decimal, claimed: Limit) -> Option<bool> {
        let (from, _) = self.sentence_range(number.from);
        let every = self
            .claim
            .slice(from, number.from)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "every" | "each" | "all"));
        let [systolic, diastolic] =
            ["systolic", "diastolic"].map(|name| crate::text::id('c', name));
        let of = |cited: &Cited<'a>, id: u64| {
            let mut values = cited.source.values.iter();
            let value = values.find(|value| value.measured && value.names.contains(&id))?;
            Some(value.value)
        };
        let pairs: Vec<(Decimal, Decimal)> = self
            .cited
            .iter()
            .filter_map(|cited| of(cited, systolic).zip(of(cited, diastolic)))
            .collect();
        if !every || pairs.len() < 2 {
            return None;
        }
        Some(pairs.iter().all(|(high, other)| {
            let (a, b) = (
                claimed.holds(*high, number.value),
                claimed.holds(*other, low),
            );
            if upward(claimed) { a || b } else { a && b }
        }))
    }
}
