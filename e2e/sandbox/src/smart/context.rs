//! What a launch, a code and a token know about who, where and for whom.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::scopes::Scope;
use crate::state::{Sandbox, lock};

/// The context that an app gets with its token (SMART App Launch 2.2, section 3.4).
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The patient in the chart.
    pub patient: Option<String>,
    /// The encounter in the chart.
    pub encounter: Option<String>,
    /// The signed-in clinician, as `Practitioner/id`.
    pub user: String,
    /// Whether the app must show who the patient is.
    pub need_patient_banner: bool,
    /// What the user pressed.
    pub intent: Option<String>,
    /// Further resources in context.
    pub fhir_context: Option<Value>,
}

/// A launch token of the chart: single use, for a short time.
#[derive(Clone, Debug)]
pub struct Launch {
    /// Second since 1970 after which it is refused.
    pub expires: i64,
    /// The app that it is for.
    pub client: String,
    /// What the app will get.
    pub context: Context,
}

/// What a launch asks for; everything but the patient has a default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LaunchRequest {
    /// The patient in the chart.
    pub patient: String,
    /// An encounter of that patient, `none` for none, or nothing for the latest one.
    pub encounter: Option<String>,
    /// The app's id; the first registered one when absent.
    pub client_id: Option<String>,
    /// See [`Context::intent`].
    pub intent: Option<String>,
    /// Whether the app opens in a window of its own, without the chart's header around it.
    pub own_window: bool,
    /// See [`Context::fhir_context`].
    pub fhir_context: Option<Value>,
}

/// A launch ready to open.
#[derive(Clone, Debug)]
pub struct Minted {
    /// The launch token.
    pub launch: String,
    /// The app's launch URL with `iss` and `launch`.
    pub url: String,
}

impl Sandbox {
    /// Makes a launch token for a patient; `None` if the patient, encounter or client is unknown.
    pub fn mint_launch(&self, request: LaunchRequest) -> Option<Minted> {
        let patient = self.store.get("Patient", &request.patient)?.id.clone();
        let client = match &request.client_id {
            Some(id) => self.client(id)?,
            None => self.config.clients.first()?,
        };
        let encounter = match request.encounter.as_deref() {
            Some("none") => None,
            Some(id) => {
                let encounter = self.store.get("Encounter", id)?;
                (encounter.index.patient.as_deref() == Some(patient.as_str()))
                    .then(|| id.to_owned())?
                    .into()
            }
            None => self.default_encounter(&patient),
        };
        let context = Context {
            encounter,
            user: self.clinician(),
            need_patient_banner: request.own_window,
            intent: request.intent,
            fhir_context: request.fhir_context,
            patient: Some(patient),
        };
        let launch = self.random.token();
        let expires = self.clock.unix() + self.config.rules.launch_seconds;
        let entry = Launch {
            expires,
            client: client.id.clone(),
            context,
        };
        lock(&self.smart.launches).insert(launch.clone(), entry);
        let separator = if self.config.app_launch_url.contains('?') {
            '&'
        } else {
            '?'
        };
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("iss", &self.urls.fhir)
            .append_pair("launch", &launch)
            .finish();
        Some(Minted {
            url: format!("{}{separator}{query}", self.config.app_launch_url),
            launch,
        })
    }

    /// The latest encounter of a patient, when the rules put one in context.
    pub fn default_encounter(&self, patient: &str) -> Option<String> {
        if !self.config.rules.encounter_in_context {
            return None;
        }
        let encounters = self.store.all("Encounter", Some(patient));
        encounters
            .iter()
            .max_by_key(|encounter| encounter.index.first_date("date"))
            .map(|latest| latest.id.clone())
    }

    /// The one signed-in clinician, as `Practitioner/id`.
    pub fn clinician(&self) -> String {
        format!("Practitioner/{}", crate::fhir::demo::CLINICIAN)
    }
}

/// An authorization code and all that it was given for.
#[derive(Clone, Debug)]
pub struct Code {
    /// Second since 1970 after which it is refused.
    pub expires: i64,
    /// The family of the tokens that it was exchanged for, once it was.
    pub used: Option<String>,
    /// What it grants.
    pub grant: Grant,
    /// The redirect URI that it was sent to.
    pub redirect_uri: String,
    /// The PKCE challenge (S256).
    pub challenge: String,
}

/// What was granted to whom.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The app.
    pub client: String,
    /// The granted scopes.
    pub scopes: Arc<[Scope]>,
    /// The context.
    pub context: Context,
    /// The OpenID nonce.
    pub nonce: Option<String>,
}

/// A standalone launch that waits for a patient to be picked.
#[derive(Clone, Debug)]
pub struct Picking {
    /// Second since 1970 after which it is refused.
    pub expires: i64,
    /// The code to be, without a patient.
    pub code: Code,
    /// The app's `state`.
    pub state: String,
}
