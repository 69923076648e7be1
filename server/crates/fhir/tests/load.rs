//! Whole charts from a server that half fails.
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]
mod support;

use std::sync::Mutex;

use chart::Subject;
use fhir::{ChartRequest, Ehr, FhirError, NoProgress, Progress, load_chart};
use support::{Asked, Mock, Reply, searchset, setup};

fn patient() -> Reply {
    Reply::json(r#"{"resourceType":"Patient","id":"p1"}"#)
}

fn chart(asked: &Asked) -> Reply {
    let name = asked.path.split(['?', '/']).next().unwrap_or_default();
    match name {
        "Patient" => patient(),
        "MedicationRequest" => searchset(
            &[
                r#"{"resourceType":"MedicationRequest","id":"m1","subject":{"reference":"Patient/p1"},"medicationReference":{"reference":"Medication/d1"},"requester":{"reference":"https://other.example/Practitioner/x"}}"#,
            ],
            None,
        ),
        "Medication" => Reply::json(
            r#"{"resourceType":"Medication","id":"d1","code":{"text":"warfarin 2 mg"}}"#,
        ),
        "DocumentReference" => searchset(
            &[
                r#"{"resourceType":"DocumentReference","id":"n1","subject":{"reference":"Patient/p1"},"date":"2026-01-02","content":[{"attachment":{"contentType":"text/html","url":"Binary/b1"}},{"attachment":{"contentType":"text/rtf","url":"Binary/b2"}},{"attachment":{"contentType":"text/html","url":"https://other.example/Binary/b3"}},{"attachment":{"contentType":"image/png","url":"Binary/b4"}}]}"#,
            ],
            None,
        ),
        "Binary" if asked.path == "Binary/b1" => Reply::json(
            r#"{"resourceType":"Binary","id":"b1","contentType":"text/html","data":"PHA+SGVsbG88L3A+"}"#,
        ),
        "Binary" => Reply {
            status: 200,
            headers: vec![("content-type", "text/rtf".into())],
            body: r"{\rtf1 Hello}".into(),
            break_off: false,
        },
        "Coverage" => Reply::status(403),
        "Condition" => searchset(
            &[
                r#"{"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"}}"#,
                r#"{"resourceType":"Condition","id":"c2","subject":{"reference":"Patient/p2"}}"#,
                r#"{"resourceType":"Condition","id":"c3","x":01}"#,
                r#"{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"x","details":{"coding":[{"code":"4119"}]}}]}"#,
            ],
            None,
        ),
        _ => searchset(&[], None),
    }
}

struct Heard(Mutex<Vec<(usize, usize)>>);

impl Progress for Heard {
    fn update(&self, done: usize, total: usize, _label: &str) {
        self.0.lock().unwrap().push((done, total));
    }
}

#[tokio::test]
async fn without_the_patient_there_is_no_chart() {
    let request = |key: &str| ChartRequest {
        patient: key.parse().unwrap(),
        can_read: &|_| true,
        progress: &NoProgress,
    };
    let refused = Mock::start(|_, _| Reply::status(403)).await;
    let error = load_chart(&setup(&refused, Ehr::Epic).client, &request("Patient/p1"))
        .await
        .unwrap_err();
    assert_eq!(error, FhirError::Forbidden(None));
    assert_eq!(refused.count(""), 1, "nothing else is asked for");
    let merged = Mock::start(|asked, _| match asked.path.as_str() {
        "Patient/old" => Reply::status(301).with("location", "/r4/Patient/p1"),
        _ => patient(),
    })
    .await;
    let error = load_chart(&setup(&merged, Ehr::Epic).client, &request("Patient/old"))
        .await
        .unwrap_err();
    assert_eq!(error, FhirError::Merged);
}

#[tokio::test]
async fn a_chart_that_half_fails_says_so() {
    let mock = Mock::start(|asked, _| chart(asked)).await;
    let heard = Heard(Mutex::default());
    let request = ChartRequest {
        patient: "Patient/p1".parse().unwrap(),
        can_read: &|name| name != "Goal",
        progress: &heard,
    };
    let loaded = load_chart(&setup(&mock, Ehr::Generic).client, &request)
        .await
        .unwrap();
    let report = loaded.load_report();
    let failure = |what: &str| {
        report
            .requests
            .iter()
            .find(|line| line.what == what)
            .unwrap()
            .failure
            .clone()
    };
    assert_eq!(failure("Coverage").unwrap(), "the EHR refuses access (403)");
    assert_eq!(
        failure("Goal").unwrap(),
        "not asked for: the sign-in does not grant it"
    );
    assert_eq!(failure("Procedure"), None);
    assert!(report.complete("Procedure") && report.complete("AllergyIntolerance"));
    assert!(
        !report.complete("Coverage") && !report.complete("Goal") && !report.complete("Condition")
    );
    assert_eq!(mock.count("Goal"), 0);
    assert_eq!(report.unreadable[0].id.as_deref(), Some("c3"));
    assert_eq!(report.outcomes[0].detail_code.as_deref(), Some("4119"));
    assert_eq!(report.other_patient.len(), 1);
    assert_eq!(
        loaded.subject_of(&"Condition/c2".parse().unwrap()),
        Subject::OtherPatient("Patient/p2".into())
    );

    assert_eq!(
        loaded
            .find("Medication/d1")
            .unwrap()
            .json
            .str_at("code.text"),
        Some("warfarin 2 mg")
    );
    assert_eq!(
        mock.count("Practitioner"),
        0,
        "a reference to another server is not followed here"
    );
    let notes = loaded.notes_of(
        loaded
            .get(&"DocumentReference/n1".parse().unwrap())
            .unwrap(),
    );
    let texts: Vec<_> = notes
        .iter()
        .map(|note| note.result.as_ref().map(|note| note.text.as_str()).ok())
        .collect();
    assert_eq!(texts, [Some("Hello"), Some("Hello"), None, None]);
    assert_eq!(
        failure("note texts (Binary)").unwrap(),
        "1 failed: a page link leads to another host"
    );
    assert!(
        report.unreadable[1]
            .reason
            .starts_with("1 attachments are images")
    );
    let heard = heard.0.into_inner().unwrap();
    assert_eq!(heard.last().map(|(done, total)| done == total), Some(true));
}

#[tokio::test]
async fn the_same_chart_loads_the_same_whatever_order_answers_come_in() {
    let mock = Mock::start(|asked, _| chart(asked)).await;
    let request = ChartRequest {
        patient: "Patient/p1".parse().unwrap(),
        can_read: &|_| true,
        progress: &NoProgress,
    };
    let first = load_chart(&setup(&mock, Ehr::Epic).client, &request)
        .await
        .unwrap();
    let second = load_chart(&setup(&mock, Ehr::Epic).client, &request)
        .await
        .unwrap();
    assert_eq!(first.to_bundle(), second.to_bundle());
    assert_eq!(first.load_report(), second.load_report());
    let asked = mock.asked.lock().unwrap();
    assert!(
        asked
            .iter()
            .filter(|asked| asked.path.starts_with("Observation"))
            .all(|asked| asked.path.contains("category="))
    );
    assert!(
        asked
            .iter()
            .all(|asked| !asked.path.contains("_count=") || asked.path.contains("_count=100"))
    );
}

#[tokio::test]
async fn references_that_nobody_can_follow_are_told() {
    const ORDER: &str = r#"{"resourceType":"MedicationRequest","id":"m1","subject":{"reference":"Patient/p1"},"medicationReference":{"reference":"urn:uuid:5f0c0000-0000-4000-8000-000000000001"}}"#;
    let server = Mock::start(|asked, _| match asked.path.split(['?', '/']).next() {
        Some("Patient") => patient(),
        Some("MedicationRequest") => searchset(&[ORDER], None),
        _ => searchset(&[], None),
    })
    .await;
    let request = ChartRequest {
        patient: "Patient/p1".parse().unwrap(),
        can_read: &|_| true,
        progress: &NoProgress,
    };
    let chart = load_chart(&setup(&server, Ehr::Generic).client, &request)
        .await
        .unwrap();
    let told = &chart.load_report().unreadable;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].reason.ends_with(": 1"), "{told:?}");
}
