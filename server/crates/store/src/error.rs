//! What can go wrong with storage. Texts are for operators and hold no stored values.

/// A failed storage operation.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no database that is known.
    #[error("database address must begin with sqlite: or postgres:")]
    Address,
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The folder or file of an SQLite database could not be made.
    #[error("database file: {0}")]
    File(#[from] std::io::Error),
    /// A value could not be sealed or opened.
    #[error("keys: {0}")]
    Keys(#[from] keys::KeyError),
    /// A stored row is not what this version writes.
    #[error("stored row: {0}")]
    Row(&'static str),
}
