//! Turns of phrase that say again what a chart has: halves, spans beside their day, values before and after, ratios, ranges without a source. Each with what
//! must fail. On an invented chart.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

mod pairs;

use pairs::kept_and_blocked;
use serde_json::{Value, json};
use sources::SourceSet;

fn observation(id: &str, name: &str, day: &str, value: &Value) -> Value {
    json!({
        "resourceType": "Observation", "id": id, "status": "final", "code": {"text": name},
        "subject": {"reference": "Patient/p"}, "effectiveDateTime": day, "valueQuantity": value,
    })
}

fn pressure(id: &str, day: &str, systolic: i64, diastolic: i64) -> Value {
    let part = |name: &str, value: i64| json!({"code": {"text": name}, "valueQuantity": {"value": value, "unit": "mm[Hg]", "code": "mm[Hg]"}});
    json!({
        "resourceType": "Observation", "id": id, "status": "final", "code": {"text": "Blood pressure"},
        "subject": {"reference": "Patient/p"}, "effectiveDateTime": day,
        "component": [part("Systolic blood pressure", systolic), part("Diastolic blood pressure", diastolic)],
    })
}

fn smoking(id: &str, day: &str, words: &str) -> Value {
    json!({
        "resourceType": "Observation", "id": id, "status": "final", "code": {"text": "Tobacco smoking status"},
        "subject": {"reference": "Patient/p"}, "effectiveDateTime": day, "valueCodeableConcept": {"text": words},
    })
}

fn visit(id: &str, day: &str) -> Value {
    json!({
        "resourceType": "Encounter", "id": id, "status": "finished", "class": {"code": "IMP"},
        "type": [{"text": "Admission for detoxification"}],
        "subject": {"reference": "Patient/p"}, "period": {"start": day, "end": day},
    })
}

fn vaccine(id: &str, day: &str) -> Value {
    json!({
        "resourceType": "Immunization", "id": id, "status": "completed", "vaccineCode": {"text": "MMR"},
        "patient": {"reference": "Patient/p"}, "occurrenceDateTime": day, "encounter": {"reference": "Encounter/child"},
    })
}

fn order(id: &str, status: &str, drug: &str) -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order",
        "subject": {"reference": "Patient/p"}, "medicationCodeableConcept": {"text": drug}, "authoredOn": "2019-03-02",
        "dosageInstruction": [{"text": "1 tablet daily", "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}],
    })
}

fn set() -> SourceSet {
    let lipid = |value: f64| json!({"value": value, "unit": "mg/dL", "code": "mg/dL"});
    let all = [
        json!({"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1954-05-04"}),
        json!({
            "resourceType": "Condition", "id": "hf", "subject": {"reference": "Patient/p"},
            "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"text": "Heart failure", "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "I50"}]}, "onsetDateTime": "2014-07-09",
        }),
        observation("ldl", "LDL cholesterol", "2018-07-09", &lipid(107.0)),
        observation("hdl", "HDL cholesterol", "2018-07-09", &lipid(62.0)),
        observation(
            "bun",
            "Blood urea nitrogen (BUN)",
            "2018-07-09",
            &lipid(40.8),
        ),
        observation("cr", "Creatinine", "2018-07-09", &lipid(1.2)),
        observation(
            "k",
            "Potassium",
            "2018-07-09",
            &json!({"value": 3.82, "unit": "mmol/L", "code": "mmol/L"}),
        ),
        pressure("now", "2018-05-18", 115, 83),
        pressure("then", "2017-05-20", 123, 85),
        smoking("unknown", "2018-07-01", "Unknown if ever smoked"),
        smoking("daily", "2018-07-29", "Smokes tobacco daily"),
        visit("a", "2012-08-01"),
        visit("b", "2013-05-01"),
        visit("c", "2016-12-20"),
        observation(
            "e17",
            "eGFR",
            "2017-07-04",
            &json!({"value": 58.3, "unit": "mL/min", "code": "mL/min"}),
        ),
        observation(
            "e20",
            "eGFR",
            "2018-07-07",
            &json!({"value": 116.4, "unit": "mL/min", "code": "mL/min"}),
        ),
        json!({
            "resourceType": "Condition", "id": "noted", "subject": {"reference": "Patient/p"}, "code": {"text": "Eczema"},
            "clinicalStatus": {"coding": [{"code": "active"}]}, "encounter": {"reference": "Encounter/child"},
            "note": [{"text": "The penicillin allergy is withdrawn, reference 7731. His father has end-stage renal disease."}],
        }),
        json!({
            "resourceType": "Observation", "id": "linked", "status": "final", "code": {"text": "Potassium"},
            "subject": {"reference": "Patient/p"}, "encounter": {"reference": "Encounter/child"},
            "effectiveDateTime": "2018-03-02", "valueQuantity": {"value": 3.9, "unit": "mmol/L", "code": "mmol/L"},
        }),
        vaccine("one", "2018-02-20"),
        vaccine("two", "2018-03-02"),
        json!({
            "resourceType": "Encounter", "id": "child", "status": "finished", "class": {"code": "AMB"},
            "type": [{"text": "Well-child visit, 4 years"}], "subject": {"reference": "Patient/p"}, "period": {"start": "2018-03-02"},
        }),
        order("stopped", "stopped", "metoprolol 50 mg tablet"),
    ];
    let entry: Vec<Value> = all.iter().map(|one| json!({ "resource": one })).collect();
    let bundle =
        json!({"resourceType": "Bundle", "type": "collection", "entry": entry}).to_string();
    SourceSet::freeze(
        &chart::Chart::from_bundle(bundle.as_bytes()).expect("the chart is well formed"),
    )
}

