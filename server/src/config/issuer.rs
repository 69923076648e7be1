//! `[[issuer]]`

use super::{ConfigError, raw::RawIssuer};
use model::TenantId;
use secrecy::SecretString;
use std::path::Path;

/// One EHR that may launch the application.
#[derive(Debug, Clone)]
pub struct IssuerConfig {
    /// The FHIR base URL.
    pub url: smart::IssuerUrl,
    /// What users call it.
    pub name: String,
    /// The organization.
    pub tenant: TenantId,
    /// How it behaves.
    pub profile: fhir::Ehr,
    /// The client id that it gave.
    pub client_id: String,
    /// How the client authenticates.
    pub authentication: ClientAuthenticationConfig,
    /// `iss` of the id_tokens, where the identity provider is elsewhere.
    pub openid_issuer: Option<smart::IssuerUrl>,
    /// The scopes to ask for; empty: the profile's.
    pub scopes: Vec<String>,
    /// The specialty of users of whom the EHR names none.
    pub specialty: Option<String>,
    /// The letterhead of printed letters; none: plain paper.
    pub letterhead: Option<drafting::Letterhead>,
}

/// How the client authenticates at the token endpoint.
#[derive(Debug, Clone)]
pub enum ClientAuthenticationConfig {
    /// PKCE alone.
    Public,
    /// `client_secret_basic`.
    ClientSecret(SecretString),
    /// `private_key_jwt` with the keys of `[keys]`.
    PrivateKey,
}

impl IssuerConfig {
    /// Checks one `[[issuer]]`; a secret file is read here, once.
    pub fn validate(index: usize, raw: RawIssuer) -> Result<Self, ConfigError> {
        let key = |name: &str| format!("issuer[{index}].{name}");
        let url = smart::IssuerUrl::parse(&raw.url)
            .map_err(|error| ConfigError::value(key("url"), error.to_string()))?;
        let openid_issuer = raw
            .openid_issuer
            .as_deref()
            .map(smart::IssuerUrl::parse)
            .transpose()
            .map_err(|error| ConfigError::value(key("openid_issuer"), error.to_string()))?;
        let profile = raw.profile.parse().map_err(|message| {
            ConfigError::value(key("profile"), format!("`{}`: {message}", raw.profile))
        })?;
        for (name, value) in [
            ("client_id", &raw.client_id),
            ("tenant", &raw.tenant),
            ("name", &raw.name),
        ] {
            if value.trim().is_empty() {
                return Err(ConfigError::value(key(name), "must not be empty"));
            }
        }
        let authentication = match (raw.authentication.as_str(), raw.client_secret_file) {
            ("public", None) => ClientAuthenticationConfig::Public,
            ("private_key", None) => ClientAuthenticationConfig::PrivateKey,
            ("client_secret", Some(path)) => {
                let secret = std::fs::read_to_string(&path)
                    .map_err(|source| ConfigError::Read { path, source })?;
                ClientAuthenticationConfig::ClientSecret(SecretString::from(
                    secret.trim().to_owned(),
                ))
            }
            ("client_secret", None) => {
                return Err(ConfigError::value(
                    key("client_secret_file"),
                    "client_secret needs it",
                ));
            }
            ("public" | "private_key", Some(_)) => {
                return Err(ConfigError::value(
                    key("client_secret_file"),
                    "only client_secret uses it",
                ));
            }
            (other, _) => {
                return Err(ConfigError::value(
                    key("authentication"),
                    format!("`{other}` is none of public, client_secret, private_key"),
                ));
            }
        };
        let letterhead = raw.letterhead.as_deref().map(letterhead).transpose()?;
        Ok(Self {
            url,
            name: raw.name,
            tenant: TenantId::new(raw.tenant),
            profile,
            client_id: raw.client_id,
            authentication,
            openid_issuer,
            scopes: raw.scopes,
            specialty: raw.specialty,
            letterhead,
        })
    }
}

/// Reads a letterhead's file, once.
fn letterhead(path: &Path) -> Result<drafting::Letterhead, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
        path: path.into(),
        source,
    })?;
    drafting::Letterhead::read(&path.display().to_string(), &text)
        .map_err(|error| ConfigError::value("letterhead".to_owned(), error.to_string()))
}
