//! `countersign config overlay`, and what `config check` says of an overlay.

use super::load;
use crate::cli::{CliError, Found};
use crate::config::Config;
use crate::library::{Library, Whom, folder, slug};
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

/// `countersign config overlay`
#[derive(Debug, Args)]
pub(in crate::cli) struct Overlay {
    /// The configuration; without one, the defaults.
    file: Option<PathBuf>,
    /// The tenant.
    #[arg(long, default_value = "")]
    tenant: String,
    /// The user as the EHR names them, `Practitioner/id`.
    #[arg(long, default_value = "")]
    user: String,
    /// Codes or names of the user's specialties, as the EHR has them.
    #[arg(long)]
    specialty: Vec<String>,
}

/// Faults that do not keep the application from starting, a line each; an error for those that do.
pub(super) fn checked(config: &Config) -> Result<String, CliError> {
    let faults = library(config)?.faults();
    Ok(faults.iter().fold(String::new(), |mut out, fault| {
        let _ = writeln!(out, "passed over: {fault}");
        out
    }))
}

fn library(config: &Config) -> Result<Library, CliError> {
    Library::without_codes(config).map_err(|error| CliError::Usage(error.to_string()))
}

impl Overlay {
    /// Where somebody's files belong, which of them hold, and what is passed over.
    pub(super) fn explain(self) -> Result<(String, Found), CliError> {
        let config = load(self.file.as_deref())?;
        let library = library(&config)?;
        let held = library.of(Whom {
            tenant: &self.tenant,
            user: &self.user,
            specialties: &self.specialty,
        });
        let mut out = String::new();
        let tenant = format!("tenant/{}", folder(&self.tenant));
        let mut belongs = |what: &str, place: &str| {
            let holds = held.folders.iter().any(|folder| folder == place);
            let _ = writeln!(
                out,
                "{what}: {place}{}",
                if holds { "" } else { " (not there)" }
            );
        };
        if !self.tenant.is_empty() {
            belongs("tenant", &tenant);
        }
        for name in &self.specialty {
            belongs("specialty", &format!("specialty/{}", slug(name)));
        }
        if !self.user.is_empty() {
            belongs(
                "clinician",
                &format!("{tenant}/clinician/{}", folder(&self.user)),
            );
        }
        for used in held.drafting.used() {
            let _ = writeln!(
                out,
                "used: {} {} sha256 {}",
                used.level, used.file, used.sha256
            );
        }
        for fault in &held.faults {
            let _ = writeln!(out, "passed over: {fault}");
        }
        let found = if held.faults.is_empty() {
            Found::Nothing
        } else {
            Found::Something
        };
        Ok((out, found))
    }
}
