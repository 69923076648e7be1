//! The invented chart of `told_otherwise`.

use serde_json::{Value, json};
use sources::SourceSet;

fn named(kind: &str, id: &str, name: &str, more: &Value) -> Value {
    let mut out = json!({
        "resourceType": kind, "id": id, "subject": {"reference": "Patient/p"}, "code": {"text": name},
    });
    for (key, value) in more.as_object().expect("an object") {
        out[key] = value.clone();
    }
    out
}

fn problem(id: &str, name: &str, from: &str, to: Option<&str>) -> Value {
    let mut more = json!({
        "onsetDateTime": from, "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "clinicalStatus": {"coding": [{"code": if to.is_some() { "resolved" } else { "active" }}]},
    });
    if let Some(day) = to {
        more["abatementDateTime"] = json!(day);
    }
    named("Condition", id, name, &more)
}

fn order(id: &str, status: &str, drug: &str, day: &str) -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order", "subject": {"reference": "Patient/p"},
        "medicationCodeableConcept": {"text": drug}, "authoredOn": day,
    })
}

fn act(id: &str, name: &str, day: &str) -> Value {
    let more = json!({"status": "completed", "performedDateTime": day});
    named("Procedure", id, name, &more)
}

fn result(id: &str, name: &str, day: &str, value: f64, unit: &str) -> Value {
    let more = json!({
        "status": "final", "effectiveDateTime": day, "valueQuantity": {"value": value, "unit": unit, "code": unit},
    });
    named("Observation", id, name, &more)
}

fn bare(id: &str, name: &str, day: &str) -> Value {
    let more = json!({"status": "final", "effectiveDateTime": day});
    named("Observation", id, name, &more)
}

fn coded(id: &str, name: &str, day: &str, value: &str) -> Value {
    let more = json!({
        "status": "final", "effectiveDateTime": day, "valueCodeableConcept": {"text": value},
    });
    named("Observation", id, name, &more)
}

fn vaccine(id: &str, status: &str, name: &str, day: &str) -> Value {
    json!({
        "resourceType": "Immunization", "id": id, "status": status, "vaccineCode": {"text": name},
        "patient": {"reference": "Patient/p"}, "occurrenceDateTime": day,
    })
}

fn visit(id: &str, class: &str, name: &str, day: &str, to: &str) -> Value {
    json!({
        "resourceType": "Encounter", "id": id, "status": "finished", "class": {"code": class}, "subject": {"reference": "Patient/p"},
        "type": [{"text": name}], "period": {"start": format!("{day}T09:00:00Z"), "end": format!("{to}T10:00:00Z")},
    })
}

fn at_visit(mut one: Value, visit: &str) -> Value {
    one["encounter"] = json!({"reference": format!("Encounter/{visit}")});
    one
}

fn for_reason(mut one: Value, reason: &str) -> Value {
    one["reasonCode"] = json!([{"text": reason}]);
    one
}

