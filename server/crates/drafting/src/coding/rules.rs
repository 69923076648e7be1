//! What the table says beside the suggested codes.

use super::book::CodeBook;
use super::companion::entry_id;
use super::suggest::{Suggestion, Suggestions};
use crate::say::{Line, Lines};
use codes::{Note, Pattern, System, Table};

pub(super) fn compose(book: &CodeBook, found: &Suggestions<'_, '_>) -> Lines {
    let mut lines = Lines::default();
    for (at, one) in found.all.iter().enumerate() {
        for other in found.all.iter().skip(at + 1) {
            lines.lines.extend(excluded(found, one, other));
        }
        for meaning in [Note::CodeFirst, Note::UseAdditional, Note::CodeAlso] {
            for note in found.table.notes(&one.entry.code, meaning) {
                let what = meaning.title().to_lowercase();
                let note = note.strip_prefix("code ").unwrap_or(note);
                lines.push(
                    Line::new(format!("{}: {what} {note}", one.entry.code))
                        .cite(&entry_id(found.table, one.entry)),
                );
            }
        }
        if let Some(hcc) = book.tables.hcc(&one.entry.code, Some(found.on)) {
            lines.push(
                Line::new(format!("{}: risk adjustment, HCC {hcc}", one.entry.code))
                    .cite(&entry_id(found.table, one.entry)),
            );
        }
    }
    let risk = |table: &Table| table.system == System::Hcc;
    if book.tables.all().iter().any(risk)
        && let Err(none) = book.tables.on(System::Hcc, found.on)
    {
        lines.leave_out(format!("{none}. No risk adjustment is told."));
    }
    let noted = found.table.entries().any(|entry| !entry.notes.is_empty());
    if !noted {
        lines.leave_out("The installed table has no notes (excludes, code first, use additional code): import the tabular list to see them.");
    }
    lines
}

/// That two suggested codes exclude one another, by the notes of either.
fn excluded(
    found: &Suggestions<'_, '_>,
    one: &Suggestion<'_, '_>,
    other: &Suggestion<'_, '_>,
) -> Option<Line> {
    let names = |own: &Suggestion<'_, '_>, foreign: &Suggestion<'_, '_>| {
        found
            .table
            .notes(&own.entry.code, Note::Excludes1)
            .iter()
            .any(|note| {
                Pattern::all(note)
                    .iter()
                    .any(|pattern| pattern.fits(&foreign.entry.code))
            })
    };
    (names(one, other) || names(other, one)).then(|| {
        Line::new(format!(
            "{} and {} are not coded together by an excludes note: choose one",
            one.entry.code, other.entry.code
        ))
        .cite(&entry_id(found.table, one.entry))
        .cite(&entry_id(found.table, other.entry))
    })
}
