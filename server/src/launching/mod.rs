//! The launch, step by step: who asks, from which EHR, for which patient; decided and recorded before anything of the patient's is read.

mod browser;
mod error;
mod ports;
mod user;

pub use browser::Browser;
pub use error::LaunchError;
pub use ports::{PendingLaunches, TokenRows};
pub use user::{UserNames, role_of};

use crate::library::SPECIALTIES;
use audit::{Action, Actor, Auditor, Event, Outcome, Patient};
use model::{LaunchId, TenantId};
use smart::{Callback, Clock, EhrLaunch, Entropy, Launched, RegisteredIssuer, SmartClient};
use std::sync::Arc;
use store::{LaunchContext, NewLaunch, Store};
use time::Duration;
use url::Url;
use uuid::Uuid;

/// A launch ends at the latest after a working day.
const LIFETIME: Duration = Duration::hours(12);

/// An EHR as the start page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ehr {
    /// Its place in the list.
    pub number: usize,
    /// What users call it.
    pub name: String,
}

/// Begins and completes launches.
pub struct Launching {
    /// Speaks SMART.
    pub smart: Arc<SmartClient>,
    /// Keeps the launches.
    pub store: Store,
    /// Records them.
    pub auditor: Auditor,
    /// Reads the user's name.
    pub users: Arc<dyn UserNames>,
    /// The EHRs in the order of the start page: FHIR base URL and what users call it.
    pub ehrs: Vec<(String, String)>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
}

impl Launching {
    /// Begins an EHR launch; answers where to send the browser.
    pub async fn begin(&self, launch: &EhrLaunch, browser: &Browser) -> Result<Url, LaunchError> {
        let begun = self.smart.begin(launch, browser.binding()).await;
        self.recorded(begun).await
    }

    /// Begins a standalone launch at one of [`Launching::ehrs`].
    pub async fn begin_standalone(
        &self,
        number: usize,
        browser: &Browser,
    ) -> Result<Url, LaunchError> {
        let begun = match self.ehrs.get(number) {
            Some((issuer, _)) => self.smart.begin_standalone(issuer, browser.binding()).await,
            None => Err(smart::SmartError::UnknownIssuer),
        };
        self.recorded(begun).await
    }

    /// Completes a launch: the EHR's answer is verified, the launch is recorded, then kept.
    pub async fn finish(
        &self,
        callback: &Callback,
        browser: &Browser,
    ) -> Result<LaunchId, LaunchError> {
        match self.smart.redirect(callback, &browser.binding()).await {
            Ok(launched) => self.keep(launched, browser).await,
            Err(error) => Err(self.refused(error.into()).await),
        }
    }

    /// The browser keeps no cookie, so there is no session to launch in.
    pub async fn without_cookie(&self) -> LaunchError {
        self.refused(LaunchError::NoCookie).await
    }

    /// The public halves of the client keys.
    pub fn jwks(&self) -> serde_json::Value {
        self.smart.jwks()
    }

    /// The EHRs that a user can start from.
    pub fn ehrs(&self) -> Vec<Ehr> {
        self.ehrs
            .iter()
            .enumerate()
            .map(|(number, (_, name))| Ehr {
                number,
                name: name.clone(),
            })
            .collect()
    }

    /// Randomness.
    pub fn entropy(&self) -> &dyn Entropy {
        self.entropy.as_ref()
    }

    async fn keep(&self, launched: Launched, browser: &Browser) -> Result<LaunchId, LaunchError> {
        let registered = self.smart.registry().get(&launched.issuer)?;
        let Some(role) = role_of(&launched.user) else {
            return Err(self.refused(LaunchError::NotClinician).await);
        };
        let id = LaunchId::new(Uuid::new_v4().simple().to_string());
        let event = self
            .event(
                &launched,
                registered,
                &id,
                Actor::User {
                    user: launched.user.user_id(),
                    role,
                },
            )
            .await?;
        let pending = self.auditor.begin(event).await?;
        let kept = self.insert(&launched, registered, &id, browser, role).await;
        let outcome = if kept.is_ok() {
            Outcome::Success
        } else {
            Outcome::Failure("store".into())
        };
        pending.finish(&self.auditor, outcome).await?;
        kept.map(|()| id)
    }

    async fn insert(
        &self,
        launched: &Launched,
        registered: &RegisteredIssuer,
        id: &LaunchId,
        browser: &Browser,
        role: model::Role,
    ) -> Result<(), LaunchError> {
        let now = self.clock.now();
        let context = &launched.context;
        let user = launched.user.user_id();
        let new = NewLaunch {
            id: id.clone(),
            owner: browser.key(),
            tenant: registered.tenant.clone(),
            context: LaunchContext {
                issuer: launched.issuer.to_string(),
                patient: context.patient.clone(),
                encounter: context.encounter.clone(),
                user_name: self
                    .users
                    .name(launched)
                    .await
                    .unwrap_or_else(|| user.to_string()),
                user,
                role,
                banner: context.need_patient_banner,
                style: context.style_url.as_ref().map(Url::to_string),
                intent: context.intent.clone(),
                scopes: launched.scopes.to_text(),
                more: serde_json::json!({ SPECIALTIES: self.users.specialties(launched).await }),
            },
            tokens: launched
                .tokens
                .expose_for_storage()?
                .to_string()
                .into_bytes()
                .into(),
            created: now,
            expires: now + LIFETIME,
        };
        self.store.insert_launch(&new).await?;
        Ok(())
    }

    async fn event(
        &self,
        launched: &Launched,
        registered: &RegisteredIssuer,
        id: &LaunchId,
        actor: Actor,
    ) -> Result<Event, LaunchError> {
        let tenant: &TenantId = &registered.tenant;
        let issuer = launched.issuer.to_string();
        let scope = self
            .store
            .keys()
            .patient_scope(&issuer, tenant.as_str(), &launched.context.patient)
            .await?;
        let patient = Patient {
            scope,
            reference: format!("Patient/{}", launched.context.patient),
        };
        Ok(Event::new(actor, Action::SessionStarted)
            .in_launch(tenant.clone(), id.clone())
            .of_patient(patient))
    }

    async fn recorded(&self, begun: Result<Url, smart::SmartError>) -> Result<Url, LaunchError> {
        match begun {
            Ok(url) => {
                self.auditor
                    .record(
                        &Event::new(Actor::Unknown, Action::LaunchStarted),
                        Outcome::Success,
                    )
                    .await?;
                Ok(url)
            }
            Err(error) => Err(self.refused(error.into()).await),
        }
    }

    /// Records a refusal; the refusal stands whether or not it could be recorded.
    async fn refused(&self, error: LaunchError) -> LaunchError {
        let event = Event::new(Actor::Unknown, Action::LaunchRefused);
        match self
            .auditor
            .record(&event, Outcome::Failure(error.code().to_owned()))
            .await
        {
            Ok(_) => error,
            Err(audit) => {
                tracing::error!(%error, "a refused launch could not be recorded");
                LaunchError::Audit(audit)
            }
        }
    }
}
