//! A visit is recorded with consent, in pieces, written down, cited, played, and its sound deleted when the note is signed.

mod desk;

use crate::support::{BODY_LIMIT, Browser, FIRST, SECOND, Setup, TestApp, TestSpeech};
use audit::{Action, Outcome};
use desk::{
    ROUTES, VISIT, actions, as_from, ask, begun, drafted, evidence, finish, finished, listening,
    play, put, sign, start, transcribe,
};
use model::view::DraftStatus;
use reqwest::{Method, StatusCode};
use sandbox::Personality;
use serde_json::{Value, json};

#[test]
fn every_route_is_in_the_table() {
    let source = include_str!("../../src/http/recordings.rs");
    let mut there: Vec<String> = source
        .split('"')
        .filter_map(|text| text.strip_prefix("/l/{launch}/recordings"))
        .map(|path| path.replace("{number}", "0"))
        .collect();
    let mut table: Vec<String> = ROUTES.map(|(_, path, _)| path.to_owned()).into();
    there.sort();
    table.sort();
    table.dedup();
    assert_eq!(there, table);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_may_listen_nothing_is_recorded() {
    let speech = TestSpeech::start(&VISIT).await;
    // An endpoint whose agreement does not cover what a patient says is none.
    for more in [
        String::new(),
        speech.settings("kind = \"own_premises\"\ncovers = [\"clinical\"]"),
    ] {
        let app = TestApp::with(Setup {
            more,
            ..Setup::new(Personality::Generic)
        })
        .await;
        let desk = app.launch(&Browser::new(), FIRST).await;
        let list = ask(&app, &desk, ROUTES[0].clone()).await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.body);
        let why = list.json()["refused"].as_str().unwrap().to_owned();
        assert!(why.contains("no endpoint that writes down speech"), "{why}");
        let page = ask(&app, &desk, ROUTES[1].clone()).await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            page.body
        );
        assert_eq!(app.rows("recordings").await, 0);
    }
    assert_eq!(speech.seen(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_consent_nothing_begins() {
    let speech = TestSpeech::start(&VISIT).await;
    let app = listening(&speech, "").await;
    let desk = app.launch(&Browser::new(), FIRST).await;
    let mark = app.mark().await;
    for body in [
        json!({"consent": false, "media_type": "audio/webm"}),
        json!({"media_type": "audio/webm"}),
        json!({"consent": "true", "media_type": "audio/webm"}),
        json!({"consent": true, "media_type": "text/html"}),
        json!({"consent": true, "media_type": "audio/webm\r\nx: y"}),
        json!({"consent": true, "media_type": "audio/webm;\r\nx: y"}),
        json!({"consent": true, "media_type": format!("audio/webm;{}", "x".repeat(100))}),
        json!({"consent": true, "media_type": "audio/webm", "patient": SECOND}),
        json!("secret-words"),
    ] {
        let page = ask(&app, &desk, (Method::POST, "", &body.to_string())).await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{body}: {}",
            page.body
        );
        assert!(!page.body.contains("secret-words"), "{}", page.body);
    }
    assert_eq!(app.rows("recordings").await, 0);
    assert_eq!(actions(&app, mark).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_launch_that_recorded_has_it() {
    let speech = TestSpeech::start(&VISIT).await;
    let app = listening(&speech, "").await;
    let browser = Browser::new();
    let desk = app.launch(&browser, FIRST).await;
    let other = app.launch(&browser.tab(), SECOND).await;
    let id = finished(&app, &desk).await;
    let mark = app.mark().await;
    for (method, path, body) in ROUTES {
        let path = path.replace("{id}", &id);
        let route = (method.clone(), path.as_str(), body);
        let unknown = as_from(&app, &desk, &Browser::new(), route.clone(), &[]).await;
        assert_eq!(unknown.status, StatusCode::UNAUTHORIZED, "{method} {path}");
        let stranger = Browser::new();
        app.launch(&stranger, FIRST).await;
        let stranger = as_from(&app, &desk, &stranger, route.clone(), &[]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{method} {path}");
        if path.is_empty() {
            continue;
        }
        let mixed = ask(&app, &other, route).await;
        assert_eq!(
            mixed.status,
            StatusCode::NOT_FOUND,
            "{method} {path}: {}",
            mixed.body
        );
    }
    for headers in [
        vec![("origin", "")],
        vec![("origin", "https://evil.example")],
        vec![("origin", app.ehr.public_url.as_str())],
        vec![("sec-fetch-site", "cross-site")],
    ] {
        for (method, path, body) in ROUTES {
            if method == Method::GET {
                continue;
            }
            let mut headers = headers.clone();
            if headers[0] == ("origin", "") {
                headers.push(("sec-fetch-site", ""));
            }
            let path = path.replace("{id}", &id);
            let route = (method, path.as_str(), body);
            let page = as_from(&app, &desk, &desk.browser, route, &headers).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{headers:?} {path}");
        }
    }
    // Nor can a draft of the other chart rest on it.
    other.ready().await;
    let refused = start(&other, "[patient] My foot hurts.", &id)
        .await
        .unwrap_err();
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(actions(&app, mark).await, [], "nothing was done");
    assert_eq!(
        (app.rows("recordings").await, app.rows("drafts").await),
        (1, 0)
    );
    assert_eq!(play(&app, &desk, &id, "").await.body, "onetwothree");
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_is_taken_once_in_bounds_and_until_the_end() {
    let speech = TestSpeech::start(&VISIT).await;
    let app = listening(&speech, "").await;
    let desk = app.launch(&Browser::new(), FIRST).await;
    let id = begun(&app, &desk).await;
    let list = ask(&app, &desk, ROUTES[0].clone()).await.json();
    assert_eq!(list["chunk_bytes"], BODY_LIMIT);
    let large = "x".repeat(BODY_LIMIT + 1);
    for (number, sound, status) in [
        ("0", large.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
        ("0", "", StatusCode::UNPROCESSABLE_ENTITY),
        ("-1", "x", StatusCode::UNPROCESSABLE_ENTITY),
        ("x", "x", StatusCode::UNPROCESSABLE_ENTITY),
        ("8192", "x", StatusCode::UNPROCESSABLE_ENTITY),
        ("0", "one", StatusCode::NO_CONTENT),
        ("0", "one", StatusCode::NO_CONTENT),
        ("0", "uno", StatusCode::CONFLICT),
        ("2", "three", StatusCode::NO_CONTENT),
    ] {
        assert_eq!(
            put(&app, &desk, &id, number, sound).await,
            status,
            "{number}"
        );
    }
    let early = transcribe(&app, &desk, &id).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.body);
    for chunks in [0, 1, 2, 3, u64::MAX] {
        assert_eq!(
            finish(&app, &desk, &id, chunks).await,
            StatusCode::CONFLICT,
            "{chunks}"
        );
    }
    // After a reload the browser asks what arrived, and sends the rest.
    let one = ask(&app, &desk, (Method::GET, &format!("/{id}"), ""))
        .await
        .json();
    assert_eq!(
        (&one["state"], &one["chunks"]),
        (&json!("open"), &json!([0, 2]))
    );
    assert_eq!(
        put(&app, &desk, &id, "1", "two").await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(finish(&app, &desk, &id, 3).await, StatusCode::NO_CONTENT);
    for (number, sound) in [("3", "four"), ("0", "one")] {
        assert_eq!(
            put(&app, &desk, &id, number, sound).await,
            StatusCode::CONFLICT
        );
    }
    let refused = start(&desk, "[patient] x", &id).await;
    desk.ready().await;
    assert!(refused.is_err(), "it is not written down yet");
    assert_eq!(speech.seen(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_recorded_cited_played_signed_and_gone() {
    let speech = TestSpeech::start(&VISIT).await;
    let app = listening(&speech, "").await;
    let desk = app.launch(&Browser::new(), FIRST).await;
    let mark = app.mark().await;
    let (draft, id) = drafted(&app, &desk).await;
    assert_eq!(draft.status, DraftStatus::InReview);
    assert_eq!(
        transcribe(&app, &desk, &id).await.status,
        StatusCode::OK,
        "asked again"
    );
    assert_eq!(speech.seen().len(), 1, "it is written down once");
    assert!(speech.seen()[0].contains("onetwothree"));

    let found = evidence(&desk, &draft).await;
    let sound = found.sound.clone().expect("its moment can be played");
    let number: u64 = found.source.as_str()["transcript:".len()..]
        .parse()
        .unwrap();
    assert_eq!(sound.recording.as_str(), id);
    assert_eq!(
        (sound.start, sound.end),
        ((number - 1) * 1000, number * 1000)
    );

    let whole = play(&app, &desk, &id, "").await;
    assert_eq!(
        (whole.status, whole.body.as_str()),
        (StatusCode::OK, "onetwothree")
    );
    for (range, want, told) in [
        ("bytes=0-", "onetwothree", "bytes 0-10/11"),
        ("bytes=2-4", "etw", "bytes 2-4/11"),
        ("bytes=-5", "three", "bytes 6-10/11"),
    ] {
        let part = play(&app, &desk, &id, range).await;
        assert_eq!(part.status, StatusCode::PARTIAL_CONTENT, "{range}");
        assert_eq!(
            (part.body.as_str(), part.header("content-range")),
            (want, told)
        );
        assert_eq!(part.header("content-type"), "audio/webm");
        assert_eq!(part.header("cache-control"), "no-store");
        assert_eq!(part.header("cross-origin-resource-policy"), "same-origin");
    }
    let beyond = play(&app, &desk, &id, "bytes=11-").await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(beyond.header("content-range"), "bytes */11");

    sign(&desk, &draft.id).await;
    assert_eq!(app.rows("recording_chunks").await, 0);
    assert_eq!(
        play(&app, &desk, &id, "").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(evidence(&desk, &draft).await.sound, None);
    let list = ask(&app, &desk, ROUTES[0].clone()).await.json();
    assert_eq!(list["recordings"], json!([]));

    let told = actions(&app, mark).await;
    let begins = |action| (action, Outcome::Begin);
    let done = |action| (action, Outcome::Success);
    assert_eq!(
        told[..7],
        [
            done(Action::ConsentNoted),
            begins(Action::RecordingStarted),
            done(Action::RecordingStarted),
            begins(Action::RecordingTranscribed),
            begins(Action::Inference),
            done(Action::Inference),
            done(Action::RecordingTranscribed),
        ]
    );
    assert!(told.contains(&done(Action::RecordingPlayed)));
    assert!(told.contains(&(
        Action::RecordingPlayed,
        Outcome::Failure("not_found".to_owned())
    )));
    assert!(told.contains(&begins(Action::RecordingDeleted)));
    assert!(told.contains(&done(Action::RecordingDeleted)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_fails_costs_nothing() {
    let speech = TestSpeech::start(&VISIT).await;
    let app = listening(&speech, "").await;
    let desk = app.launch(&Browser::new(), FIRST).await;
    let id = finished(&app, &desk).await;
    speech.refuse(400);
    let failed = transcribe(&app, &desk, &id).await;
    assert_eq!(failed.status, StatusCode::BAD_GATEWAY, "{}", failed.body);
    assert!(failed.body.contains("It is kept"), "{}", failed.body);
    assert_eq!(play(&app, &desk, &id, "").await.body, "onetwothree");
    assert_eq!(transcribe(&app, &desk, &id).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_no_transcript() {
    let speech = TestSpeech::start(&[("a", "  "), ("b", "")]).await;
    let app = listening(&speech, "").await;
    let desk = app.launch(&Browser::new(), FIRST).await;
    let id = finished(&app, &desk).await;
    let page = transcribe(&app, &desk, &id).await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        page.body
    );
    assert!(page.body.contains("No speech was heard"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_with_days_to_live_outlives_the_signature_and_no_more() {
    let speech = TestSpeech::start(&VISIT).await;
    let mut app = listening(&speech, "[recording]\nkeep = 30\n").await;
    let browser = Browser::new();
    let desk = app.launch(&browser, FIRST).await;
    let launch = desk.launch.clone();
    let (draft, id) = drafted(&app, &desk).await;
    sign(&desk, &draft.id).await;
    assert_eq!(play(&app, &desk, &id, "").await.body, "onetwothree");
    assert!(evidence(&desk, &draft).await.sound.is_some());
    let mark = app.mark().await;
    let later = "UPDATE recordings SET expires = 1";
    sqlx::query(later)
        .execute(&app.database().await)
        .await
        .unwrap();
    app.restart().await;
    for _ in 0..600 {
        if app.rows("recording_chunks").await == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let desk = app.desk(&browser, &launch);
    assert_eq!(
        play(&app, &desk, &id, "").await.status,
        StatusCode::NOT_FOUND
    );
    let swept = app.audited(mark, Action::RecordingDeleted).await;
    assert_eq!(swept[0].outcome, Outcome::Begin);
    assert_eq!(swept[0].actor, audit::Actor::System);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_can_be_thrown_away() {
    let speech = TestSpeech::start(&VISIT).await;
    let app = listening(&speech, "").await;
    let desk = app.launch(&Browser::new(), FIRST).await;
    let id = finished(&app, &desk).await;
    let path = format!("/{id}");
    let gone = ask(&app, &desk, (Method::DELETE, &path, "")).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.body);
    assert_eq!(app.rows("recording_chunks").await, 0);
    for route in [
        (Method::DELETE, path.as_str(), ""),
        (Method::POST, &format!("{path}/transcribe"), ""),
    ] {
        assert_eq!(ask(&app, &desk, route).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(
        put(&app, &desk, &id, "3", "late").await,
        StatusCode::CONFLICT
    );
    assert_eq!(speech.seen(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_log_does_not_take_is_not_done() {
    let speech = TestSpeech::start(&VISIT).await;
    let app = listening(&speech, "").await;
    let desk = app.launch(&Browser::new(), FIRST).await;
    let id = finished(&app, &desk).await;
    let full =
        "CREATE TRIGGER full BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'full'); END";
    sqlx::query(full)
        .execute(&app.database().await)
        .await
        .unwrap();
    let routes = ROUTES
        .into_iter()
        .filter(|(_, path, body)| {
            ["", "/{id}/transcribe", "/{id}/audio"].contains(path)
                && !(path.is_empty() && body.is_empty())
        })
        .chain([(Method::DELETE, "/{id}", "")]);
    for (method, path, body) in routes {
        let path = path.replace("{id}", &id);
        let page = ask(&app, &desk, (method.clone(), &path, body)).await;
        assert_eq!(
            page.status,
            StatusCode::INTERNAL_SERVER_ERROR,
            "{method} {path}: {}",
            page.body
        );
        let words: Value = page.json();
        assert!(
            words["message"].as_str().unwrap().contains("audit log"),
            "{words}"
        );
    }
    assert_eq!(speech.seen(), Vec::<String>::new());
    assert_eq!(
        (
            app.rows("recordings").await,
            app.rows("recording_chunks").await
        ),
        (1, 3)
    );
}
