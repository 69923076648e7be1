//! Who the user is: the id_token, verified in full, and the `fhirUser` it names.

mod claims;
mod fhir_user;
mod jwks;
mod verify;

pub use fhir_user::FhirUser;
pub use verify::IdTokenError;

pub(crate) use fhir_user::is_id;
pub(crate) use jwks::KeySets;
pub(crate) use verify::{Expected, verify};

use model::UserId;

/// A user whose id_token was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedUser {
    /// `iss` of the id_token.
    pub issuer: String,
    /// `sub` of the id_token: unique and stable at this issuer.
    pub subject: String,
    /// The user's FHIR resource, where the EHR names one.
    pub fhir_user: Option<FhirUser>,
}

impl VerifiedUser {
    /// The id under which the user appears everywhere else: `Practitioner/123`, a foreign address, or `sub:` and the subject.
    pub fn user_id(&self) -> UserId {
        match &self.fhir_user {
            Some(user) => UserId::new(user.to_string()),
            None => UserId::new(format!("sub:{}", self.subject)),
        }
    }
}
