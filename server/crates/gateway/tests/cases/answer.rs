//! What counts as an answer in every wire format: first what does not, then what does.

use crate::scene::{GOOD, Scene, bedrock_tool, error};
use gateway::{GatewayError, Usage};
use models::{Act, Style, start};
use serde_json::json;

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
async fn engines_of_ones_own_are_held_to_a_version_that_is_named() {
    for style in [
        Style::Compatible,
        Style::Vllm,
        Style::LlamaCpp,
        Style::Ollama,
        Style::VertexChat,
    ] {
        for stream in [true, false] {
            let mock = start(style, vec![Act::OtherModel(GOOD.into())]).await;
            let plain = Scene::of(&mock).attempts(1).stream(stream);
            plain.build().ask().await.unwrap();
            for (version, wanted) in [("2026-01", Err("other_model")), ("other-model", Ok(()))] {
                let scene = Scene::of(&mock)
                    .attempts(1)
                    .stream(stream)
                    .with(&json!({"version": version}))
                    .build();
                let got = scene.ask().await.map(drop);
                assert_eq!(
                    got.map_err(|error| error.name()),
                    wanted,
                    "{style:?} {version}"
                );
            }
        }
    }
}

#[tokio::test]
async fn an_error_names_the_fault_and_nothing_of_the_answer() {
    let ward = || "ward".to_owned();
    let malformed = |what| GatewayError::Malformed {
        endpoint: ward(),
        what,
    };
    let secret = json!({"error": {"message": "secret body"}});
    for (act, want) in [
        (Act::Cut(GOOD.into()), GatewayError::Truncated(ward())),
        (Act::RefuseInWords, GatewayError::Declined),
        (
            Act::Length("{\"statements\":[".into()),
            GatewayError::OutputLimit(2048),
        ),
        (Act::say(""), GatewayError::InvalidJson),
        (Act::WrongType, malformed("no event stream")),
        (Act::Broken, malformed("an event that is no chunk")),
        (Act::ErrorInside, malformed("an error inside the stream")),
        (
            Act::ToolCall,
            malformed("a tool call, and no tool was offered"),
        ),
        (Act::Endless, GatewayError::AnswerTooLarge(2048 * 16)),
        (
            Act::Status(400, None, secret.clone()),
            GatewayError::Status {
                endpoint: ward(),
                status: 400,
            },
        ),
        (
            Act::Status(403, None, secret),
            GatewayError::Credentials(ward()),
        ),
    ] {
        let got = error(Style::Compatible, true, act).await;
        assert_eq!(got, want);
        assert!(!got.to_string().contains("secret"));
    }
    assert_eq!(
        error(Style::OpenAiResponses, true, Act::RefuseInWords).await,
        GatewayError::Declined
    );
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
