//! Creates and updates: what each vendor refuses, and what it answers.

#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    reason = "tests say what went wrong by panicking"
)]

mod common;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::{BASE, Ehr};
use sandbox::Personality::{self, Epic, Generic, Oracle};
use serde_json::{Value, json};

const SCOPE: &str = "launch user/DocumentReference.cruds user/Observation.crs user/Communication.crs user/Binary.rs";
const ORACLE_SCOPE: &str = "launch user/DocumentReference.read user/DocumentReference.write user/Observation.write \
                            user/Binary.read user/Provenance.write";

fn note(text: &str) -> Value {
    json!({
        "resourceType": "DocumentReference", "status": "current", "docStatus": "final",
        "identifier": [{ "system": "urn:test", "value": "note-1" }],
        "type": { "coding": [{ "system": "http://loinc.org", "code": "11506-3" }], "text": "Progress note" },
        "subject": { "reference": "Patient/demo-patient-1" },
        "author": [{ "reference": "Practitioner/sandbox-clinician" }],
        "content": [{ "attachment": { "contentType": "text/plain;charset=utf-8", "data": STANDARD.encode(text) } }],
        "context": {
            "encounter": [{ "reference": "Encounter/demo-encounter-1" }],
            "period": { "start": "2026-03-12T14:00:00Z", "end": "2026-03-12T14:30:00Z" },
        },
    })
}

fn vital() -> Value {
    json!({
        "resourceType": "Observation", "status": "final",
        "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs" }] }],
        "code": { "coding": [{ "system": "http://loinc.org", "code": "29463-7" }] },
        "subject": { "reference": "Patient/demo-patient-1" },
        "effectiveDateTime": "2026-03-12T09:00:00Z",
        "valueQuantity": { "value": 70.5, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg" },
    })
}

async fn ehr(personality: Personality) -> (Ehr, String) {
    let ehr = Ehr::new(personality);
    let token = ehr
        .token(if personality == Oracle {
            ORACLE_SCOPE
        } else {
            SCOPE
        })
        .await;
    (ehr, token)
}

/// The body with the value at a JSON pointer replaced; `Null` removes it.
fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let parent = body.pointer_mut(parent).expect("the parent");
    if value.is_null() {
        parent.as_object_mut().expect("an object").remove(name);
    } else {
        parent[name] = value;
    }
    body
}

#[tokio::test]
async fn epic_refuses_notes() {
    let (ehr, token) = ehr(Epic).await;
    let two = json!([note("a")["content"][0], note("b")["content"][0]]);
    for (pointer, value) in [
        ("/subject", Value::Null),
        ("/subject/reference", json!("Patient/nobody")),
        ("/context/encounter", Value::Null),
        ("/context/encounter", json!([])),
        ("/context/encounter/0/reference", json!("Encounter/nothing")),
        (
            "/context/encounter/0/reference",
            json!("Encounter/demo-encounter-2"),
        ),
        (
            "/type/coding",
            json!([{ "system": "urn:local", "code": "1" }]),
        ),
        ("/type", Value::Null),
        ("/status", json!("superseded")),
        ("/docStatus", Value::Null),
        ("/docStatus", json!("amended")),
        ("/content", json!([])),
        ("/content", two),
        ("/content/0/attachment/contentType", json!("text/html")),
        ("/content/0/attachment/data", Value::Null),
        ("/content/0/attachment/data", json!("not base64!")),
    ] {
        let answer = ehr
            .write(
                "POST",
                "DocumentReference",
                &token,
                &[],
                &with(note("x"), pointer, value.clone()),
            )
            .await;
        assert_eq!(
            answer.status,
            StatusCode::BAD_REQUEST,
            "{pointer} {value}: {}",
            answer.body
        );
        assert_eq!(answer.json()["resourceType"], "OperationOutcome");
    }
    let missing = with(note("x"), "/context/encounter", Value::Null);
    let outcome = ehr
        .write("POST", "DocumentReference", &token, &[], &missing)
        .await
        .json();
    assert_eq!(outcome["issue"][0]["details"]["coding"][0]["code"], "59108");
    let provenance = json!({ "resourceType": "Provenance" });
    let answer = ehr
        .write("POST", "Provenance", &token, &[], &provenance)
        .await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(ehr.sandbox.store.filed().is_empty());
}

