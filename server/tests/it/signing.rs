//! Signing, and what a reload and a click on a citation show.

use crate::review::{desk, edit, refused, sound, statements};
use crate::support::{Browser, FIRST, TestApp, signable};
use audit::{Action, Outcome};
use model::view::{Change, DraftStatus, DraftView};
use model::{DraftKind, WireErrorCode};
use reqwest::StatusCode;
use sandbox::Personality;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_on_a_draft_that_changed_is_refused() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let preview = signable(&desk, &draft.id).await;
    let current = desk.draft(&draft.id).await;
    let id = sound(&current).id.clone();
    let other = desk
        .change(
            &draft.id,
            current.revision,
            Change::Remove {
                statement: id.clone(),
            },
        )
        .await
        .unwrap();
    refused(
        desk.sign(&draft.id, preview.revision, &preview.content_hash)
            .await,
        WireErrorCode::Conflict,
    );
    refused(
        desk.sign(&draft.id, other.revision, &preview.content_hash)
            .await,
        WireErrorCode::Conflict,
    );
    let now = desk.preview(&draft.id).await.unwrap();
    refused(
        desk.sign(&draft.id, preview.revision, &now.content_hash)
            .await,
        WireErrorCode::Conflict,
    );
    refused(
        desk.sign(&draft.id, now.revision, "").await,
        WireErrorCode::Conflict,
    );
    assert_eq!(app.rows("signed_notes").await, 0);
    assert_eq!(app.rows("outbox").await, 0);
    let signed = app.audited(0, Action::Signed).await;
    let failures = signed
        .iter()
        .filter(|entry| entry.outcome == Outcome::Failure("conflict".to_owned()));
    assert_eq!(failures.count(), 4, "{signed:?}");
    assert_eq!(
        desk.draft(&draft.id).await.status,
        DraftStatus::InReview,
        "it can still be signed"
    );
    desk.sign(&draft.id, now.revision, &now.content_hash)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_signed_is_signed_once_and_never_changed() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let preview = signable(&desk, &draft.id).await;
    let both = futures::future::join(
        desk.sign(&draft.id, preview.revision, &preview.content_hash),
        desk.sign(&draft.id, preview.revision, &preview.content_hash),
    )
    .await;
    assert_eq!(
        [both.0.is_ok(), both.1.is_ok()]
            .iter()
            .filter(|ok| **ok)
            .count(),
        1,
        "{both:?}"
    );
    let filed = desk
        .status(&draft.id, |status| status == DraftStatus::Filed)
        .await;
    let id = sound(&filed).id.clone();
    for change in [
        edit(&id, "x"),
        Change::Remove {
            statement: id.clone(),
        },
    ] {
        refused(
            desk.change(&draft.id, filed.revision, change).await,
            WireErrorCode::Conflict,
        );
    }
    let regenerated = desk.call::<DraftView>("regenerate", json!({ "draft": draft.id, "revision": filed.revision, "section": 0, "instruction": null })).await;
    refused(regenerated, WireErrorCode::Conflict);
    assert!(
        desk.sign(&draft.id, filed.revision, &preview.content_hash)
            .await
            .is_err()
    );
    let after = desk.draft(&draft.id).await;
    assert_eq!(after.filed.as_ref().unwrap().text, preview.text);
    assert_eq!(after.sections, filed.sections);
    assert_eq!(
        (app.rows("signed_notes").await, app.rows("outbox").await),
        (1, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_shows_what_was_there() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let id = sound(&draft).id.clone();
    desk.change(
        &draft.id,
        draft.revision,
        edit(&id, "Words that outlive a reload."),
    )
    .await
    .unwrap();
    for path in [desk.url(), format!("{}/d/{}", desk.url(), draft.id)] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Words that outlive a reload."), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_needs_a_choice_is_refused_without_one() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    for choice in [None, Some("no-such-policy"), Some("../../etc/passwd")] {
        let error = desk
            .start(DraftKind::PriorAuthLetter, choice)
            .await
            .unwrap_err();
        assert_eq!(error.error.code, WireErrorCode::BadInput, "{error:?}");
    }
    assert_eq!(app.rows("drafts").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citation_opens_its_source_with_the_words_marked() {
    let (app, browser) = (TestApp::start(Personality::Epic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let mut marked = 0;
    for statement in statements(&draft).filter(|statement| statement.releasable) {
        for citation in &statement.citations {
            let view = desk
                .evidence(
                    &draft.id,
                    Some(statement.id.as_str()),
                    citation.source.as_str(),
                )
                .await
                .unwrap();
            assert_eq!(view.source, citation.source);
            assert!(!view.text.is_empty());
            for mark in &view.marks {
                assert!(
                    mark.of(&view.text).is_some_and(|words| !words.is_empty()),
                    "{mark:?}"
                );
            }
            if let Some(quote) = &citation.quote {
                assert!(
                    view.marks
                        .iter()
                        .any(|mark| mark.of(&view.text).unwrap().contains(quote.as_str())),
                    "{quote}"
                );
            }
            marked += usize::from(!view.marks.is_empty());
        }
    }
    assert!(marked > 3, "{marked}");
    assert!(!app.audited(0, Action::SourceOpened).await.is_empty());
    let error = desk
        .evidence(&draft.id, None, "Observation/nothing")
        .await
        .unwrap_err();
    assert_eq!(error.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_statement_is_signed_once_it_is_attested() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let words = "The patient prefers appointments in the morning and feels dizzy on standing.";
    let add = |text: &str| Change::Add {
        section: 0,
        text: text.to_owned(),
        citations: Vec::new(),
    };
    refused(
        desk.change(&draft.id, draft.revision, add("  ")).await,
        WireErrorCode::BadInput,
    );
    let added = desk
        .change(&draft.id, draft.revision, add(words))
        .await
        .unwrap();
    let own = statements(&added).find(|one| one.text == words).unwrap();
    assert!(!own.releasable, "{own:?}");
    let attest = Change::Attest {
        statement: own.id.clone(),
        text: words.to_owned(),
    };
    let attested = desk
        .change(&added.id, added.revision, attest)
        .await
        .unwrap();
    let preview = signable(&desk, &attested.id).await;
    assert!(preview.text.contains(words), "{}", preview.text);
}
