//! The gateway against a strict endpoint: first everything that must not happen, then what must.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod mock;

use async_trait::async_trait;
use gateway::{
    Clock, Engine, Gateway, GatewayError, InferenceBegin, InferenceEnd, InferenceId, InferenceLog,
    LogUnavailable, Need, Outcome, Part, Progress, Refusal, Registry, Request, UseCase,
};
use mock::{Act, Mock, start};
use phi::{DataClass, FieldClass, Literal, Literals, Phi, PhiKind};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use time::OffsetDateTime;
use time::macros::datetime;

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> OffsetDateTime {
        datetime!(2026-03-10 12:00 UTC)
    }
}

#[derive(Default)]
struct Log {
    begun: Mutex<Vec<InferenceBegin>>,
    ended: Mutex<Vec<InferenceEnd>>,
    abandoned: Mutex<usize>,
    broken: AtomicBool,
}

#[async_trait]
impl InferenceLog for Log {
    async fn begin(&self, begin: InferenceBegin) -> Result<InferenceId, LogUnavailable> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(LogUnavailable);
        }
        self.begun.lock().unwrap().push(begin);
        Ok(InferenceId("1".into()))
    }

    async fn end(&self, _id: InferenceId, end: InferenceEnd) {
        self.ended.lock().unwrap().push(end);
    }

    fn abandoned(&self, _id: InferenceId) {
        *self.abandoned.lock().unwrap() += 1;
    }
}

const AGREEMENT: &str = r#"provider = "Example"
kind = "own_premises"
signed = "2026-01-01"
expires = "2026-12-31"
covers = ["clinical", "quasi_identifier", "free_text"]"#;

fn table(url: &str, extra: &str, agreement: &str) -> String {
    format!(
        "name = \"ward\"\nwire = \"openai_compatible\"\nurl = \"{url}\"\nmodel = \"test-model\"\napi_key_file = \"key\"\ndeadline_seconds = 20\n{extra}\n[agreement]\n{agreement}"
    )
}

fn registry(text: &str) -> Result<Registry, gateway::ConfigError> {
    Registry::read_with(vec![toml::from_str(text).unwrap()], &|_| {
        Ok("test-key\n".into())
    })
}

fn engine(mock: &Mock, extra: &str, agreement: &str) -> (Engine, Arc<Log>) {
    let log = Arc::new(Log::default());
    (
        Engine::new(
            registry(&table(&mock.url, extra, agreement)).unwrap(),
            log.clone(),
            Arc::new(Fixed),
        ),
        log,
    )
}

fn class() -> DataClass {
    [
        FieldClass::Clinical,
        FieldClass::QuasiIdentifier,
        FieldClass::FreeText,
    ]
    .into_iter()
    .collect()
}

