//! JSON Schema as far as every engine holds to it, and holding answers to it ourselves.

use serde_json::{Map, Value};

/// Keywords that every engine knows.
const KNOWN: [&str; 10] = [
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "const",
    "anyOf",
    "description",
    "title",
];
const TYPES: [&str; 7] = [
    "object", "array", "string", "number", "integer", "boolean", "null",
];
/// Deepest nesting that every engine takes.
const DEEPEST: usize = 5;

/// What keeps a schema from being portable: objects name all their members, require them, and allow no others.
pub(crate) fn fault(schema: &Value) -> Option<&'static str> {
    nested(schema, 0)
}

fn nested(schema: &Value, depth: usize) -> Option<&'static str> {
    let Some(members) = schema.as_object() else {
        return Some("a schema that is no object");
    };
    if depth > DEEPEST {
        return Some("too many levels");
    }
    if members.keys().any(|name| !KNOWN.contains(&name.as_str())) {
        return Some("a keyword that not every engine knows");
    }
    let names = types(members);
    if names.iter().any(|name| !TYPES.contains(name)) {
        return Some("an unknown type");
    }
    if names.is_empty()
        && !["enum", "const", "anyOf"]
            .iter()
            .any(|name| members.contains_key(*name))
    {
        return Some("a schema without a type");
    }
    if names.contains(&"object") {
        let Some(properties) = members.get("properties").and_then(Value::as_object) else {
            return Some("an object without properties");
        };
        if members.get("additionalProperties") != Some(&Value::Bool(false)) {
            return Some("an object that allows further members");
        }
        let required: Vec<&str> = strings(members.get("required"));
        if properties
            .keys()
            .any(|name| !required.contains(&name.as_str()))
        {
            return Some("a member that is not required");
        }
        if let Some(found) = properties.values().find_map(|one| nested(one, depth + 1)) {
            return Some(found);
        }
    }
    if names.contains(&"array") {
        match members.get("items") {
            None => return Some("an array without items"),
            Some(items) => {
                if let Some(found) = nested(items, depth + 1) {
                    return Some(found);
                }
            }
        }
    }
    members
        .get("anyOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .find_map(|one| nested(one, depth + 1))
}

/// Whether a value holds to a schema of the portable subset.
pub(crate) fn holds(schema: &Value, value: &Value) -> bool {
    let Some(members) = schema.as_object() else {
        return false;
    };
    if let Some(allowed) = members.get("enum").and_then(Value::as_array)
        && !allowed.contains(value)
    {
        return false;
    }
    if members.get("const").is_some_and(|only| only != value) {
        return false;
    }
    if let Some(any) = members.get("anyOf").and_then(Value::as_array)
        && !any.iter().any(|one| holds(one, value))
    {
        return false;
    }
    let names = types(members);
    if !names.is_empty() && !names.iter().any(|name| is(name, value)) {
        return false;
    }
    match value {
        Value::Object(object) => object_holds(members, object),
        Value::Array(items) => members
            .get("items")
            .is_none_or(|schema| items.iter().all(|item| holds(schema, item))),
        _ => true,
    }
}

fn object_holds(schema: &Map<String, Value>, object: &Map<String, Value>) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
    strings(schema.get("required"))
        .iter()
        .all(|name| object.contains_key(*name))
        && object.iter().all(|(name, value)| {
            match properties.and_then(|properties| properties.get(name)) {
                Some(schema) => holds(schema, value),
                None => !closed,
            }
        })
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => {
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|n| n.fract() == 0.0)
        }
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

fn types(schema: &Map<String, Value>) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        other => strings(other),
    }
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn section() -> Value {
        let statement = json!({
            "type": "object",
            "properties": {"text": {"type": "string"}, "citations": {"type": "array", "items": {"type": "string", "enum": ["a1"]}}, "quote": {"type": ["string", "null"]}},
            "required": ["text", "citations", "quote"],
            "additionalProperties": false
        });
        json!({"type": "object", "properties": {"statements": {"type": "array", "items": statement}}, "required": ["statements"], "additionalProperties": false})
    }

    #[test]
    fn what_is_not_portable_is_named() {
        assert_eq!(fault(&section()), None);
        for (bad, want) in [
            (json!(true), "no object"),
            (json!({}), "without a type"),
            (json!({"type": "object"}), "without properties"),
            (
                json!({"type": "object", "properties": {}}),
                "further members",
            ),
            (
                json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": [], "additionalProperties": false}),
                "not required",
            ),
            (json!({"type": "array"}), "without items"),
            (json!({"type": "string", "pattern": "a*"}), "keyword"),
            (json!({"type": "date"}), "unknown type"),
            (json!({"$ref": "#/a"}), "keyword"),
        ] {
            let found = fault(&bad).unwrap();
            assert!(found.contains(want), "{bad}: {found}");
        }
        let deep = (0..7).fold(
            json!({"type": "string"}),
            |inner, _| json!({"type": "array", "items": inner}),
        );
        assert_eq!(fault(&deep), Some("too many levels"));
    }

    #[test]
    fn answers_are_held_to_the_schema() {
        let schema = section();
        assert!(holds(
            &schema,
            &json!({"statements": [{"text": "x", "citations": ["a1"], "quote": null}]})
        ));
        for bad in [
            json!(null),
            json!([]),
            json!({}),
            json!({"statements": {}}),
            json!({"statements": [], "more": 1}),
            json!({"statements": ["x"]}),
            json!({"statements": [{"text": "x", "citations": ["a1"]}]}),
            json!({"statements": [{"text": 5, "citations": ["a1"], "quote": null}]}),
            json!({"statements": [{"text": "x", "citations": ["a2"], "quote": null}]}),
            json!({"statements": [{"text": "x", "citations": "a1", "quote": null}]}),
            json!({"statements": [{"text": "x", "citations": [], "quote": null, "tool": "sh"}]}),
        ] {
            assert!(!holds(&schema, &bad), "{bad}");
        }
    }
}
