//! Browser sessions: encrypted, found by a keyed hash of the cookie's id.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use audit::Clock;
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{Store, StoreError, db::args, store::Cells};

const TABLE: &str = "sessions";

/// The session layer's store. A session that was deleted is not brought back by a request that
/// was under way: saving changes existing sessions only.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
    clock: Arc<dyn Clock>,
}

impl Sessions {
    /// Keeps sessions in `store`; `clock` decides what has expired.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    async fn row(&self, id: &Id) -> std::result::Result<String, StoreError> {
        Ok(self.store.keys.blind("session", &[&id.to_string()]).await?)
    }

    async fn seal(&self, row: &str, record: &Record) -> std::result::Result<Vec<u8>, StoreError> {
        let json = serde_json::to_vec(&record.data)
            .map_err(|_| StoreError::Row("a session that cannot be written"))?;
        let key = self.store.keys.key(&self.store.system).await?;
        cells(&key, row).seal("data", &json)
    }

    async fn find(&self, id: &Id) -> std::result::Result<Option<Record>, StoreError> {
        let name = self.row(id).await?;
        let sql = "SELECT data, expires FROM sessions WHERE id = $1 AND expires > $2";
        let values = args![name.as_str(), self.clock.now()];
        let Some(mut row) = self.store.db.read_one(sql, values).await? else {
            return Ok(None);
        };
        let key = self.store.keys.key(&self.store.system).await?;
        let json = cells(&key, &name).open("data", &row.sealed()?)?;
        let data = serde_json::from_slice(&json)
            .map_err(|_| StoreError::Row("a session that cannot be read"))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: row.time()?,
        }))
    }

    async fn put(&self, record: &Record) -> std::result::Result<bool, StoreError> {
        let row = self.row(&record.id).await?;
        let data = self.seal(&row, record).await?;
        let sql = "INSERT INTO sessions (id, data, expires) VALUES ($1, $2, $3) \
                   ON CONFLICT DO NOTHING";
        let values = args![row, data, record.expiry_date];
        Ok(self.store.db.write(sql, values).await? == 1)
    }

    async fn change(&self, record: &Record) -> std::result::Result<(), StoreError> {
        let row = self.row(&record.id).await?;
        let data = self.seal(&row, record).await?;
        let sql = "UPDATE sessions SET data = $2, expires = $3 WHERE id = $1";
        let values = args![row, data, record.expiry_date];
        self.store.db.write(sql, values).await.map(drop)
    }

    async fn remove(&self, id: &Id) -> std::result::Result<(), StoreError> {
        let sql = "DELETE FROM sessions WHERE id = $1";
        let row = self.row(id).await?;
        self.store.db.write(sql, args![row]).await.map(drop)
    }
}

fn cells<'a>(key: &'a keys::ScopeKey, row: &'a str) -> Cells<'a> {
    Cells {
        key,
        tenant: "",
        table: TABLE,
        row,
    }
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn fault(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        while !self.put(record).await.map_err(fault)? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.change(record).await.map_err(fault)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        self.find(id).await.map_err(fault)
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.remove(id).await.map_err(fault)
    }
}

impl Store {
    pub(crate) async fn purge_sessions(
        &self,
        now: OffsetDateTime,
    ) -> std::result::Result<u64, StoreError> {
        self.db
            .write("DELETE FROM sessions WHERE expires <= $1", args![now])
            .await
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}
