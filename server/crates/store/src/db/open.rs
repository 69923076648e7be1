//! Connecting and migrating.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Database, Pools};
use crate::StoreError;

/// How to connect.
#[derive(Clone)]
pub struct Settings {
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME`. May hold a password: not shown.
    pub url: String,
    /// Most open connections.
    pub connections: u32,
    /// How long to wait for a free connection, or for another process's write.
    pub patience: Duration,
}

impl Settings {
    /// With eight connections and ten seconds of patience.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connections: 8,
            patience: Duration::from_secs(10),
        }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = self.url.split(':').next().unwrap_or_default();
        write!(f, "Settings({kind}, {} connections)", self.connections)
    }
}

impl Database {
    /// Connects and brings the tables up to date. An SQLite file is made where it does not exist,
    /// readable by its owner alone.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        match settings.url.split(':').next() {
            Some("sqlite") => Self::sqlite(settings).await,
            Some("postgres" | "postgresql") => Self::postgres(settings).await,
            _ => Err(StoreError::Address),
        }
    }

    async fn sqlite(settings: &Settings) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(&settings.url)?;
        private_file(options.get_filename())?;
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(settings.patience)
            // What is deleted is overwritten: a shredded key must not linger in free pages.
            .pragma("secure_delete", "ON");
        let pool = |most| {
            SqlitePoolOptions::new()
                .max_connections(most)
                .acquire_timeout(settings.patience)
        };
        let write = pool(1).connect_with(options.clone()).await?;
        sqlx::migrate!("../../../migrations/sqlite")
            .run(&write)
            .await?;
        let read = pool(settings.connections.max(1))
            .connect_with(options)
            .await?;
        Ok(Self(Pools::Sqlite { read, write }))
    }

    async fn postgres(settings: &Settings) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(&settings.url)?;
        let pool = PgPoolOptions::new()
            .max_connections(settings.connections.max(1))
            .acquire_timeout(settings.patience)
            .connect_with(options)
            .await?;
        sqlx::migrate!("../../../migrations/postgres")
            .run(&pool)
            .await?;
        Ok(Self(Pools::Postgres(pool)))
    }
}

/// Makes folder and file before SQLite does; its side files get the file's permissions.
fn private_file(path: &Path) -> Result<(), StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}
