//! Why a table could not be read.

use thiserror::Error;

/// Errors of this crate. Each names the file and, where there is one, the place.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum CodesError {
    /// The file is none of the formats that are read, or damaged.
    #[error("{file}: {why}")]
    Format {
        /// The file's name.
        file: String,
        /// What was expected.
        why: String,
    },
    /// One line is wrong.
    #[error("{file}, line {line}: {why}")]
    Line {
        /// The file's name.
        file: String,
        /// From 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// Something that the file does not say and that must be known.
    #[error("{file}: {what} is not said by the file; give {option}")]
    Unsaid {
        /// The file's name.
        file: String,
        /// What is missing.
        what: &'static str,
        /// The option that gives it.
        option: &'static str,
    },
}

impl CodesError {
    pub(crate) fn format(file: &str, why: impl std::fmt::Display) -> Self {
        Self::Format {
            file: file.to_owned(),
            why: why.to_string(),
        }
    }

    pub(crate) fn line(file: &str, line: usize, why: impl Into<String>) -> Self {
        Self::Line {
            file: file.to_owned(),
            line,
            why: why.into(),
        }
    }
}
