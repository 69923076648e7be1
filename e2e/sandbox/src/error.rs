//! What can stop the sandbox from starting.

use std::path::PathBuf;

/// A reason why the sandbox could not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A folder or file could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The patients loaded hold no Patient resource.
    #[error("no patient found in {0}")]
    NoPatients(String),
    /// The address could not be bound.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The wanted address.
        address: std::net::SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The fault file is not what [`crate::faults::FaultFile`] describes.
    #[error("fault file {path}: {reason}")]
    FaultFile {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The HTTP client for client key sets could not be made.
    #[error("cannot make the HTTP client for client key sets: {0}")]
    KeyClient(#[from] reqwest::Error),
}
