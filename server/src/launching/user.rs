//! Who the user is to us.

use async_trait::async_trait;
use model::Role;
use smart::{FhirUser, Launched, VerifiedUser};

/// Reads the user's name where the EHR gives it.
#[async_trait]
pub trait UserNames: Send + Sync {
    /// The name as notes show it; none where it can't be read.
    async fn name(&self, launched: &Launched) -> Option<String>;

    /// Codes and names of the user's specialties, the most telling first; empty where nothing depends on them.
    async fn specialties(&self, launched: &Launched) -> Vec<String>;
}

/// The role of a user by the FHIR resource that stands for them; none for patients and relatives, who may not open this application.
pub fn role_of(user: &VerifiedUser) -> Option<Role> {
    match &user.fhir_user {
        Some(FhirUser::Local { resource_type, .. })
            if !matches!(resource_type.as_str(), "Practitioner" | "PractitionerRole") =>
        {
            None
        }
        _ => Some(Role::Clinician),
    }
}
