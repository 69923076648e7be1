//! A request, as far as answers depend on it.

use serde_json::Value;

/// One part of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its mark.
    pub alias: String,
    /// Its type.
    pub kind: String,
    /// Its words.
    pub text: String,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The instructions.
    pub system: String,
    /// Task and data.
    pub user: String,
    /// The schema's name.
    pub name: String,
    /// The parts in order.
    pub parts: Vec<Part>,
}

impl Asked {
    /// Reads task and parts out of a prompt.
    pub fn read(system: &str, user: &str, name: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for line in user.lines() {
            let Some((alias, rest)) = line
                .strip_prefix('⟦')
                .and_then(|line| line.split_once("⟧ "))
            else {
                continue;
            };
            match parts.last_mut().filter(|part| part.alias == alias) {
                Some(part) => {
                    part.text.push_str(rest);
                    part.text.push('\n');
                }
                None => parts.push(Part {
                    alias: alias.to_owned(),
                    kind: rest.trim_matches(['[', ']']).to_owned(),
                    text: String::new(),
                }),
            }
        }
        Self {
            system: system.to_owned(),
            user: user.to_owned(),
            name: name.to_owned(),
            parts,
        }
    }

    /// Out of a body of any of the wire formats.
    pub fn of_body(body: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (system, user) = if body["messages"][1].is_object() {
            (
                text(&body["messages"][0]["content"]),
                text(&body["messages"][1]["content"]),
            )
        } else if body["contents"].is_array() {
            (
                text(&body["systemInstruction"]["parts"][0]["text"]),
                text(&body["contents"][0]["parts"][0]["text"]),
            )
        } else if body["input"].is_array() {
            (
                text(&body["instructions"]),
                text(&body["input"][0]["content"][0]["text"]),
            )
        } else if body["system"].is_array() {
            (
                text(&body["system"][0]["text"]),
                text(&body["messages"][0]["content"][0]["text"]),
            )
        } else {
            (text(&body["system"]), text(&body["messages"][0]["content"]))
        };
        let name = body["response_format"]["json_schema"]["name"]
            .as_str()
            .unwrap_or("section");
        Self::read(&system, &user, name)
    }
}
