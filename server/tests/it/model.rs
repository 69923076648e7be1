//! A model drafts: what it says is checked, sent back once, and shown blocked where it fails again.

use crate::support::{
    Act, Asked, Browser, Desk, FIRST, OWN, Setup, TestApp, TestModel, instead, said,
};
use audit::{Action, Outcome};
use model::DraftKind;
use model::view::{DraftStatus, DraftView, StatementView};
use sandbox::Personality;
use serde_json::json;
use std::time::Duration;

const SECTION: &str = "Active problems";

async fn app(model: &TestModel, agreement: &str) -> TestApp {
    TestApp::with(Setup {
        more: model.settings(agreement),
        ..Setup::new(Personality::Generic)
    })
    .await
}

/// What a problem's part calls the problem.
pub(super) fn problem(asked: &Asked) -> (String, String) {
    let part = asked.first("Condition").expect("a problem is sent");
    let name = part.text.lines().next().unwrap_or_default();
    let name = name.split_once(": ").map_or(name, |(_, name)| name);
    let name = name.split_once(" [").map_or(name, |(name, _)| name);
    (name.trim().to_owned(), part.alias.clone())
}

/// A summary with one section of problems, a true one and two false ones; `again` answers the revision.
async fn summarizer(
    again: impl Fn(&Asked, &str, &str) -> Vec<serde_json::Value> + Send + Sync + 'static,
) -> TestModel {
    TestModel::start(move |asked| {
        if asked.section != SECTION {
            return Act::Say(Vec::new());
        }
        let (name, alias) = problem(asked);
        if asked.revision {
            return Act::Say(again(asked, &name, &alias));
        }
        Act::Say(vec![
            said(&format!("{name}."), &alias),
            said(&format!("{name} since 3 March 1901."), &alias),
            said(&format!("{name}, and pneumonia on 4 May 1999."), &alias),
        ])
    })
    .await
}

fn problems(view: &DraftView) -> Vec<StatementView> {
    let section = view.sections.iter().find(|one| one.title == SECTION);
    section
        .map(|one| one.statements.clone())
        .unwrap_or_default()
}

/// The first of them, which are the model's; the rules put what it left out after them.
fn of_model(view: &DraftView, many: usize) -> Vec<StatementView> {
    let mut said = problems(view);
    assert!(
        said.len() > many,
        "the problems that the model left out stand"
    );
    said.truncate(many);
    said
}

