//! FHIR's datatypes as fact values.

use super::shape::Shape;
use crate::fact::{Coding, Comparator, FactValue, Quantity};
use crate::when;
use chart::Json;
use chart::views::PartialDateTime;
use rust_decimal::Decimal;

/// The fact value of an element with a known shape; none where it says nothing.
pub(super) fn value(shape: Shape, value: &Json) -> Option<FactValue> {
    match shape {
        Shape::Coded => coded(value),
        Shape::Coding => coding(value).map(|coding| FactValue::Coded {
            text: name_of(&coding),
            codings: vec![coding],
        }),
        Shape::Quantity => quantity(value)
            .map(FactValue::Quantity)
            .or_else(|| value.get("value").and_then(text)),
        Shape::Range => {
            let (low, high) = (
                value.get("low").and_then(quantity),
                value.get("high").and_then(quantity),
            );
            (low.is_some() || high.is_some()).then_some(FactValue::Range { low, high })
        }
        Shape::Ratio => Some(FactValue::Ratio {
            numerator: quantity(value.get("numerator")?)?,
            denominator: quantity(value.get("denominator")?)?,
        }),
        Shape::Date => date(Some(value))
            .map(FactValue::Date)
            .or_else(|| value.as_str().map(|text| FactValue::Text(text.to_owned()))),
        Shape::Text => text(value),
        Shape::Boolean => match value {
            Json::Bool(flag) => Some(FactValue::Boolean(*flag)),
            _ => text(value),
        },
        Shape::Number => number(value),
        Shape::Name => Some(FactValue::Text(name(value))).filter(|_| !name(value).is_empty()),
        Shape::Address => Some(address(value))
            .filter(|words| !words.is_empty())
            .map(FactValue::Text),
        Shape::Contact | Shape::Identifier => value
            .str_at("value")
            .map(|words| FactValue::Text(words.to_owned())),
        Shape::Sampled => value
            .str_at("data")
            .map(|_| FactValue::Text("sampled data".to_owned())),
        Shape::Timing => timing(value).map(FactValue::Text),
        Shape::Reference => value
            .str_at("display")
            .map(|words| FactValue::Text(words.to_owned())),
        Shape::Nothing
        | Shape::Period
        | Shape::Attachment
        | Shape::Annotation
        | Shape::Backbone => None,
    }
}

fn text(value: &Json) -> Option<FactValue> {
    match value {
        Json::String(words) => Some(FactValue::Text(words.to_string())),
        Json::Bool(flag) => Some(FactValue::Boolean(*flag)),
        Json::Number(_) => number(value),
        _ => None,
    }
}

fn number(value: &Json) -> Option<FactValue> {
    let written = value.number_text().or_else(|| value.as_str())?;
    if let Ok(whole) = written.parse::<i64>() {
        return Some(FactValue::Integer(whole));
    }
    let Some(decimal) = decimal(written) else {
        return Some(FactValue::Text(written.to_owned()));
    };
    Some(FactValue::Quantity(Quantity {
        comparator: None,
        value: decimal,
        written: written.to_owned(),
        unit: String::new(),
        ucum: None,
    }))
}

fn coded(value: &Json) -> Option<FactValue> {
    let codings: Vec<Coding> = value.items_at("coding").iter().filter_map(coding).collect();
    let text = value
        .str_at("text")
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned);
    let text = text.or_else(|| {
        codings
            .iter()
            .find(|coding| !coding.display.is_empty())
            .map(|coding| coding.display.clone())
    });
    let text = text.or_else(|| codings.first().map(|coding| coding.code.clone()))?;
    Some(FactValue::Coded { text, codings })
}

fn coding(value: &Json) -> Option<Coding> {
    let part = |key: &str| {
        value
            .str_at(key)
            .map(str::trim)
            .unwrap_or_default()
            .to_owned()
    };
    let coding = Coding {
        system: part("system"),
        code: part("code"),
        display: part("display"),
    };
    (!coding.code.is_empty() || !coding.display.is_empty()).then_some(coding)
}

fn name_of(coding: &Coding) -> String {
    if coding.display.is_empty() {
        coding.code.clone()
    } else {
        coding.display.clone()
    }
}

