//! What can go wrong in a work command.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Every case names what was being done, so that its text alone tells what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A program ended with a failure; it has said why itself.
    #[error("`{command}` failed ({status})")]
    Failed {
        /// The command line as run.
        command: String,
        /// How it ended.
        status: String,
    },
    /// A program could not be started.
    #[error("cannot run `{command}`: {cause}")]
    NotRun {
        /// The command line.
        command: String,
        /// Why.
        cause: std::io::Error,
    },
    /// A file could not be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The wasm module could not be given its script.
    #[error("wasm-bindgen: {0}")]
    Bindgen(String),
    /// A file has not the form that is expected of it.
    #[error("{}: {what}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A stated bound was exceeded.
    #[error("bound exceeded: {0}")]
    Bound(String),
    /// A program that the machine lacks and that could not be installed.
    #[error("missing: {what}")]
    Missing {
        /// Its name, as a person would look for it.
        what: &'static str,
    },
    /// The command has no content yet.
    #[error("`cargo xtask {0}` is not built yet")]
    NotYet(&'static str),
}

impl Error {
    /// An I/O failure at a path, for `map_err`.
    pub(crate) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |cause| Self::File {
            path: path.to_path_buf(),
            cause,
        }
    }

    /// 1 where something was found, 3 where it could not be done.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Failed { .. } | Self::Bound(_) => ExitCode::from(1),
            _ => ExitCode::from(3),
        }
    }
}
