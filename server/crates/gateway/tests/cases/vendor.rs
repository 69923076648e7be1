//! What vendors mean by their errors, hints and tokens.

use crate::scene::{GOOD, Scene, error};
use models::{Act, Style, start};
use serde_json::json;

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
