//! Reads the credentials of an endpoint.

use super::{Aws, Credential, Entra, Google, ReadFile};
use crate::agreement::{Agreement, AgreementKind};
use crate::config::{ConfigError, RawAuth, RawEndpoint};
use crate::endpoint::WireFormat;
use WireFormat as W;
use secrecy::SecretString;
use std::path::Path;

/// The credentials that the wire format takes.
pub(crate) fn read(
    raw: &RawEndpoint,
    wire: WireFormat,
    agreement: &Agreement,
    place: &str,
    read_file: ReadFile<'_>,
) -> Result<Credential, ConfigError> {
    let bad = |name: &str, what: String| ConfigError {
        key: format!("{place}.{name}"),
        what,
    };
    let secret = |name: &str, path: &Path| -> Result<SecretString, ConfigError> {
        let text = read_file(path)
            .map_err(|error| bad(name, format!("{}: {}", path.display(), error.kind())))?;
        let text = text.trim();
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_graphic()) {
            return Err(bad(name, "holds no key".to_owned()));
        }
        Ok(SecretString::from(text.to_owned()))
    };
    let key = raw
        .api_key_file
        .as_ref()
        .map(|path| secret("api_key_file", path))
        .transpose()?;
    if key.is_some() && raw.auth.is_some() {
        return Err(bad(
            "auth",
            "stands beside `api_key_file`; give one".to_owned(),
        ));
    }
    let made = made(raw, agreement, &bad, &secret, read_file)?;
    match (wire, made, key) {
        (W::AzureOpenAi | W::AzureOpenAiResponses, Some(made @ Credential::Entra(_)), _)
        | (
            W::VertexGemini | W::VertexClaude | W::VertexChat,
            Some(made @ Credential::Google(_)),
            _,
        )
        | (W::BedrockConverse, Some(made @ Credential::Aws(_)), _) => Ok(made),
        (_, Some(_), _) => Err(bad(
            "auth.kind",
            format!("does not go with wire = \"{}\"", raw.wire),
        )),
        (W::AzureOpenAi | W::AzureOpenAiResponses, None, Some(key)) => {
            Ok(Credential::Header("api-key", key))
        }
        (W::Anthropic, None, Some(key)) => Ok(Credential::Header("x-api-key", key)),
        (W::VertexGemini | W::VertexClaude | W::VertexChat, None, _) => Err(bad(
            "auth",
            "is missing; Vertex AI takes kind = \"google\"".to_owned(),
        )),
        // A Bedrock API key is a bearer token.
        (_, None, Some(key)) => Ok(Credential::Bearer(key)),
        (W::BedrockConverse, None, None) => Err(bad(
            "auth",
            "is missing; Bedrock takes kind = \"aws\", or `api_key_file`".to_owned(),
        )),
        (
            W::OpenAiChat
            | W::OpenAiResponses
            | W::AzureOpenAi
            | W::AzureOpenAiResponses
            | W::Anthropic,
            None,
            None,
        ) => Err(bad("api_key_file", "is missing".to_owned())),
        (W::OpenAiCompatible | W::Vllm | W::LlamaCpp | W::Ollama, None, None) => {
            Ok(Credential::None)
        }
    }
}

/// What the `[endpoint.auth]` table says.
fn made(
    raw: &RawEndpoint,
    agreement: &Agreement,
    bad: &dyn Fn(&str, String) -> ConfigError,
    secret: &dyn Fn(&str, &Path) -> Result<SecretString, ConfigError>,
    read_file: ReadFile<'_>,
) -> Result<Option<Credential>, ConfigError> {
    let own = agreement.kind == AgreementKind::OwnPremises;
    Ok(match &raw.auth {
        None => None,
        Some(RawAuth::Entra {
            tenant,
            client_id,
            client_secret_file,
            authority,
        }) => Some(Credential::Entra(
            Entra::new(
                authority.as_deref(),
                tenant,
                client_id,
                secret("auth.client_secret_file", client_secret_file)?,
                own,
            )
            .map_err(|(name, what)| bad(&format!("auth.{name}"), what.to_owned()))?,
        )),
        Some(RawAuth::Google {
            key_file,
            token_url,
        }) => {
            let text = read_file(key_file).map_err(|error| {
                bad(
                    "auth.key_file",
                    format!("{}: {}", key_file.display(), error.kind()),
                )
            })?;
            Some(Credential::Google(
                Google::new(&text, token_url.as_deref(), own)
                    .map_err(|(name, what)| bad(&format!("auth.{name}"), what.to_owned()))?,
            ))
        }
        Some(RawAuth::Aws {
            region,
            access_key_id,
            secret_access_key_file,
            session_token_file,
        }) => Some(Credential::Aws(
            Aws::new(
                region,
                access_key_id,
                secret("auth.secret_access_key_file", secret_access_key_file)?,
                session_token_file
                    .as_ref()
                    .map(|path| secret("auth.session_token_file", path))
                    .transpose()?,
            )
            .map_err(|(name, what)| bad(&format!("auth.{name}"), what.to_owned()))?,
        )),
    })
}

/// A place where tokens are issued: https, or http on own premises.
pub(super) fn issuer(text: &str, own_premises: bool) -> Result<url::Url, &'static str> {
    let url = url::Url::parse(text).map_err(|_| "is not a URL")?;
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    match url.scheme() {
        _ if !plain || url.host_str().is_none() => Err("must be a plain URL"),
        "https" => Ok(url),
        "http" if own_premises => Ok(url),
        _ => Err("must be https"),
    }
}
