//! What is told in plain words: places in a range, denials without a name, limits since a day, ages of results, states counted. Each with what must fail.
//! On an invented chart and note.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

mod pairs;

use pairs::kept_and_blocked;
use serde_json::{Value, json};
use sources::SourceSet;

/// The note, as an attachment has it: "# Chief Complaint", "No complaints.", "# Course", "At discharge 95 % on room air, speaking in sentences. Drain not
/// needed. Denies plan, intent or access to firearms. Brother informed with his consent."
const NOTE: &str = "IyBDaGllZiBDb21wbGFpbnQKTm8gY29tcGxhaW50cy4KCiMgQ291cnNlCkF0IGRpc2NoYXJnZSA5NSAlIG9uIHJvb20gYWlyLCBzcGVha2luZyBpbiBzZW50ZW5jZXMuIERyYWluIG5vdCBuZWVkZWQuIERlbmllcyBwbGFuLCBpbnRlbnQgb3IgYWNjZXNzIHRvIGZpcmVhcm1zLiBCcm90aGVyIGluZm9ybWVkIHdpdGggaGlzIGNvbnNlbnQuCg==";

fn result(id: &str, name: &str, day: &str, value: f64, unit: &str, range: &Value) -> Value {
    json!({
        "resourceType": "Observation", "id": id, "status": "final", "code": {"text": name},
        "subject": {"reference": "Patient/p"}, "effectiveDateTime": day,
        "valueQuantity": {"value": value, "unit": unit, "code": unit}, "referenceRange": range,
    })
}

fn order(id: &str, status: &str, drug: &str) -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order",
        "subject": {"reference": "Patient/p"}, "medicationCodeableConcept": {"text": drug}, "authoredOn": "2012-03-31",
        "dosageInstruction": [{"asNeededBoolean": true}],
    })
}

fn vaccine(id: &str, day: &str) -> Value {
    json!({
        "resourceType": "Immunization", "id": id, "status": "completed", "vaccineCode": {"text": "Hepatitis A, adult"},
        "patient": {"reference": "Patient/p"}, "occurrenceDateTime": day,
    })
}

