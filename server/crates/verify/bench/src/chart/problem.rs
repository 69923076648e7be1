//! Diagnoses and allergies.

use super::{Chart, any_code, called, text};
use crate::day::When;
use crate::words::problems;
use serde_json::Value;

/// One Condition.
#[derive(Clone, Debug)]
pub struct Problem {
    /// `Condition/id`.
    pub source: String,
    /// Its name as the chart writes it, without the kind in brackets, in lower case.
    pub key: String,
    /// Ways to say it.
    pub names: Vec<String>,
    /// `active`, `resolved`, …; none where the chart gives none.
    pub clinical: Option<String>,
    /// `confirmed`, `provisional`, …
    pub verification: Option<String>,
    /// When it began.
    pub onset: Option<When>,
    /// When it ended.
    pub abated: Option<When>,
    /// When it was entered.
    pub recorded: Option<When>,
    /// `mild`, `moderate`, `severe`.
    pub severity: Option<String>,
    /// `left` or `right`, where its body site says so.
    pub side: Option<String>,
    /// All codes: system's short name and code.
    pub codes: Vec<(&'static str, String)>,
    /// The source says what caused it, in words.
    pub note: bool,
}

impl Problem {
    /// Told by the chart as true: neither refuted, nor in error, nor merely thought of.
    pub fn confirmed(&self) -> bool {
        matches!(self.verification.as_deref(), None | Some("confirmed"))
    }

    /// On the list now.
    pub fn active(&self) -> bool {
        self.clinical.as_deref() == Some("active") && self.abated.is_none()
    }

    /// Over, with an end.
    pub fn resolved(&self) -> bool {
        self.clinical.as_deref() == Some("resolved")
    }
}

/// One AllergyIntolerance.
#[derive(Clone, Debug)]
pub struct Allergy {
    /// `AllergyIntolerance/id`.
    pub source: String,
    /// What it is to: `peanuts`, `latex`.
    pub to: String,
    /// Active and confirmed.
    pub active: bool,
    /// `low` or `high`.
    pub criticality: Option<String>,
    /// When it was entered.
    pub recorded: Option<When>,
    /// The first reaction's severity.
    pub severity: Option<String>,
}

/// Every condition that began by the day of writing, oldest first.
pub(super) fn all(chart: &Chart) -> Vec<Problem> {
    let mut all: Vec<Problem> = chart
        .own("Condition")
        .filter_map(|(key, one)| read(chart, key, one))
        .collect();
    all.sort_by(|a, b| (a.onset, &a.source).cmp(&(b.onset, &b.source)));
    all
}

fn read(chart: &Chart, key: &str, one: &Value) -> Option<Problem> {
    let name = plain(&called(&one["code"])?);
    let onset = day(&one["onsetDateTime"]).or_else(|| day(&one["onsetPeriod"]["start"]));
    if onset.is_some_and(|when| !chart.past(when)) {
        return None;
    }
    let status = |field: &str| text(&one[field]["coding"][0]["code"]);
    let codes = one["code"]["coding"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let side = one["bodySite"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(called)
        .find_map(|site| {
            let site = site.to_lowercase();
            ["left", "right"]
                .into_iter()
                .find(|side| site.contains(side))
                .map(str::to_owned)
        });
    let said = name.to_lowercase();
    let side = side.or_else(|| {
        ["left", "right"]
            .into_iter()
            .find(|side| said.split_whitespace().any(|word| word == *side))
            .map(str::to_owned)
    });
    Some(Problem {
        source: key.to_owned(),
        names: problems::names(&name),
        key: said,
        clinical: status("clinicalStatus"),
        verification: status("verificationStatus"),
        onset,
        abated: day(&one["abatementDateTime"]),
        recorded: day(&one["recordedDate"]),
        severity: called(&one["severity"]).map(|text| text.to_lowercase()),
        side,
        codes: codes
            .iter()
            .filter_map(|coding| {
                Some((system(coding["system"].as_str()?)?, text(&coding["code"])?))
            })
            .collect(),
        note: one.get("note").is_some(),
    })
}

/// Every allergy.
pub(super) fn allergies(chart: &Chart) -> Vec<Allergy> {
    chart
        .own("AllergyIntolerance")
        .filter_map(|(key, one)| {
            let name = plain(&called(&one["code"])?);
            let status = |field: &str| any_code(&one[field]);
            let confirmed = matches!(
                status("verificationStatus").as_deref(),
                None | Some("confirmed")
            );
            Some(Allergy {
                source: key.to_owned(),
                to: problems::allergen(&name)?,
                active: confirmed && status("clinicalStatus").as_deref() == Some("active"),
                criticality: text(&one["criticality"]).filter(|one| one == "low" || one == "high"),
                recorded: day(&one["recordedDate"]),
                severity: text(&one["reaction"][0]["severity"]),
            })
        })
        .collect()
}

/// A name without SNOMED's kind at its end.
pub(crate) fn plain(name: &str) -> String {
    const KINDS: [&str; 5] = [
        "(disorder)",
        "(situation)",
        "(finding)",
        "(procedure)",
        "(regime/therapy)",
    ];
    let name = KINDS
        .iter()
        .fold(name.trim(), |name, kind| name.trim_end_matches(kind).trim());
    name.to_owned()
}

fn day(value: &Value) -> Option<When> {
    When::parse(value.as_str()?)
}

/// What people call a code system.
pub(crate) fn system(url: &str) -> Option<&'static str> {
    const SYSTEMS: [(&str, &str); 5] = [
        ("snomed", "SNOMED"),
        ("icd-10", "ICD-10"),
        ("loinc", "LOINC"),
        ("rxnorm", "RxNorm"),
        ("cvx", "CVX"),
    ];
    SYSTEMS
        .iter()
        .find(|(part, _)| url.contains(part))
        .map(|(_, name)| *name)
}