#[tokio::test]
async fn epic_files_a_note_and_a_replay_files_it_again() {
    let (ehr, token) = ehr(Epic).await;
    let body = note("K 5.9 – repeat today.");
    let headers = [("if-none-exist", "identifier=urn:test|note-1")];
    let first = ehr
        .write("POST", "DocumentReference", &token, &headers, &body)
        .await;
    assert_eq!(
        (first.status, first.body.as_str()),
        (StatusCode::CREATED, "")
    );
    assert!(first.header("etag").is_empty());
    let location = first.header("location").to_owned();
    assert!(location.starts_with("DocumentReference/e"), "{location}");
    let second = ehr
        .write("POST", "DocumentReference", &token, &headers, &body)
        .await;
    assert_ne!(second.header("location"), location);
    let stored = ehr.get(&location, &token).await.json();
    let binary = stored["content"][0]["attachment"]["url"]
        .as_str()
        .expect("a Binary")
        .to_owned();
    let headers = [
        ("authorization", format!("Bearer {token}")),
        ("accept", "text/plain".to_owned()),
    ];
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let raw = ehr
        .call("GET", &format!("/fhir/r4/{binary}"), &headers, "")
        .await;
    assert_eq!(
        (raw.header("content-type"), raw.body.as_str()),
        ("text/plain;charset=utf-8", "K 5.9 – repeat today.")
    );
    let found = ehr
        .get("DocumentReference?patient=demo-patient-1", &token)
        .await;
    assert_eq!(found.ids().len(), 3);
}

#[tokio::test]
async fn oracle_refuses_notes() {
    let (ehr, token) = ehr(Oracle).await;
    let two = json!([note("a")["content"][0], note("b")["content"][0]]);
    for (pointer, value) in [
        ("/docStatus", json!("preliminary")),
        ("/docStatus", Value::Null),
        ("/author", Value::Null),
        ("/author", json!([])),
        ("/content", two),
        ("/content/0/attachment/contentType", json!("text/plain")),
        ("/context/period", Value::Null),
        ("/context/period/end", Value::Null),
        ("/context/period/end", json!("2026-03-12")),
        (
            "/context/encounter/0/reference",
            json!("Encounter/demo-encounter-2"),
        ),
        ("/relatesTo", json!([{ "code": "replaces" }])),
    ] {
        let answer = ehr
            .write(
                "POST",
                "DocumentReference",
                &token,
                &[],
                &with(note("x"), pointer, value.clone()),
            )
            .await;
        assert!(
            answer.status.is_client_error(),
            "{pointer} {value}: {}",
            answer.status
        );
    }
    let provenance = json!({ "resourceType": "Provenance" });
    let answer = ehr
        .write("POST", "Provenance", &token, &[], &provenance)
        .await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(ehr.sandbox.store.filed().is_empty());
}

