//! The application and the EHR that launches it, each on a free loopback port.

use super::altered::{Alter, Altered};
use super::keys;
use app::document::Assets;
use sandbox::{
    Client, ClientAuth, KeySource, PatientSource, Personality, Rules, RunningSandbox, SandboxConfig,
};
use server::compose;
use server::config::Config;
use std::net::TcpListener;
use std::path::Path;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

const CLIENT: &str = "countersign-test";
/// Needs form encoding in Basic credentials (RFC 6749, 2.3.1).
const SECRET: &str = "a secret: with % and +";
/// The application's largest request body.
pub(crate) const BODY_LIMIT: usize = 65_536;

/// How the application proves itself to the EHR.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Auth {
    Public,
    Secret,
    Keys,
}

/// What a test wants to be otherwise.
pub(crate) struct Setup {
    pub(crate) personality: Personality,
    pub(crate) auth: Auth,
    pub(crate) patients: PatientSource,
    pub(crate) rules: Rules,
    /// What the EHR registered the client for; none: the sandbox's own list.
    pub(crate) apis: Option<Vec<String>>,
    /// Changes the EHR's answers on their way.
    pub(crate) alter: Option<Alter>,
    /// Further settings, as TOML.
    pub(crate) more: String,
}

impl Setup {
    pub(crate) fn new(personality: Personality) -> Self {
        let chart = |id| {
            let patient = sandbox_patients::patient(id).unwrap();
            (patient.id, patient.json)
        };
        Self {
            personality,
            auth: Auth::Public,
            patients: PatientSource::Bundles(vec![chart(super::FIRST), chart(super::SECOND)]),
            rules: Rules::of(personality),
            apis: None,
            alter: None,
            more: String::new(),
        }
    }
}

/// The application, running.
pub(crate) struct TestApp {
    /// The EHR.
    pub(crate) ehr: RunningSandbox,
    /// The application's own base URL, without a slash at the end.
    pub(crate) url: String,
    pub(crate) config: Config,
    _folder: TempDir,
    listener: TcpListener,
    runtime: Option<Runtime>,
    _altered: Option<Altered>,
}

impl TestApp {
    pub(crate) async fn start(personality: Personality) -> Self {
        Self::with(Setup::new(personality)).await
    }

    pub(crate) async fn with(setup: Setup) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let folder = TempDir::new().unwrap();
        let front = setup
            .alter
            .as_ref()
            .map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
        let ehr = sandbox::start(ehr_config(&setup, &url, front.as_ref()))
            .await
            .unwrap();
        let altered = front
            .zip(setup.alter.clone())
            .map(|(front, alter)| Altered::start(front, &ehr, alter));
        let config = app_config(&setup, &url, &ehr, folder.path());
        let mut app = Self {
            ehr,
            url,
            config,
            _folder: folder,
            listener,
            runtime: None,
            _altered: altered,
        };
        app.run().await;
        app
    }

    /// Ends the process, as far as a test can: every task dies where it is. Then starts anew on the same database.
    pub(crate) async fn restart(&mut self) {
        self.kill();
        self.run().await;
    }

    /// Every task of the application dies where it is.
    pub(crate) fn kill(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }

    /// Starts the application on its database.
    pub(crate) async fn run(&mut self) {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let (config, listener) = (self.config.clone(), self.listener.try_clone().unwrap());
        let (tell, ready) = oneshot::channel();
        runtime.spawn(async move {
            let application = compose::application(&config, Assets::none()).await.unwrap();
            let _workers = application.steps.begin_work();
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            tell.send(()).unwrap();
            axum::serve(listener, application.router).await.unwrap();
        });
        ready.await.expect("the application starts");
        self.runtime = Some(runtime);
    }

    /// How many rows a table has.
    pub(crate) async fn rows(&self, table: &str) -> i64 {
        let database = self.database().await;
        sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}")))
            .fetch_one(&database)
            .await
            .unwrap()
    }

    /// The database itself.
    pub(crate) async fn database(&self) -> sqlx::SqlitePool {
        sqlx::SqlitePool::connect(&self.config.database.url)
            .await
            .unwrap()
    }

    /// The requests that the EHR received so far, as `METHOD /path`.
    pub(crate) fn ehr_requests(&self) -> Vec<String> {
        let (recent, _) = self.ehr.sandbox.log.snapshot();
        recent
            .into_iter()
            .map(|entry| format!("{} {}", entry.method, entry.path))
            .collect()
    }

    /// Requests for a chart's resources.
    pub(crate) fn chart_requests(&self) -> Vec<String> {
        let reads = |request: &String| {
            request.contains("/fhir/r4/")
                && !request.contains(".well-known")
                && !request.contains("/metadata")
        };
        self.ehr_requests().into_iter().filter(reads).collect()
    }

    /// A fault of the EHR's menu, as JSON.
    pub(crate) fn fault(&self, rule: serde_json::Value) {
        self.ehr
            .sandbox
            .faults
            .add(serde_json::from_value(rule).unwrap());
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.kill();
    }
}

