//! The fault menu.

#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    reason = "tests say what went wrong by panicking"
)]

mod common;

use axum::http::StatusCode;
use common::{Ehr, PATIENT};
use sandbox::Personality::{Epic, Generic, Oracle};
use serde_json::json;

const SCOPE: &str = "launch user/Patient.read user/Condition.read user/Observation.crus user/DocumentReference.crus";

async fn faulty(ehr: &Ehr, token: &str, fault: &str) -> common::Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("x-sandbox-fault", fault),
    ];
    ehr.call(
        "GET",
        "/fhir/r4/Condition?patient=demo-patient-1",
        &headers,
        "",
    )
    .await
}

#[tokio::test]
async fn each_fault_looks_like_the_real_thing() {
    let ehr = Ehr::new(Epic);
    let token = ehr.token(SCOPE).await;
    for (fault, status, needle) in [
        ("expired-token", 401, ""),
        ("forbidden", 403, ""),
        ("forbidden-outcome", 403, "4118"),
        ("break-the-glass", 403, "4130"),
        ("not-found", 404, "4102"),
        ("throttled=7", 429, "throttled"),
        ("throttled-html", 429, "<html>"),
        ("server-error", 500, "59177"),
        ("bad-gateway", 502, "resou"),
        ("maintenance", 503, "maintenance"),
        ("page-expired", 400, "4113"),
        ("duplicate", 409, "59141"),
        ("outcome-entry", 200, "4119"),
        ("slow=1", 200, "demo-condition-1"),
        ("no-such-fault", 400, "unknown"),
    ] {
        let answer = faulty(&ehr, &token, fault).await;
        assert_eq!(answer.status.as_u16(), status, "{fault}");
        assert!(answer.body.contains(needle), "{fault}: {}", answer.body);
    }
    assert_eq!(
        faulty(&ehr, &token, "throttled=7")
            .await
            .header("retry-after"),
        "7"
    );
    let truncated = faulty(&ehr, &token, "truncated").await;
    assert_eq!(truncated.status, StatusCode::OK);
    assert!(serde_json::from_str::<serde_json::Value>(&truncated.body).is_err());
}

