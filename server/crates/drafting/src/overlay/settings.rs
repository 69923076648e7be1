//! `overlay.toml`: what a level says of itself.

use super::files::{self, SETTINGS};
use super::lock::Lock;
use super::{Fault, FaultKind, Level, LevelKind};
use crate::data;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The settings of a level, as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Files and keys that the levels inside this one may not change.
    pub(super) lock: Vec<String>,
    /// Policies, guidelines, phrases and red flags of outer levels that do not hold here.
    pub(super) leave_out: Vec<String>,
    /// Of the organization: red flags and files of triage that its own files may lower.
    pub(super) may_lower: BTreeSet<String>,
    /// Of a clinician: their specialty, whatever the EHR says.
    pub specialty: Option<String>,
    /// Of the organization: which specialty's folder a code or name of the EHR stands for.
    pub specialties: BTreeMap<String, String>,
}

impl Settings {
    /// Reads a level's settings; the defaults where it has none.
    pub fn of(level: &Level) -> Result<Self, Fault> {
        let Some(text) = level.files.get(SETTINGS) else {
            return Ok(Self::default());
        };
        let fault = |what: String| Fault::at(level, SETTINGS, text, what, FaultKind::Level);
        let settings: Self = data::parse(SETTINGS, text.as_str())
            .map_err(|error| Fault::of(level, SETTINGS, text, &error, FaultKind::Level))?;
        let only = |what: &str, whose: &str| fault(format!("`{what}` is only for {whose}"));
        if level.kind != LevelKind::Organization {
            if !settings.may_lower.is_empty() {
                return Err(only("may_lower", "the organization"));
            }
            if !settings.specialties.is_empty() {
                return Err(only("specialties", "the organization"));
            }
        }
        if settings.specialty.is_some() && level.kind != LevelKind::Clinician {
            return Err(only("specialty", "a clinician"));
        }
        settings.locks().map_err(fault)?;
        Ok(settings)
    }

    /// Its locks.
    pub(super) fn locks(&self) -> Result<Vec<Lock>, String> {
        self.lock
            .iter()
            .map(|lock| Lock::read(lock, &files::known))
            .collect()
    }
}
