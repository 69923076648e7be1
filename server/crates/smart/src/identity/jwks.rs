//! The EHRs' published keys, kept for a while and read again when a token names a key that is not among them.

use std::{collections::HashMap, sync::Arc};

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse},
};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;
use url::Url;

use super::Expected;
use crate::{Endpoint, HttpClient, SmartError};

/// After this the set is read again even if the key is known, so that a withdrawn key stops being accepted.
const KEEP_FOR: Duration = Duration::hours(1);
/// At most one extra read a minute for unknown keys: a stranger's tokens must not make us hammer the EHR.
const REFETCH_AFTER: Duration = Duration::minutes(1);
/// How many keys a token without a usable key id is tried against.
const MAX_CANDIDATES: usize = 8;

struct KeySet {
    read_at: OffsetDateTime,
    keys: Vec<Jwk>,
}

/// Key sets by address.
pub(crate) struct KeySets {
    http: HttpClient,
    // Each set's lock is held while it is read: concurrent launches share one request, and one slow EHR holds up no other.
    sets: Mutex<HashMap<Url, Arc<Mutex<Option<KeySet>>>>>,
}

impl KeySets {
    pub(crate) fn new(http: HttpClient) -> Self {
        Self {
            http,
            sets: Mutex::default(),
        }
    }

    /// The keys that may have signed a token with this key id and algorithm.
    pub(crate) async fn candidates(
        &self,
        expected: &Expected<'_>,
        kid: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Vec<DecodingKey>, SmartError> {
        let field = "jwks_uri";
        let url = expected
            .metadata
            .jwks_uri
            .as_ref()
            .ok_or(SmartError::MissingField {
                endpoint: Endpoint::SmartConfiguration,
                field,
            })?;
        let set = self
            .sets
            .lock()
            .await
            .entry(url.clone())
            .or_default()
            .clone();
        let mut set = set.lock().await;
        if let Some(known) = set.as_ref() {
            let age = expected.now - known.read_at;
            let found = select(&known.keys, kid, algorithm);
            if age < REFETCH_AFTER || age < KEEP_FOR && !found.is_empty() {
                return Ok(found);
            }
        }
        let keys = self.read(expected, url).await?;
        let found = select(&keys, kid, algorithm);
        *set = Some(KeySet {
            read_at: expected.now,
            keys,
        });
        Ok(found)
    }

    async fn read(&self, expected: &Expected<'_>, url: &Url) -> Result<Vec<Jwk>, SmartError> {
        let reply = self
            .http
            .get(expected.fhir_base, url, Endpoint::Jwks)
            .await?;
        let document = reply.success()?;
        let keys = document
            .get("keys")
            .and_then(Value::as_array)
            .ok_or(SmartError::InvalidJson(Endpoint::Jwks))?;
        // One key of a kind that we cannot read must not hide the others.
        Ok(keys
            .iter()
            .filter_map(|key| serde_json::from_value(key.clone()).ok())
            .collect())
    }
}

/// The key with that id; without one, every key that fits the algorithm and has no id, or any where the token has none.
fn select(keys: &[Jwk], kid: Option<&str>, algorithm: Algorithm) -> Vec<DecodingKey> {
    let fitting = || keys.iter().filter(|key| fits(key, algorithm));
    let named = fitting().filter(|key| kid.is_some() && key.common.key_id.as_deref() == kid);
    let chosen: Vec<&Jwk> = match named.collect::<Vec<_>>() {
        named if !named.is_empty() => named,
        _ => fitting()
            .filter(|key| kid.is_none() || key.common.key_id.is_none())
            .collect(),
    };
    chosen
        .into_iter()
        .take(MAX_CANDIDATES)
        .filter_map(|key| DecodingKey::from_jwk(key).ok())
        .collect()
}

/// Whether the key is of the algorithm's type and meant for signatures. A symmetric key fits nothing.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    let declared = match algorithm {
        Algorithm::RS256 => KeyAlgorithm::RS256,
        Algorithm::RS384 => KeyAlgorithm::RS384,
        Algorithm::ES256 => KeyAlgorithm::ES256,
        Algorithm::ES384 => KeyAlgorithm::ES384,
        _ => return false,
    };
    let right_type = match &key.algorithm {
        AlgorithmParameters::RSA(_) => matches!(algorithm, Algorithm::RS256 | Algorithm::RS384),
        AlgorithmParameters::EllipticCurve(ec) => match ec.curve {
            EllipticCurve::P256 => algorithm == Algorithm::ES256,
            EllipticCurve::P384 => algorithm == Algorithm::ES384,
            _ => false,
        },
        _ => false,
    };
    let for_signatures = key
        .common
        .public_key_use
        .as_ref()
        .is_none_or(|usage| *usage == PublicKeyUse::Signature);
    // Many servers declare one algorithm on a key that signs with several hashes; only the family must fit.
    let same_family = key.common.key_algorithm.is_none_or(|alg| {
        alg == declared
            || matches!(alg, KeyAlgorithm::RS256 | KeyAlgorithm::RS384)
                && matches!(declared, KeyAlgorithm::RS256 | KeyAlgorithm::RS384)
    });
    right_type && for_signatures && same_family
}