#[test]
fn what_is_said_in_other_words_is_held_against_the_same_facts() {
    let set = set();
    let pairs: &[(&str, &str, &str)] = &[
        (
            "Condition/hf",
            "Heart failure began on 9 July 2014, so roughly four and a half years ago.",
            "Heart failure began on 9 July 2014, so roughly two and a half years ago.",
        ),
        (
            "Condition/hf",
            "Heart failure began four and a half years ago.",
            "Heart failure began two and a half years ago.",
        ),
        (
            "Observation/ldl Observation/hdl",
            "LDL 107, HDL 62 mg/dL; LDL therefore above 70.",
            "LDL 107, HDL 62 mg/dL; LDL therefore below 70.",
        ),
        (
            "Observation/bun Observation/cr",
            "The BUN/creatinine ratio works out to 34.",
            "The BUN/creatinine ratio works out to 31.",
        ),
        (
            "Observation/k",
            "Potassium of 3.82 mmol/L falls within 3.5-5.0.",
            "Potassium of 3.82 mmol/L falls within 4.5-5.0.",
        ),
        (
            "Observation/now Observation/then",
            "Blood pressure was 115/83 in May; a year earlier it was 123/85.",
            "Blood pressure was 123/85 in May; a year earlier it was 115/83.",
        ),
        (
            "Observation/unknown Observation/daily",
            "Tobacco: smokes daily as of 29 Jul 2018; unknown on 1 Jul 2018.",
            "Tobacco: unknown as of 29 Jul 2018; smokes daily on 1 Jul 2018.",
        ),
        ("Patient/p", "One-liner: 64M.", "One-liner: 64F."),
        (
            "Condition/noted",
            "Carried over from the note: “His father has end-stage renal disease”.",
            "Carried over from the note: “end-stage renal disease”.",
        ),
        (
            "Observation/e17 Observation/e20",
            "eGFR up by 58 mL/min between 07/2017 and 07/2018.",
            "eGFR down by 58 mL/min between 07/2017 and 07/2018.",
        ),
        (
            "Immunization/one Immunization/two",
            "2 doses of MMR are recorded.",
            "4 doses of MMR are recorded.",
        ),
        (
            "Condition/hf",
            "| Heart failure | ICD-10 | I50 |",
            "| Heart failure | ICD-10 | I51 |",
        ),
        ("Condition/hf", "Heart failure I50.", "Heart failure I51."),
        (
            "Patient/p",
            "No hepatitis B vaccine is on file, so please send a photo of the vaccine card.",
            "No hepatitis B vaccine is on file, so please double the metformin.",
        ),
        // A note that is a link away vouches for nothing.
        (
            "Observation/linked",
            "Potassium 3.9 mmol/L.",
            "Potassium 3.9 mmol/L; the penicillin allergy is withdrawn, reference 7731.",
        ),
        (
            "Patient/p",
            "The patient is male.",
            "The patient is female.",
        ),
        ("Patient/p", "A 64-year-old man.", "A 64-year-old woman."),
        (
            "Condition/hf",
            "64-year-old male patient with heart failure.",
            "64-year-old female patient with heart failure.",
        ),
        (
            "MedicationRequest/stopped",
            "Metoprolol 50 mg: 1 tablet daily, scheduled, not PRN.",
            "Metoprolol 50 mg: 1 tablet daily, scheduled, not daily.",
        ),
        (
            "MedicationRequest/stopped Patient/p",
            "He is not on any medication now: the metoprolol was stopped.",
            "He was never on any medication.",
        ),
        (
            "Encounter/a Encounter/b Encounter/c",
            "Third admission for detoxification, after August 2012 and May 2013.",
            "Second admission for detoxification, after August 2012 and May 2013.",
        ),
    ];
    kept_and_blocked(&set, "2019-01-05", pairs);
}

