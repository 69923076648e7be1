//! A reply in the patient's language: offered only where a model translates into it, checked, vouched for, and filed after the English.

use crate::support::{
    Act, Asked, Browser, Desk, FIRST, OWN, Page, Setup, TestApp, TestModel, signable,
};
use audit::Action;
use model::DraftId;
use model::view::{Change, DraftStatus};
use reqwest::StatusCode;
use sandbox::{PatientSource, Personality};
use serde_json::{Value, json};

const CALM: &str = "Hello. Which of my medicines are for diabetes?";

/// Translates every sentence by words before it; wrongly where the test wants it.
fn spanish(asked: &Asked, wrong: bool) -> Act {
    if asked.body["response_format"]["json_schema"]["name"] != "translation" {
        return Act::Say(Vec::new());
    }
    let row = |alias: &str, text: &str| {
        let english = text.lines().next().unwrap_or_default();
        let number = if wrong && text.contains("mg") {
            " 77"
        } else {
            ""
        };
        json!({"id": alias, "text": format!("En español{number}: {english}")})
    };
    let parts = asked.parts.iter().filter(|part| part.kind == "statement");
    Act::Say(parts.map(|part| row(&part.alias, &part.text)).collect())
}

async fn by(model: &TestModel, languages: &str) -> TestApp {
    let patient = sandbox_patients::patient(FIRST).unwrap();
    let chart = patient.json.replace("\"en-US\"", "\"es\"");
    let more = model.settings(OWN);
    TestApp::with(Setup {
        patients: PatientSource::Bundles(vec![(patient.id, chart)]),
        more: more.replace("version = \"7\"", &format!("version = \"7\"\n{languages}")),
        ..Setup::new(Personality::Generic)
    })
    .await
}

fn place(desk: &Desk<'_>, draft: &DraftId) -> String {
    format!("{}/d/{draft}/translation", desk.url())
}

async fn press(desk: &Desk<'_>, draft: &DraftId, act: &str) -> Page {
    let revision = desk.draft(draft).await.revision;
    let form = format!("revision={revision}&act={act}");
    desk.browser.submit(&place(desk, draft), &form).await
}

