//! Tests from the short form of a criterion: hints of where the evidence is, a threshold, a window.

use super::number::Number;
use super::policy::CriterionFile;
use super::test::{Concept, Medicine, Op, RequestTest, ResultTest, Test, VisitTest};
use crate::error::DraftingError;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A bound in the short form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Threshold {
    #[serde(default)]
    code: Option<String>,
    op: Op,
    #[serde(default)]
    value: Option<Number>,
    #[serde(default)]
    low: Option<Number>,
    #[serde(default)]
    high: Option<Number>,
    unit: String,
    #[serde(default)]
    min_events: Option<usize>,
}

/// A period in the short form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Window {
    #[serde(default)]
    months_before_order: Option<u32>,
    #[serde(default)]
    months: Option<u32>,
}

/// Glucose in mg/dL for one mmol/L.
const GLUCOSE: (&str, i64, u32) = ("mmol/L", 18_016, 3);

/// What the short form's words stand for, as data.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// All of these stand in the criterion's text.
    when: Vec<String>,
    test: Test,
    #[serde(default)]
    review: Option<String>,
}

/// The test that a rule of the data has for the criterion's words, and what a person must still decide.
pub(super) fn known(
    criterion: &CriterionFile,
) -> Result<Option<(Test, Option<String>)>, DraftingError> {
    const FILE: &str = "short_form.json";
    let rules: Vec<Rule> = serde_json::from_str(include_str!("short_form.json"))
        .map_err(|error| DraftingError::data(FILE, &error))?;
    let text = criterion.text.to_lowercase();
    let found = rules
        .into_iter()
        .find(|rule| rule.when.iter().all(|words| text.contains(words.as_str())));
    Ok(found.map(|rule| (rule.test, rule.review)))
}

/// The test that the hints stand for; none where they name nothing that can be judged.
pub(super) fn test(criterion: &CriterionFile) -> Option<Test> {
    let hints = criterion.evidence.join("; ").to_lowercase();
    if let Some(threshold) = criterion
        .threshold
        .as_ref()
        .and_then(|threshold| result(threshold, &criterion.text))
    {
        return Some(threshold);
    }
    if let Some(window) = &criterion.window {
        let months = window.months_before_order.or(window.months)?;
        if hints.contains("encounter") {
            let about = about(&criterion.text);
            return Some(Test::Visit(VisitTest {
                months,
                classes: Vec::new(),
                results: related(&about),
                about: (!about.empty()).then_some(about),
            }));
        }
    }
    let mut tests = Vec::new();
    for hint in &criterion.evidence {
        tests.extend(one(hint, &criterion.text));
    }
    match tests.len() {
        0 => None,
        1 => tests.pop(),
        _ => Some(Test::Any(tests)),
    }
}

fn one(hint: &str, text: &str) -> Option<Test> {
    let lower = hint.to_lowercase();
    if lower.starts_with("condition") {
        let codes: Vec<String> = hint
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
            .filter(|word| is_icd10(word))
            .map(|word| word.trim_matches('.').to_owned())
            .collect();
        let mut concept = about(text);
        concept.icd10 = codes;
        return (!concept.empty()).then_some(Test::Condition(concept));
    }
    if lower.contains("rxnorm") || (lower.contains("medicationrequest") && lower.contains("active"))
    {
        let after = lower.split("rxnorm").nth(1).unwrap_or_default();
        let words: Vec<String> = after
            .split([',', '/', ';'])
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        return (!words.is_empty()).then_some(Test::Medication(Medicine {
            words,
            rxnorm: Vec::new(),
        }));
    }
    if lower.contains("devicerequest") {
        return Some(Test::Request(RequestTest {
            words: subject(text),
            codes: Vec::new(),
        }))
        .filter(|test| test.fault().is_none());
    }
    None
}

fn is_icd10(word: &str) -> bool {
    let word = word.trim_matches('.');
    let mut chars = word.chars();
    word.len() >= 3
        && chars.next().is_some_and(|c| c.is_ascii_uppercase())
        && chars.next().is_some_and(|c| c.is_ascii_digit())
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '.')
}

/// Conditions that short criteria name in words.
const NAMED: [(&str, &[&str], &[&str]); 6] = [
    (
        "diabetes",
        &["diabetes", "diabetic"],
        &[
            "prediabetes",
            "pre-diabetes",
            "insipidus",
            "gestational",
            "risk",
            "family history",
        ],
    ),
    (
        "hypertension",
        &["hypertension", "hypertensive"],
        &["pulmonary hypertension", "ocular", "family history"],
    ),
    (
        "ischaemic heart",
        &[
            "ischemic heart",
            "ischaemic heart",
            "coronary",
            "myocardial infarction",
            "angina",
        ],
        &["family history", "suspected"],
    ),
    (
        "stroke",
        &["stroke", "cerebrovascular"],
        &["family history", "suspected"],
    ),
    (
        "sleepiness",
        &[
            "sleepiness",
            "hypersomnia",
            "insomnia",
            "impaired cognition",
            "mood disorder",
            "depress",
        ],
        &["family history"],
    ),
    ("sleep apnea", &["sleep apnea"], &["family history"]),
];

fn about(text: &str) -> Concept {
    let text = text.to_lowercase();
    let mut concept = Concept::default();
    for (name, words, except) in NAMED {
        if text.contains(name) {
            concept
                .words
                .extend(words.iter().map(|word| (*word).to_owned()));
            concept
                .except
                .extend(except.iter().map(|word| (*word).to_owned()));
        }
    }
    concept
}

/// LOINC codes whose results on the day show that a visit was about it.
fn related(about: &Concept) -> Vec<String> {
    if about.words.iter().any(|word| word == "diabetes") {
        ["4548-4", "17856-6", "2339-0", "2345-7"]
            .map(str::to_owned)
            .to_vec()
    } else {
        Vec::new()
    }
}

fn subject(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    [
        "glucose monitor",
        "continuous glucose",
        "positive airway",
        "oxygen",
    ]
    .into_iter()
    .filter(|word| text.contains(word))
    .map(str::to_owned)
    .collect()
}

fn result(threshold: &Threshold, text: &str) -> Option<Test> {
    let named = threshold.code.clone().or_else(|| {
        let text = text.to_lowercase();
        ["glucose", "ahi", "saturation"]
            .into_iter()
            .find(|word| text.contains(word))
            .map(str::to_owned)
    })?;
    let words: Vec<String> = named.split('|').flat_map(spelled).collect();
    let convert = if words.iter().any(|word| word == "glucose") {
        BTreeMap::from([(
            GLUCOSE.0.to_owned(),
            Number(Decimal::new(GLUCOSE.1, GLUCOSE.2)),
        )])
    } else {
        BTreeMap::new()
    };
    Some(Test::Result(ResultTest {
        codes: Vec::new(),
        words,
        op: threshold.op,
        value: threshold.value,
        low: threshold.low,
        high: threshold.high,
        unit: threshold.unit.clone(),
        convert,
        events: threshold.min_events,
        months: None,
        in_text: true,
    }))
}

fn spelled(code: &str) -> Vec<String> {
    match code.trim().to_lowercase().as_str() {
        "ahi" => ["ahi", "apnea hypopnea", "apnea-hypopnea"]
            .map(str::to_owned)
            .to_vec(),
        "rdi" => ["rdi", "respiratory disturbance"]
            .map(str::to_owned)
            .to_vec(),
        other => vec![other.to_owned()],
    }
}
