//! Amounts as they are written in a statement.

use super::unit::printed;
use rust_decimal::{Decimal, RoundingStrategy};
use sources::{Comparator, Quantity};
use std::cmp::Ordering;

/// The longest number of decimals that is shown as it stands.
const SHOWN_DECIMALS: u32 = 2;

/// The number: as the source writes it where that is readable (at most two decimals), else rounded half up to three or four digits.
pub(crate) fn number(quantity: &Quantity) -> String {
    if quantity.value.scale() <= SHOWN_DECIMALS && !quantity.written.contains(['e', 'E']) {
        return quantity.written.clone();
    }
    let size = quantity.value.abs();
    let decimals = if size >= Decimal::from(10) {
        1
    } else if size >= Decimal::new(1, 1) {
        2
    } else {
        return quantity
            .value
            .normalize()
            .round_sf_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
            .unwrap_or(quantity.value)
            .to_string();
    };
    quantity
        .value
        .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
        .to_string()
}

/// The number rounded half up to a whole one, as a blood pressure is told.
pub(crate) fn whole(quantity: &Quantity) -> String {
    quantity
        .value
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .normalize()
        .to_string()
}

/// The sign before the number; empty for an exact value.
pub(crate) const fn sign(comparator: Option<Comparator>) -> &'static str {
    match comparator {
        None => "",
        Some(Comparator::Less) => "<",
        Some(Comparator::LessOrEqual) => "≤",
        Some(Comparator::GreaterOrEqual) => "≥",
        Some(Comparator::Greater) => ">",
    }
}

/// The unit of a quantity in print form; the displayed unit first, else the UCUM code.
pub(crate) fn unit(quantity: &Quantity) -> String {
    let shown = printed(&quantity.unit);
    if shown.is_empty() {
        quantity.ucum.as_deref().map(printed).unwrap_or_default()
    } else {
        shown
    }
}

/// Number and unit: `7.4 %`, `72/min`, `<0.5 mg/dL`.
pub(crate) fn amount(quantity: &Quantity) -> String {
    let unit = unit(quantity);
    let gap = if unit.is_empty() || unit.starts_with('/') {
        ""
    } else {
        " "
    };
    format!(
        "{}{}{gap}{unit}",
        sign(quantity.comparator),
        number(quantity)
    )
}

/// `3.5 to 5.1 mmol/L`, `below 200 mg/dL`, `above 60`; none where both ends are open.
pub(crate) fn range(low: Option<&Quantity>, high: Option<&Quantity>) -> Option<String> {
    match (low, high) {
        (Some(low), Some(high)) => Some(format!("{} to {}", number(low), amount(high))),
        (None, Some(high)) => Some(format!("up to {}", amount(high))),
        (Some(low), None) => Some(format!("from {}", amount(low))),
        (None, None) => None,
    }
}

/// How the shown numbers compare; none where the units differ or one is only a bound.
pub(crate) fn compare(earlier: &Quantity, later: &Quantity) -> Option<Ordering> {
    let same_unit = match (&earlier.ucum, &later.ucum) {
        (Some(one), Some(other)) => one == other,
        _ => earlier.unit == later.unit,
    };
    if !same_unit || earlier.comparator.is_some() || later.comparator.is_some() {
        return None;
    }
    let shown = |quantity: &Quantity| number(quantity).parse::<Decimal>().ok();
    Some(shown(later)?.cmp(&shown(earlier)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn quantity(written: &str, unit: &str) -> Quantity {
        Quantity {
            comparator: None,
            value: written.parse().unwrap(),
            written: written.to_owned(),
            unit: unit.to_owned(),
            ucum: Some(unit.to_owned()),
        }
    }

    #[test]
    fn long_numbers_are_rounded_half_up_and_short_ones_kept() {
        for (written, want) in [
            ("164.84046947598196", "164.8"),
            ("7.40", "7.40"),
            ("2.9450", "2.95"),
            ("0.012345", "0.012"),
            ("72", "72"),
            ("99.95001", "100.0"),
        ] {
            assert_eq!(number(&quantity(written, "x")), want, "{written}");
        }
    }

    #[test]
    fn amounts_carry_their_unit_and_sign() {
        assert_eq!(amount(&quantity("72", "/min")), "72/min");
        assert_eq!(amount(&quantity("7.4", "%")), "7.4 %");
        let bound = Quantity {
            comparator: Some(Comparator::Less),
            ..quantity("54", "mg/dL")
        };
        assert_eq!(amount(&bound), "<54 mg/dL");
        assert_eq!(compare(&bound, &quantity("60", "mg/dL")), None);
        assert_eq!(
            compare(&quantity("3.5", "mg/dL"), &quantity("60", "mmol/L")),
            None
        );
    }

    #[test]
    fn values_that_round_to_the_same_are_equal() {
        assert_eq!(
            compare(&quantity("80.1234", "kg"), &quantity("80.1432", "kg")),
            Some(Ordering::Equal)
        );
    }
}
