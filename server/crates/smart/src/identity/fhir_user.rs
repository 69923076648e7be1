//! The `fhirUser` claim (SMART App Launch 2.2, scopes for requesting identity data).

use std::fmt;

use crate::IssuerUrl;

/// The FHIR resource that stands for the user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FhirUser {
    /// A resource of the launch's own FHIR server.
    Local {
        /// `Practitioner`, `PractitionerRole`, `Patient`, `RelatedPerson` or `Person`.
        resource_type: String,
        /// The resource's id.
        id: String,
    },
    /// Anything else, for example an address on another server: an opaque id, never fetched.
    Opaque(String),
}

const USER_TYPES: [&str; 5] = [
    "Practitioner",
    "PractitionerRole",
    "Patient",
    "RelatedPerson",
    "Person",
];
const MAX_LENGTH: usize = 2048;

impl FhirUser {
    /// Reads the claim: relative (`Practitioner/x`), absolute within the issuer, or opaque. `None` for empty or oversized text.
    pub(crate) fn resolve(claim: &str, issuer: &IssuerUrl) -> Option<Self> {
        let claim = claim.trim();
        if claim.is_empty() || claim.len() > MAX_LENGTH || claim.chars().any(char::is_control) {
            return None;
        }
        let base = format!("{issuer}/");
        // Parsing normalises the spelling of the host, so that `FHIR.example` is still our server.
        let absolute = url::Url::parse(claim).ok().map(String::from);
        let relative = match &absolute {
            Some(address) => address.strip_prefix(&base),
            None => Some(claim.trim_start_matches('/')),
        };
        let local = relative.and_then(local_reference);
        Some(local.unwrap_or_else(|| Self::Opaque(claim.to_owned())))
    }
}

/// `Type/id`, with or without a version behind it.
fn local_reference(relative: &str) -> Option<FhirUser> {
    let mut parts = relative.split('/');
    let (resource_type, id) = (parts.next()?, parts.next()?);
    let whole = matches!(
        (parts.next(), parts.next(), parts.next()),
        (None, ..) | (Some("_history"), Some(_), None)
    );
    (whole && USER_TYPES.contains(&resource_type) && is_id(id)).then(|| FhirUser::Local {
        resource_type: resource_type.to_owned(),
        id: id.to_owned(),
    })
}

/// A FHIR id, but up to 128 characters and with `_`: some servers issue such ids.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
        && text.bytes().any(|b| b != b'.')
}

impl fmt::Display for FhirUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local { resource_type, id } => write!(f, "{resource_type}/{id}"),
            Self::Opaque(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(claim: &str) -> Option<FhirUser> {
        FhirUser::resolve(claim, &IssuerUrl::parse("https://fhir.example/r4").unwrap())
    }

    #[test]
    fn references_to_our_server_are_local() {
        for claim in [
            "Practitioner/p-1",
            "/Practitioner/p-1",
            "Practitioner/p-1/_history/3",
            "https://fhir.example/r4/Practitioner/p-1",
            "https://FHIR.example:443/r4/Practitioner/p-1",
        ] {
            assert_eq!(
                resolve(claim).unwrap().to_string(),
                "Practitioner/p-1",
                "{claim}"
            );
        }
    }

    #[test]
    fn everything_else_stays_opaque() {
        for claim in [
            "https://other.example/r4/Practitioner/p-1",
            "https://fhir.example/r4x/Practitioner/p-1",
            "https://fhir.example/Practitioner/p-1",
            "https://fhir.example/r4/Practitioner/../Patient/p-1/x",
            "Practitioner/p-1/extra",
            "Practitioner/..",
            "Observation/p-1",
            "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
            "Practitioner/a?b",
        ] {
            assert_eq!(
                resolve(claim),
                Some(FhirUser::Opaque(claim.to_owned())),
                "{claim}"
            );
        }
        assert_eq!(resolve("  "), None);
        assert_eq!(resolve("Practitioner/a\nb"), None);
    }
}
