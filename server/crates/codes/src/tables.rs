//! The installed tables, asked for a code on a date of service.

use crate::code::{Code, System};
use crate::entry::{Entry, Period};
use crate::table::Table;
use time::Date;

/// Every installed table.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    tables: Vec<Table>,
}

/// That no table of a system holds on a day; `Display` says it to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoTable {
    system: System,
    on: Date,
    installed: Vec<String>,
}

impl std::fmt::Display for NoTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (system, on) = (self.system.title(), self.on);
        if self.installed.is_empty() {
            return write!(f, "No {system} table is installed");
        }
        write!(
            f,
            "No installed {system} table holds on {on}: {}",
            self.installed.join("; ")
        )
    }
}

/// What the tables say of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<'t> {
    /// The code as it was asked.
    pub asked: String,
    /// The table that has it, or the one that was asked.
    pub table: Option<&'t Table>,
    /// Its entry; none where it is no code.
    pub entry: Option<&'t Entry>,
    /// Whether it is in force: always, where no day was given.
    pub in_force: bool,
    /// Its risk-adjustment category, where such a table is installed.
    pub hcc: Option<&'t str>,
}

impl Answer<'_> {
    /// Whether it is a code of the table, in force on the day that was asked for.
    pub fn valid(&self) -> bool {
        self.entry.is_some() && self.in_force
    }

    /// Whether it can stand on a claim.
    pub fn billable(&self) -> bool {
        self.valid() && self.entry.is_some_and(|entry| entry.billable)
    }
}

impl Tables {
    /// These tables. Of two of one system and first day the later replaces the earlier.
    pub fn new(tables: impl IntoIterator<Item = Table>) -> Self {
        let mut all = Self::default();
        for table in tables {
            all.add(table);
        }
        all
    }

    /// Adds a table; the one of the same system and first day is replaced.
    pub fn add(&mut self, table: Table) {
        self.tables
            .retain(|own| own.system != table.system || own.period.from != table.period.from);
        self.tables.push(table);
        self.tables
            .sort_by_key(|table| (table.system, table.period.from));
    }

    /// All of them: by system, then first day.
    pub fn all(&self) -> &[Table] {
        &self.tables
    }

    /// The table of a system that holds on a day: of several the one that began last.
    pub fn on(&self, system: System, on: Date) -> Result<&Table, NoTable> {
        let own = || self.tables.iter().filter(|table| table.system == system);
        own()
            .rfind(|table| table.period.holds(on))
            .ok_or_else(|| NoTable {
                system,
                on,
                installed: own().map(held).collect(),
            })
    }

    /// The risk-adjustment category of a diagnosis code on a day. Payment years are calendar years and code tables begin in October, so that the
    /// category is that of the risk table's own dates, whatever table the code is of.
    pub fn hcc(&self, code: &Code, on: Option<Date>) -> Option<&str> {
        let table = match on {
            Some(on) => self.on(System::Hcc, on).ok(),
            None => self.newest(System::Hcc),
        }?;
        table
            .get(code)
            .filter(|entry| on.is_none_or(|on| entry.period.holds(on)))
            .map(|entry| entry.description.as_str())
    }

    /// Every risk-adjustment category that a code has on some day of a period, with the table that says so, in the order of their first days.
    pub fn hccs(&self, code: &Code, during: Period) -> Vec<(&Table, &str)> {
        let risk = self.tables.iter().filter(|one| one.system == System::Hcc);
        risk.filter(|table| table.period.meets(during))
            .filter_map(|table| {
                let entry = table.get(code)?;
                let meets = entry.period.meets(during);
                meets.then_some((table, entry.description.as_str()))
            })
            .collect()
    }

    /// What is known of a code on a day, or in the newest tables where no day is given.
    pub fn check(&self, written: &str, on: Option<Date>) -> Answer<'_> {
        let mut asked = None;
        for system in [System::Icd10Cm, System::Hcpcs, System::Cpt] {
            let table = match on {
                Some(on) => self.on(system, on).ok(),
                None => self.newest(system),
            };
            let (Some(table), Some(code)) = (table, Code::read(system, written)) else {
                continue;
            };
            if let Some(entry) = table.get(&code) {
                return Answer {
                    asked: written.to_owned(),
                    table: Some(table),
                    entry: Some(entry),
                    in_force: on.is_none_or(|on| entry.period.holds(on)),
                    hcc: self.hcc(&code, on),
                };
            }
            asked = asked.or(Some(table));
        }
        Answer {
            asked: written.to_owned(),
            table: asked,
            entry: None,
            in_force: false,
            hcc: None,
        }
    }

    fn newest(&self, system: System) -> Option<&Table> {
        self.tables.iter().rfind(|table| table.system == system)
    }
}

/// `ICD-10-CM, April 2026 (2026-04-01 to 2026-09-30)`.
fn held(table: &Table) -> String {
    let day = |date: Option<Date>, open: &str| {
        date.map_or_else(|| open.to_owned(), |date| date.to_string())
    };
    format!(
        "{} ({} to {})",
        table.release,
        day(table.period.from, "always"),
        day(table.period.to, "further notice")
    )
}
