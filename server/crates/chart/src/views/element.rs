//! What every element can have: extensions, values beside primitives, choices of type.

use crate::Json;

/// One value of a repeating primitive with what stands beside it in the `_name` list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot<'a> {
    /// The value; `None` where it is `null` or missing.
    pub value: Option<&'a Json>,
    /// The element's id and extensions.
    pub extra: Option<&'a Json>,
}

/// The values of a primitive element, aligned with their `_name` companions, whichever list is longer.
pub fn slots<'a>(parent: &'a Json, name: &str) -> Vec<Slot<'a>> {
    let list = |name: &str| {
        parent.get(name).map_or(&[][..], |value| match value {
            Json::Array(items) => items,
            Json::Null => &[],
            single => std::slice::from_ref(single),
        })
    };
    let (values, extras) = (list(name), list(&format!("_{name}")));
    let at = |list: &'a [Json], index: usize| list.get(index).filter(|item| !item.is_null());
    (0..values.len().max(extras.len()))
        .map(|index| Slot {
            value: at(values, index),
            extra: at(extras, index),
        })
        .collect()
}

/// The extensions of an element with this URL.
pub fn extension<'a>(element: &'a Json, url: &str) -> Vec<&'a Json> {
    element
        .items_at("extension")
        .iter()
        .filter(|found| found.str_at("url") == Some(url))
        .collect()
}

/// The value of an extension: the name of its `value[x]` element and the value.
pub fn extension_value(extension: &Json) -> Option<(&str, &Json)> {
    extension
        .members()
        .iter()
        .find(|(name, _)| is_choice(name, "value"))
        .map(|(name, value)| (&**name, value))
}

/// Why a value is not there: the code of `dataAbsentReason`, or of the data-absent-reason extension on the
/// primitive `name`.
pub fn data_absent_reason<'a>(parent: &'a Json, name: &str) -> Option<&'a str> {
    const URL: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    let on = |element: &'a Json| {
        extension(element, URL)
            .into_iter()
            .find_map(|found| found.str_at("valueCode"))
    };
    let beside = parent.get(&format!("_{name}")).and_then(on);
    beside
        .or_else(|| parent.get(name).and_then(on))
        .or_else(|| {
            let own = parent
                .get("dataAbsentReason")
                .filter(|_| name.starts_with("value"))?;
            super::codings(own)
                .iter()
                .find_map(|coding| coding.code)
                .or_else(|| own.str_at("text"))
        })
}

/// A boolean, also where it is written as a string.
pub fn boolean(value: &Json) -> Option<bool> {
    value.as_bool().or_else(|| match value.as_str()?.trim() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    })
}

/// A number's text, also where it is written as a string; the second part tells that it was one.
pub fn number(value: &Json) -> Option<(&str, bool)> {
    if let Some(text) = value.number_text() {
        return Some((text, false));
    }
    let text = value.as_str()?.trim();
    let number = matches!(Json::parse(text), Ok(Json::Number(_)));
    number.then_some((text, true))
}

/// The members that choose a type for `prefix[x]`: for `value` all of `valueQuantity`, `valueString`, …. More than one
/// breaks FHIR's rule and is flagged by [`super::flags`].
pub fn choice<'a>(parent: &'a Json, prefix: &str) -> Vec<(&'a str, &'a Json)> {
    let members = parent
        .members()
        .iter()
        .filter(|(name, value)| is_choice(name, prefix) && !value.is_null());
    members.map(|(name, value)| (&**name, value)).collect()
}

fn is_choice(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix)
        .is_some_and(|rest| TYPES.contains(&rest))
}

/// The types that choices name in R4.
#[rustfmt::skip]
static TYPES: &[&str] = &[
    "Address", "Age", "Annotation", "Attachment", "Base64Binary", "Boolean", "Canonical", "Code", "CodeableConcept",
    "Coding", "ContactDetail", "ContactPoint", "Contributor", "Count", "DataRequirement", "Date", "DateTime", "Decimal",
    "Distance", "Dosage", "Duration", "Expression", "HumanName", "Id", "Identifier", "Instant", "Integer", "Markdown",
    "Meta", "Money", "Oid", "ParameterDefinition", "Period", "PositiveInt", "Quantity", "Range", "Ratio", "Reference",
    "RelatedArtifact", "SampledData", "Signature", "String", "Time", "Timing", "TriggerDefinition", "UnsignedInt",
    "Uri", "Url", "UsageContext", "Uuid",
];
