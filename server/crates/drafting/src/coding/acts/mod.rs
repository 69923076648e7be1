//! Services that were done and supplies that were ordered, from the words of the visit: held against the titles of the installed HCPCS and CPT tables.
//!
//! A part of a sentence counts where it says that something was done, or that a supply was ordered, of this patient at this visit. Its words are compared
//! with the titles by their stems. Where they fit several titles alike, all are candidates: the words don't decide.

mod parts;
mod rules;
#[cfg(test)]
mod test;
mod titles;
mod words;

use super::suggest::{spoken, under};
use crate::data::Data;
use crate::error::DraftingError;
use crate::read::{Sentence, View, concept_of, retracted, status};
use codes::{Code, Entry, System, Table, Tables};
use model::{SourceId, SourceKind};
use parts::{Got, Part, parts, takes_back};
pub(crate) use rules::ACTS;
use rules::{ActRules, tidy};
use sources::{FactRole, Snippet};
use std::collections::{BTreeSet, HashMap};
use time::Date;
use titles::{Fit, Titles, best};
use words::{Word, words};

/// Letters of HCPCS codes of things that are ordered for use at home.
const SUPPLIES: [char; 6] = ['A', 'B', 'E', 'K', 'L', 'V'];

/// The rules with the titles of each table that has services or supplies, by its place among the tables.
pub(crate) struct ActBook {
    rules: ActRules,
    titles: HashMap<usize, Titles>,
}

/// Something that was done or ordered, with the codes that it may be.
pub(super) struct Act<'t, 'a> {
    pub(super) source: &'a SourceId,
    /// The sentence exactly, where it is prose.
    pub(super) quote: Option<&'a str>,
    /// The part of it that tells it, or the name.
    pub(super) phrase: String,
    /// Whether it was only said, and no document tells it.
    pub(super) only_said: bool,
    pub(super) codes: Vec<Candidate<'t>>,
}

/// A code that the words may mean.
pub(super) struct Candidate<'t> {
    pub(super) entry: &'t Entry,
    /// Whether the words say all that its title says.
    pub(super) whole: bool,
}

impl ActBook {
    pub(super) fn new<'a>(
        tables: &Tables,
        rules: impl Into<Data<'a>>,
    ) -> Result<Self, DraftingError> {
        let rules = ActRules::read(rules)?;
        let all = tables.all().iter().enumerate();
        let titles = all
            .filter(|(_, table)| matches!(table.system, System::Hcpcs | System::Cpt))
            .map(|(at, table)| (at, Titles::of(&rules, table)))
            .collect();
        Ok(Self { rules, titles })
    }

    /// What the sources of the visit tell, with the codes of the table that hold on the day.
    pub(super) fn of_visit<'t, 'a>(
        &self,
        tables: &'t Tables,
        table: &'t Table,
        view: View<'a>,
        on: Date,
    ) -> Vec<Act<'t, 'a>> {
        let Some(look) = self.look(tables, table, Some(on)) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut heading = String::new();
        for note in spoken(view, on) {
            let only_said = note.snippet.kind == SourceKind::Transcript;
            let sentences = under(&note, &mut heading);
            for (at, sentence) in sentences.iter().enumerate() {
                let next = sentences.get(at + 1);
                if next.is_some_and(|next| takes_back(&self.rules, next.words)) {
                    continue;
                }
                found.extend(
                    look.sentence(sentence)
                        .into_iter()
                        .map(|(phrase, fits)| Act {
                            source: note.id,
                            quote: Some(sentence.words),
                            phrase: phrase.trim().trim_end_matches(['.', ',']).to_owned(),
                            only_said,
                            codes: candidates(fits),
                        }),
                );
            }
        }
        found
    }

    /// The same of a thing of the chart, by its name.
    pub(super) fn of_entry<'t, 'a>(
        &self,
        tables: &'t Tables,
        table: &'t Table,
        (view, snippet): (View<'a>, &'a Snippet),
        on: Date,
    ) -> Option<Act<'t, 'a>> {
        let look = self.look(tables, table, Some(on))?;
        let (name, _) = concept_of(view.set, snippet)?;
        let fits = look.part(&parts::title(&name, got(snippet)?));
        (!fits.is_empty()).then(|| Act {
            source: &snippet.id,
            quote: None,
            phrase: name,
            only_said: false,
            codes: candidates(fits),
        })
    }

    /// Every entry that a draft of these sources may name, whatever the day.
    pub(super) fn all<'t>(
        &self,
        tables: &'t Tables,
        table: &'t Table,
        view: View<'_>,
    ) -> Vec<&'t Entry> {
        let Some(look) = self.look(tables, table, None) else {
            return Vec::new();
        };
        let mut prose = crate::read::notes(view);
        prose.extend(spoken(view, Date::MAX));
        let mut heading = String::new();
        let said = prose.iter().flat_map(|note| {
            let sentences = under(note, &mut heading);
            let fits = sentences
                .iter()
                .flat_map(|sentence| look.sentence(sentence));
            fits.flat_map(|(_, fits)| fits).collect::<Vec<_>>()
        });
        let mut found: Vec<&Entry> = said.map(|fit| fit.entry).collect();
        for snippet in entries(view) {
            let named = got(snippet).zip(concept_of(view.set, snippet));
            if let Some((got, (name, _))) = named {
                let fits = look.part(&parts::title(&name, got));
                found.extend(fits.into_iter().map(|fit| fit.entry));
            }
        }
        found.sort_by(|a, b| a.code.cmp(&b.code));
        found.dedup_by(|a, b| a.code == b.code);
        found
    }

    fn look<'r, 't>(
        &'r self,
        tables: &Tables,
        table: &'t Table,
        on: Option<Date>,
    ) -> Option<Look<'r, 't>> {
        let mut all = tables.all().iter();
        let place = all.position(|one| std::ptr::eq(one, table))?;
        Some(Look {
            rules: &self.rules,
            titles: self.titles.get(&place)?,
            table,
            on,
        })
    }
}

