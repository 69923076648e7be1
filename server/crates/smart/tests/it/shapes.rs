//! The documents of two EHR families as the shared test data has them.

use std::path::{Path, PathBuf};

use serde_json::Value;
use url::Url;

use crate::harness::{Harness, browser};

/// The folder of EHR-shaped documents, or nothing (said aloud) where the test data is not there.
fn shapes() -> Option<PathBuf> {
    let found = match std::env::var_os("COUNTERSIGN_TEST_DATA") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").exists())?
            .join("../shared/data"),
    }
    .join("2_ehr_shapes");
    if found.is_dir() {
        return Some(found);
    }
    eprintln!("SKIPPED: no test data (set COUNTERSIGN_TEST_DATA)");
    None
}

fn document(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap()
}

#[tokio::test]
async fn the_configurations_of_both_families_lead_to_their_login() {
    let Some(shapes) = shapes() else { return };
    for family in ["epic_like", "oracle_like"] {
        let configuration = document(&shapes.join(family), "smart_configuration.json");
        let harness = Harness::new().await;
        let answer = (200, configuration.to_string());
        harness.ehr.set(|s| s.configuration_answer = Some(answer));
        let url = harness
            .client
            .begin(&harness.ehr_launch(), browser())
            .await
            .unwrap();
        let login = configuration["authorization_endpoint"].as_str().unwrap();
        let login = Url::parse(login).unwrap();
        assert_eq!(
            (url.origin(), url.path()),
            (login.origin(), login.path()),
            "{family}"
        );
    }
}

#[tokio::test]
async fn the_token_responses_of_both_families_are_understood() {
    let Some(shapes) = shapes() else { return };
    for (family, banner, scope) in [
        ("epic_like", true, "user/DocumentReference.write"),
        ("oracle_like", true, "online_access"),
    ] {
        let mut token = document(&shapes.join(family), "token_response.json");
        // The id_token of the document is a placeholder; the server's own takes its place.
        token.as_object_mut().unwrap().remove("id_token");
        let harness = Harness::new().await;
        harness.ehr.set(|s| s.token = token.clone());
        let launched = harness.launch().await.unwrap();
        let text = |field: &str| token[field].as_str().map(str::to_owned);
        assert_eq!(
            Some(&launched.context.patient),
            text("patient").as_ref(),
            "{family}"
        );
        assert_eq!(launched.context.encounter, text("encounter"), "{family}");
        assert_eq!(launched.context.need_patient_banner, banner, "{family}");
        assert_eq!(
            launched.context.style_url.map(String::from),
            text("smart_style_url")
        );
        assert_eq!(launched.context.tenant, text("tenant"), "{family}");
        assert!(launched.scopes.has(scope), "{family}");
    }
}
