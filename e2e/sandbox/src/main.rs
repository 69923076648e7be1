//! `sandbox`: an EHR to launch SMART apps from, on this machine.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use sandbox::faults::FaultFile;
use sandbox::{
    Client, ClientAuth, KeySource, PatientSource, Personality, Rules, SandboxConfig, SandboxError,
};

/// An EHR to launch SMART apps from: SMART server, FHIR R4 server and chart, all in memory.
#[derive(Debug, Parser)]
#[command(version)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of a command line"
)]
struct Arguments {
    /// Which vendor's behaviour to play.
    #[arg(long, value_enum, default_value_t = Personality::Epic)]
    ehr: Personality,
    /// A folder of FHIR R4 Bundles (.json, .json.gz) instead of the built-in patients.
    #[arg(long, value_name = "DIR")]
    patients: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8200")]
    listen: SocketAddr,
    /// How browsers and apps reach it [default: http://localhost:PORT].
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// The app's launch URL.
    #[arg(
        long,
        value_name = "URL",
        default_value = "http://127.0.0.1:8100/launch"
    )]
    app_launch_url: String,
    /// The app's client id.
    #[arg(long, default_value = "countersign-demo")]
    client_id: String,
    /// A redirect URI of the app; may be given several times.
    #[arg(
        long,
        value_name = "URL",
        default_value = "http://127.0.0.1:8100/callback"
    )]
    redirect_uri: Vec<String>,
    /// Makes the app a confidential client with this secret.
    #[arg(long, value_name = "SECRET", conflicts_with = "client_jwks_url")]
    client_secret: Option<String>,
    /// Makes the app a confidential client with the keys at this URL.
    #[arg(long, value_name = "URL")]
    client_jwks_url: Option<String>,
    /// Faults to play: {"seed": 7, "rules": [{"fault": "throttled", "type": "Observation", "rate": 0.1}]}
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// fhirUser as a relative reference.
    #[arg(long)]
    relative_fhir_user: bool,
    /// Endpoints in the discovery document as relative references.
    #[arg(long)]
    relative_discovery: bool,
    /// `next` links as relative references.
    #[arg(long)]
    relative_links: bool,
    /// Pages as long as the server likes, whatever _count says.
    #[arg(long)]
    ignore_count: bool,
    /// References as they were loaded, urn:uuid: and all.
    #[arg(long)]
    unresolved_references: bool,
    /// Launches carry no encounter.
    #[arg(long)]
    no_encounter: bool,
}

impl Arguments {
    fn config(self) -> Result<SandboxConfig, SandboxError> {
        let auth = match (self.client_secret, self.client_jwks_url) {
            (Some(secret), _) => ClientAuth::Secret(secret),
            (None, Some(url)) => ClientAuth::Keys(KeySource::Url(url)),
            (None, None) => ClientAuth::Public,
        };
        let uris: Vec<&str> = self.redirect_uri.iter().map(String::as_str).collect();
        let mut rules = Rules::of(self.ehr);
        rules.fhir_user_relative |= self.relative_fhir_user;
        rules.relative_discovery |= self.relative_discovery;
        rules.relative_links |= self.relative_links;
        rules.ignore_count |= self.ignore_count;
        rules.unresolved_references |= self.unresolved_references;
        rules.encounter_in_context &= !self.no_encounter;
        let faults = self
            .faults
            .map_or_else(|| Ok(FaultFile::default()), read_faults)?;
        Ok(SandboxConfig {
            patients: self
                .patients
                .map_or(PatientSource::BuiltIn, PatientSource::Dir),
            listen: self.listen,
            public_url: self.public_url,
            app_launch_url: self.app_launch_url,
            clients: vec![Client::new(&self.client_id, &uris, auth)],
            faults,
            rules,
            ..SandboxConfig::demo(self.ehr)
        })
    }
}

fn read_faults(path: PathBuf) -> Result<FaultFile, SandboxError> {
    let text = fs::read_to_string(&path).map_err(|source| SandboxError::Read {
        path: path.clone(),
        source,
    })?;
    serde_json::from_str(&text).map_err(|error| SandboxError::FaultFile {
        path,
        reason: error.to_string(),
    })
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();
    let started = match Arguments::parse().config() {
        Ok(config) => sandbox::start(config).await,
        Err(error) => Err(error),
    };
    match started {
        Ok(running) => {
            announce(&running);
            running.wait().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("sandbox: {error}");
            ExitCode::from(2)
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the addresses are this command's result"
)]
fn announce(running: &sandbox::RunningSandbox) {
    let report = &running.sandbox.report;
    for line in &report.skipped {
        eprintln!("left out: {line}");
    }
    println!("chart: {}", running.frame_url);
    println!("fhir: {}", running.base_url);
    println!("patients: {}", report.patients);
    println!("resources: {}", report.resources);
}
