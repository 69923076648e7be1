//! `countersign serve`

use super::{CliError, Found, config::load};
use crate::compose;
use clap::Args;
use std::path::PathBuf;

/// `countersign serve`
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The configuration; without it, the defaults.
    #[arg(long, env = "COUNTERSIGN_CONFIG")]
    config: Option<PathBuf>,
}

impl Serve {
    /// Serves until the process is told to stop.
    pub(super) fn run(self) -> Result<Found, CliError> {
        let config = load(self.config.as_deref())?;
        compose::log(&config.log).map_err(|error| CliError::Usage(error.to_string()))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| CliError::Failed(format!("no runtime: {error}")))?;
        runtime
            .block_on(compose::serve(config))
            .map_err(|error| CliError::Failed(error.to_string()))?;
        Ok(Found::Nothing)
    }
}
