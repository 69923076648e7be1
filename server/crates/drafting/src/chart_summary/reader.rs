//! For whom a summary is shaped: which sections, in which order.

use crate::data;
use crate::error::DraftingError;
use model::DraftKind;
use serde::Deserialize;

const FILE: &str = "chart_summary/readers.toml";

/// Someone whom a summary is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reader {
    /// What the program calls it.
    pub(crate) id: String,
    /// What the clinician reads.
    pub(crate) title: String,
    /// Told to a model.
    pub(crate) purpose: String,
    /// The sections in reading order: the kind whose template has it, and its id.
    pub(crate) sections: Vec<(DraftKind, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    title: String,
    purpose: String,
    sections: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reader: Vec<Row>,
}

/// The readers that come with the crate.
pub(crate) fn readers() -> Result<Vec<Reader>, DraftingError> {
    read(include_str!("readers.toml"))
}

fn read(text: &str) -> Result<Vec<Reader>, DraftingError> {
    let file: File = data::parse(FILE, text)?;
    file.reader
        .into_iter()
        .map(|row| {
            let sections = row
                .sections
                .iter()
                .map(|name| section(&row.id, name))
                .collect::<Result<_, _>>()?;
            Ok(Reader {
                id: row.id,
                title: row.title,
                purpose: row.purpose,
                sections,
            })
        })
        .collect()
}

fn section(reader: &str, name: &str) -> Result<(DraftKind, String), DraftingError> {
    let known = name
        .split_once('.')
        .and_then(|(kind, id)| Some((DraftKind::from_name(kind)?, id.to_owned())));
    known.ok_or_else(|| {
        let what =
            format!("reader `{reader}`: `{name}` is no section; write KIND.ID, as handoff.actions");
        DraftingError::data(FILE, &what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Drafting;
    use crate::use_case::Options;
    use std::collections::HashSet;

    #[test]
    fn a_reader_names_sections_that_there_are() {
        let row = |section: &str| {
            format!(
                "[[reader]]\nid = \"a\"\ntitle = \"A\"\npurpose = \"p\"\nsections = [\"{section}\"]\n"
            )
        };
        assert_eq!(
            read(&row("handoff.actions")).unwrap()[0].sections,
            [(DraftKind::Handoff, "actions".to_owned())]
        );
        for wrong in ["actions", "magic.actions", ""] {
            let error = read(&row(wrong)).unwrap_err().to_string();
            assert!(error.contains("reader `a`"), "{error}");
        }
    }

    #[test]
    fn every_shipped_reader_has_all_its_sections_under_titles_of_their_own() {
        let drafting = Drafting::shipped().unwrap();
        for reader in readers().unwrap() {
            let options = Options {
                reader: Some(reader.id.clone()),
                ..Options::default()
            };
            let plan = drafting.plan(DraftKind::ChartSummary, &options);
            assert_eq!(plan.len(), reader.sections.len(), "{}", reader.id);
            let titles: HashSet<&str> = plan.iter().map(|one| one.title.as_str()).collect();
            assert_eq!(titles.len(), plan.len(), "{}", reader.id);
        }
    }
}
