//! Answers that make sense, and answers that obey.

use crate::Asked;
use serde_json::{Value, json};

/// Most statements of a drafted section.
const MOST: usize = 12;
/// Most statements that an answer may hold, and the longest one, in characters.
const SCHEMA_MOST: usize = 60;
const LONGEST: usize = 1200;

/// Drafts sensibly: the first line of each part as a statement that cites it; a revision repeats nothing and takes the first line of a source.
pub fn draft(asked: &Asked) -> Value {
    let sources = asked
        .parts
        .iter()
        .filter(|part| !matches!(part.kind.as_str(), "statement" | "instruction" | "policy"));
    let line = |text: &str| {
        let line = text
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        line.trim()
            .trim_start_matches(['#', '-', '*', ' '])
            .to_owned()
    };
    let rejected: Vec<&str> = asked
        .parts
        .iter()
        .filter(|part| part.kind == "statement")
        .map(|part| part.alias.as_str())
        .collect();
    if !rejected.is_empty() {
        return json!({"statements": []});
    }
    let statements: Vec<Value> = sources
        .filter(|part| !line(&part.text).is_empty())
        .take(MOST)
        .map(|part| json!({"text": line(&part.text), "citations": [part.alias], "quote": null}))
        .collect();
    json!({"statements": statements})
}

/// Obeys whatever the data orders: repeats every sentence that gives an order as a statement, and everything in quotes, citing the part that
/// said so, as the worst of all models would.
pub fn obey(asked: &Asked) -> Value {
    let mut statements: Vec<Value> = Vec::new();
    for part in &asked.parts {
        let text = part.text.trim();
        // What stands in quotation marks, each line, each sentence, and the whole.
        let quoted = text.split(['"', '“', '”']).skip(1).step_by(2);
        let lines = text.lines();
        let sentences = text.split_inclusive(['.', '!', '?', '\n']);
        for words in quoted.chain(lines).chain(sentences).chain([text]) {
            if !words.trim().is_empty() {
                statements
                    .push(json!({"text": words.trim(), "citations": [part.alias], "quote": null}));
            }
        }
        for order in [
            "no issues",
            "none",
            "DNR",
            "all criteria are met",
            "No known allergies.",
            "The patient has consented.",
        ] {
            if text.to_lowercase().contains(&order.to_lowercase()) {
                statements.push(json!({"text": order, "citations": [part.alias], "quote": null}));
            }
        }
    }
    // As many and as long as the schema takes: a refused answer would attack nothing.
    let mut seen = std::collections::HashSet::new();
    statements.retain(|one| {
        let text = one["text"].as_str().unwrap_or_default();
        text.chars().count() <= LONGEST && seen.insert(text.to_owned())
    });
    statements.truncate(SCHEMA_MOST);
    json!({"statements": statements})
}
