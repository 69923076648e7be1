//! One wrong setting each: the registry names its key and refuses the whole.
#![allow(
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a test says what went wrong by panicking; a table of wrong settings is long"
)]

use gateway::{RawEndpoint, Registry, Retention};
use serde_json::{Value, json};

fn good(wire: &str) -> Value {
    json!({
        "name": "ward", "wire": wire, "url": "https://llm.example.org", "model": "m", "api_key_file": "key",
        "agreement": {
            "provider": "Example", "kind": "baa", "reference": "C-1", "signed": "2026-01-01", "expires": "2026-12-31", "retention": "none",
            "region": "us-east", "covers": ["clinical"],
        },
    })
}

fn read(table: &Value) -> Result<Registry, gateway::ConfigError> {
    let raw: RawEndpoint = serde_json::from_value(table.clone()).unwrap();
    Registry::read_with(vec![raw], &|path| match path.to_str().unwrap() {
        "missing" => Err(std::io::ErrorKind::NotFound.into()),
        "spaced" => Ok("two words".into()),
        _ => Ok("test-key\n".into()),
    })
}

#[test]
fn each_wrong_setting_is_refused_by_its_key() {
    let aws = json!({"kind": "aws", "region": "us-east-1", "access_key_id": "AKID", "secret_access_key_file": "key"});
    let entra =
        json!({"kind": "entra", "tenant": "t", "client_id": "c", "client_secret_file": "key"});
    for (wire, pointer, value, key) in [
        ("openai_chat", "/tls_name", json!("Not A Host"), "tls_name"),
        ("openai_chat", "/tls_name", json!("10.0.0.1"), "tls_name"),
        (
            "openai_chat",
            "/addresses",
            json!(["203.0.113.0/99"]),
            "addresses[0]",
        ),
        ("openai_chat", "/ca_file", json!("missing"), "ca_file"),
        (
            "openai_chat",
            "/api_key_file",
            json!("missing"),
            "api_key_file",
        ),
        (
            "openai_chat",
            "/api_key_file",
            json!("spaced"),
            "api_key_file",
        ),
        ("openai_chat", "/api_key_file", Value::Null, "api_key_file"),
        ("anthropic", "/api_key_file", Value::Null, "api_key_file"),
        (
            "openai_chat",
            "/cache_retention",
            json!("24h"),
            "cache_retention",
        ),
        (
            "openai_chat",
            "/cache_retention",
            json!("for ever"),
            "cache_retention",
        ),
        ("vllm", "/cache_retention", json!("24h"), "cache_retention"),
        (
            "openai_chat",
            "/structured_output",
            json!("tool"),
            "structured_output",
        ),
        ("openai_chat", "/price_input", json!(-1.0), "price_input"),
        ("openai_chat", "/shift_dates", json!(true), "shift_dates"),
        (
            "openai_chat",
            "/extra",
            json!({"store": true}),
            "extra.store",
        ),
        (
            "openai_responses",
            "/extra",
            json!({"background": true}),
            "extra.background",
        ),
        ("openai_chat", "/auth", entra.clone(), "auth"),
        (
            "azure_openai",
            "/api_version",
            json!("2024?x"),
            "api_version",
        ),
        ("vertex_gemini", "/api_key_file", Value::Null, "auth"),
        ("bedrock_converse", "/api_key_file", Value::Null, "auth"),
        (
            "openai_chat",
            "/agreement/retention",
            json!("a while"),
            "agreement.retention",
        ),
        (
            "openai_chat",
            "/agreement/retention",
            Value::Null,
            "agreement.retention",
        ),
        (
            "openai_chat",
            "/agreement/reference",
            json!(" "),
            "agreement.reference",
        ),
        (
            "openai_chat",
            "/agreement/signed",
            Value::Null,
            "agreement.signed",
        ),
        (
            "openai_chat",
            "/agreement/kind",
            json!("none"),
            "agreement.covers",
        ),
        (
            "openai_chat",
            "/url",
            json!("http://llm.example.org"),
            "url",
        ),
    ] {
        let mut table = good(wire);
        assert!(wire.starts_with("vertex") || read(&table).is_ok(), "{wire}");
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        table.pointer_mut(parent).unwrap()[name] = value;
        let error = read(&table).unwrap_err();
        assert_eq!(
            error.key,
            format!("endpoint[0].{key}"),
            "{pointer}: {error}"
        );
    }
    for (wire, auth, key) in [
        ("anthropic", aws.clone(), "auth.kind"),
        ("bedrock_converse", entra, "auth.kind"),
        (
            "bedrock_converse",
            json!({"kind": "aws", "region": "us east", "access_key_id": "A", "secret_access_key_file": "key"}),
            "auth.region",
        ),
        (
            "bedrock_converse",
            json!({"kind": "aws", "region": "us-east-1", "access_key_id": "A", "secret_access_key_file": "missing"}),
            "auth.secret_access_key_file",
        ),
        (
            "azure_openai",
            json!({"kind": "entra", "tenant": "a/b", "client_id": "c", "client_secret_file": "key"}),
            "auth.tenant",
        ),
        (
            "azure_openai",
            json!({"kind": "entra", "tenant": "t", "client_id": "c", "client_secret_file": "key", "authority": "http://login.example.org"}),
            "auth.authority",
        ),
        (
            "vertex_gemini",
            json!({"kind": "google", "key_file": "key"}),
            "auth.key_file",
        ),
    ] {
        let mut table = good(wire);
        table.as_object_mut().unwrap().remove("api_key_file");
        table["auth"] = auth;
        assert_eq!(read(&table).unwrap_err().key, format!("endpoint[0].{key}"));
    }
    let mut days = good("openai_chat");
    days["agreement"]["retention"] = json!("30 days");
    days["cache_retention"] = json!("24h");
    let registry = read(&days).unwrap();
    assert_eq!(
        registry.get("ward").unwrap().agreement.retention,
        Some(Retention::Days(30))
    );
    let mut bedrock = good("bedrock_converse");
    bedrock.as_object_mut().unwrap().remove("api_key_file");
    bedrock["auth"] = aws;
    read(&bedrock).unwrap();
}

