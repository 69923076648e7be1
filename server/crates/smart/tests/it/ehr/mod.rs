//! A strict SMART authorization server, with switches for what real ones do differently or wrongly.

mod authorize;
mod documents;
mod token;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};

use crate::{harness::TestClock, keys::ServerKey};

pub(crate) const CLIENT_ID: &str = "countersign-test";
pub(crate) const CLIENT_SECRET: &str = "s3cret: with/odd characters+";
pub(crate) const REDIRECT_URI: &str = "https://app.example/launch/redirect";
pub(crate) const LAUNCH_HANDLE: &str = "launch-handle-1";
pub(crate) const PATIENT: &str = "pat-1";

/// How clients must authenticate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Auth {
    Public,
    Basic,
    Jwt,
}

/// How the id_token is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signature {
    Right,
    WrongKey,
    UnknownKid,
    WithoutKid,
    AlgNone,
    Hs256OfPublicKey,
    Rs512,
    Tampered,
    CriticalHeader,
    Rs256,
    Rs384,
    Es256,
}

/// What this server does, changed by a test before it acts.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent fault of a server"
)]
pub(crate) struct Switches {
    pub(crate) auth: Auth,
    pub(crate) signature: Signature,
    /// Merged into the SMART configuration; `null` removes.
    pub(crate) configuration: Value,
    /// Answers 404 for the SMART configuration.
    pub(crate) only_capability_statement: bool,
    /// Answers this status and body for the SMART configuration; a redirect's body is its target.
    pub(crate) configuration_answer: Option<(u16, String)>,
    /// Never answers for the SMART configuration.
    pub(crate) configuration_hangs: bool,
    /// The OpenID configuration, if any.
    pub(crate) openid_configuration: Option<Value>,
    /// Merged into the id_token's claims.
    pub(crate) claims: Value,
    /// Merged into the token response.
    pub(crate) token: Value,
    /// Answers this error at the authorization endpoint.
    pub(crate) authorize_error: Option<&'static str>,
    /// Answers this status and body at the token endpoint.
    pub(crate) token_failure: Option<(u16, String)>,
    /// Adds `iss` to the callback.
    pub(crate) callback_iss: Option<String>,
    /// Sends a new refresh token with each refresh, and refuses the old one.
    pub(crate) rotate: bool,
    /// Publishes the keys at `jwks_uri`.
    pub(crate) publish_keys: bool,
}

#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) challenge: String,
    pub(crate) nonce: String,
    pub(crate) scope: String,
}

/// What the server knows and has seen.
pub(crate) struct Records {
    pub(crate) switches: Switches,
    /// Paths asked for, in order.
    pub(crate) requests: Vec<String>,
    pub(crate) grants: HashMap<String, Grant>,
    pub(crate) jtis: HashSet<String>,
    pub(crate) client_jwks: Value,
    pub(crate) refresh_token: String,
    pub(crate) issued: u32,
    pub(crate) revoked: Vec<(String, String)>,
}

pub(crate) struct Ehr {
    /// `http://127.0.0.1:port/fhir`
    pub(crate) base: String,
    pub(crate) key: ServerKey,
    pub(crate) clock: Arc<TestClock>,
    records: Mutex<Records>,
}

impl Ehr {
    pub(crate) async fn start(clock: Arc<TestClock>) -> Arc<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/fhir", listener.local_addr().unwrap());
        let ehr = Arc::new(Self {
            base,
            key: ServerKey::generate(),
            clock,
            records: Mutex::new(Records {
                switches: Switches {
                    auth: Auth::Public,
                    signature: Signature::Right,
                    configuration: json!({}),
                    only_capability_statement: false,
                    configuration_answer: None,
                    configuration_hangs: false,
                    openid_configuration: None,
                    claims: json!({}),
                    token: json!({}),
                    authorize_error: None,
                    token_failure: None,
                    callback_iss: None,
                    rotate: true,
                    publish_keys: true,
                },
                requests: Vec::new(),
                grants: HashMap::new(),
                jtis: HashSet::new(),
                client_jwks: json!({ "keys": [] }),
                refresh_token: String::new(),
                issued: 0,
                revoked: Vec::new(),
            }),
        });
        let app = Router::new()
            .route(
                "/fhir/.well-known/smart-configuration",
                get(documents::smart),
            )
            .route(
                "/fhir/.well-known/openid-configuration",
                get(documents::openid),
            )
            .route("/fhir/moved", get(documents::moved))
            .route("/fhir/metadata", get(documents::capability))
            .route("/fhir/jwks", get(documents::jwks))
            .route("/fhir/auth/authorize", get(authorize::authorize))
            .route("/fhir/auth/token", post(token::token))
            .route("/fhir/auth/revoke", post(token::revoke))
            .layer(middleware::from_fn_with_state(ehr.clone(), record))
            .with_state(ehr.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        ehr
    }

    pub(crate) fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap()
    }

    pub(crate) fn set(&self, change: impl FnOnce(&mut Switches)) {
        change(&mut self.records().switches);
    }

    /// How often a path that ends so was asked for.
    pub(crate) fn count(&self, ending: &str) -> usize {
        self.records()
            .requests
            .iter()
            .filter(|path| path.ends_with(ending))
            .count()
    }

    pub(crate) fn now(&self) -> i64 {
        smart::Clock::now(&*self.clock).unix_timestamp()
    }
}

async fn record(State(ehr): State<Arc<Ehr>>, request: Request, next: Next) -> Response {
    ehr.records().requests.push(request.uri().path().to_owned());
    next.run(request).await
}

/// Merges an object into another; `null` removes.
pub(crate) fn merge(into: &mut Value, patch: &Value) {
    let into = into.as_object_mut().unwrap();
    for (name, value) in patch.as_object().unwrap() {
        if value.is_null() {
            into.remove(name);
        } else {
            into.insert(name.clone(), value.clone());
        }
    }
}
