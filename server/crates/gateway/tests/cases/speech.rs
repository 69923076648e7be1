//! Transcription and embeddings.

use crate::scene::Scene;
use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use gateway::{Acting, Budget, Caller, GatewayError, Outcome, Phi, Recording, Refusal};
use models::{Act, Style, start};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

type Shared = Arc<Mutex<(Value, Vec<Vec<u8>>)>>;

/// A server that takes what `/audio/transcriptions` and `/embeddings` take, and answers this.
async fn speech(answer: Value) -> (String, Shared) {
    async fn hear(
        State(shared): State<Shared>,
        headers: HeaderMap,
        body: Bytes,
    ) -> (StatusCode, Json<Value>) {
        let kind = headers["content-type"].to_str().unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        let boundary = kind
            .strip_prefix("multipart/form-data; boundary=")
            .unwrap_or("?");
        let fields = [
            "model\"\r\n\r\ntest-model",
            "response_format\"\r\n\r\nverbose_json",
            "timestamp_granularities[]\"\r\n\r\nsegment",
            "filename=\"audio.wav\"\r\ncontent-type: audio/wav\r\n\r\nRIFF",
        ];
        if !text.starts_with(&format!("--{boundary}\r\n"))
            || !text.ends_with(&format!("\r\n--{boundary}--\r\n"))
            || fields.iter().any(|field| !text.contains(field))
            || headers["authorization"] != "Bearer test-key"
        {
            return (StatusCode::BAD_REQUEST, Json(json!({})));
        }
        let mut shared = shared.lock().unwrap();
        shared.1.push(body.to_vec());
        (StatusCode::OK, Json(shared.0.clone()))
    }
    async fn embed(
        State(shared): State<Shared>,
        Json(body): Json<Value>,
    ) -> (StatusCode, Json<Value>) {
        let fits = body["model"] == "test-model"
            && body["input"].is_array()
            && body["encoding_format"] == "float";
        let status = if fits {
            StatusCode::OK
        } else {
            StatusCode::BAD_REQUEST
        };
        (status, Json(shared.lock().unwrap().0.clone()))
    }
    let shared: Shared = Arc::new(Mutex::new((answer, Vec::new())));
    let app = Router::new()
        .route("/v1/audio/transcriptions", post(hear))
        .route("/v1/embeddings", post(embed))
        .with_state(shared.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (url, shared)
}

async fn scene(answer: Value) -> (Scene, Acting, Shared) {
    within(answer, Budget::default()).await
}

async fn within(answer: Value, budget: Budget) -> (Scene, Acting, Shared) {
    let (url, shared) = speech(answer).await;
    let other = start(Style::Compatible, vec![Act::say("{}")]).await;
    let scene = Scene::of(&other)
        .with(&json!({"url": url, "attempts": 1, "capabilities": ["transcription", "embedding"]}))
        .but(
            "/agreement/covers",
            json!([
                "direct_identifier",
                "clinical",
                "quasi_identifier",
                "free_text"
            ]),
        )
        .budget(budget)
        .build();
    let acting = scene.engine.acting(Caller {
        tenant: "t".into(),
        ..Caller::default()
    });
    (scene, acting, shared)
}

fn recording() -> Recording {
    Recording {
        bytes: Phi::new(b"RIFF....WAVE".to_vec()),
        media_type: "audio/wav".into(),
        language: Some("en".into()),
    }
}

/// Answers that are no transcript, each with what is said of it.
fn wrong() -> [(Value, &'static str); 8] {
    let piece = |start: f64, end: f64| json!({"start": start, "end": end, "text": "x"});
    [
        (
            json!({"text": "I'm sorry, I can't listen to this."}),
            "words without their times",
        ),
        (
            json!({"text": "Good morning.", "segments": []}),
            "words without their times",
        ),
        (
            json!({"error": {"message": "overloaded"}}),
            "an error in the place of a transcript",
        ),
        (json!("overloaded"), "no transcript with segments"),
        (
            json!({"segments": [piece(5.0, 1.0)]}),
            "times make no sense",
        ),
        (
            json!({"segments": [piece(5.0, 6.0), piece(1.0, 2.0)]}),
            "times make no sense",
        ),
        (
            json!({"segments": [piece(-1.0, 2.0)]}),
            "times make no sense",
        ),
        (
            json!({"segments": [piece(0.0, 2.0), piece(3000.0, 3001.0)]}),
            "outside the sound",
        ),
    ]
}

#[tokio::test]
async fn what_is_no_transcript_is_refused() {
    for (answer, want) in wrong() {
        let (scene, acting, _) = scene(answer).await;
        let error = acting.transcribe(&recording(), None).await.unwrap_err();
        assert!(matches!(error, GatewayError::Malformed { .. }), "{error}");
        assert!(error.to_string().contains(want), "{error}");
        assert_eq!(scene.log.begun.lock().unwrap().len(), 1);
        let ended = scene.log.ended.lock().unwrap();
        assert_eq!(ended[0].outcome, Outcome::Failed("malformed"), "{want}");
    }
    let (_, acting, shared) = scene(json!({})).await;
    for bad in [
        Recording {
            media_type: "text/plain".into(),
            ..recording()
        },
        Recording {
            bytes: Phi::new(Vec::new()),
            ..recording()
        },
        Recording {
            bytes: Phi::new(vec![0; (25 << 20) + 1]),
            ..recording()
        },
    ] {
        assert!(matches!(
            acting.transcribe(&bad, None).await.unwrap_err(),
            GatewayError::Refused(_)
        ));
    }
    assert!(shared.lock().unwrap().1.is_empty());
}

#[tokio::test]
async fn a_recording_that_the_budget_does_not_allow_is_not_sent() {
    let answer = json!({"segments": [{"start": 0.0, "end": 1.5, "text": "Good morning."}]});
    // 20 seconds at most: 200 tokens heard, 100 said.
    let long = Recording {
        bytes: Phi::new([b"RIFF....WAVE".to_vec(), vec![0; 39_988]].concat()),
        ..recording()
    };
    for (request, day, sent) in [
        (Some(299), None, 0),
        (Some(300), None, 2),
        (None, Some(300), 1),
    ] {
        let budget = Budget {
            request_tokens: request,
            tenant_tokens: day,
            ..Budget::default()
        };
        let (scene, acting, shared) = within(answer.clone(), budget).await;
        let results = [
            acting.transcribe(&long, None).await,
            acting.transcribe(&long, None).await,
        ];
        let refused = results
            .iter()
            .filter(|one| matches!(one, Err(GatewayError::Refused(Refusal::Budget(_)))));
        assert_eq!(
            (refused.count(), shared.lock().unwrap().1.len()),
            (2 - sent, sent)
        );
        let begun = scene.log.begun.lock().unwrap().len();
        assert_eq!(begun, sent, "what is not sent is not begun");
        let spent = 300 * sent as u64;
        assert_eq!(
            scene.ledger.tenant("t").0,
            spent,
            "what was sent is charged"
        );
        assert_eq!(scene.ledger.tenant("t").1 > 0, sent > 0);
    }
}

#[tokio::test]
async fn an_endpoint_that_answers_nonsense_gives_way_to_the_next() {
    let good =
        json!({"text": "It hurts.", "segments": [{"start": 0.0, "end": 1.5, "text": "It hurts."}]});
    for (answer, _) in wrong() {
        let (bad, _) = speech(answer).await;
        let (url, _) = speech(good.clone()).await;
        let other = start(Style::Compatible, vec![Act::say("{}")]).await;
        let scene = Scene::of(&other)
            .with(&json!({"url": bad}))
            .then("second", &other)
            .but("/url", json!(url))
            .with(&json!({"attempts": 1, "capabilities": ["transcription"]}))
            .covering_all()
            .build();
        let acting = scene.engine.acting(Caller::default());
        let transcript = acting.transcribe(&recording(), None).await.unwrap();
        assert_eq!(transcript.segments[0].text.expose(), "It hurts.");
        let ended = scene.log.ended.lock().unwrap();
        let outcomes: Vec<Outcome> = ended.iter().map(|end| end.outcome.clone()).collect();
        assert_eq!(outcomes, [Outcome::Failed("malformed"), Outcome::Answered]);
    }
}

#[tokio::test]
async fn silence_is_a_transcript_without_segments() {
    let (_, acting, _) = scene(json!({"text": "", "segments": []})).await;
    let transcript = acting.transcribe(&recording(), None).await.unwrap();
    assert!(transcript.segments.is_empty());
}

#[tokio::test]
async fn segments_come_with_their_times() {
    let answer = json!({"text": "Good morning. It hurts.", "segments": [{"id": 0, "start": 0.0, "end": 1.5, "text": " Good morning."}, {"id": 1, "start": 1.5, "end": 3.0, "text": " It hurts."}]});
    let (scene, acting, _) = scene(answer).await;
    let transcript = acting.transcribe(&recording(), Some("ward")).await.unwrap();
    let segments: Vec<(f64, &str)> = transcript
        .segments
        .iter()
        .map(|one| (one.start, one.text.expose().as_str()))
        .collect();
    assert_eq!(segments, [(0.0, "Good morning."), (1.5, "It hurts.")]);
    assert!(!format!("{transcript:?}").contains("hurts"));
    let begun = scene.log.begun.lock().unwrap();
    assert_eq!(begun[0].use_case, "transcription");
    assert!(begun[0].prompt_fingerprint.is_some());
}

#[tokio::test]
async fn vectors_come_in_the_order_of_their_texts() {
    let texts = [Phi::new("a".to_owned()), Phi::new("b".to_owned())];
    let (_, acting, _) = scene(
        json!({"data": [{"index": 1, "embedding": [2.0]}, {"index": 0, "embedding": [1.0]}]}),
    )
    .await;
    assert_eq!(
        acting.embed(&texts, None).await.unwrap(),
        [vec![1.0], vec![2.0]]
    );
    for bad in [
        json!({"data": [{"index": 0, "embedding": [1.0]}]}),
        json!({"data": [{"index": 0, "embedding": []}, {"index": 1, "embedding": [1.0]}]}),
        json!({}),
    ] {
        let (_, acting, _) = scene(bad).await;
        assert!(matches!(
            acting.embed(&texts, None).await.unwrap_err(),
            GatewayError::Malformed { .. }
        ));
    }
}
