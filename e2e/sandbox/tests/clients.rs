//! Confidential clients: secrets and signed assertions.

#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    reason = "tests say what went wrong by panicking"
)]

mod common;

use aws_lc_rs::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::{CLIENT, Ehr, PATIENT, REDIRECT, VERIFIER, form};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use sandbox::Personality::Generic;
use sandbox::smart::client_auth::ASSERTION_TYPE;
use sandbox::{Client, ClientAuth, KeySource, SandboxConfig};
use serde_json::{Value, json};

const SCOPE: &str = "launch user/Patient.read";
const TOKEN_URL: &str = "http://localhost:8200/oauth2/token";

fn ehr(auth: ClientAuth) -> Ehr {
    Ehr::with(SandboxConfig {
        clients: vec![Client::new(CLIENT, &[REDIRECT], auth)],
        ..common::config(Generic)
    })
}

async fn redeem_basic(ehr: &Ehr, credentials: &str) -> common::Answer {
    let code = ehr.code(SCOPE, PATIENT).await;
    let body = form(&[
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ]);
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("authorization", &format!("Basic {credentials}")),
    ];
    ehr.call("POST", "/oauth2/token", &headers, &body).await
}

#[tokio::test]
async fn a_secret_must_be_right_and_in_the_header() {
    let ehr = ehr(ClientAuth::Secret("p@ss:word".to_owned()));
    let encoded = |text: &str| STANDARD.encode(text);
    for credentials in [
        "!!!".to_owned(),
        encoded("countersign-demo"),
        encoded("countersign-demo:wrong"),
        encoded("other:p%40ss%3Aword"),
    ] {
        let answer = redeem_basic(&ehr, &credentials).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{credentials}");
    }
    let code = ehr.code(SCOPE, PATIENT).await;
    assert_eq!(
        ehr.redeem(&code, &[]).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        ehr.redeem(&code, &[("client_secret", "p@ss:word")])
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        redeem_basic(&ehr, &encoded("countersign-demo:p%40ss%3Aword"))
            .await
            .status,
        StatusCode::OK
    );
}

struct Keys {
    key: EncodingKey,
    algorithm: Algorithm,
    jwks: JwkSet,
}

fn ec_key() -> Keys {
    let pkcs8 = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING)
        .and_then(|pair| pair.to_pkcs8v1())
        .expect("a key");
    let key = EncodingKey::from_ec_der(pkcs8.as_ref());
    let mut jwk = Jwk::from_encoding_key(&key, Algorithm::ES384).expect("a public key");
    jwk.common.key_id = Some("k1".to_owned());
    Keys {
        key,
        algorithm: Algorithm::ES384,
        jwks: JwkSet { keys: vec![jwk] },
    }
}

fn assertion(keys: &Keys, ehr: &Ehr, changes: Value) -> String {
    let now = ehr.sandbox.clock.unix();
    let mut claims = json!({
        "iss": CLIENT, "sub": CLIENT, "aud": TOKEN_URL, "exp": now + 200, "iat": now,
        "jti": ehr.sandbox.random.uuid(),
    });
    for (name, value) in changes.as_object().expect("an object") {
        claims[name] = value.clone();
    }
    let mut header = Header::new(keys.algorithm);
    header.kid = Some("k1".to_owned());
    jsonwebtoken::encode(&header, &claims, &keys.key).expect("a signature")
}

async fn redeem_signed(ehr: &Ehr, assertion: &str) -> common::Answer {
    let code = ehr.code(SCOPE, PATIENT).await;
    ehr.redeem(
        &code,
        &[
            ("client_assertion_type", ASSERTION_TYPE),
            ("client_assertion", assertion),
        ],
    )
    .await
}

#[tokio::test]
async fn an_assertion_must_be_ours_fresh_and_new() {
    let keys = ec_key();
    let ehr = ehr(ClientAuth::Keys(KeySource::Inline(Box::new(
        keys.jwks.clone(),
    ))));
    let now = ehr.sandbox.clock.unix();
    for changes in [
        json!({ "iss": "somebody" }),
        json!({ "sub": "somebody" }),
        json!({ "aud": "https://ehr.invalid/token" }),
        json!({ "exp": now - 60 }),
        json!({ "exp": now + 3600 }),
        json!({ "iat": now + 600 }),
        json!({ "nbf": now + 600 }),
        json!({ "jti": null }),
        json!({ "exp": null }),
    ] {
        let answer = redeem_signed(&ehr, &assertion(&keys, &ehr, changes.clone())).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{changes}");
    }
    let forged = assertion(&ec_key(), &ehr, json!({}));
    assert_eq!(
        redeem_signed(&ehr, &forged).await.status,
        StatusCode::UNAUTHORIZED
    );
    let weak = Keys {
        key: EncodingKey::from_secret(b"secret"),
        algorithm: Algorithm::HS256,
        jwks: keys.jwks.clone(),
    };
    assert_eq!(
        redeem_signed(&ehr, &assertion(&weak, &ehr, json!({})))
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        redeem_signed(&ehr, "not.a.jwt").await.status,
        StatusCode::UNAUTHORIZED
    );
    let good = assertion(
        &keys,
        &ehr,
        json!({ "aud": ["https://other.invalid", TOKEN_URL] }),
    );
    assert_eq!(redeem_signed(&ehr, &good).await.status, StatusCode::OK);
    let replay = redeem_signed(&ehr, &good).await;
    assert_eq!(replay.status, StatusCode::UNAUTHORIZED);
    assert!(replay.body.contains("jti"), "{}", replay.body);
}

#[tokio::test]
async fn keys_are_fetched_from_the_registered_url() {
    let keys = ec_key();
    let jwks = json!(keys.jwks);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}/jwks", listener.local_addr().expect("an address"));
    let app = axum::Router::new().route(
        "/jwks",
        axum::routing::get(async move || axum::Json(jwks.clone())),
    );
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let ehr = ehr(ClientAuth::Keys(KeySource::Url(url)));
    let answer = redeem_signed(&ehr, &assertion(&keys, &ehr, json!({}))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    server.abort();
    let gone = redeem_signed(&ehr, &assertion(&keys, &ehr, json!({}))).await;
    assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
}
