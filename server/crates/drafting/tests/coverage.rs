//! What nobody may miss, counted by code of its own over the raw charts: every active problem, medicine and allergy, and every recent abnormal result,
//! stands in the documents that tell of the whole patient, and every statement of them is released.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use drafting::{Drafting, Options};
use model::{DraftKind, Verdict};
use serde_json::Value;
use sources::SourceSet;
use std::path::PathBuf;
use std::sync::Arc;
use time::Date;
use verify::{Beside, Lexicon, RawDraft, Verifier};

fn charts() -> Vec<PathBuf> {
    let data = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        PathBuf::from,
    );
    let Ok(folder) = std::fs::read_dir(data.join("1_charts")) else {
        eprintln!("SKIPPED: no test charts at {}", data.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".json.gz"))
        .collect();
    paths.sort();
    paths
}

/// One entry that must be told: its source, and names of which one will do.
struct Must {
    id: String,
    names: Vec<String>,
}

fn code(value: &Value) -> &str {
    value["coding"][0]["code"].as_str().unwrap_or_default()
}

fn names(value: &Value) -> Vec<String> {
    let coding = value["coding"].as_array().into_iter().flatten();
    coding
        .map(|one| &one["display"])
        .chain([&value["text"]])
        .filter_map(Value::as_str)
        .map(|name| name.split(" (").next().unwrap_or(name).to_lowercase())
        .collect()
}

fn day(text: &Value) -> Option<Date> {
    text.as_str()?.get(..10).and_then(model::date::parse)
}

/// The entries by the raw resources alone.
fn must(set: &SourceSet, as_of: Date) -> Vec<Must> {
    let mut all = Vec::new();
    let mut newest: std::collections::BTreeMap<String, (String, Must, bool)> =
        std::collections::BTreeMap::new();
    for snippet in set.snippets() {
        let Some(resource) = &snippet.resource else {
            continue;
        };
        let value: Value = serde_json::from_str(&resource.to_string()).unwrap();
        let id = snippet.id.to_string();
        let of = |concept: &Value| Must {
            id: id.clone(),
            names: names(concept),
        };
        let by = |date: &Value| day(date).is_none_or(|day| day <= as_of);
        match value["resourceType"].as_str().unwrap_or_default() {
            "Condition" => {
                let active = matches!(
                    code(&value["clinicalStatus"]),
                    "active" | "recurrence" | "relapse"
                );
                let sure = !matches!(
                    code(&value["verificationStatus"]),
                    "refuted" | "entered-in-error"
                );
                let began = if value["onsetDateTime"].is_string() {
                    &value["onsetDateTime"]
                } else {
                    &value["recordedDate"]
                };
                if active && sure && by(began) {
                    all.push(of(&value["code"]));
                }
            }
            "MedicationRequest"
                if value["status"] == "active"
                    && value["intent"] == "order"
                    && by(&value["authoredOn"]) =>
            {
                all.push(of(&value["medicationCodeableConcept"]));
            }
            "AllergyIntolerance" => {
                let gone = matches!(
                    code(&value["verificationStatus"]),
                    "refuted" | "entered-in-error"
                );
                if code(&value["clinicalStatus"]) == "active" && !gone && by(&value["recordedDate"])
                {
                    all.push(of(&value["code"]));
                }
            }
            "Observation" => {
                let Some(taken) = day(&value["effectiveDateTime"])
                    .filter(|taken| *taken <= as_of && (as_of - *taken).whole_days() <= 90)
                else {
                    continue;
                };
                if matches!(
                    value["status"].as_str(),
                    Some("entered-in-error" | "cancelled")
                ) {
                    continue;
                }
                let flagged = matches!(
                    code(&value["interpretation"][0]),
                    "H" | "HH" | "L" | "LL" | "A" | "AA"
                );
                let order = format!(
                    "{taken} {}",
                    value["effectiveDateTime"].as_str().unwrap_or_default()
                );
                let key = code(&value["code"]).to_owned();
                if newest.get(&key).is_none_or(|(before, ..)| *before < order) {
                    newest.insert(key, (order, of(&value["code"]), flagged));
                }
            }
            _ => {}
        }
    }
    all.extend(
        newest
            .into_values()
            .filter(|(_, _, flagged)| *flagged)
            .map(|(_, must, _)| must),
    );
    all
}