async fn summary(desk: &Desk<'_>) -> DraftView {
    desk.written(DraftKind::ChartSummary).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_check_rejects_is_sent_back_once_with_the_reasons() {
    let model = summarizer(|asked, name, alias| {
        let told: Vec<_> = asked
            .parts
            .iter()
            .filter(|part| part.kind == "statement")
            .collect();
        assert_eq!(told.len(), 2, "only what failed: {told:?}");
        assert!(
            told[0].text.contains("1901") && told[0].text.contains("Date"),
            "{told:?}"
        );
        vec![instead("s1", &format!("{name}, active."), alias)]
    })
    .await;
    let (app, browser) = (app(&model, OWN).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    assert_eq!(desk.ready().await.model.as_deref(), Some("test-model"));
    let view = summary(&desk).await;
    assert_eq!(view.status, DraftStatus::InReview, "{view:?}");
    assert_eq!(view.author, "test-model 7");
    let said = of_model(&view, 2);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said.iter()
            .all(|one| one.releasable && !one.text.contains("19")),
        "{said:?}"
    );
    let notice = "Active problems: the model took back 1 statement that the check had rejected.";
    assert!(
        view.notices.iter().any(|one| one.what == notice),
        "{:?}",
        view.notices
    );

    let preview: model::view::SignPreview = desk
        .call("preview", json!({ "draft": view.id }))
        .await
        .unwrap();
    assert!(preview.text.contains("test-model 7"), "{}", preview.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_twice_is_blocked() {
    let model = summarizer(|_, name, alias| {
        vec![
            instead("s1", &format!("{name} since 4 March 1901."), alias),
            instead(
                "s2",
                &format!("{name}, and asthma attacks on 6 May 1999."),
                alias,
            ),
        ]
    })
    .await;
    let (app, browser) = (app(&model, OWN).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = summary(&desk).await;
    let said = of_model(&view, 3);
    assert_eq!(
        said.iter().map(|one| one.releasable).collect::<Vec<_>>(),
        [true, false, false]
    );
    assert!(said[1].text.contains("4 March 1901") && !said[1].reasons.is_empty());
    let asked = model
        .seen()
        .into_iter()
        .filter(|one| one.section == SECTION);
    assert_eq!(asked.count(), 2, "sent back once");
    let preview: model::view::SignPreview = desk
        .call("preview", json!({ "draft": view.id }))
        .await
        .unwrap();
    assert!(!preview.blockers.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_inference_is_recorded_and_no_identifier_is_sent() {
    let model = summarizer(|_, _, _| Vec::new()).await;
    let (app, browser) = (app(&model, OWN).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let mark = app.mark().await;
    let view = summary(&desk).await;
    let entries = app.audited(mark, Action::Inference).await;
    let seen = model.seen();
    let (grounded, entries): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| {
        let objects = &entry.detail.as_ref().unwrap().objects;
        objects
            .iter()
            .any(|one| one.ends_with("statements blocked"))
    });
    assert_eq!(entries.len(), 2 * seen.len(), "a start and an end each");
    assert_eq!(grounded.len(), seen.len(), "what the check found of each");
    let told = |words: &str| {
        grounded.iter().any(|entry| {
            let objects = &entry.detail.as_ref().unwrap().objects;
            objects.iter().any(|one| one == words)
        })
    };
    assert!(told("1 statements may be released") && told("2 statements blocked"));
    for entry in &entries {
        let detail = entry.detail.as_ref().unwrap();
        assert_eq!(detail.patient.as_deref(), Some("Patient/p01"));
        assert_eq!(detail.objects[0], view.id.to_string());
        for wanted in ["endpoint ward", "model test-model 7"] {
            assert!(detail.objects.iter().any(|one| one == wanted), "{detail:?}");
        }
    }
    let ends = entries
        .iter()
        .filter(|entry| entry.outcome == Outcome::Success);
    assert!(ends.clone().all(|entry| {
        let objects = &entry.detail.as_ref().unwrap().objects;
        objects
            .iter()
            .any(|one| one == "90 tokens in, 30 tokens out")
    }));
    assert_eq!(ends.count(), seen.len());

    let patient = sandbox_patients::patient(FIRST).unwrap().json;
    let chart: serde_json::Value = serde_json::from_str(&patient).unwrap();
    let entries = chart["entry"].as_array().unwrap();
    let patient = &entries
        .iter()
        .find(|one| one["resource"]["resourceType"] == "Patient")
        .unwrap()["resource"];
    let family = patient["name"][0]["family"].as_str().unwrap();
    let number = patient["identifier"][0]["value"].as_str().unwrap();
    for asked in &seen {
        let body = asked.body.to_string();
        for secret in [family, number, "Condition/", "Patient/"] {
            assert!(!body.contains(secret), "{secret} was sent");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prompts_and_answers_are_kept_only_where_it_is_configured() {
    let model = summarizer(|_, _, _| Vec::new()).await;
    for (setting, kept) in [("", false), ("keep_inferences_days = 30", true)] {
        let before = model.seen().len();
        let more = model
            .settings(OWN)
            .replace("[drafting]", &format!("[drafting]\n{setting}"));
        let app = TestApp::with(Setup {
            more,
            ..Setup::new(Personality::Generic)
        })
        .await;
        let browser = Browser::new();
        let desk = app.launch(&browser, FIRST).await;
        summary(&desk).await;
        let asked = i64::try_from(model.seen().len() - before).unwrap();
        assert!(asked > 0);
        for table in ["inference_prompts", "inference_answers"] {
            let want = if kept { asked } else { 0 };
            assert_eq!(app.rows(table).await, want, "{table}");
        }
        assert!(app.rows("spending").await >= 2, "the tenant and the user");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_does_not_forget_what_was_spent() {
    let model = summarizer(|_, _, _| Vec::new()).await;
    let budget = "[budget]\ntenant_tokens_per_day = 200000\n";
    let mut app = TestApp::with(Setup {
        more: format!("{budget}{}", model.settings(OWN)),
        ..Setup::new(Personality::Generic)
    })
    .await;
    let browser = Browser::new();
    let desk = app.launch(&browser, FIRST).await;
    assert_eq!(summary(&desk).await.author, "test-model 7");
    // As if the day had cost all of it, and the next one, should midnight come.
    let database = app.database().await;
    for sql in [
        "UPDATE spending SET tokens = 1000000000",
        "INSERT INTO spending SELECT day + 1, tenant, account, tokens, cost FROM spending",
    ] {
        sqlx::query(sql).execute(&database).await.unwrap();
    }
    app.restart().await;
    let before = model.seen().len();
    let desk = app.launch(&browser, FIRST).await;
    let view = summary(&desk).await;
    assert_eq!(view.author, "built-in composer");
    assert_eq!(model.seen().len(), before, "nothing is sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_model_fails_the_composer_writes_and_says_so() {
    let model = TestModel::start(|_| Act::Status(500)).await;
    let (app, browser) = (app(&model, OWN).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = summary(&desk).await;
    assert_eq!(
        (view.status, view.author.as_str()),
        (DraftStatus::InReview, "built-in composer")
    );
    assert!(!problems(&view).is_empty());
    let note = "Active problems: written by the built-in composer, because the model could not be reached.";
    assert!(
        view.notices.iter().any(|one| one.what == note),
        "{:?}",
        view.notices
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_without_an_agreement_is_never_contacted() {
    let model = TestModel::start(|_| Act::Say(Vec::new())).await;
    for agreement in [
        "kind = \"own_premises\"\ncovers = [\"clinical\"]",
        "kind = \"own_premises\"\nexpires = \"2020-01-01\"\ncovers = [\"direct_identifier\", \"quasi_identifier\", \"clinical\", \"free_text\"]",
    ] {
        let (app, browser) = (app(&model, agreement).await, Browser::new());
        let desk = app.launch(&browser, FIRST).await;
        let view = summary(&desk).await;
        assert_eq!(view.author, "built-in composer");
        let refused = app.audited(0, Action::Inference).await;
        assert!(!refused.is_empty());
        for entry in refused {
            assert_eq!(entry.outcome, Outcome::Failure("refused".to_owned()));
            let objects = entry.detail.unwrap().objects;
            let reason = objects.iter().any(|one| one.contains("endpoint `ward`"));
            assert!(reason, "{objects:?}");
        }
        let why = "because the model may not be used for it.";
        assert!(
            view.notices.iter().any(|one| one.what.ends_with(why)),
            "{:?}",
            view.notices
        );
    }
    assert!(model.seen().is_empty(), "{:?}", model.seen());
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_ends_the_request() {
    let model = TestModel::start(|_| Act::Hang).await;
    let (app, browser) = (app(&model, OWN).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    desk.ready().await;
    let mark = app.mark().await;
    let id = desk.start(DraftKind::ChartSummary, None).await.unwrap();
    while model.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let stopped: DraftView = desk.call("stop", json!({ "draft": id })).await.unwrap();
    assert_eq!(stopped.status, DraftStatus::Stopped);
    loop {
        let entries = app.audited(mark, Action::Inference).await;
        if let Some(end) = entries.iter().find(|entry| entry.ends.is_some()) {
            assert_eq!(end.outcome, Outcome::Failure("abandoned".to_owned()));
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(model.seen().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_written_again_as_asked() {
    let model = summarizer(|_, _, _| Vec::new()).await;
    let (app, browser) = (app(&model, OWN).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = summary(&desk).await;
    let section = view
        .sections
        .iter()
        .position(|one| one.title == SECTION)
        .unwrap();
    let again = |wish: String| json!({ "draft": view.id, "revision": view.revision, "section": section, "instruction": wish });
    let refused = desk
        .call::<DraftView>("regenerate", again("x".repeat(2001)))
        .await
        .unwrap_err();
    assert!(refused.error.message.contains("2000"), "{refused:?}");
    let before = model.seen().len();
    let written: DraftView = desk
        .call("regenerate", again("Gravest first.".into()))
        .await
        .unwrap();
    assert!(written.revision > view.revision);
    let asked = model.seen().split_off(before);
    let wish = asked[0]
        .parts
        .iter()
        .find(|part| part.alias == "wish")
        .expect("the wish is sent");
    assert_eq!(
        (wish.kind.as_str(), wish.text.trim()),
        ("instruction", "Gravest first.")
    );
    assert!(
        asked[0].body["messages"][0]["content"]
            .as_str()
            .is_some_and(|text| !text.contains("Gravest"))
    );
}
