//! What leaves the application beside a prior authorization: nobody else's, nothing unsigned on paper, each copy recorded.

use crate::support::{Browser, Desk, FIRST, Page, SECOND, Setup, TestApp, signable};
use audit::{Action, Actor, Outcome};
use model::view::{Change, DraftStatus, DraftView};
use model::{DraftId, DraftKind};
use reqwest::StatusCode;
use sandbox::Personality;
use serde_json::Value;

const COPIES: [&str; 2] = ["letter.pdf", "questionnaire-response.json"];

fn address(desk: &Desk<'_>, draft: &DraftId, copy: &str) -> String {
    format!("{}/d/{draft}/{copy}", desk.url())
}

async fn get(desk: &Desk<'_>, draft: &DraftId, copy: &str) -> Page {
    desk.browser.get(&address(desk, draft, copy)).await
}

async fn letter(desk: &Desk<'_>) -> DraftView {
    desk.written(DraftKind::PriorAuthLetter).await
}

/// A refusal is a page in words that holds nothing of the chart, and is kept nowhere.
fn refused(page: &Page, status: StatusCode, words: &str) {
    assert_eq!(page.status, status, "{}: {}", page.url, page.body);
    assert!(page.body.contains(words), "{}", page.body);
    assert!(page.header("content-type").starts_with("text/html"));
    assert_eq!(page.header("content-disposition"), "");
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_a_copy_without_a_session_or_of_another_launch() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = letter(&desk).await;
    let other = app.launch(&browser.tab(), SECOND).await;
    other.ready().await;
    let stranger = app.launch(&Browser::new(), FIRST).await;
    stranger.ready().await;
    let mark = app.mark().await;
    for copy in COPIES {
        let own = address(&desk, &draft.id, copy);
        refused(
            &Browser::new().get(&own).await,
            StatusCode::UNAUTHORIZED,
            "Your session has ended",
        );
        // Another session's launch, and this session's other patient.
        refused(
            &stranger.browser.get(&own).await,
            StatusCode::NOT_FOUND,
            "no such page",
        );
        refused(
            &get(&other, &draft.id, copy).await,
            StatusCode::NOT_FOUND,
            "no such page",
        );
        refused(
            &get(&desk, &DraftId::new("nothing"), copy).await,
            StatusCode::NOT_FOUND,
            "no such page",
        );
    }
    assert_eq!(app.audited(mark, Action::AccessDenied).await.len(), 2);
    let exports = app.audited(mark, Action::Exported).await;
    assert!(
        exports
            .iter()
            .all(|entry| entry.outcome != Outcome::Success),
        "{exports:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_prior_authorization_has_copies_and_only_a_signed_one_is_printed() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let summary = desk.written(DraftKind::ChartSummary).await;
    for copy in COPIES {
        refused(
            &get(&desk, &summary.id, copy).await,
            StatusCode::NOT_FOUND,
            "no such page",
        );
    }
    let draft = letter(&desk).await;
    let mark = app.mark().await;
    refused(
        &get(&desk, &draft.id, "letter.pdf").await,
        StatusCode::CONFLICT,
        "Only a signed letter is printed",
    );
    let refusals = app.audited(mark, Action::Exported).await;
    assert_eq!(
        refusals.last().map(|entry| entry.outcome.clone()),
        Some(Outcome::Failure("not_signed".to_owned()))
    );
    // The matrix may go while the letter is worked on, and says that it is.
    let page = get(&desk, &draft.id, "questionnaire-response.json").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(page.json()["status"], "in-progress");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_letter_is_printed_as_signed_and_the_copy_recorded() {
    let folder = tempfile::TempDir::new().unwrap();
    let head = folder.path().join("letterhead.toml");
    std::fs::write(
        &head,
        "name = \"Sample Health\"\nlines = [\"1 Sample Street\"]",
    )
    .unwrap();
    let mut setup = Setup::new(Personality::Generic);
    setup.more = format!("letterhead = \"{}\"", head.display());
    let (app, browser) = (TestApp::with(setup).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = letter(&desk).await;
    // A name that the paper cannot show stays visible as a gap.
    let own = Change::Add {
        section: 0,
        text: "Requested by 王 for the clinic.".to_owned(),
        citations: Vec::new(),
    };
    let added = desk.change(&draft.id, draft.revision, own).await.unwrap();
    let new = added.sections[0].statements.last().unwrap();
    let attest = Change::Attest {
        statement: new.id.clone(),
        text: new.text.clone(),
    };
    desk.change(&draft.id, added.revision, attest)
        .await
        .unwrap();
    let preview = signable(&desk, &draft.id).await;
    desk.sign(&draft.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    desk.status(&draft.id, |status| status != DraftStatus::Drafting)
        .await;
    let mark = app.mark().await;
    let page = get(&desk, &draft.id, "letter.pdf").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(page.header("content-type"), "application/pdf");
    assert_eq!(
        page.header("content-disposition"),
        "attachment; filename=\"prior-authorization-letter.pdf\""
    );
    assert_eq!(page.header("cache-control"), "no-store");
    let printed = text(&page);
    for words in ["Sample Health", "Signed electronically by", "U+738B"] {
        assert!(printed.contains(words), "{words}: {printed}");
    }
    assert!(printed.contains(&preview.content_hash));
    let statements = draft.sections.iter().flat_map(|part| &part.statements);
    let shown = statements
        .filter(|one| one.releasable)
        .filter(|one| printed.contains(&tidy(&one.text)));
    assert!(shown.count() > 5, "{printed}");
    let page = get(&desk, &draft.id, "questionnaire-response.json").await;
    let response = page.json();
    assert_eq!(response["resourceType"], "QuestionnaireResponse");
    assert_eq!(response["subject"]["reference"], format!("Patient/{FIRST}"));
    assert_eq!(
        response["item"].as_array().map(Vec::len),
        Some(draft.criteria.len())
    );
    decided_like_the_matrix(&response, &draft);
    let entries = app.audited(mark, Action::Exported).await;
    let done: Vec<_> = entries
        .iter()
        .filter(|entry| entry.outcome == Outcome::Success)
        .collect();
    assert_eq!(done.len(), 2, "{entries:?}");
    for (begun, copy) in entries
        .iter()
        .filter(|entry| entry.outcome == Outcome::Begin)
        .zip(["prior-authorization-letter.pdf", COPIES[1]])
    {
        assert!(matches!(begun.actor, Actor::User { .. }));
        let detail = begun.detail.as_ref().unwrap();
        assert_eq!(detail.objects, [draft.id.to_string(), copy.to_owned()]);
        assert_eq!(detail.patient, Some(format!("Patient/{FIRST}")));
    }
}

/// The criteria beside a signed letter, where the EHR takes them as data.
async fn criteria_as_data(personality: Personality, taken: bool) {
    let (app, browser) = (TestApp::start(personality).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let draft = letter(&desk).await;
    let preview = signable(&desk, &draft.id).await;
    // Nothing leaves before the signature, and who signs is told what will.
    let told = preview.changes.iter().any(|words| {
        words == "The criteria and their results are filed as data beside the document."
    });
    assert_eq!(told, taken, "{:?}", preview.changes);
    assert!(app.in_the_ehr("QuestionnaireResponse").await.is_empty());
    desk.sign(&draft.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    let done = app.filed(&desk, &draft.id).await;
    assert_eq!(done.status, DraftStatus::Filed, "{:?}", done.filed);
    let kept = app
        .come_to_the_ehr("QuestionnaireResponse", usize::from(taken))
        .await;
    let Some(response) = kept.first() else {
        let told = desk.draft(&draft.id).await.filed.unwrap().state;
        assert!(told.contains("criteria are not filed as data"), "{told}");
        return;
    };
    assert_eq!(
        response["questionnaire"]
            .as_str()
            .unwrap()
            .split(':')
            .nth(2),
        Some("policy")
    );
    assert_eq!(response["subject"]["reference"], format!("Patient/{FIRST}"));
    let author = response["author"]["reference"].as_str().unwrap();
    assert!(author.starts_with("Practitioner/"), "{author}");
    assert!(response["authored"].as_str().unwrap().contains('T'));
    decided_like_the_matrix(response, &draft);
    for _ in 0..240 {
        let told = desk.draft(&draft.id).await.filed.unwrap().state;
        if told.contains("Criteria filed as QuestionnaireResponse/") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    panic!("the receipt is never shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_criteria_of_a_signed_letter_are_filed_where_the_ehr_takes_them() {
    criteria_as_data(Personality::Generic, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_ehr_takes_no_answers_the_letter_says_where_the_criteria_are() {
    criteria_as_data(Personality::Epic, false).await;
    criteria_as_data(Personality::Oracle, false).await;
}

fn decided_like_the_matrix(response: &Value, draft: &DraftView) {
    for row in &draft.criteria {
        let items = response["item"].as_array().unwrap();
        let item = items
            .iter()
            .find(|item| item["linkId"] == row.criterion.as_str())
            .unwrap();
        let code = &item["item"][0]["answer"][0]["valueCoding"]["code"];
        assert_eq!(*code, serde_json::to_value(row.result).unwrap());
    }
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words on all of its pages.
fn text(page: &Page) -> String {
    let document = lopdf::Document::load_mem(&page.bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    tidy(&document.extract_text(&pages).unwrap())
}
