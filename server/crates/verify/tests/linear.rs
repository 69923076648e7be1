//! Work grows with the input, not with its square: eight times as much takes far less than sixty-four times as long. No time is asserted, only how the
//! times of one run compare, each the least of several.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

use model::{Citation, SourceId, StatementId};
use sources::{SourceInput, SourceSet};
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use verify::{Lexicon, Verifier};

static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(Lexicon::shipped);

/// Between eight (linear) and sixty-four (square), nearer to the latter: other programs run on the machine too.
const MOST: u32 = 40;

fn least(work: &dyn Fn(usize), size: usize) -> Duration {
    let times = (0..3).map(|_| {
        let started = Instant::now();
        work(size);
        started.elapsed()
    });
    times.min().unwrap_or_default()
}

/// Compares `size` and eight times as much.
fn grows(what: &str, size: usize, work: &dyn Fn(usize)) {
    work(size);
    let (one, eight) = (least(work, size), least(work, 8 * size));
    assert!(
        eight < one * MOST,
        "{what}: {one:?} for {size}, {eight:?} for {}",
        8 * size
    );
}

fn judge(set: &SourceSet, text: &str, citations: &[Citation]) {
    let verifier = Verifier::new(set, LEXICON.clone());
    let as_of = time::Date::from_calendar_date(2024, time::Month::May, 5).expect("a date");
    black_box(verifier.statement(&StatementId::new("s"), text, citations, as_of));
}

fn cite(source: impl Into<String>) -> Citation {
    Citation {
        source: SourceId::new(source.into()),
        quote: None,
    }
}

fn said(text: &str) -> SourceSet {
    SourceSet::from_sources(&[SourceInput::transcript("visit", text)]).expect("a transcript")
}

#[test]
fn a_long_passage() {
    for part in [
        "no pain but BP 120/80 on the right , ",
        "father had pain ? potassium 4.2 mmol/L on May 3 . ",
        "((((((((",
        "no no no no ",
        "1,234,567.8 / 9 - ",
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{645}\u{631}\u{62d}\u{628}\u{627} 120/80 ",
    ] {
        grows(part, 5_000, &|size| {
            let set = said(&part.repeat(size / part.len()));
            judge(
                &set,
                "No pain; BP 120/80 on the right, potassium 4.2 mmol/L.",
                &[cite("transcript:1")],
            );
        });
    }
}

#[test]
fn a_long_statement() {
    let set = said(
        "[doctor] no pain , BP 120/80 on May 3 2020 , potassium 4.2 mmol/L , lisinopril 10 mg twice daily .",
    );
    for part in [
        "No pain, BP 120/80; ",
        "((",
        "not no ",
        "1/2/",
        "twenty one hundred ",
        "x3 4.2 mmol/L ",
        "on May 3 2020, 2020-05-03 ",
        "lisinopril 10 mg daily ",
    ] {
        grows(part, 450, &|size| {
            judge(
                &set,
                &part.repeat(size / part.len()),
                &[cite("transcript:1")],
            );
        });
    }
}

#[test]
fn many_citations() {
    let lines: Vec<String> = (0..400)
        .map(|n| {
            format!(
                "[patient] my BP was {}/80 on May {} .",
                100 + n % 60,
                1 + n % 28
            )
        })
        .collect();
    let set = said(&lines.join("\n"));
    grows("citations", 50, &|size| {
        let citations: Vec<Citation> = (1..=size)
            .map(|n| cite(format!("transcript:{n}")))
            .collect();
        judge(&set, "BP was 130/80 on 3 May, with no pain.", &citations);
    });
}

#[test]
fn a_long_quote() {
    grows("quote", 10_000, &|size| {
        let text = "the  pain is in the right knee , and ".repeat(size / 37);
        let quote = "the pain is in the right knee , and ".repeat(size / 80) + "nowhere";
        let set = said(&text);
        let cited = Citation {
            source: SourceId::new("transcript:1"),
            quote: Some(quote),
        };
        judge(&set, "Right knee pain.", &[cited]);
    });
}

#[test]
fn a_large_chart() {
    grows("resources", 250, &|size| {
        let mut bundle =
            r#"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"p"}}"#
                .to_owned();
        for n in 0..size {
            let _ = write!(
                bundle,
                r#",{{"resource":{{"resourceType":"Observation","id":"o{n}","status":"final","subject":{{"reference":"Patient/p"}},"code":{{"text":"Potassium"}},"effectiveDateTime":"20{:02}-05-20","valueQuantity":{{"value":{}.{},"unit":"mmol/L"}}}}}}"#,
                n % 24,
                3 + n % 3,
                n % 10
            );
        }
        bundle.push_str("]}");
        let set =
            SourceSet::freeze(&chart::Chart::from_bundle(bundle.as_bytes()).expect("a chart"));
        for text in [
            "The last potassium was 5.9 mmol/L, the highest on record.",
            "Potassium was measured 250 times and rose from 3.0 to 5.9.",
            "Potassium was never above 4.",
        ] {
            judge(&set, text, &[cite("Observation/o7")]);
        }
    });
}
