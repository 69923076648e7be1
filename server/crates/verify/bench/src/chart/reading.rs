//! Numeric results and blood pressures.

use super::{Chart, called, code, text};
use crate::day::When;
use crate::decimal::Decimal;
use crate::words::labs::{self, Lab};
use serde_json::Value;

/// One numeric result.
#[derive(Clone, Debug)]
pub struct Reading {
    /// `Observation/id`.
    pub source: String,
    /// Which test.
    pub lab: &'static Lab,
    /// Its LOINC code.
    pub loinc: String,
    /// The day.
    pub when: When,
    /// The value as written.
    pub value: Decimal,
    /// The unit as written (UCUM code where there is one).
    pub unit: String,
}

/// One blood pressure, mmHg.
#[derive(Clone, Debug)]
pub struct Pressure {
    /// `Observation/id`.
    pub source: String,
    /// The day.
    pub when: When,
    /// Systolic, as written.
    pub systolic: Decimal,
    /// Diastolic, as written.
    pub diastolic: Decimal,
}

const GOOD: [&str; 3] = ["final", "amended", "corrected"];

/// Results of known tests with a plain number, dated by the day, oldest first.
pub(super) fn all(chart: &Chart) -> Vec<Reading> {
    let mut all: Vec<Reading> = chart
        .own("Observation")
        .filter_map(|(key, one)| read(chart, key, one))
        .collect();
    all.sort_by(|a, b| (a.when, &a.source).cmp(&(b.when, &b.source)));
    all
}

fn usable(chart: &Chart, one: &Value) -> Option<When> {
    if !GOOD.contains(&one["status"].as_str()?) || one.get("dataAbsentReason").is_some() {
        return None;
    }
    let when = [
        &one["effectiveDateTime"],
        &one["effectivePeriod"]["start"],
        &one["effectiveInstant"],
    ]
    .into_iter()
    .find_map(|value| When::parse(value.as_str()?))?;
    (when.is_day() && chart.past(when)).then_some(when)
}

fn read(chart: &Chart, key: &str, one: &Value) -> Option<Reading> {
    let when = usable(chart, one)?;
    let loinc = code(&one["code"], "loinc")?;
    let lab = labs::of(&loinc)?;
    let quantity = &one["valueQuantity"];
    if quantity.get("comparator").is_some() {
        return None;
    }
    let unit = text(&quantity["code"])
        .or_else(|| text(&quantity["unit"]))
        .unwrap_or_default();
    labs::shown_units(lab, &unit)?;
    Some(Reading {
        source: key.to_owned(),
        lab,
        loinc,
        when,
        value: number(&quantity["value"])?,
        unit,
    })
}

/// Blood pressures with both parts, oldest first.
pub(super) fn pressures(chart: &Chart) -> Vec<Pressure> {
    let mut all: Vec<Pressure> = chart
        .own("Observation")
        .filter_map(|(key, one)| {
            let when = usable(chart, one)?;
            let part = |loinc: &str| {
                let found = one["component"]
                    .as_array()?
                    .iter()
                    .find(|part| code(&part["code"], "loinc").as_deref() == Some(loinc))?;
                number(&found["valueQuantity"]["value"])
            };
            called(&one["code"])?;
            Some(Pressure {
                source: key.to_owned(),
                when,
                systolic: part("8480-6")?,
                diastolic: part("8462-4")?,
            })
        })
        .collect();
    all.sort_by(|a, b| (a.when, &a.source).cmp(&(b.when, &b.source)));
    all
}

fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Decimal::parse(&number.to_string()),
        _ => None,
    }
}
