//! The code tables made ready: names to codes.

use super::acts::{ACTS, ActBook};
use super::key::{key, title_key};
use crate::data::{self, Data};
use crate::error::DraftingError;
use codes::{Code, Entry, NoTable, Note, System, Table, Tables};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use time::Date;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermFile {
    term: Vec<Term>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    codes: Vec<String>,
    names: Vec<String>,
}

/// What clinicians call the things that codes name.
pub(crate) const TERMS: (&str, &str) = ("coding/terms.toml", include_str!("terms.toml"));

/// The longest name that is looked for in prose, in words.
pub(crate) const LONGEST: usize = 9;

/// The installed tables with the names that lead into them.
#[derive(Clone)]
pub(crate) struct CodeBook {
    pub(super) tables: Arc<Tables>,
    /// Keys of terms, each with its codes in their order.
    terms: HashMap<String, Vec<Code>>,
    /// For each ICD-10-CM table, by its place among the tables: keys of titles, each with its codes.
    titles: Arc<HashMap<usize, HashMap<String, Vec<Code>>>>,
    /// Every word of a key of titles.
    title_words: Arc<HashSet<String>>,
    /// Every word of a key of terms.
    term_words: HashSet<String>,
    /// How words of the visit lead to services and supplies.
    pub(super) acts: Arc<ActBook>,
}

impl CodeBook {
    /// Over these tables, with the terms that come with the crate.
    pub(crate) fn new(tables: Tables) -> Result<Self, DraftingError> {
        let titles: HashMap<usize, HashMap<String, Vec<Code>>> = tables
            .all()
            .iter()
            .enumerate()
            .filter(|(_, table)| table.system == System::Icd10Cm)
            .map(|(at, table)| (at, titles(table)))
            .collect();
        let bare = Self {
            acts: Arc::new(ActBook::new(&tables, ACTS.1)?),
            tables: Arc::new(tables),
            terms: HashMap::new(),
            title_words: Arc::new(words(titles.values().flat_map(HashMap::keys))),
            titles: Arc::new(titles),
            term_words: HashSet::new(),
        };
        bare.with_terms(TERMS.1)
    }

    /// The same tables and terms with other words that tell what was done.
    pub(crate) fn with_acts<'a>(&self, data: impl Into<Data<'a>>) -> Result<Self, DraftingError> {
        Ok(Self {
            acts: Arc::new(ActBook::new(&self.tables, data)?),
            ..self.clone()
        })
    }

    /// The same tables with other terms.
    pub(crate) fn with_terms<'a>(&self, data: impl Into<Data<'a>>) -> Result<Self, DraftingError> {
        let wrong = |what: String| DraftingError::data(TERMS.0, &what);
        let file: TermFile = data::parse(TERMS.0, data)?;
        let mut terms = HashMap::new();
        for term in file.term {
            let codes = term
                .codes
                .iter()
                .map(|code| {
                    Code::read(System::Icd10Cm, code)
                        .ok_or_else(|| wrong(format!("`{code}` is no ICD-10-CM code")))
                })
                .collect::<Result<Vec<_>, _>>()?;
            for name in term.names {
                if terms
                    .insert(key(&name), codes.clone())
                    .is_some_and(|other| other != codes)
                {
                    return Err(wrong(format!("`{name}` leads to two codes")));
                }
            }
        }
        Ok(Self {
            acts: Arc::clone(&self.acts),
            tables: Arc::clone(&self.tables),
            titles: Arc::clone(&self.titles),
            title_words: Arc::clone(&self.title_words),
            term_words: words(terms.keys()),
            terms,
        })
    }

    /// The ICD-10-CM table of a day.
    pub(crate) fn table(&self, on: Date) -> Result<&Table, NoTable> {
        self.tables.on(System::Icd10Cm, on)
    }

    /// The billable code that a name means, neither more nor less, in this table on this day.
    pub(crate) fn find<'t>(&self, table: &'t Table, name: &str, on: Date) -> Option<&'t Entry> {
        let key = key(name);
        if key.is_empty() {
            return None;
        }
        if let Some(codes) = self.terms.get(&key) {
            return codes
                .iter()
                .find_map(|code| down_to_billable(table, code, on));
        }
        let mut billable = self
            .by_title(table, &key)
            .filter_map(|code| table.billable(code, on));
        let first = billable.next()?;
        // Two codes of one name: nothing says which.
        billable.next().is_none().then_some(first)
    }

    /// Every entry that [`CodeBook::find`] can answer for a name, whatever the day.
    pub(crate) fn all<'t>(&self, table: &'t Table, name: &str) -> Vec<&'t Entry> {
        let key = key(name);
        if let Some(codes) = self.terms.get(&key) {
            return codes
                .iter()
                .flat_map(|code| table.get(code).into_iter().chain(table.below(code)))
                .filter(|entry| entry.billable)
                .collect();
        }
        self.by_title(table, &key)
            .filter_map(|code| table.get(code))
            .collect()
    }

    /// Whether a name is one of a term or of a title of any table, whatever the day.
    pub(crate) fn knows(&self, name: &str) -> bool {
        let key = key(name);
        let titled = || self.titles.values().any(|titles| titles.contains_key(&key));
        !key.is_empty() && (self.terms.contains_key(&key) || titled())
    }

    /// Whether any name of a term or title has this word.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        key(word).split(' ').all(|word| {
            word.is_empty() || self.title_words.contains(word) || self.term_words.contains(word)
        })
    }

    fn by_title(&self, table: &Table, key: &str) -> impl Iterator<Item = &Code> {
        let place = self
            .tables
            .all()
            .iter()
            .position(|one| std::ptr::eq(one, table));
        place
            .and_then(|place| self.titles.get(&place)?.get(key))
            .into_iter()
            .flatten()
    }
}

