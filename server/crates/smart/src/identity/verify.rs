//! Verification of an id_token (OpenID Connect Core 1.0, section 3.1.3.7).

use jsonwebtoken::{Algorithm, DecodingKey};
use time::OffsetDateTime;

use super::{
    VerifiedUser,
    claims::{Claims, Parts},
    fhir_user::FhirUser,
    jwks::KeySets,
};
use crate::{IssuerUrl, ServerMetadata, SmartError};

/// How far the EHR's clock may be off, in seconds.
const SKEW: i64 = 60;

/// Why an id_token was rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// Not a signed JWT, or a claim of the wrong type.
    #[error("it is not a readable signed token")]
    Malformed,
    /// An algorithm outside RS256, RS384, ES256 and ES384; `none` and every shared-secret algorithm are among these.
    #[error("its algorithm is not allowed")]
    AlgorithmRefused,
    /// It demands an extension that we do not know (RFC 7515, `crit`).
    #[error("it demands an unknown extension")]
    CriticalExtension,
    /// The EHR publishes no key that could have signed it.
    #[error("its key is not published")]
    UnknownKey,
    /// The signature does not fit.
    #[error("its signature is wrong")]
    BadSignature,
    /// A required claim is missing or empty.
    #[error("it lacks {0}")]
    MissingClaim(&'static str),
    /// From another issuer.
    #[error("its issuer is wrong")]
    WrongIssuer,
    /// For another client.
    #[error("its audience is wrong")]
    WrongAudience,
    /// Authorised for another client (`azp`), or for several without saying which.
    #[error("its authorized party is wrong")]
    WrongParty,
    /// Its time is over.
    #[error("it expired")]
    Expired,
    /// Its time has not come, or it was issued in the future.
    #[error("it is not valid yet")]
    NotYetValid,
    /// Made for another launch.
    #[error("its nonce is wrong")]
    WrongNonce,
}

/// What the id_token of one launch must say.
pub(crate) struct Expected<'a> {
    pub(crate) fhir_base: &'a IssuerUrl,
    pub(crate) metadata: &'a ServerMetadata,
    pub(crate) client_id: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) now: OffsetDateTime,
}

/// Checks algorithm and signature, then every claim, and answers the user.
pub(crate) async fn verify(
    token: &str,
    expected: &Expected<'_>,
    keys: &KeySets,
) -> Result<VerifiedUser, SmartError> {
    let parts = Parts::of(token)?;
    let algorithm = allowed_algorithm(&parts.header.alg)?;
    if parts.header.crit.is_some() {
        return Err(IdTokenError::CriticalExtension.into());
    }
    let candidates = keys
        .candidates(expected, parts.header.kid.as_deref(), algorithm)
        .await?;
    if candidates.is_empty() {
        return Err(IdTokenError::UnknownKey.into());
    }
    if !candidates
        .iter()
        .any(|key| signature_fits(&parts, key, algorithm))
    {
        return Err(IdTokenError::BadSignature.into());
    }
    Ok(check_claims(&parts.claims()?, expected)?)
}

fn allowed_algorithm(name: &str) -> Result<Algorithm, IdTokenError> {
    match name {
        "RS256" => Ok(Algorithm::RS256),
        "RS384" => Ok(Algorithm::RS384),
        "ES256" => Ok(Algorithm::ES256),
        "ES384" => Ok(Algorithm::ES384),
        _ => Err(IdTokenError::AlgorithmRefused),
    }
}

fn signature_fits(parts: &Parts<'_>, key: &DecodingKey, algorithm: Algorithm) -> bool {
    jsonwebtoken::crypto::verify(parts.signature, parts.signed.as_bytes(), key, algorithm)
        .unwrap_or(false)
}

fn check_claims(claims: &Claims, expected: &Expected<'_>) -> Result<VerifiedUser, IdTokenError> {
    let issuer = claims.text("iss")?;
    let wanted = expected.metadata.expected_issuer(expected.fhir_base);
    // Servers spell their own address with and without a trailing slash.
    if issuer.trim_end_matches('/') != wanted.trim_end_matches('/') {
        return Err(IdTokenError::WrongIssuer);
    }
    let audience = claims.audience()?;
    if !audience.contains(&expected.client_id) {
        return Err(IdTokenError::WrongAudience);
    }
    let party = claims.optional_text("azp");
    let party_needed = claims.has("azp") || audience.len() > 1;
    if party_needed && party != Some(expected.client_id) {
        return Err(IdTokenError::WrongParty);
    }
    check_times(claims, expected.now.unix_timestamp())?;
    if claims.text("nonce")? != expected.nonce {
        return Err(IdTokenError::WrongNonce);
    }
    let reference = claims
        .optional_text("fhirUser")
        .or_else(|| claims.optional_text("profile"));
    Ok(VerifiedUser {
        issuer: issuer.to_owned(),
        subject: claims.text("sub")?.to_owned(),
        fhir_user: reference.and_then(|text| FhirUser::resolve(text, expected.fhir_base)),
    })
}

fn check_times(claims: &Claims, now: i64) -> Result<(), IdTokenError> {
    if claims.required_time("exp")?.saturating_add(SKEW) <= now {
        return Err(IdTokenError::Expired);
    }
    let not_before = [Some(claims.required_time("iat")?), claims.time("nbf")?];
    if not_before
        .into_iter()
        .flatten()
        .any(|time| time.saturating_sub(SKEW) > now)
    {
        return Err(IdTokenError::NotYetValid);
    }
    Ok(())
}
