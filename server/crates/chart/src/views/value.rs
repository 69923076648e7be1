//! `value[x]` and its like, as a reader sees them.

use super::element::{choice, data_absent_reason};
use super::{PartialDateTime, concept_text, human_name, quantity, reference};
use crate::Json;

/// A period; either end may be open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Period {
    /// When it began.
    pub start: Option<PartialDateTime>,
    /// When it ended.
    pub end: Option<PartialDateTime>,
}

/// Reads a Period.
pub fn period(json: &Json) -> Period {
    let date = |name: &str| json.str_at(name).and_then(PartialDateTime::parse);
    Period {
        start: date("start"),
        end: date("end"),
    }
}

/// What to show for `prefix[x]` of an element, such as `<5 ng/mL`, `1:128`, `Positive`; the reason in parentheses
/// where the value is absent. Two values at once are both shown.
pub fn display_value(parent: &Json, prefix: &str) -> Option<String> {
    let shown: Vec<String> = choice(parent, prefix)
        .into_iter()
        .filter_map(|(name, value)| display_typed(&name[prefix.len()..], value))
        .collect();
    if !shown.is_empty() {
        return Some(shown.join(" / "));
    }
    data_absent_reason(parent, prefix).map(|reason| format!("(absent: {reason})"))
}

/// What to show for a value of a data type named as in `value[x]` (`Quantity`, `CodeableConcept`, `dateTime`, …).
pub fn display_typed(type_name: &str, value: &Json) -> Option<String> {
    let part = |name: &str| value.get(name).map(|inner| quantity(inner).to_string());
    match type_name {
        "Quantity" | "Age" | "Duration" | "Count" | "Distance" | "Money" => {
            Some(quantity(value).to_string())
        }
        "CodeableConcept" | "Coding" => concept_text(value).map(str::to_owned),
        "Ratio" => Some(format!("{}:{}", part("numerator")?, part("denominator")?)),
        "Range" => match (part("low"), part("high")) {
            (Some(low), Some(high)) => Some(format!("{low} to {high}")),
            (Some(low), None) => Some(format!("at least {low}")),
            (None, Some(high)) => Some(format!("at most {high}")),
            (None, None) => None,
        },
        "Period" => {
            let end = |name: &str| value.str_at(name);
            match (end("start"), end("end")) {
                (Some(start), Some(end)) => Some(format!("{start} to {end}")),
                (Some(start), None) => Some(format!("from {start}")),
                (None, Some(end)) => Some(format!("until {end}")),
                (None, None) => None,
            }
        }
        "SampledData" => Some("(sampled data)".to_owned()),
        "Attachment" => Some(format!(
            "(attachment: {})",
            value.str_at("title").or(value.str_at("contentType"))?
        )),
        "Reference" => {
            let found = reference(value);
            found.display.or(found.reference).map(str::to_owned)
        }
        "HumanName" => human_name(value).display(),
        "Identifier" => value.str_at("value").map(str::to_owned),
        "Annotation" => value.str_at("text").map(str::to_owned),
        "Timing" | "Dosage" => value
            .str_at("text")
            .or_else(|| concept_text(value.get("code")?))
            .map(str::to_owned),
        _ => match value {
            Json::Bool(true) => Some("yes".to_owned()),
            Json::Bool(false) => Some("no".to_owned()),
            Json::Number(text) | Json::String(text) => Some(text.to_string()),
            _ => None,
        },
    }
}
