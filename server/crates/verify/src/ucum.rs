//! Units that the lexicon does not list, read by the grammar of UCUM, so that they convert to those that it lists.

use crate::lexicon::{Lexicon, Unit};
use octofhir_ucum::{AdvancedConversionContext, Number, convert_with_context};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Most codes of one chart that are tried: a chart has a few dozen.
const MOST: usize = 100;
/// The longest code that is read, in bytes.
const LONGEST: usize = 40;

/// Dimensions that are no more than a dimension. Others are named for what is measured, such as the rate of sedimentation, which every speed would join.
const GENERAL: [&str; 17] = [
    "mass",
    "length",
    "volume",
    "mass_conc",
    "mole_conc",
    "equiv_conc",
    "mass_per_mole",
    "temperature",
    "pressure",
    "count_conc",
    "activity",
    "bio_conc",
    "equiv",
    "mole",
    "time",
    "osmol",
    "dose_per_mass",
];

impl Lexicon {
    /// This lexicon with those of these UCUM codes that it does not list and that convert to a unit that it lists. The same one where there are none.
    pub(crate) fn with_units<'c>(
        self: &Arc<Self>,
        codes: impl Iterator<Item = &'c str>,
    ) -> Arc<Self> {
        let unknown: BTreeSet<&str> = codes
            .filter(|code| code.len() <= LONGEST && self.unit_of(code).is_none())
            .collect();
        let mut units = unknown
            .into_iter()
            .take(MOST)
            .filter_map(|code| read(self, code))
            .peekable();
        if units.peek().is_none() {
            return Arc::clone(self);
        }
        let mut more = Self::clone(self);
        for unit in units {
            more.add_unit(unit);
        }
        Arc::new(more)
    }
}

/// A UCUM code as a unit of the dimension of the first listed unit that it converts to.
fn read(lexicon: &Lexicon, code: &str) -> Option<Unit> {
    let bare = without_annotations(code);
    if bare.len() < 2 || octofhir_ucum::analyse(&bare).ok()?.is_dimensionless {
        return None;
    }
    let mut units = lexicon.units.iter();
    units.find_map(|unit| {
        if !GENERAL.contains(&unit.dimension.as_str()) {
            return None;
        }
        // To UCUM a mole is a number: amounts convert to amounts and counts to counts alone.
        if substance(&bare) != substance(&unit.name) {
            return None;
        }
        let found = convert_with_context(
            1.0,
            &bare,
            &unit.name,
            &AdvancedConversionContext::default(),
        )
        .ok()?;
        let (scale, shift) = (decimal(found.factor?)?, decimal(found.offset?)?);
        let offset = shift.checked_add(unit.offset)?.checked_div(scale)?;
        Some(Unit {
            name: code.to_owned(),
            dimension: unit.dimension.clone(),
            factor: scale.checked_mul(unit.factor)?,
            offset,
        })
    })
}

/// What is counted in moles, equivalents or osmoles.
fn substance(code: &str) -> Option<&'static str> {
    ["osm", "mol", "eq"]
        .into_iter()
        .find(|name| code.to_ascii_lowercase().contains(name))
}

/// `{…}` says in words what is measured, and changes no value.
fn without_annotations(code: &str) -> String {
    let mut depth = 0_u32;
    code.chars()
        .filter(|letter| {
            depth += u32::from(*letter == '{');
            let kept = depth == 0;
            depth = depth.saturating_sub(u32::from(*letter == '}'));
            kept && !letter.is_whitespace()
        })
        .collect()
}

/// None where it is too large for our numbers, or so small that digits that count would be lost.
pub(crate) fn decimal(number: Number) -> Option<Decimal> {
    const MOST_PLACES: u32 = 28;
    let (mut mantissa, exponent) = number.to_integer_and_exponent();
    let mut places = 0;
    if exponent < 0 {
        places = exponent.unsigned_abs();
        let cut = places.saturating_sub(MOST_PLACES);
        if cut > 0 {
            let step = 10_i128.checked_pow(cut)?;
            mantissa = (mantissa + mantissa.signum() * step / 2) / step;
            places = MOST_PLACES;
            if mantissa.unsigned_abs() < 10_u128.pow(9) {
                return None;
            }
        }
    } else {
        mantissa = mantissa.checked_mul(10_i128.checked_pow(exponent.unsigned_abs())?)?;
    }
    Decimal::try_from_i128_with_scale(mantissa, places).ok()
}

#[cfg(test)]
#[path = "ucum/tests.rs"]
mod tests;
