//! Any quote in any text: no panic, and a text always has its own words.

#![no_main]

use countersign_fuzz::{AS_OF, lexicon};
use libfuzzer_sys::fuzz_target;
use model::{Citation, ReasonCode, SourceId, StatementId, StatementVerdict};
use sources::{SourceInput, SourceSet};
use verify::Verifier;

fuzz_target!(|data: &[u8]| {
    let Ok(input) = std::str::from_utf8(data) else {
        return;
    };
    let (quote, said) = input.split_once('\n').unwrap_or((input, input));
    let said = said.replace(['\n', '\r'], " ");
    let Ok(set) = SourceSet::from_sources(&[SourceInput::transcript("visit", said.as_str())]) else {
        return;
    };
    let verifier = Verifier::new(&set, lexicon());
    let judge = |quote: &str| {
        let citation = Citation {
            source: SourceId::new("transcript:1"),
            quote: Some(quote.to_owned()),
        };
        verifier.statement(&StatementId::new("s1"), "Seen today.", &[citation], AS_OF)
    };
    let misquoted = |verdict: &StatementVerdict| {
        let mut reasons = verdict.reasons.iter();
        reasons.any(|reason| reason.code == ReasonCode::Citation)
    };
    let _ = judge(quote);
    // White space and typography are made plain, so the words of the source itself are always in it.
    if let Some(own) = set.get(&SourceId::new("transcript:1"))
        && own.text.chars().any(char::is_alphanumeric)
    {
        assert!(!misquoted(&judge(&own.text)), "a text has not its own words");
    }
});
