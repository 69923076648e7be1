use super::*;

const ISSUER: &str = r#"
[[issuer]]
url = "http://localhost:8200/fhir"
name = "Sandbox EHR"
tenant = "demo"
profile = "epic"
client_id = "countersign-demo"
"#;

fn error(text: &str) -> String {
    Config::from_toml(text, "c.toml").unwrap_err().to_string()
}

#[test]
fn bad_settings_are_named() {
    let cases = [
        ("[server]\nlisten = \"nowhere\"", "server.listen"),
        ("[server]\npublic_url = \"http://app.example.org\"", "https"),
        (
            "[server]\npublic_url = \"https://app.example.org/path\"",
            "server.public_url",
        ),
        (
            "[server]\nframe_ancestors = [\"*\"]",
            "server.frame_ancestors",
        ),
        ("[server]\nbody_limit = 1", "server.body_limit"),
        ("[server]\nsession_idle = 1", "server.session_idle"),
        ("[server]\nport = 1", "c.toml:2:1"),
        ("[database]\nurl = \"mysql://x\"", "database.url"),
        ("[database]\nconnections = 0", "database.connections"),
        ("[chart]\nconcurrency = 0", "chart.concurrency"),
        ("[log]\nformat = \"xml\"", "log.format"),
        ("[drafting]\nendpoint = \"ward\"", "drafting.endpoint"),
        ("[recording]\nkeep = \"for ever\"", "recording.keep"),
        ("[recording]\nkeep = 0", "recording.keep"),
        ("[recording]\nkeep = 400", "recording.keep"),
        ("[recording]\nkeep = -1", "c.toml:2"),
        (
            "[recording]\nabandoned_days = 0",
            "recording.abandoned_days",
        ),
        ("[recording]\nendpoint = \"ward\"", "recording.endpoint"),
        ("[recording]\nlanguage = \"English\"", "recording.language"),
        ("[[issuer]]\nurl = \"x\"", "c.toml"),
        ("nonsense", "c.toml:1"),
    ];
    for (text, want) in cases {
        let message = error(text);
        assert!(message.contains(want), "{text}: {message}");
    }
}

#[test]
fn bad_issuers_are_named() {
    let cases = [
        (
            "http://localhost:8200/fhir",
            "http://fhir.example.org",
            "issuer[0].url",
        ),
        ("\"epic\"", "\"other\"", "issuer[0].profile"),
        ("countersign-demo", "", "issuer[0].client_id"),
        (
            "client_id",
            "authentication = \"basic\"\nclient_id",
            "issuer[0].authentication",
        ),
        (
            "client_id",
            "authentication = \"client_secret\"\nclient_id",
            "issuer[0].client_secret_file",
        ),
        (
            "client_id",
            "authentication = \"private_key\"\nclient_id",
            "keys.client_key_file",
        ),
    ];
    for (from, to, want) in cases {
        let message = error(&ISSUER.replacen(from, to, 1));
        assert!(message.contains(want), "{to}: {message}");
    }
}

#[test]
fn an_issuer_is_read() {
    let config = Config::from_toml(ISSUER, "c.toml").unwrap();
    assert_eq!(config.issuers.len(), 1);
    assert!(matches!(
        config.issuers[0].authentication,
        ClientAuthenticationConfig::Public
    ));
}

#[test]
fn the_printed_defaults_are_the_defaults() {
    let printed: raw::RawConfig = toml::from_str(DEFAULTS).unwrap();
    assert_eq!(
        format!("{printed:?}"),
        format!("{:?}", raw::RawConfig::default())
    );
}

#[test]
fn the_printed_defaults_name_every_issuer_key() {
    let examples: String = DEFAULTS
        .lines()
        .filter_map(|line| line.strip_prefix("#: "))
        .collect();
    for key in [
        "[[issuer]]",
        "url",
        "name",
        "tenant",
        "profile",
        "client_id",
        "authentication",
        "client_secret_file",
        "openid_issuer",
        "scopes",
        "letterhead",
        "client_key_file",
        "next_client_key_file",
        "policies",
    ] {
        assert!(examples.contains(key), "{key}");
    }
}
