//! Giving tokens back at sign-out (RFC 7009).

use secrecy::ExposeSecret;

use super::TokenSet;
use crate::{Endpoint, SmartClient, SmartError};

/// How the revocation of one token went.
#[derive(Debug)]
pub enum RevocationOutcome {
    /// There is no such token, or the EHR advertises no endpoint for it.
    NotNeeded,
    /// The EHR accepted it.
    Revoked,
    /// It failed; the token lives until it ends by itself.
    Failed(SmartError),
}

/// How sign-out went at the EHR. A failure here never keeps a user signed in.
#[derive(Debug)]
pub struct Revocation {
    /// Whether the EHR advertises a revocation endpoint.
    pub advertised: bool,
    /// The refresh token.
    pub refresh_token: RevocationOutcome,
    /// The access token.
    pub access_token: RevocationOutcome,
}

impl SmartClient {
    /// Revokes both tokens, the refresh token first: many servers end its whole family with it. An error only when the
    /// issuer is unknown or its endpoints can't be read; each token's own outcome is in the answer.
    pub async fn revoke(&self, tokens: &TokenSet) -> Result<Revocation, SmartError> {
        let registered = self.registry().get(tokens.issuer())?;
        let metadata = self.metadata(registered).await?;
        let Some(endpoint) = metadata.revocation_endpoint else {
            return Ok(Revocation {
                advertised: false,
                refresh_token: RevocationOutcome::NotNeeded,
                access_token: RevocationOutcome::NotNeeded,
            });
        };
        let revoke = async |token: &str, hint: &str| {
            let form = [("token", token), ("token_type_hint", hint)];
            let sent = self
                .authenticated_post(
                    registered,
                    &metadata.token_endpoint,
                    &endpoint,
                    &form,
                    Endpoint::Revocation,
                )
                .await;
            match sent {
                Ok(reply) if reply.is_success() => RevocationOutcome::Revoked,
                Ok(reply) => RevocationOutcome::Failed(SmartError::Status {
                    endpoint: Endpoint::Revocation,
                    status: reply.status,
                }),
                Err(error) => RevocationOutcome::Failed(error),
            }
        };
        let refresh_token = match tokens.refresh_token() {
            Some(token) => revoke(token.expose_secret(), "refresh_token").await,
            None => RevocationOutcome::NotNeeded,
        };
        let access_token = revoke(tokens.access_token().expose(), "access_token").await;
        Ok(Revocation {
            advertised: true,
            refresh_token,
            access_token,
        })
    }
}
