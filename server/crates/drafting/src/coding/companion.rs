//! The documents beside the chart that a coding draft cites: an entry of the table for each candidate code, the rules of the level, the query's form.

use super::book::CodeBook;
use super::key::title_key;
use super::services::candidates as acted;
use super::suggest::candidates;
use codes::{Entry, Note, System, Table};
use model::SourceId;
use sources::input::{Body, InputKind};
use sources::{SourceInput, SourceSet};
use std::fmt::Write as _;

/// The document with the rules of the level.
pub(super) const LEVEL: &str = "coding-level";
/// The form of a query.
pub(super) const QUERY: &str = "coding-query";
/// Most other codes that an entry names as more specific.
const MOST: usize = 8;

/// Every document that a coding draft of this chart can cite.
pub(crate) fn companions(set: &SourceSet, book: &CodeBook) -> Vec<SourceInput> {
    let fixed = [
        (LEVEL, "Level of service", include_str!("level.md")),
        (QUERY, "Documentation query", include_str!("query.md")),
    ];
    let fixed = fixed
        .into_iter()
        .map(|(id, title, text)| guideline(id.to_owned(), title.to_owned(), text.to_owned()));
    let entries = candidates(set, book).into_iter().chain(acted(set, book));
    let entries = entries.map(|(table, entry)| {
        let title = format!("{} {}", table.system.title(), entry.code);
        guideline(name(table, entry), title, entry_text(book, table, entry))
    });
    fixed.chain(entries).collect()
}

/// The citation of a fixed document.
pub(crate) fn document(id: &str) -> SourceId {
    SourceId::new(format!("guideline:{id}"))
}

/// Whether a document is one of these, and no guideline.
pub(crate) fn is_own(id: &SourceId) -> bool {
    let Some(name) = id.as_str().strip_prefix("guideline:") else {
        return false;
    };
    let of_table = |system: &System| {
        name.strip_prefix(system.name())
            .is_some_and(|rest| rest.starts_with('-'))
    };
    name == LEVEL || name == QUERY || System::ALL.iter().any(of_table)
}

/// The citation of a code's entry in its table.
pub(super) fn entry_id(table: &Table, entry: &Entry) -> SourceId {
    document(&name(table, entry))
}

fn name(table: &Table, entry: &Entry) -> String {
    let from = table.period.from.map(|day| format!("-{day}"));
    format!(
        "{}{}-{}",
        table.system.name(),
        from.unwrap_or_default(),
        entry.code
    )
}

fn guideline(id: String, title: String, text: String) -> SourceInput {
    SourceInput {
        id,
        kind: InputKind::Guideline,
        title: Some(title),
        date: None,
        body: Body::Text(text),
    }
}

/// The entry in words: title, release, more specific codes, notes.
fn entry_text(book: &CodeBook, table: &Table, entry: &Entry) -> String {
    let mut text = format!(
        "{} {}: {}.\nA billable code of {}.",
        table.system.title(),
        entry.code,
        entry.description,
        table.release
    );
    let more = more_specific(table, entry);
    if !more.is_empty() {
        let _ = write!(
            text,
            "\nThe code is not specific. More specific: {}.",
            more.join("; ")
        );
    }
    for meaning in [
        Note::CodeFirst,
        Note::UseAdditional,
        Note::CodeAlso,
        Note::Excludes1,
        Note::Excludes2,
    ] {
        let notes = table.notes(&entry.code, meaning);
        if !notes.is_empty() {
            let _ = write!(text, "\n{}: {}.", meaning.title(), notes.join("; "));
        }
    }
    for (risk, hcc) in book.tables.hccs(&entry.code, table.period) {
        let from = risk.period.from.map(|day| format!(" from {day}"));
        let from = from.unwrap_or_default();
        let _ = write!(
            text,
            "\nRisk adjustment: HCC {hcc} ({}{from}).",
            risk.release
        );
    }
    text
}

/// What the table distinguishes below the nearest wider code, where the code itself leaves it open.
pub(super) fn more_specific<'t>(table: &'t Table, entry: &Entry) -> Vec<&'t str> {
    let open = ["unspecified", "not specified", " nos"];
    let lower = entry.description.to_lowercase();
    if !open.iter().any(|word| lower.contains(word)) {
        return Vec::new();
    }
    let says_nothing = |title: &str| {
        let title = title.to_lowercase();
        open.iter().any(|word| title.contains(word)) || title.contains("other")
    };
    // Up to the widest code that says no more than this one; beyond it the table speaks of other things.
    let words = |title: &str| -> Vec<String> {
        title_key(title)
            .split(' ')
            .filter(|word| *word != "other")
            .map(str::to_owned)
            .collect()
    };
    let own = words(&entry.description);
    table
        .wider(&entry.code)
        .into_iter()
        .take_while(|wider| {
            words(&wider.description)
                .iter()
                .all(|word| own.contains(word))
        })
        .map(|wider| {
            table
                .below(&wider.code)
                .filter(|one| one.billable && one.code != entry.code)
                .map(|one| one.description.as_str())
                .filter(|title| !says_nothing(title))
                .take(MOST)
                .collect::<Vec<_>>()
        })
        .last()
        .filter(|titles| titles.len() > 1)
        .unwrap_or_default()
}
