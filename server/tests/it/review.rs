//! The review of a draft through the whole application: what is refused, what is kept, what may be signed.

use crate::support::{Browser, Desk, FIRST, Refused, SECOND, TestApp};
use audit::{Action, Outcome};
use model::view::{Change, DraftStatus, DraftView, StatementState, StatementView};
use model::{Citation, DraftKind, SourceId, StatementId, WireErrorCode};
use sandbox::Personality;

/// No chart of ours says this.
const INVENTED: &str = "Hemoglobin A1c was 31.7 % on 3 March 1931.";

pub(super) fn statements(draft: &DraftView) -> impl Iterator<Item = &StatementView> {
    draft
        .sections
        .iter()
        .flat_map(|section| &section.statements)
}

pub(super) fn find<'a>(draft: &'a DraftView, id: &StatementId) -> &'a StatementView {
    statements(draft)
        .find(|statement| statement.id == *id)
        .unwrap()
}

/// A statement that is releasable and cites something.
pub(super) fn sound(draft: &DraftView) -> &StatementView {
    statements(draft)
        .find(|statement| statement.releasable && !statement.citations.is_empty())
        .expect("a sound statement")
}

pub(super) fn edit(statement: &StatementId, text: &str) -> Change {
    Change::Edit {
        statement: statement.clone(),
        text: text.to_owned(),
    }
}

pub(super) fn refused(answer: Result<DraftView, Refused>, code: WireErrorCode) {
    let error = answer.expect_err("it is refused");
    assert_eq!(error.error.code, code, "{error:?}");
    assert!(
        error.error.message.len() > 15 && !error.error.id.is_empty(),
        "{error:?}"
    );
}

