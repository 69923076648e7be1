//! The shipped subset, and the table and check cases of the shared test data where they are at hand.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use codes::{Given, System, Tables, import, shipped};
use serde_json::Value;
use std::path::PathBuf;
use time::macros::date;

fn data(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join("7_codes").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("SKIPPED: no test data at {}", path.display());
    }
    bytes
}

#[test]
fn every_shipped_code_stands_below_a_shipped_header() {
    let table = shipped().unwrap();
    assert!(table.entries().filter(|entry| entry.billable).count() >= 150);
    for entry in table
        .entries()
        .filter(|entry| entry.code.parent().is_some())
    {
        let wider = table.wider(&entry.code);
        let category = &entry.code.as_str()[..3];
        assert!(
            category == "Z68" || wider.iter().any(|one| one.code.as_str() == category),
            "{}",
            entry.code
        );
        assert!(wider.iter().all(|one| !one.billable), "{}", entry.code);
    }
}

#[test]
fn a_code_that_came_later_does_not_hold_before() {
    let tables = Tables::new([shipped().unwrap()]);
    assert!(!tables.check("F32.A", Some(date!(2021 - 09 - 30))).valid());
    assert!(
        tables
            .check("F32.A", Some(date!(2021 - 10 - 01)))
            .billable()
    );
    assert!(!tables.check("I10", Some(date!(2015 - 09 - 30))).valid());
}

#[test]
fn the_check_cases_come_out_as_they_say() {
    let (Some(table), Some(cases)) = (
        data("icd10cm_april_2026.tsv.gz"),
        data("icd10cm_check_cases.json"),
    ) else {
        return;
    };
    let read = import::read("icd10cm_april_2026.tsv.gz", &table, &Given::default()).unwrap();
    assert_eq!(read.passed_over, [""; 0]);
    assert_eq!(read.table.len(), 98_147);
    assert_eq!(
        read.table.entries().filter(|entry| entry.billable).count(),
        74_714
    );
    let tables = Tables::new([read.table]);
    let cases: Vec<Value> = serde_json::from_slice(&cases).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let written = case["code"].as_str().unwrap();
        for on in [None, Some(date!(2026 - 05 - 01))] {
            let answer = tables.check(written, on);
            let same = answer.valid() == case["valid"].as_bool().unwrap()
                && answer.billable() == case["billable"].as_bool().unwrap()
                && answer.entry.map(|entry| entry.description.as_str())
                    == case["description"].as_str();
            if !same {
                wrong.push(written);
            }
        }
        assert!(!tables.check(written, Some(date!(2020 - 01 - 01))).valid());
    }
    assert_eq!(wrong, [""; 0], "of {}", cases.len());
}

#[test]
fn the_shipped_subset_says_what_the_whole_table_says() {
    let Some(table) = data("icd10cm_april_2026.tsv.gz") else {
        return;
    };
    let whole = import::read("icd10cm_april_2026.tsv.gz", &table, &Given::default()).unwrap();
    for entry in shipped().unwrap().entries() {
        let known = whole.table.get(&entry.code).unwrap();
        assert_eq!(
            (&entry.description, entry.billable),
            (&known.description, known.billable),
            "{}",
            entry.code
        );
    }
}

#[test]
fn the_small_hcpcs_list_is_read() {
    let Some(list) = data("hcpcs_small.json") else {
        return;
    };
    let given = Given {
        from: Some(date!(2026 - 01 - 01)),
        ..Given::default()
    };
    let read = import::read("hcpcs_small.json", &list, &given).unwrap();
    assert_eq!((read.table.system, read.table.len()), (System::Hcpcs, 25));
}
