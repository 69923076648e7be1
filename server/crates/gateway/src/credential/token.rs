//! Tokens that are fetched, kept until shortly before they expire, and fetched again.

use super::Credential;
use crate::endpoint::Endpoint;
use crate::error::GatewayError;
use crate::http;
use secrecy::SecretString;
use serde::Deserialize;
use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout_at};

/// A token is fetched anew so long before its end.
const EARLY: Duration = Duration::minutes(2);
/// Largest answer of a token endpoint that is read.
const LARGEST: usize = 64 << 10;

/// The token of one endpoint.
#[derive(Default)]
pub(crate) struct Tokens(Mutex<Option<(SecretString, OffsetDateTime)>>);

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    #[serde(default)]
    expires_in: Option<i64>,
}

impl Tokens {
    /// Whether the endpoint's credential is a token that is fetched.
    pub(crate) const fn fetches(endpoint: &Endpoint) -> bool {
        matches!(
            endpoint.credential,
            Credential::Entra(_) | Credential::Google(_)
        )
    }

    /// The bearer token to send, fetched where there is none that lasts. One caller fetches, the others wait for it.
    pub(crate) async fn bearer(
        &self,
        endpoint: &Endpoint,
        now: OffsetDateTime,
        deadline: Instant,
    ) -> Result<Option<SecretString>, GatewayError> {
        let (url, form) = match &endpoint.credential {
            Credential::Entra(entra) => (&entra.url, Some(entra.form())),
            Credential::Google(google) => (&google.url, google.form(now)),
            Credential::Bearer(key) => return Ok(Some(key.clone())),
            Credential::None | Credential::Header(..) | Credential::Aws(_) => return Ok(None),
        };
        let refused = || GatewayError::Credentials(endpoint.name.clone());
        let out_of_time = |_| GatewayError::Deadline(endpoint.name.clone());
        let mut kept = timeout_at(deadline, self.0.lock())
            .await
            .map_err(out_of_time)?;
        if let Some((token, until)) = &*kept
            && now < *until
        {
            return Ok(Some(token.clone()));
        }
        let made = timeout_at(deadline, http::client(endpoint, url));
        let client = made.await.map_err(out_of_time)??;
        let request = client.post(url.clone()).form(&form.ok_or_else(refused)?);
        let response = timeout_at(deadline, request.send())
            .await
            .map_err(out_of_time)?
            .map_err(|_| GatewayError::Unreachable(endpoint.name.clone()))?;
        if !response.status().is_success() {
            return Err(refused());
        }
        let body = http::whole(response, endpoint, deadline, LARGEST).await?;
        let answer: Answer = serde_json::from_slice(&body).map_err(|_| refused())?;
        let token = SecretString::from(answer.access_token);
        let life = Duration::seconds(answer.expires_in.unwrap_or(300).clamp(0, 86_400));
        *kept = Some((token.clone(), now + life - EARLY));
        Ok(Some(token))
    }

    /// Forgets a token that was refused.
    pub(crate) async fn forget(&self) {
        *self.0.lock().await = None;
    }
}
