//! The authorization endpoint, by GET and by POST (SMART App Launch 2.2, section 2.1.5).
//!
//! Until client and redirect URI are proven, an error is a page; after that it goes back to the app.

use std::collections::HashMap;

use axum::extract::{RawForm, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::context::{Code, Context, Grant, Picking};
use super::grant::grant;
use super::scopes::Scope;
use crate::frame::html::{esc, plain_page};
use crate::state::{Sandbox, Shared, lock};

/// An error that goes back to the app (RFC 6749, 4.1.2.1).
struct Refused {
    error: &'static str,
    description: String,
}

fn refused(error: &'static str, description: impl Into<String>) -> Refused {
    Refused {
        error,
        description: description.into(),
    }
}

/// The parameters of a request; one that came twice is an error (RFC 6749, 3.1).
pub(super) struct Params {
    values: HashMap<String, String>,
    repeated: Option<String>,
}

impl Params {
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut values = HashMap::new();
        let mut repeated = None;
        for (name, value) in url::form_urlencoded::parse(bytes).into_owned() {
            if values.insert(name.clone(), value).is_some() {
                repeated = Some(name);
            }
        }
        Self { values, repeated }
    }

    /// A parameter that is there and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    pub(super) fn repeated(&self) -> Option<&str> {
        self.repeated.as_deref()
    }
}

/// `GET` and `POST {issuer}/authorize`
pub async fn authorize(State(sandbox): State<Shared>, RawForm(body): RawForm) -> Response {
    let params = Params::parse(&body);
    let Some(client) = params.get("client_id").and_then(|id| sandbox.client(id)) else {
        return stop("This application is not registered here.");
    };
    let Some(redirect_uri) = params
        .get("redirect_uri")
        .filter(|uri| client.redirect_uris.iter().any(|one| one == uri))
    else {
        return stop("The redirect URI is not one of those registered for this application.");
    };
    match sandbox.decide(&params, client, redirect_uri) {
        Ok(Decision::Code(code, state)) => {
            let issued = sandbox.issue_code(*code);
            Redirect::to(&issued.location(&state)).into_response()
        }
        Ok(Decision::Pick(transaction)) => super::picker::page(&sandbox, &transaction),
        Err(refused) => {
            let mut pairs = vec![
                ("error", refused.error),
                ("error_description", &refused.description),
            ];
            pairs.extend(params.get("state").map(|state| ("state", state)));
            Redirect::to(&with_query(redirect_uri, &pairs)).into_response()
        }
    }
}

enum Decision {
    Code(Box<Code>, String),
    Pick(String),
}

/// A code and where it goes.
pub(super) struct Issued {
    code: String,
    redirect_uri: String,
}

impl Issued {
    pub(super) fn location(&self, state: &str) -> String {
        with_query(
            &self.redirect_uri,
            &[("code", &self.code), ("state", state)],
        )
    }
}

impl Sandbox {
    fn decide(
        &self,
        params: &Params,
        client: &crate::config::Client,
        redirect_uri: &str,
    ) -> Result<Decision, Refused> {
        if let Some(name) = params.repeated() {
            return Err(refused("invalid_request", format!("{name} is given twice")));
        }
        if params.get("response_type") != Some("code") {
            return Err(refused(
                "unsupported_response_type",
                "response_type must be code",
            ));
        }
        let state = params
            .get("state")
            .ok_or_else(|| refused("invalid_request", "state is required"))?;
        if params.get("aud") != Some(self.urls.fhir.as_str()) {
            return Err(refused("invalid_request", "aud must be the FHIR base URL"));
        }
        if params.get("code_challenge_method") != Some("S256") {
            return Err(refused(
                "invalid_request",
                "code_challenge_method must be S256",
            ));
        }
        let challenge = params
            .get("code_challenge")
            .filter(|text| is_challenge(text));
        let challenge =
            challenge.ok_or_else(|| refused("invalid_request", "code_challenge is required"))?;
        let requested = params
            .get("scope")
            .ok_or_else(|| refused("invalid_scope", "scope is required"))?;
        let scopes = grant(self.personality(), requested, &client.apis)
            .map_err(|scope| refused("invalid_scope", format!("{scope} is not supported")))?;
        let context = self.launch_context(params, &client.id, &scopes)?;
        let needs_patient =
            context.patient.is_none() && scopes.iter().any(|scope| scope.is("launch/patient"));
        let nonce = params.get("nonce").map(str::to_owned);
        let code = Code {
            expires: 0,
            used: None,
            grant: Grant {
                client: client.id.clone(),
                scopes: scopes.into(),
                context,
                nonce,
            },
            redirect_uri: redirect_uri.to_owned(),
            challenge: challenge.to_owned(),
        };
        if !needs_patient {
            return Ok(Decision::Code(Box::new(code), state.to_owned()));
        }
        let transaction = self.random.token();
        let expires = self.clock.unix() + self.config.rules.launch_seconds;
        let picking = Picking {
            expires,
            code,
            state: state.to_owned(),
        };
        lock(&self.smart.picking).insert(transaction.clone(), picking);
        Ok(Decision::Pick(transaction))
    }

    /// The context of an EHR launch, or that of a standalone one that still has no patient.
    fn launch_context(
        &self,
        params: &Params,
        client: &str,
        scopes: &[Scope],
    ) -> Result<Context, Refused> {
        let asked = scopes.iter().any(|scope| scope.is("launch"));
        match params.get("launch") {
            Some(_) if !asked => Err(refused("invalid_scope", "a launch needs the scope launch")),
            None if asked => Err(refused(
                "invalid_request",
                "the scope launch needs a launch",
            )),
            None => Ok(Context {
                user: self.clinician(),
                need_patient_banner: true,
                ..Context::default()
            }),
            Some(token) => {
                // Taken out whatever follows: a launch token is tried once.
                let launch = lock(&self.smart.launches).remove(token);
                launch
                    .filter(|launch| launch.expires > self.clock.unix() && launch.client == client)
                    .map(|launch| launch.context)
                    .ok_or_else(|| {
                        refused("invalid_request", "the launch is unknown, used or expired")
                    })
            }
        }
    }

    /// Makes the code live.
    pub(super) fn issue_code(&self, code: Code) -> Issued {
        let value = self.random.token();
        let redirect_uri = code.redirect_uri.clone();
        let expires = self.clock.unix() + self.config.rules.code_seconds;
        lock(&self.smart.codes).insert(value.clone(), Code { expires, ..code });
        Issued {
            code: value,
            redirect_uri,
        }
    }
}

/// Whether it can be a SHA-256 in base64url.
fn is_challenge(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn with_query(base: &str, pairs: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    format!(
        "{base}{}{query}",
        if base.contains('?') { '&' } else { '?' }
    )
}

fn stop(reason: &str) -> Response {
    let body = format!("<h1>Cannot authorize</h1><p>{}</p>", esc(reason));
    (
        StatusCode::BAD_REQUEST,
        Html(plain_page("Cannot authorize", &body)),
    )
        .into_response()
}
