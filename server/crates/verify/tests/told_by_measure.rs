//! By how much, of which of two days, for what reason, and in what state: told in plain words, each with what must fail. On an invented chart.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

mod pairs;

use pairs::kept_and_blocked;
use serde_json::{Value, json};
use sources::SourceSet;

const DAY: &str = "2020-06-10";

fn coded(kind: &str, id: &str, name: &str, more: &Value) -> Value {
    let mut out = json!({
        "resourceType": kind, "id": id, "subject": {"reference": "Patient/p"}, "code": {"text": name, "coding": [{"display": name}]},
    });
    for (key, value) in more.as_object().expect("an object") {
        out[key] = value.clone();
    }
    out
}

fn result(id: &str, name: &str, day: &str, value: f64, unit: &str) -> Value {
    coded(
        "Observation",
        id,
        name,
        &json!({
            "status": "final", "effectiveDateTime": day, "valueQuantity": {"value": value, "unit": unit, "code": unit},
        }),
    )
}

fn pressure(id: &str, day: &str, systolic: f64, diastolic: f64) -> Value {
    let part = |code: &str, name: &str, value: f64| {
        json!({
            "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": name}]},
            "valueQuantity": {"value": value, "unit": "mm[Hg]", "code": "mm[Hg]"},
        })
    };
    let parts = [
        part("8480-6", "Systolic blood pressure", systolic),
        part("8462-4", "Diastolic blood pressure", diastolic),
    ];
    coded(
        "Observation",
        id,
        "Blood pressure",
        &json!({"status": "final", "effectiveDateTime": day, "component": parts}),
    )
}

fn problem(id: &str, name: &str, status: &str, began: &str, ended: Option<&str>) -> Value {
    let mut more = json!({
        "onsetDateTime": began, "clinicalStatus": {"coding": [{"code": status}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
    });
    if let Some(day) = ended {
        more["abatementDateTime"] = day.into();
    }
    coded("Condition", id, name, &more)
}

fn order(id: &str, status: &str, drug: &str, day: &str) -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order", "subject": {"reference": "Patient/p"},
        "medicationCodeableConcept": {"text": drug}, "authoredOn": day,
    })
}

