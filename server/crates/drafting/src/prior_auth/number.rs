//! Numbers of policy files: JSON numbers, read by their digits.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de::Error};

/// A decimal written as a JSON number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(pub(super) Decimal);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        number
            .to_string()
            .parse()
            .map(Self)
            .map_err(|_| D::Error::custom(format!("`{number}` is not a plain decimal")))
    }
}
