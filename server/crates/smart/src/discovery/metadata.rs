//! The endpoints of one authorization server.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use crate::{Endpoint, IssuerUrl, SmartError};

/// What we need of a SMART configuration (SMART App Launch 2.2, conformance). Every address is absolute and was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerMetadata {
    /// Where the browser goes.
    pub authorization_endpoint: Url,
    /// Where codes and refresh tokens are exchanged.
    pub token_endpoint: Url,
    /// Where tokens are revoked (RFC 7009), if anywhere.
    pub revocation_endpoint: Option<Url>,
    /// The key set that signs id_tokens.
    pub jwks_uri: Option<Url>,
    /// `iss` of id_tokens as the server declares it; without one, the FHIR base stands for it.
    pub openid_issuer: Option<String>,
    /// Whether the callback must carry `iss` (RFC 9207).
    pub sends_issuer_parameter: bool,
    /// The capabilities that the server declares.
    pub capabilities: Vec<String>,
}

impl ServerMetadata {
    pub(crate) fn from_smart_configuration(
        issuer: &IssuerUrl,
        document: &Map<String, Value>,
    ) -> Result<Self, SmartError> {
        let reader = Reader {
            issuer,
            document,
            endpoint: Endpoint::SmartConfiguration,
        };
        Ok(Self {
            authorization_endpoint: reader
                .required("authorization_endpoint", Endpoint::Authorization)?,
            token_endpoint: reader.required("token_endpoint", Endpoint::Token)?,
            revocation_endpoint: reader.optional("revocation_endpoint", Endpoint::Revocation)?,
            jwks_uri: reader.optional("jwks_uri", Endpoint::Jwks)?,
            openid_issuer: reader.text("issuer").map(str::to_owned),
            sends_issuer_parameter: document
                .get("authorization_response_iss_parameter_supported")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            capabilities: strings(document.get("capabilities")),
        })
    }

    /// Fills what the SMART configuration left out.
    pub(crate) fn add_openid_configuration(
        &mut self,
        issuer: &IssuerUrl,
        document: &Map<String, Value>,
    ) -> Result<(), SmartError> {
        let reader = Reader {
            issuer,
            document,
            endpoint: Endpoint::OpenIdConfiguration,
        };
        if self.openid_issuer.is_none() {
            self.openid_issuer = reader.text("issuer").map(str::to_owned);
        }
        if self.jwks_uri.is_none() {
            self.jwks_uri = reader.optional("jwks_uri", Endpoint::Jwks)?;
        }
        Ok(())
    }

    /// The registration's own word about the identity provider goes before the server's.
    pub(crate) fn pin_openid_issuer(&mut self, pinned: &IssuerUrl) {
        self.openid_issuer = Some(pinned.as_str().to_owned());
    }

    /// The `iss` that id_tokens and callbacks of this server must carry.
    pub(crate) fn expected_issuer<'a>(&'a self, fhir_base: &'a IssuerUrl) -> &'a str {
        self.openid_issuer
            .as_deref()
            .unwrap_or_else(|| fhir_base.as_str())
    }
}

struct Reader<'a> {
    issuer: &'a IssuerUrl,
    document: &'a Map<String, Value>,
    endpoint: Endpoint,
}

impl Reader<'_> {
    fn text(&self, field: &str) -> Option<&str> {
        self.document
            .get(field)?
            .as_str()
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }

    fn optional(&self, field: &str, about: Endpoint) -> Result<Option<Url>, SmartError> {
        self.text(field)
            .map(|text| endpoint_url(self.issuer, text, about))
            .transpose()
    }

    fn required(&self, field: &'static str, about: Endpoint) -> Result<Url, SmartError> {
        self.optional(field, about)?
            .ok_or(SmartError::MissingField {
                endpoint: self.endpoint,
                field,
            })
    }
}

/// An address that the EHR gave, resolved against its FHIR base and checked.
pub(super) fn endpoint_url(
    issuer: &IssuerUrl,
    text: &str,
    about: Endpoint,
) -> Result<Url, SmartError> {
    issuer
        .join(text)
        .filter(|url| issuer.may_lead_to(url))
        .ok_or(SmartError::InsecureUrl(about))
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let items = value
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    items
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
