//! Searches: what each vendor refuses, parameters, pages.

#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    reason = "tests say what went wrong by panicking"
)]

mod common;

use axum::http::StatusCode;
use common::{Ehr, PATIENT};
use sandbox::Personality::{Epic, Generic, Oracle};
use sandbox::{Rules, SandboxConfig};

const SCOPE: &str = "launch user/Observation.read user/Condition.read user/Patient.read user/Immunization.read \
                     user/MedicationRequest.read user/Medication.read user/DocumentReference.read user/Provenance.read \
                     user/Practitioner.read user/Goal.read";

#[tokio::test]
async fn epic_refuses() {
    let ehr = Ehr::new(Epic);
    let token = ehr.token(SCOPE).await;
    for (path, code) in [
        ("Observation?patient=demo-patient-1", "59159"),
        ("Observation?category=laboratory", "59159"),
        (
            "Observation?patient=demo-patient-1&category=laboratory&_count=101",
            "59159",
        ),
        ("DocumentReference?type=x", "59159"),
        ("Condition?category=problem-list-item", "4111"),
        ("Observation?sessionID=16-00", "4113"),
    ] {
        let answer = ehr.get(path, &token).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(
            answer.json()["issue"][0]["details"]["coding"][0]["code"],
            code,
            "{path}"
        );
    }
    let missing = ehr.get("Condition/foo", &token).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert_eq!(
        missing.json()["issue"][0]["details"]["coding"][0]["code"],
        "4102"
    );
    assert_eq!(
        ehr.get("Observation/demo-a1c-1/_history", &token)
            .await
            .status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn oracle_refuses() {
    let ehr = Ehr::new(Oracle);
    let token = ehr.token(SCOPE).await;
    for path in [
        "Observation",
        "Observation?_count=5",
        "Condition?patient=demo-patient-1&nonsense=1",
        "Condition?patient=demo-patient-1&onset-date=soon",
        "Observation?patient=demo-patient-1&pageContext=gone",
    ] {
        let answer = ehr.get(path, &token).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(answer.header("content-type"), "text/plain", "{path}");
    }
    let bearer = format!("Bearer {token}");
    for accept in ["application/xml", "text/html", "application/fhir+xml"] {
        let headers = [("authorization", bearer.as_str()), ("accept", accept)];
        let answer = ehr
            .call("GET", "/fhir/r4/Patient/demo-patient-1", &headers, "")
            .await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::NOT_ACCEPTABLE, ""),
            "{accept}"
        );
    }
}

#[tokio::test]
async fn an_empty_search_looks_like_the_vendor() {
    let path = "Immunization?patient=demo-patient-1";
    let epic = Ehr::new(Epic);
    let bundle = epic.get(path, &epic.token(SCOPE).await).await.json();
    assert_eq!(bundle["total"], 0);
    assert_eq!(bundle["entry"][0]["search"]["mode"], "outcome");
    assert_eq!(
        bundle["entry"][0]["resource"]["issue"][0]["details"]["coding"][0]["code"],
        "4101"
    );
    let oracle = Ehr::new(Oracle);
    let bundle = oracle.get(path, &oracle.token(SCOPE).await).await.json();
    assert_eq!(bundle["id"], "0");
    assert!(bundle.get("entry").is_none() && bundle.get("total").is_none());
}

#[tokio::test]
async fn epic_warns_about_parameters_it_ignores() {
    let ehr = Ehr::new(Epic);
    let answer = ehr
        .get(
            "Condition?patient=demo-patient-1&nonsense=1",
            &ehr.token(SCOPE).await,
        )
        .await;
    assert_eq!(answer.ids(), ["demo-condition-1"]);
    assert!(answer.body.contains("\"mode\":\"outcome\"") && answer.body.contains("nonsense"));
}

