//! Overlays: an organization's, tenant's, specialty's and clinician's own data files over those that come with the crate.
//!
//! Pure: what lies in which folder is read by the caller. Levels are applied from the outermost; the nearest wins, key by key, except for what an outer
//! level locks, and except for red flags, which are only added to and raised. A file that is wrong is passed over: the next outer level's holds, and
//! the fault is told. The format is described in `doc/overlays.md`.

mod apply;
mod documents;
mod files;
mod flags;
mod line;
mod lock;
mod merge;
mod settings;
#[cfg(test)]
mod test;

pub(crate) use lock::Locks;
pub use settings::Settings;

use crate::drafting::Drafting;
use crate::error::DraftingError;
use model::DraftKind;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// Whose files a level holds, from the outermost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LevelKind {
    /// Of all that this installation serves.
    Organization,
    /// Of one tenant.
    Tenant,
    /// Of one specialty.
    Specialty,
    /// Of one clinician.
    Clinician,
}

/// The files of one level.
#[derive(Clone, Debug)]
pub struct Level {
    /// Whose they are.
    pub kind: LevelKind,
    /// The folder below the overlay's own, as errors name it; empty for the organization.
    pub folder: String,
    /// The texts, by path below the folder.
    pub files: BTreeMap<String, String>,
    /// Files that could not be read, each with the reason.
    pub unreadable: BTreeMap<String, String>,
}

/// What came of the levels.
pub struct Overlaid {
    /// With everything that holds.
    pub drafting: Drafting,
    /// What was passed over, and why.
    pub faults: Vec<Fault>,
}

/// A file that has a part in what is drafted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Used {
    /// The level's folder; `shipped` for what comes with the program.
    pub level: String,
    /// The file's path below the folder.
    pub file: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
}

/// How much of a level a fault takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// Only keys or files that an outer level locks.
    Locked,
    /// The file: the next outer level's holds.
    File,
    /// The whole level.
    Level,
}

/// What is wrong with a level, for the person who keeps its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Whose file.
    pub whose: LevelKind,
    /// The file's path below the overlay's folder.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What it takes away.
    pub kind: FaultKind,
}

impl Fault {
    fn at(level: &Level, file: &str, text: &str, what: String, kind: FaultKind) -> Self {
        Self {
            whose: level.kind,
            file: level.path(file),
            line: line::of(text, &what),
            what,
            kind,
        }
    }

    /// Of an error of this crate. One of the text itself names its line in its words.
    fn of(level: &Level, file: &str, text: &str, error: &DraftingError, kind: FaultKind) -> Self {
        let DraftingError::Data { what, .. } = error else {
            return Self::at(level, file, text, error.to_string(), kind);
        };
        if let Err(syntax) = toml::from_str::<toml::Table>(text)
            && !files::is_document(file)
        {
            let line = syntax.span().map(|span| line::at(text, span.start));
            let what = syntax.message().to_owned();
            return Self {
                line,
                ..Self::at(level, file, text, what, kind)
            };
        }
        // The parser's picture of the place is dropped: the line is named.
        let words = what.lines().filter(|line| {
            !line.starts_with("TOML parse") && !line.contains(" | ") && line.trim() != "|"
        });
        let words = words.collect::<Vec<_>>().join(" ");
        Self::at(level, file, text, words.trim().to_owned(), kind)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl Level {
    /// A file's path below the overlay's folder.
    fn path(&self, file: &str) -> String {
        if self.folder.is_empty() {
            file.to_owned()
        } else {
            format!("{}/{file}", self.folder)
        }
    }

    /// What recorded levels are called.
    fn name(&self) -> String {
        if self.folder.is_empty() {
            "organization".to_owned()
        } else {
            self.folder.clone()
        }
    }
}

impl Drafting {
    /// The same with the files of these levels over its own, from the outermost.
    pub fn overlaid(&self, levels: &[&Level]) -> Overlaid {
        apply::apply(self, levels)
    }

    /// The files of which a draft of this kind is made: its template, and whatever an overlay holds that is not another kind's template.
    pub fn basis(&self, kind: DraftKind) -> Vec<Used> {
        let own = files::template(kind);
        let shipped = files::Group::Template(kind)
            .files()
            .into_iter()
            .map(|file| Used {
                level: "shipped".to_owned(),
                sha256: fingerprint(file.text),
                file: file.name,
            });
        let overlaid = self
            .used
            .iter()
            .filter(|used| !used.file.starts_with("templates/") || used.file == own);
        shipped.chain(overlaid.cloned()).collect()
    }

    /// Every file of an overlay that has a part in it.
    pub fn used(&self) -> &[Used] {
        &self.used
    }
}

fn fingerprint(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}
