//! The text of notes: attachments of documents and reports.

use crate::fact::{FactRole, FactValue};
use crate::render::{Page, Place};
use chart::{Chart, Resource};

/// Adds the text of each attachment, as prose; one that cannot be read is named in the text and returned.
pub(crate) fn append(chart: &Chart, resource: &Resource, page: &mut Page) -> Vec<String> {
    let mut problems = Vec::new();
    for note in chart.notes_of(resource) {
        let place = Place {
            path: &note.path,
            group: 0,
            role: FactRole::Text,
        };
        match note.result {
            Ok(text) => page.prose(place, &text.text),
            Err(why) => {
                let words = format!("not readable: {why}");
                problems.push(format!("{}, {}: {why}", resource.key, note.path));
                page.line(
                    "Attachment",
                    Place {
                        role: FactRole::Other,
                        ..place
                    },
                    FactValue::Text(words),
                );
            }
        }
    }
    problems
}
