//! Where the local master key may come from, and what is never shown.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::Arc;

use keys::{DataKey, KeyError, LocalKeyProvider, Scope, SystemRandom};
use proptest::prelude::*;
use secrecy::SecretString;

fn from_text(text: &str) -> Result<LocalKeyProvider, KeyError> {
    LocalKeyProvider::from_text(&SecretString::from(text), Arc::new(SystemRandom::new()))
}

#[test]
fn wrong_lengths_are_refused_without_showing_them() {
    for text in ["", "abcd", &"z".repeat(64), &"ab".repeat(31), "c2hvcnQ="] {
        let error = from_text(text).unwrap_err().to_string();
        assert!(text.is_empty() || !error.contains(text));
    }
}

#[test]
fn the_same_key_in_every_form_has_one_name() {
    use keys::KeyProvider;
    let dir = tempfile::tempdir().unwrap();
    let raw = dir.path().join("raw");
    std::fs::write(&raw, [7; 32]).unwrap();
    let text = dir.path().join("text");
    std::fs::write(&text, "07".repeat(32) + "\n").unwrap();
    let random = Arc::new(SystemRandom::new());
    let names = [
        from_text(&"07".repeat(32)).unwrap().master().to_owned(),
        from_text("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=")
            .unwrap()
            .master()
            .to_owned(),
        LocalKeyProvider::from_file(&raw, random.clone())
            .unwrap()
            .master()
            .to_owned(),
        LocalKeyProvider::from_file(&text, random)
            .unwrap()
            .master()
            .to_owned(),
    ];
    assert!(names.iter().all(|name| name == &names[0]));
}

#[test]
fn a_new_key_file_is_private_and_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("master.key");
    LocalKeyProvider::create_file(&path, &SystemRandom::new()).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    assert!(LocalKeyProvider::create_file(&path, &SystemRandom::new()).is_err());
    LocalKeyProvider::from_file(&path, Arc::new(SystemRandom::new())).unwrap();
}

#[test]
fn debug_shows_no_key() {
    let key = DataKey::generate(&SystemRandom::new()).unwrap();
    assert_eq!(format!("{key:?}"), "DataKey(redacted)");
    let provider = format!("{:?}", from_text(&"07".repeat(32)).unwrap());
    assert!(!provider.contains("0707"));
}

#[test]
fn scope_names_are_plain() {
    for bad in [
        "",
        "launch:",
        "other:x",
        "launch:a b",
        "patient:\u{e9}",
        "launch",
    ] {
        assert!(Scope::parse(bad).is_err(), "{bad}");
    }
    assert!(Scope::launch(&"x".repeat(200)).is_err());
}

proptest! {
    #[test]
    fn scope_parsing_never_panics(name in ".{0,40}") {
        let _ = Scope::parse(name);
    }
}
