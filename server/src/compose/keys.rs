//! The master key and the ring over it.

use super::ComposeError;
use crate::config::raw::RawKeys;
use ::keys::{KeyRing, LocalKeyProvider, SystemRandom};
use std::sync::Arc;
use store::Database;

/// The ring over the database's data keys. A missing master key is made where the configuration allows it.
pub(super) fn ring(config: &RawKeys, database: &Database) -> Result<KeyRing, ComposeError> {
    let random = Arc::new(SystemRandom::new());
    let path = &config.master_key_file;
    if config.generate && !path.exists() {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(ComposeError::io(folder.display().to_string()))?;
        }
        LocalKeyProvider::create_file(path, random.as_ref())?;
        tracing::info!(
            "made a master key: keep a copy of it, without it nothing stored can be read"
        );
    }
    let provider = LocalKeyProvider::from_file(path, random.clone())?;
    Ok(KeyRing::new(
        Arc::new(provider),
        Vec::new(),
        Arc::new(database.clone()),
        random,
    ))
}
