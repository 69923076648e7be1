//! The audit log's port.

use async_trait::async_trait;
use audit::{AuditError, AuditSink, Build, Checkpoint, Frontier, Head, Record, SinkError};

use crate::{
    Database, StoreError,
    db::{Row, args},
};

fn fault(error: impl Into<StoreError>) -> SinkError {
    SinkError(error.into().to_string())
}

fn head(mut row: Row) -> Result<Head, StoreError> {
    let size = row.count()?;
    let hash = match row.maybe_bytes()? {
        None => None,
        Some(bytes) => {
            let hash = bytes.try_into();
            Some(hash.map_err(|_| StoreError::Row("a hash of another length"))?)
        }
    };
    Ok(Head { size, hash })
}

fn position(index: u64) -> Result<i64, SinkError> {
    i64::try_from(index).map_err(|_| fault(StoreError::Row("an index beyond the log")))
}

#[async_trait]
impl AuditSink for Database {
    async fn append(&self, build: Build<'_>) -> Result<Record, AuditError> {
        let mut tx = self.begin().await.map_err(fault)?;
        // Writing the row takes its lock before it is read: writers queue here on both databases.
        let sql = "UPDATE audit_head SET size = size WHERE id = 1 RETURNING size, hash";
        let row = tx.one(sql, vec![]).await.map_err(fault)?;
        let row = row.ok_or_else(|| fault(StoreError::Row("no audit head")))?;
        let record = build(head(row).map_err(fault)?)?;
        let index = position(record.index)?;
        let hash = record.hash.to_vec();
        let sql = "INSERT INTO audit_entries (position, time, scope, hash, record) \
                   VALUES ($1, $2, $3, $4, $5)";
        let scope = record.scope.as_str();
        let values = args![
            index,
            record.time,
            scope,
            hash.clone(),
            record.bytes.clone()
        ];
        tx.write(sql, values).await.map_err(fault)?;
        let sql = "UPDATE audit_head SET size = $1, hash = $2 WHERE id = 1";
        tx.write(sql, args![index + 1, hash]).await.map_err(fault)?;
        tx.commit().await.map_err(fault)?;
        Ok(record)
    }

    async fn head(&self) -> Result<Head, SinkError> {
        let sql = "SELECT size, hash FROM audit_head WHERE id = 1";
        let row = self.read_one(sql, vec![]).await.map_err(fault)?;
        head(row.ok_or_else(|| fault(StoreError::Row("no audit head")))?).map_err(fault)
    }

    async fn read(&self, from: u64, limit: u32) -> Result<Vec<Vec<u8>>, SinkError> {
        let sql = "SELECT record FROM audit_entries WHERE position >= $1 \
                   ORDER BY position LIMIT $2";
        let values = args![position(from)?, i64::from(limit)];
        let rows = Database::read(self, sql, values).await.map_err(fault)?;
        rows.into_iter()
            .map(|mut row| row.bytes().map_err(fault))
            .collect()
    }

    async fn save_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), SinkError> {
        let sql = "INSERT INTO audit_checkpoints (size, time, log_id, roots, head, mac) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
        let values = args![
            position(checkpoint.tree.size())?,
            checkpoint.time,
            checkpoint.log_id.as_str(),
            checkpoint.tree.roots().concat(),
            checkpoint.head.to_vec(),
            checkpoint.mac.as_str(),
        ];
        self.write(sql, values).await.map_err(fault)?;
        Ok(())
    }

    async fn last_checkpoint(&self) -> Result<Option<Checkpoint>, SinkError> {
        let sql = "SELECT size, time, log_id, roots, head, mac FROM audit_checkpoints \
                   ORDER BY size DESC, time DESC LIMIT 1";
        let row = self.read_one(sql, vec![]).await.map_err(fault)?;
        row.map(|row| checkpoint(row).map_err(fault)).transpose()
    }
}

fn checkpoint(mut row: Row) -> Result<Checkpoint, StoreError> {
    let (size, time, log_id) = (row.count()?, row.time()?, row.text()?);
    let roots = row.bytes()?;
    let (roots, rest) = roots.as_chunks::<32>();
    let tree = Frontier::resume(size, roots.to_vec()).filter(|_| rest.is_empty());
    Ok(Checkpoint {
        log_id,
        tree: tree.ok_or(StoreError::Row("a checkpoint that does not fit its size"))?,
        head: row.hash()?,
        time,
        mac: row.text()?,
    })
}