#[tokio::test]
async fn rules_match_count_down_and_repeat_by_seed() {
    let ehr = Ehr::new(Oracle);
    let token = ehr
        .token("launch user/Patient.read user/Condition.read")
        .await;
    let json = [("content-type", "application/json")];
    let rule =
        json!({ "fault": "server-error", "type": "Condition", "after": 1, "times": 2 }).to_string();
    assert_eq!(
        ehr.call(
            "POST",
            "/__sandbox/faults",
            &json,
            "{\"fault\":\"nonsense\"}"
        )
        .await
        .status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        ehr.call("POST", "/__sandbox/faults", &json, &rule)
            .await
            .status,
        StatusCode::NO_CONTENT
    );
    let mut seen = Vec::new();
    for _ in 0..4 {
        assert_eq!(
            ehr.get("Patient/demo-patient-1", &token).await.status,
            StatusCode::OK
        );
        seen.push(
            ehr.get("Condition?patient=demo-patient-1", &token)
                .await
                .status
                .as_u16(),
        );
    }
    assert_eq!(seen, [200, 500, 500, 200]);
    let rate = json!({ "fault": "server-error", "rate": 0.5 }).to_string();
    let mut runs = Vec::new();
    for _ in 0..2 {
        let ehr = Ehr::new(Oracle);
        let token = ehr.token("launch user/Patient.read").await;
        ehr.call("POST", "/__sandbox/faults", &json, &rate).await;
        let mut run = Vec::new();
        for _ in 0..20 {
            run.push(
                ehr.get("Patient/demo-patient-1", &token)
                    .await
                    .status
                    .as_u16(),
            );
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert!(runs[0].contains(&200) && runs[0].contains(&500));
    ehr.call("DELETE", "/__sandbox/faults", &[], "").await;
    assert_eq!(
        ehr.call("GET", "/__sandbox/faults", &[], "").await.json(),
        json!([])
    );
}

#[tokio::test]
async fn token_faults_forge_what_they_say() {
    let ehr = Ehr::new(Generic);
    let json = [("content-type", "application/json")];
    for (fault, name) in [("narrow-scope", "scope"), ("other-patient", "patient")] {
        let rule = json!({ "fault": fault, "path": "/oauth2/token", "times": 1 }).to_string();
        ehr.call("POST", "/__sandbox/faults", &json, &rule).await;
        let tokens = ehr.tokens(SCOPE, PATIENT).await;
        let expected = if name == "scope" {
            "launch user/Patient.read"
        } else {
            "demo-patient-2"
        };
        assert_eq!(tokens[name], expected, "{fault}");
    }
}

#[tokio::test]
async fn a_lost_answer_leaves_the_note_filed() {
    let running = sandbox::start(common::config(Generic))
        .await
        .expect("a sandbox");
    let ehr = running.sandbox.clone();
    let client = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let launch = ehr
        .mint_launch(sandbox::smart::context::LaunchRequest {
            patient: PATIENT.to_owned(),
            ..Default::default()
        })
        .expect("a launch");
    let challenge = common::challenge();
    let no_redirect = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let public = format!("http://{}", running.address);
    let pairs = [
        ("response_type", "code"),
        ("client_id", common::CLIENT),
        ("redirect_uri", common::REDIRECT),
        ("scope", SCOPE),
        ("state", "s"),
        ("aud", running.base_url.as_str()),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("launch", &launch.launch),
    ];
    let answer = no_redirect
        .post(format!("{public}/oauth2/authorize"))
        .form(&pairs)
        .send()
        .await
        .expect("an answer");
    let location = answer.headers()["location"]
        .to_str()
        .expect("text")
        .to_owned();
    let code = url::Url::parse(&location)
        .expect("a URL")
        .query_pairs()
        .next()
        .expect("a code")
        .1
        .into_owned();
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", common::REDIRECT),
        ("code_verifier", common::VERIFIER),
        ("client_id", common::CLIENT),
    ];
    let tokens: serde_json::Value = client
        .post(format!("{public}/oauth2/token"))
        .form(&pairs)
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let note = json!({
        "resourceType": "DocumentReference", "status": "current",
        "subject": { "reference": "Patient/demo-patient-1" },
        "content": [{ "attachment": { "contentType": "text/plain", "data": "eA==" } }],
    });
    let lost = client
        .post(format!("{public}/fhir/r4/DocumentReference"))
        .bearer_auth(tokens["access_token"].as_str().expect("a token"))
        .header("content-type", "application/fhir+json")
        .header("x-sandbox-fault", "answer-lost")
        .body(note.to_string())
        .send()
        .await;
    assert!(lost.is_err(), "{lost:?}");
    assert_eq!(ehr.store.filed().len(), 1);
    let filed: serde_json::Value = client
        .get(format!("{public}/__sandbox/filed"))
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(filed["filed"][0]["text"], "x");
    let requests: serde_json::Value = client
        .get(format!("{public}/__sandbox/requests"))
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(requests["counts"]["POST /fhir/r4/DocumentReference"], 1);
    running.shutdown().await;
}

#[tokio::test]
async fn a_replayed_conditional_create_can_be_filed_again() {
    let ehr = Ehr::new(Generic);
    let token = ehr.token(SCOPE).await;
    let note = json!({
        "resourceType": "DocumentReference", "status": "current", "identifier": [{ "value": "n" }],
        "subject": { "reference": "Patient/demo-patient-1" },
        "content": [{ "attachment": { "contentType": "text/plain", "data": "eA==" } }],
    });
    let once = [("if-none-exist", "identifier=n")];
    ehr.write("POST", "DocumentReference", &token, &once, &note)
        .await;
    assert_eq!(
        ehr.write("POST", "DocumentReference", &token, &once, &note)
            .await
            .status,
        StatusCode::OK
    );
    let faulty = [
        ("if-none-exist", "identifier=n"),
        ("x-sandbox-fault", "duplicate-on-replay"),
    ];
    assert_eq!(
        ehr.write("POST", "DocumentReference", &token, &faulty, &note)
            .await
            .status,
        StatusCode::CREATED
    );
    assert_eq!(ehr.sandbox.store.filed().len(), 2);
}
