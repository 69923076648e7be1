//! Freezing charts and given sources.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test"
)]

use model::SourceId;
use proptest::prelude::*;
use sources::search::{Filter, Index};
use sources::{SourceError, SourceInput, SourceSet, Subject};

const CHART: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p","name":[{"family":"Quill","given":["Ada"]}],"birthDate":"1950-04-02"}},
{"resource":{"resourceType":"Observation","id":"a","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"4548-4","display":"Hemoglobin A1c"}],"text":"Hemoglobin A1c"},"effectiveDateTime":"2019-11-20","valueQuantity":{"value":7.40,"unit":"%"}}},
{"resource":{"resourceType":"Observation","id":"b","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"4548-4","display":"Hemoglobin A1c"}],"text":"HbA1c"},"effectiveDateTime":"2019-02-03","valueQuantity":{"value":9.1,"unit":"%"}}},
{"resource":{"resourceType":"Observation","id":"y","status":"final","subject":{"reference":"urn:uuid:5a1c1de0-3f52-4bb2-9f0e-0c7a55d4c8b1"},"code":{"text":"Sodium"},"valueQuantity":{"value":119,"unit":"mmol/L"}}},
{"resource":{"resourceType":"Observation","id":"x","status":"final","subject":{"reference":"Patient/q"},"code":{"text":"Sodium"},"valueQuantity":{"value":121,"unit":"mmol/L"}}},
{"resource":{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationReference":{"reference":"Medication/d"},"dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":6.0,"periodUnit":"h"}}}]}},
{"resource":{"resourceType":"Medication","id":"d","code":{"text":"Warfarin 5 MG Oral Tablet"}}},
{"resource":{"resourceType":"Basic","id":"odd","subject":{"reference":"Patient/p"},"code":{"text":"Something rare"},"deep":{"er":[{"value":"kept"}]}}}
]}"#;

fn frozen(chart: &str) -> SourceSet {
    SourceSet::freeze(
        &chart::Chart::from_bundle(chart.as_bytes()).expect("the chart is well formed"),
    )
}

fn set() -> SourceSet {
    frozen(CHART)
}

#[test]
fn bad_sources_are_refused_with_their_place() {
    let place = |json: &str| match SourceInput::parse_all(json, "file") {
        Err(SourceError::Field { place, .. }) => place,
        Err(SourceError::Json { .. }) => "json".to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(place("{"), "json");
    assert_eq!(place(r#"{"kind":"policy","text":"x"}"#), "the source, `id`");
    assert_eq!(
        place(r#"[{"id":"a","kind":"poem","text":"x"}]"#),
        "source 1, `kind`"
    );
    assert_eq!(place(r#"{"id":"a","kind":"policy"}"#), "the source, `text`");
    assert_eq!(
        place(r#"{"id":"a","kind":"policy","text":"x","colour":"red"}"#),
        "the source, `colour`"
    );
    assert_eq!(
        place(r#"{"id":"t","kind":"transcript","segments":[{"speaker":"doctor"}]}"#),
        "the source, segment 1, `text`"
    );
    assert_eq!(
        place(r#"{"id":"policy:a","kind":"message","text":"x"}"#),
        "the source, `id`"
    );
    let twice = r#"[{"id":"a","kind":"policy","text":"x"},{"id":"a","kind":"policy","text":"y"}]"#;
    assert!(matches!(
        set().with_sources(twice, "file"),
        Err(SourceError::Duplicate { .. })
    ));
}

#[test]
fn every_shown_fact_stands_where_its_span_says() {
    let set = set();
    for snippet in set.snippets() {
        for span in snippet.facts.iter().filter_map(|fact| fact.span) {
            assert!(
                span.of(&snippet.text)
                    .is_some_and(|words| !words.is_empty()),
                "{}",
                snippet.id
            );
        }
    }
    let text = |id: &str| {
        set.get(&SourceId::new(id))
            .map(|snippet| snippet.text.clone())
            .unwrap_or_default()
    };
    let value = text("Observation/a");
    assert!(
        value.starts_with("Hemoglobin A1c [LOINC 4548-4]: 7.40 %\nDate: 2019-11-20"),
        "{value}"
    );
    assert_eq!(
        set.label(&SourceId::new("Observation/a")),
        "Hemoglobin A1c, 20 Nov 2019"
    );
    let order = text("MedicationRequest/m");
    assert!(
        order.contains("Warfarin 5 MG Oral Tablet") && order.contains("every 6 hours"),
        "{order}"
    );
    assert!(text("Basic/odd").contains("kept"));
}

#[test]
fn subjects_series_and_hashes() {
    let set = set();
    let subject = |id: &str| set.get(&SourceId::new(id)).map(|snippet| snippet.subject);
    assert_eq!(subject("Observation/x"), Some(Subject::OtherPatient));
    // Whose it is cannot be found: it may be anybody's.
    assert_eq!(subject("Observation/y"), Some(Subject::OtherPatient));
    assert_eq!(subject("Observation/a"), Some(Subject::Patient));
    assert_eq!(subject("Medication/d"), Some(Subject::Nobody));
    let newest = set
        .get(&SourceId::new("Observation/a"))
        .expect("it is there");
    let series: Vec<&str> = set
        .series(newest)
        .into_iter()
        .map(|snippet| snippet.id.as_str())
        .collect();
    assert_eq!(series, ["Observation/b", "Observation/a"]);
    assert_eq!(set.hash(), self::set().hash());
    assert_ne!(set.hash(), frozen(&CHART.replace("7.40", "7.41")).hash());
    assert!(set.complete("Immunization"));
}

#[test]
fn transcripts_and_policies_are_addressed_part_by_part() {
    let policy = r#"{"id":"cgm","title":"Glucose monitor","applies_to":["E2103"],"logic":{"all":["dm",{"any":["insulin","hypo"]}]},"criteria":[{"id":"dm","text":"Diabetes"},{"id":"insulin","text":"On insulin"}],"continued":{"all":[{"id":"later","text":"A visit every 6 months"}]}}"#;
    let talk = r#"{"id":"t","kind":"transcript","text":"[doctor] hello\n[patient] hi"}"#;
    let set = set()
        .with_sources(policy, "policy")
        .and_then(|set| set.with_sources(talk, "talk"))
        .expect("both are well formed");
    let text = |id: &str| {
        set.get(&SourceId::new(id))
            .map(|snippet| snippet.text.clone())
    };
    assert_eq!(text("transcript:2").as_deref(), Some("[patient] hi"));
    assert_eq!(text("transcript:3"), None);
    assert_eq!(text("policy:insulin").as_deref(), Some("On insulin"));
    assert_eq!(
        text("policy:cgm#later").as_deref(),
        Some("A visit every 6 months")
    );
    assert!(text("policy:cgm").is_some_and(
        |text| text.contains("E2103") && text.contains("all of: dm, (any of: insulin, hypo)")
    ));
}

#[test]
fn a_criterion_that_two_policies_have_needs_its_policy() {
    let one = |id: &str| {
        format!(
            r#"{{"id":"{id}","title":"{id}","criteria":[{{"id":"dm","text":"Diabetes in {id}"}}]}}"#
        )
    };
    let set = set()
        .with_sources(&one("a"), "a")
        .and_then(|set| set.with_sources(&one("b"), "b"))
        .expect("both are well formed");
    assert!(set.get(&SourceId::new("policy:dm")).is_none());
    assert!(set.get(&SourceId::new("policy:b#dm")).is_some());
}

#[test]
fn a_message_is_prose_that_can_be_quoted() {
    let chart = CHART.replace(
        r#"{"resource":{"resourceType":"Basic""#,
        r#"{"resource":{"resourceType":"Communication","id":"c","status":"completed","subject":{"reference":"Patient/p"},"sender":{"reference":"Patient/p"},"sent":"2026-10-27T19:40:00Z","payload":[{"contentString":"My toe is red."}]}},
{"resource":{"resourceType":"Basic""#,
    );
    let set = frozen(&chart);
    let message = set.get(&SourceId::new("Communication/c")).unwrap();
    assert_eq!(message.title, "Message from the patient");
    assert_eq!(message.prose.len(), 1);
    assert_eq!(message.prose[0].of(&message.text), Some("My toe is red."));
    assert!(message.date.is_some());
}

#[test]
fn search_finds_by_title_first() {
    let set = set();
    let hits = Index::build(&set).search(
        "hemoglobin a1c",
        &Filter::Types(vec!["Observation".to_owned()]),
        5,
    );
    assert_eq!(
        hits.first().map(|hit| hit.id.as_str()),
        Some("Observation/a")
    );
    assert!(Index::build(&set).search("", &Filter::All, 5).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_resource_freezes(kind in "[A-Z][a-z]{2,12}", key in "[a-zA-Z]{1,16}", text in "\\PC{0,60}", number in any::<i32>()) {
        let text = serde_json::to_string(&text).unwrap();
        let bundle = format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{{"resourceType":"Patient","id":"p"}}}},{{"resource":{{"resourceType":"{kind}","id":"r","{key}":{text},"list":[{{"{key}":{number}}},{{"{key}":{text}}}],"valueQuantity":{{"value":{number},"unit":{text}}}}}}}]}}"#);
        if let Ok(chart) = chart::Chart::from_bundle(bundle.as_bytes()) {
            let set = SourceSet::freeze(&chart);
            for snippet in set.snippets() {
                for span in snippet.facts.iter().filter_map(|fact| fact.span).chain(snippet.prose.iter().copied()) {
                    prop_assert!(span.of(&snippet.text).is_some());
                }
            }
            prop_assert_eq!(set.hash(), SourceSet::freeze(&chart).hash());
        }
    }

    #[test]
    fn any_source_text_is_read_or_refused(json in "\\PC{0,120}") {
        let _ = SourceInput::parse_all(&json, "input");
    }
}

#[test]
fn a_dosage_of_words_alone_is_an_instruction() {
    let set = frozen(
        r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p"}},
{"resource":{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"anastrozole 1 mg tablet"},"dosageInstruction":[{"text":"Take 1 tablet by mouth once daily"}]}}
]}"#,
    );
    let order = set.get(&SourceId::new("MedicationRequest/m")).unwrap();
    let instruction = order.facts(sources::FactRole::Instruction).next().unwrap();
    assert_eq!(instruction.path, "dosageInstruction[0].text");
}
