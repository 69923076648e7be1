//! Launch, code, token: what is refused first, then what is given.

#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    reason = "tests say what went wrong by panicking"
)]

mod common;

use axum::http::StatusCode;
use common::{BASE, CLIENT, Ehr, PATIENT, REDIRECT, VERIFIER, challenge, form};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use sandbox::Personality::{Epic, Generic, Oracle};
use sandbox::{Client, ClientAuth, Rules, SandboxConfig};
use serde_json::Value;

const SCOPE: &str = "launch openid fhirUser offline_access user/Patient.read user/Observation.read";

#[tokio::test]
async fn unknown_clients_and_redirects_never_leave_the_server() {
    let ehr = Ehr::new(Generic);
    for changes in [
        [("client_id", "somebody")],
        [("client_id", "")],
        [("redirect_uri", "")],
        [("redirect_uri", "http://127.0.0.1:8100/callback/")],
        [("redirect_uri", "http://127.0.0.1:8100/callback?x=1")],
        [("redirect_uri", "https://evil.invalid/callback")],
    ] {
        let answer = ehr.authorize(SCOPE, &ehr.launch(PATIENT), &changes).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{changes:?}");
        assert!(answer.headers.get("location").is_none(), "{changes:?}");
    }
}

#[tokio::test]
async fn authorize_refuses() {
    let ehr = Ehr::new(Generic);
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("state", "", "invalid_request"),
        ("aud", "", "invalid_request"),
        ("aud", "http://localhost:8200/fhir/r4/", "invalid_request"),
        ("aud", "https://evil.invalid/fhir", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("scope", "", "invalid_scope"),
        ("scope", "openid", "invalid_scope"),
        ("launch", "", "invalid_request"),
        ("launch", "never-minted", "invalid_request"),
    ] {
        let answer = ehr
            .authorize(SCOPE, &ehr.launch(PATIENT), &[(name, value)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}={value}");
        let redirect = answer.redirect();
        assert_eq!(
            redirect.get("error").map(String::as_str),
            Some(error),
            "{name}={value}"
        );
        assert_eq!(redirect.contains_key("state"), name != "state");
        assert!(!redirect.contains_key("code"));
    }
}

#[tokio::test]
async fn a_repeated_parameter_is_refused() {
    let ehr = Ehr::new(Generic);
    let launch = ehr.launch(PATIENT);
    let challenge = challenge();
    let pairs = [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", REDIRECT),
        ("scope", SCOPE),
        ("state", "a"),
        ("state", "b"),
        ("aud", BASE),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("launch", &launch),
    ];
    let answer = ehr.post("/oauth2/authorize", &pairs).await;
    assert_eq!(answer.redirect()["error"], "invalid_request");
}

#[tokio::test]
async fn a_launch_works_once_for_its_client_and_for_a_while() {
    let mut config = common::config(Generic);
    config
        .clients
        .push(Client::new("another", &[REDIRECT], ClientAuth::Public));
    let ehr = Ehr::with(config);
    let launch = ehr.launch(PATIENT);
    assert!(
        ehr.authorize(SCOPE, &launch, &[])
            .await
            .redirect()
            .contains_key("code")
    );
    assert_eq!(
        ehr.authorize(SCOPE, &launch, &[]).await.redirect()["error"],
        "invalid_request"
    );
    let launch = ehr.launch(PATIENT);
    let stolen = ehr
        .authorize(SCOPE, &launch, &[("client_id", "another")])
        .await;
    assert_eq!(stolen.redirect()["error"], "invalid_request");
    let launch = ehr.launch(PATIENT);
    ehr.sandbox
        .clock
        .advance(ehr.sandbox.config.rules.launch_seconds);
    assert_eq!(
        ehr.authorize(SCOPE, &launch, &[]).await.redirect()["error"],
        "invalid_request"
    );
}

#[tokio::test]
async fn token_refuses() {
    let ehr = Ehr::new(Generic);
    for (name, value, error) in [
        ("grant_type", "", "invalid_request"),
        ("grant_type", "password", "unsupported_grant_type"),
        ("code", "", "invalid_request"),
        ("code", "never-issued", "invalid_grant"),
        ("redirect_uri", "", "invalid_grant"),
        (
            "redirect_uri",
            "http://127.0.0.1:8100/other",
            "invalid_grant",
        ),
        ("code_verifier", "", "invalid_grant"),
        ("code_verifier", "short", "invalid_grant"),
        (
            "code_verifier",
            "another-verifier-that-is-long-enough-for-the-rules-0123",
            "invalid_grant",
        ),
        ("client_id", "", "invalid_client"),
        ("client_id", "somebody", "invalid_client"),
        ("client_secret", "x", "invalid_client"),
    ] {
        let code = ehr.code(SCOPE, PATIENT).await;
        let answer = ehr.redeem(&code, &[(name, value)]).await;
        let expected = if error == "invalid_client" {
            StatusCode::UNAUTHORIZED
        } else {
            StatusCode::BAD_REQUEST
        };
        assert_eq!(answer.status, expected, "{name}={value}");
        assert_eq!(answer.json()["error"], error, "{name}={value}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let json = ehr
        .call(
            "POST",
            "/oauth2/token",
            &[("content-type", "application/json")],
            "{}",
        )
        .await;
    assert_eq!(json.json()["error"], "invalid_request");
}

#[tokio::test]
async fn a_code_that_comes_back_revokes_its_tokens() {
    let ehr = Ehr::new(Generic);
    let code = ehr.code(SCOPE, PATIENT).await;
    let tokens = ehr.redeem(&code, &[]).await.json();
    let access = tokens["access_token"].as_str().expect("a token");
    assert_eq!(
        ehr.get("Patient/demo-patient-1", access).await.status,
        StatusCode::OK
    );
    assert_eq!(
        ehr.redeem(&code, &[]).await.json()["error"],
        "invalid_grant"
    );
    assert_eq!(
        ehr.get("Patient/demo-patient-1", access).await.status,
        StatusCode::UNAUTHORIZED
    );
    let refresh = tokens["refresh_token"].as_str().expect("a refresh token");
    let pairs = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh),
        ("client_id", CLIENT),
    ];
    assert_eq!(
        ehr.post("/oauth2/token", &pairs).await.json()["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn codes_and_tokens_expire() {
    let ehr = Ehr::new(Oracle);
    let code = ehr.code(SCOPE, PATIENT).await;
    ehr.sandbox
        .clock
        .advance(ehr.sandbox.config.rules.code_seconds);
    assert_eq!(
        ehr.redeem(&code, &[]).await.json()["error"],
        "invalid_grant"
    );
    let tokens = ehr.tokens(SCOPE, PATIENT).await;
    assert_eq!(tokens["expires_in"], 570);
    let access = tokens["access_token"].as_str().expect("a token");
    ehr.sandbox.clock.advance(500);
    assert_eq!(
        ehr.get("Patient/demo-patient-1", access).await.status,
        StatusCode::OK
    );
    ehr.sandbox.clock.advance(70);
    let expired = ehr.get("Patient/demo-patient-1", access).await;
    assert_eq!(expired.status, StatusCode::UNAUTHORIZED);
    assert!(expired.header("www-authenticate").contains("invalid_token"));
}

#[tokio::test]
async fn refresh_rotates_and_a_replay_revokes_the_family() {
    let ehr = Ehr::new(Generic);
    let first = ehr.tokens(SCOPE, PATIENT).await;
    let old = first["refresh_token"]
        .as_str()
        .expect("a refresh token")
        .to_owned();
    let refresh = async |token: &str, scope: &str| {
        let pairs = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            ("client_id", CLIENT),
            ("scope", scope),
        ];
        ehr.post("/oauth2/token", &pairs).await
    };
    assert_eq!(
        refresh(&old, "user/Goal.read").await.json()["error"],
        "invalid_scope"
    );
    let second = refresh(&old, "").await.json();
    let new = second["refresh_token"]
        .as_str()
        .expect("a refresh token")
        .to_owned();
    assert_ne!(old, new);
    assert_eq!(second["patient"], PATIENT);
    let access = second["access_token"].as_str().expect("a token");
    assert_eq!(
        ehr.get("Patient/demo-patient-1", access).await.status,
        StatusCode::OK
    );
    assert_eq!(refresh(&old, "").await.json()["error"], "invalid_grant");
    assert_eq!(
        ehr.get("Patient/demo-patient-1", access).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(refresh(&new, "").await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn revocation_and_introspection() {
    let ehr = Ehr::new(Generic);
    let tokens = ehr.tokens(SCOPE, PATIENT).await;
    let access = tokens["access_token"].as_str().expect("a token").to_owned();
    let introspect = async |token: &str| {
        ehr.post(
            "/oauth2/introspect",
            &[("token", token), ("client_id", CLIENT)],
        )
        .await
        .json()
    };
    assert_eq!(
        ehr.post("/oauth2/introspect", &[("token", &access)])
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(introspect("nothing").await["active"], false);
    let live = introspect(&access).await;
    assert_eq!(
        (&live["active"], &live["patient"]),
        (&true.into(), &PATIENT.into())
    );
    assert_eq!(
        ehr.post("/oauth2/revoke", &[("token", &access)])
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        ehr.post(
            "/oauth2/revoke",
            &[("token", "nothing"), ("client_id", CLIENT)]
        )
        .await
        .status,
        StatusCode::OK
    );
    let refresh = tokens["refresh_token"].as_str().expect("a refresh token");
    assert_eq!(
        ehr.post(
            "/oauth2/revoke",
            &[("token", refresh), ("client_id", CLIENT)]
        )
        .await
        .status,
        StatusCode::OK
    );
    assert_eq!(introspect(&access).await["active"], false);
}

#[tokio::test]
async fn the_token_response_carries_the_context() {
    let epic = Ehr::new(Epic).tokens(SCOPE, PATIENT).await;
    assert_eq!(epic["patient"], PATIENT);
    assert_eq!(epic["encounter"], "demo-encounter-1");
    assert_eq!(epic["need_patient_banner"], "false");
    assert!(
        epic["scope"]
            .as_str()
            .expect("scopes")
            .contains("user/DocumentReference.write")
    );
    let oracle = Ehr::new(Oracle).tokens(SCOPE, PATIENT).await;
    assert_eq!(oracle["need_patient_banner"], false);
    assert_eq!(oracle["tenant"], "sandbox-tenant");
    assert_eq!(oracle["scope"], SCOPE);
    let rules = Rules {
        encounter_in_context: false,
        ..Rules::of(Generic)
    };
    let bare = Ehr::with(SandboxConfig {
        rules,
        ..common::config(Generic)
    })
    .tokens(SCOPE, PATIENT)
    .await;
    assert!(bare.get("encounter").is_none());
    let style = bare["smart_style_url"].as_str().expect("a style URL");
    assert_eq!(style, "http://localhost:8200/style/smart-v1.json");
}

#[tokio::test]
async fn the_id_token_is_signed_and_names_the_user() {
    let ehr = Ehr::new(Epic);
    let tokens = ehr.tokens(SCOPE, PATIENT).await;
    let jwks: jsonwebtoken::jwk::JwkSet =
        serde_json::from_str(&ehr.call("GET", "/oauth2/jwks", &[], "").await.body)
            .expect("a key set");
    let token = tokens["id_token"].as_str().expect("an id_token");
    let header = jsonwebtoken::decode_header(token).expect("a header");
    assert_eq!(header.alg, Algorithm::RS256);
    let key = jwks
        .find(header.kid.as_deref().expect("a kid"))
        .expect("the key");
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&[CLIENT]);
    validation.set_issuer(&["http://localhost:8200/oauth2"]);
    let decoding = DecodingKey::from_jwk(key).expect("a usable key");
    let claims = jsonwebtoken::decode::<Value>(token, &decoding, &validation)
        .expect("a valid token")
        .claims;
    assert_eq!(claims["nonce"], "the-nonce");
    assert_eq!(
        claims["fhirUser"],
        format!("{BASE}/Practitioner/sandbox-clinician")
    );
    let forged = ehr
        .call(
            "POST",
            "/oauth2/token",
            &[
                ("content-type", "application/x-www-form-urlencoded"),
                ("x-sandbox-fault", "id-token-forged"),
            ],
            &form(&[
                ("grant_type", "authorization_code"),
                ("code", &ehr.code(SCOPE, PATIENT).await),
                ("redirect_uri", REDIRECT),
                ("code_verifier", VERIFIER),
                ("client_id", CLIENT),
            ]),
        )
        .await
        .json();
    let forged = forged["id_token"].as_str().expect("an id_token");
    assert!(jsonwebtoken::decode::<Value>(forged, &decoding, &validation).is_err());
}

#[tokio::test]
async fn standalone_launch_asks_for_a_patient() {
    let ehr = Ehr::new(Generic);
    let scope = "launch/patient openid patient/Patient.read";
    let page = ehr.authorize(scope, "", &[("launch", "")]).await;
    assert_eq!(page.status, StatusCode::OK);
    let transaction = page
        .body
        .split("name=\"transaction\" value=\"")
        .nth(1)
        .expect("a transaction");
    let transaction = transaction.split('"').next().expect("its end").to_owned();
    let nobody = [("transaction", "other"), ("patient", PATIENT)];
    assert_eq!(
        ehr.post("/oauth2/pick", &nobody).await.status,
        StatusCode::BAD_REQUEST
    );
    let picked = [("transaction", transaction.as_str()), ("patient", PATIENT)];
    let code = ehr
        .post("/oauth2/pick", &picked)
        .await
        .redirect()
        .remove("code")
        .expect("a code");
    assert_eq!(
        ehr.post("/oauth2/pick", &picked).await.status,
        StatusCode::BAD_REQUEST
    );
    let tokens = ehr.redeem(&code, &[]).await.json();
    assert_eq!(tokens["patient"], PATIENT);
    assert_eq!(tokens["need_patient_banner"], true);
}

#[tokio::test]
async fn discovery_is_complete_and_may_be_relative() {
    let path = "/fhir/r4/.well-known/smart-configuration";
    let document = Ehr::new(Epic).call("GET", path, &[], "").await.json();
    for name in [
        "issuer",
        "jwks_uri",
        "authorization_endpoint",
        "token_endpoint",
        "revocation_endpoint",
    ] {
        assert!(
            document[name]
                .as_str()
                .expect("a URL")
                .starts_with("http://localhost:8200/oauth2"),
            "{name}"
        );
    }
    assert_eq!(
        document["code_challenge_methods_supported"],
        serde_json::json!(["S256"])
    );
    let rules = Rules {
        relative_discovery: true,
        ..Rules::of(Generic)
    };
    let relative = Ehr::with(SandboxConfig {
        rules,
        ..common::config(Generic)
    })
    .call("GET", path, &[], "")
    .await
    .json();
    assert_eq!(relative["token_endpoint"], "/oauth2/token");
}
