//! A signed reply to a patient's message, with what can go wrong on the way.
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]
mod support;

use fhir::Ehr;
use support::{Create, MockEhr, OneJob, TEXT, once, signed_answer, signed_as};
use writeback::{Order, Settlement};

fn reply(user: &str) -> Order {
    Order::Note {
        note: Box::new(signed_as("message_reply", user)),
        service: None,
    }
}

fn reference(settlement: &Settlement) -> &str {
    match settlement {
        Settlement::Filed(receipt) => &receipt.reference,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_reply_that_no_practitioner_signed_does_not_leave() {
    let ehr = MockEhr::start(&[]).await;
    let settled = once(&OneJob::new(&reply("Patient/p1")), &ehr.filer(Ehr::Oracle)).await;
    assert!(matches!(settled, Some(Settlement::Refused { .. })));
    assert_eq!(ehr.kept(), 0);
}

#[tokio::test]
async fn an_ehr_without_messages_gets_a_note() {
    let ehr = MockEhr::start(&[]).await;
    let settled = once(
        &OneJob::new(&reply("Practitioner/1")),
        &ehr.filer(Ehr::Epic),
    )
    .await;
    assert_eq!(reference(&settled.unwrap()), "DocumentReference/n1");
}

#[tokio::test]
async fn a_reply_goes_out_as_a_message_with_the_signed_words() {
    for kind in [Ehr::Oracle, Ehr::Generic] {
        let ehr = MockEhr::start(&[]).await;
        let settled = once(&OneJob::new(&reply("Practitioner/1")), &ehr.filer(kind)).await;
        assert_eq!(reference(&settled.unwrap()), "Communication/n1", "{kind}");
        let sent = ehr.state.notes.lock().unwrap();
        assert_eq!(sent[0]["payload"][0]["contentString"], TEXT);
        assert_eq!(sent[0]["recipient"][0]["reference"], "Patient/p1");
    }
}

#[tokio::test]
async fn a_reply_names_the_message_that_it_answers_where_the_ehr_has_it() {
    for (message, names) in [("Communication/k1", true), ("message:1", false)] {
        let ehr = MockEhr::start(&[]).await;
        let order = Order::Note {
            note: Box::new(signed_answer("Practitioner/1", message)),
            service: None,
        };
        let settled = once(&OneJob::new(&order), &ehr.filer(Ehr::Generic)).await;
        if names {
            assert_eq!(reference(&settled.unwrap()), "Communication/n1");
            let sent = ehr.state.notes.lock().unwrap();
            assert_eq!(sent[0]["inResponseTo"][0]["reference"], message);
        } else {
            assert!(matches!(settled, Some(Settlement::Refused { .. })));
            assert_eq!(ehr.kept(), 0, "no reference is made up");
        }
    }
    let ehr = MockEhr::start(&[]).await;
    once(
        &OneJob::new(&reply("Practitioner/1")),
        &ehr.filer(Ehr::Generic),
    )
    .await;
    let sent = ehr.state.notes.lock().unwrap();
    assert!(sent[0].get("inResponseTo").is_none());
}

#[tokio::test]
async fn a_lost_answer_sends_no_second_message() {
    for kind in [Ehr::Oracle, Ehr::Generic] {
        let ehr = MockEhr::start(&[Create::LoseAnswer]).await;
        let (outbox, filer) = (OneJob::new(&reply("Practitioner/1")), ehr.filer(kind));
        assert!(matches!(
            once(&outbox, &filer).await,
            Some(Settlement::Unknown { .. })
        ));
        let found = once(&outbox, &filer).await.unwrap();
        assert_eq!(reference(&found), "Communication/n1", "{kind}");
        assert_eq!(ehr.kept(), 1, "{kind}");
    }
}

#[tokio::test]
async fn the_same_words_of_an_earlier_year_are_another_message() {
    let ehr = MockEhr::start(&[]).await;
    let filer = ehr.filer(Ehr::Oracle);
    once(&OneJob::new(&reply("Practitioner/1")), &filer).await;
    {
        let mut sent = ehr.state.notes.lock().unwrap();
        sent[0]["sent"] = "2025-11-02T09:30:00Z".into();
        sent[0]["id"] = "older".into();
    }
    let outbox = OneJob::new(&reply("Practitioner/1")).with_state(writeback::JobState::Unknown, 1);
    let settled = once(&outbox, &filer).await.unwrap();
    assert_eq!(reference(&settled), "Communication/n2");
    assert_eq!(ehr.kept(), 2);
}
