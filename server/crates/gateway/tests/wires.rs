//! Every wire format against a server that refuses what its vendor refuses: first what must not count as an answer, then what must.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod scene;

use gateway::{GatewayError, Outcome, Usage};
use models::{Act, Style, start};
use scene::{GOOD, Scene, bedrock_tool};
use serde_json::json;

/// The error of one act, and that the log and the budget say so, too.
async fn error(style: Style, stream: bool, act: Act) -> GatewayError {
    let mock = start(style, vec![act]).await;
    let scene = Scene::of(&mock).attempts(1).stream(stream).build();
    let error = scene.ask().await.unwrap_err();
    assert_eq!(mock.faults(), Vec::<String>::new(), "{style:?}");
    assert!(!error.to_string().contains("7.4"));
    let ended = scene.log.ended.lock().unwrap();
    assert_eq!(ended[0].outcome, Outcome::Failed(error.name()), "{style:?}");
    error
}

#[tokio::test]
async fn what_is_no_answer_is_an_error_of_its_kind() {
    let text = || GOOD.to_owned();
    for style in Style::ALL {
        for (act, want) in [
            (Act::Length(text()), "output_limit"),
            (Act::OddStop(text()), "malformed"),
            (Act::Cut(text()), "truncated"),
            (Act::ErrorInside, "malformed"),
            (Act::Broken, "malformed"),
            (Act::WrongType, "malformed"),
            (Act::Endless, "answer_too_large"),
            (Act::say("Certainly!"), "invalid_json"),
            (Act::say(r#"{"statements":[{"text":1}]}"#), "wrong_schema"),
            (Act::status(400), "status"),
            (Act::status(401), "credentials"),
            (Act::status(403), "credentials"),
            (Act::status(413), "too_long"),
            (Act::status(500), "status"),
            (Act::status(503), "busy"),
            (Act::Redirect("http://127.0.0.1:1/".into()), "redirect"),
        ] {
            let got = error(style, true, act).await;
            // Bedrock's cut has no checksum to fail, Ollama's half line is no JSON: each is refused in its own way.
            assert_eq!(got.name(), want, "{style:?}: {got}");
        }
        if !matches!(style, Style::Ollama) {
            assert_eq!(
                error(style, true, Act::Decline).await,
                GatewayError::Declined,
                "{style:?}"
            );
            assert_eq!(
                error(style, true, Act::BusyInside).await.name(),
                "busy",
                "{style:?}"
            );
        }
        if !matches!(
            style,
            Style::Anthropic | Style::VertexClaude | Style::Bedrock
        ) {
            assert_eq!(
                error(style, true, Act::ToolCall).await.name(),
                "malformed",
                "{style:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_model_that_is_not_the_pinned_one_is_refused() {
    for style in [
        Style::OpenAiChat,
        Style::OpenAiResponses,
        Style::Azure,
        Style::Anthropic,
        Style::Gemini,
        Style::VertexClaude,
    ] {
        let got = error(style, true, Act::OtherModel(GOOD.into())).await;
        assert_eq!(got.name(), "other_model", "{style:?}");
    }
}

#[tokio::test]
async fn errors_say_what_the_vendor_means_by_them() {
    for (style, status, body, want) in [
        (
            Style::OpenAiChat,
            429,
            json!({"error": {"code": "insufficient_quota"}}),
            "quota",
        ),
        (
            Style::OpenAiChat,
            400,
            json!({"error": {"code": "context_length_exceeded"}}),
            "too_long",
        ),
        (
            Style::Azure,
            400,
            json!({"error": {"code": "content_filter"}}),
            "declined",
        ),
        (
            Style::OpenAiResponses,
            429,
            json!({"error": {"code": "rate_limit_exceeded"}}),
            "busy",
        ),
        (
            Style::Anthropic,
            529,
            json!({"type": "error", "error": {"type": "overloaded_error"}}),
            "busy",
        ),
        (
            Style::Anthropic,
            400,
            json!({"error": {"type": "invalid_request_error", "message": "prompt is too long: 1 > 0"}}),
            "too_long",
        ),
        (
            Style::Anthropic,
            402,
            json!({"error": {"type": "billing_error"}}),
            "quota",
        ),
        (
            Style::Bedrock,
            400,
            json!({"message": "Input is too long for requested model."}),
            "too_long",
        ),
        (
            Style::Bedrock,
            403,
            json!({"message": "The security token included in the request is expired"}),
            "credentials",
        ),
        (
            Style::Gemini,
            400,
            json!({"error": {"status": "INVALID_ARGUMENT", "message": "The input token count exceeds"}}),
            "too_long",
        ),
        (
            Style::Gemini,
            403,
            json!({"error": {"status": "PERMISSION_DENIED"}}),
            "credentials",
        ),
    ] {
        let got = error(style, true, Act::Status(status, None, body)).await;
        assert_eq!(got.name(), want, "{style:?}");
    }
}

#[tokio::test]
async fn a_hint_to_come_again_is_followed_wherever_it_stands() {
    let delay = json!([{"error": {"status": "RESOURCE_EXHAUSTED", "details": [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.01s"}]}}]);
    for (style, act) in [
        (Style::Gemini, Act::Status(429, None, delay)),
        (
            Style::Anthropic,
            Act::Status(
                529,
                Some("0"),
                json!({"error": {"type": "overloaded_error"}}),
            ),
        ),
        (Style::Bedrock, Act::Status(429, Some("0"), json!({}))),
        (
            Style::OpenAiResponses,
            Act::Status(503, Some("0"), json!({})),
        ),
        // Longer than the deadline: the request ends at once.
    ] {
        let mock = start(style, vec![act, Act::say(GOOD)]).await;
        let scene = Scene::of(&mock).attempts(2).build();
        scene.ask().await.unwrap();
        assert_eq!(scene.log.ended.lock().unwrap()[0].attempts, 2);
        assert_eq!(mock.seen().len(), 2);
    }
    let far = json!({"error": {"status": "UNAVAILABLE", "details": [{"retryDelay": "9000s"}]}});
    let mock = start(
        Style::Gemini,
        vec![Act::Status(503, None, far), Act::say(GOOD)],
    )
    .await;
    assert_eq!(
        Scene::of(&mock)
            .attempts(2)
            .build()
            .ask()
            .await
            .unwrap_err()
            .name(),
        "busy"
    );
    assert_eq!(mock.seen().len(), 1);
}

#[tokio::test]
async fn an_answer_arrives_whole_in_every_wire_format() {
    for style in Style::ALL {
        for (stream, size) in [
            (true, 1),
            (true, 7),
            (true, usize::MAX),
            (false, usize::MAX),
        ] {
            let mock = start(style, vec![Act::Say(GOOD.into(), size)]).await;
            let scene = Scene::of(&mock).stream(stream).build();
            let answer = scene
                .ask()
                .await
                .unwrap_or_else(|error| panic!("{style:?} {stream}: {error} {:?}", mock.faults()));
            assert_eq!(
                answer.json.expose()["statements"][0]["text"],
                "Größe 1,80 m · HbA1c 7.4 %"
            );
            assert_eq!(
                answer.usage,
                Some(Usage {
                    input: 11,
                    output: 7
                }),
                "{style:?} {stream}"
            );
            assert!(mock.faults().is_empty());
            let ended = scene.log.ended.lock().unwrap();
            assert!(!ended[0].spent.estimated && ended[0].spent.tokens == 18);
            // Static instructions first, patient data last; nothing of the patient outside the body.
            let seen = &mock.seen()[0];
            assert!(
                !seen.path.contains("7.4")
                    && seen.headers.iter().all(|header| !header.1.contains("7.4"))
            );
        }
    }
}

#[tokio::test]
async fn the_schema_can_be_told_as_a_tool() {
    for style in [Style::Anthropic, Style::VertexClaude, Style::Bedrock] {
        for stream in [true, false] {
            let mock = start(style, vec![Act::Say(GOOD.into(), 5)]).await;
            let scene = Scene::of(&mock)
                .stream(stream)
                .with(&bedrock_tool())
                .build();
            scene
                .ask()
                .await
                .unwrap_or_else(|error| panic!("{style:?} {stream}: {error} {:?}", mock.faults()));
        }
    }
}

#[tokio::test]
async fn tokens_are_fetched_once_kept_and_fetched_again_when_refused() {
    for style in [Style::Azure, Style::Gemini] {
        let mock = start(
            style,
            vec![Act::say(GOOD), Act::status(401), Act::say(GOOD)],
        )
        .await;
        let scene = Scene::of(&mock)
            .entra(style == Style::Azure)
            .attempts(2)
            .build();
        scene
            .ask()
            .await
            .unwrap_or_else(|error| panic!("{style:?}: {error} {:?}", mock.faults()));
        assert_eq!(mock.tokens(), 1, "{style:?}");
        scene.ask().await.unwrap();
        assert_eq!(
            mock.tokens(),
            2,
            "{style:?}: a refused token is fetched anew, once"
        );
        let mock = start(style, vec![Act::status(401)]).await;
        let scene = Scene::of(&mock)
            .entra(style == Style::Azure)
            .attempts(5)
            .build();
        assert_eq!(scene.ask().await.unwrap_err().name(), "credentials");
        assert_eq!(mock.tokens(), 2, "{style:?}: and not for ever");
    }
}

#[tokio::test]
async fn prompts_of_two_tenants_share_no_cache() {
    let mock = start(Style::Vllm, vec![Act::say(GOOD)]).await;
    let scene = Scene::of(&mock).build();
    for tenant in ["a", "b", "a"] {
        scene.ask_as(tenant, "u").await.unwrap();
    }
    let salts: Vec<String> = mock
        .seen()
        .iter()
        .map(|seen| seen.body["cache_salt"].as_str().unwrap().to_owned())
        .collect();
    assert!(salts[0] == salts[2] && salts[0] != salts[1] && salts[0].len() == 64);
}
