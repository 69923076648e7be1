//! Quantity: the value as written, with the comparator that belongs to it.

use std::fmt;

use rust_decimal::Decimal;

use super::element::number;
use crate::Json;
use crate::json::exact_decimal;

/// How the true value relates to the one given. `<5` is not `5`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparator {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>=`
    GreaterOrEqual,
    /// `>`
    Greater,
    /// Anything else that was sent there; the value must not be used as exact.
    Unknown(String),
}

impl Comparator {
    fn read(text: &str) -> Self {
        match text.trim() {
            "<" => Self::Less,
            "<=" | "≤" => Self::LessOrEqual,
            ">=" | "≥" => Self::GreaterOrEqual,
            ">" => Self::Greater,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

impl fmt::Display for Comparator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::GreaterOrEqual => ">=",
            Self::Greater => ">",
            Self::Unknown(text) => text,
        })
    }
}

/// A measured amount as written. Written out as `<5 ng/mL`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quantity {
    /// The number's text as written.
    pub value: Option<String>,
    /// Set where the number was sent as a string: it may be shown, with a flag.
    pub value_was_text: bool,
    /// How the true value relates to `value`.
    pub comparator: Option<Comparator>,
    /// The unit as people read it.
    pub unit: Option<String>,
    /// The unit's code.
    pub code: Option<String>,
    /// The system of that code, `http://unitsofmeasure.org` for UCUM.
    pub system: Option<String>,
}

impl Quantity {
    /// The exact value, where 28 digits hold it.
    pub fn decimal(&self) -> Option<Decimal> {
        exact_decimal(self.value.as_deref()?)
    }

    /// The unit to show: its text, else its code.
    pub fn unit_text(&self) -> Option<&str> {
        self.unit
            .as_deref()
            .or(self.code.as_deref())
            .filter(|unit| !unit.is_empty() && *unit != "1")
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(comparator) = &self.comparator {
            write!(f, "{comparator}")?;
        }
        f.write_str(self.value.as_deref().unwrap_or("(no value)"))?;
        match self.unit_text() {
            Some("%") => f.write_str(" %"),
            Some(unit) => write!(f, " {unit}"),
            None => Ok(()),
        }
    }
}

/// Reads a Quantity (also Age, Duration, Count, Distance, Money). A value that is no number at all is kept out of
/// `value`, and so shown as missing.
pub fn quantity(json: &Json) -> Quantity {
    let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
    let value = json.get("value").and_then(number);
    Quantity {
        value: value.map(|(text, _)| text.to_owned()),
        value_was_text: value.is_some_and(|(_, was_text)| was_text),
        comparator: json
            .str_at("comparator")
            .filter(|text| !text.trim().is_empty())
            .map(Comparator::read),
        unit: text("unit").or_else(|| text("currency")),
        code: text("code"),
        system: text("system"),
    }
}
