//! The minimum necessary, end to end: what a use case does not name does not leave, and no clinical words are lost.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod support;

use async_trait::async_trait;
use drafting::overlay::{Level, LevelKind};
use drafting::{Drafting, Options, SectionJob};
use gateway::{
    Caller, Clock, Engine, InferenceBegin, InferenceEnd, InferenceId, InferenceLog, LogUnavailable,
    RawEndpoint, Registry,
};
use model::DraftKind;
use models::{Act, Mock, Style, draft, start};
use serde_json::{Value, json};
use sources::SourceSet;
use sources::search::Index;
use std::collections::BTreeMap;
use std::sync::Arc;
use support::fake::Fake;
use support::{PATIENT, note};
use time::OffsetDateTime;
use time::macros::{date, datetime};

struct Quiet;

#[async_trait]
impl InferenceLog for Quiet {
    async fn begin(&self, _: InferenceBegin) -> Result<InferenceId, LogUnavailable> {
        Ok(InferenceId("1".into()))
    }

    async fn end(&self, _: InferenceId, _: InferenceEnd) {}

    fn abandoned(&self, _: InferenceId) {}
}

impl Clock for Quiet {
    fn now(&self) -> OffsetDateTime {
        datetime!(2026-03-01 12:00 UTC)
    }
}

/// A chart whose identifiers all have `ZQ` in them, and whose clinical words `KEEP`.
fn marked() -> SourceSet {
    let subject = json!({"reference": PATIENT, "display": "ZQ-subject"});
    let patient = json!({
        "resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1960-05-02",
        "name": [{"given": ["ZQ-given"], "family": "ZQ-family"}],
        "identifier": [{"system": "urn:example:mrn", "value": "ZQ-mrn"}],
        "telecom": [{"system": "phone", "value": "ZQ-phone"}, {"system": "email", "value": "ZQ@example.org"}],
        "address": [{"line": ["ZQ Street 1"], "city": "ZQ-city", "postalCode": "ZQ-zip"}],
        "contact": [{"name": {"family": "ZQ-contact"}, "telecom": [{"value": "ZQ-contact-phone"}], "address": {"city": "ZQ-contact-city"}}],
        "communication": [{"language": {"text": "ZQ-language"}}],
        "maritalStatus": {"text": "ZQ-married"},
        "generalPractitioner": [{"display": "ZQ-gp"}],
        "managingOrganization": {"display": "ZQ-organization"},
        "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName", "valueString": "ZQ-maiden"},
            {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "F"},
        ],
    });
    let resources = [
        json!({"resourceType": "RelatedPerson", "id": "r1", "patient": subject, "name": [{"family": "ZQ-relative"}], "telecom": [{"value": "ZQ-relative-phone"}], "relationship": [{"text": "mother"}]}),
        json!({"resourceType": "Practitioner", "id": "d1", "name": [{"text": "ZQ-practitioner"}], "telecom": [{"value": "ZQ-practitioner-phone"}], "identifier": [{"value": "ZQ-npi"}]}),
        json!({"resourceType": "Coverage", "id": "v1", "status": "active", "beneficiary": subject, "subscriberId": "ZQ-subscriber", "identifier": [{"value": "ZQ-policy"}], "class": [{"value": "ZQ-group"}]}),
        json!({"resourceType": "Encounter", "id": "e1", "subject": subject, "status": "in-progress", "class": {"code": "IMP"}, "identifier": [{"value": "ZQ-visit"}],
            "type": [{"text": "KEEP-visit"}], "reasonCode": [{"text": "KEEP-reason"}], "period": {"start": "2026-02-20"},
            "hospitalization": {"preAdmissionIdentifier": {"value": "ZQ-preadmission"}, "admitSource": {"text": "KEEP-admitted"}}}),
        json!({"resourceType": "Condition", "id": "c1", "subject": subject, "identifier": [{"value": "ZQ-condition"}], "onsetDateTime": "2020-01-01",
            "code": {"text": "KEEP-problem"}, "note": [{"text": "KEEP-remark"}], "recordedDate": "2020-02-02",
            "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]}}),
        json!({"resourceType": "MedicationRequest", "id": "m1", "subject": subject, "status": "active", "intent": "order", "authoredOn": "2026-01-01",
            "identifier": [{"value": "ZQ-order"}], "groupIdentifier": {"value": "ZQ-group-order"}, "insurance": [{"display": "ZQ-insurance"}],
            "medicationCodeableConcept": {"text": "KEEP-drug"}, "dosageInstruction": [{"text": "KEEP-dose"}], "requester": {"display": "Dr. KEEP-prescriber"}}),
        json!({"resourceType": "Immunization", "id": "i1", "patient": subject, "status": "completed", "vaccineCode": {"text": "KEEP-vaccine"}, "occurrenceDateTime": "2025-10-01", "lotNumber": "ZQ-lot"}),
        json!({"resourceType": "Device", "id": "x1", "patient": subject, "status": "active", "type": {"text": "KEEP-device"}, "serialNumber": "ZQ-serial", "distinctIdentifier": "ZQ-distinct",
            "udiCarrier": [{"deviceIdentifier": "ZQ-udi", "carrierHRF": "ZQ-hrf"}]}),
        json!({"resourceType": "FamilyMemberHistory", "id": "f1", "patient": subject, "status": "completed", "name": "ZQ-aunt", "relationship": {"text": "aunt"}, "condition": [{"code": {"text": "KEEP-family"}}]}),
        json!({"resourceType": "Task", "id": "t1", "for": subject, "status": "requested", "intent": "order", "description": "KEEP-task", "identifier": [{"value": "ZQ-task"}]}),
        json!({"resourceType": "Procedure", "id": "o1", "subject": subject, "status": "completed", "code": {"text": "KEEP-procedure"}, "performedDateTime": "2026-02-21", "identifier": [{"value": "ZQ-procedure"}]}),
        json!({"resourceType": "Observation", "id": "l1", "subject": subject, "status": "final", "effectiveDateTime": "2026-02-22", "identifier": [{"value": "ZQ-accession"}],
            "category": [{"coding": [{"code": "laboratory"}]}], "code": {"text": "KEEP-test"}, "valueQuantity": {"value": 7.4, "unit": "%"}, "note": [{"text": "KEEP-comment"}]}),
    ];
    let entries: Vec<Value> = std::iter::once(&patient)
        .chain(&resources)
        .chain(&[note("n1", "Assessment\nKEEP-note words.", "2026-02-23")])
        .map(|resource| json!({"resource": resource}))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    SourceSet::freeze(&chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap())
}

fn job<'a>(
    (kind, section): (DraftKind, usize),
    set: &'a SourceSet,
    search: &'a Index,
    options: &'a Options,
) -> SectionJob<'a> {
    SectionJob {
        kind,
        section,
        set,
        search,
        as_of: date!(2026 - 03 - 01),
        options,
        endpoint: None,
        wish: None,
        standing: None,
    }
}

