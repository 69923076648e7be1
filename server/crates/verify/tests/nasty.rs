//! What the nasty cases of the open test data say, and do not say, to a statement that cites them. How they are read is tested where that is done, in
//! `chart` and `fhir`; here it is what can be told from them.

#![allow(
    missing_docs,
    dead_code,
    unreachable_pub,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test"
)]

mod support;

use model::{Citation, DraftKind, NoticeKind, ReasonCode, SourceId, StatementId, StatementVerdict};
use sources::SourceSet;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use verify::{Beside, Lexicon, RawDraft, RawSection, RawStatement, Verifier};

/// Read once: it is long.
static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(Lexicon::shipped);

/// Cases that give no chart.
const WITHOUT_CHART: [&str; 1] = ["nulls_everywhere"];

/// Statements about the cases, and what must become of them.
const TOLD: &str = include_str!("data/nasty.tsv");

/// Name and raw text of each case.
fn cases() -> Option<BTreeMap<String, String>> {
    let file = support::data().map(|data| data.join("3_fhir_edge/nasty_cases.ndjson"));
    let Some(file) = file.filter(|file| file.exists()) else {
        eprintln!("SKIPPED: the nasty cases are not there (set COUNTERSIGN_TEST_DATA)");
        return None;
    };
    let text = std::fs::read_to_string(file).expect("a readable file");
    let cases = text.lines().map(|line| {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case");
        let part = |name: &str| case[name].as_str().expect("a text").to_owned();
        (part("case"), part("raw"))
    });
    Some(cases.collect())
}

/// The chart that a case gives: its own Bundle with the patient in it, or the patient and the case's resource.
fn set(raw: &str) -> Option<SourceSet> {
    let patient =
        r#"{"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:mrn","value":"1"}]}"#;
    let raw = raw.trim_start_matches('\u{feff}');
    let bundle = if raw.contains(r#""resourceType": "Bundle""#) {
        raw.replacen(
            r#""entry": ["#,
            &format!(r#""entry": [{{"resource":{patient}}},"#),
            1,
        )
    } else if raw.contains(r#""Patient","#) && !raw.contains("subject") {
        format!(r#"{{"resourceType":"Bundle","entry":[{{"resource":{raw}}}]}}"#)
    } else {
        format!(
            r#"{{"resourceType":"Bundle","entry":[{{"resource":{patient}}},{{"resource":{raw}}}]}}"#
        )
    };
    let chart = chart::Chart::from_bundle(bundle.as_bytes()).ok()?;
    Some(SourceSet::freeze(&chart))
}

/// As files write it.
fn code(code: ReasonCode) -> String {
    let value = serde_json::to_value(code).expect("a name");
    value.as_str().expect("a text").to_owned()
}

fn as_of() -> time::Date {
    time::Date::from_calendar_date(2020, time::Month::June, 1).expect("a date")
}

fn cite(source: &str) -> Citation {
    Citation {
        source: SourceId::new(source),
        quote: None,
    }
}

fn judge(verifier: &Verifier<'_>, text: &str, source: &str) -> StatementVerdict {
    verifier.statement(&StatementId::new("s1"), text, &[cite(source)], as_of())
}

#[test]
fn the_cases_tell_what_they_tell_and_nothing_else() {
    let Some(cases) = cases() else { return };
    let mut wrong = Vec::new();
    for line in TOLD.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [case, text, source, wanted] = fields[..] else {
            panic!("four fields: {line}")
        };
        let raw = cases.get(case).unwrap_or_else(|| panic!("no case {case}"));
        let set = set(raw).unwrap_or_else(|| panic!("{case} gives no chart"));
        let verifier = Verifier::new(&set, LEXICON.clone());
        let verdict = judge(&verifier, text, source);
        let mut codes = verdict.reasons.iter().map(|reason| code(reason.code));
        let as_told = match wanted {
            "released" => verdict.verdict.releasable(),
            wanted => codes.any(|own| own == wanted),
        };
        if !as_told {
            wrong.push(format!(
                "{case}: {text} {:?} {:?}",
                verdict.verdict, verdict.reasons
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Cases whose "flag" is a notice of every draft that cites their resource.
const FLAGGED: [&str; 17] = [
    "allergy_nka_and_allergy",
    "att_b64_bad",
    "att_type_lies",
    "att_zero",
    "decimal_as_string",
    "feb29",
    "med_both_choices",
    "med_contained_missing",
    "modifier_ext",
    "next_other_host",
    "next_self_loop",
    "resource_type_missing",
    "unicode_mix",
    "unit_mismatch",
    "unknown_resource_type",
    "value_two_choices",
    "wrong_patient_in_bundle",
];

/// Whatever a case holds, a draft about it is judged, and what cannot be taken at its word is among the draft's notices.
#[test]
fn every_case_is_judged_and_what_is_to_be_flagged_is_told() {
    let Some(cases) = cases() else { return };
    let (mut told, mut without) = (Vec::new(), Vec::new());
    for (case, raw) in &cases {
        let Some(set) = set(raw) else {
            without.push(case.as_str());
            continue;
        };
        let verifier = Verifier::new(&set, LEXICON.clone());
        let statements = set.snippets().iter().flat_map(|snippet| {
            let texts = [
                snippet.text.as_str(),
                "X was positive.",
                "No known allergies.",
            ];
            texts.map(|text| RawStatement::new(text, vec![cite(snippet.id.as_str())]))
        });
        let section = RawSection::new("Findings", statements.collect());
        let raw = RawDraft::new(DraftKind::ChartSummary, as_of(), vec![section]);
        let draft = verifier.draft(raw, 1, Beside::default());
        let kinds = [NoticeKind::NotLoaded, NoticeKind::Conflict];
        if draft.notices().iter().any(|one| kinds.contains(&one.kind)) {
            told.push(case.as_str());
        }
    }
    assert_eq!(told, FLAGGED);
    // Answers of a server that are no chart: `fhir` refuses them.
    assert_eq!(without, WITHOUT_CHART);
}
