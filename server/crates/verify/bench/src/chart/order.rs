//! Orders for drugs.

use super::{Chart, called, text};
use crate::day::When;
use crate::decimal::Decimal;
use crate::words::drugs;
use serde_json::Value;

/// How often: `times` in `period` units (`h`, `d`, `wk`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// How many times.
    pub times: u64,
    /// In how many units.
    pub period: u64,
    /// `h`, `d` or `w`.
    pub unit: char,
}

impl Frequency {
    const fn of(times: u64, period: u64, unit: char) -> Self {
        Self {
            times,
            period,
            unit,
        }
    }

    /// Those of orders; the last is only said in statements.
    pub const USUAL: [Self; 9] = [
        Self::of(1, 1, 'd'),
        Self::of(2, 1, 'd'),
        Self::of(3, 1, 'd'),
        Self::of(4, 1, 'd'),
        Self::of(1, 6, 'h'),
        Self::of(1, 8, 'h'),
        Self::of(1, 12, 'h'),
        Self::of(1, 1, 'w'),
        Self::of(1, 4, 'h'),
    ];
}

/// One MedicationRequest with one ingredient.
#[derive(Clone, Debug)]
pub struct Order {
    /// `MedicationRequest/id`.
    pub source: String,
    /// The ingredient, in lower case, without its salt.
    pub drug: String,
    /// Strength of one piece: number and unit.
    pub strength: Option<(Decimal, String)>,
    /// Whether the words are "10 mg tablet" or the like: the strength may be told as the dose of one piece.
    pub solid: bool,
    /// How many pieces at a time, where given.
    pub pieces: Option<Decimal>,
    /// How often.
    pub frequency: Option<Frequency>,
    /// As needed.
    pub prn: bool,
    /// `oral`, `subcutaneous`, …
    pub route: Option<String>,
    /// There is a timing, a route or a text that says how it is taken.
    pub told: bool,
    /// As stored.
    pub status: String,
    /// When it was ordered.
    pub when: When,
    /// Conditions that it is for.
    pub reasons: Vec<String>,
    /// The RxNorm code.
    pub rxnorm: Option<String>,
}

/// Every readable order of the past, oldest first. Several ingredients, or a form that this can't read, are left out.
pub(super) fn all(chart: &Chart) -> Vec<Order> {
    let mut all: Vec<Order> = chart
        .own("MedicationRequest")
        .filter_map(|(key, one)| read(chart, key, one))
        .collect();
    all.sort_by(|a, b| (a.when, &a.source).cmp(&(b.when, &b.source)));
    all
}

fn read(chart: &Chart, key: &str, one: &Value) -> Option<Order> {
    if !matches!(
        one["status"].as_str(),
        Some("active" | "stopped" | "completed")
    ) {
        return None;
    }
    if one["intent"].as_str() != Some("order") || one.get("doNotPerform").is_some() {
        return None;
    }
    let concept = if let Some(concept) = one.get("medicationCodeableConcept") {
        concept.clone()
    } else {
        let target = chart.target(one["medicationReference"]["reference"].as_str()?)?;
        chart.resources.get(&target)?["code"].clone()
    };
    let name = called(&concept)?;
    let parsed = drugs::parse(&name)?;
    let when = When::parse(one["authoredOn"].as_str()?)?;
    if !chart.past(when) || !when.is_day() {
        return None;
    }
    let dosage = one["dosageInstruction"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    if dosage.len() > 1 {
        return None;
    }
    let none = Value::Null;
    let dosage = dosage.first().unwrap_or(&none);
    let quantity = &dosage["doseAndRate"][0]["doseQuantity"];
    let unit = text(&quantity["unit"]).unwrap_or_default().to_lowercase();
    let piece = ["", "1", "tablet", "capsule", "{tbl}", "{cap}"].contains(&unit.as_str());
    let amount = Decimal::parse(&quantity["value"].to_string());
    if !piece && unit != "mg" {
        return None;
    }
    let repeat = &dosage["timing"]["repeat"];
    let reasons = one["reasonReference"].as_array().into_iter().flatten();
    Some(Order {
        source: key.to_owned(),
        strength: parsed.strength,
        solid: parsed.solid,
        drug: parsed.drug,
        pieces: amount.filter(|_| piece),
        frequency: frequency(repeat),
        prn: dosage["asNeededBoolean"] == true
            || dosage
                .get("asNeededCodeableConcept")
                .is_some_and(|one| !one.is_null()),
        route: called(&dosage["route"]).map(|text| text.to_lowercase().replace(" route", "")),
        told: !repeat.is_null() || dosage.get("route").is_some() || dosage.get("text").is_some(),
        status: text(&one["status"])?,
        when,
        reasons: reasons
            .filter_map(|reason| chart.target(reason["reference"].as_str()?))
            .collect(),
        rxnorm: super::code(&concept, "rxnorm"),
    })
}

fn frequency(repeat: &Value) -> Option<Frequency> {
    let whole = |value: &Value| {
        value.as_u64().or_else(|| {
            Decimal::parse(&value.to_string())?
                .trimmed()
                .to_string()
                .parse()
                .ok()
        })
    };
    let unit = match repeat["periodUnit"].as_str()? {
        "h" => 'h',
        "d" => 'd',
        "wk" => 'w',
        _ => return None,
    };
    let plain = ["frequencyMax", "periodMax", "dayOfWeek"]
        .iter()
        .all(|field| repeat.get(*field).is_none());
    plain.then_some(Frequency {
        times: whole(&repeat["frequency"])?,
        period: whole(&repeat["period"])?,
        unit,
    })
}

/// The words of every order and statement about a drug, products and directions alone.
pub(super) fn texts(chart: &Chart) -> Vec<(String, String, String)> {
    let kinds = [
        "MedicationRequest/",
        "MedicationStatement/",
        "MedicationAdministration/",
        "MedicationDispense/",
    ];
    let all = chart
        .resources
        .iter()
        .filter(|(key, _)| kinds.iter().any(|kind| key.starts_with(kind)));
    all.map(|(key, one)| {
        let referred = one["medicationReference"]["reference"]
            .as_str()
            .and_then(|reference| chart.target(reference));
        let product = referred.and_then(|target| chart.resources.get(&target));
        let words = format!(
            "{} {} {}",
            one["medicationCodeableConcept"],
            product.unwrap_or(&Value::Null),
            one["dosageInstruction"]
        );
        (
            key.clone(),
            text(&one["status"]).unwrap_or_default(),
            words.to_lowercase(),
        )
    })
    .collect()
}
