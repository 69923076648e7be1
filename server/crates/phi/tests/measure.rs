//! Recall and precision on the test data's notes; the bound here only guards against falling back.

use phi::{Literals, find};
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

#[test]
fn most_identifiers_of_the_test_notes_are_found_by_form_alone() {
    let data = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        PathBuf::from,
    );
    let Ok(file) = std::fs::read_to_string(data.join("9_phi/clinical_notes_generated.jsonl"))
    else {
        eprintln!("SKIPPED: no test data at {}", data.display());
        return;
    };
    let (mut hit, mut all, mut right, mut said) = (0, 0, 0, 0);
    for line in file.lines() {
        let note: Note = serde_json::from_str(line).unwrap();
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
        let found = find(&note.text, &Literals::default());
        for (start, end, kind) in gold
            .iter()
            .filter(|span| !matches!(span.2, "AGE" | "EMPLOYER"))
        {
            all += 1;
            let got = found
                .iter()
                .any(|span| span.start < *end && span.end > *start);
            hit += usize::from(got);
            if !got {
                eprintln!(
                    "missed {kind}: …{}…",
                    &note.text[note.text.floor_char_boundary(start.saturating_sub(25))..*end]
                );
            }
        }
        for span in &found {
            said += 1;
            let meant = gold
                .iter()
                .any(|(start, end, _)| span.start < *end && span.end > *start);
            right += usize::from(meant);
            if !meant {
                eprintln!(
                    "wrong {}: {}",
                    span.kind.name(),
                    &note.text[span.start..span.end]
                );
            }
        }
    }
    eprintln!("recall {hit}/{all}, precision {right}/{said}");
    assert!(
        hit * 100 >= all * 85 && right * 100 >= said * 90,
        "recall {hit}/{all}, precision {right}/{said}"
    );
}
