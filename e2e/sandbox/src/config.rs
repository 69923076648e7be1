//! What a sandbox is started with.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::faults::FaultFile;

/// Which vendor's behaviour is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Personality {
    /// Epic-shaped: registered APIs decide the grant, session paging, outcome entries in searches.
    Epic,
    /// Oracle Health-shaped: 570 second tokens, no wildcards, plain-text errors, `If-Match` amendments.
    Oracle,
    /// What the FHIR and SMART specifications say and nothing else.
    Generic,
}

/// Where the charts come from.
#[derive(Clone, Debug)]
pub enum PatientSource {
    /// The patients written for this project.
    BuiltIn,
    /// Every `.json` and `.json.gz` Bundle of a folder.
    Dir(PathBuf),
    /// Bundles given as JSON text, each with a name for messages.
    Bundles(Vec<(String, String)>),
}

/// Where a confidential client's public keys are found.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// A JWKS URL, fetched when needed.
    Url(String),
    /// The key set itself.
    Inline(Box<jsonwebtoken::jwk::JwkSet>),
}

/// How a client proves itself at the token endpoint (SMART App Launch 2.2, section 5).
#[derive(Clone)]
pub enum ClientAuth {
    /// A public client: PKCE alone.
    Public,
    /// `client_secret_basic` (RFC 6749, 2.3.1).
    Secret(String),
    /// `private_key_jwt` with RS384 or ES384 (RFC 7523).
    Keys(KeySource),
}

impl std::fmt::Debug for ClientAuth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Public => "Public",
            Self::Secret(_) => "Secret(…)",
            Self::Keys(_) => "Keys(…)",
        })
    }
}

/// A registered application.
#[derive(Clone, Debug)]
pub struct Client {
    /// The `client_id`.
    pub id: String,
    /// Exact redirect URIs; a request must name one of them, character for character.
    pub redirect_uris: Vec<String>,
    /// How it authenticates.
    pub auth: ClientAuth,
    /// The APIs that it is registered for, as `Type.cruds` with the letters that apply.
    pub apis: Vec<String>,
}

impl Client {
    /// A client registered for [`default_apis`].
    pub fn new(id: &str, redirect_uris: &[&str], auth: ClientAuth) -> Self {
        Self {
            id: id.to_owned(),
            redirect_uris: redirect_uris.iter().map(|&uri| uri.to_owned()).collect(),
            auth,
            apis: default_apis(),
        }
    }
}

/// The APIs that the demo client is registered for: every US Core clinical type, notes, vital signs, messages, problems and
/// medicines also to create.
pub fn default_apis() -> Vec<String> {
    const READ: &[&str] = &[
        "AllergyIntolerance",
        "Appointment",
        "Binary",
        "CarePlan",
        "CareTeam",
        "Coverage",
        "Device",
        "DeviceRequest",
        "DiagnosticReport",
        "Encounter",
        "FamilyMemberHistory",
        "Goal",
        "Immunization",
        "Location",
        "Media",
        "Medication",
        "MedicationAdministration",
        "MedicationDispense",
        "MedicationRequest",
        "Organization",
        "Patient",
        "Practitioner",
        "PractitionerRole",
        "Procedure",
        "Provenance",
        "Questionnaire",
        "RelatedPerson",
        "ServiceRequest",
        "Specimen",
    ];
    let mut apis: Vec<String> = READ.iter().map(|name| format!("{name}.rs")).collect();
    apis.extend(
        [
            "DocumentReference.crus",
            "Observation.crus",
            "Communication.crs",
            "QuestionnaireResponse.crs",
            // Registered to create, as many are; whether a server takes them is its own to say.
            "Condition.crs",
            "MedicationStatement.crs",
        ]
        .map(str::to_owned),
    );
    apis
}

/// Limits and habits, by default those of the personality.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, each one habit of a real server"
)]
pub struct Rules {
    /// Lifetime of an access token, seconds.
    pub access_seconds: i64,
    /// Lifetime of an authorization code, seconds.
    pub code_seconds: i64,
    /// Lifetime of a launch token, seconds.
    pub launch_seconds: i64,
    /// Lifetime of a refresh token, seconds.
    pub refresh_seconds: i64,
    /// Lifetime of a search's pages, seconds.
    pub page_seconds: i64,
    /// Entries on a page when `_count` is absent.
    pub default_count: usize,
    /// The largest page.
    pub max_count: usize,
    /// `fhirUser` as `Practitioner/id` and not as an absolute URL.
    pub fhir_user_relative: bool,
    /// Whether launches carry the patient's latest encounter.
    pub encounter_in_context: bool,
    /// `need_patient_banner` as the string `"true"` or `"false"`.
    pub banner_as_string: bool,
    /// Endpoints in the discovery document as relative references.
    pub relative_discovery: bool,
    /// `next` links as relative references.
    pub relative_links: bool,
    /// Pages as long as the server likes, whatever `_count` says.
    pub ignore_count: bool,
    /// Serves references as they were loaded, `urn:uuid:` and all.
    pub unresolved_references: bool,
}

impl Rules {
    /// What the vendor does.
    pub fn of(personality: Personality) -> Self {
        let base = Self {
            access_seconds: 3600,
            code_seconds: 60,
            launch_seconds: 300,
            refresh_seconds: 86_400,
            page_seconds: 600,
            default_count: 50,
            max_count: 200,
            fhir_user_relative: false,
            encounter_in_context: true,
            banner_as_string: false,
            relative_discovery: false,
            relative_links: false,
            ignore_count: false,
            unresolved_references: false,
        };
        match personality {
            Personality::Epic => Self {
                default_count: 100,
                max_count: 100,
                banner_as_string: true,
                ..base
            },
            Personality::Oracle => Self {
                access_seconds: 570,
                max_count: 100,
                ..base
            },
            Personality::Generic => Self {
                fhir_user_relative: true,
                ..base
            },
        }
    }
}

/// Everything that a sandbox needs to start.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// Which vendor.
    pub personality: Personality,
    /// Which charts.
    pub patients: PatientSource,
    /// Where to listen; port 0 picks a free one.
    pub listen: SocketAddr,
    /// How browsers and apps reach it; `http://localhost:PORT` when absent.
    pub public_url: Option<String>,
    /// The app's launch URL that *Open Countersign* goes to.
    pub app_launch_url: String,
    /// Registered applications; the chart launches the first.
    pub clients: Vec<Client>,
    /// Faults from the start.
    pub faults: FaultFile,
    /// Makes identifiers and tokens repeatable; only for tests.
    pub seed: Option<u64>,
    /// Limits and habits.
    pub rules: Rules,
}

impl SandboxConfig {
    /// The demo: built-in patients, the public client `countersign-demo`, port 8200.
    pub fn demo(personality: Personality) -> Self {
        Self {
            personality,
            patients: PatientSource::BuiltIn,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8200)),
            public_url: None,
            app_launch_url: "http://127.0.0.1:8100/launch".to_owned(),
            clients: vec![Client::new(
                "countersign-demo",
                &["http://127.0.0.1:8100/callback"],
                ClientAuth::Public,
            )],
            faults: FaultFile::default(),
            seed: None,
            rules: Rules::of(personality),
        }
    }

    /// The demo on a free port, as tests start it.
    pub fn on_free_port(personality: Personality) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            ..Self::demo(personality)
        }
    }
}
