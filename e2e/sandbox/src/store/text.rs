//! Changes to a resource's JSON text that leave every other character as it was.
//!
//! Numbers in clinical JSON say their precision by how they are written (`72.10`), so resources are never
//! taken apart into numbers and printed again; only named top-level fields are replaced.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The fields of a JSON object in the order written, each value as its exact text.
#[derive(Clone, Debug)]
pub struct Fields(pub Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl Fields {
    /// Parses an object.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The exact text of a field's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.get())
    }

    /// Replaces or appends a field; `json` must be valid JSON text, otherwise nothing changes.
    pub fn set(&mut self, name: &str, json: String) {
        let Ok(value) = RawValue::from_string(json) else {
            return;
        };
        match self.0.iter_mut().find(|(key, _)| key == name) {
            Some(field) => field.1 = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// The object as JSON text.
    pub fn text(&self) -> String {
        let mut out = String::from("{");
        for (index, (key, value)) in self.0.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            out.push_str(&quote(key));
            out.push(':');
            out.push_str(value.get());
        }
        out.push('}');
        out
    }
}

/// `text` as a JSON string.
pub fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Sets the `id`, and `meta.versionId` and `meta.lastUpdated` when `meta` is given as (version, instant).
pub fn with_server_fields(
    text: &str,
    id: &str,
    meta: Option<(&str, &str)>,
) -> Result<String, serde_json::Error> {
    let mut fields = Fields::parse(text)?;
    fields.set("id", quote(id));
    if let Some((version, instant)) = meta {
        let mut inner = match fields.get("meta") {
            Some(existing) => Fields::parse(existing)?,
            None => Fields(Vec::new()),
        };
        inner.set("versionId", quote(version));
        inner.set("lastUpdated", quote(instant));
        fields.set("meta", inner.text());
    }
    Ok(fields.text())
}

/// Rewrites the string value of every `key` for which `resolve` gives another one.
///
/// A JSON key can be found by its text alone: inside a string its quotes would be escaped, and a string that
/// is a value is never followed by a colon.
pub fn rewrite_strings(
    text: &str,
    key: &str,
    mut resolve: impl FnMut(&str) -> Option<String>,
) -> String {
    let needle = format!("\"{key}\"");
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(&needle) {
        let after_key = at + needle.len();
        out.push_str(&rest[..after_key]);
        rest = &rest[after_key..];
        let value = rest.trim_start().strip_prefix(':').map(str::trim_start);
        let Some(value) = value.and_then(|value| value.strip_prefix('"')) else {
            continue;
        };
        let Some(end) = value.find('"') else { continue };
        let start = rest.len() - value.len();
        if let Some(changed) = resolve(&value[..end]) {
            out.push_str(&rest[..start - 1]);
            out.push_str(&quote(&changed));
        } else {
            out.push_str(&rest[..=start + end]);
        }
        rest = &rest[start + end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_object() {
        assert!(with_server_fields("[1]", "a", None).is_err());
        assert!(with_server_fields("{\"a\":", "a", None).is_err());
    }

    #[test]
    fn keeps_numbers_as_written() {
        let text = r#"{"resourceType":"Observation","valueQuantity":{"value":72.10, "unit":"kg"},"x":1.0e2}"#;
        let out =
            with_server_fields(text, "o1", Some(("3", "2026-01-01T00:00:00Z"))).expect("an object");
        assert!(out.contains(r#"{"value":72.10, "unit":"kg"}"#), "{out}");
        assert!(out.contains(r#""x":1.0e2"#), "{out}");
        assert!(
            out.contains(r#""id":"o1""#) && out.contains(r#""versionId":"3""#),
            "{out}"
        );
    }

    #[test]
    fn rewrites_references_and_nothing_that_looks_like_one() {
        let text = r#"{"note":"say \"reference\": \"urn:uuid:1\"","reference" : "urn:uuid:1","v":"reference"}"#;
        let out = rewrite_strings(text, "reference", |value| {
            (value == "urn:uuid:1").then(|| "Patient/p".to_owned())
        });
        assert_eq!(
            out,
            r#"{"note":"say \"reference\": \"urn:uuid:1\"","reference" : "Patient/p","v":"reference"}"#
        );
    }
}