fn engine(mock: &Mock) -> Engine {
    let table = json!({
        "name": "ward", "wire": "openai_compatible", "url": mock.url(), "model": "test-model", "api_key_file": "key", "context_window": 65_536,
        "max_output_tokens": 8192,
        "agreement": {"provider": "Example", "kind": "own_premises", "covers": ["direct_identifier", "clinical", "quasi_identifier", "free_text"]},
    });
    let raw: RawEndpoint = serde_json::from_value(table).unwrap();
    let registry = Registry::read_with(vec![raw], &|_| Ok("test-key".into())).unwrap();
    Engine::new(registry, Arc::new(Quiet), Arc::new(Quiet))
}

#[tokio::test]
async fn no_identifier_leaves_and_no_clinical_word_is_lost() {
    let mock = start(Style::Compatible, vec![Act::Answer(Arc::new(draft))]).await;
    let acting = engine(&mock).acting(Caller::default());
    let set = marked();
    let all: Vec<&str> = set.snippets().iter().map(|one| one.text.as_str()).collect();
    let all = all.join("\n");
    assert!(all.contains("ZQ-phone") && all.contains("ZQ-serial") && all.contains("ZQ-aunt"));
    let drafting = Drafting::shipped().unwrap();
    let (search, options) = (Index::build(&set), Options::default());
    let mut drafted = 0;
    for kind in DraftKind::ALL {
        for section in 0..drafting.sections(kind).len() {
            let job = job((kind, section), &set, &search, &options);
            let told = match drafting.draft_with_model(&acting, &job, &|_| ()).await {
                Ok(written) => written.left_out,
                Err(_) => continue,
            };
            drafted += 1;
            assert!(
                told.iter().all(|line| !line.contains("may not be given")),
                "{told:?}"
            );
        }
    }
    let bodies: Vec<String> = mock
        .seen()
        .iter()
        .map(|seen| seen.body.to_string())
        .collect();
    assert!(drafted > 40 && bodies.len() >= drafted, "{drafted}");
    let bodies = bodies.join("\n");
    let leaked: Vec<&str> = bodies
        .match_indices("ZQ")
        .map(|(at, _)| &bodies[at..at + 12])
        .collect();
    assert!(leaked.is_empty(), "{leaked:?}");
    for word in all.split(|c: char| !c.is_alphanumeric() && c != '-') {
        assert!(
            !word.starts_with("KEEP") || bodies.contains(word),
            "{word} is lost"
        );
    }
    assert!(bodies.contains("1960") && bodies.contains("KEEP-remark"));
}

