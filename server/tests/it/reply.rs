//! Replies to patients: what a model is given and may not write, what stands whatever it says, and what is asked before one is sent.

use crate::model::problem;
use crate::review::{edit, refused, statements};
use crate::support::{Act, Browser, Desk, FIRST, OWN, Setup, TestApp, TestModel, said, signable};
use audit::{Action, Outcome};
use model::view::{Change, DraftStatus, DraftView, StatementView};
use model::{DraftId, DraftKind, WireErrorCode};
use sandbox::Personality;

const CHEST: &str =
    "Hi. My chest hurts since noon and my arm is numb. Is my cough medicine to blame?";
const CALM: &str = "Hello. Which of my medicines are for diabetes?";

async fn by(model: &TestModel) -> TestApp {
    TestApp::with(Setup {
        more: model.settings(OWN),
        ..Setup::new(Personality::Generic)
    })
    .await
}

fn has(view: &DraftView, words: &str) -> bool {
    statements(view).any(|one| one.text.contains(words))
}

fn named<'a>(view: &'a DraftView, words: &str) -> &'a StatementView {
    statements(view)
        .find(|one| one.text.contains(words))
        .unwrap_or_else(|| panic!("{words}: {view:?}"))
}

fn answer(ask: &str, answer: &str) -> Change {
    Change::Answer {
        ask: ask.to_owned(),
        answer: answer.to_owned(),
    }
}

/// The ids of the forms that the signing page shows.
fn asked(asks: &str) -> Vec<String> {
    let forms = asks.split("<form").skip(1);
    let id = |form: &str| {
        form.split("id=\"")
            .nth(1)?
            .split('"')
            .next()
            .map(str::to_owned)
    };
    forms.filter_map(id).collect()
}

