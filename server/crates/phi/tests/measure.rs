//! Recall and precision on the test data's notes, and speed; `cargo test -p phi --release --test measure -- --nocapture` prints the table.
//!
//! The mapping of the data's types to ours is [`mapped`]; offsets there count characters and are turned into bytes here.

#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a test says what went wrong by panicking; its counts are small"
)]

use phi::{Finder, Literals};
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(serde::Deserialize)]
struct Note {
    text: String,
    spans: Vec<Span>,
}

#[derive(serde::Deserialize)]
struct Span {
    #[serde(rename = "type")]
    kind: String,
    start: usize,
    end: usize,
}

/// The kinds of ours that a type of the data stands for; none: it is not scored, neither as missed nor as wrong.
fn mapped(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "NAME" | "PERSON" => "NAME",
        "DATE" | "DATE_TIME" => "DATE",
        "PHONE" | "PHONE_NUMBER" => "PHONE, FAX",
        "EMAIL" | "EMAIL_ADDRESS" => "EMAIL",
        "CITY" | "STATE" | "ADDRESS" | "STREET_ADDRESS" | "GPE" | "ZIP_CODE" => "ADDRESS",
        "HOSPITAL" => "HOSPITAL",
        "MRN" => "MRN",
        "PLANID" => "HEALTHPLAN",
        "SSN" => "SSN",
        "DEVICE" => "DEVICE",
        "ACCOUNT" | "CREDIT_CARD" | "IBAN_CODE" => "ACCOUNT",
        "URL" | "DOMAIN_NAME" => "URL",
        "LICENSE" => "LICENSE",
        "IP" => "IP",
        "AGE90" => "AGE_OVER_89",
        "PLATE" => "VEHICLE",
        // An age under 90, an employer, a nationality and a profession or form of address are no identifiers in this sense.
        "AGE" | "EMPLOYER" | "ORGANIZATION" | "NRP" | "TITLE" => return None,
        _ => panic!("an unknown type {kind}"),
    })
}

#[derive(Default)]
struct Score {
    hit: usize,
    all: usize,
    right: usize,
    said: usize,
    kinds: BTreeMap<&'static str, (usize, usize)>,
}

fn data() -> PathBuf {
    std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        PathBuf::from,
    )
}

fn notes(name: &str) -> Option<Vec<Note>> {
    let file = data().join("9_phi").join(name);
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("SKIPPED: no test data at {}", file.display());
        return None;
    };
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

fn measure(name: &str, notes: &[Note], with_literals: bool) -> Score {
    let mut score = Score::default();
    for note in notes {
        let byte = |characters: usize| {
            note.text
                .char_indices()
                .nth(characters)
                .map_or(note.text.len(), |(at, _)| at)
        };
        let gold: Vec<(usize, usize, &str)> = note
            .spans
            .iter()
            .map(|span| (byte(span.start), byte(span.end), span.kind.as_str()))
            .collect();
        let literals = Literals::new(
            gold.iter()
                .filter(|span| with_literals && matches!(span.2, "NAME" | "PERSON"))
                .flat_map(|span| Literals::of_name(&note.text[span.0..span.1])),
        );
        let found = Finder::new(&literals).find(&note.text);
        for (start, end, kind) in &gold {
            let Some(ours) = mapped(kind) else { continue };
            let got = found
                .iter()
                .any(|span| span.start < *end && span.end > *start);
            let entry = score.kinds.entry(ours).or_default();
            entry.1 += 1;
            score.all += 1;
            score.hit += usize::from(got);
            entry.0 += usize::from(got);
            if !got {
                let from = note.text.floor_char_boundary(start.saturating_sub(25));
                eprintln!("  missed {kind} in {name}: …{}…", &note.text[from..*end]);
            }
        }
        for span in &found {
            let meets = |gold: &&(usize, usize, &str)| span.start < gold.1 && span.end > gold.0;
            let scored = gold
                .iter()
                .filter(meets)
                .any(|gold| mapped(gold.2).is_some());
            let unscored = gold
                .iter()
                .filter(meets)
                .any(|gold| mapped(gold.2).is_none());
            if scored || !unscored {
                score.said += 1;
                score.right += usize::from(scored);
                if !scored {
                    let words = &note.text[span.start..span.end];
                    eprintln!("  wrong {} in {name}: {words}", span.kind.name());
                }
            }
        }
    }
    score
}

#[test]
fn identifiers_of_the_test_notes_are_found() {
    for name in [
        "clinical_notes_generated.jsonl",
        "presidio_synth_slice.jsonl",
    ] {
        let Some(notes) = notes(name) else { return };
        for with_literals in [false, true] {
            let score = measure(name, &notes, with_literals);
            eprintln!(
                "{name}, names {}: recall {}/{} {:.1} %, precision {}/{} {:.1} %",
                if with_literals { "given" } else { "not given" },
                score.hit,
                score.all,
                100.0 * score.hit as f64 / score.all as f64,
                score.right,
                score.said,
                100.0 * score.right as f64 / score.said as f64
            );
            for (kind, (hit, all)) in &score.kinds {
                eprintln!("    {kind}: {hit}/{all}");
            }
            let named = score.kinds["NAME"];
            assert!(!with_literals || named.0 * 100 >= named.1 * 99, "{named:?}");
            assert!(
                score.hit * 100 >= score.all * 95,
                "recall {}/{}",
                score.hit,
                score.all
            );
            assert!(
                score.right * 100 >= score.said * 95,
                "precision {}/{}",
                score.right,
                score.said
            );
        }
    }
}

#[test]
fn speed_is_printed() {
    let Some(notes) = notes("clinical_notes_generated.jsonl") else {
        return;
    };
    let finder = Finder::new(&Literals::new(Literals::of_name("Helena Raman")));
    let (mut bytes, mut found) = (0, 0);
    finder.find("The word lists are read once.");
    let begin = std::time::Instant::now();
    for _ in 0..if cfg!(debug_assertions) { 2 } else { 400 } {
        for note in &notes {
            bytes += note.text.len();
            found += finder.find(&note.text).len();
        }
    }
    let speed = bytes as f64 / begin.elapsed().as_secs_f64() / 1e6;
    eprintln!("{found} identifiers in {bytes} bytes, {speed:.1} MB/s");
    assert!(found > 0);
}