#[tokio::test]
async fn an_organization_narrows_what_goes_and_the_draft_says_so() {
    let text = "[[use_case]]\nname = \"chart_summary/*\"\n[use_case.may_send]\nCondition = [\"code\", \"onset*\", \"clinicalStatus\", \"verificationStatus\"]\nPatient = []\n";
    let level = Level {
        kind: LevelKind::Organization,
        folder: String::new(),
        files: BTreeMap::from([("fields.toml".to_owned(), text.to_owned())]),
        unreadable: BTreeMap::new(),
    };
    let over = Drafting::shipped().unwrap().overlaid(&[&level]);
    assert!(over.faults.is_empty(), "{:?}", over.faults);
    let set = marked();
    let (search, options) = (Index::build(&set), Options::default());
    let fake = Fake::new(json!({"statements": []}));
    let job = job((DraftKind::ChartSummary, 0), &set, &search, &options);
    let written = over
        .drafting
        .draft_with_model(&fake, &job, &|_| ())
        .await
        .unwrap();
    let request = fake.seen.lock().unwrap()[0].clone();
    let words: Vec<&str> = request
        .parts
        .iter()
        .map(|one| one.text.expose().as_str())
        .collect();
    let words = words.join("\n");
    assert!(
        words.contains("KEEP-problem") && !words.contains("KEEP-remark") && !words.contains("1960")
    );
    assert!(
        written
            .left_out
            .iter()
            .any(|line| line.contains("Of Condition, note may not be given")),
        "{:?}",
        written.left_out
    );
}

#[test]
fn an_overlay_cannot_let_out_identifiers_or_more_than_the_organization_and_names_what_its_sections_read()
 {
    let file = |kind: &str, field: &str| {
        format!("[[use_case]]\nname = \"*\"\n[use_case.may_send]\n{kind} = [\"{field}\"]\n")
    };
    let section =
        "[[section]]\nid = \"plans\"\ntitle = \"Plans\"\nbrief = \"b\"\ntypes = [\"Contract\"]\n";
    for (path, text, want) in [
        (
            "fields.toml",
            file("Patient", "telecom"),
            "identifies a person",
        ),
        ("fields.toml", file("patient", "gender"), "no resource type"),
        (
            "templates/chart_summary.toml",
            section.to_owned(),
            "`Contract` is not in fields.toml",
        ),
    ] {
        let level = Level {
            kind: LevelKind::Organization,
            folder: String::new(),
            files: BTreeMap::from([(path.to_owned(), text)]),
            unreadable: BTreeMap::new(),
        };
        let over = Drafting::shipped().unwrap().overlaid(&[&level]);
        assert!(
            over.faults
                .iter()
                .any(|fault| fault.to_string().contains(want)),
            "{:?}",
            over.faults
        );
    }
}

#[tokio::test]
async fn no_clinical_element_of_the_test_charts_is_cut() {
    let data = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        std::path::PathBuf::from,
    );
    let drafting = Drafting::shipped().unwrap();
    for name in [
        "adult_m1940_uscore8_patient85_268",
        "adult_m1940_patient86_cancer_registry_267",
        "paed_m2008_279",
    ] {
        let file = data.join("1_charts").join(format!("{name}.json.gz"));
        let Ok(bytes) = std::fs::read(&file) else {
            eprintln!("SKIPPED: no test data at {}", file.display());
            return;
        };
        let chart = chart::Chart::from_bundle(&bytes).unwrap();
        let set = SourceSet::freeze(&chart);
        let (search, options) = (Index::build(&set), Options::default());
        let mut drafted = 0;
        for kind in [
            DraftKind::ChartSummary,
            DraftKind::HpNote,
            DraftKind::DischargeSummary,
            DraftKind::Handoff,
            DraftKind::ProcedureNote,
        ] {
            for section in 0..drafting.sections(kind).len() {
                let fake = Fake::new(json!({"statements": []}));
                let job = job((kind, section), &set, &search, &options);
                let Ok(written) = drafting.draft_with_model(&fake, &job, &|_| ()).await else {
                    continue;
                };
                drafted += 1;
                let cut = |line: &&String| line.contains("may not be given");
                let cut: Vec<&String> = written.left_out.iter().filter(cut).collect();
                assert!(cut.is_empty(), "{name}, {kind:?} {section}: {cut:?}");
            }
        }
        assert!(drafted > 20, "{drafted}");
    }
}
