//! What an EHR takes as data: what its server says that it creates, what its profile knows beside that, and what was granted.

use crate::backend::clients::Clients;
use crate::backend::error::StepError;
use fhir::Capabilities;
use smart::{GrantedScopes, Interactions, ScopeNeed};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::Launch;
use time::{Duration, OffsetDateTime};
use writeback::ChartEntry;

/// How long an answer holds.
const HOLDS: Duration = Duration::hours(1);
/// How long a server that did not answer is not asked again.
const SILENT: Duration = Duration::minutes(1);
/// How long a person waits for the answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// What servers said that they can do, by their address.
#[derive(Default)]
pub(in crate::backend) struct Servers {
    known: Mutex<HashMap<String, (OffsetDateTime, Option<Capabilities>)>>,
}

/// What one launch can write.
pub(in crate::backend) struct Takes {
    server: Capabilities,
    rules: fhir::NoteRules,
    scopes: GrantedScopes,
    /// Only a practitioner stands for an entry.
    practitioner: bool,
}

impl Servers {
    /// What the EHR of a launch takes. A server that does not answer takes nothing: the note lists it then.
    pub(in crate::backend) async fn of(&self, launch: &Launch, clients: &Clients) -> Takes {
        let user = launch.context.user.as_str();
        Takes {
            server: self.asked(launch, clients).await,
            rules: clients.profile(launch).notes,
            scopes: GrantedScopes::parse(&launch.context.scopes),
            practitioner: user.starts_with("Practitioner/")
                || user.starts_with("PractitionerRole/"),
        }
    }

    async fn asked(&self, launch: &Launch, clients: &Clients) -> Capabilities {
        let (issuer, now) = (&launch.context.issuer, crate::backend::now());
        let known = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(issuer).cloned()
        };
        if let Some((at, found)) = known
            && now - at < if found.is_some() { HOLDS } else { SILENT }
        {
            return found.unwrap_or_default();
        }
        let found = match ask(launch, clients).await {
            Ok(found) => Some(found),
            Err(error) => {
                tracing::warn!(%error, "what the EHR can do could not be read");
                None
            }
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(issuer.clone(), (now, found.clone()));
        found.unwrap_or_default()
    }
}

async fn ask(launch: &Launch, clients: &Clients) -> Result<Capabilities, StepError> {
    let client = clients.of(launch)?;
    let asked = tokio::time::timeout(PATIENCE, client.capabilities()).await;
    Ok(asked.map_err(|_| StepError::Fhir(fhir::FhirError::Timeout))??)
}

impl Takes {
    /// Whether answers to a questionnaire can be written as data.
    pub(in crate::backend) fn answers(&self) -> bool {
        let kind = "QuestionnaireResponse";
        let need = ScopeNeed::new(kind, Interactions::CREATE);
        let granted = self.scopes.report(&[need]).missing.is_empty();
        self.practitioner && granted && self.server.creates(kind)
    }

    /// Whether an entry can be written as data.
    pub(super) fn entry(&self, entry: &ChartEntry) -> bool {
        let kind = entry.what.resource_type();
        let need = ScopeNeed::new(kind, Interactions::CREATE);
        let granted = self.scopes.report(&[need]).missing.is_empty();
        let taken = entry
            .what
            .taken(entry.code.as_ref(), &self.rules, &self.server);
        self.practitioner && granted && taken
    }
}