const SPOKEN: &str = "[doctor] how long has it been going on\n[patient] about six weeks i used to be on an insulin pump and my wife mentioned the smell and i noticed a red streak and she checked my temperature it was about ninety nine point seven and then i had some chills\n[doctor] any pain\n[patient] it was stinging initially but now it is throbbing my a1c at one point was like thirteen but we got it down to where it's at now i've been six point seven for probably two years and my sugars have been in the three to four hundreds the last two weeks\n[doctor] i do recognize a slight fever however your vitals look good the wound is approximately two by two centimeters i reviewed the x ray of your right foot i do n't see any evidence of osteomyelitis meaning that there is no infection of the bone and i want to keep your hemoglobin a1c below seven and see you again in seven days";

#[test]
fn speech_without_full_stops_is_held_against_its_own_words() {
    let bundle = r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p","gender":"male","birthDate":"1960-01-01"}}]}"#;
    let chart = chart::Chart::from_bundle(bundle.as_bytes()).expect("the chart is well formed");
    let source = json!({"id": "transcript", "kind": "transcript", "title": "Visit", "date": "2024-09-17", "text": SPOKEN});
    let set = SourceSet::freeze(&chart)
        .with_sources(&source.to_string(), "transcript")
        .expect("a transcript");
    let pairs: &[(&str, &str, &str)] = &[
        (
            "transcript:2",
            "Home temp 99.7 °F (37.6 °C), plus chills on one occasion.",
            "Home temp 99.7 °F (39.6 °C), plus chills on one occasion.",
        ),
        (
            "transcript:2",
            "He used to be on an insulin pump.",
            "He is on an insulin pump.",
        ),
        ("transcript:2", "Duration ~6 weeks.", "Duration ~9 weeks."),
        (
            "transcript:4",
            "Pain: stinging at first, throbbing now.",
            "Pain: throbbing at first, burning now.",
        ),
        (
            "transcript:4",
            "Glucose 300s–400s for two weeks.",
            "Glucose 500s–600s for two weeks.",
        ),
        (
            "transcript:4",
            "A1c came down from 13 to 6.7.",
            "A1c has been rising, from 6.7 to around 13.",
        ),
        (
            "transcript:5",
            "VS: slight fever; otherwise look good.",
            "VS: high fever; otherwise look good.",
        ),
        (
            "transcript:5",
            "Wound approx 2 x 2 cm.",
            "Wound approx 2 x 2 mm.",
        ),
        (
            "transcript:5",
            "XR right foot (today): no evidence of osteomyelitis.",
            "XR right foot (today): evidence of osteomyelitis.",
        ),
        (
            "transcript:4 transcript:5",
            "At 6.7% he is below the A1c target of 7.",
            "At 6.7% he is above the A1c target of 7.",
        ),
    ];
    kept_and_blocked(&set, "2024-09-17", pairs);
}
