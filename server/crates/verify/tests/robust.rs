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

fn cite(source: &str) -> Citation {
    Citation {
        source: SourceId::new(source),
        quote: None,
    }
}

fn day() -> time::Date {
    time::Date::from_calendar_date(2024, time::Month::May, 5).unwrap()
}

/// Letters that hide or look like others are reported with their place, not read over.
#[test]
fn hidden_and_alike_letters_are_reported() {
    let set = sources("BP was 120/80 .");
    let verifier = Verifier::new(&set, Lexicon::shipped());
    for text in [
        "BP was 12\u{200b}0/80.",
        "BP was \u{202e}08/021\u{202c}.",
        "BP was \u{2067}120/80\u{2069}.",
        "B\u{420} was 120/80.",
        "BP w\u{430}s 120/80.",
        "BP was \u{ff11}20/80.",
        "\u{1d401}P was 120/80.",
        "BP was 120\u{ad}/80.",
        "BP was 120/80\u{feff}.",
    ] {
        let verdict = verifier.statement(
            &StatementId::new("s1"),
            text,
            &[cite("transcript:1")],
            day(),
        );
        let reason = verdict.reasons.first().expect("a reason");
        assert_eq!(reason.code, model::ReasonCode::Unreadable, "{text:?}");
        assert!(
            reason
                .claimed
                .as_deref()
                .is_some_and(|name| name.starts_with("U+"))
        );
        assert!(reason.span.is_some_and(|span| span.of(text).is_some()));
    }
    let plain = verifier.statement(
        &StatementId::new("s1"),
        "BP was 120/80.",
        &[cite("transcript:1")],
        day(),
    );
    assert!(plain.verdict.releasable());
}

/// A source that hides letters is named in the notices of a draft that cites it; what it says is not taken for what it seems to say.
#[test]
fn letters_that_mislead_in_a_source_are_told() {
    let set = sources("[patient] my BP was 12\u{200b}0/80 .\n[patient] my BP was 130/85 .");
    let verifier = Verifier::new(&set, Lexicon::shipped());
    let told = |source: &str| {
        let statement = verify::RawStatement::new("BP was 120/80.", vec![cite(source)]);
        let section = verify::RawSection::new("Vital signs", vec![statement]);
        let raw = verify::RawDraft::new(model::DraftKind::SoapNote, day(), vec![section]);
        let draft = verifier.draft(raw, 1, verify::Beside::default());
        let told = draft.notices().iter().any(|notice| {
            notice.what.contains("U+200B") && notice.sources == [SourceId::new(source)]
        });
        (told, draft.verdicts()[0].verdict.releasable())
    };
    assert_eq!(told("transcript:1"), (true, false));
    assert_eq!(told("transcript:2"), (false, false));
}

/// Words in a script that is not read are never released as if they had been.
#[test]
fn text_from_right_to_left_gets_a_verdict() {
    let rtl = "\u{5dc}\u{5d7}\u{5e5} \u{5d3}\u{5dd} 120/80 \u{643}\u{627}\u{646} \u{636}\u{63a}\u{637} \u{627}\u{644}\u{62f}\u{645}";
    let set = sources(&format!("[patient] {rtl} .\n[doctor] BP was 120/80 ."));
    let verifier = Verifier::new(&set, Lexicon::shipped());
    for text in [
        rtl.to_owned(),
        format!("BP was 120/80 {rtl}."),
        format!("{rtl}: 999/80"),
    ] {
        let verdict = verifier.statement(
            &StatementId::new("s1"),
            &text,
            &[cite("transcript:2")],
            day(),
        );
        assert!(!verdict.verdict.releasable(), "{text}");
        assert!(
            verdict
                .reasons
                .iter()
                .all(|reason| reason.span.is_none_or(|span| span.of(&text).is_some()))
        );
    }
}

#[test]
fn a_megabyte_and_a_hundred_thousand_citations_are_refused_with_a_reason() {
    let set = sources("BP was 120/80 .");
    let verifier = Verifier::new(&set, Lexicon::shipped());
    let long = "BP was 120/80. ".repeat(70_000);
    let many: Vec<Citation> = (0..100_000).map(|_| cite("transcript:1")).collect();
    for (text, citations) in [
        (long.as_str(), &many[..1]),
        ("BP was 120/80.", &many[..]),
        (long.as_str(), &many[..]),
        (long.as_str(), &[]),
    ] {
        let verdict = verifier.statement(&StatementId::new("s1"), text, citations, day());
        assert!(!verdict.verdict.releasable());
        assert_eq!(verdict.reasons[0].code, model::ReasonCode::Unreadable);
    }
}

