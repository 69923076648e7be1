//! The invented chart of `told_in_figures`.

use serde_json::{Value, json};
use sources::SourceSet;

fn with(mut resource: Value, more: &Value) -> Value {
    for (key, value) in more.as_object().expect("an object") {
        resource[key] = value.clone();
    }
    resource
}

fn coded(kind: &str, id: &str, name: &str, more: &Value) -> Value {
    let base = json!({
        "resourceType": kind, "id": id, "subject": {"reference": "Patient/p"}, "code": {"text": name, "coding": [{"display": name}]},
    });
    with(base, more)
}

fn result(id: &str, name: &str, day: &str, value: f64, unit: &str) -> Value {
    let more = json!({
        "status": "final", "effectiveDateTime": day, "valueQuantity": {"value": value, "unit": unit, "code": unit},
    });
    coded("Observation", id, name, &more)
}

fn order(id: &str, drug: &str, status: &str, day: &str) -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order", "subject": {"reference": "Patient/p"},
        "medicationCodeableConcept": {"text": drug, "coding": [{"display": drug}]}, "authoredOn": day,
    })
}

fn visit(id: &str, class: &str, kind: &str, start: &str, end: &str) -> Value {
    json!({
        "resourceType": "Encounter", "id": id, "status": "finished", "class": {"code": class}, "subject": {"reference": "Patient/p"},
        "type": [{"text": kind}], "period": {"start": start, "end": end},
    })
}

fn claim(id: &str, kind: &str, line: (&str, f64), total: f64) -> Value {
    json!({
        "resourceType": "Claim", "id": id, "status": "active", "use": "claim", "patient": {"reference": "Patient/p"}, "created": "2019-04-02",
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/claim-type", "code": kind}]},
        "item": [
            {"sequence": 1, "productOrService": {"text": "Encounter for problem"}},
            {"sequence": 2, "procedureSequence": [1], "productOrService": {"text": line.0}, "net": {"value": line.1, "currency": "USD"}},
        ],
        "total": {"value": total, "currency": "USD"},
    })
}

