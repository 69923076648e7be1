//! The minimum necessary: which elements of each resource type a use case may give to a model, as data.

#[cfg(test)]
mod test;

use crate::data::{self, Data};
use crate::error::DraftingError;
use gateway::{FieldClass, Sends, common, field_class};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What comes with the crate.
pub(crate) const FIELDS: (&str, &str) = ("fields.toml", include_str!("fields.toml"));

/// What use cases may send, with what an outer level allows at most.
#[derive(Clone, Debug)]
pub(crate) struct Minimum {
    entries: Vec<Entry>,
    most: Option<Arc<Self>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    may_send: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    use_case: Vec<Entry>,
}

impl Minimum {
    pub(crate) fn shipped() -> Result<Self, DraftingError> {
        Self::read(FIELDS.0, FIELDS.1)
    }

    /// Reads the file; `file` is named in errors.
    pub(crate) fn read<'a>(file: &str, data: impl Into<Data<'a>>) -> Result<Self, DraftingError> {
        let entries = data::parse::<File>(file, data)?.use_case;
        for (index, entry) in entries.iter().enumerate() {
            let name = &entry.name;
            let bad =
                |what: String| DraftingError::data(file, &format!("use_case `{name}`: {what}"));
            if name.is_empty() || name.trim_end_matches('*').contains('*') {
                return Err(bad(
                    "a `*` may stand at the end only, as in chart_summary/*".to_owned(),
                ));
            }
            if entries.iter().take(index).any(|other| other.name == *name) {
                return Err(bad("is used twice".to_owned()));
            }
            for (kind, fields) in &entry.may_send {
                let letters = kind.chars().all(|c| c.is_ascii_alphanumeric());
                if !letters || !kind.starts_with(|c: char| c.is_ascii_uppercase()) {
                    return Err(bad(format!("`{kind}` is no resource type")));
                }
                for field in fields {
                    if let Some(what) = fault(kind, field) {
                        return Err(bad(format!("`{kind}`: `{field}` {what}")));
                    }
                }
            }
        }
        Ok(Self {
            entries,
            most: None,
        })
    }

    /// The same, with nothing that another does not allow.
    pub(crate) fn within(mut self, most: Arc<Self>) -> Self {
        self.most = Some(most);
        self
    }

    /// Whether anything is said of a type, if only that nothing of it is sent.
    pub(crate) fn knows(&self, use_case: &str, kind: &str) -> bool {
        self.listed(use_case, kind).is_some()
    }

    /// What a use case may send of a type. What is no resource has no elements.
    pub(crate) fn of(&self, use_case: &str, kind: &str) -> Sends {
        Sends {
            kind: kind.to_owned(),
            fields: self.fields(use_case, kind),
        }
    }

    fn fields(&self, use_case: &str, kind: &str) -> Vec<String> {
        let own = self.listed(use_case, kind).unwrap_or_default();
        match &self.most {
            None => own.to_vec(),
            Some(most) => {
                let most = most.fields(use_case, kind);
                let both = |name: &String| {
                    let all = most.iter().filter_map(|other| common(name, other));
                    all.collect::<Vec<_>>()
                };
                own.iter().flat_map(both).collect()
            }
        }
    }

    /// The list of the longest name that has one for this type; a whole name goes before one with a `*`.
    fn listed(&self, use_case: &str, kind: &str) -> Option<&[String]> {
        let fits = |entry: &&Entry| match entry.name.strip_suffix('*') {
            Some(start) => use_case.starts_with(start),
            None => entry.name == use_case,
        };
        let fitting = self.entries.iter().filter(fits);
        let listing = fitting.filter_map(|entry| Some((entry, entry.may_send.get(kind)?)));
        listing
            .max_by_key(|(entry, _)| (!entry.name.ends_with('*'), entry.name.len()))
            .map(|(_, fields)| fields.as_slice())
    }
}

/// What is wrong with the name of an element.
fn fault(kind: &str, field: &str) -> Option<&'static str> {
    let plain = |segment: &str| {
        let word = segment.strip_suffix('*').unwrap_or(segment);
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    if !field.split('.').all(plain) {
        return Some("is no element: write `code`, `hospitalization.admitSource` or `value*`");
    }
    (field_class(kind, field) == Some(FieldClass::DirectIdentifier))
        .then_some("identifies a person and is never given to a model")
}
