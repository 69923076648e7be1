//! Every code of the interchange format has a sentence that fits a chip.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

use model::ReasonCode;
use std::collections::BTreeSet;

/// The thirty names of errors and the four that only a verifier says, as the interchange format writes them.
const CODES: [&str; 34] = [
    "number",
    "scale",
    "unit",
    "conversion",
    "attachment",
    "period",
    "date",
    "relative_date",
    "trend",
    "count",
    "comparator",
    "dose",
    "frequency_route",
    "drug",
    "negation",
    "absence",
    "certainty",
    "severity",
    "laterality",
    "status",
    "superseded",
    "retracted",
    "experiencer",
    "wrong_patient",
    "causality",
    "fabrication",
    "citation",
    "name_place",
    "omission",
    "code",
    "uncited",
    "dangling",
    "irrelevant",
    "unreadable",
];

/// Longer ones break over two lines of the narrowest panel.
const LONGEST: usize = 56;

fn code(name: &str) -> Option<ReasonCode> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

#[test]
fn every_code_has_a_short_sentence_of_its_own() {
    let mut known = BTreeSet::new();
    for name in CODES {
        let sentence = code(name)
            .unwrap_or_else(|| panic!("no code {name}"))
            .sentence();
        assert!(
            sentence.len() <= LONGEST,
            "{name}: {} letters",
            sentence.len()
        );
        assert!(
            sentence.starts_with(char::is_uppercase) && sentence.ends_with('.'),
            "{name}: {sentence}"
        );
        assert_eq!(
            sentence.matches('.').count(),
            1,
            "{name}: more than one sentence"
        );
        assert!(
            known.insert(sentence),
            "{name} says the same as another code"
        );
        // Said in words, not by the name of the code.
        assert!(!sentence.contains('_'), "{name}: {sentence}");
    }
}

/// A code that is added needs a line in the list above, and with it a sentence that is checked.
#[test]
fn there_are_no_other_codes() {
    let last = code("unreadable").expect("the last code");
    assert_eq!(last as usize + 1, CODES.len());
    assert_eq!(code("verdict"), None);
}
