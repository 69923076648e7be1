//! Procedure and supply codes: those that the chart gives for the day of service, and those that the words of the visit lead to in the installed tables.

use super::acts::{Act, entries, fits_status};
use super::book::CodeBook;
use super::companion::entry_id;
use super::diagnoses::ONLY_SAID;
use super::suggest::service;
use crate::read::{View, concept_of, when_any};
use crate::say::{Line, Lines, When, inside};
use codes::{Code, Entry, System, Table};
use model::SourceId;
use sources::{FactRole, Snippet, SourceSet};
use std::collections::BTreeSet;
use time::Date;

/// The systems of services and supplies.
const SYSTEMS: [System; 2] = [System::Hcpcs, System::Cpt];
/// Most codes that one phrase is told to be possibly meant by.
const MOST: usize = 6;

pub(super) fn compose(view: View<'_>, book: &CodeBook, encounter: Option<&SourceId>) -> Lines {
    let mut lines = Lines::default();
    let (on, _) = service(view, encounter);
    let mut refused = 0;
    for system in SYSTEMS {
        match book.tables.on(system, on) {
            Ok(table) => {
                let mut one = OfTable::new(view, book, table, on);
                refused += one.coded();
                one.told();
                lines.append(one.lines);
            }
            Err(none) => lines.leave_out(format!("{none}. No such code is suggested.")),
        }
    }
    if refused > 0 {
        lines.leave_out(format!(
            "{refused} codes that the chart gives are not billable codes of the installed tables on the date of service."
        ));
    }
    lines
}

/// Every entry of every table of services that a draft of these sources can name from words, whatever the day.
pub(super) fn candidates<'t>(set: &SourceSet, book: &'t CodeBook) -> Vec<(&'t Table, &'t Entry)> {
    let view = View {
        set,
        as_of: Date::MAX,
    };
    let tables = book.tables.all().iter();
    tables
        .filter(|table| SYSTEMS.contains(&table.system))
        .flat_map(|table| {
            let found = book.acts.all(&book.tables, table, view);
            found.into_iter().map(move |entry| (table, entry))
        })
        .collect()
}

/// The codes of one table on the day of service.
struct OfTable<'t, 'a> {
    view: View<'a>,
    book: &'t CodeBook,
    table: &'t Table,
    on: Date,
    /// What has its code already.
    told: BTreeSet<Code>,
    lines: Lines,
}

impl<'t, 'a> OfTable<'t, 'a> {
    fn new(view: View<'a>, book: &'t CodeBook, table: &'t Table, on: Date) -> Self {
        Self {
            view,
            book,
            table,
            on,
            told: BTreeSet::new(),
            lines: Lines::default(),
        }
    }

    /// Entries of the chart of the day.
    fn of_day(&self) -> impl Iterator<Item = &'a Snippet> + use<'a> {
        let on = self.on;
        entries(self.view).filter(move |snippet| {
            let when = when_any(snippet, &[FactRole::Effective, FactRole::Authored]);
            when == Some(When::day(on))
        })
    }

    /// The codes that the chart itself gives; how many of them can't stand.
    fn coded(&mut self) -> usize {
        let mut refused = 0;
        for snippet in self.of_day() {
            let Some((name, codings)) = concept_of(self.view.set, snippet) else {
                continue;
            };
            let own = |system: &str| System::from_url(system) == Some(self.table.system);
            for coding in codings.iter().filter(|coding| own(&coding.system)) {
                let code = Code::read(self.table.system, &coding.code);
                let Some(entry) = code.and_then(|code| self.table.billable(&code, self.on)) else {
                    refused += 1;
                    continue;
                };
                if !fits_status(snippet, self.table, entry) {
                    continue;
                }
                let line = Line::new(format!(
                    "{} {}: {} {}",
                    self.table.system.title(),
                    entry.code,
                    inside(&name),
                    When::day(self.on).at()
                ));
                self.told.insert(entry.code.clone());
                self.lines.push(line.cite(&snippet.id));
            }
        }
        refused
    }

    /// The codes that words of the visit lead to.
    fn told(&mut self) {
        let (book, view) = (self.book, self.view);
        let system = self.table.system;
        let uncoded = self.of_day().filter(|snippet| {
            let codings =
                concept_of(view.set, snippet).map_or_else(Vec::new, |(_, codings)| codings);
            !codings
                .iter()
                .any(|coding| System::from_url(&coding.system) == Some(system))
        });
        let named = uncoded.filter_map(|snippet| {
            book.acts
                .of_entry(&book.tables, self.table, (view, snippet), self.on)
        });
        let said = book.acts.of_visit(&book.tables, self.table, view, self.on);
        let all: Vec<Act<'_, '_>> = named.chain(said).collect();
        let mut only_said = false;
        for act in &all {
            only_said |= self.act(act);
        }
        if only_said {
            self.lines.leave_out(ONLY_SAID);
        }
    }

    /// The candidates of one phrase; whether any of them rests on a transcript.
    fn act(&mut self, act: &Act<'_, '_>) -> bool {
        let system = self.table.system.title();
        if act.codes.len() > MOST {
            self.lines.leave_out(format!(
                "“{}” fits {} codes of {system}: say more to have one suggested.",
                act.phrase,
                act.codes.len()
            ));
            return false;
        }
        // One of them is told already: by the chart, or by other words of the visit.
        if act
            .codes
            .iter()
            .any(|one| self.told.contains(&one.entry.code))
        {
            return false;
        }
        for one in &act.codes {
            let line = Line::new(format!(
                "{system} {}: {}, “{}”",
                one.entry.code,
                inside(&one.entry.description),
                act.phrase
            ));
            let line = match act.quote {
                Some(quote) => line.quote(act.source, quote),
                None => line.cite(act.source),
            };
            self.lines.push(line.cite(&entry_id(self.table, one.entry)));
            self.told.insert(one.entry.code.clone());
        }
        self.doubts(act);
        act.only_said
    }

    /// What the words leave open.
    fn doubts(&mut self, act: &Act<'_, '_>) {
        let codes = |whole: bool| -> Vec<String> {
            let all = act.codes.iter().filter(|one| !whole || !one.whole);
            all.map(|one| one.entry.code.to_string()).collect()
        };
        if act.codes.len() > 1 {
            self.lines.leave_out(format!(
                "“{}” fits several codes, {}: choose the one that was meant, if any.",
                act.phrase,
                codes(false).join(", ")
            ));
        }
        let open = codes(true);
        if !open.is_empty() {
            self.lines.leave_out(format!(
                "The title says more than “{}” does: {}. Check it against what was done.",
                act.phrase,
                open.join(", ")
            ));
        }
    }
}
