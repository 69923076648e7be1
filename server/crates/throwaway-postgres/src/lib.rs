//! Test support: a PostgreSQL server of the installed binaries in a temporary folder, reached by a
//! Unix socket alone, stopped and deleted when dropped. Never run as root: root's children become
//! an unprivileged user first.

mod find;
mod server;

pub use find::{Binaries, Missing};
pub use server::{StartError, ThrowawayPostgres};

/// Set to `1`, this variable lets tests that need PostgreSQL be skipped where it is not installed.
pub const ALLOW_MISSING: &str = "COUNTERSIGN_ALLOW_MISSING";
