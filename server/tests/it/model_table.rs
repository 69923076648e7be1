//! Each fault of an endpoint, as a clinician meets it: the document is there, says why the model did not write it, and the log says so, too.

use crate::support::{Browser, FIRST, OWN, Setup, TestApp};
use audit::{Action, Outcome};
use futures::StreamExt as _;
use model::DraftKind;
use model::view::{DraftStatus, DraftView};
use models::{Act, Mock, Style, draft, start};
use sandbox::Personality;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An endpoint's table; it is tried once, and waited for two seconds.
fn endpoint(name: &str, url: &str, key: &Path) -> String {
    format!(
        r#"
[[endpoint]]
name = "{name}"
wire = "openai_compatible"
url = "{url}"
api_key_file = "{}"
model = "test-model"
version = "{name}"
context_window = 65536
deadline_seconds = 2
idle_seconds = 1
attempts = 1
[endpoint.agreement]
provider = "Test Hospital"
{OWN}
"#,
        key.display()
    )
}

/// The file with the endpoint's key.
fn key(folder: &tempfile::TempDir) -> PathBuf {
    let file = folder.path().join("api.key");
    std::fs::write(&file, "test-key").unwrap();
    file
}

async fn app(settings: String) -> TestApp {
    TestApp::with(Setup {
        more: settings,
        ..Setup::new(Personality::Generic)
    })
    .await
}

/// Drafts the shortest kind that a model writes.
async fn drafted(app: &TestApp) -> DraftView {
    let browser = Browser::new();
    let desk = app.launch(&browser, FIRST).await;
    desk.written(DraftKind::Handoff).await
}

/// What the endpoint does, what the draft says of it, and the name in the log.
fn table() -> Vec<(&'static str, Act, &'static str, &'static str)> {
    const REACHED: &str = "the model could not be reached";
    const BUSY: &str = "the model was too busy";
    const USED: &str = "the model's answer could not be used";
    const BROKE: &str = "the model's answer broke off";
    let wrong = json!({"statements": [{"text": 7}]}).to_string();
    let alias =
        json!({"statements": [{"text": "Well.", "citations": ["a99"], "quote": null}]}).to_string();
    vec![
        ("it fails", Act::status(500), REACHED, "status"),
        ("429 without a hint", Act::status(429), BUSY, "busy"),
        (
            "429 with a hint",
            Act::Status(429, Some("3600"), Value::Null),
            BUSY,
            "busy",
        ),
        (
            "the key is refused",
            Act::status(401),
            REACHED,
            "credentials",
        ),
        ("it is slow", Act::Hang, BUSY, "deadline"),
        ("it drips", Act::Drip, BUSY, "deadline"),
        (
            "the stream is cut",
            Act::Cut(r#"{"statements":[]}"#.into()),
            BROKE,
            "truncated",
        ),
        (
            "no JSON",
            Act::say("Certainly! Here is"),
            USED,
            "invalid_json",
        ),
        ("another schema", Act::say(&wrong), USED, "wrong_schema"),
        ("an unknown alias", Act::say(&alias), USED, "wrong_schema"),
        ("it never ends", Act::Endless, USED, "answer_too_large"),
        (
            "it declines",
            Act::Decline,
            "the model declined",
            "declined",
        ),
        (
            "it redirects",
            Act::Redirect("http://127.0.0.1:1/".into()),
            REACHED,
            "redirect",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_ends_in_a_document_that_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let key = key(&folder);
    let each = futures::stream::iter(table());
    each.for_each_concurrent(4, |(what, act, told, logged)| {
        let key = &key;
        async move {
            let mock = start(Style::Compatible, vec![act]).await;
            let chosen = "[drafting]\nendpoint = \"ward\"\n";
            let app = app(format!("{chosen}{}", endpoint("ward", &mock.url(), key))).await;
            let mark = app.mark().await;
            let view = drafted(&app).await;
            assert_eq!(view.status, DraftStatus::InReview, "{what}");
            assert_eq!(view.author, "built-in composer", "{what}");
            let mut statements = view.sections.iter().flat_map(|one| &one.statements);
            assert!(statements.all(|one| one.releasable), "{what}");
            let because = format!("written by the built-in composer, because {told}.");
            let notices: Vec<&str> = view.notices.iter().map(|one| one.what.as_str()).collect();
            assert!(
                notices.iter().any(|one| one.ends_with(&because)),
                "{what}: {notices:?}"
            );
            let ended = app.audited(mark, Action::Inference).await;
            let failure = Outcome::Failure(logged.to_owned());
            assert!(
                ended
                    .iter()
                    .any(|one| one.ends.is_some() && one.outcome == failure),
                "{what}: {:?}",
                ended.iter().map(|one| &one.outcome).collect::<Vec<_>>()
            );
        }
    })
    .await;
}

/// Answers like a model that works.
fn works() -> Act {
    Act::Answer(Arc::new(draft))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_endpoint_of_the_rule_takes_over() {
    let (bad, good): (Mock, Mock) = (
        start(Style::Compatible, vec![Act::status(500)]).await,
        start(Style::Compatible, vec![works()]).await,
    );
    let folder = tempfile::tempdir().unwrap();
    let key = key(&folder);
    let endpoints = endpoint("ward", &bad.url(), &key) + &endpoint("spare", &good.url(), &key);
    let rule = "[[route]]\nname = \"hybrid\"\nendpoints = [\"ward\", \"spare\"]\n";
    for chosen in ["ward", "by_rule"] {
        let head = format!("[drafting]\nendpoint = \"{chosen}\"\n");
        let app = app(format!("{head}{endpoints}{rule}")).await;
        let mark = app.mark().await;
        let view = drafted(&app).await;
        assert!(
            view.author.contains("test-model spare"),
            "{chosen}: {}",
            view.author
        );
        let entries = app.audited(mark, Action::Inference).await;
        let objects: Vec<String> = entries
            .into_iter()
            .filter_map(|entry| entry.detail)
            .flat_map(|detail| detail.objects)
            .collect();
        for told in [
            "provider Test Hospital",
            "agreement own_premises without a reference",
            "identifiers not replaced",
            "endpoint spare",
        ] {
            assert!(
                objects.iter().any(|one| one == told),
                "{chosen}: {told}: {objects:?}"
            );
        }
        let second = objects
            .iter()
            .find(|one| one.ends_with("number 2 of the route"));
        assert!(second.is_some(), "{chosen}: {objects:?}");
    }
    assert!(!bad.seen().is_empty(), "it was asked first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_no_rule_names_is_written_by_the_composer() {
    let good = start(Style::Compatible, vec![works()]).await;
    let rule = "[[route]]\nuse_cases = [\"prior_auth_letter/*\"]\nendpoints = [\"ward\"]\n";
    let folder = tempfile::tempdir().unwrap();
    let settings = format!(
        "[drafting]\nendpoint = \"by_rule\"\n{}{rule}",
        endpoint("ward", &good.url(), &key(&folder))
    );
    let app = app(settings).await;
    let mark = app.mark().await;
    let view = drafted(&app).await;
    assert_eq!(view.author, "built-in composer");
    let refused = app.audited(mark, Action::Inference).await;
    assert!(!refused.is_empty(), "why is in the log");
    for entry in refused {
        assert_eq!(entry.outcome, Outcome::Failure("refused".to_owned()));
        let objects = entry.detail.unwrap().objects;
        assert!(
            objects
                .iter()
                .any(|one| one.contains("no `[[route]]` matches it")),
            "{objects:?}"
        );
    }
    assert!(good.seen().is_empty());
}
