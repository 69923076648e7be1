//! One release of one code system.

use crate::code::{Code, System};
use crate::entry::{Entry, Note, Period};
use std::collections::BTreeMap;
use std::ops::Bound;
use time::Date;

/// A release: its codes and the days on which it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The system.
    pub system: System,
    /// What a person calls the release: `ICD-10-CM, April 2026`.
    pub release: String,
    /// When it holds.
    pub period: Period,
    pub(crate) entries: BTreeMap<Code, Entry>,
}

impl Table {
    /// A table of these entries.
    pub fn new(
        system: System,
        release: impl Into<String>,
        period: Period,
        entries: impl IntoIterator<Item = Entry>,
    ) -> Self {
        Self {
            system,
            release: release.into(),
            period,
            entries: entries
                .into_iter()
                .map(|entry| (entry.code.clone(), entry))
                .collect(),
        }
    }

    /// The entry of a code.
    pub fn get(&self, code: &Code) -> Option<&Entry> {
        self.entries.get(code)
    }

    /// Every entry, by code.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// How many codes it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry of a code, if the table and the code hold on the day and it can stand on a claim.
    pub fn billable(&self, code: &Code, on: Date) -> Option<&Entry> {
        self.get(code)
            .filter(|entry| entry.billable && self.period.holds(on) && entry.period.holds(on))
    }

    /// Every code below a code, in order.
    pub fn below<'t>(&'t self, code: &Code) -> impl Iterator<Item = &'t Entry> + use<'t> {
        let wider = code.as_str().to_owned();
        self.entries
            .range::<Code, _>((Bound::Excluded(code), Bound::Unbounded))
            .take_while(move |(own, _)| own.as_str().starts_with(wider.as_str()))
            .map(|(_, entry)| entry)
    }

    /// The wider codes of the table, the nearest first.
    pub fn wider(&self, code: &Code) -> Vec<&Entry> {
        let mut at = code.parent();
        let mut found = Vec::new();
        while let Some(code) = at {
            found.extend(self.get(&code));
            at = code.parent();
        }
        found
    }

    /// The notes of one meaning that hold for a code: its own and those of its wider codes; other names are its own alone.
    pub fn notes(&self, code: &Code, meaning: Note) -> Vec<&str> {
        let own = self.get(code).into_iter();
        let wider = self
            .wider(code)
            .into_iter()
            .filter(|_| meaning != Note::Inclusion);
        own.chain(wider)
            .flat_map(|entry| entry.notes(meaning))
            .collect()
    }

    /// Lays another release's notes, titles and codes over this one, so that the order file and the tabular list make one table. The other's
    /// titles win; a code that only one of them has is kept.
    pub fn lay_over(&mut self, other: Self) {
        for (code, entry) in other.entries {
            match self.entries.get_mut(&code) {
                None => {
                    self.entries.insert(code, entry);
                }
                Some(own) => {
                    own.billable = entry.billable;
                    own.description = entry.description;
                    if !entry.period.open() {
                        own.period = entry.period;
                    }
                    if !entry.notes.is_empty() {
                        own.notes = entry.notes;
                    }
                }
            }
        }
    }
}