pub(crate) fn set() -> SourceSet {
    let all = [
        json!({
            "resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1952-04-11",
            "address": [{"line": ["4 Mill Lane"], "city": "Alder", "state": "VT"}],
            "telecom": [{"system": "phone", "value": "555-010-2030"}],
        }),
        problem("diabetes", "Diabetes", "1995-03-02", None),
        problem("sinus1", "Chronic sinusitis", "2001-05-02", None),
        problem(
            "sinus2",
            "Viral sinusitis",
            "2018-05-20",
            Some("2018-06-10"),
        ),
        problem("migraine", "Migraine without aura", "1999-02-03", None),
        at_visit(problem("stroke", "Stroke", "2014-07-01", None), "stay"),
        at_visit(problem("anemia", "Anemia", "2015-03-05", None), "stay"),
        order(
            "met1",
            "stopped",
            "Metformin 500 MG Oral Tablet",
            "2018-11-04",
        ),
        order(
            "met2",
            "active",
            "Metformin 500 MG Oral Tablet",
            "2019-02-05",
        ),
        order(
            "simva1",
            "stopped",
            "Simvastatin 10 MG Oral Tablet",
            "2016-08-01",
        ),
        order(
            "simva2",
            "stopped",
            "Simvastatin 10 MG Oral Tablet",
            "2017-08-02",
        ),
        order(
            "simva3",
            "active",
            "Simvastatin 10 MG Oral Tablet",
            "2018-08-03",
        ),
        order("aten", "active", "Atenolol 50 MG Oral Tablet", "2018-08-03"),
        order(
            "napro",
            "stopped",
            "Naproxen 220 MG Oral Tablet",
            "2009-03-01",
        ),
        order("codeine", "active", "Codeine", "2010-03-01"),
        order(
            "augm",
            "stopped",
            "Amoxicillin 250 MG / Clavulanate 125 MG Oral Tablet",
            "2018-05-21",
        ),
        act("shock1", "Electrical cardioversion", "2013-04-01"),
        act("shock2", "Electrical cardioversion", "2014-04-02"),
        act("shock3", "Electrical cardioversion", "2016-04-05"),
        act("shock4", "Electrical cardioversion", "2017-04-03"),
        act("echo1", "Transthoracic echocardiography", "2014-07-01"),
        act("echo2", "Transthoracic echocardiography", "2018-01-15"),
        act("scope", "Colonoscopy", "2012-06-01"),
        act("spiro", "Spirometry", "2018-01-15"),
        result(
            "ef",
            "Left ventricular ejection fraction",
            "2014-07-01",
            41.0,
            "%",
        ),
        result("hb1", "Hemoglobin", "2015-03-05", 10.2, "g/dL"),
        result("hb2", "Hemoglobin", "2018-03-07", 12.9, "g/dL"),
        result("plt", "Platelets", "2018-03-07", 210.0, "10*3/uL"),
        result(
            "acr",
            "Albumin/creatinine ratio in urine",
            "2019-01-10",
            180.0,
            "mg/g",
        ),
        result(
            "acr0",
            "Albumin/creatinine ratio in urine",
            "2012-01-10",
            12.0,
            "mg/g",
        ),
        result("hr", "Heart rate", "2014-07-01", 118.0, "/min"),
        result("hr2", "Heart rate", "2017-05-28", 72.0, "/min"),
        result("hr3", "Heart rate", "2019-01-28", 74.0, "/min"),
        result("creat", "Creatinine", "2019-01-10", 1.4, "mg/dL"),
        bare("height", "Body height", "2018-07-01"),
        result("weight", "Body weight", "2018-07-01", 80.0, "kg"),
        coded("murphy", "Murphy sign", "2012-06-01", "Positive"),
        vaccine("flu13", "completed", "Influenza, seasonal", "2013-10-01"),
        vaccine("flu14", "completed", "Influenza, seasonal", "2014-10-02"),
        vaccine("flu16", "completed", "Influenza, seasonal", "2016-10-03"),
        vaccine("flu17", "completed", "Influenza, seasonal", "2017-10-04"),
        vaccine("flu18", "completed", "Influenza, seasonal", "2018-10-05"),
        vaccine("menin", "completed", "meningococcal MCV4P", "2013-10-01"),
        vaccine("zoster", "not-done", "zoster", "2018-10-05"),
        for_reason(
            visit(
                "ptsd",
                "AMB",
                "Encounter for problem",
                "1999-07-02",
                "1999-07-02",
            ),
            "Posttraumatic stress disorder",
        ),
        visit(
            "stay",
            "IMP",
            "Hospital admission",
            "2014-07-01",
            "2014-07-05",
        ),
        visit("er", "EMER", "Emergency visit", "2016-05-20", "2016-05-20"),
        for_reason(
            visit("er2", "EMER", "Emergency visit", "2011-01-05", "2011-01-05"),
            "Burn of hand",
        ),
        json!({
            "resourceType": "CarePlan", "id": "plan", "status": "active", "intent": "order", "subject": {"reference": "Patient/p"},
            "category": [{"text": "Diabetes self management plan"}], "period": {"start": "1995-03-02"},
        }),
        json!({
            "resourceType": "CareTeam", "id": "team", "status": "suspended", "subject": {"reference": "Patient/p"},
            "name": "Diabetes self management team", "period": {"start": "1995-03-02"},
        }),
        json!({
            "resourceType": "AllergyIntolerance", "id": "wheat", "code": {"text": "Allergy to wheat"},
            "patient": {"reference": "Patient/p"}, "clinicalStatus": {"coding": [{"code": "inactive"}]},
            "criticality": "low", "verificationStatus": {"coding": [{"code": "confirmed"}]},
        }),
    ];
    let entries: Vec<Value> = all.iter().map(|one| json!({"resource": one})).collect();
    let bundle =
        json!({"resourceType": "Bundle", "type": "collection", "entry": entries}).to_string();
    SourceSet::freeze(
        &chart::Chart::from_bundle(bundle.as_bytes()).expect("the chart is well formed"),
    )
}
