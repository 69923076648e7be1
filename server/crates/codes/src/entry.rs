//! One code of a table, with what the table says of it.

use crate::code::Code;
use serde::{Deserialize, Serialize};
use time::Date;

/// From when to when something holds, both days included; open where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "day")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "day")]
    pub to: Option<Date>,
}

impl Period {
    /// Whether it holds on a day.
    pub fn holds(self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on <= to)
    }

    /// Whether some day is in both.
    pub fn meets(self, other: Self) -> bool {
        let before = |one: Self, other: Self| {
            let ends = one.to.zip(other.from);
            ends.is_some_and(|(to, from)| to < from)
        };
        !before(self, other) && !before(other, self)
    }

    /// Whether nothing is said.
    pub const fn open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// Dates as `2025-10-01`.
pub(crate) mod day {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::Date;

    #[allow(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde's signature"
    )]
    pub(crate) fn serialize<S: Serializer>(
        date: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.serialize_str(&date.to_string()),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .map(|text| {
                super::date(&text)
                    .ok_or_else(|| D::Error::custom("expected a date like 2025-10-01"))
            })
            .transpose()
    }
}

/// `2025-10-01` or `20251001`.
pub(crate) fn date(text: &str) -> Option<Date> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let shaped = digits.len() == 8
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(text.len(), 8 | 10);
    if !shaped {
        return None;
    }
    let month: u8 = digits.get(4..6)?.parse().ok()?;
    Date::from_calendar_date(
        digits.get(..4)?.parse().ok()?,
        month.try_into().ok()?,
        digits.get(6..)?.parse().ok()?,
    )
    .ok()
}

/// What a note of the table means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Another name of the same thing.
    Inclusion,
    /// What belongs here.
    Includes,
    /// Never coded together.
    Excludes1,
    /// Not part of this; both may be coded.
    Excludes2,
    /// The underlying condition is coded before.
    CodeFirst,
    /// To be coded too, after this one.
    UseAdditional,
    /// May be needed too, in either order.
    CodeAlso,
}

impl Note {
    /// What a person calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Inclusion => "Also called",
            Self::Includes => "Includes",
            Self::Excludes1 => "Excludes 1",
            Self::Excludes2 => "Excludes 2",
            Self::CodeFirst => "Code first",
            Self::UseAdditional => "Use additional code",
            Self::CodeAlso => "Code also",
        }
    }
}

/// One code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// Whether it can stand on a claim: a leaf of the table.
    pub billable: bool,
    /// The title.
    pub description: String,
    /// Its own dates, where they differ from the table's.
    #[serde(default, skip_serializing_if = "Period::open")]
    pub period: Period,
    /// What the table says beside it, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<(Note, String)>,
}

impl Entry {
    /// The notes of one meaning.
    pub fn notes(&self, meaning: Note) -> impl Iterator<Item = &str> {
        self.notes
            .iter()
            .filter(move |(own, _)| *own == meaning)
            .map(|(_, text)| text.as_str())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use time::macros::date as day;

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2025",
            "2025-13-01",
            "2025-1-01",
            "2025-02-30",
            "x0251001",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(date("20251001"), Some(day!(2025 - 10 - 01)));
        assert_eq!(date("2025-10-01"), Some(day!(2025 - 10 - 01)));
    }

    #[test]
    fn a_period_holds_on_its_first_and_last_day_and_not_beside_them() {
        let period = Period {
            from: Some(day!(2025 - 10 - 01)),
            to: Some(day!(2026 - 09 - 30)),
        };
        for (on, holds) in [
            (day!(2025 - 09 - 30), false),
            (day!(2025 - 10 - 01), true),
            (day!(2026 - 09 - 30), true),
            (day!(2026 - 10 - 01), false),
        ] {
            assert_eq!(period.holds(on), holds, "{on}");
        }
    }
}