#[tokio::test]
async fn parameters_select() {
    let ehr = Ehr::new(Generic);
    let token = ehr.token(SCOPE).await;
    for (path, ids) in [
        (
            "Observation?patient=demo-patient-1&code=4548-4",
            vec!["demo-a1c-1"],
        ),
        (
            "Observation?patient=demo-patient-1&code=http://loinc.org|4548-4",
            vec!["demo-a1c-1"],
        ),
        (
            "Observation?patient=demo-patient-1&code=http://other|4548-4",
            vec![],
        ),
        (
            "Observation?patient=demo-patient-1&code=4548-4,29463-7&_sort=-date",
            vec!["demo-weight-1", "demo-a1c-1"],
        ),
        (
            "Observation?patient=demo-patient-1&code:not=2823-3&_sort=date",
            vec!["demo-a1c-1", "demo-weight-1"],
        ),
        (
            "Observation?subject=Patient/demo-patient-1&encounter=demo-encounter-1",
            vec!["demo-a1c-1"],
        ),
        (
            "Observation?patient=demo-patient-1&date=ge2026-01-24&date=lt2026-02",
            vec!["lab-24", "lab-25"],
        ),
        (
            "Observation?patient=demo-patient-1&date=2026-01-03",
            vec!["lab-03"],
        ),
        ("Observation?_id=lab-04,lab-05", vec!["lab-04", "lab-05"]),
        ("Observation?_id=lab-04&_lastUpdated=gt2020", vec!["lab-04"]),
        ("Observation?_id=lab-04&_lastUpdated=lt2020", vec![]),
        (
            "Condition?patient=demo-patient-1&clinical-status=active",
            vec!["demo-condition-1"],
        ),
        (
            "Condition?patient=demo-patient-1&clinical-status=resolved",
            vec![],
        ),
        (
            "DocumentReference?patient=demo-patient-1&type=http://loinc.org|11506-3&category=clinical-note&status=current",
            vec!["demo-note-1"],
        ),
        (
            "MedicationRequest?patient=demo-patient-1&intent=order&status=active",
            vec!["demo-order-1"],
        ),
        (
            "Patient?family=sample&birthdate=2016",
            vec!["demo-patient-2"],
        ),
        ("Patient?identifier=SBX-1001", vec![PATIENT]),
    ] {
        let answer = ehr.get(path, &token).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert_eq!(answer.ids(), ids, "{path}");
    }
    for path in [
        "Observation?date=soon",
        "Observation?code:above=1",
        "Observation?_sort=colour",
        "Observation?_count=x",
    ] {
        assert_eq!(
            ehr.get(path, &token).await.status,
            StatusCode::BAD_REQUEST,
            "{path}"
        );
    }
    let headers = [
        ("authorization", format!("Bearer {token}")),
        (
            "content-type",
            "application/x-www-form-urlencoded".to_owned(),
        ),
    ];
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let posted = ehr
        .call(
            "POST",
            "/fhir/r4/Observation/_search",
            &headers,
            "patient=demo-patient-1&code=4548-4",
        )
        .await;
    assert_eq!(posted.ids(), ["demo-a1c-1"]);
}

#[tokio::test]
async fn includes_follow_references() {
    let ehr = Ehr::new(Epic);
    let token = ehr.token(SCOPE).await;
    let orders = ehr
        .get(
            "MedicationRequest?patient=demo-patient-1&_include=MedicationRequest:medication",
            &token,
        )
        .await;
    assert!(
        orders.body.contains("\"id\":\"demo-medication-1\""),
        "{}",
        orders.body
    );
    let notes = ehr
        .get(
            "DocumentReference?patient=demo-patient-1&_revinclude=Provenance:target",
            &token,
        )
        .await;
    assert!(notes.body.contains("demo-provenance-1"));
    assert_eq!(notes.ids(), ["demo-note-1"]);
}

#[tokio::test]
async fn numbers_stay_as_written() {
    for personality in [Epic, Oracle, Generic] {
        let ehr = Ehr::new(personality);
        let token = ehr.token(SCOPE).await;
        let found = ehr
            .get("Observation?patient=demo-patient-1&code=29463-7", &token)
            .await;
        assert!(found.body.contains("\"value\":72.10,"), "{}", found.body);
        assert!(
            ehr.get("Observation/demo-a1c-1", &token)
                .await
                .body
                .contains("\"value\":7.40,")
        );
    }
}

