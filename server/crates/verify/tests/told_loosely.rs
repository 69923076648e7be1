//! What a hurried reader would let pass: sums, sides of a name, what was not repeated, what stands on no list, years of nothing. Each with what must fail.
//! On an invented chart and note.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

mod pairs;

use pairs::kept_and_blocked;
use serde_json::{Value, json};
use sources::SourceSet;

/// The note, as an attachment has it: "# Social History", "Patient currently has Medicare. The allergy to peanuts is known.", "# Plan", "The pain sits just
/// below the navel. Sometimes it bothers him."
const NOTE: &str = "IyBTb2NpYWwgSGlzdG9yeQpQYXRpZW50IGN1cnJlbnRseSBoYXMgTWVkaWNhcmUuIFRoZSBhbGxlcmd5IHRvIHBlYW51dHMgaXMga25vd24uCgojIFBsYW4KVGhlIHBhaW4gc2l0cyBqdXN0IGJlbG93IHRoZSBuYXZlbC4gU29tZXRpbWVzIGl0IGJvdGhlcnMgaGltLgo=";

fn subject(mut one: Value) -> Value {
    one["subject"] = json!({"reference": "Patient/p"});
    one
}

fn condition(id: &str, name: &str) -> Value {
    subject(json!({
        "resourceType": "Condition", "id": id, "code": {"text": name}, "onsetDateTime": "2008-09-28",
        "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
    }))
}

fn act(id: &str, name: &str, day: &str) -> Value {
    subject(json!({
        "resourceType": "Procedure", "id": id, "status": "completed", "code": {"text": name}, "performedDateTime": day,
    }))
}

fn pressure(id: &str, day: &str, high: u16, low: u16) -> Value {
    let part = |name: &str, value: u16| json!({"code": {"text": name}, "valueQuantity": {"value": value, "unit": "mm[Hg]", "code": "mm[Hg]"}});
    subject(json!({
        "resourceType": "Observation", "id": id, "status": "final", "code": {"text": "Blood pressure"}, "effectiveDateTime": day,
        "component": [part("Diastolic blood pressure", low), part("Systolic blood pressure", high)],
    }))
}

fn weight(id: &str, day: &str, value: f64) -> Value {
    subject(json!({
        "resourceType": "Observation", "id": id, "status": "final", "code": {"text": "Body weight"}, "effectiveDateTime": day,
        "valueQuantity": {"value": value, "unit": "kg", "code": "kg"},
    }))
}

fn smoking(id: &str, day: &str, answer: &str) -> Value {
    subject(json!({
        "resourceType": "Observation", "id": id, "status": "final", "code": {"text": "Tobacco smoking status"}, "effectiveDateTime": day,
        "valueCodeableConcept": {"text": answer},
    }))
}

fn order(id: &str, status: &str, drug: &str) -> Value {
    subject(json!({
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order",
        "medicationCodeableConcept": {"text": drug}, "authoredOn": "2017-03-31",
    }))
}

fn vaccine(id: &str, name: &str, day: &str) -> Value {
    json!({
        "resourceType": "Immunization", "id": id, "status": "completed", "vaccineCode": {"text": name},
        "patient": {"reference": "Patient/p"}, "occurrenceDateTime": day,
    })
}

fn visit(id: &str, class: &str, name: &str, from: &str, to: &str) -> Value {
    subject(json!({
        "resourceType": "Encounter", "id": id, "status": "finished", "class": {"code": class}, "type": [{"text": name}],
        "period": {"start": from, "end": to},
    }))
}

fn set() -> SourceSet {
    let emergency = |id: &str, day: &str| {
        visit(
            id,
            "EMER",
            "Emergency room admission",
            &format!("{day}T10:00:00Z"),
            &format!("{day}T12:00:00Z"),
        )
    };
    let all = [
        json!({
            "resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1954-05-04", "address": [{"use": "home", "city": "Rockland"}],
            "deceasedDateTime": "2020-02-24",
        }),
        condition("migraine", "Chronic intractable migraine without aura"),
        condition("htn", "Hypertension"),
        act("colon1", "Colonoscopy", "2014-12-26"),
        act("colon2", "Colonoscopy", "2019-12-25"),
        act("mri", "MRI of brain", "2008-10-12"),
        pressure("b1", "2018-05-04", 134, 84),
        pressure("b2", "2019-05-04", 130, 82),
        weight("w1", "2011-05-20", 54.7),
        weight("w2", "2020-02-01", 71.9),
        smoking("s1", "2018-07-01", "Unknown if ever smoked"),
        smoking("s2", "2018-07-29", "Smokes tobacco daily"),
        order("m1", "active", "Hydrochlorothiazide 25 MG Oral Tablet"),
        order("m2", "active", "Naproxen sodium 220 MG Oral Tablet"),
        order("m3", "active", "Norethindrone 0.35 MG Oral Tablet"),
        vaccine("v1", "Influenza, seasonal", "2019-12-10"),
        vaccine("v2", "Hepatitis B, adult", "2017-05-28"),
        vaccine("v3", "Hepatitis B, adult", "2018-04-01"),
        emergency("e1", "2003-01-23"),
        emergency("e2", "2013-09-29"),
        emergency("e3", "2016-05-09"),
        visit(
            "stay",
            "IMP",
            "Inpatient stay",
            "2020-01-05T04:09:00Z",
            "2020-01-06T04:09:00Z",
        ),
        subject(json!({
            "resourceType": "QuestionnaireResponse", "id": "q", "status": "completed", "authored": "2020-02-01",
            "item": [{"linkId": "5", "text": "Being so restless that it is hard to sit still", "answer": [{"valueString": "Several days"}]}],
        })),
        subject(json!({
            "resourceType": "DocumentReference", "id": "note", "status": "current", "date": "2020-01-05", "type": {"text": "Progress note"},
            "content": [{"attachment": {"contentType": "text/plain", "data": NOTE}}],
        })),
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
fn sums_and_limits_of_none() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Encounter/e1 Encounter/e2 Encounter/e3 Patient/p",
                "ED visits on 1/23/2003, 9/29/2013 and 5/9/2016 – three in all.",
                "ED visits on 1/23/2003, 9/29/2013 and 5/9/2016 – four in all.",
            ),
            (
                "MedicationRequest/m1 MedicationRequest/m2 MedicationRequest/m3 Patient/p",
                "Three active orders in total, namely hydrochlorothiazide, naproxen and norethindrone.",
                "Two active orders in total, namely hydrochlorothiazide and norethindrone.",
            ),
            (
                "Observation/b1 Observation/b2",
                "None of the systolics on file has been above 134.",
                "None of the systolics on file has been above 130.",
            ),
            (
                "Observation/w1 Observation/w2",
                "Weight is 71.9 kg, 17.2 kg above the 54.7 kg of May 2011.",
                "Weight is 71.9 kg, 19.2 kg above the 54.7 kg of May 2011.",
            ),
        ],
    );
}