fn words<'k>(keys: impl Iterator<Item = &'k String>) -> HashSet<String> {
    keys.flat_map(|key| key.split(' '))
        .map(str::to_owned)
        .collect()
}

/// The code where it is billable; else the only billable code below it that says no more than it.
fn down_to_billable<'t>(table: &'t Table, code: &Code, on: Date) -> Option<&'t Entry> {
    if let Some(entry) = table.billable(code, on) {
        return Some(entry);
    }
    let own = title_key(&table.get(code)?.description);
    let mut below = table.below(code).filter(|entry| {
        table.billable(&entry.code, on).is_some() && title_key(&entry.description) == own
    });
    let first = below.next()?;
    below.next().is_none().then_some(first)
}

fn titles(table: &Table) -> HashMap<String, Vec<Code>> {
    let mut all: HashMap<String, Vec<Code>> = HashMap::new();
    for entry in table.entries().filter(|entry| entry.billable) {
        // "Other specified …" is for what has no code of its own: nothing is called so.
        let residual = entry
            .description
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word.eq_ignore_ascii_case("other"));
        let names = entry.notes(Note::Inclusion).map(title_key);
        for key in names.chain((!residual).then(|| title_key(&entry.description))) {
            let codes = all.entry(key).or_default();
            if !codes.contains(&entry.code) {
                codes.push(entry.code.clone());
            }
        }
    }
    all
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use time::macros::date;

    fn found(name: &str, on: Date) -> Option<String> {
        let book = CodeBook::new(Tables::new([codes::shipped().unwrap()])).unwrap();
        let table = book.table(on).ok()?;
        book.find(table, name, on)
            .map(|entry| entry.code.to_string())
    }

    #[test]
    fn a_name_that_says_less_or_something_else_has_no_code() {
        let on = date!(2026 - 03 - 01);
        for name in [
            "fracture of forearm",
            "cancer",
            "kidney disease",
            "secondary hypertension",
            "gestational diabetes",
            "family history of diabetes",
            "suspected lung cancer",
            "severe asthma",
            "full-time employment",
            "",
            "of the",
        ] {
            assert_eq!(found(name, on), None, "{name}");
        }
        assert_eq!(found("hypertension", date!(2014 - 01 - 01)), None);
    }

    #[test]
    fn names_and_titles_lead_to_codes_that_hold_on_the_day() {
        let on = date!(2026 - 03 - 01);
        for (name, code) in [
            ("Hypertension", "I10"),
            ("Chronic kidney disease stage 2", "N18.2"),
            ("CKD stage 3", "N18.30"),
            ("Generalized anxiety disorder", "F41.1"),
            ("Persistent asthma, mild", "J45.30"),
            ("Acute cholecystitis", "K81.0"),
            ("Diabetes mellitus type II", "E11.9"),
            ("COVID-19", "U07.1"),
        ] {
            assert_eq!(found(name, on).as_deref(), Some(code), "{name}");
        }
        assert_eq!(
            found("depression", date!(2021 - 09 - 30)).as_deref(),
            Some("F32.9")
        );
        assert_eq!(
            found("depression", date!(2021 - 10 - 01)).as_deref(),
            Some("F32.A")
        );
    }
}
