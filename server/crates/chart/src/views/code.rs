//! CodeableConcept and Coding.

use crate::Json;

/// One code of a code system. All parts are as written and may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coding<'a> {
    /// The code system's URI.
    pub system: Option<&'a str>,
    /// The code.
    pub code: Option<&'a str>,
    /// The text that the sender shows for it.
    pub display: Option<&'a str>,
}

/// The codings of a CodeableConcept, a list of them, or a bare Coding or code.
pub fn codings(concept: &Json) -> Vec<Coding<'_>> {
    let mut found = Vec::new();
    for item in concept.items() {
        if let Some(code) = item.as_str() {
            found.push(Coding {
                code: Some(code),
                ..Coding::default()
            });
        } else if let Some(list) = item.get("coding") {
            found.extend(list.items().iter().map(coding));
        } else if item.get("code").is_some_and(|code| code.as_str().is_some()) {
            found.push(coding(item));
        }
    }
    found
}

fn coding(json: &Json) -> Coding<'_> {
    let code = json
        .get("code")
        .and_then(|code| code.as_str().or(code.number_text()));
    Coding {
        system: json.str_at("system"),
        code,
        display: json.str_at("display"),
    }
}

/// What to show for a CodeableConcept: its text, else the first display, else the first code. Of a list, the first
/// that has any.
pub fn concept_text(concept: &Json) -> Option<&str> {
    let shown = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
    concept.items().iter().find_map(|item| {
        let text = item.str_at("text").or(item.as_str());
        if shown(text) {
            return text;
        }
        let codings = codings(item);
        let display = codings
            .iter()
            .find_map(|coding| coding.display.filter(|text| shown(Some(text))));
        display.or_else(|| codings.iter().find_map(|coding| coding.code))
    })
}

/// Whether the concept has this code; `system` `None` accepts any system, and a coding without a system matches too
/// (senders leave it out for the standard's own status codes).
pub fn has_code(concept: &Json, system: Option<&str>, code: &str) -> bool {
    codings(concept).iter().any(|coding| {
        coding.code == Some(code)
            && (system.is_none() || coding.system.is_none() || coding.system == system)
    })
}