/// A procedure note is about what was done: of the chart it owes what makes a procedure dangerous.
fn owed(kind: DraftKind, id: &str) -> bool {
    kind != DraftKind::ProcedureNote
        || ["MedicationRequest/", "AllergyIntolerance/"]
            .iter()
            .any(|kind| id.starts_with(kind))
}

fn last_day(set: &SourceSet) -> Date {
    set.of_type("Encounter")
        .filter_map(|snippet| model::date::parse(snippet.date.as_ref()?.as_written().get(..10)?))
        .max()
        .unwrap_or(time::macros::date!(2021 - 04 - 01))
}

#[test]
fn nothing_that_must_be_told_is_missing() {
    let drafting = Drafting::shipped().unwrap();
    let lexicon = Arc::new(Lexicon::embedded());
    let (mut wanted, mut statements, mut missing, mut blocked, mut uncited) =
        (0, 0, Vec::new(), Vec::new(), Vec::new());
    for path in charts() {
        let chart = chart::Chart::from_bundle(&std::fs::read(&path).unwrap()).unwrap();
        let set = SourceSet::freeze(&chart);
        let as_of = last_day(&set);
        let must = must(&set, as_of);
        let verifier = Verifier::new(&set, lexicon.clone());
        for kind in [
            DraftKind::ChartSummary,
            DraftKind::Handoff,
            DraftKind::HpNote,
            DraftKind::ProgressNote,
            DraftKind::IntakeSummary,
            DraftKind::SoapNote,
            DraftKind::ProcedureNote,
        ] {
            let sections = (0..drafting.sections(kind).len())
                .map(|index| {
                    drafting
                        .compose(kind, index, &set, as_of, &Options::default())
                        .unwrap()
                        .section
                })
                .collect();
            let grounded =
                verifier.draft(RawDraft::new(kind, as_of, sections), 1, Beside::default());
            let document = grounded.document();
            let told: Vec<_> = document
                .draft
                .sections
                .iter()
                .flat_map(|section| &section.statements)
                .collect();
            statements += told.len();
            for (statement, verdict) in told.iter().zip(&document.verdicts) {
                if !verdict.verdict.releasable() {
                    blocked.push(format!("{}: {}", kind.name(), statement.text));
                }
                if verdict.verdict != Verdict::NotClinical && statement.citations.is_empty() {
                    uncited.push(format!("{}: {}", kind.name(), statement.text));
                }
            }
            let text: Vec<String> = told
                .iter()
                .map(|statement| statement.text.to_lowercase())
                .collect();
            for one in must.iter().filter(|one| owed(kind, &one.id)) {
                wanted += 1;
                let cited = told.iter().any(|statement| {
                    statement
                        .citations
                        .iter()
                        .any(|citation| citation.source.as_str() == one.id)
                });
                let named = one
                    .names
                    .iter()
                    .any(|name| text.iter().any(|line| line.contains(name.as_str())));
                if !cited && !named {
                    missing.push(format!(
                        "{} {} {} {:?}",
                        path.file_name().unwrap().to_string_lossy(),
                        kind.name(),
                        one.id,
                        one.names
                    ));
                }
            }
        }
    }
    eprintln!(
        "{wanted} entries that must be told, {} missing; {statements} statements, {} blocked",
        missing.len(),
        blocked.len()
    );
    assert!(
        missing.is_empty(),
        "{} missing: {:#?}",
        missing.len(),
        &missing[..missing.len().min(20)]
    );
    assert!(blocked.is_empty(), "{blocked:#?}");
    assert!(uncited.is_empty(), "{uncited:#?}");
}
