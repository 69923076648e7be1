//! Names, references and text that is safe to show.

use super::element::slots;
use crate::Json;

/// A HumanName as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HumanName<'a> {
    json: Option<&'a Json>,
}

impl<'a> HumanName<'a> {
    /// The whole name as the sender writes it.
    pub fn text(&self) -> Option<&'a str> {
        self.json?
            .str_at("text")
            .filter(|text| !text.trim().is_empty())
    }

    /// The family name.
    pub fn family(&self) -> Option<&'a str> {
        self.json?.str_at("family")
    }

    /// The given names in order; `None` where a slot has no value (its extensions say why).
    pub fn given(&self) -> Vec<Option<&'a str>> {
        let slots = self
            .json
            .map(|json| slots(json, "given"))
            .unwrap_or_default();
        slots
            .iter()
            .map(|slot| slot.value.and_then(Json::as_str))
            .collect()
    }

    /// `official`, `usual`, `old`, ….
    pub fn usage(&self) -> Option<&'a str> {
        self.json?.str_at("use")
    }

    /// The name to show, safe for any display: the text, else prefix, given, family, suffix.
    pub fn display(&self) -> Option<String> {
        if let Some(text) = self.text() {
            return Some(safe_display(text));
        }
        let list = |name: &str| {
            self.json
                .map(|json| json.items_at(name))
                .unwrap_or_default()
        };
        let parts = list("prefix").iter().filter_map(Json::as_str);
        let parts = parts
            .chain(self.given().into_iter().flatten())
            .chain(self.family());
        let parts: Vec<&str> = parts
            .chain(list("suffix").iter().filter_map(Json::as_str))
            .collect();
        let name = parts.join(" ");
        (!name.trim().is_empty()).then(|| safe_display(&name))
    }
}

/// Reads one HumanName.
pub fn human_name(json: &Json) -> HumanName<'_> {
    HumanName { json: Some(json) }
}

/// The name of a Patient (or Practitioner, RelatedPerson) to show: official before usual before any other that is
/// not an old one.
pub fn patient_name(resource: &Json) -> Option<String> {
    let names: Vec<HumanName<'_>> = resource.items_at("name").iter().map(human_name).collect();
    let rank = |name: &HumanName<'_>| match name.usage() {
        Some("official") => 0,
        Some("usual") => 1,
        Some("old" | "maiden") => 9,
        _ => 2,
    };
    let mut order: Vec<&HumanName<'_>> = names.iter().collect();
    order.sort_by_key(|name| rank(name));
    order.into_iter().find_map(HumanName::display)
}

/// A Reference as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reference<'a> {
    /// `reference`: relative, absolute, `urn:`, `#contained` or conditional. [`crate::Chart::resolve`] reads it.
    pub reference: Option<&'a str>,
    /// `type`
    pub resource_type: Option<&'a str>,
    /// The identifier's system of a logical reference.
    pub identifier_system: Option<&'a str>,
    /// The identifier's value of a logical reference.
    pub identifier_value: Option<&'a str>,
    /// The text to show.
    pub display: Option<&'a str>,
}

/// Reads a Reference.
pub fn reference(json: &Json) -> Reference<'_> {
    Reference {
        reference: json.str_at("reference"),
        resource_type: json.str_at("type"),
        identifier_system: json.str_at("identifier.system"),
        identifier_value: json.str_at("identifier.value"),
        display: json.str_at("display"),
    }
}

/// The text with the characters escaped that could make it read as something else: direction overrides and
/// isolates, invisible spaces, control characters. Joiners inside emoji and scripts stay.
pub fn safe_display(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for symbol in text.chars() {
        match symbol {
            '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {
                escaped(&mut out, symbol);
            }
            '\n' | '\t' | '\r' => out.push(' '),
            control if control.is_control() => {
                escaped(&mut out, control);
            }
            plain => out.push(plain),
        }
    }
    out
}

fn escaped(out: &mut String, symbol: char) {
    use std::fmt::Write;
    // Writing to a String cannot fail.
    let _ = write!(out, "[U+{:04X}]", u32::from(symbol));
}