pub(super) async fn desk<'a>(app: &'a TestApp, browser: &Browser) -> (Desk<'a>, DraftView) {
    let desk = app.launch(browser, FIRST).await;
    let draft = desk.written(DraftKind::ChartSummary).await;
    assert_eq!(draft.status, DraftStatus::InReview, "{draft:?}");
    (desk, draft)
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_cannot_be_taken_change_nothing() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let (id, revision) = (sound(&draft).id.clone(), draft.revision);
    let unknown = StatementId::new("s9999");
    let bad: Vec<(u64, Change, WireErrorCode)> = vec![
        (
            revision,
            edit(&id, &"x".repeat(4_001)),
            WireErrorCode::BadInput,
        ),
        (revision, edit(&id, " \n "), WireErrorCode::BadInput),
        (revision, edit(&id, "a\u{0}b"), WireErrorCode::BadInput),
        (revision, edit(&id, "a\u{1b}[31mb"), WireErrorCode::BadInput),
        (revision, edit(&id, "a\u{202e}b"), WireErrorCode::BadInput),
        (revision, edit(&unknown, "x"), WireErrorCode::BadInput),
        (
            revision,
            Change::Remove {
                statement: unknown.clone(),
            },
            WireErrorCode::BadInput,
        ),
        (
            revision,
            Change::Restore {
                statement: unknown.clone(),
            },
            WireErrorCode::BadInput,
        ),
        (
            revision,
            Change::Attest {
                statement: id.clone(),
                text: "other words".into(),
            },
            WireErrorCode::Conflict,
        ),
        (
            revision,
            Change::Add {
                section: 99,
                text: "x".into(),
                citations: Vec::new(),
            },
            WireErrorCode::BadInput,
        ),
        (
            revision,
            Change::InsertOmission { index: 99 },
            WireErrorCode::BadInput,
        ),
        (
            revision,
            Change::DismissOmission { index: 99 },
            WireErrorCode::BadInput,
        ),
        (
            revision + 1,
            Change::Remove {
                statement: id.clone(),
            },
            WireErrorCode::Conflict,
        ),
        (
            u64::MAX,
            Change::Remove {
                statement: id.clone(),
            },
            WireErrorCode::Conflict,
        ),
    ];
    for (at, change, code) in bad {
        let mark = app.mark().await;
        refused(desk.change(&draft.id, at, change.clone()).await, code);
        assert_eq!(desk.draft(&draft.id).await, draft, "{change:?}");
        let log = app.audit().await;
        let failed = log
            .iter()
            .skip(mark)
            .filter(|entry| matches!(entry.outcome, Outcome::Failure(_)))
            .count();
        assert_eq!(failed, 1, "the attempt is recorded: {change:?}");
    }
    for text in ["x".repeat(4_001), "a\u{0}b".to_owned()] {
        let error = desk.check(&draft.id, id.as_str(), &text).await.unwrap_err();
        assert_eq!(error.error.code, WireErrorCode::BadInput);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_checked_again_and_blocks_until_a_person_vouches_for_exactly_these_words() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let (id, before) = (sound(&draft).id.clone(), sound(&draft).text.clone());
    let draft = desk
        .change(&draft.id, draft.revision, edit(&id, INVENTED))
        .await
        .unwrap();
    let edited = find(&draft, &id);
    assert!(
        !edited.releasable && edited.state == StatementState::Edited,
        "{edited:?}"
    );
    assert_eq!(edited.original.as_deref(), Some(before.as_str()));
    assert!(!edited.reasons.is_empty());
    let preview = desk.preview(&draft.id).await.unwrap();
    assert!(
        preview
            .blockers
            .iter()
            .any(|blocker| blocker.contains(INVENTED)),
        "{:?}",
        preview.blockers
    );
    refused(
        desk.sign(&draft.id, preview.revision, &preview.content_hash)
            .await,
        WireErrorCode::BadInput,
    );

    let attest = Change::Attest {
        statement: id.clone(),
        text: INVENTED.into(),
    };
    let draft = desk
        .change(&draft.id, draft.revision, attest)
        .await
        .unwrap();
    assert!(find(&draft, &id).releasable);
    assert!(
        matches!(&find(&draft, &id).state, StatementState::Attested { by, .. } if by == "Practitioner/sandbox-clinician")
    );
    let other = INVENTED.replace("31.7", "31.8");
    let draft = desk
        .change(&draft.id, draft.revision, edit(&id, &other))
        .await
        .unwrap();
    assert!(
        !find(&draft, &id).releasable,
        "a later edit voids the attestation"
    );
    let draft = desk
        .change(&draft.id, draft.revision, edit(&id, &before))
        .await
        .unwrap();
    assert!(
        find(&draft, &id).releasable,
        "the drafted words are supported as before"
    );
    for (action, times) in [(Action::EditMade, 3), (Action::Attested, 1)] {
        let done = app.audited(0, action).await;
        assert_eq!(
            done.iter()
                .filter(|entry| entry.outcome == Outcome::Success)
                .count(),
            times,
            "{action:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_checked_while_they_are_typed_and_nothing_is_kept() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let id = sound(&draft).id.clone();
    let view = desk.check(&draft.id, id.as_str(), INVENTED).await.unwrap();
    assert!(!view.releasable && view.text == INVENTED);
    assert_eq!(desk.draft(&draft.id).await, draft);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_removed_can_be_restored_and_is_not_signed() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let (id, words) = (sound(&draft).id.clone(), sound(&draft).text.clone());
    let remove = Change::Remove {
        statement: id.clone(),
    };
    let draft = desk
        .change(&draft.id, draft.revision, remove)
        .await
        .unwrap();
    assert_eq!(find(&draft, &id).state, StatementState::Removed);
    assert!(!desk.preview(&draft.id).await.unwrap().text.contains(&words));
    let restore = Change::Restore {
        statement: id.clone(),
    };
    let draft = desk
        .change(&draft.id, draft.revision, restore)
        .await
        .unwrap();
    assert_eq!(find(&draft, &id).state, StatementState::Drafted);
    assert!(desk.preview(&draft.id).await.unwrap().text.contains(&words));
    assert_eq!(app.audited(0, Action::Removed).await.len(), 2);
    assert_eq!(app.audited(0, Action::Restored).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_tabs_the_slower_is_told_and_loses_no_words() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let id = sound(&draft).id.clone();
    let faster = desk
        .change(&draft.id, draft.revision, edit(&id, "The faster words."))
        .await
        .unwrap();
    refused(
        desk.change(&draft.id, draft.revision, edit(&id, "The slower words."))
            .await,
        WireErrorCode::Conflict,
    );
    assert_eq!(
        find(&desk.draft(&draft.id).await, &id).text,
        "The faster words."
    );
    let again = desk
        .change(&draft.id, faster.revision, edit(&id, "The slower words."))
        .await
        .unwrap();
    assert_eq!(find(&again, &id).text, "The slower words.");
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_changes_at_once_lose_none_that_was_accepted() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let id = sound(&draft).id.clone();
    let changes = (0..20).map(|n| {
        desk.change(
            &draft.id,
            draft.revision,
            edit(&id, &format!("Words number {n}.")),
        )
    });
    let answers = futures::future::join_all(changes.collect::<Vec<_>>()).await;
    let accepted: Vec<_> = answers
        .iter()
        .filter_map(|answer| answer.as_ref().ok())
        .collect();
    assert_eq!(accepted.len(), 1, "one of them");
    let kept = find(&desk.draft(&draft.id).await, &id).text.clone();
    assert_eq!(kept, find(accepted[0], &id).text);
    for answer in answers {
        if let Err(error) = answer {
            assert_eq!(error.error.code, WireErrorCode::Conflict, "{error:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citation_of_another_patient_supports_nothing() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let (desk, draft) = desk(&app, &browser).await;
    let other = app.launch(&browser, SECOND).await;
    let foreign = other.written(DraftKind::ChartSummary).await;
    let stolen = sound(&foreign);
    let add = Change::Add {
        section: 0,
        text: stolen.text.clone(),
        citations: stolen
            .citations
            .iter()
            .map(|citation| Citation {
                source: citation.source.clone(),
                quote: citation.quote.clone(),
            })
            .collect(),
    };
    match desk.change(&draft.id, draft.revision, add).await {
        Err(error) => assert_eq!(error.error.code, WireErrorCode::BadInput, "{error:?}"),
        Ok(changed) => {
            let added = statements(&changed)
                .find(|one| one.state == StatementState::Added)
                .unwrap();
            assert!(!added.releasable, "{added:?}");
            assert!(!added.reasons.is_empty());
            let preview = desk.preview(&draft.id).await.unwrap();
            refused(
                desk.sign(&draft.id, preview.revision, &preview.content_hash)
                    .await,
                WireErrorCode::BadInput,
            );
        }
    }
    let missing = Change::Add {
        section: 0,
        text: "Sodium 140 mmol/L.".into(),
        citations: vec![Citation {
            source: SourceId::new("Observation/../../etc"),
            quote: None,
        }],
    };
    let revision = desk.draft(&draft.id).await.revision;
    if let Ok(changed) = desk.change(&draft.id, revision, missing).await {
        let added = statements(&changed)
            .find(|one| one.text == "Sodium 140 mmol/L.")
            .unwrap();
        assert!(!added.releasable, "{added:?}");
    }
}
