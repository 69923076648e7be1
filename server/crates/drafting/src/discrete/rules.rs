//! The rules file: headings, words, tests.

use crate::error::DraftingError;
use serde::Deserialize;

/// The rules, read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DataRules {
    headings: Headings,
    pub(super) not_measured: Words,
    pub(super) not_taken: Words,
    #[serde(rename = "observation")]
    pub(super) observations: Vec<Listed>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Headings {
    condition: Vec<String>,
    medication: Vec<String>,
    observation: Vec<String>,
    never: Vec<String>,
    no_medication: Vec<String>,
}

/// A list of words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) words: Vec<String>,
}

/// A test or vital sign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listed {
    pub(super) names: Vec<String>,
    pub(super) code: String,
    pub(super) display: String,
    #[serde(default)]
    pub(super) same: Vec<String>,
    pub(super) category: String,
    pub(super) units: Vec<String>,
    #[serde(default)]
    pub(super) implied: bool,
}

impl DataRules {
    /// Those that come with the crate.
    pub(crate) fn shipped() -> Result<Self, DraftingError> {
        Self::read("discrete/rules.toml", include_str!("rules.toml"))
    }

    /// Reads a rules file; `file` is named in errors.
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, DraftingError> {
        let rules: Self =
            toml::from_str(text).map_err(|error| DraftingError::data(file, &error))?;
        for one in &rules.observations {
            if one.units.is_empty() || one.names.is_empty() {
                let what = format!("`{}` needs a name and a unit", one.code);
                return Err(DraftingError::data(file, &what));
            }
        }
        Ok(rules)
    }

    pub(super) fn never(&self, heading: &str) -> bool {
        any(&self.headings.never, heading)
    }

    pub(super) fn conditions(&self, heading: &str) -> bool {
        any(&self.headings.condition, heading)
    }

    pub(super) fn medications(&self, heading: &str) -> bool {
        any(&self.headings.medication, heading) && !any(&self.headings.no_medication, heading)
    }

    pub(super) fn observations(&self, heading: &str) -> bool {
        any(&self.headings.observation, heading)
    }
}

fn any(list: &[String], heading: &str) -> bool {
    list.iter().any(|word| heading.contains(word.as_str()))
}
