//! Tells FHIR's datatypes apart by their members.

use chart::Json;

/// How an element is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Null, empty, or nothing that a reader wants.
    Nothing,
    Coded,
    Coding,
    Quantity,
    Range,
    Ratio,
    Period,
    Date,
    Text,
    Boolean,
    Number,
    Reference,
    Attachment,
    Annotation,
    Timing,
    Name,
    Address,
    Contact,
    Identifier,
    Sampled,
    /// An element with elements of its own.
    Backbone,
}

/// The shape of the element at `plain` (a path without indexes).
pub(super) fn of(plain: &str, value: &Json) -> Shape {
    let name = plain.rsplit('.').next().unwrap_or(plain);
    match value {
        Json::Null => Shape::Nothing,
        Json::Bool(_) => Shape::Boolean,
        Json::Number(_) => Shape::Number,
        Json::String(text) if text.trim().is_empty() => Shape::Nothing,
        Json::String(text) => of_string(name, text),
        Json::Array(items) => items
            .first()
            .map_or(Shape::Nothing, |first| of(plain, first)),
        Json::Object(members) if members.is_empty() => Shape::Nothing,
        Json::Object(_) => of_object(name, value),
    }
}

fn of_string(name: &str, text: &str) -> Shape {
    let dated = name.ends_with("Date")
        || name.ends_with("DateTime")
        || name.ends_with("Instant")
        || name.ends_with("On")
        || matches!(
            name,
            "date"
                | "issued"
                | "recorded"
                | "created"
                | "started"
                | "sent"
                | "received"
                | "time"
                | "birthDate"
                | "dateAsserted"
                | "whenHandedOver"
                | "whenPrepared"
                | "authored"
                | "start"
                | "end"
                | "creation"
                | "dueDate"
                | "statusDate"
                | "startDate"
                | "lastOccurrence"
        );
    let bytes = text.as_bytes();
    if dated && bytes.len() >= 4 && bytes[..4].iter().all(u8::is_ascii_digit) {
        Shape::Date
    } else {
        Shape::Text
    }
}

fn of_object(name: &str, value: &Json) -> Shape {
    let has = |key: &str| value.get(key).is_some();
    let value_type = name
        .strip_prefix("value")
        .map(of_value_type)
        .filter(|shape| *shape != Shape::Text);
    if let Some(shape) = value_type.filter(|_| !has("extension") || value.members().len() > 1) {
        return shape;
    }
    // A Dosage of which nothing but the words is known is no CodeableConcept.
    if matches!(name, "dosageInstruction" | "dosage") {
        Shape::Backbone
    } else if has("repeat") || (name == "timing" && (has("code") || has("event"))) {
        Shape::Timing
    } else if has("reference") && !has("code") {
        Shape::Reference
    } else if has("coding") {
        Shape::Coded
    } else if has("numerator") && has("denominator") {
        Shape::Ratio
    } else if (has("low") || has("high")) && !has("appliesTo") && !has("type") && !has("text") {
        Shape::Range
    } else if has("family") || has("given") {
        Shape::Name
    } else if has("line") || has("city") || has("postalCode") {
        Shape::Address
    } else if name == "telecom" {
        Shape::Contact
    } else if has("contentType")
        || name == "attachment"
        || name == "presentedForm"
        || (has("url") && has("title") && has("creation"))
    {
        Shape::Attachment
    } else if has("origin") && has("dimensions") {
        Shape::Sampled
    } else if name == "note" && has("text") {
        Shape::Annotation
    } else if is_identifier(name) {
        Shape::Identifier
    } else if (has("start") || has("end"))
        && value.members().iter().all(|(key, _)| {
            matches!(
                &**key,
                "start" | "end" | "extension" | "id" | "_start" | "_end"
            )
        })
    {
        Shape::Period
    } else if value
        .get("value")
        .is_some_and(|inner| matches!(inner, Json::Number(_) | Json::String(_)))
        && !has("url")
        && (has("unit")
            || has("currency")
            || (has("system") && has("code"))
            || value.members().len() <= 2)
    {
        Shape::Quantity
    } else if has("code")
        && value
            .get("code")
            .is_some_and(|code| code.as_str().is_some())
        && (has("system") || has("display") || value.members().len() == 1)
    {
        Shape::Coding
    } else if has("text")
        && value
            .members()
            .iter()
            .all(|(key, _)| matches!(&**key, "text" | "id" | "extension"))
    {
        Shape::Coded
    } else if has("display")
        && value
            .members()
            .iter()
            .all(|(key, _)| matches!(&**key, "display" | "type" | "identifier"))
    {
        Shape::Reference
    } else {
        Shape::Backbone
    }
}

fn is_identifier(name: &str) -> bool {
    name == "identifier" || name == "accessionIdentifier" || name == "masterIdentifier"
}

/// The shape that the suffix of a `value[x]` names.
pub(super) fn of_value_type(suffix: &str) -> Shape {
    match suffix {
        "CodeableConcept" => Shape::Coded,
        "Coding" => Shape::Coding,
        "Quantity" | "Money" | "Age" | "Duration" | "Distance" | "Count" | "SimpleQuantity" => {
            Shape::Quantity
        }
        "Range" => Shape::Range,
        "Ratio" => Shape::Ratio,
        "Period" => Shape::Period,
        "SampledData" => Shape::Sampled,
        "Reference" => Shape::Reference,
        "Attachment" => Shape::Attachment,
        "Timing" => Shape::Timing,
        "Address" => Shape::Address,
        "HumanName" => Shape::Name,
        "ContactPoint" => Shape::Contact,
        "Identifier" => Shape::Identifier,
        "Boolean" => Shape::Boolean,
        "Integer" | "Decimal" | "PositiveInt" | "UnsignedInt" => Shape::Number,
        "DateTime" | "Date" | "Instant" => Shape::Date,
        _ => Shape::Text,
    }
}
