//! A database with keys.

use std::sync::Arc;

use keys::{KeyRing, Place, Scope, ScopeKey, Sealed};
use zeroize::Zeroizing;

use crate::{Database, StoreError};

/// Opened bytes; erased from memory when dropped.
pub type Secret = Zeroizing<Vec<u8>>;

/// Keeps launches, charts, drafts, notes and what is to be filed. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) db: Database,
    pub(crate) keys: KeyRing,
    /// Scope of what belongs to no launch yet.
    pub(crate) system: Arc<Scope>,
}

impl Store {
    /// `keys` must be a ring whose key store is this database.
    pub fn new(db: Database, keys: KeyRing) -> Result<Self, StoreError> {
        Ok(Self {
            db,
            keys,
            system: Arc::new(Scope::system("store")?),
        })
    }

    /// The connection, for the ports that need no keys.
    pub fn database(&self) -> &Database {
        &self.db
    }

    /// The keys.
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.db.ping().await
    }
}

/// One row whose columns are sealed.
pub(crate) struct Cells<'a> {
    pub(crate) key: &'a ScopeKey,
    pub(crate) tenant: &'a str,
    pub(crate) table: &'a str,
    pub(crate) row: &'a str,
}

impl Cells<'_> {
    pub(crate) fn seal(&self, column: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let place = Place::new(self.tenant, self.table, self.row, column);
        Ok(self.key.seal(&place, plain)?.into_bytes())
    }

    pub(crate) fn open(&self, column: &str, sealed: &Sealed) -> Result<Secret, StoreError> {
        let place = Place::new(self.tenant, self.table, self.row, column);
        Ok(self.key.open(&place, sealed)?)
    }

    pub(crate) fn open_maybe(
        &self,
        column: &str,
        sealed: Option<&Sealed>,
    ) -> Result<Option<Secret>, StoreError> {
        sealed.map(|sealed| self.open(column, sealed)).transpose()
    }
}
