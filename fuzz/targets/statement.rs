//! Any statement against a small chart and any prose: no panic, places that lie inside the texts, the same verdict twice.

#![no_main]

use countersign_fuzz::{AS_OF, SMALL, cite, lexicon, spans_lie_inside};
use libfuzzer_sys::fuzz_target;
use model::{Citation, StatementId};
use sources::{SourceInput, SourceSet};
use std::sync::LazyLock;
use verify::Verifier;

static CHART: LazyLock<SourceSet> = LazyLock::new(|| {
    let chart = chart::Chart::from_bundle(SMALL).expect("the small chart is read");
    SourceSet::freeze(&chart)
});

fuzz_target!(|data: &[u8]| {
    let Ok(input) = std::str::from_utf8(data) else {
        return;
    };
    // The statement stands before the first line break, what was said behind it.
    let (text, said) = input.split_once('\n').unwrap_or((input, "[doctor] BP was 120/80 on 3 May 2020 ."));
    let mut set = CHART.clone();
    if set.extend(&[SourceInput::transcript("visit", said)]).is_err() {
        return;
    }
    let (chart, prose): (Vec<Citation>, Vec<Citation>) = set
        .snippets()
        .iter()
        .map(|snippet| cite(&snippet.id))
        .partition(|citation| !citation.source.as_str().starts_with("transcript"));
    let verifier = Verifier::new(&set, lexicon());
    let id = StatementId::new("s1");
    // One source, which the length of the input chooses, so that the claims are not all found somewhere.
    let one = data.len() % chart.len();
    for citations in [&chart[..], &chart[one..=one], &prose[..], &[]] {
        let verdict = verifier.statement(&id, text, citations, AS_OF);
        assert_eq!(verdict, verifier.statement(&id, text, citations, AS_OF));
        spans_lie_inside(&verdict, text);
        for place in verdict.evidence.iter().map(|evidence| (&evidence.source, evidence.source_span)) {
            if let (source, Some(span)) = place {
                let source = set.get(source).expect("evidence names a source of the set");
                assert!(span.of(&source.text).is_some(), "a span outside the source");
            }
        }
    }
});
