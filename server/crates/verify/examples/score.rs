//! Scores the verifier: `cargo run --release -p verify --example score [-- misses|blocks|all]`.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::expect_used,
    dead_code,
    reason = "a work tool"
)]

#[path = "../tests/support/mod.rs"]
mod support;

fn main() {
    let Some(data) = support::data() else {
        println!("SKIPPED: no test data");
        return;
    };
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let started = std::time::Instant::now();
    let judged = support::run(&data);
    let elapsed = started.elapsed();
    for one in &judged {
        let wrong = one.faithful() == one.blocked();
        let listed = match wanted.as_str() {
            "misses" => wrong && !one.faithful(),
            "blocks" => wrong && one.faithful(),
            "all" => wrong,
            _ => false,
        };
        if listed {
            println!(
                "{} {} [{}] {:?}\n   {}",
                one.base.get(..14).unwrap_or(&one.base),
                one.id,
                one.gold.error.as_deref().unwrap_or("-"),
                one.verdict.verdict,
                one.text
            );
            if !one.faithful() {
                println!("   note: {}", one.gold.note.as_deref().unwrap_or_default());
            }
            for reason in &one.verdict.reasons {
                println!(
                    "   {:?} claimed {:?} found {:?} in {:?}",
                    reason.code,
                    reason.claimed,
                    reason.found,
                    reason
                        .sources
                        .iter()
                        .map(|place| place.source.as_str())
                        .collect::<Vec<_>>()
                );
            }
        }
    }
    let totals = support::totals(&judged);
    for (name, (all, caught)) in &totals.names {
        println!("{name}: n {all} caught {caught} missed {}", all - caught);
    }
    let percent = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
    println!(
        "perturbed caught: {} of {} ({:.1} %)",
        totals.perturbed.1,
        totals.perturbed.0,
        percent(totals.perturbed.1, totals.perturbed.0)
    );
    println!(
        "faithful blocked: {} of {} ({:.1} %)",
        totals.faithful.1,
        totals.faithful.0,
        percent(totals.faithful.1, totals.faithful.0)
    );
    println!(
        "labels agreed: {} of {}; {elapsed:?}",
        totals.agreed,
        judged.len()
    );
}
