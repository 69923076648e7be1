//! The token endpoint: codes and refresh tokens become access tokens (SMART App Launch 2.2, section 2.1.6).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::authorize::Params;
use super::context::Grant;
use super::keys::KeyError;
use super::scopes::{self, Scope};
use super::tokens::{Access, RefreshRefused, narrowed};
use crate::config::{Client, Personality};
use crate::faults::{Active, Kind};
use crate::state::{Sandbox, Shared, lock};

/// An OAuth error (RFC 6749, 5.2).
pub(super) struct TokenError(&'static str, String);

impl TokenError {
    pub(super) fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self(error, description.into())
    }
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let body = Json(json!({ "error": self.0, "error_description": self.1 }));
        let headers = [(CACHE_CONTROL, "no-store"), (PRAGMA, "no-cache")];
        if self.0 == "invalid_client" {
            let ask = [(WWW_AUTHENTICATE, "Basic realm=\"sandbox\"")];
            return (StatusCode::UNAUTHORIZED, ask, headers, body).into_response();
        }
        (StatusCode::BAD_REQUEST, headers, body).into_response()
    }
}

/// The parameters of a form post; anything else is refused.
pub(super) fn form(headers: &HeaderMap, body: &Bytes) -> Result<Params, TokenError> {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !content_type.starts_with("application/x-www-form-urlencoded") {
        return Err(TokenError::new(
            "invalid_request",
            "the body must be form-encoded",
        ));
    }
    let params = Params::parse(body);
    match params.repeated() {
        Some(name) => Err(TokenError::new(
            "invalid_request",
            format!("{name} is given twice"),
        )),
        None => Ok(params),
    }
}

/// `POST {issuer}/token`
pub async fn token(
    State(sandbox): State<Shared>,
    Extension(active): Extension<Active>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match exchange(&sandbox, active.0, &headers, &body).await {
        Ok(answer) => (
            [(CACHE_CONTROL, "no-store"), (PRAGMA, "no-cache")],
            Json(answer),
        )
            .into_response(),
        Err(error) => error.into_response(),
    }
}

