//! Any bytes as a chart: read or refused, never a panic; what is read can be stored, frozen, cited and drafted from.

#![no_main]

use countersign_fuzz::{AS_OF, cite, lexicon, spans_lie_inside};
use libfuzzer_sys::fuzz_target;
use model::{Citation, DraftKind, StatementId};
use sources::SourceSet;
use verify::{Beside, RawDraft, RawSection, RawStatement, Verifier};

const TEXTS: [&str; 4] = [
    "No known drug allergies are recorded.",
    "The last potassium was 5.6 mmol/L on 20 May 2022, up from 4.2, the highest of three.",
    "The only active order is allopurinol 100 mg twice daily.",
    "Gout since March 2019; the mother had asthma, pneumonia is resolved.",
];

fuzz_target!(|data: &[u8]| {
    let Ok(chart) = chart::Chart::from_bundle(data) else {
        return;
    };
    let set = SourceSet::freeze(&chart);
    // A chart that was stored and read back is the same chart.
    let stored = chart.to_bundle();
    let again = chart::Chart::from_stored(stored.as_bytes(), chart.patient().clone(), chart.load_report().clone())
        .expect("a stored chart is read back");
    assert_eq!(set.hash(), SourceSet::freeze(&again).hash());
    for snippet in set.snippets() {
        for span in snippet.facts.iter().filter_map(|fact| fact.span) {
            assert!(span.of(&snippet.text).is_some(), "a fact's span outside its source");
        }
    }
    let verifier = Verifier::new(&set, lexicon());
    let all: Vec<Citation> = set.snippets().iter().take(20).map(|snippet| cite(&snippet.id)).collect();
    for text in TEXTS {
        let verdict = verifier.statement(&StatementId::new("s1"), text, &all, AS_OF);
        spans_lie_inside(&verdict, text);
    }
    let statements = set
        .snippets()
        .iter()
        .take(8)
        .map(|snippet| RawStatement::new(snippet.text.clone(), vec![cite(&snippet.id)]))
        .collect();
    let sections = vec![RawSection::new("Findings", statements)];
    let _ = verifier.draft(RawDraft::new(DraftKind::DischargeSummary, AS_OF, sections), 1, Beside::default());
});
