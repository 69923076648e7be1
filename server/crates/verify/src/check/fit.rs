//! How a claimed number and a source's number compare.

use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::number::{Form, Number, agrees, off_by_power};
use crate::source::Value;
use rust_decimal::Decimal;

/// How a claimed number and a source's number compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Same,
    /// The number is the same, the unit is another.
    OtherUnit,
    /// The unit converts, the number does not come out.
    Conversion,
    /// Off by a power of ten.
    Scale,
    Other,
}

impl<'a> Check<'a> {
    pub(super) fn fit(&self, number: &Number, value: &Value) -> Fit {
        let rough = self.rough(number);
        // The digits of a telephone number are of no unit.
        if number.unit.is_some() && value.path.starts_with("telecom") {
            return Fit::Other;
        }
        // Nor are those of what a result refers to.
        if number.unit.is_some() && value.unit.is_none() && refers(&value.path) {
            return Fit::Other;
        }
        if let (Form::Over(claimed), form) = (number.form, value.form) {
            return match form {
                Form::Over(over) if over == claimed && number.value == value.value => Fit::Same,
                // A score out of a maximum.
                Form::Plain
                    if value.measured
                        && self.score(value)
                        && agrees(number.value, number.decimals, value.value, rough) =>
                {
                    Fit::Same
                }
                // `a seven`, told of a pain, is 7/10.
                Form::Plain
                    if !value.measured
                        && claimed == Decimal::TEN
                        && value.unit.is_none()
                        && number.value == value.value
                        && value.path == "text" =>
                {
                    Fit::Same
                }
                _ => Fit::Other,
            };
        }
        if let Form::To(end) = number.form {
            return match value.form {
                Form::To(other) if other == end && number.value == value.value => Fit::Same,
                _ => Fit::Other,
            };
        }
        if matches!(value.form, Form::Over(_)) {
            return Fit::Other;
        }
        let plain = agrees(number.value, number.decimals, value.value, rough)
            || matches!(value.form, Form::To(end) if agrees(number.value, number.decimals, end, rough));
        let own_unit = self.fluid(number, value);
        match (number.unit, own_unit) {
            (Some(claimed), Some(own)) if claimed != own => {
                if let Some(converted) =
                    self.lexicon
                        .convert(value.value, own, claimed, &value.names)
                {
                    if agrees(number.value, number.decimals, converted, rough)
                        || near(number, converted)
                    {
                        return Fit::Same;
                    }
                    return if plain && number.value != Decimal::ZERO {
                        Fit::OtherUnit
                    } else if off_by_power(number.value, number.decimals, converted) {
                        Fit::Scale
                    } else {
                        Fit::Conversion
                    };
                }
                if plain { Fit::OtherUnit } else { Fit::Other }
            }
            // `1 g`, where the dose is 1 tablet or the instruction `take 1 tablet`: a count of something that is no mass or volume.
            (Some(claimed), None)
                if plain
                    && matches!(self.lexicon.dimension(claimed), "mass" | "volume")
                    && (value.path.starts_with("dosage") && value.path.ends_with("text")
                        || value.path.ends_with("doseQuantity")
                            && value.shown.chars().any(char::is_alphabetic)) =>
            {
                Fit::OtherUnit
            }
            // `99.7 °C`, of a temperature whose scale nobody names: no body is so warm.
            (Some(claimed), None)
                if plain
                    && number.value > Decimal::from(45)
                    && self.lexicon.unit_of("Cel") == Some(claimed) =>
            {
                Fit::OtherUnit
            }
            _ if plain => Fit::Same,
            // A share of oxygen is told as a fraction or in percent.
            (None, Some(own))
                if self.lexicon.dimension(own) == "fraction"
                    && value.names.contains(&crate::text::id('c', "fio2"))
                    && number.value < Decimal::ONE
                    && agrees(
                        number.value,
                        number.decimals,
                        value.value / Decimal::ONE_HUNDRED,
                        rough,
                    ) =>
            {
                Fit::Same
            }
            _ if off_by_power(number.value, number.decimals, value.value) => Fit::Scale,
            _ => Fit::Other,
        }
    }

    /// The unit of a value: ounces that are told as a volume are fluid ones.
    fn fluid(&self, number: &Number, value: &Value) -> Option<usize> {
        let ounces = value.unit?;
        let volume = number
            .unit
            .is_some_and(|unit| self.lexicon.dimension(unit) == "volume");
        let avoirdupois = self
            .lexicon
            .units
            .get(ounces)
            .is_some_and(|unit| unit.name == "[oz_av]");
        if volume && avoirdupois && !value.measured {
            return self.lexicon.unit_of("[foz_us]").or(value.unit);
        }
        value.unit
    }

    pub(super) fn rough(&self, number: &Number) -> bool {
        self.claim
            .all(Cue::Approximate)
            .any(|found| found.to == number.from || found.to + 1 == number.from)
    }

    pub(super) fn score(&self, value: &Value) -> bool {
        value
            .unit
            .is_none_or(|unit| matches!(self.lexicon.dimension(unit), "score"))
    }

    /// `180/98`: the two numbers of one source.
    pub(super) fn pair(&mut self, number: &Number, named: &[(Cited<'a>, &'a Value)]) -> bool {
        let (first, second) = match number.form {
            Form::Over(second) | Form::To(second) => (number.value, second),
            _ => return false,
        };
        let range = matches!(number.form, Form::To(_));
        for (cited, value) in named {
            if !agrees(first, number.decimals, value.value, false) {
                continue;
            }
            let unit = |value: &Value| match (number.unit, value.unit) {
                (Some(claimed), Some(own)) => claimed == own,
                _ => true,
            };
            let is_partner = |partner: &Value| {
                !std::ptr::eq(partner, *value)
                    && agrees(second, number.decimals, partner.value, false)
                    && ordered_pair(value, partner)
            };
            let partner = cited.source.values.iter().any(is_partner)
                || (range && named.iter().any(|(_, partner)| is_partner(partner)));
            if partner && unit(value) {
                let span = self.claim.span(number.from, number.to);
                let (path, place) = (value.path.clone(), value.span);
                self.support(span, *cited, &path, place);
                return true;
            }
        }
        false
    }
}

/// Factors differ in their last digit between tables: half a unit of the last digit shown more is allowed to a conversion.
fn near(number: &Number, converted: Decimal) -> bool {
    let step = Decimal::new(1, number.decimals);
    let slack = step * Decimal::new(55, 2);
    let relative = converted.abs() * Decimal::new(2, 3);
    (number.value - converted).abs() <= slack.max(relative.min(step))
}

/// Members that refer to others: the visit, who took it.
fn refers(path: &str) -> bool {
    let head = path.split(['.', '[']).next().unwrap_or_default();
    matches!(
        head,
        "encounter" | "subject" | "performer" | "basedOn" | "partOf" | "recorder" | "requester"
    )
}

/// Systolic stands before diastolic.
fn ordered_pair(first: &Value, second: &Value) -> bool {
    let diastolic = crate::text::id('c', "diastolic");
    let systolic = crate::text::id('c', "systolic");
    let pressure = first.names.contains(&diastolic) || second.names.contains(&systolic);
    !(pressure && first.names.contains(&diastolic) && !first.names.contains(&systolic))
}
