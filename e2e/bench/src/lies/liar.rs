//! A model that lies: it says true things of what it is given, and at a given rate the same with one error.

use models::{Asked, Part};
use serde_json::{Value, json};
use sources::{FactRole, Snippet, SourceSet};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use verify_bench::Name;
use verify_bench::pool::Item;
use verify_bench::rng::Rng;

/// Most statements of one section.
const MOST: usize = 12;

/// A true statement and the same with one error.
pub(super) struct Twin {
    pub(super) truth: Item,
    pub(super) lie: Item,
}

/// What it said, by its words: the error's name, none where it is true.
pub(super) type Said = HashMap<String, Option<Name>>;

/// The model's state within one chart.
pub(super) struct Liar {
    inner: Mutex<Inner>,
}

struct Inner {
    twins: Vec<Twin>,
    /// Source by what of it is sent.
    sources: HashMap<String, String>,
    used: BTreeSet<usize>,
    said: Said,
    rng: Rng,
    per_thousand: usize,
}

impl Liar {
    /// Lies in so many of a thousand statements.
    pub(super) fn new(set: &SourceSet, twins: Vec<Twin>, per_thousand: usize, seed: u64) -> Self {
        let sources = set.snippets().iter();
        let sources = sources.map(|one| (plain(&sendable(one)), one.id.to_string()));
        Self {
            inner: Mutex::new(Inner {
                twins,
                sources: sources.collect(),
                used: BTreeSet::new(),
                said: Said::new(),
                rng: Rng::named(seed, "liar"),
                per_thousand,
            }),
        }
    }

    /// The answer to one request.
    pub(super) fn answer(&self, asked: &Asked) -> Value {
        self.inner
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .answer(&asked.parts)
    }

    /// A new document: everything may be said again.
    pub(super) fn forget(&self) -> Said {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.used.clear();
        std::mem::take(&mut inner.said)
    }
}

impl Inner {
    fn answer(&mut self, parts: &[Part]) -> Value {
        let given: BTreeMap<&str, &str> = parts
            .iter()
            .filter_map(|part| {
                let source = self.sources.get(&plain(&part.text))?;
                Some((source.as_str(), part.alias.as_str()))
            })
            .collect();
        let aliases = |item: &Item| -> Option<Vec<&str>> {
            let cited = item.citations.iter();
            cited
                .map(|one| given.get(one.source.as_str()).copied())
                .collect()
        };
        let mut statements = Vec::new();
        for (place, twin) in self.twins.iter().enumerate() {
            if statements.len() == MOST {
                break;
            }
            let lies = self.rng.below(1000) < self.per_thousand;
            let item = if lies { &twin.lie } else { &twin.truth };
            if self.used.contains(&place) || self.said.contains_key(&item.text) {
                continue;
            }
            // Both must be citable, so that lies are drawn evenly.
            let (Some(cited), Some(_)) = (aliases(item), aliases(&twin.truth)) else {
                continue;
            };
            let quote = item.citations.iter().find_map(|one| one.quote.as_deref());
            statements.push(json!({"text": item.text, "citations": cited, "quote": quote}));
            let name = item.error.map(|(name, _)| name);
            self.said.insert(item.text.trim().to_owned(), name);
            self.used.insert(place);
        }
        json!({ "statements": statements })
    }
}

/// What is sent of a source: no line that identifies a person.
fn sendable(snippet: &Snippet) -> String {
    let hidden: Vec<_> = snippet
        .facts
        .iter()
        .filter(|fact| {
            matches!(
                fact.role,
                FactRole::Identifier | FactRole::Address | FactRole::Contact | FactRole::Lot
            )
        })
        .filter_map(|fact| fact.span)
        .collect();
    let mut at = 0;
    let lines = snippet.text.split_inclusive('\n').filter(|line| {
        let (from, end) = (at, at + line.len());
        at = end;
        !hidden
            .iter()
            .any(|span| span.start < end && span.end > from)
    });
    lines.collect()
}

/// Without what a prompt may set otherwise.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
