//! Who calls the token endpoint: public clients by id, others by secret or by a signed assertion.

use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::authorize::Params;
use crate::config::{Client, ClientAuth, KeySource};
use crate::state::{Sandbox, lock};

/// The assertion type of `private_key_jwt` (RFC 7523, 2.2).
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How far in the future an assertion may expire, seconds (SMART App Launch 2.2, section 5.1.2.1).
const ASSERTION_SECONDS: i64 = 300;
/// How far clocks may differ, seconds.
const LEEWAY: i64 = 5;

#[derive(Debug, Deserialize)]
struct Assertion {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    iat: Option<i64>,
    nbf: Option<i64>,
    jti: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Sandbox {
    /// The client that a token, introspection or revocation request comes from; `Err` says why it is refused.
    pub(super) async fn authenticate(
        &self,
        headers: &HeaderMap,
        params: &Params,
    ) -> Result<&Client, &'static str> {
        if let Some(header) = headers.get(AUTHORIZATION) {
            let basic = header
                .to_str()
                .ok()
                .and_then(|text| text.strip_prefix("Basic "));
            let (id, secret) = basic
                .and_then(basic_credentials)
                .ok_or("malformed Basic credentials")?;
            if params.get("client_assertion").is_some() || params.get("client_secret").is_some() {
                return Err("more than one client authentication");
            }
            if params.get("client_id").is_some_and(|named| named != id) {
                return Err("client_id differs from the credentials");
            }
            let client = self.client(&id).ok_or("unknown client")?;
            return match &client.auth {
                ClientAuth::Secret(expected) if same(expected, &secret) => Ok(client),
                _ => Err("wrong client credentials"),
            };
        }
        if let Some(assertion) = params.get("client_assertion") {
            if params.get("client_assertion_type") != Some(ASSERTION_TYPE) {
                return Err("wrong client_assertion_type");
            }
            return self
                .check_assertion(assertion, params.get("client_id"))
                .await;
        }
        if params.get("client_secret").is_some() {
            return Err("client_secret_post is not supported");
        }
        let client = params
            .get("client_id")
            .and_then(|id| self.client(id))
            .ok_or("unknown client")?;
        match client.auth {
            ClientAuth::Public => Ok(client),
            _ => Err("this client must authenticate"),
        }
    }

    async fn check_assertion(
        &self,
        assertion: &str,
        named: Option<&str>,
    ) -> Result<&Client, &'static str> {
        let header = jsonwebtoken::decode_header(assertion).map_err(|_| "malformed assertion")?;
        if !matches!(header.alg, Algorithm::RS384 | Algorithm::ES384) {
            return Err("assertion algorithm must be RS384 or ES384");
        }
        let kid = header.kid.as_deref().ok_or("assertion without kid")?;
        // Read before it is proven only to learn which client's keys to prove it with.
        let claimed: Assertion = jsonwebtoken::dangerous::insecure_decode_claims(assertion)
            .map_err(|_| "assertion lacks a required claim")?;
        let client = self.client(&claimed.iss).ok_or("unknown client")?;
        let ClientAuth::Keys(source) = &client.auth else {
            return Err("this client has no keys");
        };
        if let (KeySource::Url(url), Some(jku)) = (source, &header.jku)
            && url != jku
        {
            return Err("jku is not the registered key set");
        }
        let keys = self.client_keys(source).await?;
        let jwk = keys.find(kid).ok_or("unknown kid")?;
        let key = DecodingKey::from_jwk(jwk).map_err(|_| "unusable key")?;
        let mut validation = Validation::new(header.alg);
        // Signature only: the times follow the sandbox's own clock, the other claims are compared below.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let proven = jsonwebtoken::decode::<Assertion>(assertion, &key, &validation)
            .map_err(|_| "wrong signature")?;
        self.check_claims(&proven.claims, client, named)?;
        Ok(client)
    }

    fn check_claims(
        &self,
        claims: &Assertion,
        client: &Client,
        named: Option<&str>,
    ) -> Result<(), &'static str> {
        let now = self.clock.unix();
        let token_url = self.urls.token();
        let for_us = match &claims.aud {
            Audience::One(one) => *one == token_url,
            Audience::Many(many) => many.contains(&token_url),
        };
        if claims.sub != client.id
            || claims.iss != client.id
            || named.is_some_and(|named| named != client.id)
        {
            return Err("iss, sub and client_id must be the same");
        }
        if !for_us {
            return Err("aud must be the token endpoint");
        }
        if claims.exp <= now - LEEWAY || claims.exp > now + ASSERTION_SECONDS + LEEWAY {
            return Err("exp must be within five minutes");
        }
        if claims.iat.is_some_and(|iat| iat > now + LEEWAY)
            || claims.nbf.is_some_and(|nbf| nbf > now + LEEWAY)
        {
            return Err("assertion is not valid yet");
        }
        let mut seen = lock(&self.smart.assertions);
        seen.retain(|_, expires| *expires > now - LEEWAY);
        match seen.insert((client.id.clone(), claims.jti.clone()), claims.exp) {
            Some(_) => Err("jti was used before"),
            None => Ok(()),
        }
    }

    async fn client_keys(&self, source: &KeySource) -> Result<JwkSet, &'static str> {
        let url = match source {
            KeySource::Inline(keys) => return Ok((**keys).clone()),
            KeySource::Url(url) => url,
        };
        // Fetched every time: a client that rotates its keys is served at once, and the sandbox is not busy.
        let request = self.smart.http.get(url).timeout(Duration::from_secs(5));
        let response = request
            .send()
            .await
            .map_err(|_| "the client's key set cannot be fetched")?;
        response
            .json()
            .await
            .map_err(|_| "the client's key set is not one")
    }
}

fn basic_credentials(encoded: &str) -> Option<(String, String)> {
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((form_decode(id)?, form_decode(secret)?))
}

/// RFC 6749, 2.3.1: both halves are form-encoded before they are joined.
fn form_decode(text: &str) -> Option<String> {
    let pair = format!("v={}", text.replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
}

/// Compares digests, so that the time taken says nothing about the secret.
fn same(left: &str, right: &str) -> bool {
    Sha256::digest(left.as_bytes()) == Sha256::digest(right.as_bytes())
}