#[tokio::test]
async fn epic_pages_by_session_and_the_session_expires() {
    let ehr = Ehr::new(Epic);
    let token = ehr.token(SCOPE).await;
    let first = ehr
        .get(
            "Observation?patient=demo-patient-1&category=laboratory&_count=10",
            &token,
        )
        .await;
    let next = first.next().expect("a next page");
    assert!(
        next.starts_with("/fhir/r4/Observation?sessionID=16-"),
        "{next}"
    );
    let second = ehr.get(&next, &token).await;
    let third = ehr.get(&second.next().expect("a third page"), &token).await;
    assert!(third.next().is_none());
    let mut all: Vec<String> = [&first, &second, &third]
        .iter()
        .flat_map(|page| page.ids())
        .collect();
    assert_eq!(all.len(), 26);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 26);
    let other = ehr.tokens(SCOPE, "demo-patient-2").await;
    let other = other["access_token"].as_str().expect("a token");
    assert_eq!(ehr.get(&next, other).await.status, StatusCode::BAD_REQUEST);
    ehr.sandbox
        .clock
        .advance(ehr.sandbox.config.rules.page_seconds);
    let expired = ehr.get(&next, &token).await;
    assert_eq!(
        expired.json()["issue"][0]["details"]["coding"][0]["code"],
        "4113"
    );
}

#[tokio::test]
async fn oracle_pages_repeat_an_id() {
    let ehr = Ehr::new(Oracle);
    let token = ehr.token(SCOPE).await;
    let mut page = ehr
        .get("Observation?patient=demo-patient-1&_count=10", &token)
        .await;
    let mut pages = vec![page.ids()];
    while let Some(next) = page.next() {
        assert!(
            next.contains("pageContext=") && next.contains("direction=NEXT"),
            "{next}"
        );
        page = ehr.get(&next, &token).await;
        pages.push(page.ids());
        assert!(pages.len() < 10);
    }
    for pair in pages.windows(2) {
        assert_eq!(pair[0].last(), pair[1].first());
    }
    let mut all = pages.concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 27);
}

#[tokio::test]
async fn a_server_may_ignore_count_and_link_relatively() {
    let rules = Rules {
        ignore_count: true,
        relative_links: true,
        default_count: 20,
        ..Rules::of(Generic)
    };
    let ehr = Ehr::with(SandboxConfig {
        rules,
        ..common::config(Generic)
    });
    let token = ehr.token(SCOPE).await;
    let page = ehr
        .get("Observation?patient=demo-patient-1&_count=5", &token)
        .await;
    assert_eq!(page.ids().len(), 20);
    let links = page.json()["link"].clone();
    let next = links[1]["url"].as_str().expect("a next page");
    assert!(next.starts_with("Observation?_getpages="), "{next}");
    assert_eq!(ehr.get(next, &token).await.ids().len(), 7);
}

#[tokio::test]
async fn oracle_binaries_are_negotiated() {
    let ehr = Ehr::new(Oracle);
    let bearer = format!("Bearer {}", ehr.token("launch user/Binary.read").await);
    for (accept, status, start) in [
        ("application/pdf", StatusCode::NOT_ACCEPTABLE, ""),
        ("text/html", StatusCode::OK, "<p>Seen"),
        ("*/*", StatusCode::OK, "<p>Seen"),
        (
            "application/fhir+json",
            StatusCode::OK,
            "{\"resourceType\":\"Binary\"",
        ),
    ] {
        let headers = [("authorization", bearer.as_str()), ("accept", accept)];
        let answer = ehr
            .call("GET", "/fhir/r4/Binary/demo-binary-1", &headers, "")
            .await;
        assert_eq!(answer.status, status, "{accept}");
        assert!(answer.body.starts_with(start), "{accept}: {}", answer.body);
    }
}
