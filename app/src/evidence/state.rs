//! Which sources are open, and those that were fetched before.

use super::api;
use crate::desk::Desk;
use crate::wire::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::view::{CitationView, EvidenceView};
use model::{SourceId, StatementId};
use std::time::Duration;

/// How many sources are kept; a chart's whole text would not fit a browser's patience.
const KEPT: usize = 40;

/// A pointer that only passes by opens nothing.
const LINGER: Duration = Duration::from_millis(140);

/// For which statement, in which words, which source: other words have other places marked.
type Key = (Option<StatementId>, String, SourceId);

/// Sources that were fetched.
#[derive(Clone, Copy)]
pub struct Shelf(StoredValue<Vec<(Key, EvidenceView)>>);

impl Shelf {
    /// Nothing fetched yet.
    pub fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    /// Puts the source into `to`, from the shelf or from the server.
    pub fn fetch(
        self,
        desk: Desk,
        statement: Option<StatementId>,
        source: SourceId,
        to: RwSignal<Option<Result<EvidenceView, Failure>>>,
    ) {
        let words = statement.as_ref().and_then(|id| desk.statement_now(id));
        let words = words.map(|statement| statement.text).unwrap_or_default();
        let key = (statement, words, source);
        let kept = self.0.with_value(|shelf| {
            shelf
                .iter()
                .find(|(other, _)| *other == key)
                .map(|(_, view)| view.clone())
        });
        if let Some(view) = kept {
            return to.set(Some(Ok(view)));
        }
        let draft = desk.open_id();
        spawn_local(async move {
            let (statement, _, source) = key.clone();
            let answer = api::evidence(desk.launch(), draft, statement, source).await;
            if let Ok(view) = &answer {
                self.0.update_value(|shelf| {
                    if shelf.len() >= KEPT {
                        shelf.remove(0);
                    }
                    shelf.push((key, view.clone()));
                });
            }
            to.try_set(Some(answer));
        });
    }
}

/// Opens the sources if the pointer is still over the citation after a moment.
pub fn peek(desk: Desk, over: RwSignal<bool>, show: impl Fn() + 'static) {
    over.set(true);
    set_timeout(
        move || {
            if over.try_get_untracked() == Some(true) && desk.editing.get_untracked().is_none() {
                show();
            }
        },
        LINGER,
    );
}

/// Opens the statement's next citation after the one that is open; the first after the last.
pub fn cycle(desk: Desk, id: &StatementId) {
    let Some(statement) = desk.statement_now(id) else {
        return;
    };
    let open = desk.cited.with_untracked(|cited| {
        let cited = cited
            .as_ref()
            .filter(|cited| cited.statement.as_ref() == Some(id))?;
        cited.sources.first().cloned()
    });
    if let Some(next) = after(&statement.citations, open.as_ref()) {
        desk.say(format!("Source {}: {}", next.number, next.label));
        let spot = format!("s-{id}");
        desk.show(spot, Some(id.clone()), vec![next.source.clone()]);
    }
}

fn after<'a>(citations: &'a [CitationView], open: Option<&SourceId>) -> Option<&'a CitationView> {
    let at = open.and_then(|open| citations.iter().position(|other| other.source == *open));
    let next = at.map_or(0, |at| (at + 1) % citations.len());
    citations.get(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_go_around() {
        let cite = |number: usize| CitationView {
            number,
            source: SourceId::new(format!("Observation/{number}")),
            quote: None,
            label: String::new(),
        };
        let all = [cite(1), cite(2)];
        let next = |open: Option<&SourceId>| after(&all, open).map(|found| found.number);
        assert_eq!(next(None), Some(1));
        assert_eq!(next(Some(&all[0].source)), Some(2));
        assert_eq!(next(Some(&all[1].source)), Some(1));
        assert_eq!(after(&[], None).map(|found| found.number), None);
    }
}
