//! Names of folders. A name is never made into a path: it is looked up among the folders that were read.

use std::fmt::Write as _;

/// Most bytes of a folder's name that is spelled out; a longer one is a hash.
const LONGEST: usize = 120;

/// The folder of a tenant, a specialty or a clinician (`Practitioner/id`): small letters, digits, `-` and `_` as they are, every other byte as `%xx`, so
/// that no two names share a folder, also where a file system does not tell capitals apart, and none leads elsewhere.
pub fn folder(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02x}");
        }
    }
    if out.len() > LONGEST {
        use sha2::{Digest, Sha256};
        // No spelled-out name begins so: `%` is always followed by two digits.
        out = format!("%sha256-{}", hex::encode(Sha256::digest(name)));
    }
    out
}

/// What an EHR calls a specialty, as a folder may be called: words in small letters with `-` between them.
pub fn slug(name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    folder(&words.collect::<Vec<_>>().join("-").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_elsewhere() {
        for name in [
            "..",
            ".",
            "../../etc",
            "/etc/passwd",
            "a\\b",
            "a\0b",
            "C:",
            ".hidden",
            "%2e%2e",
            "Practitioner/../x",
        ] {
            let folder = folder(name);
            let plain = |c: char| {
                c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '%')
            };
            assert!(
                !folder.is_empty() && folder.chars().all(plain),
                "{name}: {folder}"
            );
        }
    }

    #[test]
    fn no_two_names_share_a_folder() {
        let long = "x".repeat(500);
        let longer = "x".repeat(501);
        let capitals = "A".repeat(100);
        let names = [
            "a",
            "A",
            "a/b",
            "a%2fb",
            "a b",
            "a-b",
            "ä",
            "Practitioner/1",
            "PractitionerRole/1",
            &long,
            &longer,
            &capitals,
        ];
        let mut folders: Vec<String> = names.iter().map(|name| folder(name)).collect();
        folders.sort();
        folders.dedup();
        assert_eq!(folders.len(), names.len());
        assert!(folders.iter().all(|folder| folder.len() <= 130));
        assert_eq!(folder("Practitioner/1"), "%50ractitioner%2f1");
    }

    #[test]
    fn a_specialty_is_called_by_its_words() {
        assert_eq!(slug("Cardiology"), "cardiology");
        assert_eq!(
            slug("Internal Medicine / Geriatrics"),
            "internal-medicine-geriatrics"
        );
        assert_eq!(slug("207RC0000X"), "207rc0000x");
        assert_eq!(slug("../.."), "");
    }
}