#[expect(clippy::too_many_lines, reason = "one resource after the other")]
fn set() -> SourceSet {
    let done = |day: &str| json!({"status": "completed", "performedDateTime": day});
    let mut spirometry = done("2019-03-04");
    spirometry["reasonReference"] = json!([{"reference": "Condition/copd"}]);
    let all = [
        json!({
            "resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1956-02-01", "name": [{"family": "Ash", "given": ["Tom"]}],
            "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName", "valueString": "Wren Larch"}],
        }),
        json!({"resourceType": "Practitioner", "id": "d", "name": [{"family": "Oak", "given": ["Ann"], "prefix": ["Dr."]}]}),
        result("p1", "Platelets", "2014-05-02", 380.0, "10*3/uL"),
        result("p2", "Platelets", "2019-05-02", 170.0, "10*3/uL"),
        result("a1", "ALT", "2019-02-10", 20.6, "U/L"),
        result("a2", "ALT", "2020-02-10", 52.5, "U/L"),
        result("k1", "Potassium", "2018-07-01", 4.7, "mmol/L"),
        result("k2", "Potassium", "2020-06-01", 3.9, "mmol/L"),
        result("w1", "Body weight", "2017-10-01", 87.1, "kg"),
        result("w2", "Body weight", "2020-06-01", 80.0, "kg"),
        result("c1", "Creatinine", "2019-06-30", 0.93, "mg/dL"),
        result("c2", "Creatinine", "2020-06-01", 1.15, "mg/dL"),
        result("h1", "Body height", "2019-06-28", 129.5, "cm"),
        result("h2", "Body height", "2019-08-16", 130.0, "cm"),
        result("g", "Glucose", "2020-06-01", 69.0, "mg/dL"),
        pressure("b1", "2020-01-05", 135.0, 82.0),
        pressure("b2", "2020-06-01", 116.0, 74.0),
        coded(
            "Goal",
            "goal",
            "x",
            &json!({"lifecycleStatus": "active", "description": {"text": "Glucose below 108 mg/dL"}}),
        ),
        coded(
            "Observation",
            "w3",
            "Body weight",
            &json!({
                "status": "final", "effectiveDateTime": "2019-12-16T09:10:00Z", "issued": "2019-12-18T08:00:00Z",
                "encounter": {"reference": "Encounter/ed", "display": "Encounter 1"},
                "valueQuantity": {"value": 84.0, "unit": "kg", "code": "kg"},
            }),
        ),
        problem(
            "copd",
            "Chronic obstructive bronchitis",
            "active",
            "2017-03-05",
            None,
        ),
        problem("stroke", "Stroke", "active", "2019-03-01", None),
        problem(
            "cold",
            "Acute bronchitis",
            "resolved",
            "2018-07-02",
            Some("2018-07-20"),
        ),
        coded("Procedure", "spirometry", "Spirometry", &spirometry),
        coded(
            "Procedure",
            "colectomy",
            "Partial resection of colon",
            &done("2018-05-07"),
        ),
        result("o2", "Oxygen saturation", "2020-06-01", 67.0, "%"),
        json!({
            "resourceType": "Goal", "id": "air", "lifecycleStatus": "active", "subject": {"reference": "Patient/p"},
            "description": {"text": "Oxygen saturation above 85 %"}, "target": [{"dueDate": "2020-07-09"}],
        }),
        json!({
            "resourceType": "CarePlan", "id": "heart", "status": "active", "intent": "plan", "subject": {"reference": "Patient/p"},
            "activity": [
                {"detail": {"code": {"text": "Low sodium diet"}, "status": "in-progress"}},
                {"detail": {"code": {"text": "Cardiac care"}, "status": "in-progress"}},
            ],
        }),
        problem("asthma", "Asthma", "active", "1966-07-02", None),
        order("old", "stopped", "Atenolol 50 MG Oral Tablet", "2018-01-05"),
        order("new", "active", "Atenolol 100 MG Oral Tablet", "2020-01-05"),
        order(
            "iron",
            "active",
            "Ferrous sulfate 325 MG Oral Tablet",
            "2020-01-05",
        ),
        result("s1", "HbA1c", "2018-06-01", 6.4, "%"),
        result("s2", "HbA1c", "2020-06-01", 5.9, "%"),
        result("n1", "Hemoglobin", "2019-03-01", 9.0, "g/dL"),
        result("n2", "Hemoglobin", "2019-04-01", 6.1, "g/dL"),
        result("n3", "Hemoglobin", "2017-04-01", 14.2, "g/dL"),
        json!({
            "resourceType": "CarePlan", "id": "diet", "status": "active", "intent": "plan", "subject": {"reference": "Patient/p"},
            "category": [{"text": "Food allergy diet"}], "period": {"start": "2013-09-19"},
        }),
        json!({
            "resourceType": "Immunization", "id": "later", "status": "completed", "vaccineCode": {"text": "PCV13"},
            "patient": {"reference": "Patient/p"}, "occurrenceDateTime": "2021-03-01",
        }),
        json!({
            "resourceType": "Immunization", "id": "flu", "status": "completed", "vaccineCode": {"text": "Influenza"},
            "patient": {"reference": "Patient/p"}, "occurrenceDateTime": "2019-10-01",
        }),
        json!({
            "resourceType": "Coverage", "id": "plan", "status": "active", "beneficiary": {"reference": "Patient/p"}, "type": {"text": "Medicare"},
            "payor": [{"display": "Medicare"}],
        }),
        json!({
            "resourceType": "Encounter", "id": "ed", "status": "finished", "class": {"code": "EMER"}, "subject": {"reference": "Patient/p"},
            "type": [{"text": "Emergency room admission"}], "period": {"start": "2019-12-16T09:00:00Z", "end": "2019-12-16T10:55:00Z"},
            "participant": [{"individual": {"reference": "Practitioner/d", "display": "Dr. Ann Oak"}}],
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
fn by_how_much_something_changed() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Observation/p1 Observation/p2",
                "Platelets dropped by more than half between 2014 and 2019.",
                "Platelets dropped by less than a quarter between 2014 and 2019.",
            ),
            (
                "Observation/a1 Observation/a2",
                "The ALT has more than doubled from 21 a year earlier.",
                "The ALT has more than tripled from 21 a year earlier.",
            ),
            (
                "Observation/b1 Observation/b2",
                "Compared with January 2020 (135/82) the systolic is 19 points lower.",
                "Compared with January 2020 (135/82) the systolic is 19 points higher.",
            ),
            (
                "Observation/h1 Observation/h2",
                "He was half a centimeter taller on 16 August 2019 than on 28 June.",
                "He was half a centimeter shorter on 16 August 2019 than on 28 June.",
            ),
        ],
    );
}

