//! Templates: the sections of a kind of document, as data.

use crate::error::DraftingError;
use serde::Deserialize;

/// What a kind of document consists of. Written in TOML, beside the use case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Told to a model before everything else: whom the document is for and how it reads.
    pub purpose: String,
    /// The sections, in reading order.
    pub section: Vec<SectionPlan>,
}

/// One section of a template.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionPlan {
    /// What the composer calls it.
    pub id: String,
    /// The heading.
    pub title: String,
    /// What belongs into it, as an instruction to a model.
    pub brief: String,
    /// The resource types that it may read and send: the minimum necessary. Beside them `message`, the message that is answered, and
    /// `guideline`, the guidelines given with the chart.
    pub types: Vec<String>,
    /// Words to search the chart with, where the types alone are too much.
    #[serde(default)]
    pub search: Vec<String>,
    /// Only sources dated within so many days before the draft's date, where given.
    #[serde(default)]
    pub days: Option<i64>,
    /// What of the composer's own statements stays where a model writes the section.
    #[serde(default)]
    pub keep: Keep,
}

/// What of a section's rule-made statements stays where a model writes it. The composer marks single statements beyond this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// Those alone that the composer marks one by one.
    #[default]
    Marked,
    /// Each that no released statement of the model tells from the same source: what the document must include.
    UnlessSaid,
    /// All, before the model's.
    Always,
    /// All, and no model writes the section.
    Alone,
}

impl Template {
    /// Reads a template; `file` is named in errors.
    pub(crate) fn read(file: &str, text: &str, known: &[&str]) -> Result<Self, DraftingError> {
        let template: Self =
            toml::from_str(text).map_err(|error| DraftingError::data(file, &error))?;
        if template.section.is_empty() {
            return Err(DraftingError::data(
                file,
                &"`section`: a document needs at least one section",
            ));
        }
        for (index, section) in template.section.iter().enumerate() {
            if !known.contains(&section.id.as_str()) {
                return Err(DraftingError::data(
                    file,
                    &format!(
                        "section {}: `id` is `{}`; known are {}",
                        index + 1,
                        section.id,
                        known.join(", ")
                    ),
                ));
            }
            if template
                .section
                .iter()
                .take(index)
                .any(|other| other.id == section.id)
            {
                return Err(DraftingError::data(
                    file,
                    &format!("section {}: `id` `{}` is used twice", index + 1, section.id),
                ));
            }
            if section.types.is_empty() {
                return Err(DraftingError::data(
                    file,
                    &format!("section {}: `types` is empty", index + 1),
                ));
            }
        }
        Ok(template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_template_says_where() {
        let section = |id: &str, more: &str| {
            format!(
                "purpose = \"p\"\n[[section]]\nid = \"{id}\"\ntitle = \"T\"\nbrief = \"b\"\ntypes = [\"Patient\"]\n{more}"
            )
        };
        for (text, want) in [
            (section("b", ""), "known are a"),
            (section("a", "colour = 1"), "colour"),
            (
                "purpose = \"p\"\nsection = []".to_owned(),
                "at least one section",
            ),
            (
                section("a", "") + &section("a", "").replace("purpose = \"p\"\n", ""),
                "used twice",
            ),
        ] {
            let error = Template::read("t.toml", &text, &["a"])
                .unwrap_err()
                .to_string();
            assert!(
                error.starts_with("t.toml: ") && error.contains(want),
                "{error}"
            );
        }
    }
}
