//! The end of a launch: the EHR sends the browser back.

use std::fmt;

use secrecy::ExposeSecret;
use serde::Deserialize;

use super::{LaunchKind, PendingLaunch, StateKey};
use crate::{
    BrowserBinding, Endpoint, GrantedScopes, IssuerUrl, LaunchContext, OAuthErrorCode,
    RegisteredIssuer, ScopeNeed, ScopeReport, SmartClient, SmartError, TokenSet, VerifiedUser,
    identity::{self, Expected},
    tokens::TokenResponse,
};

/// The parameters of the redirect as they come in its query.
#[derive(Clone, Default, Deserialize)]
pub struct Callback {
    /// The authorization code.
    pub code: Option<String>,
    /// Our `state`.
    pub state: Option<String>,
    /// The EHR's error code.
    pub error: Option<String>,
    /// The authorization server (RFC 9207).
    pub iss: Option<String>,
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback([redacted])")
    }
}

/// A completed launch.
#[derive(Clone, Debug)]
pub struct Launched {
    /// The FHIR base.
    pub issuer: IssuerUrl,
    /// Who began it.
    pub kind: LaunchKind,
    /// The patient and what else is in context.
    pub context: LaunchContext,
    /// The user.
    pub user: VerifiedUser,
    /// The tokens.
    pub tokens: TokenSet,
    /// The scopes granted.
    pub scopes: GrantedScopes,
}

impl Launched {
    /// How the granted scopes meet what the app needs.
    pub fn scope_report(&self, needs: &[ScopeNeed]) -> ScopeReport {
        self.scopes.report(needs)
    }
}

impl SmartClient {
    /// Completes a launch. The waiting launch is taken out first, so each answer of the EHR counts once, whatever comes of it.
    pub async fn redirect(
        &self,
        callback: &Callback,
        browser: &BrowserBinding,
    ) -> Result<Launched, SmartError> {
        let Some(state) = present(callback.state.as_ref()) else {
            // Some servers drop the state from errors; the error is still the more useful answer.
            return Err(match present(callback.error.as_ref()) {
                Some(code) => SmartError::AuthorizationRefused(OAuthErrorCode::sanitized(code)),
                None => SmartError::MissingState,
            });
        };
        let key = StateKey::of(state);
        let pending = self
            .pending()
            .take(&key)
            .await?
            .ok_or(SmartError::UnknownState)?;
        self.check(callback, &key, &pending, browser)?;
        let code = present(callback.code.as_ref()).ok_or(SmartError::MissingCode)?;
        let registered = self.registry().get(&pending.issuer)?;
        let response = self.exchange(registered, &pending, code).await?;
        self.complete(registered, pending, &response).await
    }

    fn check(
        &self,
        callback: &Callback,
        key: &StateKey,
        pending: &PendingLaunch,
        browser: &BrowserBinding,
    ) -> Result<(), SmartError> {
        if pending.state_key != *key {
            return Err(SmartError::StateMismatch);
        }
        if pending.browser != *browser {
            return Err(SmartError::OtherBrowser);
        }
        if self.clock().now() >= pending.expires_at() {
            return Err(SmartError::LaunchExpired);
        }
        let wanted = pending
            .metadata
            .expected_issuer(&pending.issuer)
            .trim_end_matches('/');
        let from_right_server = match present(callback.iss.as_ref()) {
            Some(iss) => iss.trim_end_matches('/') == wanted,
            None => !pending.metadata.sends_issuer_parameter,
        };
        if !from_right_server {
            return Err(SmartError::WrongAuthorizationServer);
        }
        match present(callback.error.as_ref()) {
            Some(code) => Err(SmartError::AuthorizationRefused(OAuthErrorCode::sanitized(
                code,
            ))),
            None => Ok(()),
        }
    }

    async fn exchange(
        &self,
        registered: &RegisteredIssuer,
        pending: &PendingLaunch,
        code: &str,
    ) -> Result<TokenResponse, SmartError> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", registered.redirect_uri.as_str()),
            ("code_verifier", pending.code_verifier.expose_secret()),
        ];
        let url = &pending.metadata.token_endpoint;
        let reply = self
            .authenticated_post(registered, url, url, &form, Endpoint::Token)
            .await?;
        TokenResponse::read(&reply, self.clock().now())
    }

    async fn complete(
        &self,
        registered: &RegisteredIssuer,
        pending: PendingLaunch,
        response: &TokenResponse,
    ) -> Result<Launched, SmartError> {
        let granted = response.scope.as_deref().unwrap_or(&pending.scope);
        let scopes = GrantedScopes::parse(granted);
        let id_token = response
            .id_token
            .as_ref()
            .ok_or(SmartError::MissingIdToken {
                openid_granted: scopes.has("openid"),
            })?;
        let expected = Expected {
            fhir_base: &pending.issuer,
            metadata: &pending.metadata,
            client_id: &registered.client_id,
            nonce: pending.nonce.expose_secret(),
            now: self.clock().now(),
        };
        let user = identity::verify(id_token.expose_secret(), &expected, self.key_sets()).await?;
        let context = response.context(&pending.issuer)?;
        let patient = context.patient.clone();
        Ok(Launched {
            tokens: TokenSet::new(pending.issuer.clone(), patient, response, &pending.scope),
            issuer: pending.issuer,
            kind: pending.kind,
            context,
            user,
            scopes,
        })
    }
}

fn present(value: Option<&String>) -> Option<&str> {
    value.map(String::as_str).filter(|text| !text.is_empty())
}