fn problem(id: &str, status: &str, name: &str) -> Value {
    json!({
        "resourceType": "Condition", "id": id, "subject": {"reference": "Patient/p"}, "code": {"text": name}, "onsetDateTime": "2008-09-28",
        "clinicalStatus": {"coding": [{"code": status}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
    })
}

fn goal(id: &str, words: &str) -> Value {
    json!({
        "resourceType": "Goal", "id": id, "lifecycleStatus": "active", "subject": {"reference": "Patient/p"}, "description": {"text": words},
    })
}

fn set() -> SourceSet {
    let none = Value::Null;
    let range = |low: f64, high: f64, words: &str| json!([{"low": {"value": low, "unit": "g/dL"}, "high": {"value": high, "unit": "g/dL"}, "text": words}]);
    let all = [
        json!({"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1954-05-04"}),
        result(
            "hb",
            "Hemoglobin",
            "2017-07-11",
            15.2,
            "g/dL",
            &range(12.0, 17.0, "12.0 - 17.0 g/dL"),
        ),
        result(
            "tnt",
            "Troponin T",
            "2021-10-05",
            22.0,
            "ng/L",
            &json!([{"text": "<= 14 ng/L"}]),
        ),
        result("g1", "eGFR", "2018-03-02", 51.4, "mL/min", &none),
        result("g2", "eGFR", "2018-05-04", 28.0, "mL/min", &none),
        result("g3", "eGFR", "2019-05-04", 24.0, "mL/min", &none),
        result("t1", "Triglycerides", "2019-05-21", 210.0, "mg/dL", &none),
        result("t2", "Triglycerides", "2019-08-21", 415.0, "mg/dL", &none),
        result("glu", "Glucose", "2020-01-21", 158.0, "mg/dL", &none),
        result("a1c", "Hemoglobin A1c", "2020-01-21", 6.2, "%", &none),
        goal("gg", "Glucose < 108"),
        goal("ga", "Hemoglobin A1c < 7.0"),
        order("m1", "active", "Metformin hydrochloride 500 MG Oral Tablet"),
        order("m2", "active", "Lisinopril 10 MG Oral Tablet"),
        order("m3", "stopped", "Acetaminophen 325 MG Oral Tablet"),
        vaccine("v1", "2012-12-10"),
        vaccine("v2", "2013-12-16"),
        vaccine("v3", "2014-12-16"),
        problem("lung", "active", "Suspected lung cancer"),
        problem("gout", "resolved", "Gout"),
        problem("asthma", "active", "Asthma"),
        json!({"resourceType": "Procedure", "id": "mri", "status": "completed", "code": {"text": "MRI of brain"}, "subject": {"reference": "Patient/p"}, "performedDateTime": "2008-10-12"}),
        json!({
            "resourceType": "DocumentReference", "id": "note", "status": "current", "subject": {"reference": "Patient/p"}, "date": "2020-01-21",
            "type": {"text": "Progress note"}, "content": [{"attachment": {"contentType": "text/plain", "data": NOTE}}],
        }),
    ];
    let entries: Vec<Value> = all.iter().map(|one| json!({"resource": one})).collect();
    let bundle =
        json!({"resourceType": "Bundle", "type": "collection", "entry": entries}).to_string();
    SourceSet::freeze(
        &chart::Chart::from_bundle(bundle.as_bytes()).expect("the chart is well formed"),
    )
}

#[test]
fn places_in_a_range_and_limits() {
    let pairs: &[(&str, &str, &str)] = &[
        (
            "Observation/hb",
            "Hemoglobin of 15.2 g/dL was within the normal range.",
            "Hemoglobin of 15.2 g/dL was too high.",
        ),
        (
            "Observation/hb",
            "Hemoglobin 15.2 g/dL, not elevated.",
            "Hemoglobin 15.2 g/dL, not normal.",
        ),
        (
            "Observation/tnt",
            "Troponin T 22 ng/L (above range).",
            "Troponin T 22 ng/L (within the limit).",
        ),
        (
            "Observation/hb",
            "Hemoglobin 15.2 g/dL is over two years old (11 July 2017).",
            "Hemoglobin 15.2 g/dL is over five years old (11 July 2017).",
        ),
        (
            "Observation/g1 Observation/g2 Observation/g3",
            "eGFR was 51.4 in March 2018 and has been under 30 at every check since 4 May 2018.",
            "eGFR was 51.4 in March 2018 and has been under 26 at every check since 4 May 2018.",
        ),
        (
            "Observation/t1 Observation/t2",
            "Both values are above 150 mg/dL, and the one from August was over 400.",
            "Both values are above 150 mg/dL, and the one from May was over 400.",
        ),
        (
            "Observation/glu Goal/gg",
            "Glucose was 158 mg/dL; the goal is less than 108.",
            "Glucose was 158 mg/dL; the goal is less than 180.",
        ),
        (
            "Observation/a1c Goal/ga",
            "His latest HbA1c sits below the < 7.0 goal.",
            "His latest HbA1c sits above the < 7.0 goal.",
        ),
    ];
    kept_and_blocked(&set(), "2020-02-10", pairs);
}

#[test]
fn denials_of_plain_things() {
    let note = "DocumentReference/note";
    let pairs: &[(&str, &str, &str)] = &[
        (
            note,
            "He was able to speak in sentences.",
            "He was not able to speak in sentences.",
        ),
        (note, "No drain was needed.", "A drain was needed."),
        (
            note,
            "No plan, no intent, no firearm access.",
            "No plan, no intent, firearm access.",
        ),
        (
            note,
            "The brother was informed with his consent.",
            "The brother was informed without his consent.",
        ),
        (
            note,
            "No complaints today.",
            "He reports several complaints today.",
        ),
        (
            "Procedure/mri",
            "An MRI of the brain was done on 12 October 2008.",
            "An MRI of the brain on 12 October 2008 showed no metastases.",
        ),
    ];
    kept_and_blocked(&set(), "2020-01-21", pairs);
}

#[test]
fn states_counts_and_doubt() {
    let orders = "MedicationRequest/m1 MedicationRequest/m2 MedicationRequest/m3 Patient/p";
    let pairs: &[(&str, &str, &str)] = &[
        (
            orders,
            "Three medication orders on file: two active, one stopped.",
            "Three medication orders on file: one active, two stopped.",
        ),
        (
            "MedicationRequest/m3 MedicationRequest/m1",
            "Metformin 500 mg is active; and as-needed acetaminophen 325 mg has been stopped.",
            "Metformin 500 mg has been stopped; as-needed acetaminophen 325 mg is active.",
        ),
        (
            "MedicationRequest/m1",
            "On metformin 500 mg since 2012.",
            "On lisinopril 500 mg since 2012.",
        ),
        (
            "MedicationRequest/m3",
            "Acetaminophen 325 mg, since stopped.",
            "On acetaminophen 325 mg since March 2012.",
        ),
        (
            "Immunization/v1 Immunization/v2",
            "Two adult hepatitis A doses (12/10/2012 and 12/16/2013).",
            "Three adult hepatitis A doses (12/10/2012 and 12/16/2013).",
        ),
        (
            "Immunization/v1 Immunization/v2 Immunization/v3",
            "Hepatitis A vaccine on 16 December 2014, his third on record.",
            "Hepatitis A vaccine on 16 December 2014, his second on record.",
        ),
        (
            "Condition/lung",
            "Lung cancer was suspected on 28 September 2008.",
            "Lung cancer was confirmed on 28 September 2008.",
        ),
        (
            "Condition/gout Condition/asthma",
            "The gout is resolved, and the asthma is active.",
            "The gout is resolved, and so is the asthma.",
        ),
    ];
    kept_and_blocked(&set(), "2020-02-10", pairs);
}

#[test]
fn days_of_lines_of_a_conversation() {
    let bundle = r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p","gender":"female"}}]}"#;
    let chart = chart::Chart::from_bundle(bundle.as_bytes()).expect("the chart is well formed");
    let words = "[doctor] date of birth is january 13th , 1982 .\n[doctor] yeah , your alt was about 128 .\n[patient] and back in october it was 254 .\n[patient] i will start back at the gym in july .";
    let source = json!({"id": "transcript", "kind": "transcript", "title": "Visit", "date": "2021-06-15", "text": words});
    let set = SourceSet::freeze(&chart)
        .with_sources(&source.to_string(), "transcript")
        .expect("a transcript");
    let pairs: &[(&str, &str, &str)] = &[
        (
            "transcript:4",
            "She will start back at the gym in July.",
            "She will start back at the gym in August.",
        ),
        (
            "transcript:2 transcript:3",
            "ALT about 128, and 254 back in October.",
            "ALT about 254, and 128 back in October.",
        ),
    ];
    kept_and_blocked(&set, "2021-06-15", pairs);
}
