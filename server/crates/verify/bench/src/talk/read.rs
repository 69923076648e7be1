//! Dialogues as lines of a transcript.

use crate::error::BenchError;
use serde_json::Value;
use std::path::Path;

/// One dialogue.
#[derive(Clone, PartialEq, Eq)]
pub struct Talk {
    /// What tables call it.
    pub name: String,
    /// Its segments in order: who speaks, and what, in lower case.
    pub said: Vec<(Speaker, String)>,
    /// The transcript as it is given to the verifier, one segment a line.
    pub text: String,
}

/// A dialogue may be a patient's: only its size is shown.
impl std::fmt::Debug for Talk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Talk")
            .field("name", &self.name)
            .field("segments", &self.said.len())
            .finish_non_exhaustive()
    }
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Asks, examines, prescribes.
    Clinician,
    /// Answers and complains.
    Patient,
    /// A relative, a nurse, or not told.
    Other,
}

impl Talk {
    /// A dialogue of these lines, each with its tag: `[doctor] …` or `Doctor: …`.
    pub fn new<'l>(name: &str, lines: impl Iterator<Item = &'l str>) -> Self {
        let lines: Vec<&str> = lines
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        Self {
            name: name.to_owned(),
            said: lines.iter().map(|line| speaker(line)).collect(),
            text: lines.join("\n"),
        }
    }
}

fn speaker(line: &str) -> (Speaker, String) {
    let tagged = match line.strip_prefix('[') {
        Some(rest) => rest.split_once(']'),
        None => line.split_once(':'),
    };
    let (tag, words) = tagged.unwrap_or(("", line));
    let who = match tag.trim().to_lowercase().as_str() {
        "doctor" => Speaker::Clinician,
        "patient" => Speaker::Patient,
        _ => Speaker::Other,
    };
    (who, words.trim().to_lowercase().replace('’', "'"))
}

/// Every dialogue of the test data's folder `4_dialogue`.
pub fn all(folder: &Path) -> Result<Vec<Talk>, BenchError> {
    let mut out = Vec::new();
    for file in ["aci_bench.jsonl", "mts_dialog.jsonl", "primock57.jsonl"] {
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path).map_err(|cause| BenchError::Io {
            what: path.display().to_string(),
            cause,
        })?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let one: Value =
                serde_json::from_str(line).map_err(|error| BenchError::form(file, error))?;
            let name = one["id"].as_str().unwrap_or_default();
            let talk = match one["utterances"].as_array() {
                Some(parts) => {
                    let word = |part: &Value, name: &str| {
                        part[name].as_str().unwrap_or_default().replace('\n', " ")
                    };
                    let lines: Vec<String> = parts
                        .iter()
                        .map(|part| format!("[{}] {}", word(part, "speaker"), word(part, "text")))
                        .collect();
                    Talk::new(name, lines.iter().map(String::as_str))
                }
                None => Talk::new(name, one["dialogue"].as_str().unwrap_or_default().lines()),
            };
            out.push(talk);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_the_speaker() {
        let talk = Talk::new("t", "[doctor] Any pain ?\n\nPatient: No.\nhm".lines());
        let told: Vec<_> = talk
            .said
            .iter()
            .map(|(who, words)| (*who, words.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (Speaker::Clinician, "any pain ?"),
                (Speaker::Patient, "no."),
                (Speaker::Other, "hm")
            ]
        );
        assert_eq!(talk.text.lines().count(), 3);
    }
}
