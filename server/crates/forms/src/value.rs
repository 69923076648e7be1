//! One answer, as the standard's types have it.

use crate::item::number;
use chart::Json;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// A code with its system.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Coding {
    /// The system's address; empty where it has none.
    pub system: String,
    /// The code; empty where it has none.
    pub code: String,
    /// Its words.
    pub display: String,
}

/// An answer. Its Debug shows the type alone: the content is a patient's.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Yes or no.
    Boolean(bool),
    /// A number as written.
    Decimal(String),
    /// A whole number.
    Integer(i32),
    /// `2019`, `2019-11`, `2019-11-20`
    Date(String),
    /// A date, or one with a time and an offset.
    DateTime(String),
    /// `14:30:00`
    Time(String),
    /// Words.
    Text(String),
    /// An address.
    Url(String),
    /// One of a list.
    Coding(Coding),
    /// A number as written, and its unit.
    Quantity(String, Coding),
}

impl std::fmt::Debug for Coding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Coding(…)")
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}

impl Coding {
    pub(crate) fn read(json: &Json) -> Self {
        let text = |key| json.str_at(key).unwrap_or_default().trim().to_owned();
        Self {
            system: text("system"),
            code: text("code"),
            display: text("display"),
        }
    }

    /// The words, else the code.
    pub fn shown(&self) -> &str {
        if self.display.is_empty() {
            &self.code
        } else {
            &self.display
        }
    }

    /// The same code of the same system; where neither has a code, the same words.
    pub fn same(&self, other: &Self) -> bool {
        if self.code.is_empty() && other.code.is_empty() {
            return !self.display.is_empty() && self.display == other.display;
        }
        let systems = self.system == other.system;
        self.code == other.code && (systems || self.system.is_empty() || other.system.is_empty())
    }

    fn json(&self) -> Json {
        let members = [
            ("system", &self.system),
            ("code", &self.code),
            ("display", &self.display),
        ];
        object(
            members
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(key, text)| (key, Json::String(text.as_str().into()))),
        )
    }
}

impl Value {
    /// The name that the standard gives it: `valueBoolean`, ….
    pub fn key(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "valueBoolean",
            Self::Decimal(_) => "valueDecimal",
            Self::Integer(_) => "valueInteger",
            Self::Date(_) => "valueDate",
            Self::DateTime(_) => "valueDateTime",
            Self::Time(_) => "valueTime",
            Self::Text(_) => "valueString",
            Self::Url(_) => "valueUri",
            Self::Coding(_) => "valueCoding",
            Self::Quantity(..) => "valueQuantity",
        }
    }

    /// Reads `PREFIXValue…`-less names: `valueX` or `answerX` by what follows the prefix; none where there is none that is known.
    pub(crate) fn read(json: &Json, prefix: &str) -> Option<Self> {
        json.members().iter().find_map(|(key, value)| {
            let kind = key.strip_prefix(prefix)?;
            let words = || value.as_str().map(str::to_owned);
            Some(match kind {
                "Boolean" => Self::Boolean(value.as_bool()?),
                "Decimal" => Self::Decimal(value.number_text()?.to_owned()),
                "Integer" => Self::Integer(value.number_text()?.parse().ok()?),
                "Date" => Self::Date(words()?),
                "DateTime" | "Instant" => Self::DateTime(words()?),
                "Time" => Self::Time(words()?),
                "String" => Self::Text(words()?),
                "Uri" | "Url" => Self::Url(words()?),
                "Coding" => Self::Coding(Coding::read(value)),
                "Quantity" => Self::Quantity(
                    value.get("value")?.number_text()?.to_owned(),
                    Coding {
                        display: value.str_at("unit").unwrap_or_default().to_owned(),
                        ..Coding::read(value)
                    },
                ),
                _ => return None,
            })
        })
    }

    /// As the standard writes it.
    pub fn json(&self) -> Json {
        let text = |text: &str| Json::String(text.into());
        match self {
            Self::Boolean(yes) => Json::Bool(*yes),
            Self::Decimal(number) => Json::Number(number.as_str().into()),
            Self::Integer(number) => Json::Number(number.to_string().into()),
            Self::Date(words)
            | Self::DateTime(words)
            | Self::Time(words)
            | Self::Text(words)
            | Self::Url(words) => text(words),
            Self::Coding(coding) => coding.json(),
            Self::Quantity(value, unit) => {
                let mut members = vec![("value", Json::Number(value.as_str().into()))];
                let shown = unit.shown();
                if !shown.is_empty() {
                    members.push(("unit", text(shown)));
                }
                if !unit.system.is_empty() && !unit.code.is_empty() {
                    members.push(("system", text(&unit.system)));
                    members.push(("code", text(&unit.code)));
                }
                object(members)
            }
        }
    }

    /// For people.
    pub fn shown(&self) -> String {
        match self {
            Self::Boolean(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Decimal(words)
            | Self::Date(words)
            | Self::DateTime(words)
            | Self::Time(words)
            | Self::Text(words)
            | Self::Url(words) => words.clone(),
            Self::Coding(coding) => coding.shown().to_owned(),
            Self::Quantity(value, unit) => format!("{value} {}", unit.shown()).trim().to_owned(),
        }
    }

    pub(crate) fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Integer(value) => Some(Decimal::from(*value)),
            Self::Decimal(value) | Self::Quantity(value, _) => number(value),
            _ => None,
        }
    }

    /// The order of two answers of one type; none where they have none: a code, another unit, a date that is only known to its year.
    pub(crate) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Quantity(_, unit), Self::Quantity(_, other_unit))
                if !unit.same(other_unit) && unit.shown() != other_unit.shown() =>
            {
                None
            }
            (Self::Date(one) | Self::DateTime(one), Self::Date(other) | Self::DateTime(other)) => {
                days(one, other)
            }
            (Self::Time(one), Self::Time(other)) | (Self::Text(one), Self::Text(other)) => {
                Some(one.cmp(other))
            }
            _ => Some(self.decimal()?.cmp(&other.decimal()?)),
        }
    }

    /// Whether they say the same.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Coding(one), Self::Coding(other)) => one.same(other),
            (Self::Boolean(one), Self::Boolean(other)) => one == other,
            (Self::Text(one) | Self::Url(one), Self::Text(other) | Self::Url(other)) => {
                one == other
            }
            _ => self.order(other) == Some(Ordering::Equal),
        }
    }
}

/// By as many parts as both have; equal only where both have the same.
fn days(one: &str, other: &str) -> Option<Ordering> {
    let short = one.len().min(other.len());
    let (front, other_front) = (one.get(..short)?, other.get(..short)?);
    match front.cmp(other_front) {
        Ordering::Equal if one.len() == other.len() => Some(Ordering::Equal),
        Ordering::Equal => None,
        order => Some(order),
    }
}

pub(crate) fn object<'k>(members: impl IntoIterator<Item = (&'k str, Json)>) -> Json {
    let members = members.into_iter();
    Json::Object(members.map(|(key, value)| (key.into(), value)).collect())
}
