//! Tokens and scopes, enforced on every call.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use serde_json::Value;

use super::outcome::FhirError;
use crate::smart::scopes::{Action, Level, ResourceScope, Scope};
use crate::smart::tokens::Access;
use crate::state::Sandbox;
use crate::store::Stored;
use crate::store::index::Index;

/// Types that belong to no patient: a patient scope reaches all of them.
pub const SHARED: &[&str] = &[
    "Practitioner",
    "PractitionerRole",
    "Organization",
    "Location",
    "Medication",
    "Endpoint",
    "Questionnaire",
];

/// Who calls, with what was granted.
#[derive(Clone, Debug)]
pub struct Caller(Access);

impl Sandbox {
    /// The caller, by its bearer token.
    pub fn caller(&self, headers: &HeaderMap) -> Result<Caller, FhirError> {
        let bearer = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = bearer
            .and_then(|text| text.split_once(' '))
            .filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
        let (_, token) = token.ok_or_else(FhirError::unauthorized)?;
        let access = self
            .smart
            .tokens
            .access(token)
            .ok_or_else(FhirError::unauthorized)?;
        if access.expires <= self.clock.unix() {
            return Err(FhirError::unauthorized());
        }
        Ok(Caller(access))
    }
}

impl Caller {
    fn scopes(&self) -> impl Iterator<Item = &ResourceScope> {
        self.0.grant.scopes.iter().filter_map(|scope| match scope {
            Scope::Resource(scope) => Some(scope),
            Scope::Plain(_) => None,
        })
    }

    /// The patient in the token's context.
    pub fn patient(&self) -> Option<&str> {
        self.0.grant.context.patient.as_deref()
    }

    /// Who may read on in a paged search: the same client with the same patient.
    pub fn owner(&self) -> (String, Option<String>) {
        (
            self.0.grant.client.clone(),
            self.patient().map(str::to_owned),
        )
    }

    /// Refuses an action on a type that no scope covers, and a search of another patient's chart.
    pub fn may(&self, rtype: &str, action: Action, patient: Option<&str>) -> Result<(), FhirError> {
        let reaches = |scope: &ResourceScope| {
            scope.level == Level::User
                || patient.is_none_or(|patient| self.patient() == Some(patient))
        };
        let allowed = self
            .scopes()
            .any(|scope| scope.covers(rtype, action) && reaches(scope));
        if allowed {
            Ok(())
        } else {
            Err(FhirError::forbidden())
        }
    }

    /// Whether some scope lets this action reach this very resource.
    pub fn reaches(&self, rtype: &str, action: Action, index: &Index) -> bool {
        self.scopes().any(|scope| {
            let in_compartment = match scope.level {
                Level::User => true,
                Level::Patient if SHARED.contains(&rtype) => true,
                Level::Patient => {
                    self.patient().is_some() && index.patient.as_deref() == self.patient()
                }
            };
            scope.covers(rtype, action) && in_compartment && scope.passes(index)
        })
    }

    /// [`Caller::reaches`] for a stored resource, as an error.
    pub fn require(&self, action: Action, stored: &Stored) -> Result<(), FhirError> {
        if self.reaches(&stored.rtype, action, &stored.index) {
            Ok(())
        } else {
            Err(FhirError::forbidden())
        }
    }

    /// Refuses a body about a patient, or of a category, that the scopes do not reach.
    pub fn require_body(&self, rtype: &str, action: Action, body: &Value) -> Result<(), FhirError> {
        if self.reaches(rtype, action, &Index::of(body)) {
            Ok(())
        } else {
            Err(FhirError::forbidden())
        }
    }
}