fn ehr_config(setup: &Setup, url: &str, front: Option<&TcpListener>) -> SandboxConfig {
    let auth = match setup.auth {
        Auth::Public => ClientAuth::Public,
        Auth::Secret => ClientAuth::Secret(SECRET.to_owned()),
        Auth::Keys => ClientAuth::Keys(KeySource::Url(format!("{url}/jwks.json"))),
    };
    let mut client = Client::new(CLIENT, &[&format!("{url}/callback")], auth);
    if let Some(apis) = &setup.apis {
        client.apis.clone_from(apis);
    }
    SandboxConfig {
        patients: setup.patients.clone(),
        app_launch_url: format!("{url}/launch"),
        clients: vec![client],
        rules: setup.rules.clone(),
        public_url: front
            .map(|front| format!("http://localhost:{}", front.local_addr().unwrap().port())),
        ..SandboxConfig::on_free_port(setup.personality)
    }
}

fn app_config(setup: &Setup, url: &str, ehr: &RunningSandbox, folder: &Path) -> Config {
    let file = |name: &str| folder.join(name).display().to_string();
    let profile = match setup.personality {
        Personality::Epic => "epic",
        Personality::Oracle => "oracle",
        Personality::Generic => "generic",
    };
    let (authentication, keys) = match setup.auth {
        Auth::Public => ("authentication = \"public\"".to_owned(), String::new()),
        Auth::Secret => {
            std::fs::write(folder.join("secret"), format!("{SECRET}\n")).unwrap();
            let file = file("secret");
            (
                format!("authentication = \"client_secret\"\nclient_secret_file = \"{file}\""),
                String::new(),
            )
        }
        Auth::Keys => {
            std::fs::write(folder.join("now.pem"), keys::p384_pem()).unwrap();
            std::fs::write(folder.join("next.pem"), keys::rsa_pem()).unwrap();
            let (now, next) = (file("now.pem"), file("next.pem"));
            (
                "authentication = \"private_key\"".to_owned(),
                format!("client_key_file = \"{now}\"\nnext_client_key_file = \"{next}\"\n"),
            )
        }
    };
    std::fs::create_dir_all(folder.join("site/pkg")).unwrap();
    std::fs::write(folder.join("site/pkg/countersign.0a1b.css"), "body{}").unwrap();
    let text = format!(
        r#"
[server]
public_url = "{url}"
frame_ancestors = ["{ehr}"]
site_root = "{site}"
body_limit = {BODY_LIMIT}
[database]
url = "sqlite:{database}"
[keys]
master_key_file = "{master}"
{keys}
[[issuer]]
url = "{issuer}"
name = "Sandbox EHR"
tenant = "test"
profile = "{profile}"
client_id = "{CLIENT}"
{authentication}
{more}
"#,
        more = setup.more,
        ehr = ehr.public_url,
        site = file("site"),
        database = file("app.db"),
        master = file("master.key"),
        issuer = ehr.base_url,
    );
    Config::from_toml(&text, "test.toml").unwrap()
}
