//! A client, an EHR and a browser that is sent from one to the other.

use std::sync::{Arc, Mutex};

use model::TenantId;
use smart::{
    BrowserBinding, Callback, ClientAuthentication, ClientKeys, Clock, EhrLaunch, HttpClient,
    IssuerRegistry, IssuerUrl, Launched, RegisteredIssuer, SmartClient, SmartError, SmartParts,
    SystemEntropy,
};
use time::{Duration, OffsetDateTime, macros::datetime};
use url::Url;

use crate::{
    ehr::{Auth, CLIENT_ID, CLIENT_SECRET, Ehr, LAUNCH_HANDLE, REDIRECT_URI},
    keys,
    stores::MemoryPending,
};

pub(crate) struct TestClock(Mutex<OffsetDateTime>);

impl TestClock {
    pub(crate) fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap()
    }
}

pub(crate) struct Harness {
    pub(crate) ehr: Arc<Ehr>,
    pub(crate) client: Arc<SmartClient>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) pending: Arc<MemoryPending>,
}

pub(crate) fn browser() -> BrowserBinding {
    BrowserBinding::of_cookie_secret("cookie secret of the first browser")
}

impl Harness {
    pub(crate) async fn new() -> Self {
        Self::with(Auth::Public, None, |_| {}).await
    }

    pub(crate) async fn with(
        auth: Auth,
        client_keys: Option<ClientKeys>,
        change: impl FnOnce(&mut RegisteredIssuer),
    ) -> Self {
        // Longer than any busy machine needs; only the test of a hanging server shortens it.
        let timeout = std::time::Duration::from_mins(1);
        Self::with_timeout(auth, client_keys, change, timeout).await
    }

    pub(crate) async fn with_timeout(
        auth: Auth,
        client_keys: Option<ClientKeys>,
        change: impl FnOnce(&mut RegisteredIssuer),
        timeout: std::time::Duration,
    ) -> Self {
        let clock = Arc::new(TestClock(Mutex::new(datetime!(2026-03-02 09:30 UTC))));
        let ehr = Ehr::start(clock.clone()).await;
        ehr.set(|switches| switches.auth = auth);
        let mut registered = RegisteredIssuer {
            issuer: IssuerUrl::parse(&ehr.base).unwrap(),
            client_id: CLIENT_ID.to_owned(),
            authentication: match auth {
                Auth::Public => ClientAuthentication::Public,
                Auth::Basic => ClientAuthentication::ClientSecretBasic(CLIENT_SECRET.into()),
                Auth::Jwt => ClientAuthentication::PrivateKeyJwt,
            },
            scopes: [
                "launch",
                "openid",
                "user/Patient.read",
                "user/Observation.rs",
            ]
            .map(str::to_owned)
            .to_vec(),
            redirect_uri: Url::parse(REDIRECT_URI).unwrap(),
            profile: "generic".to_owned(),
            tenant: TenantId::new("tenant-1"),
            openid_issuer: None,
        };
        change(&mut registered);
        let pending = Arc::new(MemoryPending::default());
        let client = SmartClient::new(SmartParts {
            registry: IssuerRegistry::new([registered]).unwrap(),
            keys: client_keys,
            http: HttpClient::with_timeout(reqwest::Client::builder().no_proxy(), timeout).unwrap(),
            pending: pending.clone(),
            clock: clock.clone(),
            entropy: Arc::new(SystemEntropy),
        })
        .unwrap();
        ehr.records().client_jwks = client.jwks();
        Self {
            ehr,
            client: Arc::new(client),
            clock,
            pending,
        }
    }

    pub(crate) async fn jwt() -> Self {
        Self::with(
            Auth::Jwt,
            Some(ClientKeys::new(keys::p384_key(), None)),
            |_| {},
        )
        .await
    }

    pub(crate) fn ehr_launch(&self) -> EhrLaunch {
        EhrLaunch {
            iss: Some(self.ehr.base.clone()),
            launch: Some(LAUNCH_HANDLE.to_owned()),
        }
    }

    /// Begins an EHR launch and lets the user agree.
    pub(crate) async fn agree(&self) -> Callback {
        let url = self
            .client
            .begin(&self.ehr_launch(), browser())
            .await
            .unwrap();
        visit(&url).await
    }

    pub(crate) async fn launch(&self) -> Result<Launched, SmartError> {
        self.client.redirect(&self.agree().await, &browser()).await
    }
}

/// Visits the authorization page as the browser does, and answers where it is sent back to.
pub(crate) async fn visit(url: &Url) -> Callback {
    let browser = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let answer = browser.get(url.clone()).send().await.unwrap();
    let Some(location) = answer.headers().get("location").cloned() else {
        panic!("the EHR refused: {}", answer.text().await.unwrap());
    };
    let location = Url::parse(location.to_str().unwrap()).unwrap();
    let find = |name: &str| {
        location
            .query_pairs()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.to_string())
    };
    Callback {
        code: find("code"),
        state: find("state"),
        error: find("error"),
        iss: find("iss"),
    }
}
