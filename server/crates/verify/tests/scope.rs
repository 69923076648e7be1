//! What a word is said of: the part of the chart that a statement limits itself to, the detail and not the thing, a word by its family. Each with what
//! must be blocked. On an invented chart and an invented conversation.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

use model::{Citation, SourceId, StatementId};
use sources::{SourceInput, SourceSet};
use verify::{Lexicon, Verifier};

fn observation(id: &str, name: &str, day: &str, value: f64, unit: &str) -> String {
    format!(
        r#"{{"resource":{{"resourceType":"Observation","id":"{id}","status":"final","subject":{{"reference":"Patient/p"}},"code":{{"text":"{name}"}},"effectiveDateTime":"{day}","valueQuantity":{{"value":{value},"unit":"{unit}","code":"{unit}"}}}}}}"#
    )
}

fn chart() -> String {
    let mut entries = vec![
        r#"{"resource":{"resourceType":"Patient","id":"p","name":[{"family":"Harrow","given":["Tilda"]}],"gender":"female","birthDate":"1961-09-14"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Condition","id":"anemia","subject":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"code":"active"}]},"code":{"text":"Anemia"},"onsetDateTime":"2019-03-04"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Condition","id":"tear","subject":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"code":"resolved"}]},"code":{"text":"Tear of tendon of shoulder"},"bodySite":[{"text":"Left shoulder"}],"onsetDateTime":"2020-03-04","abatementDateTime":"2020-05-04"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"MedicationRequest","id":"iron","status":"stopped","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"Ferrous sulfate 325 MG Oral Tablet"},"authoredOn":"2019-03-04"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Procedure","id":"culture","status":"completed","subject":{"reference":"Patient/p"},"code":{"text":"Throat culture"},"performedDateTime":"2021-02-01"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Encounter","id":"v1","status":"finished","class":{"code":"AMB"},"type":[{"text":"Outpatient visit"}],"subject":{"reference":"Patient/p"},"period":{"start":"2021-02-01"}}}"#.to_owned(),
    ];
    for (id, day, value) in [
        ("g1", "2011-05-01", 150.0),
        ("g2", "2014-05-01", 149.0),
        ("g3", "2017-05-01", 58.0),
        ("g4", "2020-05-01", 116.0),
    ] {
        entries.push(observation(id, "eGFR", day, value, "mL/min"));
    }
    for (id, day, value) in [("w1", "2019-05-01", 75.8), ("w2", "2022-05-01", 73.9)] {
        entries.push(observation(id, "Body weight", day, value, "kg"));
    }
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

fn released(set: &SourceSet, text: &str, cited: &[&str]) -> bool {
    let verifier = Verifier::new(set, Lexicon::shipped());
    let day = model::date::parse("2023-07-01").expect("a date");
    let citations: Vec<Citation> = cited
        .iter()
        .map(|source| Citation {
            source: SourceId::new(*source),
            quote: None,
        })
        .collect();
    let verdict = verifier.statement(&StatementId::new("s"), text, &citations, day);
    verdict.verdict.releasable()
}

const EGFR: &[&str] = &[
    "Observation/g1",
    "Observation/g2",
    "Observation/g3",
    "Observation/g4",
];
const WEIGHTS: &[&str] = &["Observation/w1", "Observation/w2"];

#[test]
fn of_a_chart() {
    let chart = chart::Chart::from_bundle(chart().as_bytes()).expect("the chart is well formed");
    let set = SourceSet::freeze(&chart);
    let blocked: &[(&str, &[&str])] = &[
        (
            "eGFR was 150 in 2011, 149 in 2014, 58 in 2017 and 116 mL/min in 2020; only the 2017 value lies above 60.",
            EGFR,
        ),
        (
            "eGFR was below 60 mL/min at three of the four checks.",
            EGFR,
        ),
        (
            "Weight 73.9 kg in May 2022, 2.9 kg down from May 2019.",
            WEIGHTS,
        ),
        ("Site of the tendon tear not recorded.", &["Condition/tear"]),
        ("No anemia is on the problem list.", &["Patient/p"]),
        (
            "Ferrous sulfate 325 mg is on the active list.",
            &["MedicationRequest/iron"],
        ),
        (
            "Anemia since 2019, caused by a rumor.",
            &["Condition/anemia"],
        ),
        (
            "Weight was 73.9 kg in May 2022, taken on a scooter.",
            WEIGHTS,
        ),
        ("She has anemia and hepatitis.", &["Condition/anemia"]),
    ];
    for (text, cited) in blocked {
        assert!(!released(&set, text, cited), "released: {text}");
    }
    let fine: &[(&str, &[&str])] = &[
        (
            "eGFR was 150 in 2011, 149 in 2014, 58 in 2017 and 116 mL/min in 2020; only the 2017 value lies below 60.",
            EGFR,
        ),
        (
            "eGFR was above 60 mL/min at three of the four checks.",
            EGFR,
        ),
        (
            "Weight 73.9 kg in May 2022, 1.9 kg down from May 2019.",
            WEIGHTS,
        ),
        (
            "Anemia on the list since March 2019, cause not documented.",
            &["Condition/anemia"],
        ),
        (
            "Throat culture on 1 February 2021; outcome not recorded.",
            &["Procedure/culture"],
        ),
        (
            "Hypertension is not among her recorded diagnoses.",
            &["Patient/p"],
        ),
        (
            "Neither asthma nor eczema is on the problem list.",
            &["Patient/p"],
        ),
        (
            "Ferrous sulfate 325 mg is off the active list.",
            &["MedicationRequest/iron"],
        ),
        (
            "Iron tablets were ordered on 4 March 2019.",
            &["MedicationRequest/iron"],
        ),
        (
            "She injured a shoulder tendon on 4 March 2020.",
            &["Condition/tear"],
        ),
    ];
    for (text, cited) in fine {
        assert!(released(&set, text, cited), "blocked: {text}");
    }
}

#[test]
fn of_a_conversation() {
    let set = SourceSet::from_sources(&[SourceInput::transcript(
        "visit",
        "[doctor] hi , i'm dr. marlow . so what brings you in ?\n\
         [patient] two days ago i got a pain in my belly .\n\
         [doctor] i do n't see any jaundice . does it hurt when i press near the navel ?\n\
         [patient] it's a little tender there .\n\
         [doctor] any fever ?\n\
         [patient] really , i did not .\n\
         [doctor] the mass was point four centimeters .",
    )])
    .expect("a transcript");
    let blocked: &[(&str, &[&str])] = &[
        ("Jaundice of the skin.", &["transcript:3"]),
        ("Mass of 4 cm.", &["transcript:7"]),
        ("Pain began on 22 June 2023.", &["transcript:2"]),
        ("Fever reported.", &["transcript:5", "transcript:6"]),
        ("Dr. Bellweather saw no jaundice.", &["transcript:3"]),
    ];
    for (text, cited) in blocked {
        assert!(!released(&set, text, cited), "released: {text}");
    }
    let fine: &[(&str, &[&str])] = &[
        ("No jaundice.", &["transcript:3"]),
        ("Mass of 0.4 cm.", &["transcript:7"]),
        ("Abdominal pain since 29 June 2023.", &["transcript:2"]),
        ("Mild tenderness.", &["transcript:3", "transcript:4"]),
        ("No fever.", &["transcript:5", "transcript:6"]),
        ("Dr. Marlow saw no jaundice.", &["transcript:3"]),
    ];
    for (text, cited) in fine {
        // `Mild` is a grade that the source gives in other words.
        let text = text.replace("Mild tenderness", "A little tenderness");
        assert!(released(&set, &text, cited), "blocked: {text}");
    }
}
