//! Microsoft Entra ID: the OAuth client credentials grant with a secret.

use super::read::issuer;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// What Azure OpenAI's tokens are for.
const SCOPE: &str = "https://cognitiveservices.azure.com/.default";

/// An application of a directory.
#[derive(Clone, Debug)]
pub(crate) struct Entra {
    pub(super) url: Url,
    client_id: String,
    secret: SecretString,
}

impl Entra {
    pub(super) fn new(
        authority: Option<&str>,
        tenant: &str,
        client_id: &str,
        secret: SecretString,
        own_premises: bool,
    ) -> Result<Self, (&'static str, &'static str)> {
        let plain = |text: &str| {
            !text.is_empty()
                && text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        };
        if !plain(tenant) {
            return Err(("tenant", "expected a directory's id or domain"));
        }
        if !plain(client_id) {
            return Err(("client_id", "expected an application's id"));
        }
        let mut url = issuer(
            authority.unwrap_or("https://login.microsoftonline.com"),
            own_premises,
        )
        .map_err(|what| ("authority", what))?;
        url.set_path(&format!("/{tenant}/oauth2/v2.0/token"));
        Ok(Self {
            url,
            client_id: client_id.to_owned(),
            secret,
        })
    }

    /// The form that asks for a token.
    pub(super) fn form(&self) -> Vec<(&'static str, String)> {
        vec![
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", self.client_id.clone()),
            ("client_secret", self.secret.expose_secret().to_owned()),
            ("scope", SCOPE.to_owned()),
        ]
    }
}