#[expect(clippy::too_many_lines, reason = "one resource after the other")]
pub(crate) fn chart() -> SourceSet {
    let resources = [
        json!({
            "resourceType": "Patient", "id": "p", "birthDate": "1955-05-31", "name": [{"family": "Brandel", "given": ["Ingo"]}],
            "telecom": [{"system": "phone", "value": "555-317-2046", "use": "home"}],
        }),
        claim(
            "bill",
            "institutional",
            ("Delivery procedure", 2_650.0),
            2_725.4,
        ),
        claim(
            "drugs1",
            "pharmacy",
            ("Ferrous sulfate 325 MG Oral Tablet", 18.5),
            18.5,
        ),
        claim(
            "drugs2",
            "pharmacy",
            ("Ibuprofen 400 MG Oral Tablet", 18.5),
            18.5,
        ),
        json!({
            "resourceType": "ExplanationOfBenefit", "id": "paid", "status": "active", "use": "claim", "patient": {"reference": "Patient/p"},
            "created": "2019-05-02", "outcome": "complete", "payment": {"amount": {"value": 2_180.32, "currency": "USD"}},
        }),
        json!({
            "resourceType": "Encounter", "id": "stay", "status": "finished", "class": {"code": "IMP"}, "subject": {"reference": "Patient/p"},
            "type": [{"text": "Inpatient stay"}], "period": {"start": "2019-06-03T08:00:00Z", "end": "2019-06-08T09:00:00Z"},
            "reasonCode": [{"text": "Cholelithiasis"}], "participant": [{"individual": {"display": "Dr. Ute Kessler"}}],
        }),
        with(
            result("calcium", "Calcium", "2019-06-03", 9.1, "mg/dL"),
            &json!({"encounter": {"reference": "Encounter/stay"}}),
        ),
        coded(
            "Observation",
            "bp",
            "Blood pressure",
            &json!({
                "status": "final", "effectiveDateTime": "2016-07-12", "component": [
                    {"code": {"text": "Diastolic blood pressure"}, "valueQuantity": {"value": 119.8, "unit": "mm[Hg]", "code": "mm[Hg]"}},
                    {"code": {"text": "Systolic blood pressure"}, "valueQuantity": {"value": 188.4, "unit": "mm[Hg]", "code": "mm[Hg]"}},
                ],
            }),
        ),
        json!({
            "resourceType": "MedicationRequest", "id": "inhaler", "status": "active", "intent": "order", "subject": {"reference": "Patient/p"},
            "medicationCodeableConcept": {"text": "60 ACTUAT Fluticasone propionate 0.25 MG/ACTUAT / salmeterol 0.05 MG/ACTUAT Dry Powder Inhaler"},
            "authoredOn": "2017-03-18", "identifier": [{"system": "urn:ids", "value": "169b2198-ece6-4347-9e2d-e2b2fa06e9fe"}],
        }),
        coded(
            "Condition",
            "lipids",
            "Hyperlipidemia",
            &json!({
                "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]}, "onsetDateTime": "1999-07-01",
            }),
        ),
        order(
            "statin",
            "Simvastatin 10 MG Oral Tablet",
            "active",
            "2020-01-28",
        ),
        order(
            "o1",
            "Sertraline 100 MG Oral Tablet",
            "active",
            "2016-02-01",
        ),
        order(
            "o2",
            "Ferrous sulfate 325 MG Oral Tablet",
            "active",
            "2017-03-01",
        ),
        order(
            "o3",
            "Alendronic acid 10 MG Oral Tablet",
            "active",
            "2018-04-01",
        ),
        order("o4", "Naproxen 220 MG Oral Tablet", "stopped", "2015-04-01"),
        visit(
            "e1",
            "EMER",
            "Emergency room admission",
            "2012-04-02T10:00:00Z",
            "2012-04-02T12:00:00Z",
        ),
        visit(
            "e2",
            "EMER",
            "Emergency room admission",
            "2020-03-16T10:00:00Z",
            "2020-03-16T11:51:00Z",
        ),
        visit(
            "e3",
            "IMP",
            "Inpatient stay",
            "2020-03-17T08:00:00Z",
            "2020-03-20T09:00:00Z",
        ),
        visit(
            "c1",
            "AMB",
            "Check-up",
            "2019-01-10T08:00:00Z",
            "2019-01-10T08:30:00Z",
        ),
        visit(
            "c2",
            "AMB",
            "Check-up",
            "2019-07-10T08:00:00Z",
            "2019-07-10T08:30:00Z",
        ),
        visit(
            "c3",
            "AMB",
            "Check-up",
            "2018-07-11T08:00:00Z",
            "2018-07-11T08:30:00Z",
        ),
        result(
            "s1",
            "Systolic blood pressure",
            "2019-01-10",
            114.0,
            "mm[Hg]",
        ),
        result(
            "s2",
            "Systolic blood pressure",
            "2020-03-16",
            113.0,
            "mm[Hg]",
        ),
        result(
            "d1",
            "Diastolic blood pressure",
            "2019-01-10",
            71.0,
            "mm[Hg]",
        ),
        result(
            "d2",
            "Diastolic blood pressure",
            "2020-03-16",
            78.0,
            "mm[Hg]",
        ),
        result("g1", "eGFR", "2019-01-10", 15.8, "mL/min"),
        result("g2", "eGFR", "2019-07-10", 27.2, "mL/min"),
        result("g4", "eGFR", "2020-06-01", 21.4, "mL/min"),
        json!({
            "resourceType": "Immunization", "id": "tdap", "status": "completed", "patient": {"reference": "Patient/p"}, "occurrenceDateTime": "2019-07-10",
            "vaccineCode": {"text": "Tdap", "coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "115", "display": "Tdap"}]},
        }),
        json!({
            "resourceType": "Immunization", "id": "hpv", "status": "completed", "patient": {"reference": "Patient/p"}, "occurrenceDateTime": "2019-07-10",
            "vaccineCode": {"text": "HPV, quadrivalent", "coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "62", "display": "HPV, quadrivalent"}]},
        }),
        result("g3", "eGFR", "2020-03-16", 18.6, "mL/min"),
        coded(
            "Procedure",
            "v1",
            "Electrical cardioversion",
            &json!({"status": "completed", "performedDateTime": "2015-03-01"}),
        ),
        coded(
            "Procedure",
            "v2",
            "Electrical cardioversion",
            &json!({"status": "completed", "performedDateTime": "2017-03-01"}),
        ),
        coded(
            "Procedure",
            "v3",
            "Electrical cardioversion",
            &json!({"status": "completed", "performedDateTime": "2018-03-01"}),
        ),
        coded(
            "Procedure",
            "op",
            "Open removal of gallbladder",
            &json!({
                "status": "completed", "performedPeriod": {"start": "2019-06-03T19:01:00Z", "end": "2019-06-03T23:31:00Z"},
            }),
        ),
        coded(
            "Condition",
            "arrest",
            "Cardiac arrest",
            &json!({
                "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
                "onsetDateTime": "2020-03-17", "encounter": {"reference": "Encounter/e3"},
            }),
        ),
        coded(
            "Condition",
            "gout",
            "Gout",
            &json!({
                "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
                "onsetDateTime": "2014-03-17", "encounter": {"reference": "Encounter/c3"},
            }),
        ),
    ];
    let entries: Vec<Value> = resources
        .into_iter()
        .map(|resource| json!({"resource": resource}))
        .collect();
    let bundle =
        json!({"resourceType": "Bundle", "type": "collection", "entry": entries}).to_string();
    SourceSet::freeze(
        &chart::Chart::from_bundle(bundle.as_bytes()).expect("the chart is well formed"),
    )
}
