//! The cases of the test data's policies, written out as charts: each must come out as it says.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod support;

use drafting::{Drafting, Options};
use model::CriterionResult as R;
use serde_json::{Value, json};
use std::path::PathBuf;
use support::{
    chart, condition, device, device_order, glucose, measured, note, order, report, visit,
};
use time::macros::date;

/// The case as a chart. Facts that the case does not give are left open, or are what its expectation needs.
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn written_out(case: &str) -> Vec<Value> {
    let diabetes = || {
        condition(
            "c",
            "Type 2 diabetes mellitus",
            "E11.9",
            "active",
            "2015-01-01",
        )
    };
    let seen = |date| visit("v", "Diabetes follow-up", date);
    let insulin = |status, date| order("m", "Insulin glargine 100 UNT/ML", status, date);
    let sleep = |day, text: &str| report("r", "Polysomnography report", text, day);
    let evaluated = |day| {
        note(
            "e",
            "Clinical evaluation for suspected sleep apnea: loud snoring.",
            day,
        )
    };
    match case {
        "insulin_ok" => vec![
            diabetes(),
            insulin("active", "2026-01-05"),
            seen("2025-12-20"),
            device_order("d", "Continuous glucose monitor", "E2103", "2026-03-10"),
            note(
                "n",
                "Trained on the glucose monitor. Prescribed within FDA indications.",
                "2026-03-10",
            ),
        ],
        "visit_7mo" => vec![
            diabetes(),
            insulin("active", "2026-01-05"),
            seen("2025-08-20"),
        ],
        "one_l2_event" => vec![
            diabetes(),
            glucose("g", "51", "mg/dL", "2026-01-10"),
            seen("2026-02-20"),
        ],
        "insulin_stopped" => vec![
            diabetes(),
            insulin("stopped", "2025-02-01"),
            glucose("g", "126", "mg/dL", "2026-02-20"),
            seen("2026-02-20"),
        ],
        "prediabetes" => vec![
            condition("c", "Prediabetes", "R73.03", "active", "2015-01-01"),
            visit("v", "Prediabetes follow-up", "2026-02-20"),
        ],
        "units_trap" => vec![
            condition(
                "c",
                "Type 1 diabetes mellitus",
                "E10.9",
                "active",
                "2015-01-01",
            ),
            glucose("g", "2.8", "mmol/L", "2026-01-20"),
            note("n", "Seizure at night; spouse gave glucagon.", "2026-01-20"),
            seen("2026-01-20"),
        ],
        "negated" => vec![
            diabetes(),
            note("n", "Denies hypoglycemia.", "2026-02-20"),
            seen("2026-02-20"),
        ],
        "ahi_32" => vec![
            evaluated("2026-01-10"),
            sleep(
                "2026-01-20",
                "AHI 32 events/hour. Recording time 6.1 hours.",
            ),
        ],
        "ahi_9_no_sx" => vec![
            evaluated("2026-01-10"),
            sleep("2026-01-20", "AHI 9 events/hour. Recording time 6.0 hours."),
            note(
                "s",
                "Denies daytime sleepiness, insomnia or trouble concentrating. No hypertension.",
                "2026-02-01",
            ),
        ],
        "ahi_9_htn" => vec![
            evaluated("2026-01-10"),
            sleep("2026-01-20", "Recording time 6.0 hours."),
            measured(
                "a",
                "Apnea hypopnea index",
                "69990-8",
                "9",
                "/h",
                "2026-01-20",
            ),
            condition("h", "Essential hypertension", "I10", "active", "2019-01-01"),
        ],
        "ahi_16_short" => vec![
            evaluated("2026-01-10"),
            sleep(
                "2026-01-20",
                "AHI 16 events/hour. Recording time 1.2 hours. Number of events 19.",
            ),
        ],
        "ahi_14_6" => vec![
            evaluated("2026-01-10"),
            sleep(
                "2026-01-20",
                "AHI 14.6 events/hour. Recording time 6.0 hours.",
            ),
            note("s", "Excessive daytime sleepiness, ESS 15.", "2026-01-10"),
        ],
        "eval_after" => vec![
            evaluated("2026-02-10"),
            sleep(
                "2026-01-20",
                "AHI 40 events/hour. Recording time 6.0 hours.",
            ),
        ],
        "labeled" => vec![
            device("d", "MR-conditional pacemaker"),
            note(
                "n",
                "The MRI will be done within the labelling of the device.",
                "2026-03-10",
            ),
        ],
        "3T_unlabeled" => vec![
            device("d", "Implantable defibrillator, non-labelled for MRI"),
            note("n", "MRI planned at 3.0 T.", "2026-03-10"),
        ],
        "abandoned_lead" => vec![
            device("d", "CRT-D"),
            note(
                "n",
                "MRI planned at 1.5 T. There is an abandoned RV lead.",
                "2026-03-10",
            ),
        ],
        other => panic!("the case {other} is not written out"),
    }
}