#[test]
fn which_of_two_days_was_more() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Observation/k1 Observation/k2",
                "Potassium had been higher two years earlier (4.7 mmol/L in July 2018).",
                "Potassium had been lower two years earlier (4.7 mmol/L in July 2018).",
            ),
            (
                "Observation/w1 Observation/w2",
                "In October 2017 he was heavier, 87.1 kg.",
                "In October 2017 he was lighter, 87.1 kg.",
            ),
            (
                "Observation/w1 Observation/w2",
                "He now weighs 80.0 kg, a little less than in October 2017.",
                "He now weighs 80.0 kg, a little more than in October 2017.",
            ),
            (
                "Observation/c1 Observation/c2",
                "Kidney function slipped: creatinine went from 0.93 to 1.15 mg/dL.",
                "Kidney function improved: creatinine went from 0.93 to 1.15 mg/dL.",
            ),
        ],
    );
}

#[test]
fn numbers_and_days_of_other_members_are_none_of_the_result() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            ("Observation/w3", "He weighed 185 lb.", "He weighed 1 lb."),
            (
                "Observation/w3",
                "He weighed 84.0 kg on 16 December 2019.",
                "He weighed 84.0 kg on 18 December 2019.",
            ),
            (
                "Observation/b1 Observation/b2",
                "Systolic pressure 116 mmHg, down 19 from 135.",
                "Systolic pressure 116 mmHg, up 19 from 135.",
            ),
            (
                "Condition/copd Patient/p Observation/k1",
                "Chronic bronchitis began at age 61. Potassium in July 2018 was 4.7.",
                "Chronic bronchitis began at age 62. Potassium in July 2018 was 4.7.",
            ),
        ],
    );
}

#[test]
fn how_a_value_stands_to_a_limit_that_has_a_name() {
    kept_and_blocked(
        &set(),
        DAY,
        &[(
            "Observation/g Goal/goal",
            "That glucose is 3.8 mmol/L, under the care-plan ceiling of 108 mg/dL.",
            "That glucose is 3.8 mmol/L, just over the care-plan ceiling of 108 mg/dL.",
        )],
    );
}

#[test]
fn what_state_something_is_in() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Condition/cold",
                "Acute bronchitis in July 2018 has resolved.",
                "Acute bronchitis in July 2018 has persisted to date.",
            ),
            (
                "Procedure/spirometry",
                "Spirometry was done on 4 March 2019.",
                "Spirometry was put off.",
            ),
            (
                "Condition/copd",
                "Chronic obstructive bronchitis was confirmed on 5 March 2017.",
                "Chronic obstructive bronchitis was considered but not confirmed on 5 March 2017.",
            ),
            (
                "CarePlan/diet",
                "The food allergy diet has been in his care plan since 2013.",
                "The food allergy diet in his care plan ended in 2013.",
            ),
            (
                "Immunization/flu Immunization/later",
                "He received the influenza vaccine.",
                "He received PCV13 before discharge.",
            ),
        ],
    );
}

