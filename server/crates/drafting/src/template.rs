//! Templates: the sections of a kind of document, as data.

use crate::data::{self, Data};
use crate::error::DraftingError;
use serde::Deserialize;

/// A template as it comes with the crate.
pub(crate) struct Shipped {
    /// Named in errors.
    pub(crate) file: &'static str,
    /// The file.
    pub(crate) text: &'static str,
    /// The sections that the composer can write.
    pub(crate) known: &'static [&'static str],
}

impl Shipped {
    pub(crate) const fn new(
        file: &'static str,
        text: &'static str,
        known: &'static [&'static str],
    ) -> Self {
        Self { file, text, known }
    }
}

/// What a kind of document consists of. Written in TOML, beside the use case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Told to a model before everything else: whom the document is for and how it reads.
    pub purpose: String,
    /// The sections, in reading order.
    pub section: Vec<SectionPlan>,
    /// Which of the sections, and in which order, where the file says it; else all as they stand.
    #[serde(default)]
    pub order: Vec<String>,
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
    pub(crate) fn read<'a>(
        file: &str,
        data: impl Into<Data<'a>>,
        known: &[&str],
        required: &[&str],
    ) -> Result<Self, DraftingError> {
        let template: Self = data::parse(file, data)?;
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
        template.ordered(file, required)
    }

    /// The sections that `order` names, in its order.
    fn ordered(mut self, file: &str, required: &[&str]) -> Result<Self, DraftingError> {
        if self.order.is_empty() {
            return Ok(self);
        }
        let bad = |what: String| Err(DraftingError::data(file, &what));
        let mut sections = Vec::new();
        for (index, id) in self.order.iter().enumerate() {
            if self.order.iter().take(index).any(|other| other == id) {
                return bad(format!("`order`: `{id}` stands there twice"));
            }
            match self.section.iter().find(|section| section.id == *id) {
                Some(section) => sections.push(section.clone()),
                None => return bad(format!("`order`: there is no section `{id}`")),
            }
        }
        if let Some(missing) = required
            .iter()
            .find(|id| !self.order.iter().any(|one| one == *id))
        {
            return bad(format!(
                "`order`: the section `{missing}` may not be left out"
            ));
        }
        self.section = sections;
        Ok(self)
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
            (
                "order = [\"b\"]\n".to_owned() + &section("a", ""),
                "no section `b`",
            ),
            (
                "order = [\"a\", \"a\"]\n".to_owned() + &section("a", ""),
                "twice",
            ),
        ] {
            let error = Template::read("t.toml", text.as_str(), &["a"], &["a"])
                .unwrap_err()
                .to_string();
            assert!(
                error.starts_with("t.toml: ") && error.contains(want),
                "{error}"
            );
        }
    }
    #[test]
    fn the_order_leaves_out_and_moves_but_not_what_is_required() {
        let section = |id: &str| {
            format!(
                "[[section]]\nid = \"{id}\"\ntitle = \"T\"\nbrief = \"b\"\ntypes = [\"Patient\"]\n"
            )
        };
        let text = |order: &str| {
            format!(
                "purpose = \"p\"\norder = {order}\n{}{}",
                section("a"),
                section("b")
            )
        };
        let read = |order| Template::read("t.toml", text(order).as_str(), &["a", "b"], &["b"]);
        let error = read("[\"a\"]").unwrap_err().to_string();
        assert!(error.contains("`b` may not be left out"), "{error}");
        let ids = |order| -> Vec<String> {
            let sections = read(order).unwrap().section;
            sections.into_iter().map(|section| section.id).collect()
        };
        assert_eq!(ids("[\"b\"]"), ["b"]);
        assert_eq!(ids("[\"b\", \"a\"]"), ["b", "a"]);
        assert_eq!(ids("[]"), ["a", "b"]);
    }
}