#[test]
fn names_places_and_states_of_life() {
    let note = "DocumentReference/note";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Condition/migraine",
                "Chronic intractable migraine without aura.",
                "Chronic intractable migraine with aura.",
            ),
            (note, "Covered by Medicare.", "Covered by Medicaid."),
            (
                note,
                "The pain sits just below the navel.",
                "The pain sits just above the navel.",
            ),
            (
                note,
                "The pain bothers him sometimes.",
                "The pain bothers him all the time.",
            ),
            (
                "Patient/p",
                "He lives in Rockland.",
                "He lives in Rockland and works as a nurse.",
            ),
            (
                "Encounter/stay Patient/p",
                "The inpatient stay began on 5 January.",
                "He was discharged home from the inpatient stay of 5 January.",
            ),
            (
                "QuestionnaireResponse/q",
                "Being so restless that it is hard to sit still: several days.",
                "Being so restless that it is hard to sit still: nearly every day.",
            ),
            (
                "Encounter/stay",
                "The inpatient stay is over.",
                "The inpatient stay is still in progress.",
            ),
            (
                "Encounter/stay Patient/p",
                "He was an inpatient five weeks ago.",
                "He goes home from the inpatient stay with an appointment in two weeks.",
            ),
            (
                "Observation/s1 Observation/s2",
                "Smoking status: unknown on 7/1/2018, smokes daily four weeks later.",
                "Smoking status: smokes daily on 7/1/2018, unknown four weeks later.",
            ),
        ],
    );
}

#[test]
fn what_was_not_done_again() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Procedure/colon2 Patient/p",
                "Colonoscopy was done on 25 December 2019 and has not been repeated since.",
                "Colonoscopy was done on 26 December 2014 and has not been repeated since.",
            ),
            (
                "Procedure/mri Patient/p",
                "Brain MRI was obtained on 12 October 2008.",
                "Brain MRI was obtained on 12 October 2008; it showed no metastases.",
            ),
            (
                "Patient/p Condition/htn",
                "Hypertension is among his coded conditions.",
                "PTSD is among his coded conditions.",
            ),
            (
                "DocumentReference/note",
                "The note carries the peanut allergy.",
                "The note does not carry the peanut allergy.",
            ),
        ],
    );
}

#[test]
fn when_and_how_often_nothing_is_on_file() {
    let shots = "Immunization/v2 Immunization/v3 Patient/p";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Immunization/v1 Patient/p",
                "Last flu shot on 10 December 2019; none is on file for 2015 or 2016.",
                "Last flu shot on 10 December 2019; none is on file for 2015 or 2019.",
            ),
            (
                shots,
                "Hepatitis B vaccine on 28 May 2017 and 1 April 2018; a third dose is not on file.",
                "Hepatitis B vaccine on 28 May 2017; a second dose is not on file.",
            ),
            (
                "Observation/b1 Observation/b2 Patient/p",
                "There is no blood pressure on file between 4 May 2018 and 4 May 2019.",
                "There is no blood pressure on file between 4 May 2017 and 4 May 2019.",
            ),
            (
                "Patient/p",
                "No A1c, lipid panel or creatinine has been filed so far.",
                "No A1c, blood pressure or creatinine has been filed so far.",
            ),
            (
                "Patient/p Observation/b2",
                "No blood pressure is on file after 5 January.",
                "No blood pressure is on file after 5 January 2019.",
            ),
            (
                "Patient/p",
                "Neither allergies nor family history are recorded.",
                "Neither immunizations nor family history are recorded.",
            ),
            (
                "Condition/migraine Patient/p",
                "How severe it was isn't stated.",
                "It was severe.",
            ),
            (
                "Condition/migraine Patient/p",
                "Which drug was taken for migraine is not documented.",
                "Sumatriptan was taken for migraine.",
            ),
        ],
    );
}
