//! Filing, with everything that can go wrong on the way.
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]
mod support;

use std::sync::atomic::Ordering;

use base64::Engine;
use fhir::Ehr;
use support::{Create, MockEhr, NOW, OneDesk, OneJob, TEXT, once, order, signed};
use time::macros::datetime;
use writeback::{ConfirmedVital, JobState, Order, ProvenanceOutcome, Settlement, run_next};

const EHRS: [Ehr; 3] = [Ehr::Epic, Ehr::Oracle, Ehr::Generic];

fn why(settlement: &Settlement) -> &str {
    match settlement {
        Settlement::Filed(_) => "filed",
        Settlement::Waiting { why, .. }
        | Settlement::Unknown { why, .. }
        | Settlement::Refused { why }
        | Settlement::NeedsPerson { why, .. } => &why.code,
    }
}

#[tokio::test]
async fn what_was_not_signed_or_not_by_a_practitioner_does_not_leave() {
    let ehr = MockEhr::start(&[]).await;
    let filer = ehr.filer(Ehr::Oracle);
    let patient = Order::Note {
        note: Box::new(signed("Patient/p1")),
        service: None,
    };
    let settled = once(&OneJob::new(&patient), &filer).await.unwrap();
    assert_eq!(
        settled,
        Settlement::Refused {
            why: writeback::Why {
                code: "incomplete".into(),
                text: "author is missing".into()
            }
        }
    );
    let payload = order().to_payload().unwrap();
    let forged = String::from_utf8(payload)
        .unwrap()
        .replace("Statement s1.", "Statement s2.");
    assert!(Order::from_payload(forged.as_bytes()).is_err());
    let outbox = OneJob::new(&order());
    outbox.job.lock().unwrap().as_mut().unwrap().payload = forged.into_bytes();
    assert_eq!(
        why(&once(&outbox, &filer).await.unwrap()),
        "unreadable_order"
    );
    assert_eq!(ehr.creates(), 0);
}

#[tokio::test]
async fn nothing_is_sent_without_the_mark_or_a_sign_in() {
    let ehr = MockEhr::start(&[]).await;
    let lost = OneJob {
        lose_lease: true,
        ..OneJob::new(&order())
    };
    assert_eq!(once(&lost, &ehr.filer(Ehr::Epic)).await, None);
    let outbox = OneJob::new(&order());
    let settled = run_next(&outbox, &OneDesk(None), &|| NOW)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(why(&settled), "no_session");
    let unknown = OneJob::new(&order()).with_state(JobState::Unknown, 1);
    let settled = run_next(&unknown, &OneDesk(None), &|| NOW)
        .await
        .unwrap()
        .unwrap();
    assert!(
        matches!(settled, Settlement::Unknown { .. }),
        "an unknown outcome stays unknown"
    );
    assert_eq!(ehr.creates(), 0);
}

#[tokio::test]
async fn a_note_is_filed_with_a_receipt() {
    for kind in EHRS {
        let ehr = MockEhr::start(&[]).await;
        let settled = once(&OneJob::new(&order()), &ehr.filer(kind))
            .await
            .unwrap();
        let Settlement::Filed(receipt) = settled else {
            panic!("{settled:?}")
        };
        assert_eq!(
            (receipt.reference.as_str(), receipt.version.as_deref()),
            ("DocumentReference/n1", Some("1"))
        );
        assert_eq!((receipt.filed_at, receipt.found_by_search), (NOW, false));
        let provenance = if kind == Ehr::Generic {
            ProvenanceOutcome::Filed
        } else {
            ProvenanceOutcome::NotTaken
        };
        assert_eq!(receipt.provenance, provenance, "{kind}");
        let notes = ehr.state.notes.lock().unwrap();
        let data = notes[0]["content"][0]["attachment"]["data"]
            .as_str()
            .unwrap();
        assert_eq!(
            base64::engine::general_purpose::STANDARD
                .decode(data)
                .unwrap(),
            TEXT.as_bytes()
        );
    }
}

#[tokio::test]
async fn a_lost_answer_is_searched_for_and_files_no_second_note() {
    for kind in EHRS {
        let ehr = MockEhr::start(&[Create::LoseAnswer]).await;
        let (outbox, filer) = (OneJob::new(&order()), ehr.filer(kind));
        let first = once(&outbox, &filer).await.unwrap();
        assert_eq!(
            (why(&first), matches!(first, Settlement::Unknown { .. })),
            ("answer_lost", true),
            "{kind}"
        );
        let second = once(&outbox, &filer).await.unwrap();
        let Settlement::Filed(receipt) = second else {
            panic!("{kind}: {second:?}")
        };
        assert!(receipt.found_by_search);
        assert_eq!((ehr.kept(), ehr.creates()), (1, 1), "{kind}");
    }
}