fn policies() -> Vec<(String, String)> {
    let data = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        PathBuf::from,
    );
    let Ok(folder) = std::fs::read_dir(data.join("6_policy")) else {
        eprintln!("SKIPPED: no test data at {}", data.display());
        return Vec::new();
    };
    let mut all: Vec<(String, String)> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".json"))
        .map(|path| {
            (
                path.display().to_string(),
                std::fs::read_to_string(path).unwrap(),
            )
        })
        .collect();
    all.sort();
    all
}

const fn fits(want: &str, got: R) -> bool {
    match want.as_bytes() {
        b"met" => matches!(got, R::Met),
        b"not_met" => matches!(got, R::NotMet),
        b"unknown" => matches!(got, R::NotDocumented),
        b"unknown/not_met" => matches!(got, R::NotDocumented | R::NotMet),
        b"boundary" => matches!(got, R::NeedsReview),
        _ => false,
    }
}

#[test]
fn every_case_comes_out_as_it_says() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (file, text) in policies() {
        let mut drafting = Drafting::shipped().unwrap();
        let id = drafting.add_policy(&file, &text).unwrap().id.clone();
        let json: Value = serde_json::from_str(&text).unwrap();
        for case in json["test_cases"].as_array().unwrap() {
            let name = case["case"].as_str().unwrap();
            let set = chart(&written_out(name))
                .with_sources(drafting.policy(&id).unwrap().source_json(), &file)
                .unwrap();
            let options = Options {
                policy: Some(id.clone()),
                ..Options::default()
            };
            let day = date!(2026 - 03 - 20);
            let criteria = drafting.criteria(&set, day, &options).unwrap();
            let expect = case["expect"].as_str().unwrap();
            let (want, criterion) = match expect.split_once(": ") {
                Some(("boundary", _)) => ("boundary", None),
                Some((want, criterion)) => (want, Some(criterion)),
                None => (expect, None),
            };
            let got = match criterion {
                Some(id) => {
                    criteria
                        .iter()
                        .find(|one| one.criterion == id)
                        .unwrap()
                        .result
                }
                None => drafting.policy_result(&set, day, &options).unwrap(),
            };
            count += 1;
            if !fits(want, got) {
                let all: Vec<_> = criteria
                    .iter()
                    .map(|one| (one.criterion.as_str(), one.result))
                    .collect();
                wrong.push(format!("{name}: {expect}, but {got:?} of {all:?}"));
            }
        }
    }
    eprintln!("{count} cases, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_answers_for_the_payer_name_their_evidence() {
    let drafting = Drafting::shipped().unwrap();
    let set = chart(&written_out("insulin_ok"))
        .with_sources(drafting.policy("cgm").unwrap().source_json(), "cgm")
        .unwrap();
    let options = Options {
        policy: Some("cgm".into()),
        ..Options::default()
    };
    let answers = drafting
        .questionnaire_response(&set, date!(2026 - 03 - 20), &options)
        .unwrap();
    let questions = drafting.questionnaire(&options).unwrap();
    assert_eq!(answers["questionnaire"], questions["url"]);
    assert_eq!(answers["subject"], json!({"reference": "Patient/p1"}));
    assert_eq!(answers["status"], "in-progress");
    let ids = |value: &Value| -> Vec<String> {
        value["item"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["linkId"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&answers), ids(&questions));
    let insulin = answers["item"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["linkId"] == "insulin")
        .unwrap();
    assert_eq!(
        insulin["item"][0]["answer"][0]["valueCoding"]["code"],
        "met"
    );
    assert_eq!(
        insulin["item"][1]["answer"][0]["valueReference"]["reference"],
        "MedicationRequest/m"
    );
    assert!(
        insulin["item"][2]["answer"][0]["valueString"]
            .as_str()
            .unwrap()
            .contains("glargine")
    );
}
