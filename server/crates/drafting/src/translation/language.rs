//! Languages: what the rule check knows of each, and which one a patient prefers.

use crate::data;
use crate::error::DraftingError;
use crate::read::View;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: (&str, &str) = ("translation/languages.toml", include_str!("languages.toml"));
/// English and its tag.
const ENGLISH: &str = "en";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Vec<Row>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    tag: String,
    name: String,
    #[serde(default)]
    script: Vec<String>,
    #[serde(default)]
    dense: bool,
    #[serde(default)]
    months: Vec<Vec<String>>,
    #[serde(default)]
    counts: Vec<Vec<String>>,
    #[serde(default)]
    units: BTreeMap<String, String>,
}

/// A language that a reply can be translated into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Language {
    /// Its tag, as the chart has it: `es`, `zh-Hans`.
    pub tag: String,
    /// What English calls it.
    pub name: String,
    /// The code points of its own script, where it is not Latin.
    pub(super) script: Vec<(u32, u32)>,
    /// Whether it needs far fewer characters than English.
    pub(super) dense: bool,
    /// Forms of each month's name.
    pub(super) months: Vec<Vec<String>>,
    /// Words of the numbers from two to ten.
    pub(super) counts: Vec<Vec<String>>,
    /// How it writes units, beside the symbols.
    pub(super) units: BTreeMap<String, String>,
}

impl Language {
    /// The language of a tag. One that the data file does not have is known by `name`, or by its tag alone.
    pub fn of(tag: &str, name: Option<&str>) -> Result<Self, DraftingError> {
        let rows = data::parse::<File>(FILE.0, FILE.1)?.language;
        let primary = tag.split('-').next().unwrap_or_default();
        let row = rows
            .into_iter()
            .find(|row| row.tag.eq_ignore_ascii_case(primary));
        let Some(row) = row else {
            return Ok(Self {
                tag: tag.to_owned(),
                name: name.unwrap_or(tag).to_owned(),
                ..Self::default()
            });
        };
        let bad =
            |what: &str| DraftingError::data(FILE.0, &format!("`language.{}`: {what}", row.tag));
        if !matches!(row.months.len(), 0 | 12) {
            return Err(bad("`months` must be 12"));
        }
        if !matches!(row.counts.len(), 0 | 9) {
            return Err(bad("`counts` must be 9, of two to ten"));
        }
        let range = |text: &String| {
            let (from, to) = text.split_once('-')?;
            let read = |hex| u32::from_str_radix(hex, 16).ok();
            Some((read(from)?, read(to)?))
        };
        let script: Option<Vec<_>> = row.script.iter().map(range).collect();
        Ok(Self {
            tag: tag.to_owned(),
            name: row.name.clone(),
            script: script.ok_or_else(|| bad("`script` is no range such as 0400-04FF"))?,
            dense: row.dense,
            months: row.months,
            counts: row.counts,
            units: row.units,
        })
    }
}

/// The language that the patient prefers, where it is not English: by the entry marked as preferred, or the only one. None where the chart does not say.
pub(super) fn preferred(view: View<'_>) -> Result<Option<Language>, DraftingError> {
    let resource = view
        .set
        .patient()
        .and_then(|id| view.set.get(id)?.resource.as_ref());
    let Some(resource) = resource else {
        return Ok(None);
    };
    let all = resource.items_at("communication");
    let marked = all.iter().find(|one| {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the type's crate is not a dependency"
        )]
        let yes = one.at("preferred").and_then(|value| value.as_bool());
        yes == Some(true)
    });
    let Some(chosen) = marked.or(if all.len() == 1 { all.first() } else { None }) else {
        return Ok(None);
    };
    let codings = chosen.items_at("language.coding");
    let tag = codings
        .iter()
        .filter_map(|coding| coding.str_at("code"))
        .find(|code| is_tag(code));
    let display = codings.iter().find_map(|coding| coding.str_at("display"));
    let name = chosen.str_at("language.text").or(display).map(str::trim);
    match tag {
        Some(tag) if tag.split('-').next() != Some(ENGLISH) => Language::of(tag, name).map(Some),
        _ => Ok(None),
    }
}

/// A tag of BCP 47, as far as charts write it.
fn is_tag(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().unwrap_or_default();
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let primary =
        (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase());
    primary && parts.all(|part| (2..=8).contains(&part.len()) && plain(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_languages_are_whole() {
        let rows = data::parse::<File>(FILE.0, FILE.1).unwrap().language;
        for row in &rows {
            assert_eq!(Language::of(&row.tag, None).unwrap().name, row.name);
            assert!(is_tag(&row.tag), "{}", row.tag);
        }
        let mut tags: Vec<&str> = rows.iter().map(|row| row.tag.as_str()).collect();
        tags.dedup();
        assert_eq!(tags.len(), rows.len());
        assert_eq!(Language::of("so", Some("Somali")).unwrap().name, "Somali");
        assert_eq!(Language::of("es-MX", None).unwrap().tag, "es-MX");
    }

    #[test]
    fn what_is_no_tag_is_none() {
        for code in ["", "e", "EN", "spanish", "es_MX", "es-", "urn:x", "140-9"] {
            assert!(!is_tag(code), "{code}");
        }
    }
}
