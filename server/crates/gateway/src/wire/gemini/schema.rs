//! JSON Schema as `responseSchema` takes it: OpenAPI's type names, `nullable`, and no `additionalProperties`.

use serde_json::{Map, Value, json};

/// Translates a schema of the portable subset.
pub(super) fn openapi(schema: &Value) -> Value {
    let Some(members) = schema.as_object() else {
        return schema.clone();
    };
    let mut out = Map::new();
    for (name, value) in members {
        match name.as_str() {
            "type" => kind(value, &mut out),
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                let order: Vec<&String> = properties.clone().map(|(name, _)| name).collect();
                out.insert("propertyOrdering".to_owned(), json!(order));
                let translated: Map<String, Value> = properties
                    .map(|(name, value)| (name.clone(), openapi(value)))
                    .collect();
                out.insert(name.clone(), Value::Object(translated));
            }
            "items" => {
                out.insert(name.clone(), openapi(value));
            }
            "anyOf" => {
                let all: Vec<Value> = value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(openapi)
                    .collect();
                out.insert(name.clone(), Value::Array(all));
            }
            "enum" => {
                out.insert(name.clone(), value.clone());
                out.insert("format".to_owned(), json!("enum"));
            }
            "const" => {
                out.insert("enum".to_owned(), json!([value]));
                out.insert("format".to_owned(), json!("enum"));
            }
            "additionalProperties" => {}
            _ => {
                out.insert(name.clone(), value.clone());
            }
        }
    }
    Value::Object(out)
}

fn kind(value: &Value, out: &mut Map<String, Value>) {
    let names: Vec<&str> = match value {
        Value::String(name) => vec![name],
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if names.contains(&"null") {
        out.insert("nullable".to_owned(), json!(true));
    }
    if let Some(name) = names.into_iter().find(|name| *name != "null") {
        out.insert("type".to_owned(), json!(name.to_ascii_uppercase()));
    }
}

#[cfg(test)]
mod tests {
    use super::openapi;
    use serde_json::json;

    #[test]
    fn the_portable_subset_is_translated() {
        let schema = json!({
            "type": "object",
            "properties": {"a": {"type": ["string", "null"]}, "b": {"type": "array", "items": {"type": "string", "enum": ["x"]}}},
            "required": ["a", "b"],
            "additionalProperties": false
        });
        let want = json!({
            "type": "OBJECT",
            "properties": {"a": {"type": "STRING", "nullable": true}, "b": {"type": "ARRAY", "items": {"type": "STRING", "enum": ["x"], "format": "enum"}}},
            "propertyOrdering": ["a", "b"],
            "required": ["a", "b"]
        });
        assert_eq!(openapi(&schema), want);
    }
}
