//! The id_token's parts, read without trusting any of them.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::IdTokenError;
use crate::secret::from_base64url;

/// Larger tokens are refused unread.
const MAX_TOKEN: usize = 64 * 1024;

/// The JOSE header's fields that matter (RFC 7515, section 4.1). Keys that the token itself offers (`jwk`, `jku`, `x5u`,
/// `x5c`) are not even read.
#[derive(Deserialize)]
pub(super) struct TokenHeader {
    pub(super) alg: String,
    pub(super) kid: Option<String>,
    pub(super) crit: Option<Value>,
}

/// A compact JWS taken apart.
pub(super) struct Parts<'a> {
    pub(super) header: TokenHeader,
    pub(super) signed: &'a str,
    pub(super) signature: &'a str,
    payload: &'a str,
}

impl<'a> Parts<'a> {
    pub(super) fn of(token: &'a str) -> Result<Self, IdTokenError> {
        if token.len() > MAX_TOKEN {
            return Err(IdTokenError::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(IdTokenError::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(IdTokenError::Malformed)?;
        if payload.contains('.') {
            return Err(IdTokenError::Malformed);
        }
        let header = from_base64url(header).ok_or(IdTokenError::Malformed)?;
        let header = serde_json::from_slice(&header).map_err(|_| IdTokenError::Malformed)?;
        Ok(Self {
            header,
            signed,
            signature,
            payload,
        })
    }

    /// The claims; only to be used after the signature was verified.
    pub(super) fn claims(&self) -> Result<Claims, IdTokenError> {
        let payload = from_base64url(self.payload).ok_or(IdTokenError::Malformed)?;
        serde_json::from_slice(&payload)
            .map(Claims)
            .map_err(|_| IdTokenError::Malformed)
    }
}

/// The claims of a token.
pub(super) struct Claims(Map<String, Value>);

impl Claims {
    /// A text claim that is neither missing nor empty.
    pub(super) fn text(&self, name: &'static str) -> Result<&str, IdTokenError> {
        self.optional_text(name)
            .ok_or(IdTokenError::MissingClaim(name))
    }

    pub(super) fn optional_text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// Seconds since 1970 (RFC 7519, NumericDate: fractions are allowed).
    pub(super) fn time(&self, name: &'static str) -> Result<Option<i64>, IdTokenError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => seconds(value).map(Some).ok_or(IdTokenError::Malformed),
        }
    }

    pub(super) fn required_time(&self, name: &'static str) -> Result<i64, IdTokenError> {
        self.time(name)?.ok_or(IdTokenError::MissingClaim(name))
    }

    /// `aud`, which may be one text or a list.
    pub(super) fn audience(&self) -> Result<Vec<&str>, IdTokenError> {
        match self.0.get("aud") {
            Some(Value::String(one)) => Ok(vec![one]),
            Some(Value::Array(many)) => many
                .iter()
                .map(|v| v.as_str().ok_or(IdTokenError::Malformed))
                .collect(),
            None => Err(IdTokenError::MissingClaim("aud")),
            Some(_) => Err(IdTokenError::Malformed),
        }
    }

    /// Whether the claim is there at all.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
fn seconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let number = value.as_f64()?;
        (number.abs() < 1e15).then(|| number.floor() as i64)
    })
}
