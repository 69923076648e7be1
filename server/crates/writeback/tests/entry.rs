//! Data of a signed note: what an EHR takes, what is written, once, with where it comes from.
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]
mod support;

use std::sync::atomic::Ordering;

use fhir::{Capabilities, Ehr, Json, Profile};
use model::UserId;
use support::{Create, MockEhr, NOW, OneJob, once};
use time::macros::date;
use writeback::{ChartEntry, EntryCode, EntryKind, JobState, Order, ProvenanceOutcome, Settlement};

fn server(creates: &[&str]) -> Capabilities {
    let resources: Vec<String> = creates
        .iter()
        .map(|name| {
            format!(r#"{{"type":"{name}","interaction":[{{"code":"read"}},{{"code":"create"}}]}}"#)
        })
        .chain([r#"{"type":"Patient","interaction":[{"code":"read"}]}"#.to_owned()])
        .collect();
    let json = format!(
        r#"{{"resourceType":"CapabilityStatement","rest":[{{"mode":"server","resource":[{}]}}]}}"#,
        resources.join(",")
    );
    Capabilities::read(&Json::parse(json.as_bytes()).unwrap())
}

fn code() -> EntryCode {
    EntryCode {
        system: "http://loinc.org".into(),
        code: "29463-7".into(),
        display: "Body weight".into(),
    }
}

fn entry(what: EntryKind, code: Option<EntryCode>) -> ChartEntry {
    ChartEntry {
        id: "e1".into(),
        what,
        name: "weight".into(),
        code,
        patient: "Patient/p1".into(),
        encounter: Some("Encounter/e1".into()),
        accepted_by: UserId::new("Practitioner/1"),
        accepted_name: "Sandbox Clinician".into(),
        accepted_at: NOW,
        sources: vec!["Observation/a".into(), "dictation:d#1".into()],
        drafted_by: "built-in composer".into(),
    }
}

fn weight() -> EntryKind {
    EntryKind::Observation {
        value: "80.50".into(),
        over: None,
        unit: "kg".into(),
        category: Some("vital-signs".into()),
        on: date!(2026 - 11 - 02),
    }
}

fn medication() -> EntryKind {
    EntryKind::Medication {
        instruction: "ibuprofen 400 mg twice daily".into(),
        dose: Some(("400".into(), "mg".into())),
    }
}

fn job(entry: &ChartEntry) -> OneJob {
    let job = OneJob::new(&Order::Entry(Box::new(entry.clone())));
    job.job.lock().unwrap().as_mut().unwrap().note = Some("DocumentReference/n9".into());
    job
}

#[test]
fn what_a_server_does_not_say_it_creates_is_not_taken() {
    let (epic, generic) = (
        Profile::of(Ehr::Epic).notes,
        Profile::of(Ehr::Generic).notes,
    );
    let laboratory = EntryKind::Observation {
        value: "7.2".into(),
        over: None,
        unit: "%".into(),
        category: Some("laboratory".into()),
        on: date!(2026 - 11 - 02),
    };
    let code = code();
    let none = server(&["DocumentReference"]);
    for kind in [
        EntryKind::Condition,
        medication(),
        weight(),
        laboratory.clone(),
    ] {
        assert!(!kind.taken(Some(&code), &generic, &none), "{kind:?}");
    }
    let all = server(&["Condition", "MedicationStatement", "Observation"]);
    assert!(
        !laboratory.taken(Some(&code), &epic, &all),
        "vital signs alone"
    );
    assert!(!weight().taken(None, &generic, &all), "without a code");
    assert!(EntryKind::Condition.taken(None, &epic, &all));
    assert!(laboratory.taken(Some(&code), &generic, &all));
    assert!(weight().taken(Some(&code), &epic, &server(&["Observation"])));
}

#[tokio::test]
async fn each_kind_is_written_with_its_note_and_a_provenance() {
    let icd = EntryCode {
        system: "http://hl7.org/fhir/sid/icd-10-cm".into(),
        code: "M10.9".into(),
        display: "Gout, unspecified".into(),
    };
    for (what, code, place) in [
        (
            EntryKind::Condition,
            Some(icd),
            "/evidence/0/detail/0/reference",
        ),
        (medication(), None, "/derivedFrom/0/reference"),
        (weight(), Some(code()), "/derivedFrom/0/reference"),
    ] {
        let ehr = MockEhr::start(&[]).await;
        let entry = entry(what, code);
        let settled = once(&job(&entry), &ehr.filer(Ehr::Generic)).await.unwrap();
        let Settlement::Filed(receipt) = settled else {
            panic!("{settled:?}")
        };
        assert_eq!(
            receipt.reference,
            format!("{}/n1", entry.what.resource_type())
        );
        assert_eq!(receipt.provenance, ProvenanceOutcome::Filed);
        assert_eq!(ehr.state.provenances.load(Ordering::SeqCst), 1);
        let written = ehr.state.notes.lock().unwrap()[0].clone();
        assert_eq!(written["resourceType"], entry.what.resource_type());
        assert_eq!(written["identifier"][0]["value"], "e1");
        assert_eq!(
            written.pointer(place).unwrap(),
            "DocumentReference/n9",
            "{written}"
        );
        let concept = written
            .get("code")
            .or(written.get("medicationCodeableConcept"))
            .unwrap();
        assert_eq!(concept["text"], "weight");
        assert_eq!(concept.get("coding").is_some(), entry.code.is_some());
    }
}

#[tokio::test]
async fn a_measurement_keeps_its_digits_and_a_medicine_its_dose() {
    let ehr = MockEhr::start(&[]).await;
    let filer = ehr.filer(Ehr::Epic);
    once(&job(&entry(weight(), Some(code()))), &filer)
        .await
        .unwrap();
    once(&job(&entry(medication(), None)), &filer)
        .await
        .unwrap();
    let written = ehr.state.notes.lock().unwrap().clone();
    assert_eq!(written[0]["valueQuantity"]["value"].to_string(), "80.5");
    assert_eq!(written[0]["valueQuantity"]["code"], "kg");
    assert_eq!(written[0]["effectiveDateTime"], "2026-11-02");
    assert_eq!(
        written[0]["category"][0]["coding"][0]["code"],
        "vital-signs"
    );
    assert!(written[0].get("identifier").is_none(), "not for this EHR");
    let dose = &written[1]["dosage"][0];
    assert_eq!(dose["text"], "ibuprofen 400 mg twice daily");
    assert_eq!(dose["doseAndRate"][0]["doseQuantity"]["unit"], "mg");
}

#[tokio::test]
async fn a_lost_answer_leaves_exactly_one_entry() {
    for what in [EntryKind::Condition, medication(), weight()] {
        let ehr = MockEhr::start(&[Create::LoseAnswer]).await;
        let filer = ehr.filer(Ehr::Generic);
        let job = job(&entry(what, Some(code())));
        let first = once(&job, &filer).await.unwrap();
        assert!(matches!(first, Settlement::Unknown { .. }), "{first:?}");
        let second = once(&job, &filer).await.unwrap();
        let Settlement::Filed(receipt) = second else {
            panic!("{second:?}")
        };
        assert!(receipt.found_by_search);
        assert_eq!(ehr.kept(), 1);
    }
}

#[tokio::test]
async fn without_an_identifier_an_equal_entry_goes_to_a_person_and_another_does_not() {
    for (what, other) in [
        (EntryKind::Condition, r#"{"code":{"text":"gout"}}"#),
        (
            medication(),
            r#"{"medicationCodeableConcept":{"text":"aspirin"}}"#,
        ),
        (
            weight(),
            r#"{"code":{"text":"weight"},"effectiveDateTime":"2026-11-02","valueQuantity":{"value":81}}"#,
        ),
    ] {
        let ehr = MockEhr::start(&[Create::LoseAnswer]).await;
        let filer = ehr.filer(Ehr::Epic);
        let mut other: serde_json::Value = serde_json::from_str(other).unwrap();
        other["resourceType"] = what.resource_type().into();
        other["id"] = "other".into();
        ehr.state.notes.lock().unwrap().push(other);
        let job = job(&entry(what.clone(), None));
        once(&job, &filer).await.unwrap();
        let second = once(&job, &filer).await.unwrap();
        let Settlement::NeedsPerson { candidates, .. } = second else {
            panic!("{what:?}: {second:?}")
        };
        assert_eq!(candidates, [format!("{}/n2", what.resource_type())]);
        assert_eq!(ehr.kept(), 2);
    }
}

#[tokio::test]
async fn what_a_patient_accepted_or_with_a_bad_number_does_not_leave() {
    let ehr = MockEhr::start(&[]).await;
    let filer = ehr.filer(Ehr::Generic);
    let mut by_patient = entry(EntryKind::Condition, None);
    by_patient.accepted_by = UserId::new("Patient/p1");
    let mut negative = entry(weight(), Some(code()));
    if let EntryKind::Observation { value, .. } = &mut negative.what {
        *value = "-3".into();
    }
    let mut nameless = entry(EntryKind::Condition, None);
    nameless.name.clear();
    for entry in [by_patient, negative, nameless] {
        let settled = once(&job(&entry), &filer).await.unwrap();
        assert!(matches!(settled, Settlement::Refused { .. }), "{settled:?}");
    }
    assert_eq!(ehr.kept(), 0);
    let job = job(&entry(weight(), Some(code()))).with_state(JobState::Unknown, 1);
    ehr.state.search_status.store(500, Ordering::SeqCst);
    assert!(matches!(
        once(&job, &filer).await.unwrap(),
        Settlement::Unknown { .. }
    ));
    assert_eq!(
        ehr.kept(),
        0,
        "nothing is sent while it cannot be searched for"
    );
}