/// Types of the chart that tell of a service or a supply.
pub(super) const TYPES: [&str; 5] = [
    "Procedure",
    "ServiceRequest",
    "DeviceRequest",
    "Immunization",
    "MedicationAdministration",
];

/// What of the chart tells that something was done or ordered.
pub(super) fn entries(view: View<'_>) -> impl Iterator<Item = &Snippet> {
    let all = TYPES
        .into_iter()
        .flat_map(move |kind| view.set.of_type(kind));
    all.filter(|snippet| !retracted(snippet) && got(snippet).is_some())
}

/// How far an entry of the chart got, by its status and intent.
fn got(snippet: &Snippet) -> Option<Got> {
    let said = status(snippet, FactRole::Status).unwrap_or_default();
    let (kind, _) = snippet.id.resource()?;
    if matches!(kind, "ServiceRequest" | "DeviceRequest") {
        let intent = status(snippet, FactRole::Intent).unwrap_or_default();
        let planned = matches!(intent.as_str(), "proposal" | "plan" | "option");
        let stands = matches!(said.as_str(), "active" | "completed");
        return (stands && !planned).then_some(Got::Ordered);
    }
    matches!(said.as_str(), "completed" | "in-progress").then_some(Got::Done)
}

/// Whether a code can be of something that got so far: what was only ordered is a supply.
pub(super) fn fits_status(snippet: &Snippet, table: &Table, entry: &Entry) -> bool {
    got(snippet).is_some_and(|got| got == Got::Done || supply(table, entry))
}

fn supply(table: &Table, entry: &Entry) -> bool {
    table.system == System::Hcpcs && entry.code.as_str().starts_with(SUPPLIES)
}

/// One table on one day; on any, where none is given.
struct Look<'r, 't> {
    rules: &'r ActRules,
    titles: &'r Titles,
    table: &'t Table,
    on: Option<Date>,
}

impl<'t> Look<'_, 't> {
    /// The parts of a sentence that tell something done or ordered, each with the titles that it fits.
    fn sentence<'a>(&self, sentence: &Sentence<'a>) -> Vec<(&'a str, Vec<Fit<'t>>)> {
        let parts = parts(self.rules, sentence);
        let mut out = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            // A part that names nothing itself speaks of the one before: `…, but cancelled later`.
            let next = parts.get(at + 1);
            let back = next.is_some_and(|next| next.away && self.named(next.words).is_empty());
            let fits = self.part(part);
            if !back && !fits.is_empty() {
                out.push((part.words, fits));
            }
        }
        out
    }

    fn part(&self, part: &Part<'_>) -> Vec<Fit<'t>> {
        let Some(got) = part.got.filter(|_| !part.away) else {
            return Vec::new();
        };
        let mut fits = self.named(part.words);
        let text = tidy(part.words);
        let about = |fit: &Fit<'_>| {
            let title = tidy(&fit.entry.description);
            let mut words = self.rules.about.iter();
            words.any(|word| text.contains(word.as_str()) && !title.contains(word.as_str()))
        };
        fits.retain(|fit| (got == Got::Done || supply(self.table, fit.entry)) && !about(fit));
        fits
    }

    /// The titles that words fit best, of those that hold; without a day, all that they fit.
    fn named(&self, text: &str) -> Vec<Fit<'t>> {
        let said = words(self.rules, text);
        let near = self.held(&said);
        if self.on.is_none() {
            return near;
        }
        // What is told wholly in a part of a list stands beside what the list fits best.
        let pieces = listed(&said);
        let mut own: BTreeSet<&Code> = BTreeSet::new();
        for piece in pieces.iter().filter(|_| pieces.len() > 1) {
            let all = best(self.held(piece)).into_iter();
            own.extend(
                all.filter(|fit| fit.share == 100)
                    .map(|fit| &fit.entry.code),
            );
        }
        own.extend(best(near.clone()).iter().map(|fit| &fit.entry.code));
        near.into_iter()
            .filter(|fit| own.contains(&fit.entry.code))
            .collect()
    }

    /// The titles that are said far enough, of those that hold on the day.
    fn held(&self, said: &[Word]) -> Vec<Fit<'t>> {
        let mut near = self.titles.near(self.rules, self.table, said);
        if let Some(on) = self.on {
            near.retain(|fit| self.table.billable(&fit.entry.code, on).is_some());
        }
        near
    }
}

/// The pieces of a list: between `and`, `plus` and `with`.
fn listed(said: &[Word]) -> Vec<&[Word]> {
    said.split(|word| matches!(word.raw.as_str(), "and" | "plus" | "with"))
        .collect()
}

fn candidates(fits: Vec<Fit<'_>>) -> Vec<Candidate<'_>> {
    fits.into_iter()
        .map(|fit| Candidate {
            entry: fit.entry,
            whole: fit.share == 100,
        })
        .collect()
}
