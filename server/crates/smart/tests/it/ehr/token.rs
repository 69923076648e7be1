//! The token and revocation endpoints.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Form, Json,
    extract::State,
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    response::{IntoResponse, Response},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, jwk::JwkSet};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Auth, CLIENT_ID, CLIENT_SECRET, Ehr, Grant, PATIENT, REDIRECT_URI, merge};

type Fields = HashMap<String, String>;
type Refusal = (StatusCode, Json<Value>);

fn refuse(code: &str) -> Refusal {
    (
        StatusCode::BAD_REQUEST,
        Json(json!({ "error": code, "error_description": "no" })),
    )
}

pub(super) async fn token(
    State(ehr): State<Arc<Ehr>>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    // Long enough that requests which are not kept apart would meet here.
    tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    let failure = ehr.records().switches.token_failure.clone();
    if let Some((status, body)) = failure {
        return (StatusCode::from_u16(status).unwrap(), body).into_response();
    }
    answer(&ehr, &headers, &fields).map(Json).into_response()
}

fn answer(ehr: &Ehr, headers: &HeaderMap, fields: &Fields) -> Result<Value, Refusal> {
    authenticate(ehr, headers, fields)?;
    let get = |name: &str| {
        fields
            .get(name)
            .map(String::as_str)
            .ok_or(refuse("invalid_request"))
    };
    match get("grant_type")? {
        "authorization_code" => {
            let grant = ehr.records().grants.remove(get("code")?);
            let grant = grant.ok_or(refuse("invalid_grant"))?;
            let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(get("code_verifier")?));
            if hash != grant.challenge || get("redirect_uri")? != REDIRECT_URI {
                return Err(refuse("invalid_grant"));
            }
            Ok(first_tokens(ehr, &grant))
        }
        "refresh_token" => {
            let mut records = ehr.records();
            if get("refresh_token")? != records.refresh_token {
                return Err(refuse("invalid_grant"));
            }
            records.issued += 1;
            let mut body = json!({
                "access_token": format!("access-{}", records.issued),
                "token_type": "Bearer",
                "expires_in": 300,
                "scope": "launch openid fhirUser user/Patient.read",
            });
            if records.switches.rotate {
                records.refresh_token = format!("refresh-{}", records.issued);
                body["refresh_token"] = json!(records.refresh_token);
            }
            merge(&mut body, &records.switches.token);
            Ok(body)
        }
        _ => Err(refuse("unsupported_grant_type")),
    }
}

fn first_tokens(ehr: &Ehr, grant: &Grant) -> Value {
    let mut records = ehr.records();
    let mut claims = json!({
        "iss": ehr.base,
        "sub": "user-1",
        "aud": CLIENT_ID,
        "iat": ehr.now(),
        "exp": ehr.now() + 300,
        "nonce": grant.nonce,
        "fhirUser": format!("{}/Practitioner/prac-1", ehr.base),
    });
    merge(&mut claims, &records.switches.claims);
    records.issued += 1;
    records.refresh_token = format!("refresh-{}", records.issued);
    let mut body = json!({
        "access_token": format!("access-{}", records.issued),
        "refresh_token": records.refresh_token,
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": grant.scope,
        "patient": PATIENT,
        "encounter": "enc-1",
        "need_patient_banner": false,
        "id_token": ehr.key.sign(records.switches.signature, &claims),
    });
    merge(&mut body, &records.switches.token);
    body
}

fn authenticate(ehr: &Ehr, headers: &HeaderMap, fields: &Fields) -> Result<(), Refusal> {
    let basic = headers
        .get(AUTHORIZATION)
        .map(|value| value.to_str().unwrap());
    let client_id = fields.get("client_id").map(String::as_str);
    let assertion = fields.get("client_assertion");
    let auth = ehr.records().switches.auth;
    let accepted = match auth {
        Auth::Public => basic.is_none() && assertion.is_none() && client_id == Some(CLIENT_ID),
        Auth::Basic => {
            let encode = |text: &str| {
                url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>()
            };
            let wanted =
                STANDARD.encode(format!("{}:{}", encode(CLIENT_ID), encode(CLIENT_SECRET)));
            basic == Some(format!("Basic {wanted}").as_str())
                && client_id.is_none()
                && !fields.contains_key("client_secret")
        }
        Auth::Jwt => {
            basic.is_none()
                && fields.get("client_assertion_type").map(String::as_str)
                    == Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                && assertion.is_some_and(|assertion| assertion_holds(ehr, assertion).is_some())
        }
    };
    if accepted {
        Ok(())
    } else {
        Err(refuse("invalid_client"))
    }
}

fn assertion_holds(ehr: &Ehr, assertion: &str) -> Option<()> {
    let header = jsonwebtoken::decode_header(assertion).ok()?;
    let mut records = ehr.records();
    let keys: JwkSet = serde_json::from_value(records.client_jwks.clone()).ok()?;
    let key = DecodingKey::from_jwk(keys.find(&header.kid?)?).ok()?;
    if !matches!(header.alg, Algorithm::RS384 | Algorithm::ES384) {
        return None;
    }
    let mut rules = Validation::new(header.alg);
    rules.validate_exp = false; // by the test's clock, below
    rules.set_audience(&[format!("{}/auth/token", ehr.base)]);
    rules.set_issuer(&[CLIENT_ID]);
    rules.sub = Some(CLIENT_ID.to_owned());
    rules.set_required_spec_claims(&["exp", "iss", "sub", "aud"]);
    let claims = jsonwebtoken::decode::<Value>(assertion, &key, &rules)
        .ok()?
        .claims;
    let left = claims["exp"].as_i64()? - ehr.now();
    let fresh = records.jtis.insert(claims["jti"].as_str()?.to_owned());
    (fresh && left > 0 && left <= 300).then_some(())
}

pub(super) async fn revoke(
    State(ehr): State<Arc<Ehr>>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    if let Err(refusal) = authenticate(&ehr, &headers, &fields) {
        return refusal.into_response();
    }
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    ehr.records()
        .revoked
        .push((field("token"), field("token_type_hint")));
    StatusCode::OK.into_response()
}
