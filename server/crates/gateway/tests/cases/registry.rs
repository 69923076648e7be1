//! One wrong setting each: the registry names its key and refuses the whole.

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

#[expect(clippy::too_many_lines, reason = "a table of wrong settings is long")]
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

#[test]
fn each_wrong_basic_setting_is_refused_by_its_key() {
    for (pointer, value, key) in [
        ("/name", json!("the ward"), "name"),
        ("/wire", json!("smoke"), "wire"),
        ("/url", json!("ftp://llm.example.org"), "url"),
        ("/url", json!("https://u:p@llm.example.org"), "url"),
        ("/url", json!("https://llm.example.org/?key=1"), "url"),
        ("/model", json!(" "), "model"),
        ("/deadline_seconds", json!(0), "deadline_seconds"),
        ("/max_output_tokens", json!(9000), "max_output_tokens"),
        ("/capabilities", json!(["magic"]), "capabilities"),
        ("/languages", json!(["Spanish"]), "languages[0]"),
        ("/languages", json!(["es", ""]), "languages[1]"),
        ("/languages", json!(["es-"]), "languages[0]"),
        ("/languages", json!(["en-US"]), "languages[0]"),
        ("/languages", json!(["es", "es"]), "languages[1]"),
        ("/extra", json!({"tools": []}), "extra.tools"),
        ("/agreement/kind", json!("handshake"), "agreement.kind"),
        ("/agreement/reference", Value::Null, "agreement.reference"),
        (
            "/agreement/expires",
            json!("2025-12-31"),
            "agreement.expires",
        ),
        (
            "/agreement/expires",
            json!("next year"),
            "agreement.expires",
        ),
        (
            "/agreement/covers",
            json!(["everything"]),
            "agreement.covers[0]",
        ),
        ("/agreement/provider", json!(""), "agreement.provider"),
    ] {
        let mut table = good("openai_compatible");
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        table.pointer_mut(parent).unwrap()[member] = value.clone();
        assert_eq!(
            read(&table).unwrap_err().key,
            format!("endpoint[0].{key}"),
            "{value}"
        );
    }
}

#[test]
fn a_name_stands_for_one_endpoint_only() {
    let raw: RawEndpoint = serde_json::from_value(good("openai_compatible")).unwrap();
    let twice = Registry::read_with(vec![raw.clone(), raw], &|_| Ok("k".into()));
    assert_eq!(twice.unwrap_err().key, "endpoint[1].name");
}