/// Prose of five megabytes in which every word and number is the claim's: what is looked up per word must not walk the whole text again.
#[test]
fn a_source_of_five_megabytes_is_read() {
    for part in [
        "no pain but BP 120/80 on the right , ",
        "no pain . father had pain ? ",
    ] {
        let text = part.repeat(5_000_000 / part.len());
        let set = sources(&text);
        let verifier = Verifier::new(&set, Lexicon::shipped());
        for claim in [
            "No pain; BP 120/80 on the right.",
            "Severe pain, possibly due to a fall, never before; BP was above 110/70.",
        ] {
            let _ = verifier.statement(
                &StatementId::new("s1"),
                claim,
                &[cite("transcript:1")],
                day(),
            );
        }
    }
}

/// The same bytes every time, from every thread, whatever was asked before.
#[test]
fn verdicts_are_the_same_bytes_over_a_thousand_runs_and_threads() {
    let text = "[doctor] any pain ?\n[patient] no , but my BP was 120/80 on May 3 and 130/85 the day before .\n[doctor] take lisinopril 10 milligrams once a day .";
    let set = sources(text);
    let claims = [
        "No pain; BP 120/80 on 3 May.",
        "BP fell from 130/85 to 118/80 with severe right-sided pain due to lisinopril 20 mg twice daily.",
        "Lisinopril 10 mg daily was the only drug, possibly stopped two weeks ago.",
    ];
    let cited: Vec<Citation> = (1..4).map(|n| cite(&format!("transcript:{n}"))).collect();
    let lexicon = Lexicon::shipped();
    let bytes = |verifier: &Verifier<'_>, claim: &str| {
        let verdict = verifier.statement(&StatementId::new("s1"), claim, &cited, day());
        serde_json::to_vec(&verdict).unwrap()
    };
    let first: Vec<Vec<u8>> = {
        let verifier = Verifier::new(&set, lexicon.clone());
        claims.iter().map(|claim| bytes(&verifier, claim)).collect()
    };
    let shared = Verifier::new(&set, lexicon.clone());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (first, lexicon, shared, set) = (&first, &lexicon, &shared, &set);
            let bytes = &bytes;
            scope.spawn(move || {
                for run in 0..250 {
                    let place = (run + thread) % claims.len();
                    assert_eq!(bytes(shared, claims[place]), first[place]);
                    if run % 25 == 0 {
                        let fresh = Verifier::new(set, lexicon.clone());
                        assert_eq!(bytes(&fresh, claims[place]), first[place]);
                    }
                }
            });
        }
    });
}

/// Statements that once ended in a panic, each found by the fuzzer.
#[test]
fn what_the_fuzzer_found_is_judged() {
    let bundle = include_bytes!("../../../../fuzz/corpus/chart/small.json");
    let chart = chart::Chart::from_bundle(bundle).expect("the small chart");
    let mut set = SourceSet::freeze(&chart);
    set.extend(&[SourceInput::transcript(
        "visit",
        "[doctor] BP was 120/80 on 3 May 2020 .",
    )])
    .expect("a transcript");
    let verifier = Verifier::new(&set, Lexicon::shipped());
    let all: Vec<Citation> = set
        .snippets()
        .iter()
        .map(|snippet| cite(snippet.id.as_str()))
        .collect();
    let texts = [
        "Hx of gout x3 yrsrinol 100 (SNOMED 90560007) - on allopurinol 1or] one fifty two over ninety four",
    ];
    for text in texts {
        let mut cited: Vec<&[Citation]> = vec![&all, &[]];
        cited.extend(all.chunks(1));
        for citations in cited {
            let verdict = verifier.statement(&StatementId::new("s1"), text, citations, day());
            let mut spans = verdict.reasons.iter().filter_map(|reason| reason.span);
            assert!(spans.all(|span| span.of(text).is_some()));
        }
    }
}
