//! Answers that the chart has already: results with the code of a question, no older than the questionnaire says.

use crate::item::{Form, Item, Kind, Units, number};
use crate::typed::Typed;
use crate::value::{Coding, Value};
use chart::views::PartialDateTime;
use chart::{Chart, Json, Resource, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::{Date, OffsetDateTime, UtcOffset};

/// Where the chart filled in a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromChart {
    /// `Observation/id`
    pub source: String,
    /// Its date as written.
    pub date: String,
    /// What was put there.
    pub typed: Vec<String>,
}

/// Fills in what the chart has: the newest final result with a code of the question, within its `observationLinkPeriod`. Answers by place where
/// each comes from. What the questionnaire itself says stays.
pub fn prefill(
    form: &Form,
    typed: &mut Typed,
    chart: &Chart,
    as_of: Date,
) -> BTreeMap<String, FromChart> {
    let mut found = BTreeMap::new();
    fill(&form.items, "", typed, chart, as_of, &mut found);
    found
}

fn fill(
    items: &[Item],
    before: &str,
    typed: &mut Typed,
    chart: &Chart,
    as_of: Date,
    found: &mut BTreeMap<String, FromChart>,
) {
    for (position, item) in items.iter().enumerate() {
        let dot = if before.is_empty() { "" } else { "." };
        let place = format!("{before}{dot}{position}_0");
        if !typed.values.contains_key(&place)
            && let Some((source, date, value)) = result(item, chart, as_of)
        {
            typed.set(item, &place, &value);
            let values = Typed::of(&typed.values, &place).to_vec();
            found.insert(
                place.clone(),
                FromChart {
                    source,
                    date,
                    typed: values,
                },
            );
        }
        fill(&item.items, &place, typed, chart, as_of, found);
    }
}

fn result(item: &Item, chart: &Chart, as_of: Date) -> Option<(String, String, Value)> {
    let period = item.link_period?;
    if !item.is_question() || item.codes.is_empty() {
        return None;
    }
    let end = as_of.next_day()?.midnight().assume_offset(UtcOffset::UTC);
    let mut newest: Option<(OffsetDateTime, (String, String, Value))> = None;
    for one in chart.iter_by_type("Observation") {
        let json = &one.json;
        let stands = matches!(
            json.str_at("status"),
            Some("final" | "amended" | "corrected")
        );
        let theirs = matches!(chart.subject_of(&one.key), Subject::ThisPatient);
        if !stands || !theirs || !coded(json, &item.codes) {
            continue;
        }
        let Some((at, written)) = when(one) else {
            continue;
        };
        if at > end || at < end - period {
            continue;
        }
        if let Some(value) = value(item, json)
            && newest.as_ref().is_none_or(|(other, _)| at > *other)
        {
            newest = Some((at, (one.key.to_string(), written, value)));
        }
    }
    newest.map(|(_, found)| found)
}

fn coded(json: &Json, codes: &[Coding]) -> bool {
    let own = json.items_at("code.coding").iter().map(Coding::read);
    let mut own = own.filter(|code| !code.code.is_empty());
    own.any(|own| {
        codes
            .iter()
            .any(|code| code.code == own.code && code.system == own.system)
    })
}

fn when(one: &Resource) -> Option<(OffsetDateTime, String)> {
    let paths = [
        "effectiveDateTime",
        "effectivePeriod.start",
        "effectiveInstant",
    ];
    let text = paths.iter().find_map(|path| one.json.str_at(path))?;
    let read = PartialDateTime::parse(text)?;
    let day = || {
        let day = text.get(..10).and_then(model::date::parse)?;
        Some(day.midnight().assume_offset(UtcOffset::UTC))
    };
    Some((read.instant().or_else(day)?, text.to_owned()))
}

/// The result as an answer of the item's type; none where it is not one.
fn value(item: &Item, json: &Json) -> Option<Value> {
    let found = match json.get("valueCodeableConcept") {
        Some(concept) => {
            let codings = concept.items_at("coding").iter().map(Coding::read);
            let known = codings
                .into_iter()
                .map(Value::Coding)
                .find(|value| item.options.iter().any(|(option, _)| option.same(value)));
            return known.or_else(|| {
                let words = concept.str_at("text")?.to_owned();
                matches!(item.kind, Kind::String | Kind::Text).then_some(Value::Text(words))
            });
        }
        None => Value::read(json, "value")?,
    };
    if item.chooses() {
        return item
            .options
            .iter()
            .any(|(option, _)| option.same(&found))
            .then_some(found);
    }
    Some(match (item.kind, found) {
        (Kind::Quantity, Value::Quantity(number, unit)) => {
            let Units::Of(units) = &item.units else {
                return Some(Value::Quantity(number, unit));
            };
            let known = units.iter().find(|one| {
                (!one.code.is_empty() && one.code == unit.code) || one.shown() == unit.shown()
            });
            // In another unit it would be another number.
            Value::Quantity(number, known?.clone())
        }
        // A number without its unit is only taken where the question's own words cannot mean another one.
        (Kind::Decimal, Value::Quantity(text, unit)) if unitless(&unit) => Value::Decimal(text),
        (Kind::Integer, Value::Quantity(text, unit)) if unitless(&unit) => {
            let whole = number(&text).filter(|number| number.fract().is_zero())?;
            Value::Integer(whole.trunc().to_string().parse().ok()?)
        }
        (Kind::Integer, Value::Integer(number)) => Value::Integer(number),
        (Kind::Decimal, Value::Integer(number)) => Value::Decimal(number.to_string()),
        (Kind::Boolean, Value::Boolean(yes)) => Value::Boolean(yes),
        (Kind::String | Kind::Text, Value::Text(words)) => Value::Text(words),
        (Kind::DateTime, Value::DateTime(words)) => Value::DateTime(words),
        (Kind::Time, Value::Time(words)) => Value::Time(words),
        _ => return None,
    })
}

fn unitless(unit: &Coding) -> bool {
    matches!(unit.shown(), "" | "1" | "{score}" | "{Score}" | "score")
}
