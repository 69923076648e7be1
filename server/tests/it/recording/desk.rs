//! What the tests of recordings share: a visit that was heard, every route, and the page's own requests.

use crate::support::{Browser, Desk, OWN, Page, Refused, Setup, TestApp, TestSpeech, signable};
use audit::{Action, Outcome};
use model::view::{DraftView, EvidenceView};
use model::{DraftId, DraftKind};
use reqwest::{Method, StatusCode};
use sandbox::Personality;
use serde_json::json;

pub(super) const VISIT: [(&str, &str); 4] = [
    ("doctor", "What brings you in today?"),
    ("patient", "I have had pain in my left foot for three days."),
    ("doctor", "Any fever?"),
    ("patient", "No fever. I take ibuprofen for the pain."),
];

/// Every route, with a body that it would take. `{id}` is a recording.
pub(super) const ROUTES: [(Method, &str, &str); 8] = [
    (Method::GET, "", ""),
    (
        Method::POST,
        "",
        r#"{"consent": true, "media_type": "audio/webm"}"#,
    ),
    (Method::GET, "/{id}", ""),
    (Method::PUT, "/{id}/chunks/0", "sound"),
    (Method::POST, "/{id}/finish", r#"{"chunks": 1}"#),
    (Method::POST, "/{id}/transcribe", ""),
    (Method::GET, "/{id}/audio", ""),
    (Method::DELETE, "/{id}", ""),
];

pub(super) async fn listening(speech: &TestSpeech, more: &str) -> TestApp {
    TestApp::with(Setup {
        more: format!("{more}{}", speech.settings(OWN)),
        ..Setup::new(Personality::Generic)
    })
    .await
}

/// As the page's own script asks.
pub(super) async fn ask(
    app: &TestApp,
    desk: &Desk<'_>,
    (method, path, body): (Method, &str, &str),
) -> Page {
    as_from(app, desk, &desk.browser, (method, path, body), &[]).await
}

pub(super) async fn as_from(
    app: &TestApp,
    desk: &Desk<'_>,
    browser: &Browser,
    (method, path, body): (Method, &str, &str),
    more: &[(&str, &str)],
) -> Page {
    let mut headers = vec![
        ("origin", app.url.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    headers.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    headers.extend(more);
    let headers: Vec<(String, String)> = headers
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let url = format!("{}/recordings{path}", desk.url());
    browser.send(method, &url, &headers, body.to_owned()).await
}

pub(super) async fn begun(app: &TestApp, desk: &Desk<'_>) -> String {
    let page = ask(app, desk, ROUTES[1].clone()).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.body);
    page.json()["id"].as_str().unwrap().to_owned()
}

pub(super) async fn put(
    app: &TestApp,
    desk: &Desk<'_>,
    id: &str,
    number: &str,
    sound: &str,
) -> StatusCode {
    let path = format!("/{id}/chunks/{number}");
    ask(app, desk, (Method::PUT, &path, sound)).await.status
}

pub(super) async fn finish(app: &TestApp, desk: &Desk<'_>, id: &str, chunks: u64) -> StatusCode {
    let body = json!({ "chunks": chunks }).to_string();
    let path = format!("/{id}/finish");
    ask(app, desk, (Method::POST, &path, &body)).await.status
}

/// A recording whose sound is `onetwothree`, finished.
pub(super) async fn finished(app: &TestApp, desk: &Desk<'_>) -> String {
    let id = begun(app, desk).await;
    // In any order, and some twice.
    for (number, sound) in [("1", "two"), ("0", "one"), ("1", "two"), ("2", "three")] {
        assert_eq!(
            put(app, desk, &id, number, sound).await,
            StatusCode::NO_CONTENT
        );
    }
    assert_eq!(finish(app, desk, &id, 3).await, StatusCode::NO_CONTENT);
    assert_eq!(
        finish(app, desk, &id, 3).await,
        StatusCode::NO_CONTENT,
        "asked again"
    );
    id
}

pub(super) async fn transcribe(app: &TestApp, desk: &Desk<'_>, id: &str) -> Page {
    ask(app, desk, (Method::POST, &format!("/{id}/transcribe"), "")).await
}

pub(super) async fn play(app: &TestApp, desk: &Desk<'_>, id: &str, range: &str) -> Page {
    let path = format!("/{id}/audio");
    let route = (Method::GET, path.as_str(), "");
    as_from(app, desk, &desk.browser, route, &[("range", range)]).await
}

pub(super) async fn start(desk: &Desk<'_>, lines: &str, id: &str) -> Result<DraftId, Refused> {
    let given = json!([{ "kind": "transcript", "text": lines, "recordings": [id] }]);
    let arguments = json!({ "kind": DraftKind::SoapNote, "choice": null, "given": given });
    desk.call("start", arguments).await
}

/// A draft from a recording, with the recording's id.
pub(super) async fn drafted(app: &TestApp, desk: &Desk<'_>) -> (DraftView, String) {
    desk.ready().await;
    let id = finished(app, desk).await;
    let page = transcribe(app, desk, &id).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let lines: Vec<String> = serde_json::from_value(page.json()["lines"].clone()).unwrap();
    assert_eq!(lines[1], format!("[patient] {}", VISIT[1].1));
    let draft = start(desk, &lines.join("\n"), &id).await.unwrap();
    (desk.settled(&draft).await, id)
}

/// The first citation of something that was said, as the evidence panel shows it.
pub(super) async fn evidence(desk: &Desk<'_>, draft: &DraftView) -> EvidenceView {
    let statements = draft
        .sections
        .iter()
        .flat_map(|section| &section.statements);
    let said = statements
        .flat_map(|one| &one.citations)
        .find(|citation| citation.source.as_str().starts_with("transcript:"))
        .unwrap_or_else(|| panic!("nothing that was said is cited: {draft:?}"));
    desk.evidence(&draft.id, None, said.source.as_str())
        .await
        .unwrap()
}

pub(super) async fn sign(desk: &Desk<'_>, draft: &DraftId) {
    let preview = signable(desk, draft).await;
    desk.sign(draft, preview.revision, &preview.content_hash)
        .await
        .unwrap();
}

pub(super) async fn actions(app: &TestApp, mark: usize) -> Vec<(Action, Outcome)> {
    let all = app.audit().await.into_iter().skip(mark);
    all.filter(|entry| {
        let name = entry.action.name();
        name.contains("recording") || name.contains("consent") || name.contains("inference")
    })
    .map(|entry| (entry.action, entry.outcome))
    .collect()
}
