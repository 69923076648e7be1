//! What a reader must be told about a resource before it is used: values that break FHIR's rules or contradict
//! themselves. Nothing is repaired.

use std::fmt;

use super::element::{choice, number};
use super::{DateProblem, PartialDateTime};
use crate::Json;

/// One thing to be told about a resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Flag {
    /// Where, as a path such as `component[1].valueQuantity.value`.
    pub path: String,
    /// What.
    pub kind: FlagKind,
}

/// The kinds of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FlagKind {
    /// A number was sent as a string.
    NumberAsText,
    /// A quantity's value is no number.
    NotANumber,
    /// A comparator that FHIR does not know: the value must not be taken as exact.
    UnknownComparator,
    /// The unit's text and its code name different units.
    UnitConflict,
    /// A date with a time but without a zone.
    DateWithoutZone,
    /// A date that does not exist or cannot be read.
    NoSuchDate,
    /// Two values where only one may be.
    TwoChoices,
    /// A modifier extension that we do not understand: the element may mean the opposite.
    ModifierExtension,
    /// A reference to a contained resource that is not there.
    MissingContained,
    /// A boolean was sent as a string.
    BooleanAsText,
}

impl fmt::Display for FlagKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NumberAsText => "a number sent as text",
            Self::NotANumber => "a value that is no number",
            Self::UnknownComparator => "an unknown comparator",
            Self::UnitConflict => "unit and unit code differ",
            Self::DateWithoutZone => "a time without a time zone",
            Self::NoSuchDate => "a date that does not exist",
            Self::TwoChoices => "two values where one may be",
            Self::ModifierExtension => "a modifier that is not understood",
            Self::MissingContained => "a contained resource that is missing",
            Self::BooleanAsText => "a yes or no sent as text",
        })
    }
}

/// The choice elements whose two values contradict each other.
const CHOICES: &[&str] = &[
    "value",
    "medication",
    "effective",
    "onset",
    "abatement",
    "deceased",
    "performed",
    "occurrence",
    "multipleBirth",
];

/// All flags of a resource, in the order of its elements.
pub fn flags(resource: &Json) -> Vec<Flag> {
    let mut walk = Walk {
        root: resource,
        found: Vec::new(),
    };
    walk.element(resource, "");
    walk.found
}

struct Walk<'a> {
    root: &'a Json,
    found: Vec<Flag>,
}

impl Walk<'_> {
    fn flag(&mut self, path: String, kind: FlagKind) {
        self.found.push(Flag { path, kind });
    }

    fn element(&mut self, element: &Json, path: &str) {
        for prefix in CHOICES {
            if choice(element, prefix).len() > 1 {
                self.flag(join(path, &format!("{prefix}[x]")), FlagKind::TwoChoices);
            }
        }
        for (name, value) in element.members() {
            let path = join(path, name);
            match &**name {
                "modifierExtension" if !value.items().is_empty() => {
                    self.flag(path, FlagKind::ModifierExtension);
                }
                "extension" | "contained" | "text"
                    if !value.items().is_empty() && value.as_str().is_none() => {}
                _ => self.value(name, value, &path),
            }
        }
    }

    fn value(&mut self, name: &str, value: &Json, path: &str) {
        match value {
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(name, item, &format!("{path}[{index}]"));
                }
            }
            Json::Object(_) => {
                if name.ends_with("Quantity") || value.get("comparator").is_some() {
                    self.quantity(value, path);
                }
                self.element(value, path);
            }
            Json::String(text) => self.text(name, text, path),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    fn text(&mut self, name: &str, text: &str, path: &str) {
        if name == "reference"
            && let Some(id) = text.strip_prefix('#')
            && !id.is_empty()
            && crate::resolve::contained(self.root, id).is_none()
        {
            self.flag(path.to_owned(), FlagKind::MissingContained);
        }
        if name.ends_with("Boolean") || matches!(name, "doNotPerform" | "active") {
            self.flag(path.to_owned(), FlagKind::BooleanAsText);
        }
        if !is_date_element(name) {
            return;
        }
        let Some(date) = PartialDateTime::parse(text) else {
            self.flag(path.to_owned(), FlagKind::NoSuchDate);
            return;
        };
        for problem in date.problems() {
            match problem {
                DateProblem::MissingZone => self.flag(path.to_owned(), FlagKind::DateWithoutZone),
                DateProblem::NoSuchDay | DateProblem::NoSuchTime => {
                    self.flag(path.to_owned(), FlagKind::NoSuchDate);
                }
                DateProblem::MissingSeconds | DateProblem::Format => {}
            }
        }
    }

    fn quantity(&mut self, json: &Json, path: &str) {
        if let Some(value) = json.get("value").filter(|value| !value.is_null()) {
            match number(value) {
                Some((_, true)) => self.flag(join(path, "value"), FlagKind::NumberAsText),
                None => self.flag(join(path, "value"), FlagKind::NotANumber),
                Some((_, false)) => {}
            }
        }
        let quantity = super::quantity(json);
        if matches!(quantity.comparator, Some(super::Comparator::Unknown(_))) {
            self.flag(join(path, "comparator"), FlagKind::UnknownComparator);
        }
        let ucum = quantity.system.as_deref() == Some("http://unitsofmeasure.org");
        if let (true, Some(unit), Some(code)) = (ucum, quantity.unit, quantity.code)
            && let (Some(unit), Some(code)) = (plain_unit(&unit), plain_unit(&code))
            && unit != code
        {
            self.flag(path.to_owned(), FlagKind::UnitConflict);
        }
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn is_date_element(name: &str) -> bool {
    name.ends_with("DateTime")
        || name.ends_with("Date")
        || matches!(
            name,
            "date"
                | "issued"
                | "start"
                | "end"
                | "sent"
                | "received"
                | "authoredOn"
                | "recorded"
                | "created"
        )
}

/// A unit made of parts that are plain in both its text and its code; others (`K/uL`, `years`) cannot be compared by
/// their letters.
fn plain_unit(unit: &str) -> Option<String> {
    const PARTS: &[&str] = &[
        "kg", "g", "mg", "ug", "ng", "pg", "mol", "mmol", "umol", "nmol", "pmol", "meq", "l", "dl",
        "ml", "ul", "fl", "cm", "mm", "m", "h", "min", "d", "%", "cel", "kpa",
    ];
    let unit = unit
        .trim()
        .to_lowercase()
        .replace(['μ', 'µ'], "u")
        .replace("mcg", "ug");
    unit.split('/')
        .all(|part| PARTS.contains(&part))
        .then_some(unit)
}
