//! An EHR in the test's own process, and the steps of a launch.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses a part of this"
)]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sandbox::{Client, ClientAuth, PatientSource, Personality, Sandbox, SandboxConfig};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

pub const PUBLIC: &str = "http://localhost:8200";
pub const BASE: &str = "http://localhost:8200/fhir/r4";
pub const REDIRECT: &str = "http://127.0.0.1:8100/callback";
pub const CLIENT: &str = "countersign-demo";
pub const VERIFIER: &str = "a-verifier-that-is-long-enough-for-the-rules-of-pkce-0123456789";
pub const PATIENT: &str = "demo-patient-1";

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a text header"))
    }

    /// The query parameters of the redirect.
    pub fn redirect(&self) -> std::collections::HashMap<String, String> {
        let location = self.header("location");
        assert!(location.starts_with(REDIRECT), "{location}");
        url::Url::parse(location)
            .expect("a URL")
            .query_pairs()
            .into_owned()
            .collect()
    }

    /// The ids of the matches of a searchset.
    pub fn ids(&self) -> Vec<String> {
        let entries = self.json()["entry"].as_array().cloned().unwrap_or_default();
        let matches = entries
            .iter()
            .filter(|entry| entry["search"]["mode"] == "match");
        matches
            .map(|entry| entry["resource"]["id"].as_str().expect("an id").to_owned())
            .collect()
    }

    pub fn next(&self) -> Option<String> {
        let links = self.json()["link"].as_array().cloned().unwrap_or_default();
        let next = links.iter().find(|link| link["relation"] == "next")?;
        Some(
            next["url"]
                .as_str()
                .expect("a URL")
                .strip_prefix(PUBLIC)
                .expect("our URL")
                .to_owned(),
        )
    }
}

pub struct Ehr {
    pub sandbox: sandbox::state::Shared,
    router: Router,
}

/// The fixture charts, with 25 more laboratory values in the first.
pub fn charts() -> PatientSource {
    let mut labs = Vec::new();
    for day in 1..=25 {
        labs.push(json!({ "resource": {
            "resourceType": "Observation", "id": format!("lab-{day:02}"), "status": "final",
            "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory" }] }],
            "code": { "coding": [{ "system": "http://loinc.org", "code": "2823-3" }], "text": "Potassium" },
            "subject": { "reference": "Patient/demo-patient-1" },
            "effectiveDateTime": format!("2026-01-{day:02}T08:00:00Z"),
            "valueQuantity": { "value": 4, "unit": "mmol/L" },
        }}));
    }
    let patient = json!({ "resource": { "resourceType": "Patient", "id": "demo-patient-1" } });
    labs.insert(0, patient);
    let labs = json!({ "resourceType": "Bundle", "type": "collection", "entry": labs }).to_string();
    PatientSource::Bundles(vec![
        ("labs".to_owned(), labs),
        ("chart".to_owned(), include_str!("chart.json").to_owned()),
        ("other".to_owned(), include_str!("other.json").to_owned()),
    ])
}

pub fn config(personality: Personality) -> SandboxConfig {
    SandboxConfig {
        patients: charts(),
        clients: vec![Client::new(CLIENT, &[REDIRECT], ClientAuth::Public)],
        ..SandboxConfig::on_free_port(personality)
    }
}

pub fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER.as_bytes()))
}

pub fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// Replaces, adds, or with an empty value removes parameters.
pub fn changed<'a>(
    pairs: Vec<(&'a str, &'a str)>,
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut out: Vec<_> = pairs
        .into_iter()
        .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name))
        .collect();
    out.extend(
        changes
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .copied(),
    );
    out
}

impl Ehr {
    pub fn new(personality: Personality) -> Self {
        Self::with(config(personality))
    }

    pub fn with(config: SandboxConfig) -> Self {
        let sandbox = Sandbox::new(config, PUBLIC).expect("a sandbox");
        Self {
            router: sandbox::router::router(sandbox.clone()),
            sandbox,
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// A request with headers and an optional body.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(
            request
                .body(Body::from(body.to_owned()))
                .expect("a request"),
        )
        .await
    }

    /// A FHIR GET, path relative to the base.
    pub async fn get(&self, path: &str, token: &str) -> Answer {
        let path = if path.starts_with("/fhir") {
            path.to_owned()
        } else {
            format!("/fhir/r4/{path}")
        };
        self.call(
            "GET",
            &path,
            &[("authorization", &format!("Bearer {token}"))],
            "",
        )
        .await
    }

    /// A FHIR write.
    pub async fn write(
        &self,
        method: &str,
        path: &str,
        token: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Answer {
        let bearer = format!("Bearer {token}");
        let mut all = vec![
            ("authorization", bearer.as_str()),
            ("content-type", "application/fhir+json"),
        ];
        all.extend(headers);
        self.call(method, &format!("/fhir/r4/{path}"), &all, &body.to_string())
            .await
    }

    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.call(
            "POST",
            path,
            &[("content-type", "application/x-www-form-urlencoded")],
            &form(pairs),
        )
        .await
    }

    pub fn launch(&self, patient: &str) -> String {
        let request = sandbox::smart::context::LaunchRequest {
            patient: patient.to_owned(),
            ..Default::default()
        };
        self.sandbox.mint_launch(request).expect("a launch").launch
    }

    /// The authorize request of an EHR launch, with changes.
    pub async fn authorize(&self, scope: &str, launch: &str, changes: &[(&str, &str)]) -> Answer {
        let challenge = challenge();
        let pairs = vec![
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("redirect_uri", REDIRECT),
            ("scope", scope),
            ("state", "the-state"),
            ("aud", BASE),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("nonce", "the-nonce"),
            ("launch", launch),
        ];
        let pairs = changed(pairs, changes);
        self.call(
            "GET",
            &format!("/oauth2/authorize?{}", form(&pairs)),
            &[],
            "",
        )
        .await
    }

    pub async fn redeem(&self, code: &str, changes: &[(&str, &str)]) -> Answer {
        let pairs = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
            ("client_id", CLIENT),
        ];
        self.post("/oauth2/token", &changed(pairs, changes)).await
    }

    pub async fn code(&self, scope: &str, patient: &str) -> String {
        let answer = self.authorize(scope, &self.launch(patient), &[]).await;
        answer
            .redirect()
            .remove("code")
            .unwrap_or_else(|| panic!("no code: {answer:?}"))
    }

    /// The token response of a whole launch.
    pub async fn tokens(&self, scope: &str, patient: &str) -> Value {
        let code = self.code(scope, patient).await;
        let answer = self.redeem(&code, &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.json()
    }

    /// An access token for the first patient.
    pub async fn token(&self, scope: &str) -> String {
        let tokens = self.tokens(scope, PATIENT).await;
        tokens["access_token"].as_str().expect("a token").to_owned()
    }
}