#[tokio::test]
async fn an_address_that_is_not_registered_is_not_contacted() {
    use models::{Act, Style, start};
    let mock = start(Style::Compatible, vec![Act::say("{}")]).await;
    for (addresses, contacted) in [
        (json!(["10.0.0.0/8"]), false),
        (json!(["127.0.0.0/8"]), true),
    ] {
        let mut table = good("openai_compatible");
        table["url"] = json!(mock.url());
        table["agreement"]["kind"] = json!("own_premises");
        table["addresses"] = addresses;
        table["attempts"] = json!(1);
        let engine = gateway::Engine::new(
            read(&table).unwrap(),
            std::sync::Arc::new(Quiet),
            std::sync::Arc::new(Quiet),
        );
        let need = gateway::Need {
            use_case: "u".into(),
            data_class: gateway::DataClass::NONE,
            bytes: 0,
            endpoint: None,
        };
        let route = gateway::Gateway::plan(&engine, &need).unwrap();
        let request = gateway::Request {
            use_case: gateway::UseCase {
                name: "u".into(),
                may_send: Vec::new(),
            },
            instructions: "x".into(),
            task: "y".into(),
            parts: Vec::new(),
            schema: (
                "s".into(),
                json!({"type": "array", "items": {"type": "string"}}),
            ),
            identifiers: gateway::Literals::default(),
        };
        let error = gateway::Gateway::infer(&engine, &route, request, &|_| ())
            .await
            .unwrap_err();
        assert_eq!(
            matches!(
                error,
                gateway::GatewayError::Refused(gateway::Refusal::Address { .. })
            ),
            !contacted,
            "{error}"
        );
        assert_eq!(mock.connections() > 0, contacted);
    }
}

struct Quiet;

#[async_trait::async_trait]
impl gateway::InferenceLog for Quiet {
    async fn begin(
        &self,
        _: gateway::InferenceBegin,
    ) -> Result<gateway::InferenceId, gateway::LogUnavailable> {
        Ok(gateway::InferenceId("1".into()))
    }

    async fn end(&self, _: gateway::InferenceId, _: gateway::InferenceEnd) {}

    fn abandoned(&self, _: gateway::InferenceId) {}
}

impl gateway::Clock for Quiet {
    fn now(&self) -> time::OffsetDateTime {
        time::macros::datetime!(2026-03-10 12:00 UTC)
    }
}
