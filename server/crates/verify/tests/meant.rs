//! A number, a unit and a date are of what they are said of, and of nothing else that happens to have them. Each with what must pass. On an invented
//! chart.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

use model::{Citation, SourceId, StatementId, StatementVerdict};
use sources::SourceSet;
use verify::{Lexicon, Verifier};

/// A patient with ten results of one test, an order by tablets with a reason that has days of its own, a height, a note.
fn chart() -> String {
    let note = "UGF0aWVudCBpcyBtYXJyaWVkIGFuZCBhbiBhY3RpdmUgc21va2VyLg==";
    let mut entries = vec![
        r#"{"resource":{"resourceType":"Patient","id":"p","name":[{"family":"Harrow","given":["Tilda"]}],"gender":"female","birthDate":"1961-09-14"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Condition","id":"throat","subject":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"code":"resolved"}]},"code":{"text":"Streptococcal sore throat"},"onsetDateTime":"2018-12-24","abatementDateTime":"2018-12-31"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"MedicationRequest","id":"order","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"anastrozole 1 mg tablet"},"authoredOn":"2018-12-24","reasonReference":[{"reference":"Condition/throat"}],"dosageInstruction":[{"text":"Take 1 tablet by mouth once daily"}]}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Observation","id":"height","status":"final","subject":{"reference":"Patient/p"},"code":{"text":"Body height"},"effectiveDateTime":"2021-11-03","valueQuantity":{"value":146,"unit":"cm","code":"cm"}}}"#.to_owned(),
        format!(
            r#"{{"resource":{{"resourceType":"DocumentReference","id":"note","status":"current","subject":{{"reference":"Patient/p"}},"date":"2019-07-31","type":{{"text":"Progress note"}},"content":[{{"attachment":{{"contentType":"text/plain","data":"{note}"}}}}]}}}}"#
        ),
    ];
    entries.push(r#"{"resource":{"resourceType":"Condition","id":"liver","subject":{"reference":"Patient/p"},"code":{"text":"Hepatitis"},"encounter":{"reference":"Encounter/visit"},"verificationStatus":{"coding":[{"code":"refuted"}]},"note":[{"text":"One reading at home. Refuted."}]}}"#.to_owned());
    entries.push(r#"{"resource":{"resourceType":"Encounter","id":"visit","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/p"}}}"#.to_owned());
    entries.push(r#"{"resource":{"resourceType":"Observation","id":"albumin","status":"final","subject":{"reference":"Patient/p"},"code":{"text":"Albumin"},"encounter":{"reference":"Encounter/visit"},"effectiveDateTime":"2020-10-27","valueQuantity":{"value":3.4,"unit":"g/dL","code":"g/dL"}}}"#.to_owned());
    entries.push(r#"{"resource":{"resourceType":"Observation","id":"smoking","status":"final","subject":{"reference":"Patient/p"},"code":{"text":"Tobacco smoking status"},"effectiveDateTime":"2019-07-31","valueCodeableConcept":{"text":"Never smoker"}}}"#.to_owned());
    for month in 1..=10 {
        let value = 60 + month;
        entries.push(format!(
            r#"{{"resource":{{"resourceType":"Observation","id":"e{month}","status":"final","subject":{{"reference":"Patient/p"}},"code":{{"text":"eGFR"}},"effectiveDateTime":"2016-{month:02}-12","valueQuantity":{{"value":{value},"unit":"mL/min","code":"mL/min"}}}}}}"#
        ));
    }
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

/// `cited` by spaces.
fn verdict(set: &SourceSet, text: &str, cited: &str) -> StatementVerdict {
    let verifier = Verifier::new(set, Lexicon::shipped());
    let day = model::date::parse("2023-07-01").expect("a date");
    let cite = |source| Citation {
        source: SourceId::new(source),
        quote: None,
    };
    let citations: Vec<Citation> = cited.split(' ').map(cite).collect();
    verifier.statement(&StatementId::new("s"), text, &citations, day)
}

#[test]
fn of_its_own_thing_only() {
    let chart = chart::Chart::from_bundle(chart().as_bytes()).expect("the chart is well formed");
    let set = SourceSet::freeze(&chart);
    let blocked = [
        // One tablet is no microgram, gram or milliliter.
        (
            "Anastrozole 1 mcg by mouth daily.",
            "MedicationRequest/order",
        ),
        ("Anastrozole 1 g once daily.", "MedicationRequest/order"),
        (
            "Anastrozole 1 mL by mouth daily.",
            "MedicationRequest/order",
        ),
        // `m in` is no minute.
        ("Height 146 m in 2021.", "Observation/height"),
        // The day on which the reason ended is not that of the order.
        (
            "Anastrozole 1 mg was prescribed on 2018-12-31.",
            "MedicationRequest/order",
        ),
        ("Anastrozole 1 mg, 2018-12-31.", "MedicationRequest/order"),
        // Ten results are on file, and none is 10.
        ("eGFR was 10 on 12 May 2016.", "Observation/e5"),
        // A letter that stands in the note, and joining words, say nothing.
        ("a", "DocumentReference/note"),
        ("the of", "DocumentReference/note"),
        ("n", "DocumentReference/note"),
        // A number of a note about the visit is no result.
        ("Albumin 3.4 g/dL (1 g/L).", "Observation/albumin"),
        ("The patient is a non-smoker.", "DocumentReference/note"),
        ("Nonsmoker.", "DocumentReference/note"),
        ("She is divorced.", "DocumentReference/note"),
    ];
    let kept = [
        (
            "Anastrozole 1 mg by mouth daily.",
            "MedicationRequest/order",
        ),
        (
            "Anastrozole 1 tablet once daily.",
            "MedicationRequest/order",
        ),
        ("Height 146 cm in 2021.", "Observation/height"),
        ("Height 1.46 m in 2021.", "Observation/height"),
        (
            "Anastrozole 1 mg was prescribed on 2018-12-24.",
            "MedicationRequest/order",
        ),
        ("eGFR was 65 on 12 May 2016.", "Observation/e5"),
        ("eGFR 65, one of 10 on file.", "Observation/e5"),
        ("Albumin 3.4 g/dL (34 g/L).", "Observation/albumin"),
        ("She is an active smoker.", "DocumentReference/note"),
        ("She is married.", "DocumentReference/note"),
        // Sources that contradict each other, both told.
        (
            "Coded as never smoker, yet the note says that she is an active smoker.",
            "Observation/smoking DocumentReference/note",
        ),
    ];
    for (text, cited) in blocked {
        let verdict = verdict(&set, text, cited);
        assert!(!verdict.verdict.releasable(), "released: {text}");
    }
    for (text, cited) in kept {
        let verdict = verdict(&set, text, cited);
        let reasons = &verdict.reasons;
        assert!(verdict.verdict.releasable(), "blocked: {text}: {reasons:?}");
    }
}
