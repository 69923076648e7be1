//! What a visit cost: `billed at $641.65, of which Medicare paid $413.32`.

use super::{Check, Cited};
use crate::number::Number;
use crate::source::Value;

/// Words before an amount that tell it paid rather than asked.
const PAID: [&str; 6] = [
    "paid",
    "payment",
    "pays",
    "reimbursed",
    "reimbursement",
    "covered",
];
/// Words before an amount that tell it asked rather than paid.
const ASKED: [&str; 8] = [
    "billed", "charged", "charge", "charges", "claimed", "cost", "costs", "price",
];

impl<'a> Check<'a> {
    /// The amount of a cited bill that an amount of money tells. A bill has a total and lines, and either may be told of a service on it, so that no
    /// name tells them apart; what was paid is none of what was asked.
    pub(super) fn money(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        start: usize,
    ) -> Option<(Cited<'a>, &'a Value)> {
        let sign = number.from.checked_sub(1).map(|at| &self.claim.tokens[at]);
        let unit = self.claim.slice(number.digits_to, number.to);
        let told = sign.is_some_and(|token| token.is_mark('$'))
            || self.claim.tokens[number.from].is_mark('$')
            || unit
                .iter()
                .any(|token| token.is("usd") || token.is("dollars"));
        if !told {
            return None;
        }
        let words = self.claim.slice(start, number.from);
        // `less than half of the $29,641.77`: held against another amount.
        let part = words.iter().rev().take(5).any(|token| {
            matches!(
                token.lower.as_str(),
                "half" | "third" | "quarter" | "twice" | "double" | "most"
            )
        });
        if part {
            return None;
        }
        let verb = words.iter().rev().find_map(|token| {
            let has = |list: &[&str]| list.contains(&token.lower.as_str());
            has(&PAID)
                .then_some(true)
                .or_else(|| has(&ASKED).then_some(false))
        });
        pool.iter().copied().find(|(cited, value)| {
            let benefit = cited.snippet.resource_type() == Some("ExplanationOfBenefit");
            let payment = value.path.starts_with("payment");
            let fits = match verb {
                Some(true) => benefit,
                Some(false) => !payment,
                None => true,
            };
            fits && value.shown.ends_with("USD") && self.fit(number, value) == super::fit::Fit::Same
        })
    }
}