#[test]
fn reasons_results_and_names() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Procedure/spirometry Condition/copd Condition/stroke",
                "The stated reason of the spirometry is chronic bronchitis.",
                "The stated reason of the spirometry is the stroke.",
            ),
            (
                "Procedure/colectomy",
                "Partial resection of the colon followed on 7 May 2018.",
                "Partial resection of the colon with clear margins followed on 7 May 2018.",
            ),
            (
                "Encounter/ed",
                "He was seen in the emergency room in December 2019.",
                "He was seen in the emergency room in December 2019, and his exam was normal.",
            ),
            (
                "Patient/p Practitioner/d Encounter/ed",
                "He was seen under Dr. Ann Oak in December 2019.",
                "He is under the care of Dr. Wren Larch since December 2019.",
            ),
            (
                "Coverage/plan",
                "Medicare is his insurer.",
                "Medicaid is his insurer.",
            ),
            (
                "Encounter/ed",
                "He came to the emergency room on 16 December 2019 and left just under two hours later.",
                "He came to the emergency room on 16 December 2019 and left just under five hours later.",
            ),
        ],
    );
}

#[test]
fn goals_plans_ages_and_seasons() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Observation/o2 Goal/air",
                "That reading falls well short of the care-plan goal of a saturation above 85 %.",
                "That reading is comfortably above the care-plan goal of a saturation above 85 %.",
            ),
            (
                "Goal/air",
                "The goal of a saturation above 85 % is due in just over four weeks.",
                "The goal of a saturation above 85 % is due in just over nine weeks.",
            ),
            (
                "CarePlan/heart",
                "The plan of care has low sodium diet and cardiac care.",
                "Low sodium diet is the only activity in the plan of care.",
            ),
            (
                "Patient/p Condition/asthma",
                "Asthma has been on his list since July 1966, when he was only 10.",
                "Asthma has been on his list since July 1966, when he was only 14.",
            ),
            (
                "Immunization/flu",
                "The influenza vaccine of the 2019–20 season was given in October 2019.",
                "The influenza vaccine of the 2017–18 season was given in October 2019.",
            ),
            (
                "Patient/p Observation/w1",
                "The patient is a 64-year-old man. In October 2017, weight was 87.1 kg.",
                "The patient is a 61-year-old man. In October 2017, weight was 87.1 kg.",
            ),
            (
                "Immunization/flu",
                "Influenza vaccine was given in October 2019.",
                "Influenza vaccine was given in October 2019 without any adverse reaction.",
            ),
            (
                "Condition/asthma",
                "Asthma has been known since 1966.",
                "Asthma has been known since 1966, with good response to physical therapy.",
            ),
            (
                "Encounter/ed",
                "He was in the emergency room in December 2019.",
                "He was in the emergency room in December 2019 and carried a healthy baby.",
            ),
        ],
    );
}

#[test]
fn which_of_several_are_meant() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "MedicationRequest/new MedicationRequest/iron",
                "Neither order carries dosing instructions, and both are still active.",
                "Neither order carries dosing instructions, and both have been stopped.",
            ),
            (
                "MedicationRequest/new Patient/p",
                "Atenolol 100 mg was ordered in January 2020, and all orders before the current one are stopped.",
                "Atenolol 100 mg was ordered in January 2020, and the current order is stopped.",
            ),
            (
                "Observation/n1 Observation/n2",
                "Hemoglobin bottomed out at 6.1 g/dL; the highest of the two readings was 9.0.",
                "Hemoglobin bottomed out at 6.1 g/dL; the highest of all readings on file was 9.0.",
            ),
            (
                "Observation/s1 Observation/s2",
                "Your three-month sugar average has come down from 6.4 % in 2018 to 5.9 %.",
                "Your three-month sugar average has come down from 6.6 % in 2018 to 5.9 %.",
            ),
        ],
    );
}
