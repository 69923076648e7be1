//! Molar conversions: the masses against chemistry, the conversions against tables, the analyte known by its LOINC code alone.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

use model::{Citation, SourceId, StatementId, StatementVerdict};
use sources::SourceSet;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use verify::{Lexicon, Verifier};

/// Read once: it is long.
static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(Lexicon::shipped);

/// Standard atomic weights (IUPAC, abridged).
const WEIGHTS: [(&str, f64); 10] = [
    ("H", 1.008),
    ("C", 12.011),
    ("N", 14.007),
    ("O", 15.999),
    ("Mg", 24.305),
    ("P", 30.974),
    ("Ca", 40.078),
    ("Fe", 55.845),
    ("Co", 58.933),
    ("I", 126.904),
];

/// Grams per mole of a formula such as `C6H12O6`.
fn weight(formula: &str) -> f64 {
    let mut sum = 0.0;
    let mut rest = formula;
    while !rest.is_empty() {
        let name = rest
            .find(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
            .map_or("", |_| {
                let end = rest[1..]
                    .find(|c: char| !c.is_ascii_lowercase())
                    .map_or(rest.len(), |at| at + 1);
                &rest[..end]
            });
        rest = &rest[name.len()..];
        let digits = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let count: f64 = rest[..digits].parse().unwrap_or(1.0);
        rest = &rest[digits..];
        let (_, one) = WEIGHTS
            .iter()
            .find(|(own, _)| *own == name)
            .expect("a known element");
        sum += one * count;
    }
    sum
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect())
}

/// Concept → its fields in the lexicon.
fn analytes() -> BTreeMap<&'static str, Vec<&'static str>> {
    let all = rows(include_str!("../lexicon/analytes.tsv"));
    all.map(|fields| (fields[0], fields)).collect()
}

fn table() -> Vec<Vec<&'static str>> {
    rows(include_str!("data/molar.tsv")).collect()
}

#[test]
fn every_molar_mass_is_that_of_its_formula() {
    let mut analytes = analytes();
    for row in table() {
        let fields = analytes
            .remove(row[0])
            .unwrap_or_else(|| panic!("no analyte {}", row[0]));
        let mass: f64 = fields[1].parse().expect("grams per mole");
        if row[1] != "-" {
            let off = (mass / weight(row[1]) - 1.0).abs();
            assert!(
                off < 0.0005,
                "{}: {mass}, {} weighs {}",
                row[0],
                row[1],
                weight(row[1])
            );
        }
    }
    let untold: Vec<_> = analytes
        .values()
        .filter(|fields| fields.get(1).is_some_and(|mass| *mass != "-"))
        .collect();
    assert!(untold.is_empty(), "without a row to check them: {untold:?}");
}

/// A mistyped LOINC code has another check digit.
#[test]
fn loinc_codes_have_their_check_digits() {
    let mut seen = 0;
    for fields in analytes().values() {
        for code in fields.get(3).into_iter().flat_map(|codes| codes.split(' ')) {
            let (number, check) = code.split_once('-').expect("a check digit");
            let sum: u32 = number
                .bytes()
                .rev()
                .enumerate()
                .map(|(place, digit)| {
                    let doubled = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
                    doubled / 10 + doubled % 10
                })
                .sum();
            assert_eq!(
                (10 - sum % 10) % 10,
                check.parse::<u32>().expect("a digit"),
                "{code}"
            );
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
}

/// The verdict on "It was AMOUNT." about a result that has a LOINC code and no name.
fn judge(loinc: &str, source: &str, claim: &str) -> StatementVerdict {
    let (value, unit) = source.split_once(' ').expect("value and unit");
    let bundle = format!(
        r#"{{"resourceType":"Bundle","entry":[{{"resource":{{"resourceType":"Patient","id":"p"}}}},{{"resource":{{"resourceType":"Observation","id":"o","status":"final","subject":{{"reference":"Patient/p"}},"code":{{"coding":[{{"system":"http://loinc.org","code":"{loinc}"}}]}},"effectiveDateTime":"2022-05-20","valueQuantity":{{"value":{value},"unit":"{unit}","system":"http://unitsofmeasure.org","code":"{unit}"}}}}}}]}}"#
    );
    let chart = chart::Chart::from_bundle(bundle.as_bytes()).expect("a chart");
    let set = SourceSet::freeze(&chart);
    let verifier = Verifier::new(&set, LEXICON.clone());
    let cited = Citation {
        source: SourceId::new("Observation/o"),
        quote: None,
    };
    let as_of = time::Date::from_calendar_date(2022, time::Month::June, 1).expect("a date");
    verifier.statement(
        &StatementId::new("s"),
        &format!("The result was {claim}."),
        &[cited],
        as_of,
    )
}

/// The same with half as much again.
fn wrong(amount: &str) -> String {
    let (value, unit) = amount.split_once(' ').expect("value and unit");
    let places = value.split_once('.').map_or(0, |(_, places)| places.len());
    let more = value.parse::<f64>().expect("a number") * 1.5;
    format!("{more:.places$} {unit}")
}

#[test]
fn results_convert_by_their_loinc_code() {
    let analytes = analytes();
    let mut judged = 0;
    for row in table() {
        let codes = analytes[row[0]].get(3).copied().unwrap_or_default();
        for loinc in codes.split(' ').filter(|code| !code.is_empty()) {
            for (source, claim) in [(row[2], row[3]), (row[3], row[2])] {
                let right = judge(loinc, source, claim);
                assert!(
                    right.verdict.releasable(),
                    "{} {loinc}: {source} is {claim}: {:?}",
                    row[0],
                    right.reasons
                );
                let verdict = judge(loinc, source, &wrong(claim));
                assert!(
                    !verdict.verdict.releasable(),
                    "{} {loinc}: {source} is not {}",
                    row[0],
                    wrong(claim)
                );
                judged += 1;
            }
        }
    }
    assert!(judged > 100, "{judged}");
    // The masses differ: what is right for glucose is wrong for cholesterol.
    let other = judge("2093-3", "126 mg/dL", "6.99 mmol/L");
    assert!(!other.verdict.releasable(), "{other:?}");
}

#[test]
fn what_has_no_molar_mass_does_not_convert() {
    let unknown = judge("2276-4", "126 ng/mL", "6.99 nmol/L");
    assert!(!unknown.verdict.releasable());
}
