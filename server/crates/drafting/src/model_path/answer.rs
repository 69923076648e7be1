//! Reads an answer strictly: nothing but the schema's statements, citing nothing but what was given.

use super::schema::{LONGEST, MOST_STATEMENTS};
use crate::error::DraftingError;
use model::{Citation, SourceId};
use serde::Deserialize;
use serde_json::Value;
use sources::SourceSet;
use std::collections::BTreeMap;
use verify::RawStatement;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    statements: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(default)]
    replaces: Option<String>,
    text: String,
    citations: Vec<String>,
    #[serde(default)]
    quote: Option<String>,
}

/// A statement as it was read, and the one that it replaces.
pub(super) struct Read {
    pub(super) replaces: Option<String>,
    pub(super) statement: RawStatement,
}

/// Reads the statements; aliases become the sources that they stand for.
pub(super) fn read(
    json: &Value,
    aliases: &BTreeMap<String, SourceId>,
    set: &SourceSet,
    revision: bool,
) -> Result<Vec<Read>, DraftingError> {
    let bad = |what: String| DraftingError::Answer { what };
    // The cause may hold words of the answer, so only its place is told.
    let file =
        File::deserialize(json).map_err(|_| bad("it is not an object of statements".to_owned()))?;
    if file.statements.len() > MOST_STATEMENTS {
        return Err(bad(format!("more than {MOST_STATEMENTS} statements")));
    }
    file.statements
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            let place = index + 1;
            let text = row.text.trim();
            if text.is_empty() || text.chars().count() > LONGEST {
                return Err(bad(format!(
                    "statement {place}: its text is empty or longer than {LONGEST} characters"
                )));
            }
            if row.replaces.is_some() != revision {
                return Err(bad(format!("statement {place}: `replaces`")));
            }
            let mut sources: Vec<&SourceId> = Vec::new();
            for alias in &row.citations {
                let source = aliases.get(alias).ok_or_else(|| {
                    bad(format!("statement {place}: a citation that was not given"))
                })?;
                if !sources.contains(&source) {
                    sources.push(source);
                }
            }
            let quote = row
                .quote
                .as_deref()
                .map(str::trim)
                .filter(|quote| !quote.is_empty());
            // A statement is one sentence. A passage that was copied whole, whatever stands in it, supports nothing: without a source it
            // stands blocked before the clinician.
            let one_line = !text.contains(['\n', '\r']);
            let citations = if one_line {
                cited(&sources, quote, set)
            } else {
                Vec::new()
            };
            Ok(Read {
                replaces: row.replaces,
                statement: RawStatement::new(text, citations),
            })
        })
        .collect()
}

/// The quote goes to the cited source that has it; where none has, to the first with prose, so that the check refuses it.
fn cited(sources: &[&SourceId], quote: Option<&str>, set: &SourceSet) -> Vec<Citation> {
    let prose = |id: &SourceId| set.get(id).is_some_and(|snippet| !snippet.prose.is_empty());
    let holds = |id: &SourceId| {
        quote.is_some_and(|quote| {
            set.get(id)
                .is_some_and(|snippet| snippet.text.contains(quote))
        })
    };
    let owner = sources
        .iter()
        .position(|id| prose(id) && holds(id))
        .or_else(|| sources.iter().position(|id| prose(id)));
    sources
        .iter()
        .enumerate()
        .map(|(index, id)| Citation {
            source: (*id).clone(),
            quote: quote.filter(|_| owner == Some(index)).map(str::to_owned),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_outside_the_schema_is_refused_without_its_words() {
        let aliases = BTreeMap::from([("a1".to_owned(), SourceId::new("Observation/1"))]);
        let set = SourceSet::default();
        let one = |row: Value| json!({"statements": [row]});
        for bad in [
            json!([]),
            json!({"statements": [], "note": "secret"}),
            one(json!({"text": "secret", "citations": ["a2"], "quote": null})),
            one(json!({"text": "secret", "citations": ["Observation/1"], "quote": null})),
            one(json!({"text": " ", "citations": []})),
            one(json!({"text": "secret", "citations": [], "script": "x"})),
            one(json!({"text": "secret", "citations": [], "replaces": "s1"})),
            one(json!({"text": "x".repeat(LONGEST + 1), "citations": []})),
            json!({"statements": vec![json!({"text": "a", "citations": []}); MOST_STATEMENTS + 1]}),
        ] {
            let error = read(&bad, &aliases, &set, false).err().unwrap().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
        assert_eq!(
            read(
                &one(json!({"text": "HbA1c 7.4 %", "citations": ["a1", "a1"], "quote": null})),
                &aliases,
                &set,
                false
            )
            .unwrap()
            .len(),
            1
        );
    }
}