async fn current(desk: &Desk<'_>, draft: &DraftId, change: Change) -> DraftView {
    let now = desk.draft(draft).await;
    desk.change(draft, now.revision, change).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_the_office_or_unreadable_never_reaches_a_model() {
    let model = TestModel::start(|asked| {
        let alias = asked.parts.first().map_or("a1", |part| part.alias.as_str());
        Act::Say(vec![said("You take insulin.", alias)])
    })
    .await;
    let (app, browser) = (by(&model).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    for (message, notice) in [
        (
            "Please reschedule my appointment on Thursday.",
            "route it to",
        ),
        (
            "Hola doctora, tengo mucha tos desde hace una semana.",
            "language",
        ),
    ] {
        let view = desk.replied(message).await;
        assert_eq!(view.status, DraftStatus::InReview, "{view:?}");
        assert_eq!(view.author, "built-in composer");
        assert!(!has(&view, "insulin"), "{view:?}");
        let told = view.notices.iter().any(|one| one.what.contains(notice));
        assert!(told, "{:?}", view.notices);
    }
    assert!(model.seen().is_empty(), "{:?}", model.seen());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_answers_the_message_and_the_rules_keep_their_advice() {
    let model = TestModel::start(|asked| match asked.section.as_str() {
        "Opening" => {
            let part = asked.first("message").expect("the message is given");
            assert_eq!(part.text.trim(), CHEST);
            let words = "My chest hurts since noon and my arm is numb";
            let quoted = serde_json::json!({
                "text": format!("You wrote: “{words}”."), "citations": [part.alias], "quote": words
            });
            Act::Say(vec![said("Dear friend,", &part.alias), quoted])
        }
        _ => Act::Say(Vec::new()),
    })
    .await;
    let (app, browser) = (by(&model).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.replied(CHEST).await;
    assert_eq!(view.status, DraftStatus::InReview, "{view:?}");
    assert!(view.author.starts_with("test-model"), "{view:?}");
    let words: Vec<&str> = statements(&view).map(|one| one.text.as_str()).collect();
    assert!(
        words[0].starts_with("Dear ") && words[0] != "Dear friend,",
        "{words:?}"
    );
    assert!(has(&view, "Call 911 now"), "{words:?}");
    assert_eq!(words.last(), Some(&"Sincerely,"));
    assert!(
        view.notices
            .iter()
            .any(|one| one.what.starts_with("Red flag: Chest pain"))
    );
    let sections: Vec<String> = model.seen().into_iter().map(|one| one.section).collect();
    assert!(
        !sections
            .iter()
            .any(|one| one == "What to do now" || one == "Closing")
    );

    // Without the advice it cannot be sent, whoever takes it out, and nobody can wave that through.
    let all: Vec<_> = statements(&view)
        .filter(|one| one.text.contains("911"))
        .map(|one| one.id.clone())
        .collect();
    let mut without = view.clone();
    for statement in all.clone() {
        without = current(&desk, &view.id, Change::Remove { statement }).await;
    }
    let last = statements(&without).last().unwrap();
    assert!(
        !last.releasable && last.reasons[0].line.contains("cannot be sent"),
        "{last:?}"
    );
    let preview = desk.preview(&view.id).await.unwrap();
    assert!(
        preview.blockers.iter().any(|one| one.contains("911")),
        "{:?}",
        preview.blockers
    );
    assert!(asked(&preview.asks).is_empty(), "{}", preview.asks);
    let signed = desk
        .sign(&view.id, preview.revision, &preview.content_hash)
        .await;
    refused(signed, WireErrorCode::BadInput);
    let statement = all[0].clone();
    let back = current(&desk, &view.id, Change::Restore { statement }).await;
    assert!(statements(&back).last().unwrap().releasable);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_patient_must_not_be_told_is_changed_or_accepted_with_a_reason() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.replied(CALM).await;
    let id = named(&view, "Thank you").id.clone();
    let typed = desk
        .check(&view.id, id.as_str(), "It sounds like you have pneumonia.")
        .await;
    let typed = typed.unwrap();
    assert!(
        typed
            .reasons
            .iter()
            .any(|one| one.line.contains("problem list")),
        "{typed:?}"
    );

    current(
        &desk,
        &view.id,
        edit(&id, "It sounds like you have pneumonia."),
    )
    .await;
    let vouched = Change::Attest {
        statement: id.clone(),
        text: "It sounds like you have pneumonia.".to_owned(),
    };
    let attested = current(&desk, &view.id, vouched).await;
    let told = named(&attested, "pneumonia");
    assert!(
        !told.releasable && told.reasons[0].line.contains("problem list"),
        "{told:?}"
    );
    let preview = desk.preview(&view.id).await.unwrap();
    let forms = asked(&preview.asks);
    assert_eq!(forms.len(), 1, "{}", preview.asks);
    let signed = desk
        .sign(&view.id, preview.revision, &preview.content_hash)
        .await;
    refused(signed, WireErrorCode::BadInput);
    for (ask, words) in [
        (forms[0].as_str(), "  "),
        ("unedited", "yes"),
        ("none", "Because."),
    ] {
        let now = desk.draft(&view.id).await.revision;
        refused(
            desk.change(&view.id, now, answer(ask, words)).await,
            WireErrorCode::BadInput,
        );
    }
    let mark = app.mark().await;
    current(
        &desk,
        &view.id,
        answer(&forms[0], "Seen on the film today."),
    )
    .await;
    let entries = app.audited(mark, Action::Attested).await;
    let told = |entry: &audit::Entry| {
        let detail = entry.detail.as_ref().unwrap();
        detail
            .objects
            .iter()
            .any(|one| one == "content accepted with a reason")
    };
    assert!(
        entries
            .iter()
            .any(|entry| told(entry) && entry.outcome == Outcome::Success)
    );
    let preview = signable(&desk, &view.id).await;
    assert_eq!(preview.asks, "");
    desk.sign(&view.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_as_drafted_is_sent_by_a_positive_act_and_answers_its_message() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let inbox = |html: &str| html.matches("answered").count();
    let before: String = desk
        .call("sheet", serde_json::json!({ "which": "inbox" }))
        .await
        .unwrap();
    let source = before.split("data-answer=\"").nth(1).unwrap();
    let source = source.split('"').next().unwrap().to_owned();
    let id = desk
        .start(DraftKind::MessageReply, Some(&source))
        .await
        .unwrap();
    let view = desk.settled(&id).await;
    assert_eq!(view.needs_you, 0, "{view:?}");
    let preview = desk.preview(&id).await.unwrap();
    assert_eq!(asked(&preview.asks), ["unedited"]);
    assert!(preview.blockers.is_empty());
    let signed = desk
        .sign(&id, preview.revision, &preview.content_hash)
        .await;
    refused(signed, WireErrorCode::BadInput);
    refused(
        desk.change(&id, view.revision, answer("unedited", "no"))
            .await,
        WireErrorCode::BadInput,
    );
    let mark = app.mark().await;
    current(&desk, &id, answer("unedited", "yes")).await;
    let entries = app.audited(mark, Action::Attested).await;
    let objects = entries
        .iter()
        .flat_map(|entry| &entry.detail.as_ref().unwrap().objects);
    assert!(
        objects.into_iter().any(|one| one == "sent as drafted"),
        "{entries:?}"
    );
    let preview = desk.preview(&id).await.unwrap();
    assert_eq!(preview.asks, "");
    desk.sign(&id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    let filed = app.filed(&desk, &id).await;
    assert_eq!(filed.status, DraftStatus::Filed, "{filed:?}");
    let reference = filed.filed.unwrap().reference.unwrap();
    let own = reference.strip_prefix("Communication/").expect("a message");
    let kept = app.ehr.sandbox.store.all("Communication", Some(FIRST));
    let kept = kept.iter().find(|one| one.id == own).unwrap().value();
    assert_eq!(kept["inResponseTo"][0]["reference"], source.as_str());
    let after: String = desk
        .call("sheet", serde_json::json!({ "which": "inbox" }))
        .await
        .unwrap();
    assert_eq!(inbox(&after), inbox(&before) + 1, "{after}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reading_level_is_chosen_told_to_the_model_and_measured_after_edits() {
    let model = TestModel::start(|_| Act::Say(Vec::new())).await;
    let (app, browser) = (by(&model).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let begin = |reading: Option<&str>| {
        let given = serde_json::json!([{ "kind": "message", "text": CALM }]);
        serde_json::json!({ "kind": DraftKind::MessageReply, "choice": null, "given": given, "reading": reading })
    };
    let refused = desk.call::<DraftId>("start", begin(Some("baby"))).await;
    assert_eq!(refused.unwrap_err().error.code, WireErrorCode::BadInput);
    let hard = "Gastrointestinal hemorrhage necessitates immediate multidisciplinary evaluation and hospitalization.";
    for (reading, grade) in [
        (None, Some("6")),
        (Some("standard"), Some("9")),
        (Some("any"), None),
    ] {
        let before = model.seen().len();
        let id: DraftId = desk.call("start", begin(reading)).await.unwrap();
        let view = desk.settled(&id).await;
        let body = model.seen()[before].body.to_string();
        match grade {
            Some(grade) => assert!(body.contains(&format!("grade {grade} or lower")), "{body}"),
            None => assert!(!body.contains("Flesch"), "{body}"),
        }
        let thanks = named(&view, "Thank you").id.clone();
        let edited = current(&desk, &id, edit(&thanks, &format!("{hard} {hard} {hard}"))).await;
        let told = edited
            .notices
            .iter()
            .any(|one| one.what.contains("It reads at grade"));
        assert_eq!(told, grade.is_some(), "{:?}", edited.notices);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_is_drafted_with_a_model_and_keeps_what_the_rules_owe_it() {
    let model = TestModel::start(|asked| {
        if asked.first("Condition").is_none() {
            return Act::Say(Vec::new());
        }
        let (name, alias) = problem(asked);
        let lie = format!("{name} since 3 March 1901.");
        Act::Say(if asked.revision {
            Vec::new()
        } else {
            vec![said(&format!("{name}."), &alias), said(&lie, &alias)]
        })
    })
    .await;
    let (app, browser) = (by(&model).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    for kind in DraftKind::ALL {
        let before = model.seen().len();
        let view = match kind {
            DraftKind::MessageReply => desk.replied(CALM).await,
            _ => desk.written(kind).await,
        };
        assert_eq!(view.status, DraftStatus::InReview, "{kind:?}: {view:?}");
        let asked = model.seen().split_off(before);
        assert_eq!(asked.is_empty(), kind == DraftKind::Coding, "{kind:?}");
        assert!(
            !has(&view, "1901"),
            "{kind:?}: what the check rejects does not stand"
        );
        // Of a letter every sentence of the rules stands, and the model's says no more than they do.
        let by_rules = matches!(kind, DraftKind::Coding | DraftKind::PriorAuthLetter);
        if !by_rules {
            assert!(
                view.author.contains("test-model"),
                "{kind:?}: {}",
                view.author
            );
        }
        let omitted: Vec<&str> = view.omissions.iter().map(|one| one.what.as_str()).collect();
        let must = matches!(
            kind,
            DraftKind::ChartSummary | DraftKind::Handoff | DraftKind::HpNote
        );
        assert!(!must || omitted.is_empty(), "{kind:?}: {omitted:?}");
    }
}
