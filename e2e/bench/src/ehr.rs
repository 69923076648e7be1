//! A sandbox EHR in this process, and an access token that was launched for.

use crate::error::BenchError;
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fhir::{TokenError, TokenSource};
use reqwest::header::LOCATION;
use sandbox::smart::context::LaunchRequest;
use sandbox::{Client, ClientAuth, Personality, RunningSandbox, SandboxConfig};
use secrecy::SecretString;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

const CLIENT: &str = "bench";
const REDIRECT: &str = "http://127.0.0.1:1/callback";
const VERIFIER: &str = "a-verifier-that-is-long-enough-for-the-rules-of-pkce-0123456789";
/// Epic decides by what is registered; the others are asked for everything.
const SCOPE: &str = "launch openid fhirUser patient/*.rs";
const DAY: i64 = 86_400;

/// A running EHR with one launch open.
pub(crate) struct Ehr {
    /// The server.
    pub(crate) running: RunningSandbox,
    /// The access token.
    pub(crate) token: String,
    granted: Vec<String>,
}

impl Ehr {
    /// Starts it with the built-in patients and launches one of them.
    pub(crate) async fn start(personality: Personality, patient: &str) -> Result<Self, BenchError> {
        let mut config = SandboxConfig::on_free_port(personality);
        config.seed = Some(15);
        config.clients = vec![Client::new(CLIENT, &[REDIRECT], ClientAuth::Public)];
        // Nothing may expire in the middle of a measurement.
        config.rules.access_seconds = DAY;
        config.rules.page_seconds = DAY;
        let running = sandbox::start(config).await?;
        let (token, scope) = launch(&running, patient).await?;
        let granted = scope
            .split_ascii_whitespace()
            .filter_map(|scope| {
                let (_, resources) = scope.split_once('/')?;
                Some(resources.split_once('.')?.0.to_owned())
            })
            .collect();
        Ok(Self {
            running,
            token,
            granted,
        })
    }

    /// Whether the granted scopes let this type be read.
    pub(crate) fn can_read(&self, resource_type: &str) -> bool {
        self.granted
            .iter()
            .any(|name| name == "*" || name == resource_type)
    }
}

/// The steps of a SMART launch: authorize, then the code for a token. Answers token and granted scopes.
async fn launch(running: &RunningSandbox, patient: &str) -> Result<(String, String), BenchError> {
    let minted = running
        .sandbox
        .mint_launch(LaunchRequest {
            patient: patient.to_owned(),
            ..LaunchRequest::default()
        })
        .ok_or_else(|| BenchError::form("the launch", "refused"))?;
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER.as_bytes()));
    let issuer = &running.sandbox.urls.issuer;
    let asked = http
        .get(format!("{issuer}/authorize"))
        .query(&[
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("redirect_uri", REDIRECT),
            ("scope", SCOPE),
            ("state", "bench"),
            ("aud", &running.base_url),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("launch", &minted.launch),
        ])
        .send()
        .await?;
    let target = asked
        .headers()
        .get(LOCATION)
        .and_then(|target| target.to_str().ok())
        .and_then(|target| Url::parse(target).ok())
        .ok_or_else(|| BenchError::form("authorize", asked.status()))?;
    let code = target
        .query_pairs()
        .find(|(name, _)| name == "code")
        .map(|(_, code)| code.into_owned())
        .ok_or_else(|| BenchError::form("authorize", "no code"))?;
    let answer: Value = http
        .post(format!("{issuer}/token"))
        .form(&[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
            ("client_id", CLIENT),
        ])
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    let text = |name| {
        answer[name]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| BenchError::form("the token answer", format!("no {name}")))
    };
    Ok((text("access_token")?, text("scope")?))
}

/// One token for the whole run.
pub(crate) struct Fixed(SecretString);

impl Fixed {
    pub(crate) fn new(token: &str) -> Self {
        Self(SecretString::from(token.to_owned()))
    }
}

#[async_trait]
impl TokenSource for Fixed {
    async fn bearer(&self) -> Result<SecretString, TokenError> {
        Ok(self.0.clone())
    }

    async fn refresh_after_401(&self, _: &SecretString) -> Result<SecretString, TokenError> {
        Err(TokenError::SessionEnded)
    }
}
