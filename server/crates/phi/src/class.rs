//! Classes of fields, and the data class of what is sent.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How much a field tells of who the patient is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldClass {
    /// Names the person: name, identifier, address, contact, photo.
    DirectIdentifier,
    /// Narrows down who it is: dates, places, age, sex, organizations, staff.
    QuasiIdentifier,
    /// Says something of the patient's health.
    Clinical,
    /// Words that can hold any of the others.
    FreeText,
}

impl FieldClass {
    /// Every class.
    pub const ALL: [Self; 4] = [
        Self::DirectIdentifier,
        Self::QuasiIdentifier,
        Self::Clinical,
        Self::FreeText,
    ];

    /// The name in configurations: `direct_identifier`, `quasi_identifier`, `clinical`, `free_text`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DirectIdentifier => "direct_identifier",
            Self::QuasiIdentifier => "quasi_identifier",
            Self::Clinical => "clinical",
            Self::FreeText => "free_text",
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::DirectIdentifier => 1,
            Self::QuasiIdentifier => 2,
            Self::Clinical => 4,
            Self::FreeText => 8,
        }
    }
}

/// What kinds of data a request holds, or an agreement covers. Empty: no patient data.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DataClass(u8);

impl DataClass {
    /// No patient data.
    pub const NONE: Self = Self(0);

    /// Everything.
    pub const fn all() -> Self {
        Self(15)
    }

    /// With one class more.
    #[must_use]
    pub const fn with(self, class: FieldClass) -> Self {
        Self(self.0 | class.bit())
    }

    /// Whether a class is in it.
    pub const fn holds(self, class: FieldClass) -> bool {
        self.0 & class.bit() != 0
    }

    /// Whether everything in `other` is in it too.
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// What `other` has beyond it.
    pub fn missing(self, other: Self) -> Vec<FieldClass> {
        other
            .classes()
            .filter(|class| !self.holds(*class))
            .collect()
    }

    /// The classes in it.
    pub fn classes(self) -> impl Iterator<Item = FieldClass> {
        FieldClass::ALL
            .into_iter()
            .filter(move |class| self.holds(*class))
    }
}

impl FromIterator<FieldClass> for DataClass {
    fn from_iter<I: IntoIterator<Item = FieldClass>>(classes: I) -> Self {
        classes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Display for DataClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NONE {
            return f.write_str("no patient data");
        }
        for (index, class) in self.classes().enumerate() {
            write!(f, "{}{}", if index == 0 { "" } else { ", " }, class.name())?;
        }
        Ok(())
    }
}

impl fmt::Debug for DataClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataClass({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_covers_only_what_it_names() {
        let clinical = DataClass::NONE.with(FieldClass::Clinical);
        let both = clinical.with(FieldClass::FreeText);
        assert!(
            both.covers(clinical) && both.covers(DataClass::NONE) && DataClass::all().covers(both)
        );
        assert!(!clinical.covers(both));
        assert_eq!(clinical.missing(both), [FieldClass::FreeText]);
        assert_eq!(both.to_string(), "clinical, free_text");
    }
}