fn translations(model: &TestModel) -> usize {
    let seen = model.seen();
    let named =
        |asked: &&Asked| asked.body["response_format"]["json_schema"]["name"] == "translation";
    seen.iter().filter(named).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_for_the_language_none_is_offered_and_none_asked() {
    let model = TestModel::start(|asked| spanish(asked, false)).await;
    let (app, browser) = (by(&model, "languages = [\"fr\"]").await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.replied(CALM).await;
    let notices = format!("{:?}", view.notices);
    assert!(
        notices.contains("prefers Spanish") && notices.contains("no translation is offered"),
        "{notices}"
    );
    let page = desk.browser.get(&place(&desk, &view.id)).await;
    assert!(
        page.body.contains("no translation is offered"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("value=\"translate\""), "{}", page.body);
    let page = press(&desk, &view.id, "translate").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(translations(&model), 0);
    for bad in [
        "",
        "revision=0",
        "revision=0&act=magic",
        "revision=x&act=translate",
    ] {
        let page = desk.browser.submit(&place(&desk, &view.id), bad).await;
        assert!(page.status.is_client_error(), "{bad}: {}", page.status);
    }
    // Another session sees nothing of it.
    let stranger = Browser::new();
    app.launch(&stranger, FIRST).await;
    let theirs = stranger.get(&place(&desk, &view.id)).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_check_refuses_twice_stays_in_english_and_says_why() {
    let model = TestModel::start(|asked| spanish(asked, true)).await;
    let (app, browser) = (by(&model, "languages = [\"es\"]").await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.replied(CALM).await;
    signable(&desk, &view.id).await;
    let page = press(&desk, &view.id, "translate").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(translations(&model), 2);
    assert!(page.body.contains("Stays in English"), "{}", page.body);
    assert!(
        page.body.contains("“77” is in it, and not in the English"),
        "{}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_is_vouched_for_and_filed_after_the_english() {
    let model = TestModel::start(|asked| spanish(asked, false)).await;
    let (app, browser) = (by(&model, "languages = [\"es\"]").await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.replied(CALM).await;
    let id = view.id.clone();
    let preview = signable(&desk, &id).await;
    assert!(
        preview.asks.contains("Translation into Spanish"),
        "{}",
        preview.asks
    );
    // Of an older text nothing is made.
    let old = desk
        .browser
        .submit(&place(&desk, &id), "revision=999&act=translate")
        .await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mark = app.mark().await;
    let page = press(&desk, &id, "translate").await;
    assert!(
        page.body.contains("lang=\"es\"") && page.body.contains("the wording was not"),
        "{}",
        page.body
    );
    assert!(!app.audited(mark, Action::Inference).await.is_empty());
    // Sentences of the reply alone went out, without the patient's name.
    let sent = model.seen();
    let sent = sent
        .iter()
        .find(|asked| asked.body["response_format"]["json_schema"]["name"] == "translation")
        .unwrap();
    assert!(
        sent.parts.iter().all(|part| part.kind == "statement"),
        "{:?}",
        sent.parts
    );
    let preview = desk.preview(&id).await.unwrap();
    assert!(
        preview.asks.contains("id=\"translation\""),
        "{}",
        preview.asks
    );
    // A change of the English takes it away.
    let first = desk.draft(&id).await;
    let sentence = first
        .sections
        .iter()
        .flat_map(|one| &one.statements)
        .find(|one| one.text.starts_with("Thank you"))
        .unwrap();
    let edit = Change::Edit {
        statement: sentence.id.clone(),
        text: "Thank you for asking.".to_owned(),
    };
    desk.change(&id, first.revision, edit).await.unwrap();
    signable(&desk, &id).await;
    let preview = desk.preview(&id).await.unwrap();
    assert!(
        !preview.asks.contains("id=\"translation\""),
        "{}",
        preview.asks
    );
    press(&desk, &id, "translate").await;
    let page = press(&desk, &id, "read").await;
    assert!(
        page.body.contains("by the word of a reader of both"),
        "{}",
        page.body
    );
    let preview = desk.preview(&id).await.unwrap();
    assert!(!preview.asks.starts_with("<section"), "{}", preview.asks);
    assert!(
        preview.text.contains("In Spanish (es)")
            && preview.text.contains("En español: Thank you for asking."),
        "{}",
        preview.text
    );
    desk.sign(&id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    let done = app.filed(&desk, &id).await;
    assert_eq!(done.status, DraftStatus::Filed, "{:?}", done.filed);
    filed_in_both(&app).await;
}

/// The one message that was filed: the English first, each part with its language.
async fn filed_in_both(app: &TestApp) {
    let page = Browser::new()
        .get(&format!("{}/__sandbox/filed", app.ehr.public_url))
        .await;
    let all = page.json()["filed"].as_array().unwrap().clone();
    let sent: Vec<&Value> = all
        .iter()
        .map(|one| &one["resource"])
        .filter(|one| one["resourceType"] == "Communication")
        .collect();
    assert_eq!(sent.len(), 1, "{all:?}");
    let payload = sent[0]["payload"].as_array().unwrap();
    assert_eq!(payload.len(), 2);
    let tags: Vec<&Value> = payload
        .iter()
        .map(|one| &one["extension"][0]["valueCode"])
        .collect();
    assert_eq!(tags, [&json!("en"), &json!("es")]);
    let texts: Vec<&str> = payload
        .iter()
        .map(|one| one["contentString"].as_str().unwrap())
        .collect();
    assert!(
        !texts[0].contains("En español") && texts[1].contains("En español: Thank you for asking."),
        "{texts:?}"
    );
}