#[tokio::test]
async fn an_answer_500_that_stored_nothing_is_sent_again_after_the_search() {
    for kind in EHRS {
        let ehr = MockEhr::start(&[Create::Fail]).await;
        let (outbox, filer) = (OneJob::new(&order()), ehr.filer(kind));
        assert_eq!(why(&once(&outbox, &filer).await.unwrap()), "answer_lost");
        assert_eq!(
            why(&once(&outbox, &filer).await.unwrap()),
            "filed",
            "{kind}"
        );
        assert_eq!((ehr.kept(), ehr.creates()), (1, 2));
    }
}

#[tokio::test]
async fn a_worker_that_dies_after_sending_files_no_second_note() {
    for kind in EHRS {
        let ehr = MockEhr::start(&[]).await;
        let filer = ehr.filer(kind);
        let mut outbox = OneJob::new(&order());
        outbox.die = true;
        assert!(
            run_next(&outbox, &OneDesk(Some(filer.clone())), &|| NOW)
                .await
                .is_err()
        );
        outbox.die = false;
        let Some(Settlement::Filed(receipt)) = once(&outbox, &filer).await else {
            panic!("{kind}")
        };
        assert!(receipt.found_by_search);
        assert_eq!((ehr.kept(), ehr.creates()), (1, 1), "{kind}");
    }
}

#[tokio::test]
async fn while_the_search_fails_nothing_is_sent() {
    for kind in EHRS {
        let ehr = MockEhr::start(&[Create::LoseAnswer]).await;
        let (outbox, filer) = (OneJob::new(&order()), ehr.filer(kind));
        once(&outbox, &filer).await.unwrap();
        ehr.state.search_status.store(403, Ordering::SeqCst);
        let settled = once(&outbox, &filer).await.unwrap();
        assert_eq!(
            (why(&settled), matches!(settled, Settlement::Unknown { .. })),
            ("search_failed", true)
        );
        let tired = OneJob::new(&order()).with_state(JobState::Unknown, 11);
        assert!(matches!(
            once(&tired, &filer).await.unwrap(),
            Settlement::NeedsPerson { .. }
        ));
        assert_eq!(ehr.creates(), 1, "{kind}");
    }
}

#[tokio::test]
async fn two_equal_notes_go_to_a_person() {
    for kind in EHRS {
        let ehr = MockEhr::start(&[]).await;
        let filer = ehr.filer(kind);
        once(&OneJob::new(&order()), &filer).await.unwrap();
        once(&OneJob::new(&order()), &filer).await.unwrap();
        let third = OneJob::new(&order()).with_state(JobState::Unknown, 1);
        let Some(Settlement::NeedsPerson { why, candidates }) = once(&third, &filer).await else {
            panic!()
        };
        assert_eq!((why.code.as_str(), candidates.len()), ("ambiguous", 2));
        assert_eq!(ehr.creates(), 2, "{kind}");
    }
}

#[tokio::test]
async fn a_note_whose_text_cannot_be_read_goes_to_a_person() {
    let ehr = MockEhr::start(&[]).await;
    let scan = serde_json::json!({"resourceType": "DocumentReference", "id": "x", "status": "current",
        "author": [{"reference": "Practitioner/1"}], "date": "2026-11-02T09:30:10Z",
        "content": [{"attachment": {"contentType": "application/pdf", "data": "JVBERi0="}}]});
    let other = |id: &str, author: &str, date: &str, status: &str| {
        serde_json::json!({"resourceType": "DocumentReference", "id": id, "status": status,
            "author": [{"reference": author}], "date": date, "content": [{"attachment": {"contentType": "x/y", "data": "AA=="}}]})
    };
    *ehr.state.notes.lock().unwrap() = vec![
        other("a", "Practitioner/2", "2026-11-02T09:30:10Z", "current"),
        other("b", "Practitioner/1", "2026-10-01T09:30:10Z", "current"),
        other(
            "c",
            "Practitioner/1",
            "2026-11-02T09:30:10Z",
            "entered-in-error",
        ),
    ];
    let filer = ehr.filer(Ehr::Epic);
    let unknown = || OneJob::new(&order()).with_state(JobState::Unknown, 1);
    ehr.state.notes.lock().unwrap().push(scan);
    let Some(Settlement::NeedsPerson { candidates, .. }) = once(&unknown(), &filer).await else {
        panic!()
    };
    assert_eq!(candidates, ["DocumentReference/x"]);
    ehr.state.notes.lock().unwrap().pop();
    assert_eq!(
        why(&once(&unknown(), &filer).await.unwrap()),
        "filed",
        "notes of others, of before or retracted are not it"
    );
}