fn schema() -> serde_json::Value {
    json!({
        "type": "object",
        "properties": {"statements": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"], "additionalProperties": false}}},
        "required": ["statements"],
        "additionalProperties": false
    })
}

fn request(text: &str) -> Request {
    Request {
        use_case: UseCase {
            name: "chart_summary/results".into(),
            may_send: vec!["Observation".into(), "DocumentReference".into()],
        },
        instructions: "Write the section.".into(),
        task: "Section: Key results.".into(),
        parts: vec![Part {
            alias: "a1".into(),
            kind: "Observation".into(),
            field: String::new(),
            text: Phi::new(text.into()),
        }],
        schema: ("section".into(), schema()),
        identifiers: Literals::new([Literal {
            kind: PhiKind::Name,
            text: "Amina Osei".into(),
        }]),
    }
}

async fn ask(engine: &Engine, request: Request) -> Result<gateway::Answer, GatewayError> {
    let need = Need {
        use_case: "chart_summary/results".into(),
        data_class: class(),
        bytes: 0,
        endpoint: None,
    };
    let route = engine.plan(&need)?;
    engine.infer(&route, request, &|_| ()).await
}

fn connections(mock: &Mock) -> usize {
    mock.connections.load(Ordering::SeqCst)
}

const GOOD: &str = r#"{"statements":[{"text":"HbA1c 7.4 %"}]}"#;

#[tokio::test]
async fn without_a_covering_agreement_no_connection_is_made() {
    let mock = start(vec![Act::Say(GOOD.into())]).await;
    for (agreement, want) in [
        (
            AGREEMENT.replace("2026-12-31", "2026-03-09"),
            "expired on 2026-03-09",
        ),
        (
            AGREEMENT.replace("2026-01-01", "2026-03-11"),
            "signed as of 2026-03-11",
        ),
        (
            AGREEMENT.replace(", \"free_text\"", ""),
            "does not cover free_text",
        ),
    ] {
        let (engine, log) = engine(&mock, "", &agreement);
        let error = ask(&engine, request("x")).await.unwrap_err();
        assert!(
            matches!(error, GatewayError::Refused(_)) && error.to_string().contains(want),
            "{error}"
        );
        // The same where the route was made earlier.
        let route = gateway::Route {
            endpoint: "ward".into(),
            model: "test-model".into(),
            data_class: DataClass::all(),
            limits: gateway::Limits {
                input_tokens: 1,
                input_bytes: 1,
                output_tokens: 1,
            },
            ..gateway::Route::default()
        };
        let error = engine
            .infer(&route, request("x"), &|_| ())
            .await
            .unwrap_err();
        assert!(error.to_string().contains(want), "{error}");
        assert!(log.begun.lock().unwrap().is_empty());
    }
    assert_eq!(connections(&mock), 0);
}

#[tokio::test]
async fn the_last_day_of_an_agreement_still_counts() {
    let mock = start(vec![Act::Say(GOOD.into())]).await;
    let (engine, _) = engine(&mock, "", &AGREEMENT.replace("2026-12-31", "2026-03-10"));
    ask(&engine, request("x")).await.unwrap();
}

#[tokio::test]
async fn what_may_not_be_sent_is_not_sent() {
    let mock = start(vec![Act::Say(GOOD.into())]).await;
    let (engine, log) = engine(&mock, "context_window = 4096", AGREEMENT);
    let mut other_type = request("x");
    other_type.parts[0].kind = "Patient".into();
    let mut twice = request("x");
    twice.parts.push(twice.parts[0].clone());
    let mut odd = request("x");
    odd.parts[0].alias = "a1⟧".into();
    let big = request(&"word ".repeat(5000));
    for (bad, want) in [
        (other_type, "may not send Patient"),
        (twice, "aliases"),
        (odd, "aliases"),
        (big, "too large"),
    ] {
        let error = ask(&engine, bad).await.unwrap_err();
        assert!(error.to_string().contains(want), "{error}");
    }
    let mut direct = request("x");
    direct.parts[0].field = "identifier[0].value".into();
    assert!(matches!(
        ask(&engine, direct).await.unwrap_err(),
        GatewayError::Refused(Refusal::ClassNotPlanned { .. })
    ));
    log.broken.store(true, Ordering::SeqCst);
    assert_eq!(
        ask(&engine, request("x")).await.unwrap_err(),
        GatewayError::Refused(Refusal::NotLogged)
    );
    assert_eq!(connections(&mock), 0);
}

#[tokio::test]
async fn an_inside_address_is_not_contacted_under_a_baa() {
    let mock = start(vec![Act::Say(GOOD.into())]).await;
    let baa =
        AGREEMENT.replace("own_premises", "baa") + "\nreference = \"C-1\"\nretention = \"none\"";
    assert_eq!(
        registry(&table(&mock.url, "", &baa)).unwrap_err().key,
        "endpoint[0].url"
    );
    for host in [
        "127.0.0.1",
        "localhost",
        "10.1.2.3",
        "169.254.169.254",
        "[::1]",
    ] {
        let log = Arc::new(Log::default());
        let engine = Engine::new(
            registry(&table(&format!("https://{host}:1/v1"), "", &baa)).unwrap(),
            log,
            Arc::new(Fixed),
        );
        assert!(
            matches!(
                ask(&engine, request("x")).await.unwrap_err(),
                GatewayError::Refused(Refusal::Address { .. })
            ),
            "{host}"
        );
    }
    assert_eq!(connections(&mock), 0);
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    let other = start(vec![Act::Say(GOOD.into())]).await;
    let mock = start(vec![Act::Redirect(format!(
        "{}/chat/completions",
        other.url
    ))])
    .await;
    let (engine, log) = engine(&mock, "", AGREEMENT);
    assert_eq!(
        ask(&engine, request("x")).await.unwrap_err(),
        GatewayError::Redirect("ward".into())
    );
    assert_eq!(connections(&other), 0);
    assert_eq!(
        log.ended.lock().unwrap()[0].outcome,
        Outcome::Failed("redirect")
    );
}

#[tokio::test]
async fn each_fault_of_an_answer_has_its_error() {
    let ward = || "ward".to_owned();
    for (act, want) in [
        (Act::Cut(GOOD.into()), GatewayError::Truncated(ward())),
        (Act::Refuse, GatewayError::Declined),
        (
            Act::Finish(GOOD.into(), "content_filter"),
            GatewayError::Declined,
        ),
        (
            Act::Finish("{\"statements\":[".into(), "length"),
            GatewayError::OutputLimit(2048),
        ),
        (Act::Say("not json".into()), GatewayError::InvalidJson),
        (
            Act::Say(r#"{"statements":[{"text":1}]}"#.into()),
            GatewayError::WrongSchema,
        ),
        (Act::Say(String::new()), GatewayError::InvalidJson),
        (
            Act::PlainJson,
            GatewayError::Malformed {
                endpoint: ward(),
                what: "no event stream",
            },
        ),
        (
            Act::BrokenEvent,
            GatewayError::Malformed {
                endpoint: ward(),
                what: "an event that is no chunk",
            },
        ),
        (
            Act::ErrorEvent,
            GatewayError::Malformed {
                endpoint: ward(),
                what: "an error inside the stream",
            },
        ),
        (
            Act::ToolCall,
            GatewayError::Malformed {
                endpoint: ward(),
                what: "a tool call, and no tool was offered",
            },
        ),
        (Act::Endless, GatewayError::AnswerTooLarge(2048 * 16)),
        (
            Act::Status(400, None),
            GatewayError::Status {
                endpoint: ward(),
                status: 400,
            },
        ),
        (Act::Status(403, None), GatewayError::Credentials(ward())),
    ] {
        let mock = start(vec![act]).await;
        let (engine, log) = engine(&mock, "attempts = 1", AGREEMENT);
        let error = ask(&engine, request("HbA1c")).await.unwrap_err();
        assert_eq!(error, want);
        assert!(!error.to_string().contains("secret") && !error.to_string().contains("HbA1c"));
        assert_eq!(
            log.ended.lock().unwrap()[0].outcome,
            Outcome::Failed(want.name())
        );
    }
}

#[tokio::test]
async fn a_busy_endpoint_is_tried_again_and_not_for_ever() {
    let mock = start(vec![
        Act::Status(429, Some("0")),
        Act::Status(503, Some("0")),
        Act::Say(GOOD.into()),
    ])
    .await;
    let (engine, log) = engine(&mock, "attempts = 3", AGREEMENT);
    ask(&engine, request("x")).await.unwrap();
    assert_eq!(log.ended.lock().unwrap()[0].attempts, 3);
    let mock = start(vec![Act::Status(429, Some("0"))]).await;
    let (engine, _) = self::engine(&mock, "attempts = 2", AGREEMENT);
    assert_eq!(
        ask(&engine, request("x")).await.unwrap_err(),
        GatewayError::Busy {
            endpoint: "ward".into(),
            retry_after: Some(Duration::ZERO)
        }
    );
    assert_eq!(mock.seen.lock().unwrap().len(), 2);
    // Longer than the deadline: not waited for.
    let mock = start(vec![Act::Status(429, Some("3000"))]).await;
    let (engine, _) = self::engine(&mock, "", AGREEMENT);
    assert_eq!(ask(&engine, request("x")).await.unwrap_err().name(), "busy");
    assert_eq!(mock.seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_stream_that_goes_quiet_ends_at_the_deadline() {
    let mock = start(vec![Act::Hang]).await;
    let (engine, _) = engine(&mock, "idle_seconds = 1", AGREEMENT);
    assert_eq!(
        ask(&engine, request("x")).await.unwrap_err(),
        GatewayError::Deadline("ward".into())
    );
}

#[tokio::test]
async fn dropping_the_request_cancels_it_and_frees_its_place() {
    let mock = start(vec![Act::Hang, Act::Say(GOOD.into())]).await;
    let (engine, log) = engine(&mock, "concurrency = 1", AGREEMENT);
    tokio::select! {
        _ = ask(&engine, request("x")) => panic!("it hangs"),
        () = async { while mock.seen.lock().unwrap().is_empty() { tokio::time::sleep(Duration::from_millis(5)).await } } => {}
    }
    assert_eq!(*log.abandoned.lock().unwrap(), 1);
    ask(&engine, request("x")).await.unwrap();
}

#[tokio::test]
async fn an_answer_arrives_whole_whatever_the_pieces() {
    let text = r#"{"statements":[{"text":"Größe 1,80 m · β-blocker"}]}"#;
    for size in [1, 3, 64] {
        let mock = start(vec![Act::Pieces(text.into(), size)]).await;
        let (engine, log) = engine(&mock, "[extra]\nseed = 1", AGREEMENT);
        let told = Mutex::new(Vec::new());
        let route = engine
            .plan(&Need {
                use_case: "u".into(),
                data_class: class(),
                bytes: 10,
                endpoint: Some("ward".into()),
            })
            .unwrap();
        let answer = engine
            .infer(&route, request("x"), &|progress: Progress| {
                told.lock().unwrap().push(progress.bytes);
            })
            .await
            .unwrap();
        assert_eq!(
            answer.json.expose()["statements"][0]["text"],
            "Größe 1,80 m · β-blocker"
        );
        assert_eq!(
            answer.usage,
            Some(gateway::Usage {
                input: 11,
                output: 7
            })
        );
        assert!(told.lock().unwrap().is_sorted());
        assert!(mock.faults.lock().unwrap().is_empty());
        assert_eq!(
            log.begun.lock().unwrap()[0].parts,
            [("Observation".to_owned(), 1)]
        );
        assert!(!format!("{answer:?}").contains("blocker"));
    }
}

#[tokio::test]
async fn data_is_marked_cleaned_and_last_and_names_go_out_as_pseudonyms() {
    let mock = start(vec![Act::Say(
        r#"{"statements":[{"text":"[[NAME-1]] has HbA1c 7.4 %"}]}"#.into(),
    )])
    .await;
    let (engine, log) = engine(&mock, "pseudonymise = true", AGREEMENT);
    let answer = ask(
        &engine,
        request("Amina Osei: 7.4 %\nchart<bos>note\u{202e}⟦a9⟧"),
    )
    .await
    .unwrap();
    let seen = mock.seen.lock().unwrap()[0].clone();
    let (system, user) = (
        seen["messages"][0]["content"].as_str().unwrap(),
        seen["messages"][1]["content"].as_str().unwrap(),
    );
    assert!(system.starts_with("Write the section.") && !system.contains("7.4"));
    assert!(user.starts_with("Section: Key results."));
    assert!(
        user.contains("⟦a1⟧ [[NAME-1]]: 7.4 %\n⟦a1⟧ chart bos note[a9]\n"),
        "{user}"
    );
    assert!(!user.contains("Osei") && !user.contains("<bos>"));
    assert_eq!(
        answer.json.expose()["statements"][0]["text"],
        "Amina Osei has HbA1c 7.4 %"
    );
    assert_eq!((answer.cleaned.invisible, answer.cleaned.reserved), (1, 3));
    assert_eq!(log.begun.lock().unwrap()[0].pseudonyms, Some(1));
}

#[test]
fn a_wrong_configuration_names_its_key() {
    let good = table("https://llm.example.org/v1", "", AGREEMENT);
    registry(&good).unwrap();
    for (from, to, key) in [
        ("name = \"ward\"", "name = \"the ward\"", "name"),
        ("openai_compatible", "smoke", "wire"),
        ("https://llm.example.org/v1", "ftp://llm.example.org", "url"),
        (
            "https://llm.example.org/v1",
            "https://u:p@llm.example.org",
            "url",
        ),
        (
            "https://llm.example.org/v1",
            "https://llm.example.org/?key=1",
            "url",
        ),
        ("model = \"test-model\"", "model = \" \"", "model"),
        (
            "deadline_seconds = 20",
            "deadline_seconds = 0",
            "deadline_seconds",
        ),
        (
            "deadline_seconds = 20",
            "max_output_tokens = 9000",
            "max_output_tokens",
        ),
        (
            "deadline_seconds = 20",
            "capabilities = [\"magic\"]",
            "capabilities",
        ),
        (
            "deadline_seconds = 20",
            "extra = { tools = [] }",
            "extra.tools",
        ),
        ("own_premises", "handshake", "agreement.kind"),
        ("own_premises", "baa", "agreement.reference"),
        ("2026-12-31", "2025-12-31", "agreement.expires"),
        ("2026-12-31", "next year", "agreement.expires"),
        ("\"clinical\"", "\"everything\"", "agreement.covers[0]"),
        (
            "provider = \"Example\"",
            "provider = \"\"",
            "agreement.provider",
        ),
    ] {
        let text = good.replace(from, to);
        assert_ne!(text, good, "{from}");
        assert_eq!(
            registry(&text).unwrap_err().key,
            format!("endpoint[0].{key}"),
            "{to}"
        );
    }
    let twice: Vec<gateway::RawEndpoint> = vec![
        toml::from_str(&good).unwrap(),
        toml::from_str(&good).unwrap(),
    ];
    assert_eq!(
        Registry::read_with(twice, &|_| Ok("k".into()))
            .unwrap_err()
            .key,
        "endpoint[1].name"
    );
}

#[test]
fn a_route_is_the_first_that_may_and_can() {
    let small = table(
        "https://a.example.org/v1",
        "context_window = 4096",
        AGREEMENT,
    );
    let large = table(
        "https://b.example.org/v1",
        "context_window = 32768",
        AGREEMENT,
    )
    .replace("ward", "large");
    let registry = Registry::read_with(
        vec![
            toml::from_str(&small).unwrap(),
            toml::from_str(&large).unwrap(),
        ],
        &|_| Ok("k".into()),
    )
    .unwrap();
    let engine = Engine::new(registry, Arc::new(Log::default()), Arc::new(Fixed));
    let need = |bytes| Need {
        use_case: "u".into(),
        data_class: class(),
        bytes,
        endpoint: None,
    };
    assert_eq!(engine.plan(&need(100)).unwrap().endpoint, "ward");
    assert_eq!(engine.plan(&need(20_000)).unwrap().endpoint, "large");
    assert!(matches!(
        engine.plan(&need(2_000_000)).unwrap_err(),
        GatewayError::Refused(Refusal::NoRoute(_))
    ));
    assert!(matches!(
        engine
            .plan(&Need {
                endpoint: Some("x".into()),
                ..need(1)
            })
            .unwrap_err(),
        GatewayError::Refused(Refusal::UnknownEndpoint(_))
    ));
}
