//! The tabular list of ICD-10-CM as XML: titles, notes, and seventh characters, which it states once for all codes below.

use super::Found;
use crate::code::{Code, System};
use crate::entry::{Entry, Note, Period};
use crate::error::CodesError;
use roxmltree::{Document, Node, ParsingOptions};

/// Elements that hold notes, each with its meaning.
const NOTES: [(&str, Note); 7] = [
    ("inclusionTerm", Note::Inclusion),
    ("includes", Note::Includes),
    ("excludes1", Note::Excludes1),
    ("excludes2", Note::Excludes2),
    ("codeFirst", Note::CodeFirst),
    ("useAdditionalCode", Note::UseAdditional),
    ("codeAlso", Note::CodeAlso),
];

pub(super) fn read(file: &str, text: &str) -> Result<Found, CodesError> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| CodesError::format(file, format!("is no XML: {error}")))?;
    let root = document.root_element();
    if root.tag_name().name() != "ICD10CM.tabular" {
        return Err(CodesError::format(
            file,
            "is XML, but not the tabular list: the root must be `ICD10CM.tabular`",
        ));
    }
    let year = child(root, "version").and_then(|version| words(version).parse().ok());
    let mut list = List {
        file,
        entries: Vec::new(),
    };
    // What a chapter or section says holds for its categories.
    for chapter in root.children().filter(|node| node.has_tag_name("chapter")) {
        let wider = notes(chapter);
        for section in chapter
            .children()
            .filter(|node| node.has_tag_name("section"))
        {
            let wider: Vec<(Note, String)> = wider.iter().cloned().chain(notes(section)).collect();
            for category in diagnoses(section) {
                list.walk(category, wider.clone(), &[])?;
            }
        }
    }
    Ok(Found {
        system: Some(System::Icd10Cm),
        year,
        entries: list.entries,
        passed_over: Vec::new(),
    })
}

struct List<'f> {
    file: &'f str,
    entries: Vec<Entry>,
}

impl List<'_> {
    fn walk(
        &mut self,
        node: Node<'_, '_>,
        wider: Vec<(Note, String)>,
        sevenths: &[(String, String)],
    ) -> Result<(), CodesError> {
        let name = child(node, "name").map(words).unwrap_or_default();
        let line = node.document().text_pos_at(node.range().start).row as usize;
        let code = Code::read(System::Icd10Cm, &name)
            .ok_or_else(|| CodesError::line(self.file, line, "`name`: no ICD-10-CM code"))?;
        let title = child(node, "desc").map(words).unwrap_or_default();
        let mut all = notes(node);
        all.extend(wider);
        let here = child(node, "sevenChrDef").map(extensions);
        let sevenths = here.as_deref().unwrap_or(sevenths);
        let below: Vec<Node<'_, '_>> = diagnoses(node).collect();
        let leaf = below.is_empty();
        self.entries.push(Entry {
            code: code.clone(),
            billable: leaf && sevenths.is_empty(),
            description: title.clone(),
            period: Period::default(),
            notes: all,
        });
        for next in below {
            self.walk(next, Vec::new(), sevenths)?;
        }
        if leaf {
            for (letter, words) in sevenths {
                let bare: String = code.as_str().chars().filter(|c| *c != '.').collect();
                let full = format!("{bare:X<6}{letter}");
                let code = Code::read(System::Icd10Cm, &full).ok_or_else(|| {
                    CodesError::line(self.file, line, "`sevenChrDef`: makes no code")
                })?;
                self.entries.push(Entry {
                    code,
                    billable: true,
                    description: format!("{title}, {words}"),
                    period: Period::default(),
                    notes: Vec::new(),
                });
            }
        }
        Ok(())
    }
}

fn diagnoses<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(|child| child.has_tag_name("diag"))
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.has_tag_name(name))
}

fn extensions(node: Node<'_, '_>) -> Vec<(String, String)> {
    node.children()
        .filter(|child| child.has_tag_name("extension"))
        .filter_map(|child| Some((child.attribute("char")?.to_owned(), words(child))))
        .collect()
}

fn notes(node: Node<'_, '_>) -> Vec<(Note, String)> {
    NOTES
        .iter()
        .flat_map(|(name, meaning)| {
            node.children()
                .filter(move |child| child.has_tag_name(*name))
                .flat_map(|group| group.children().filter(|child| child.has_tag_name("note")))
                .map(move |note| (*meaning, words(note)))
        })
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

fn words(node: Node<'_, '_>) -> String {
    node.text()
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
