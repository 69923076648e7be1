//! An exact JSON tree: numbers keep the text that they were written with, objects keep their order.

mod parse;
mod write;

use std::fmt;

use rust_decimal::Decimal;

use crate::ChartError;

pub use parse::{MAX_DEPTH, ParseNote};

/// A JSON value as it was received.
///
/// FHIR says that the precision of a decimal matters (`1.00` is not `1.0`), so a number is its text.
/// Its Debug shows the shape only: the content is a patient's.
#[derive(Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as written.
    Number(Box<str>),
    /// A string, escapes resolved.
    String(Box<str>),
    /// An array.
    Array(Vec<Json>),
    /// An object in the order received; of a key that occurs twice only the first is kept.
    Object(Vec<(Box<str>, Json)>),
}

impl Json {
    /// Reads one JSON value that fills the whole input (a byte order mark and white space around it are allowed).
    pub fn parse<T: AsRef<[u8]> + ?Sized>(input: &T) -> Result<Self, ChartError> {
        parse::parse(input.as_ref()).map(|(json, _)| json)
    }

    /// Like [`Json::parse`], and tells what had to be read leniently.
    pub fn parse_noted<T: AsRef<[u8]> + ?Sized>(
        input: &T,
    ) -> Result<(Self, Vec<ParseNote>), ChartError> {
        parse::parse(input.as_ref())
    }

    /// The member of an object; `None` where this is no object or has no such key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find(|(name, _)| &**name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value at a path such as `code.coding[0].code`; `None` where a step does not exist.
    pub fn at(&self, path: &str) -> Option<&Self> {
        if path.is_empty() {
            return Some(self);
        }
        path.split('.').try_fold(self, |value, step| {
            let (name, indexes) = step
                .split_once('[')
                .map_or((step, ""), |(name, rest)| (name, rest));
            let member = if name.is_empty() {
                Some(value)
            } else {
                value.get(name)
            };
            if indexes.is_empty() {
                return member;
            }
            indexes.split('[').try_fold(member?, |value, index| {
                let index: usize = index.strip_suffix(']')?.parse().ok()?;
                match value {
                    Self::Array(items) => items.get(index),
                    _ => None,
                }
            })
        })
    }

    /// The text of the string at `path`.
    pub fn str_at(&self, path: &str) -> Option<&str> {
        self.at(path)?.as_str()
    }

    /// The text where this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value where this is a boolean (a boolean written as a string is a matter of the views).
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number as written.
    pub fn number_text(&self) -> Option<&str> {
        match self {
            Self::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The exact value where this is a number that a [`Decimal`] holds without rounding (28 digits).
    pub fn decimal(&self) -> Option<Decimal> {
        exact_decimal(self.number_text()?)
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The items to go through: of an array all; of anything else but `null`, itself. Servers send a single value
    /// where FHIR wants a list often enough.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            Self::Null => &[],
            other => std::slice::from_ref(other),
        }
    }

    /// The items at `path`; none where it does not exist.
    pub fn items_at(&self, path: &str) -> &[Self] {
        self.at(path).map_or(&[], Self::items)
    }

    /// The members of an object in their order; none for anything else.
    pub fn members(&self) -> &[(Box<str>, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// `resourceType` where this is a FHIR resource.
    pub fn resource_type(&self) -> Option<&str> {
        self.get("resourceType")?.as_str()
    }
}

/// Shows the kind and size, never the content.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(_) => f.write_str("bool"),
            Self::Number(_) => f.write_str("number"),
            Self::String(text) => write!(f, "string({})", text.len()),
            Self::Array(items) => write!(f, "array({})", items.len()),
            Self::Object(members) => write!(f, "object({})", members.len()),
        }
    }
}

/// Reads a JSON number text without any rounding; `None` where 28 digits do not hold it.
pub(crate) fn exact_decimal(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        None => (text, 0),
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
    };
    let mut value = Decimal::from_str_exact(mantissa).ok()?;
    if exponent == 0 {
        return Some(value);
    }
    let scale = i64::from(value.scale()) - i64::from(exponent);
    if scale > 28 {
        return None;
    }
    if scale >= 0 {
        value.set_scale(u32::try_from(scale).ok()?).ok()?;
        return Some(value);
    }
    value.set_scale(0).ok()?;
    let power = u32::try_from(-scale).ok().filter(|power| *power <= 28)?;
    let factor = Decimal::from_i128_with_scale(10_i128.checked_pow(power)?, 0);
    value.checked_mul(factor)
}
