//! The `oauth-uris` extension of a CapabilityStatement, for servers that predate the SMART configuration document.

use serde_json::{Map, Value};

use super::metadata::endpoint_url;
use crate::{Endpoint, IssuerUrl, ServerMetadata, SmartError};

const OAUTH_URIS: &str = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";

pub(super) fn metadata(
    issuer: &IssuerUrl,
    document: &Map<String, Value>,
) -> Result<ServerMetadata, SmartError> {
    let uris = oauth_uris(document);
    let find = |name: &str, about| {
        let uri = uris.iter().find(|(found, _)| *found == name);
        uri.map(|(_, uri)| endpoint_url(issuer, uri, about))
            .transpose()
    };
    let missing = |field| SmartError::MissingField {
        endpoint: Endpoint::CapabilityStatement,
        field,
    };
    Ok(ServerMetadata {
        authorization_endpoint: find("authorize", Endpoint::Authorization)?
            .ok_or(missing("authorize"))?,
        token_endpoint: find("token", Endpoint::Token)?.ok_or(missing("token"))?,
        revocation_endpoint: find("revoke", Endpoint::Revocation)?,
        jwks_uri: None,
        openid_issuer: None,
        sends_issuer_parameter: false,
        capabilities: Vec::new(),
    })
}

/// Names and addresses of `rest[].security.extension[oauth-uris].extension[]`.
fn oauth_uris(document: &Map<String, Value>) -> Vec<(&str, &str)> {
    let rest = document
        .get("rest")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    rest.filter_map(|rest| rest.get("security"))
        .flat_map(extensions)
        .filter(|extension| text(extension, "url") == Some(OAUTH_URIS))
        .flat_map(extensions)
        .filter_map(|entry| Some((text(entry, "url")?, text(entry, "valueUri")?)))
        .collect()
}

fn extensions(value: &Value) -> impl Iterator<Item = &Value> {
    value
        .get("extension")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field)?.as_str()
}
