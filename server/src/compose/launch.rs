//! The SMART client and the launch, from the configured issuers.

use super::{ComposeError, SystemTime};
use crate::config::{ClientAuthenticationConfig, Config, IssuerConfig};
use crate::launching::{Launching, PendingLaunches, TokenRows};
use audit::Auditor;
use fhir::{Ehr, Profile};
use smart::{
    ClientAuthentication, ClientKeys, HttpClient, IssuerRegistry, RegisteredIssuer, SigningKey,
    SmartClient, SmartParts, SystemEntropy, TokenStore,
};
use std::{collections::BTreeSet, path::Path, sync::Arc};
use store::Store;

pub(super) fn tokens(store: &Store) -> Arc<dyn TokenStore> {
    Arc::new(TokenRows {
        store: store.clone(),
    })
}

pub(super) fn client(config: &Config, store: &Store) -> Result<Arc<SmartClient>, ComposeError> {
    let redirect_uri = config.server.public_url.join("/callback");
    let registered = config.issuers.iter().map(|issuer| RegisteredIssuer {
        issuer: issuer.url.clone(),
        client_id: issuer.client_id.clone(),
        authentication: match &issuer.authentication {
            ClientAuthenticationConfig::Public => ClientAuthentication::Public,
            ClientAuthenticationConfig::ClientSecret(secret) => {
                ClientAuthentication::ClientSecretBasic(secret.clone())
            }
            ClientAuthenticationConfig::PrivateKey => ClientAuthentication::PrivateKeyJwt,
        },
        scopes: scopes(issuer),
        redirect_uri: redirect_uri.clone(),
        profile: issuer.profile.to_string(),
        tenant: issuer.tenant.clone(),
        openid_issuer: issuer.openid_issuer.clone(),
    });
    let parts = SmartParts {
        registry: IssuerRegistry::new(registered)?,
        keys: client_keys(config)?,
        http: HttpClient::new(reqwest::Client::builder().no_proxy())?,
        pending: Arc::new(PendingLaunches {
            store: store.clone(),
            clock: Arc::new(SystemTime),
        }),
        clock: Arc::new(SystemTime),
        entropy: Arc::new(SystemEntropy),
    };
    Ok(Arc::new(SmartClient::new(parts)?))
}

pub(super) fn launching(
    config: &Config,
    smart: Arc<SmartClient>,
    store: &Store,
    auditor: &Auditor,
    asks_specialty: bool,
) -> Launching {
    Launching {
        users: Arc::new(crate::backend::PractitionerNames::new(
            config,
            asks_specialty,
        )),
        smart,
        store: store.clone(),
        auditor: auditor.clone(),
        ehrs: config
            .issuers
            .iter()
            .map(|issuer| (issuer.url.to_string(), issuer.name.clone()))
            .collect(),
        clock: Arc::new(SystemTime),
        entropy: Arc::new(SystemEntropy),
    }
}

/// The configured scopes, or what the profile's chart and filing need, each resource type by name: not every EHR takes wildcards.
fn scopes(issuer: &IssuerConfig) -> Vec<String> {
    if !issuer.scopes.is_empty() {
        return issuer.scopes.clone();
    }
    let profile = Profile::of(issuer.profile);
    let mut types: BTreeSet<&str> = profile
        .queries
        .iter()
        .map(|query| query.resource_type)
        .collect();
    types.extend([
        "Patient",
        "Practitioner",
        "PractitionerRole",
        "Organization",
        "Location",
        "Medication",
        "Binary",
    ]);
    if profile.notes.answers {
        types.insert("Questionnaire");
    }
    let scope = |name: &str| match name {
        "DocumentReference" => "patient/DocumentReference.crs".to_owned(),
        "Communication" if profile.notes.messages => "patient/Communication.crs".to_owned(),
        "Condition" | "MedicationStatement" if profile.notes.entries => {
            format!("patient/{name}.crs")
        }
        "QuestionnaireResponse" if profile.notes.answers => {
            "patient/QuestionnaireResponse.crs".to_owned()
        }
        "Observation" if profile.notes.vital_signs => "patient/Observation.crs".to_owned(),
        _ => format!("patient/{name}.rs"),
    };
    let access = if issuer.profile == Ehr::Oracle {
        Some("online_access".to_owned())
    } else {
        None
    };
    let provenance = profile
        .notes
        .provenance
        .then(|| "patient/Provenance.c".to_owned());
    types
        .into_iter()
        .map(scope)
        .chain(provenance)
        .chain(access)
        .collect()
}

fn client_keys(config: &Config) -> Result<Option<ClientKeys>, ComposeError> {
    let read = |path: &Path| -> Result<SigningKey, ComposeError> {
        let pem =
            std::fs::read_to_string(path).map_err(ComposeError::io(path.display().to_string()))?;
        Ok(SigningKey::from_pkcs8_pem(&pem)?)
    };
    let Some(current) = &config.keys.client_key_file else {
        return Ok(None);
    };
    let next = config
        .keys
        .next_client_key_file
        .as_deref()
        .map(read)
        .transpose()?;
    Ok(Some(ClientKeys::new(read(current)?, next)))
}
