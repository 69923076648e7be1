//! Loading: references, clashes, what is left out, and the open test charts when they are there.

#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    reason = "tests say what went wrong by panicking"
)]

mod common;

use std::io::Write as _;
use std::path::PathBuf;

use common::Ehr;
use sandbox::Personality::Generic;
use sandbox::{PatientSource, Rules, SandboxConfig, SandboxError};
use serde_json::{Value, json};

fn load(source: PatientSource) -> Result<sandbox::state::Shared, SandboxError> {
    sandbox::Sandbox::new(
        SandboxConfig {
            patients: source,
            ..common::config(Generic)
        },
        common::PUBLIC,
    )
}

#[test]
fn nothing_to_show_is_an_error() {
    assert!(matches!(
        load(PatientSource::Dir("/nowhere".into())),
        Err(SandboxError::Read { .. })
    ));
    let empty = tempfile::tempdir().expect("a folder");
    assert!(matches!(
        load(PatientSource::Dir(empty.path().into())),
        Err(SandboxError::NoPatients(_))
    ));
}

#[test]
fn what_cannot_be_read_is_named() {
    let dir = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).expect("written");
    write("a.json", b"{ not json");
    write("b.json", b"{\"resourceType\":\"Patient\",\"id\":\"p\"}");
    write("c.json.gz", &[0x1f, 0x8b, 1, 2, 3]);
    write(
        "d.json",
        b"{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"id\":\"x\"}},{\"request\":{}}]}",
    );
    write("e.txt", b"ignored");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(include_bytes!("common/chart.json"))
        .expect("packed");
    write("f.json.gz", &gz.finish().expect("packed"));
    let sandbox = load(PatientSource::Dir(dir.path().into())).expect("a sandbox");
    let skipped = sandbox.report.skipped.join("\n");
    for name in ["a.json", "b.json", "c.json.gz", "d.json, entry 0"] {
        assert!(skipped.contains(name), "{name}: {skipped}");
    }
    assert_eq!(
        (sandbox.report.patients, sandbox.report.skipped.len()),
        (1, 4)
    );
}

#[tokio::test]
async fn references_are_resolved() {
    let ehr = Ehr::new(Generic);
    let encounter = ehr
        .sandbox
        .store
        .get("Encounter", "demo-encounter-1")
        .expect("stored")
        .value();
    assert_eq!(encounter["subject"]["reference"], "Patient/demo-patient-1");
    let note = ehr
        .sandbox
        .store
        .get("DocumentReference", "demo-note-1")
        .expect("stored")
        .value();
    let author = note["author"][0]["reference"]
        .as_str()
        .expect("a reference");
    assert!(author.starts_with("Practitioner/") && !author.contains('?'));
    assert!(ehr.sandbox.store.follow(author).is_some());
}

#[tokio::test]
async fn references_may_be_served_as_they_came() {
    let rules = Rules {
        unresolved_references: true,
        ..Rules::of(Generic)
    };
    let ehr = Ehr::with(SandboxConfig {
        rules,
        ..common::config(Generic)
    });
    let token = ehr.token("launch patient/*.read").await;
    let found = ehr.get("Encounter?patient=demo-patient-1", &token).await;
    assert_eq!(found.ids(), ["demo-encounter-1"]);
    assert!(
        found
            .body
            .contains("\"reference\":\"urn:uuid:00000000-0000-4000-8000-000000000001\""),
        "{}",
        found.body
    );
}

#[test]
fn an_id_taken_by_another_patient_is_changed_and_followed() {
    let chart = |patient: &str| {
        json!({ "resourceType": "Bundle", "type": "collection", "entry": [
            { "resource": { "resourceType": "Patient", "id": patient } },
            { "resource": { "resourceType": "Encounter", "id": "visit", "subject": { "reference": format!("Patient/{patient}") } } },
            { "resource": { "resourceType": "Condition", "id": "c", "subject": { "reference": format!("Patient/{patient}") },
                            "encounter": { "reference": "Encounter/visit" } } },
        ]})
        .to_string()
    };
    let bundles = vec![("a".to_owned(), chart("a")), ("b".to_owned(), chart("b"))];
    let sandbox = load(PatientSource::Bundles(bundles)).expect("a sandbox");
    assert_eq!(sandbox.report.renamed, 2);
    let condition = sandbox
        .store
        .all("Condition", Some("b"))
        .pop()
        .expect("its condition")
        .value();
    let visit = sandbox.store.follow(
        condition["encounter"]["reference"]
            .as_str()
            .expect("a reference"),
    );
    assert_eq!(
        visit.expect("its visit").index.patient.as_deref(),
        Some("b")
    );
}

/// The open test charts, which are kept outside of the project.
fn open_charts() -> Option<PathBuf> {
    let data = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let dir = data.join("1_charts");
    if dir.is_dir() {
        return Some(dir);
    }
    eprintln!("SKIPPED: {} is not there", dir.display());
    None
}

#[tokio::test]
async fn all_open_charts_load_and_are_usable() {
    let Some(dir) = open_charts() else { return };
    let ehr = Ehr::with(SandboxConfig {
        patients: PatientSource::Dir(dir),
        ..common::config(Generic)
    });
    let report = &ehr.sandbox.report;
    assert_eq!(report.bundles, 17);
    assert_eq!(
        report.skipped.len(),
        1,
        "only the manifest is no Bundle: {:?}",
        report.skipped
    );
    for patient in ehr.sandbox.store.all("Patient", None) {
        let tokens = ehr.tokens("launch patient/*.read", &patient.id).await;
        let token = tokens["access_token"].as_str().expect("a token");
        let mut counted = 0;
        let mut next = Some(format!("Observation?patient={}&_count=200", patient.id));
        while let Some(path) = next {
            let page = ehr.get(&path, token).await;
            counted += page.ids().len();
            next = page.next();
        }
        assert_eq!(
            counted,
            ehr.sandbox
                .store
                .all("Observation", Some(&patient.id))
                .len(),
            "{}",
            patient.id
        );
        for tab in ["summary", "notes", "results"] {
            let panel = ehr
                .call(
                    "GET",
                    &format!("/patients/{}/panel/{tab}", patient.id),
                    &[],
                    "",
                )
                .await;
            assert!(panel.status.is_success(), "{} {tab}", patient.id);
        }
    }
    let dangling = ehr
        .sandbox
        .store
        .all("Encounter", None)
        .iter()
        .filter(|encounter| {
            let value: Value = encounter.value();
            ehr.sandbox
                .store
                .follow(value["subject"]["reference"].as_str().unwrap_or_default())
                .is_none()
        })
        .count();
    assert_eq!(dangling, 0);
}
