//! `countersign config check`, `countersign config defaults`

use super::{CliError, Found};
use crate::config::{Config, ConfigError, DEFAULTS};
use clap::Subcommand;
use std::{io::Write, path::PathBuf};

/// `countersign config …`
#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Validates a configuration; without a file, the defaults.
    Check {
        /// The file.
        file: Option<PathBuf>,
    },
    /// Prints every setting with its default and meaning.
    Defaults,
}

impl ConfigCommand {
    /// Runs it.
    pub(super) fn run(self) -> Result<Found, CliError> {
        let text = match self {
            Self::Check { file } => {
                let config = load(file.as_deref())?;
                format!(
                    "ok: {} EHRs, {} model endpoints\n",
                    config.issuers.len(),
                    config.endpoints.endpoints().len()
                )
            }
            Self::Defaults => DEFAULTS.to_owned(),
        };
        std::io::stdout()
            .write_all(text.as_bytes())
            .map_err(|source| CliError::Io {
                file: "standard output".into(),
                source,
            })?;
        Ok(Found::Nothing)
    }
}

/// Loads a configuration with the command line's errors.
pub(super) fn load(file: Option<&std::path::Path>) -> Result<Config, CliError> {
    Config::load(file).map_err(|error| match error {
        ConfigError::Read { path, source } => CliError::Io { file: path, source },
        ConfigError::Syntax { place, message } => CliError::Usage(format!("{place}: {message}")),
        error @ ConfigError::Value { .. } => match file {
            Some(file) => CliError::input(file, error),
            None => CliError::Usage(error.to_string()),
        },
    })
}