#[tokio::test]
async fn oracle_files_once_and_amends_with_if_match() {
    let (ehr, token) = ehr(Oracle).await;
    let condition = [("if-none-exist", "identifier=urn:test|note-1")];
    let created = ehr
        .write(
            "POST",
            "DocumentReference",
            &token,
            &condition,
            &note("first"),
        )
        .await;
    assert_eq!(
        (created.status, created.body.as_str()),
        (StatusCode::CREATED, "")
    );
    assert_eq!(
        (created.header("etag"), created.header("content-type")),
        ("W/\"1\"", "text/html")
    );
    let location = created.header("location").to_owned();
    let again = ehr
        .write(
            "POST",
            "DocumentReference",
            &token,
            &condition,
            &note("first"),
        )
        .await;
    assert_eq!(
        (again.status, again.header("location")),
        (StatusCode::OK, location.as_str())
    );
    let id = location.rsplit('/').next().expect("an id").to_owned();
    assert_eq!(location, format!("{BASE}/DocumentReference/{id}"));
    let path = format!("DocumentReference/{id}");
    let mut amended = note("amended");
    amended["id"] = id.as_str().into();
    amended["docStatus"] = "amended".into();
    let none = ehr.write("PUT", &path, &token, &[], &amended).await;
    assert_eq!(none.status, StatusCode::PRECONDITION_FAILED);
    let stale = ehr
        .write("PUT", &path, &token, &[("if-match", "W/\"7\"")], &amended)
        .await;
    assert_eq!(
        (stale.status, stale.body.as_str()),
        (StatusCode::CONFLICT, "")
    );
    let other = with(
        amended.clone(),
        "/subject/reference",
        json!("Patient/demo-patient-2"),
    );
    let other = ehr
        .write("PUT", &path, &token, &[("if-match", "W/\"1\"")], &other)
        .await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = with(amended.clone(), "/id", json!("other"));
    let wrong = ehr
        .write("PUT", &path, &token, &[("if-match", "W/\"1\"")], &wrong)
        .await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let done = ehr
        .write("PUT", &path, &token, &[("if-match", "W/\"1\"")], &amended)
        .await;
    assert_eq!(
        (done.status, done.header("etag")),
        (StatusCode::OK, "W/\"2\"")
    );
    let history = ehr.get(&format!("{path}/_history"), &token).await.json();
    assert_eq!(history["total"], 2);
    let first = ehr.get(&format!("{path}/_history/1"), &token).await;
    assert_eq!(first.json()["docStatus"], "final");
    assert_eq!(
        ehr.get(&format!("{path}/_history/3"), &token).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn vital_signs_must_be_complete() {
    for personality in [Epic, Generic] {
        let (ehr, token) = ehr(personality).await;
        for (pointer, value) in [
            ("/status", json!("registered")),
            (
                "/category",
                json!([{ "coding": [{ "code": "laboratory" }] }]),
            ),
            ("/code", json!({ "text": "Weight" })),
            ("/subject", Value::Null),
            ("/effectiveDateTime", Value::Null),
            ("/effectiveDateTime", json!("today")),
            ("/valueQuantity", Value::Null),
            ("/valueQuantity/value", json!("70")),
            ("/valueQuantity/system", Value::Null),
            (
                "/encounter",
                json!({ "reference": "Encounter/demo-encounter-2" }),
            ),
        ] {
            let answer = ehr
                .write(
                    "POST",
                    "Observation",
                    &token,
                    &[],
                    &with(vital(), pointer, value.clone()),
                )
                .await;
            assert!(
                answer.status.is_client_error(),
                "{personality:?} {pointer} {value}"
            );
        }
        assert_eq!(
            ehr.write("POST", "Observation", &token, &[], &vital())
                .await
                .status,
            StatusCode::CREATED
        );
    }
}

#[tokio::test]
async fn messages_need_a_text() {
    let (ehr, token) = ehr(Epic).await;
    let message = json!({
        "resourceType": "Communication", "status": "completed", "subject": { "reference": "Patient/demo-patient-1" },
        "payload": [{ "contentString": "Your potassium is high." }],
    });
    let empty = with(
        message.clone(),
        "/payload",
        json!([{ "contentString": " " }]),
    );
    assert_eq!(
        ehr.write("POST", "Communication", &token, &[], &empty)
            .await
            .status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        ehr.write("POST", "Communication", &token, &[], &message)
            .await
            .status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn generic_follows_the_specification() {
    let (ehr, token) = ehr(Generic).await;
    let bearer = format!("Bearer {token}");
    let text = [
        ("authorization", bearer.as_str()),
        ("content-type", "text/plain"),
    ];
    let answer = ehr
        .call("POST", "/fhir/r4/DocumentReference", &text, "x")
        .await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let json = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    for body in ["", "{", "[]", "{\"resourceType\":\"Observation\"}"] {
        assert_eq!(
            ehr.call("POST", "/fhir/r4/DocumentReference", &json, body)
                .await
                .status,
            StatusCode::BAD_REQUEST
        );
    }
    let headers = [("if-none-exist", "identifier=urn:test|note-1")];
    let created = ehr
        .write("POST", "DocumentReference", &token, &headers, &note("x"))
        .await;
    assert_eq!(created.status, StatusCode::CREATED);
    let id = created.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        created.header("location"),
        format!("{BASE}/DocumentReference/{id}/_history/1")
    );
    assert!(created.header("last-modified").ends_with("GMT"));
    let second = ehr
        .write("POST", "DocumentReference", &token, &[], &note("x"))
        .await;
    assert_eq!(second.status, StatusCode::CREATED);
    let several = ehr
        .write("POST", "DocumentReference", &token, &headers, &note("x"))
        .await;
    assert_eq!(several.status, StatusCode::PRECONDITION_FAILED);
    let mut update = note("y");
    update["id"] = id.as_str().into();
    let path = format!("DocumentReference/{id}");
    let stale = ehr
        .write("PUT", &path, &token, &[("if-match", "W/\"9\"")], &update)
        .await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(
        ehr.write("PUT", &path, &token, &[], &update).await.json()["meta"]["versionId"],
        "2"
    );
    assert_eq!(
        ehr.write("PUT", "DocumentReference/none", &token, &[], &update)
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_the_capability_statement_does_not_name_is_not_created() {
    let subject = json!({ "reference": "Patient/demo-patient-1" });
    let problem =
        json!({ "resourceType": "Condition", "subject": subject, "code": { "text": "Gout" } });
    let medicine = json!({
        "resourceType": "MedicationStatement", "status": "active", "subject": subject,
        "medicationCodeableConcept": { "text": "naproxen" },
    });
    for personality in [Epic, Oracle, Generic] {
        let ehr = Ehr::new(personality);
        let token = ehr
            .token("launch user/Condition.crs user/MedicationStatement.crs")
            .await;
        let told = ehr.call("GET", "/fhir/r4/metadata", &[], "").await.json();
        for body in [&problem, &medicine] {
            let kind = body["resourceType"].as_str().expect("a type");
            let resources = told["rest"][0]["resource"].as_array().expect("resources");
            let named = resources.iter().any(|one| {
                let codes = one["interaction"].as_array().expect("interactions");
                one["type"] == kind && codes.iter().any(|code| code["code"] == "create")
            });
            let answer = ehr.write("POST", kind, &token, &[], body).await;
            let created = answer.status == StatusCode::CREATED;
            assert_eq!(
                created,
                personality == Generic,
                "{personality:?} {kind}: {}",
                answer.body
            );
            assert!(created || !named, "{personality:?} {kind}");
        }
    }
}
