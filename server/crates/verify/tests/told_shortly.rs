//! What is told shortly: codes with their names behind, years as lists, absences by their verb, orders that are or are not. Each with what must fail.
//! On an invented chart.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

mod pairs;

use pairs::kept_and_blocked;
use serde_json::{Value, json};
use sources::SourceSet;

/// The encounter's note, as an attachment has it: "# Assessment", "Pain of the knee after a fall.".
const NOTE: &str = "IyBBc3Nlc3NtZW50ClBhaW4gb2YgdGhlIGtuZWUgYWZ0ZXIgYSBmYWxsLgo=";

fn coded(kind: &str, id: &str, code: &str, name: &str, more: &Value) -> Value {
    let mut out = json!({
        "resourceType": kind, "id": id, "subject": {"reference": "Patient/p"},
        "code": {"text": name, "coding": [{"system": "http://snomed.info/sct", "code": code, "display": name}]},
    });
    for (key, value) in more.as_object().expect("an object") {
        out[key] = value.clone();
    }
    out
}

fn problem(id: &str, code: &str, name: &str, status: &str) -> Value {
    coded(
        "Condition",
        id,
        code,
        name,
        &json!({
            "onsetDateTime": "2008-09-28", "clinicalStatus": {"coding": [{"code": status}]},
            "verificationStatus": {"coding": [{"code": "confirmed"}]},
        }),
    )
}

fn order(id: &str, status: &str, drug: &str, day: &str) -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order", "subject": {"reference": "Patient/p"},
        "medicationCodeableConcept": {"text": drug}, "authoredOn": day,
    })
}

fn vaccine(id: &str, day: &str) -> Value {
    json!({
        "resourceType": "Immunization", "id": id, "status": "completed", "vaccineCode": {"text": "Hepatitis A, adult"},
        "patient": {"reference": "Patient/p"}, "occurrenceDateTime": day,
    })
}

fn filtration(id: &str, day: &str, value: f64) -> Value {
    json!({
        "resourceType": "Observation", "id": id, "status": "final", "code": {"text": "eGFR"}, "subject": {"reference": "Patient/p"},
        "effectiveDateTime": day, "valueQuantity": {"value": value, "unit": "mL/min", "code": "mL/min"},
    })
}

fn set() -> SourceSet {
    let all = [
        json!({"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1954-05-04"}),
        problem("htn", "59621000", "Essential hypertension", "active"),
        problem("gout", "90560007", "Gout", "resolved"),
        order(
            "naproxen",
            "stopped",
            "Naproxen sodium 220 MG Oral Tablet",
            "2009-03-31",
        ),
        order(
            "hctz",
            "stopped",
            "Hydrochlorothiazide 25 MG Oral Tablet",
            "2011-05-02",
        ),
        order(
            "metformin",
            "active",
            "Metformin hydrochloride 500 MG Oral Tablet",
            "2012-03-31",
        ),
        vaccine("v1", "2012-12-10"),
        vaccine("v2", "2013-12-16"),
        vaccine("v3", "2014-12-16"),
        filtration("g1", "2018-03-02", 51.4),
        filtration("g2", "2018-05-04", 28.0),
        coded(
            "Procedure",
            "mri",
            "816077007",
            "MRI of brain",
            &json!({"status": "completed", "performedDateTime": "2008-10-12"}),
        ),
        json!({
            "resourceType": "Encounter", "id": "e", "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/p"},
            "type": [{"text": "Follow-up encounter"}], "period": {"start": "2018-05-04T09:00:00Z", "end": "2018-05-04T09:30:00Z"},
        }),
        json!({
            "resourceType": "DocumentReference", "id": "note", "status": "current", "subject": {"reference": "Patient/p"}, "date": "2018-05-04",
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

const DAY: &str = "2020-02-10";

#[test]
fn codes_with_their_names() {
    let both = "Condition/htn Condition/gout";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                both,
                "SNOMED CT 59621000 for hypertension and 90560007 for gout.",
                "SNOMED CT 59621000 for gout and 90560007 for hypertension.",
            ),
            (
                "Condition/htn",
                "The chart still lists hypertension.",
                "The chart no longer lists hypertension.",
            ),
        ],
    );
}

#[test]
fn years_that_are_listed() {
    let shots = "Immunization/v1 Immunization/v2 Immunization/v3";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                shots,
                "Imms: hepatitis A 2012, 2013, 2014.",
                "Imms: hepatitis A 2012, 2013, 2015.",
            ),
            (
                shots,
                "Hepatitis A vaccine 2012 / 2013 / 2014.",
                "Hepatitis A vaccine 2012 / 2013 / 2016.",
            ),
            (
                "MedicationRequest/naproxen MedicationRequest/hctz",
                "The 2009 and 2011 orders (naproxen, hydrochlorothiazide) are both stopped.",
                "The 2009 and 2012 orders (naproxen, hydrochlorothiazide) are both stopped.",
            ),
            (
                "Observation/g1 Observation/g2",
                "eGFR 51.4 (March 2018), 28 in May.",
                "eGFR 51.4 (May 2018), 28 in March.",
            ),
        ],
    );
}

#[test]
fn orders_that_are_or_are_not() {
    let stopped = "MedicationRequest/naproxen MedicationRequest/hctz";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                stopped,
                "Neither order is active.",
                "Both orders are active.",
            ),
            (
                "MedicationRequest/metformin MedicationRequest/naproxen",
                "He is on metformin tablets; naproxen is stopped.",
                "He is on naproxen tablets; metformin is stopped.",
            ),
            (
                "MedicationRequest/metformin",
                "Metformin 500 mg tablet by mouth.",
                "Metformin 500 mg injection.",
            ),
        ],
    );
}

#[test]
fn absences_by_their_verb() {
    let whole = "Patient/p";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Observation/g2 Patient/p",
                "eGFR was 28 on 4 May 2018, and no repeat eGFR since then is on file.",
                "eGFR was 51.4 on 2 March 2018, and no repeat eGFR since then is on file.",
            ),
            (
                whole,
                "Alcohol use is not documented.",
                "He does not drink alcohol.",
            ),
            (
                whole,
                "Family history is not documented.",
                "Family history is negative.",
            ),
            (
                "Observation/g1 Observation/g2 Patient/p",
                "No eGFR on file was under 20.",
                "No eGFR on file was under 30.",
            ),
            (
                "DocumentReference/note",
                "The note does not state which knee.",
                "The note does not mention a fall.",
            ),
            (
                "Encounter/e Patient/p",
                "The reason for that visit is not recorded.",
                "The reason for that visit was a fall.",
            ),
            (
                "Procedure/mri Patient/p",
                "Brain imaging was done on 12 October 2008; no further brain imaging is on file.",
                "Brain imaging was done on 12 October 2008; no brain imaging is on file.",
            ),
        ],
    );
}
