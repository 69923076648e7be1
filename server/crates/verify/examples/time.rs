//! Times the verifier on one chart: `cargo run --release -p verify --example time -- CHART [CLAIMS…]`.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::expect_used,
    reason = "a work tool"
)]

use model::{Claim, StatementId};
use sources::SourceSet;
use std::time::{Duration, Instant};
use verify::{Lexicon, Verifier};

fn main() {
    let mut args = std::env::args().skip(1);
    let chart = args.next().expect("a chart");
    let bytes = std::fs::read(chart).expect("a readable chart");
    let started = Instant::now();
    let lexicon = Lexicon::shipped();
    println!("lexicon {:?}", started.elapsed());
    let started = Instant::now();
    let chart = chart::Chart::from_bundle(&bytes).expect("a chart");
    println!("parse {:?}", started.elapsed());
    for _ in 0..3 {
        let started = Instant::now();
        let set = SourceSet::freeze(&chart);
        let frozen = started.elapsed();
        let started = Instant::now();
        let verifier = Verifier::new(&set, lexicon.clone());
        println!(
            "freeze {frozen:?}, verifier {:?}, snippets {}",
            started.elapsed(),
            set.snippets().len()
        );
        let started = Instant::now();
        let index = sources::search::Index::build(&set);
        println!("index {:?}", started.elapsed());
        drop((verifier, index));
    }
    let set = SourceSet::freeze(&chart);
    let claims: Vec<Claim> = args
        .flat_map(|file| {
            std::fs::read_to_string(file)
                .expect("claims")
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .collect::<Vec<Claim>>()
        })
        .collect();
    for round in ["cold", "warm"] {
        let verifier = Verifier::new(&set, lexicon.clone());
        if round == "warm" {
            run(&verifier, &claims);
        }
        let mut times = run(&verifier, &claims);
        if times.is_empty() {
            continue;
        }
        times.sort_unstable();
        let total: Duration = times.iter().map(|(time, _)| *time).sum();
        println!(
            "{round}: {} statements, p50 {:?}, p99 {:?}, max {:?} ({}), 100 statements {:?}",
            times.len(),
            times[times.len() / 2].0,
            times[times.len() * 99 / 100].0,
            times[times.len() - 1].0,
            times[times.len() - 1].1,
            total * 100 / u32::try_from(times.len()).unwrap_or(1),
        );
    }
}

fn run(verifier: &Verifier<'_>, claims: &[Claim]) -> Vec<(Duration, String)> {
    claims
        .iter()
        .map(|claim| {
            let started = Instant::now();
            let verdict = verifier.statement(
                &StatementId::new("s1"),
                &claim.text,
                &claim.citations,
                claim.as_of.expect("a date"),
            );
            let _ = verdict.verdict.releasable();
            (started.elapsed(), claim.text.clone())
        })
        .collect()
}
