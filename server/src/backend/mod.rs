//! What answers the screens: a thin sequence of steps, each between two audit entries.

mod answers;
mod banner;
pub(crate) mod by_model;
mod changing;
mod charts;
mod clients;
mod content;
mod details;
mod error;
mod evidence;
mod export;
mod filing;
mod forms;
mod given;
mod inbox;
pub(crate) mod inference;
mod kinds;
mod ledger;
mod models;
mod open;
mod overview;
mod payer;
mod personal;
mod practitioner;
mod prepared;
mod proposals;
mod reasons;
mod recording;
mod section;
mod shaping;
mod shown;
mod signing;
mod styles;
mod translation;
mod view;
mod words;
mod work;
mod workers;
mod writing;

pub use answers::Answers;
pub use error::StepError;
pub use export::Export;
pub use forms::{FormAct, FormFrom, FormsOffer, Kept as KeptForm, OpenForm};
pub use personal::Phrases;
pub use practitioner::PractitionerNames;
pub use recording::{Begin, Played, RecordingView, RecordingsView};
pub use shaping::{Offer, Shape};
pub use translation::{TranslationAct, TranslationView};
pub use words::notices;
pub use workers::Workers;

use crate::config::{Config, RecordingConfig};
use crate::library::Library;
use ::drafting::{Drafting, Letterhead};
use audit::{Action, Actor, Auditor, Event, Outcome, Patient};
use charts::Charts;
use clients::Clients;
use fhir::Profile;
use model::{LaunchId, recording::CHUNK_BYTES};
pub(crate) use models::{Acted, Models};
use smart::{Refresher, SmartClient};
use std::{collections::HashMap, num::NonZeroUsize, sync::Arc};
use store::{Launch, Store};
use time::{Duration, OffsetDateTime};

/// How long an instance has a draft without renewing.
const LEASE: Duration = Duration::seconds(60);

/// The steps in their order, and what they keep between requests.
pub struct Steps {
    store: Store,
    auditor: Auditor,
    smart: Arc<SmartClient>,
    clients: Clients,
    charts: Arc<Charts>,
    library: Arc<Library>,
    models: Models,
    recording: RecordingConfig,
    /// Most bytes of a chunk of sound that the web server lets through.
    chunk_bytes: usize,
    ehr_names: HashMap<String, String>,
    letterheads: HashMap<String, Letterhead>,
    styles: styles::Styles,
    /// What EHRs say that they can do.
    servers: proposals::Servers,
    /// Names this instance in leases.
    instance: String,
    wake_filing: tokio::sync::Notify,
}

impl Steps {
    /// Puts the steps together; `fingerprints` is the key for fingerprints of prompts and answers.
    pub fn compose(
        config: &Config,
        store: &Store,
        auditor: &Auditor,
        smart: Arc<SmartClient>,
        refresher: Refresher,
        library: Arc<Library>,
        fingerprints: &str,
    ) -> Self {
        let profiles = config.issuers.iter().map(|issuer| {
            let profile = Profile {
                concurrency: config.chart.concurrency,
                ..Profile::of(issuer.profile)
            };
            (issuer.url.to_string(), profile)
        });
        let clients = Clients::new(refresher, profiles.collect());
        let room = NonZeroUsize::new(config.chart.prepared).unwrap_or(NonZeroUsize::MIN);
        Self {
            charts: Arc::new(Charts::new(
                store.clone(),
                auditor.clone(),
                clients.clone(),
                room,
                Arc::clone(&library),
            )),
            store: store.clone(),
            auditor: auditor.clone(),
            smart,
            clients,
            library,
            models: Models::new(config, store, fingerprints),
            recording: config.recording.clone(),
            chunk_bytes: CHUNK_BYTES.min(config.server.body_limit),
            ehr_names: config
                .issuers
                .iter()
                .map(|issuer| (issuer.url.to_string(), issuer.name.clone()))
                .collect(),
            letterheads: config
                .issuers
                .iter()
                .filter_map(|issuer| Some((issuer.url.to_string(), issuer.letterhead.clone()?)))
                .collect(),
            styles: styles::Styles::new(),
            servers: proposals::Servers::default(),
            instance: uuid::Uuid::new_v4().to_string(),
            wake_filing: tokio::sync::Notify::new(),
        }
    }

    /// The launch that a request beside the screens names, if it is this session's.
    pub async fn own_launch(
        &self,
        caller: Option<app::Caller>,
        launch: &LaunchId,
    ) -> Result<Launch, StepError> {
        let caller = caller.ok_or(StepError::SessionExpired)?;
        self.launch(&caller, launch).await
    }

    /// What drafts of this launch are made with.
    fn drafting(&self, launch: &Launch) -> Arc<Drafting> {
        Arc::clone(&self.library.of_launch(launch).drafting)
    }

    /// What people call the EHR of a launch.
    fn ehr_name(&self, launch: &Launch) -> String {
        let name = self.ehr_names.get(&launch.context.issuer);
        name.cloned().unwrap_or_else(|| "EHR".to_owned())
    }

    /// The launch, if it is this session's. Anybody else's is not found, and the attempt is recorded.
    async fn launch(&self, caller: &app::Caller, id: &LaunchId) -> Result<Launch, StepError> {
        if let Some(launch) = self.store.launch(id, caller.key(), now()).await? {
            return Ok(launch);
        }
        let event = Event::new(Actor::Unknown, Action::AccessDenied).on([format!("launch {id}")]);
        self.auditor
            .record(&event, Outcome::Failure("not_found".to_owned()))
            .await?;
        Err(StepError::NotFound("launch"))
    }
}

/// An event of this launch's user in this patient's chart.
fn event(launch: &Launch, action: Action) -> Event {
    let actor = Actor::User {
        user: launch.context.user.clone(),
        role: launch.context.role,
    };
    of_launch(launch, Event::new(actor, action))
}

fn of_launch(launch: &Launch, event: Event) -> Event {
    let patient = Patient {
        scope: launch.key.patient_scope().clone(),
        reference: format!("Patient/{}", launch.context.patient),
    };
    event
        .in_launch(launch.key.tenant().clone(), launch.key.id().clone())
        .of_patient(patient)
}

fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
