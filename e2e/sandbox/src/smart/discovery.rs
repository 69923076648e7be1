//! `.well-known/smart-configuration` (SMART App Launch 2.2, section 4), OpenID discovery and the key set.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::config::Personality;
use crate::state::{Sandbox, Shared};

/// The scopes that are listed; more are understood.
const SCOPES: &[&str] = &[
    "openid",
    "fhirUser",
    "profile",
    "launch",
    "launch/patient",
    "offline_access",
    "online_access",
];

impl Sandbox {
    fn endpoint(&self, name: &str) -> String {
        if self.config.rules.relative_discovery {
            return format!("/oauth2/{name}");
        }
        format!("{}/{name}", self.urls.issuer)
    }

    /// The discovery document.
    pub fn smart_configuration(&self) -> Value {
        let mut capabilities = vec![
            "launch-ehr",
            "launch-standalone",
            "authorize-post",
            "client-public",
            "client-confidential-symmetric",
            "client-confidential-asymmetric",
            "sso-openid-connect",
            "context-banner",
            "context-style",
            "context-ehr-patient",
            "context-standalone-patient",
            "permission-offline",
            "permission-online",
            "permission-patient",
            "permission-user",
            "permission-v1",
            "permission-v2",
        ];
        if self.config.rules.encounter_in_context {
            capabilities.push("context-ehr-encounter");
        }
        let mut scopes: Vec<String> = SCOPES.iter().map(|&scope| scope.to_owned()).collect();
        match self.personality() {
            Personality::Epic => {}
            Personality::Oracle => {
                scopes.extend(["user/Patient.read", "user/Observation.read"].map(str::to_owned));
            }
            Personality::Generic => {
                scopes.extend(["patient/*.rs", "user/*.rs", "patient/*.read"].map(str::to_owned));
            }
        }
        json!({
            "issuer": self.urls.issuer,
            "jwks_uri": self.endpoint("jwks"),
            "authorization_endpoint": self.endpoint("authorize"),
            "token_endpoint": self.endpoint("token"),
            "introspection_endpoint": self.endpoint("introspect"),
            "revocation_endpoint": self.endpoint("revoke"),
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS384", "ES384"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": scopes,
            "capabilities": capabilities,
        })
    }
}

/// `GET {fhir}/.well-known/smart-configuration`
pub async fn smart_configuration(State(sandbox): State<Shared>) -> Json<Value> {
    Json(sandbox.smart_configuration())
}

/// `GET {issuer}/.well-known/openid-configuration`
pub async fn openid_configuration(State(sandbox): State<Shared>) -> Json<Value> {
    let issuer = &sandbox.urls.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": sandbox.urls.token(),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": SCOPES,
    }))
}

/// `GET {issuer}/jwks`
pub async fn jwks(State(sandbox): State<Shared>) -> Response {
    // Making a key takes long enough to stay off the threads that serve.
    let made = tokio::task::spawn_blocking(move || sandbox.smart.keys.jwks()).await;
    match made {
        Ok(Ok(keys)) => ([(CACHE_CONTROL, "public, max-age=60")], Json(keys)).into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
