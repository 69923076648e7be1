//! What the verifier must reach on a small number of statements of every name; the whole run is the program's.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test"
)]

use std::path::Path;
use std::sync::Arc;
use verify::Lexicon;
use verify_bench::gate::Gate;
use verify_bench::pool::{self, Plan};
use verify_bench::table::Table;
use verify_bench::ward::{self, Ward};
use verify_bench::{judge, rows};

fn table(wards: &[Ward], each: usize) -> Table {
    let items = pool::make(
        wards,
        &Plan {
            seed: 11,
            each,
            names: Vec::new(),
        },
    );
    let judged = judge::all(wards, &items, &Arc::new(Lexicon::embedded())).expect("verdicts");
    Table::of(&rows::of(wards, &items, &judged))
}

fn passes(table: &Table, gate: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/gates")
        .join(gate);
    let text = std::fs::read_to_string(&path).expect("the gate");
    let failures = Gate::parse(&text, gate).expect("a gate").failures(table);
    assert!(
        failures.is_empty(),
        "{}\n{}",
        failures.join("\n"),
        table.text()
    );
}

#[test]
fn statements_about_the_projects_own_patients() {
    // Without the largest, which takes longer to read than a test should.
    let wards = ward::own(11, |id| id != "p15").expect("the patients");
    passes(&table(&wards, 6), "own.toml");
}

#[test]
fn statements_about_the_test_datas_charts() {
    let Some(data) = rows::data().filter(|data| data.join("1_charts").exists()) else {
        eprintln!("SKIPPED: the test data is not there");
        return;
    };
    // The small ones: the others take longer to read than a test should.
    let small = [
        "paed_f2009_228",
        "paed_m2012_315",
        "adult_m1979_378",
        "adult_m1940_uscore8_patient85_268",
        "adult_f1972_pregnancy_652",
    ];
    let wards =
        ward::folder(&data.join("1_charts"), 11, |name| small.contains(&name)).expect("charts");
    assert_eq!(wards.len(), small.len());
    passes(&table(&wards, 6), "data.toml");
}
