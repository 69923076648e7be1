//! The parts of one sandbox, shared by all handlers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::config::{Client, Personality, SandboxConfig};
use crate::error::SandboxError;
use crate::faults::Faults;
use crate::fhir::paging::Pages;
use crate::random::Random;
use crate::request_log::RequestLog;
use crate::smart::Smart;
use crate::store::{LoadReport, Store};

/// Where the sandbox's parts are reached.
#[derive(Clone, Debug)]
pub struct Urls {
    /// Scheme and authority of the public address, without a slash at the end.
    pub public: String,
    /// The FHIR base: the `iss` of launches and the `aud` that authorize requires.
    pub fhir: String,
    /// The OpenID issuer; authorize, token and their siblings live below it.
    pub issuer: String,
}

impl Urls {
    fn of(public: &str) -> Self {
        let public = public.trim_end_matches('/').to_owned();
        Self {
            fhir: format!("{public}/fhir/r4"),
            issuer: format!("{public}/oauth2"),
            public,
        }
    }

    /// The token endpoint, which a client assertion names as its audience.
    pub fn token(&self) -> String {
        format!("{}/token", self.issuer)
    }
}

/// One sandbox EHR.
#[derive(Debug)]
pub struct Sandbox {
    /// What it was started with.
    pub config: SandboxConfig,
    /// Where its parts are.
    pub urls: Urls,
    /// Its time.
    pub clock: Clock,
    /// Its randomness.
    pub random: Random,
    /// Its resources.
    pub store: Store,
    /// What loading the charts gave.
    pub report: LoadReport,
    /// Launches, codes, tokens.
    pub smart: Smart,
    /// Open search pages.
    pub pages: Pages,
    /// Faults to play.
    pub faults: Faults,
    /// Requests received.
    pub log: RequestLog,
}

/// How handlers hold the sandbox.
pub type Shared = Arc<Sandbox>;

impl Sandbox {
    /// Loads the charts and prepares everything; `public_url` is where browsers will reach it.
    pub fn new(config: SandboxConfig, public_url: &str) -> Result<Shared, SandboxError> {
        let clock = Clock::default();
        let random = Random::new(config.seed);
        let (store, report) = Store::load(&config, &clock)?;
        let faults = Faults::new(&config.faults);
        let smart = Smart::new()?;
        Ok(Arc::new(Self {
            urls: Urls::of(public_url),
            clock,
            random,
            store,
            report,
            smart,
            pages: Pages::default(),
            faults,
            log: RequestLog::default(),
            config,
        }))
    }

    /// The vendor that is played.
    pub fn personality(&self) -> Personality {
        self.config.personality
    }

    /// The registered client of that id.
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.config.clients.iter().find(|client| client.id == id)
    }
}

/// Locks a mutex; a panic elsewhere while it was held leaves plain data that is still sound here.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
