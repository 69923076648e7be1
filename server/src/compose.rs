//! Puts the application together from its configuration, and runs it.

mod clock;
mod keys;
mod launch;

pub use clock::SystemTime;

use crate::backend::{Answers, Steps};
use crate::config::{Config, LogConfig};
use crate::http::headers::SecurityHeaders;
use crate::http::screens::Screens;
use crate::library::{Library, Refused};
use crate::router::{self, Parts};
use app::document::Assets;
use audit::{Action, Actor, Auditor, Event, Outcome};
use axum::Router;
use drafting::overlay::FaultKind;
use smart::Refresher;
use std::sync::Arc;
use store::{Database, Sessions, Settings, Store};
use tracing_subscriber::EnvFilter;

/// Why the application could not be put together or stopped. For operators; no PHI.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The log's settings.
    #[error("log.filter: {0}")]
    Log(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// The keys.
    #[error("keys: {0}")]
    Keys(#[from] ::keys::KeyError),
    /// SMART: a registration or a client key.
    #[error("smart: {0}")]
    Smart(#[from] smart::SmartError),
    /// FHIR.
    #[error("fhir: {0}")]
    Fhir(#[from] fhir::FhirError),
    /// Templates or policies.
    #[error(transparent)]
    Drafting(#[from] drafting::DraftingError),
    /// The organization's or a tenant's data files.
    #[error(transparent)]
    Overlay(#[from] Refused),
    /// Code tables.
    #[error(transparent)]
    Codes(#[from] crate::code_tables::TablesError),
    /// The log.
    #[error("audit: {0}")]
    Audit(#[from] audit::AuditError),
    /// Model endpoints.
    #[error("{0}")]
    Gateway(String),
    /// A file or the network.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
}

impl ComposeError {
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// The application: its router, and the work that goes on beside requests.
pub struct Application {
    /// Every address.
    pub router: Router,
    /// What answers.
    pub steps: Arc<Steps>,
}

/// Begins logging to standard error.
pub fn log(config: &LogConfig) -> Result<(), ComposeError> {
    let filter =
        EnvFilter::try_new(&config.filter).map_err(|error| ComposeError::Log(error.to_string()))?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let begun = if config.json {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
    begun.map_err(|error| ComposeError::Log(error.to_string()))
}

/// Puts everything together.
pub async fn application(config: &Config, assets: Assets) -> Result<Application, ComposeError> {
    // The pages' reactive system runs on this runtime. A second application in one process (tests) finds it set already.
    app::document::begin();
    let Kept {
        store,
        auditor,
        fingerprints,
    } = kept(config).await?;
    let smart = launch::client(config, &store)?;
    let refresher = Refresher::new(
        Arc::clone(&smart),
        launch::tokens(&store),
        Arc::new(SystemTime),
    );
    for ending in config
        .endpoints
        .ending(gateway::Clock::now(&SystemTime).date())
    {
        tracing::warn!("{ending}");
    }
    let library = Arc::new(Library::load(config)?);
    told(&library, &auditor).await?;
    let asks = library.asks_specialty();
    let launching = launch::launching(config, Arc::clone(&smart), &store, &auditor, asks);
    let steps = Arc::new(Steps::compose(
        config,
        &store,
        &auditor,
        smart,
        refresher,
        library,
        &fingerprints,
    ));
    let parts = Parts {
        config: config.server.clone(),
        launching: Arc::new(launching),
        screens: Screens {
            backend: Arc::new(Answers(Arc::clone(&steps))),
            assets,
            headers: SecurityHeaders::new(&config.server),
        },
        steps: Arc::clone(&steps),
        sessions: Sessions::new(store.clone(), Arc::new(SystemTime)),
        store: Arc::new(store),
    };
    Ok(Application {
        router: router::router(parts),
        steps,
    })
}

/// Records with which data files this instance starts, and what of them it passes over.
async fn told(library: &Library, auditor: &Auditor) -> Result<(), ComposeError> {
    let Some(fingerprint) = library.fingerprint() else {
        return Ok(());
    };
    let event = Event::new(Actor::System, Action::ConfigurationChanged);
    let started = event.clone().on(["overlay"]).with_hash(fingerprint);
    auditor.record(&started, Outcome::Success).await?;
    for fault in library.faults() {
        tracing::warn!(%fault, "a data file is passed over");
        let code = match fault.kind {
            FaultKind::Locked => "overlay_locked",
            FaultKind::File | FaultKind::Level => "overlay_fault",
        };
        let event = event.clone().on([fault.to_string()]);
        auditor
            .record(&event, Outcome::Failure(code.to_owned()))
            .await?;
    }
    Ok(())
}

/// What is kept: the rows, and the log of who did what.
pub(crate) struct Kept {
    /// The rows.
    pub store: Store,
    /// The log.
    pub auditor: Auditor,
    /// The key for fingerprints of prompts and answers, the same for every instance.
    pub fingerprints: String,
}

/// Opens the database with its keys and its log.
pub(crate) async fn kept(config: &Config) -> Result<Kept, ComposeError> {
    let settings = Settings {
        connections: config.database.connections,
        ..Settings::new(config.database.url.clone())
    };
    let database = Database::open(&settings).await?;
    let ring = keys::ring(&config.keys, &database)?;
    let store = Store::new(database.clone(), ring.clone())?;
    let log_id = database
        .meta_or("log", &uuid::Uuid::new_v4().to_string())
        .await?;
    let fingerprints = ring.blind("inference fingerprints", &[&log_id]).await?;
    let auditor = Auditor::new(&log_id, Arc::new(database), ring, Arc::new(SystemTime));
    Ok(Kept {
        store,
        auditor,
        fingerprints,
    })
}

/// Serves until the process is told to stop; requests under way are answered first.
pub async fn serve(config: Config) -> Result<(), ComposeError> {
    let assets = Assets::beside_binary().map_err(ComposeError::io(
        "the browser's files (build them with `cargo xtask web`)",
    ))?;
    let application = application(&config, assets).await?;
    let listen = config.server.listen;
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(ComposeError::io(format!("listen on {listen}")))?;
    tracing::info!(%listen, issuers = config.issuers.len(), "serving");
    let workers = application.steps.begin_work();
    let served = axum::serve(listener, application.router)
        .with_graceful_shutdown(stop_signal())
        .await;
    workers.shutdown().await;
    served.map_err(ComposeError::io("serve"))
}

async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    else {
        return interrupt.await;
    };
    tokio::select! {
        () = interrupt => {}
        _ = terminate.recv() => {}
    }
}