#[tokio::test]
async fn an_ehr_that_reformats_the_note_is_still_recognised() {
    let ehr = MockEhr::start(&[]).await;
    let html = format!(
        "<html><body><h1>Progress Notes</h1><pre>{}</pre></body></html>",
        TEXT.replace('\n', "\r\n  ")
    );
    let data = base64::engine::general_purpose::STANDARD.encode(html);
    *ehr.state.notes.lock().unwrap() = vec![
        serde_json::json!({"resourceType": "DocumentReference", "id": "e9",
        "status": "current", "author": [{"reference": "PractitionerRole/7"}], "date": "2026-11-02T09:30:10Z",
        "content": [{"attachment": {"contentType": "text/html", "data": data}}]}),
    ];
    let unknown = OneJob::new(&order()).with_state(JobState::Sending, 1);
    let Some(Settlement::Filed(receipt)) = once(&unknown, &ehr.filer(Ehr::Oracle)).await else {
        panic!()
    };
    assert_eq!(
        (receipt.reference.as_str(), ehr.creates()),
        ("DocumentReference/e9", 0)
    );
}

#[tokio::test]
async fn refusals_throttling_and_expired_tokens() {
    for (status, code) in [
        (400, "refused"),
        (422, "refused"),
        (403, "refused"),
        (429, "not_now"),
    ] {
        let ehr = MockEhr::start(&[Create::Answer(status); 5]).await;
        let settled = once(&OneJob::new(&order()), &ehr.filer(Ehr::Epic))
            .await
            .unwrap();
        assert_eq!(why(&settled), code, "{status}");
        assert_eq!(ehr.kept(), 0);
    }
    let throttled = MockEhr::start(&[Create::Answer(429)]).await;
    assert_eq!(
        why(&once(&OneJob::new(&order()), &throttled.filer(Ehr::Epic))
            .await
            .unwrap()),
        "filed"
    );
    let expired = MockEhr::start(&[]).await;
    *expired.state.reject_token.lock().unwrap() = Some("Bearer t0".into());
    assert_eq!(
        why(&once(&OneJob::new(&order()), &expired.filer(Ehr::Epic))
            .await
            .unwrap()),
        "filed"
    );
    assert_eq!(expired.kept(), 1);
}

#[tokio::test]
async fn a_create_without_a_reference_is_found_by_search() {
    for kind in EHRS {
        let ehr = MockEhr::start(&[Create::Silent]).await;
        let Some(Settlement::Filed(receipt)) = once(&OneJob::new(&order()), &ehr.filer(kind)).await
        else {
            panic!("{kind}")
        };
        assert_eq!(
            (receipt.reference.as_str(), receipt.found_by_search),
            ("DocumentReference/n1", true)
        );
    }
    let said = MockEhr::start(&[Create::Answer(409)]).await;
    let settled = once(&OneJob::new(&order()), &said.filer(Ehr::Epic))
        .await
        .unwrap();
    assert_eq!(
        (
            why(&settled),
            matches!(settled, Settlement::NeedsPerson { .. })
        ),
        ("said_to_exist", true)
    );
}

#[tokio::test]
async fn a_vital_sign_is_filed_and_never_guessed_to_be_there() {
    let vital = ConfirmedVital {
        id: "v1".into(),
        sign: "blood_pressure".into(),
        value: "162/94".into(),
        unit: "mm[Hg]".into(),
        measured: datetime!(2026-11-02 09:15 UTC),
        patient: "Patient/p1".into(),
        encounter: None,
        confirmed_by: model::UserId::new("Practitioner/1"),
    };
    let wrong = Order::Vital(ConfirmedVital {
        sign: "mood".into(),
        ..vital.clone()
    });
    let ehr = MockEhr::start(&[Create::Take, Create::LoseAnswer]).await;
    assert_eq!(
        why(&once(&OneJob::new(&wrong), &ehr.filer(Ehr::Generic))
            .await
            .unwrap()),
        "incomplete"
    );
    let order = Order::Vital(vital);
    assert_eq!(
        Order::from_payload(&order.to_payload().unwrap()).unwrap(),
        order
    );
    assert_eq!(
        why(&once(&OneJob::new(&order), &ehr.filer(Ehr::Generic))
            .await
            .unwrap()),
        "filed"
    );
    let again = OneJob::new(&order).with_state(JobState::Unknown, 1);
    let Some(Settlement::Filed(receipt)) = once(&again, &ehr.filer(Ehr::Generic)).await else {
        panic!()
    };
    assert!(receipt.found_by_search);
    let epic = MockEhr::start(&[Create::LoseAnswer]).await;
    let (outbox, filer) = (OneJob::new(&order), epic.filer(Ehr::Epic));
    once(&outbox, &filer).await.unwrap();
    let Some(Settlement::NeedsPerson { candidates, .. }) = once(&outbox, &filer).await else {
        panic!()
    };
    assert_eq!(
        candidates,
        ["Observation/n1"],
        "an equal measurement may be another device's"
    );
}
