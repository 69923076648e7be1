//! The client: what it is made of, and the two things that every part of it needs.

use std::{fmt, sync::Arc};

use secrecy::ExposeSecret;
use serde_json::{Value, json};
use url::Url;

use crate::{
    ClientAuthentication, ClientKeys, Clock, Endpoint, Entropy, HttpClient, IssuerRegistry,
    PendingStore, RegisteredIssuer, ServerMetadata, SmartError, discovery::Discovery, http::Reply,
    identity::KeySets, ports::random_token,
};

/// What a [`SmartClient`] is made of.
pub struct SmartParts {
    /// The issuers that may launch us.
    pub registry: IssuerRegistry,
    /// Our keys; needed where an issuer asks for `private_key_jwt`.
    pub keys: Option<ClientKeys>,
    /// Sends the requests.
    pub http: HttpClient,
    /// Where launches wait for the EHR's answer.
    pub pending: Arc<dyn PendingStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
}

/// A SMART App Launch client for every registered issuer.
pub struct SmartClient {
    parts: SmartParts,
    discovery: Discovery,
    key_sets: KeySets,
}

impl fmt::Debug for SmartClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmartClient").finish_non_exhaustive()
    }
}

impl SmartClient {
    /// Puts a client together. [`SmartError::ClientKeysMissing`] when an issuer needs a key and none is given.
    pub fn new(parts: SmartParts) -> Result<Self, SmartError> {
        let needs_keys = parts.registry.iter().any(|registered| {
            matches!(
                registered.authentication,
                ClientAuthentication::PrivateKeyJwt
            )
        });
        if needs_keys && parts.keys.is_none() {
            return Err(SmartError::ClientKeysMissing);
        }
        let discovery = Discovery::new(parts.http.clone());
        let key_sets = KeySets::new(parts.http.clone());
        Ok(Self {
            parts,
            discovery,
            key_sets,
        })
    }

    /// The issuers that may launch us.
    pub fn registry(&self) -> &IssuerRegistry {
        &self.parts.registry
    }

    /// The public key document to serve at the address registered with the EHRs; empty without keys.
    pub fn jwks(&self) -> Value {
        self.parts
            .keys
            .as_ref()
            .map_or_else(|| json!({ "keys": [] }), ClientKeys::jwks)
    }

    /// The endpoints of a registered issuer, read once in ten minutes.
    pub async fn metadata(
        &self,
        registered: &RegisteredIssuer,
    ) -> Result<ServerMetadata, SmartError> {
        // Once more by the registry: a registration made elsewhere must not widen the allowlist.
        let registered = self.registry().get(&registered.issuer)?;
        self.discovery.metadata(registered, self.clock()).await
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.parts.clock.as_ref()
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.parts.entropy.as_ref()
    }

    pub(crate) fn pending(&self) -> &dyn PendingStore {
        self.parts.pending.as_ref()
    }

    pub(crate) fn key_sets(&self) -> &KeySets {
        &self.key_sets
    }

    /// Posts a form with the issuer's client authentication. The audience of an assertion is the token endpoint, at the
    /// revocation endpoint too.
    pub(crate) async fn authenticated_post(
        &self,
        registered: &RegisteredIssuer,
        token_endpoint: &Url,
        url: &Url,
        form: &[(&str, &str)],
        endpoint: Endpoint,
    ) -> Result<Reply, SmartError> {
        let client_id = registered.client_id.as_str();
        let mut form = form.to_vec();
        let mut basic = None;
        let assertion;
        match &registered.authentication {
            ClientAuthentication::Public => form.push(("client_id", client_id)),
            ClientAuthentication::ClientSecretBasic(secret) => {
                basic = Some((client_id, secret.expose_secret()));
            }
            ClientAuthentication::PrivateKeyJwt => {
                let keys = self
                    .parts
                    .keys
                    .as_ref()
                    .ok_or(SmartError::ClientKeysMissing)?;
                let jti = random_token(self.entropy())?;
                let (jti, now) = (jti.expose_secret(), self.clock().now());
                assertion = keys.assertion(client_id, token_endpoint, jti, now)?;
                form.push(("client_assertion_type", ASSERTION_TYPE));
                form.push(("client_assertion", &assertion));
            }
        }
        self.parts
            .http
            .post_form(&registered.issuer, url, &form, basic, endpoint)
            .await
    }
}

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
