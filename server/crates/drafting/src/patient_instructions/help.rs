//! When to get help: sentences of a data file, frozen as a guideline beside the chart and quoted.

use crate::data;
use crate::error::DraftingError;
use crate::read::{ProblemState, View, orders, problems};
use crate::say::{Line, Lines, Stands};
use model::SourceId;
use serde::Deserialize;

/// The source that holds the sentences.
pub(crate) const HELP: &str = "guideline:seek-help";

const FILE: &str = "patient_instructions/help.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advice {
    text: String,
    #[serde(default)]
    problem: Vec<String>,
    #[serde(default)]
    medicine: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    advice: Vec<Advice>,
}

fn shipped() -> Result<Vec<Advice>, DraftingError> {
    data::parse::<File>(FILE, include_str!("help.toml")).map(|file| file.advice)
}

/// The sentences as a source in the interchange form.
pub(crate) fn source() -> Result<String, DraftingError> {
    let advice = shipped()?;
    let lines: Vec<&str> = advice.iter().map(|one| one.text.as_str()).collect();
    Ok(serde_json::json!({
        "id": HELP, "kind": "guideline", "title": "When to get help", "text": lines.join("\n")
    })
    .to_string())
}

/// Those that are for this patient. A hospital that has a guideline of its own under this name is quoted whole.
pub(super) fn compose(view: View<'_>) -> Result<Lines, DraftingError> {
    let mut lines = Lines::default();
    let id = SourceId::new(HELP);
    let Some(source) = view.set.get(&id) else {
        lines.tell("When to get help must be added: no advice was given with the chart.");
        return Ok(lines);
    };
    let names: Vec<String> = problems(view)
        .iter()
        .filter(|problem| problem.state == ProblemState::Active)
        .map(|problem| problem.name.to_lowercase())
        .collect();
    let medicines: Vec<String> = orders(view)
        .iter()
        .filter(|order| order.current())
        .map(|order| order.name.to_lowercase())
        .collect();
    let has = |all: &[String], words: &[String]| {
        all.iter()
            .any(|name| words.iter().any(|word| name.contains(word.as_str())))
    };
    let advice = shipped()?;
    for text in source.text.lines().filter(|line| !line.trim().is_empty()) {
        let known = advice.iter().find(|one| one.text == text);
        let meant = known.is_none_or(|one| {
            let everybody = one.problem.is_empty() && one.medicine.is_empty();
            everybody || has(&names, &one.problem) || has(&medicines, &one.medicine)
        });
        if meant {
            lines.push(Line::new(text).quote(&id, text).stands(Stands::Last));
        }
    }
    Ok(lines)
}
