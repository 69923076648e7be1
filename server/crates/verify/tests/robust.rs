//! Any text and any citations give a verdict, the same one every time.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test"
)]

use model::{Citation, SourceId, StatementId};
use proptest::prelude::*;
use sources::{SourceInput, SourceSet};
use verify::{Lexicon, Verifier};

fn sources(text: &str) -> SourceSet {
    SourceSet::from_sources(&[SourceInput::transcript("visit", text)]).expect("one transcript")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_breaks_it(text in "\\PC{0,300}", source in "\\PC{0,200}", quote in proptest::option::of("\\PC{0,40}"), number in 0_usize..4) {
        let set = sources(&source);
        let lexicon = LEXICON.with(Clone::clone);
        let verifier = Verifier::new(&set, lexicon);
        let citations = vec![Citation { source: SourceId::new(format!("transcript:{number}")), quote }];
        let as_of = time::Date::from_calendar_date(2024, time::Month::May, 5).unwrap();
        let id = StatementId::new("s1");
        let verdict = verifier.statement(&id, &text, &citations, as_of);
        prop_assert_eq!(&verdict, &verifier.statement(&id, &text, &citations, as_of));
        for reason in &verdict.reasons {
            prop_assert!(reason.span.is_none_or(|span| span.of(&text).is_some()));
        }
    }

    #[test]
    fn clinical_shapes_do_not_break_it(words in proptest::collection::vec(prop_oneof![
        Just("no"), Just("BP"), Just("120/80"), Just("-"), Just("("), Just(")"), Just("5 mg"), Just("2020-02-30"), Just("3 to 4 May 2020"), Just("HbA1c"), Just("<7.0 %"),
        Just("from"), Just("two weeks ago"), Just("a couple of"), Just("left"), Just("last"), Just("only"), Just("x3"), Just("SNOMED 44054006"), Just("4 out of"), Just(";"), Just("never")
    ], 0..40)) {
        let text = words.join(" ");
        let set = sources(&text);
        let lexicon = LEXICON.with(Clone::clone);
        let verifier = Verifier::new(&set, lexicon);
        let citations = vec![Citation { source: SourceId::new("transcript:1"), quote: None }];
        let as_of = time::Date::from_calendar_date(2024, time::Month::May, 5).unwrap();
        let _ = verifier.statement(&StatementId::new("s1"), &text, &citations, as_of);
    }
}

thread_local! {
    static LEXICON: std::sync::Arc<Lexicon> = Lexicon::shipped();
}

#[test]
fn long_statements_end() {
    let set = sources("BP was 120/80 .");
    let verifier = Verifier::new(&set, Lexicon::shipped());
    let as_of = time::Date::from_calendar_date(2024, time::Month::May, 5).unwrap();
    for text in [
        "no ".repeat(400_000),
        "BP 120/80 on 3 May 2020, ".repeat(700),
        "(".repeat(19_000),
    ] {
        let verdict = verifier.statement(
            &StatementId::new("s1"),
            &text,
            &[Citation {
                source: SourceId::new("transcript:1"),
                quote: None,
            }],
            as_of,
        );
        assert!(!verdict.verdict.releasable() || text.len() < 20_000);
    }
}
