//! `countersign verify`

use super::{CliError, Found};
use clap::Args;

/// `countersign verify`
#[derive(Debug, Args)]
pub struct VerifyCommand {}
impl VerifyCommand {
    /// Runs it.
    pub fn run(self) -> Result<Found, CliError> {
        Err(CliError::Failed("x".into()))
    }
}
