//! Data files: read from their text, or from what an overlay made of them, with errors that name the place.

use crate::error::DraftingError;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use std::fmt::Write as _;
use toml::{Table, Value};

/// Keys that name an item of a list, in the order in which they are looked for.
const NAMES: [&str; 3] = ["id", "name", "title"];

/// A data file.
#[derive(Clone, Copy)]
pub(crate) enum Data<'a> {
    /// As written.
    Text(&'a str),
    /// Put together from several files.
    Table(&'a Table),
}

impl<'a> From<&'a str> for Data<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a Table> for Data<'a> {
    fn from(table: &'a Table) -> Self {
        Self::Table(table)
    }
}

/// Reads a file; of a text errors name the line, of what was put together the key.
pub(crate) fn parse<'a, T: DeserializeOwned>(
    file: &str,
    data: impl Into<Data<'a>>,
) -> Result<T, DraftingError> {
    match data.into() {
        Data::Text(text) => toml::from_str(text).map_err(|error| DraftingError::data(file, &error)),
        Data::Table(table) => serde_path_to_error::deserialize(Value::Table(table.clone()))
            .map_err(|error| {
                let place = place(error.path(), table);
                let what = error.inner().message();
                let what = if place.is_empty() {
                    what.to_owned()
                } else {
                    format!("`{place}`: {what}")
                };
                DraftingError::data(file, &what)
            }),
    }
}

/// The place in words: items of a list by their name, else by their number from 1.
fn place(path: &Path, table: &Table) -> String {
    let mut out = String::new();
    let whole = Value::Table(table.clone());
    let mut now = Some(&whole);
    for segment in path {
        let dot = if out.is_empty() { "" } else { "." };
        match segment {
            Segment::Map { key } => {
                let _ = write!(out, "{dot}{key}");
                now = now.and_then(|value| value.get(key));
            }
            Segment::Seq { index } => {
                now = now.and_then(|value| value.get(*index));
                let name =
                    now.and_then(|item| NAMES.iter().find_map(|key| item.get(key)?.as_str()));
                let _ = match name {
                    Some(name) => write!(out, "{dot}{name}"),
                    None => write!(out, "{dot}{}", index + 1),
                };
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Item {
        #[expect(dead_code, reason = "read only")]
        id: String,
        #[serde(default)]
        #[expect(dead_code, reason = "read only")]
        days: Option<i64>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        #[expect(dead_code, reason = "read only")]
        item: Vec<Item>,
    }

    #[test]
    fn errors_name_the_key_by_its_items_names() {
        for (text, want) in [
            ("[[item]]\nid = \"a\"\ndays = \"x\"", "`item.a.days`"),
            ("[[item]]\nid = 3", "`item.1.id`"),
            ("[[item]]\nid = \"a\"\ncolour = 1", "colour"),
            ("item = 3", "`item`"),
            ("", "item"),
        ] {
            let table: Table = toml::from_str(text).unwrap();
            let error = parse::<File>("f.toml", &table).unwrap_err().to_string();
            assert!(
                error.starts_with("f.toml: ") && error.contains(want),
                "{error}"
            );
        }
    }
}
