//! How a command ends.

use std::path::{Path, PathBuf};

/// Whether a command that was done found something: blocked statements, a failed gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing to report: exit code 0.
    Nothing,
    /// Something: exit code 1.
    Something,
}

/// Why a command was not done. Messages name the file, the place and the reason, never a value of the chart.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Wrong usage or bad input.
    #[error("{file}: {message}", file = file.display())]
    Input {
        /// The file.
        file: PathBuf,
        /// Where in it, and why.
        message: String,
    },
    /// Wrong usage that no file is to blame for.
    #[error("{0}")]
    Usage(String),
    /// A file that can't be read or written.
    #[error("{file}: {source}", file = file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Anything else that could not be done.
    #[error("{0}")]
    Failed(String),
}

impl CliError {
    /// Bad input in a file.
    pub fn input(file: &Path, message: impl std::fmt::Display) -> Self {
        Self::Input {
            file: file.into(),
            message: message.to_string(),
        }
    }

    /// The exit code of the command line's contract.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Input { .. } | Self::Usage(_) => 2,
            Self::Io { .. } | Self::Failed(_) => 3,
        }
    }
}
