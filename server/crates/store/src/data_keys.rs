//! The data keys' port.

use async_trait::async_trait;
use keys::{KeyRecord, KeyState, KeyStore, KeyStoreError, Scope, WrappedKey};
use time::OffsetDateTime;

use crate::{
    Database, StoreError,
    db::{Row, args},
};

fn fault(error: impl Into<StoreError>) -> KeyStoreError {
    KeyStoreError(error.into().to_string())
}

fn record(mut row: Row) -> Result<KeyRecord, StoreError> {
    let scope = row.scope()?;
    let version = u32::try_from(row.int()?).map_err(|_| StoreError::Row("a key version"))?;
    let (master, bytes) = (row.maybe_text()?, row.maybe_bytes()?);
    let state = match (master, bytes, row.maybe_time()?) {
        (Some(master), Some(bytes), None) => KeyState::Active(WrappedKey { master, bytes }),
        (None, None, Some(at)) => KeyState::Shredded { at },
        _ => {
            return Err(StoreError::Row(
                "a data key that is neither there nor destroyed",
            ));
        }
    };
    Ok(KeyRecord {
        scope,
        version,
        state,
    })
}

fn records(rows: Vec<Row>) -> Result<Vec<KeyRecord>, KeyStoreError> {
    rows.into_iter()
        .map(|row| record(row).map_err(fault))
        .collect()
}

#[async_trait]
impl KeyStore for Database {
    async fn load(&self, scope: &Scope) -> Result<Vec<KeyRecord>, KeyStoreError> {
        let sql = "SELECT scope, version, master, wrapped, shredded_at FROM data_keys \
                   WHERE scope = $1 ORDER BY version";
        records(self.read(sql, args![scope.as_str()]).await.map_err(fault)?)
    }

    async fn insert(&self, record: &KeyRecord) -> Result<bool, KeyStoreError> {
        let (master, wrapped, at) = match &record.state {
            KeyState::Active(key) => (Some(key.master.clone()), Some(key.bytes.clone()), None),
            KeyState::Shredded { at } => (None, None, Some(*at)),
        };
        let sql = "INSERT INTO data_keys (scope, version, master, wrapped, shredded_at) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let version = i64::from(record.version);
        let values = args![record.scope.as_str(), version, master, wrapped, at];
        Ok(self.write(sql, values).await.map_err(fault)? == 1)
    }

    async fn rewrap(
        &self,
        scope: &Scope,
        version: u32,
        before: &WrappedKey,
        after: &WrappedKey,
    ) -> Result<bool, KeyStoreError> {
        let sql = "UPDATE data_keys SET master = $1, wrapped = $2 \
                   WHERE scope = $3 AND version = $4 AND master = $5 AND wrapped = $6";
        let values = args![
            after.master.as_str(),
            after.bytes.clone(),
            scope.as_str(),
            i64::from(version),
            before.master.as_str(),
            before.bytes.clone(),
        ];
        Ok(self.write(sql, values).await.map_err(fault)? == 1)
    }

    async fn shred(&self, scope: &Scope, at: OffsetDateTime) -> Result<u64, KeyStoreError> {
        let sql = "UPDATE data_keys SET master = NULL, wrapped = NULL, shredded_at = $1 \
                   WHERE scope = $2 AND wrapped IS NOT NULL";
        self.write(sql, args![at, scope.as_str()])
            .await
            .map_err(fault)
    }

    async fn page(
        &self,
        after: Option<(&Scope, u32)>,
        limit: u32,
    ) -> Result<Vec<KeyRecord>, KeyStoreError> {
        let (scope, version) = after.map_or(("", 0), |(scope, version)| (scope.as_str(), version));
        let sql = "SELECT scope, version, master, wrapped, shredded_at FROM data_keys \
                   WHERE scope > $1 OR (scope = $1 AND version > $2) \
                   ORDER BY scope, version LIMIT $3";
        let values = args![scope, i64::from(version), i64::from(limit)];
        records(self.read(sql, values).await.map_err(fault)?)
    }
}
