//! The chart's pages.

#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    reason = "tests say what went wrong by panicking"
)]

mod common;

use axum::http::StatusCode;
use common::{Ehr, PATIENT};
use sandbox::Personality::Epic;
use serde_json::json;

#[tokio::test]
async fn unknown_patients_and_tabs_are_not_found() {
    let ehr = Ehr::new(Epic);
    for path in [
        "/patients/nobody",
        "/patients/nobody/notes",
        "/patients/nobody/panel/notes",
        "/patients/demo-patient-1/panel/orders",
    ] {
        assert_eq!(
            ehr.call("GET", path, &[], "").await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(
        ehr.post("/patients/nobody/launch", &[]).await.status,
        StatusCode::NOT_FOUND
    );
    let other = ehr
        .post(
            "/patients/demo-patient-1/launch",
            &[("encounter", "demo-encounter-2")],
        )
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_finds_by_name_and_number() {
    let ehr = Ehr::new(Epic);
    let all = ehr.call("GET", "/", &[], "").await.body;
    assert!(
        all.contains("Testwell, Amina")
            && all.contains("Sampleton, Theo B")
            && all.contains("Sandbox EHR")
    );
    let one = ehr.call("GET", "/?q=amina", &[], "").await.body;
    assert!(one.contains("Testwell, Amina") && !one.contains("Sampleton"));
    assert!(
        ehr.call("GET", "/?q=SBX-1002", &[], "")
            .await
            .body
            .contains("Sampleton")
    );
    assert!(
        ehr.call("GET", "/?q=%3Cscript%3E", &[], "")
            .await
            .body
            .contains("&lt;script&gt;")
    );
}

#[tokio::test]
async fn the_chart_shows_header_and_tabs() {
    let ehr = Ehr::new(Epic);
    let page = ehr.call("GET", "/patients/demo-patient-1", &[], "").await;
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    for text in [
        "Testwell, Amina",
        "SBX-1001",
        "12 Mar 1959",
        "Type 2 diabetes",
        "metformin 1,000 mg",
        "Penicillin",
        "72.10 kg",
    ] {
        assert!(page.body.contains(text), "{text}");
    }
    let results = ehr
        .call("GET", "/patients/demo-patient-1/results", &[], "")
        .await
        .body;
    assert!(results.contains("Hemoglobin A1c") && results.contains("7.40"));
    let notes = ehr
        .call("GET", "/patients/demo-patient-1/notes", &[], "")
        .await
        .body;
    assert!(
        notes.contains("data-note-id=\"demo-note-1\"")
            && notes.contains("Seen for follow-up. A1c 7.4 %.")
    );
}

#[tokio::test]
async fn opening_the_app_mints_a_launch() {
    let ehr = Ehr::new(Epic);
    let opened = ehr.post("/patients/demo-patient-1/launch", &[]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let url = url::Url::parse(opened.header("location")).expect("a URL");
    assert_eq!(
        url.as_str().split('?').next(),
        Some("http://127.0.0.1:8100/launch")
    );
    let query: std::collections::HashMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!(query["iss"], common::BASE);
    let answer = ehr.authorize("launch openid", &query["launch"], &[]).await;
    assert!(answer.redirect().contains_key("code"));
}

#[tokio::test]
async fn a_filed_note_appears_in_the_notes_tab() {
    let ehr = Ehr::new(Epic);
    let token = ehr.token("launch user/DocumentReference.write").await;
    let note = json!({
        "resourceType": "DocumentReference", "status": "current", "docStatus": "preliminary",
        "type": { "coding": [{ "system": "http://loinc.org", "code": "11506-3", "display": "Progress note" }] },
        "subject": { "reference": format!("Patient/{PATIENT}") },
        "content": [{ "attachment": { "contentType": "text/plain", "data": "PGI+Ym9sZDwvYj4gcGxhbg==" } }],
        "context": { "encounter": [{ "reference": "Encounter/demo-encounter-1" }] },
    });
    let created = ehr
        .write("POST", "DocumentReference", &token, &[], &note)
        .await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    let panel = ehr
        .call("GET", "/patients/demo-patient-1/panel/notes", &[], "")
        .await
        .body;
    assert!(
        panel.contains("data-note-filed=\"true\"")
            && panel.contains("data-note-status=\"preliminary\"")
    );
    assert!(panel.contains("&lt;b&gt;bold&lt;/b&gt; plan"), "{panel}");
}

#[tokio::test]
async fn a_filed_message_appears_in_the_messages_tab() {
    let ehr = Ehr::new(Epic);
    let path = "/patients/demo-patient-1/panel/messages";
    let before = ehr.call("GET", path, &[], "").await.body;
    assert!(!before.contains("data-message-filed=\"true\""), "{before}");
    let token = ehr.token("launch user/Communication.crs").await;
    let message = json!({
        "resourceType": "Communication", "status": "completed",
        "subject": { "reference": format!("Patient/{PATIENT}") },
        "payload": [{ "contentString": "<b>bold</b> advice" }],
    });
    let created = ehr
        .write("POST", "Communication", &token, &[], &message)
        .await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    let panel = ehr.call("GET", path, &[], "").await.body;
    assert!(panel.contains("data-message-filed=\"true\"") && panel.contains("From the practice"));
    assert!(panel.contains("&lt;b&gt;bold&lt;/b&gt; advice"), "{panel}");
}
