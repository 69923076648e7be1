//! What the palette offers for some words.

use model::view::{DraftStatus, WorkView};
use model::{DraftId, DraftKind, SourceId};

/// Something that Enter opens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// A draft.
    Draft(DraftId),
    /// A section of the open draft, by its place.
    Section(usize),
    /// A new draft of a kind that needs no choice.
    New(DraftKind),
    /// A source of the chart.
    Source(SourceId),
}

/// A line: what it opens, what it is, its words.
pub(super) type Offer = (Target, &'static str, String);

/// Sections, drafts and new drafts whose words contain all of the words.
pub(super) fn offers(work: &WorkView, words: &str) -> Vec<Offer> {
    let sections = work
        .open
        .iter()
        .flat_map(|draft| draft.sections.iter().enumerate());
    let sections =
        sections.map(|(at, section)| (Target::Section(at), "Section", section.title.clone()));
    let drafts = work
        .drafts
        .iter()
        .filter(|draft| draft.status != DraftStatus::Failed);
    let drafts = drafts.map(|draft| {
        (
            Target::Draft(draft.id.clone()),
            "Draft",
            format!("{}, {}", draft.title, draft.begun),
        )
    });
    let kinds = work.kinds.iter().filter(|kind| kind.at_once());
    let kinds = kinds.map(|kind| (Target::New(kind.kind), "New", kind.title.clone()));
    let all = sections.chain(drafts).chain(kinds);
    all.filter(|(_, _, text)| has(text, words)).collect()
}

fn has(text: &str, words: &str) -> bool {
    let text = text.to_ascii_lowercase();
    words
        .to_ascii_lowercase()
        .split_whitespace()
        .all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_be_there_in_any_order_and_case() {
        assert!(has("Hospital course", "COURSE hosp"));
        assert!(has("Hospital course", "  "));
        assert!(!has("Hospital course", "course plan"));
    }
}
