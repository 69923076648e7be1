//! The beginning of a launch: the address that the browser is sent to.

use std::fmt;

use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    basic::BasicClient,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{PendingLaunch, StateKey};
use crate::{BrowserBinding, RegisteredIssuer, SmartClient, SmartError, ports::random_token};

/// Who began the launch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LaunchKind {
    /// The EHR, from inside a chart.
    Ehr,
    /// The user, from outside; the EHR lets them pick the patient.
    Standalone,
}

/// The parameters of an EHR launch as they come in the query of the launch address.
#[derive(Clone, Default, Deserialize)]
pub struct EhrLaunch {
    /// The EHR's FHIR base.
    pub iss: Option<String>,
    /// The EHR's handle for the launch, to be handed back to it.
    pub launch: Option<String>,
}

impl fmt::Debug for EhrLaunch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EhrLaunch([redacted])")
    }
}

impl SmartClient {
    /// Begins an EHR launch and answers where to send the browser. Nothing is sent to an issuer that is not registered.
    pub async fn begin(
        &self,
        launch: &EhrLaunch,
        browser: BrowserBinding,
    ) -> Result<Url, SmartError> {
        let iss = launch.iss.as_deref().filter(|iss| !iss.is_empty());
        let registered = self
            .registry()
            .lookup(iss.ok_or(SmartError::MissingIssuer)?)?;
        let handle = launch.launch.as_deref().filter(|handle| !handle.is_empty());
        let handle = handle.ok_or(SmartError::MissingLaunch)?;
        self.begin_with(registered, Some(handle), browser).await
    }

    /// Begins a standalone launch at a registered issuer.
    pub async fn begin_standalone(
        &self,
        iss: &str,
        browser: BrowserBinding,
    ) -> Result<Url, SmartError> {
        let registered = self.registry().lookup(iss)?;
        self.begin_with(registered, None, browser).await
    }

    async fn begin_with(
        &self,
        registered: &RegisteredIssuer,
        handle: Option<&str>,
        browser: BrowserBinding,
    ) -> Result<Url, SmartError> {
        let metadata = self.metadata(registered).await?;
        let kind = if handle.is_some() {
            LaunchKind::Ehr
        } else {
            LaunchKind::Standalone
        };
        let state = random_token(self.entropy())?;
        let pending = PendingLaunch {
            state_key: StateKey::of(state.expose_secret()),
            issuer: registered.issuer.clone(),
            kind,
            metadata,
            scope: scopes(registered, kind).join(" "),
            nonce: random_token(self.entropy())?,
            code_verifier: random_token(self.entropy())?,
            browser,
            began_at: self.clock().now(),
        };
        let url = authorization_url(registered, &pending, &state, handle);
        self.pending().put(&pending.state_key, &pending).await?;
        Ok(url)
    }
}

/// The registered scopes with what every launch of this kind needs.
fn scopes(registered: &RegisteredIssuer, kind: LaunchKind) -> Vec<&str> {
    let context = match kind {
        LaunchKind::Ehr => "launch",
        LaunchKind::Standalone => "launch/patient",
    };
    let mut scopes = vec![context, "openid", "fhirUser"];
    for scope in registered.scopes.iter().map(String::as_str) {
        let other_context = scope == "launch" || scope.starts_with("launch/");
        if !other_context && !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes
}

fn authorization_url(
    registered: &RegisteredIssuer,
    pending: &PendingLaunch,
    state: &SecretString,
    handle: Option<&str>,
) -> Url {
    let client = BasicClient::new(ClientId::new(registered.client_id.clone()))
        .set_auth_uri(AuthUrl::from_url(
            pending.metadata.authorization_endpoint.clone(),
        ))
        .set_redirect_uri(RedirectUrl::from_url(registered.redirect_uri.clone()));
    let verifier = PkceCodeVerifier::new(pending.code_verifier.expose_secret().to_owned());
    let mut request = client
        .authorize_url(|| CsrfToken::new(state.expose_secret().to_owned()))
        .add_scopes(
            pending
                .scope
                .split(' ')
                .map(|scope| Scope::new(scope.to_owned())),
        )
        .add_extra_param("aud", registered.issuer.as_str())
        .add_extra_param("nonce", pending.nonce.expose_secret())
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
    if let Some(handle) = handle {
        request = request.add_extra_param("launch", handle);
    }
    request.url().0
}
