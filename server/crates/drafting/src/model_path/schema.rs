//! The JSON schema of an answer, in the subset that every constrained decoder takes.

use serde_json::{Value, json};

/// Most statements of a section.
pub(super) const MOST_STATEMENTS: usize = 60;
/// Most aliases that the schema names one by one: vendors bound what an enumeration may hold. The answer is held to the aliases in any case.
const MOST_NAMED: usize = 200;
/// Longest statement, in characters.
pub(super) const LONGEST: usize = 1200;

/// The schema of a section: statements with citations out of the aliases that were given, and of no others.
pub(super) fn section(aliases: &[&str]) -> Value {
    wrap(
        &json!({"text": {"type": "string"}, "citations": citations(aliases), "quote": quote()}),
        &["text", "citations", "quote"],
    )
}

/// The schema of a revision: each statement says which one it replaces.
pub(super) fn revision(aliases: &[&str], rejected: &[&str]) -> Value {
    wrap(
        &json!({"replaces": {"type": "string", "enum": rejected}, "text": {"type": "string"}, "citations": citations(aliases), "quote": quote()}),
        &["replaces", "text", "citations", "quote"],
    )
}

fn citations(aliases: &[&str]) -> Value {
    if aliases.is_empty() || aliases.len() > MOST_NAMED {
        json!({"type": "array", "items": {"type": "string"}})
    } else {
        json!({"type": "array", "items": {"type": "string", "enum": aliases}})
    }
}

fn quote() -> Value {
    json!({"type": ["string", "null"]})
}

fn wrap(properties: &Value, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": {
            "statements": {
                "type": "array",
                "items": {"type": "object", "properties": properties, "required": required, "additionalProperties": false}
            }
        },
        "required": ["statements"],
        "additionalProperties": false
    })
}