async fn exchange(
    sandbox: &Shared,
    fault: Option<Kind>,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Value, TokenError> {
    let params = form(headers, body)?;
    let client = sandbox
        .authenticate(headers, &params)
        .await
        .map_err(|reason| TokenError::new("invalid_client", reason))?;
    let (family, grant) = match params.get("grant_type") {
        Some("authorization_code") => sandbox.redeem_code(&params, client)?,
        Some("refresh_token") => sandbox.redeem_refresh(&params, client)?,
        Some(_) => return Err(TokenError::new("unsupported_grant_type", "not supported")),
        None => return Err(TokenError::new("invalid_request", "grant_type is required")),
    };
    let sandbox = Arc::clone(sandbox);
    tokio::task::spawn_blocking(move || sandbox.answer(&family, grant, fault))
        .await
        .map_err(|_| TokenError::new("invalid_request", "the server failed"))?
        .map_err(|error| TokenError::new("invalid_request", error.to_string()))
}

impl Sandbox {
    fn redeem_code(&self, params: &Params, client: &Client) -> Result<(String, Grant), TokenError> {
        let bad = |description: &str| TokenError::new("invalid_grant", description);
        let value = params
            .get("code")
            .ok_or_else(|| TokenError::new("invalid_request", "code is required"))?;
        let mut codes = lock(&self.smart.codes);
        let code = codes
            .get_mut(value)
            .ok_or_else(|| bad("the code is unknown"))?;
        if let Some(family) = &code.used {
            // A code that comes back has been stolen: what it gave is taken away (RFC 6749, 4.1.2).
            self.smart.tokens.revoke_family(family);
            return Err(bad("the code was used before"));
        }
        if code.grant.client != client.id {
            return Err(bad("the code is of another client"));
        }
        let family = self.random.token();
        code.used = Some(family.clone());
        if code.expires <= self.clock.unix() {
            return Err(bad("the code has expired"));
        }
        if params.get("redirect_uri") != Some(code.redirect_uri.as_str()) {
            return Err(bad("redirect_uri differs from the authorization request"));
        }
        let verifier = params
            .get("code_verifier")
            .filter(|text| (43..=128).contains(&text.len()));
        let verifier = verifier.ok_or_else(|| bad("code_verifier is required"))?;
        if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) != code.challenge {
            return Err(bad("code_verifier does not match"));
        }
        Ok((family, code.grant.clone()))
    }

    fn redeem_refresh(
        &self,
        params: &Params,
        client: &Client,
    ) -> Result<(String, Grant), TokenError> {
        let token = params
            .get("refresh_token")
            .ok_or_else(|| TokenError::new("invalid_request", "refresh_token is required"))?;
        let now = self.clock.unix();
        if let Some((_, grant, _)) = self.smart.tokens.refresh(token, now)
            && narrowed(&grant.scopes, params.get("scope")).is_none()
        {
            return Err(TokenError::new(
                "invalid_scope",
                "wider than what was granted",
            ));
        }
        let (family, mut grant) = self
            .smart
            .tokens
            .use_refresh(token, &client.id, now)
            .map_err(|reason| match reason {
                RefreshRefused::Unknown => {
                    TokenError::new("invalid_grant", "the refresh token is not valid")
                }
                RefreshRefused::Replayed => {
                    TokenError::new("invalid_grant", "the refresh token was used before")
                }
            })?;
        if let Some(scopes) = narrowed(&grant.scopes, params.get("scope")) {
            grant.scopes = scopes;
        }
        // The nonce belongs to the first id_token alone.
        grant.nonce = None;
        Ok((family, grant))
    }

    fn answer(
        &self,
        family: &str,
        mut grant: Grant,
        fault: Option<Kind>,
    ) -> Result<Value, KeyError> {
        if fault == Some(Kind::NarrowScope) {
            grant.scopes = grant
                .scopes
                .iter()
                .filter(|scope| !matches!(scope, Scope::Resource(one) if one.rtype != "Patient"))
                .cloned()
                .collect();
        }
        let now = self.clock.unix();
        let access_token = self.random.token();
        let expires = now + self.config.rules.access_seconds;
        let access = Access {
            family: family.to_owned(),
            expires,
            issued: now,
            grant: grant.clone(),
            revoked: false,
        };
        self.smart.tokens.add_access(access_token.clone(), access);
        let epic = self.personality() == Personality::Epic;
        let mut answer = Map::new();
        let mut put = |name: &str, value: Value| answer.insert(name.to_owned(), value);
        put("access_token", access_token.into());
        put("token_type", if epic { "bearer" } else { "Bearer" }.into());
        put("expires_in", self.config.rules.access_seconds.into());
        put("scope", scopes::print(&grant.scopes).into());
        let has = |name: &str| grant.scopes.iter().any(|scope| scope.is(name));
        if has("offline_access") || has("online_access") {
            let refresh = self.random.token();
            let until = now + self.config.rules.refresh_seconds;
            self.smart
                .tokens
                .add_refresh(refresh.clone(), family, until, &grant);
            put("refresh_token", refresh.into());
        }
        if has("openid") {
            put("id_token", self.id_token(&grant, now, fault)?.into());
        }
        let context = &grant.context;
        if let Some(patient) = &context.patient {
            let patient = if fault == Some(Kind::OtherPatient) {
                self.another(patient)
            } else {
                patient.clone()
            };
            put("patient", patient.into());
        }
        if let Some(encounter) = &context.encounter {
            put("encounter", encounter.clone().into());
        }
        let banner = context.need_patient_banner;
        let as_string = self.config.rules.banner_as_string;
        put(
            "need_patient_banner",
            if as_string {
                banner.to_string().into()
            } else {
                banner.into()
            },
        );
        put(
            "smart_style_url",
            format!("{}/style/smart-v1.json", self.urls.public).into(),
        );
        if let Some(intent) = &context.intent {
            put("intent", intent.clone().into());
        }
        if let Some(more) = &context.fhir_context {
            put("fhirContext", more.clone());
        }
        if epic {
            put("user", "SANDBOXMD".into());
        } else {
            put("tenant", "sandbox-tenant".into());
        }
        Ok(Value::Object(answer))
    }

    fn another(&self, patient: &str) -> String {
        let others = self.store.all("Patient", None);
        others
            .iter()
            .find(|other| other.id != patient)
            .map_or_else(|| patient.to_owned(), |other| other.id.clone())
    }
}