/// A quantity; a number written as a string is read too.
pub(super) fn quantity(value: &Json) -> Option<Quantity> {
    let written = value
        .get("value")
        .and_then(|number| number.number_text().or_else(|| number.as_str()))?
        .trim();
    let comparator = match value.str_at("comparator") {
        Some("<") => Some(Comparator::Less),
        Some("<=") => Some(Comparator::LessOrEqual),
        Some(">=") => Some(Comparator::GreaterOrEqual),
        Some(">") => Some(Comparator::Greater),
        _ => None,
    };
    let unit = value
        .str_at("unit")
        .or_else(|| value.str_at("currency"))
        .unwrap_or_default()
        .trim()
        .to_owned();
    let ucum = value.str_at("code").filter(|_| {
        value
            .str_at("system")
            .is_none_or(|system| system.contains("unitsofmeasure"))
    });
    Some(Quantity {
        comparator,
        value: decimal(written)?,
        written: written.to_owned(),
        unit,
        ucum: ucum.map(str::to_owned),
    })
}

/// The number, rounded to what a decimal holds where it is longer.
fn decimal(written: &str) -> Option<Decimal> {
    if written.len() > 64 {
        return None;
    }
    if written.contains(['e', 'E']) {
        Decimal::from_scientific(written).ok()
    } else {
        written.parse().ok()
    }
}

/// A date or time as precise as it was written.
pub(super) fn date(value: Option<&Json>) -> Option<PartialDateTime> {
    when::parse(value?.as_str()?)
}

pub(super) fn name(value: &Json) -> String {
    if let Some(text) = value.str_at("text").filter(|text| !text.trim().is_empty()) {
        return text.trim().to_owned();
    }
    let prefix = value.items_at("prefix").iter().filter_map(Json::as_str);
    let given = value.items_at("given").iter().filter_map(Json::as_str);
    let suffix = value.items_at("suffix").iter().filter_map(Json::as_str);
    let parts: Vec<&str> = prefix
        .chain(given)
        .chain(value.str_at("family"))
        .chain(suffix)
        .collect();
    parts.join(" ")
}

fn address(value: &Json) -> String {
    if let Some(text) = value.str_at("text") {
        return text.to_owned();
    }
    let line = value.items_at("line").iter().filter_map(Json::as_str);
    let rest = ["city", "state", "postalCode", "country"]
        .into_iter()
        .filter_map(|key| value.str_at(key));
    line.chain(rest).collect::<Vec<_>>().join(", ")
}

/// A timing in words: `2 times per 1 day`, `every 6 hours`; its code's text first where there is one.
pub(super) fn timing(value: &Json) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    if let Some(FactValue::Coded { text, .. }) = value.get("code").and_then(coded) {
        words.push(text);
    }
    let repeat = value.get("repeat");
    let number = |key: &str| {
        repeat
            .and_then(|repeat| repeat.get(key))
            .and_then(|value| value.number_text().or_else(|| value.as_str()))
            .map(|text| text.strip_suffix(".0").unwrap_or(text))
    };
    let frequency = number("frequency");
    if let (Some(period), Some(unit)) = (
        number("period"),
        repeat.and_then(|repeat| repeat.str_at("periodUnit")),
    ) {
        let unit = unit_word(unit);
        match frequency.unwrap_or("1") {
            "1" if period == "1" => words.push(format!("once per {unit}")),
            "1" => words.push(format!("every {period} {unit}s")),
            times if period == "1" => words.push(format!("{times} times per {unit}")),
            times => words.push(format!("{times} times per {period} {unit}s")),
        }
    } else if let Some(times) = frequency {
        words.push(format!("{times} times"));
    }
    for key in ["when", "dayOfWeek", "timeOfDay"] {
        words.extend(
            repeat
                .into_iter()
                .flat_map(|repeat| repeat.items_at(key))
                .filter_map(Json::as_str)
                .map(str::to_owned),
        );
    }
    if let Some(count) = number("count") {
        words.push(format!("{count} doses"));
    }
    if let (Some(length), Some(unit)) = (
        number("duration"),
        repeat.and_then(|repeat| repeat.str_at("durationUnit")),
    ) {
        words.push(format!("over {length} {}s", unit_word(unit)));
    }
    (!words.is_empty()).then(|| words.join(", "))
}

fn unit_word(unit: &str) -> &str {
    match unit {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        "wk" => "week",
        "mo" => "month",
        "a" => "year",
        other => other,
    }
}
