//! Launches under way, between the redirect to the EHR and its answer. Each is used once.

use time::OffsetDateTime;

use crate::{Secret, Store, StoreError, db::args, store::Cells};

const TABLE: &str = "pending_launches";

impl Store {
    /// Keeps a launch under its `state` parameter; false if that state is there already.
    pub async fn put_pending(
        &self,
        state: &str,
        payload: &[u8],
        expires: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let row = self.keys.blind("launch state", &[state]).await?;
        let key = self.keys.key(&self.system).await?;
        let cells = Cells {
            key: &key,
            tenant: "",
            table: TABLE,
            row: &row,
        };
        let data = cells.seal("data", payload)?;
        let sql = "INSERT INTO pending_launches (id, data, expires) VALUES ($1, $2, $3) \
                   ON CONFLICT DO NOTHING";
        Ok(self.db.write(sql, args![row, data, expires]).await? == 1)
    }

    /// Takes a launch out: whoever asks first gets it, once. None if it expired.
    pub async fn take_pending(
        &self,
        state: &str,
        now: OffsetDateTime,
    ) -> Result<Option<Secret>, StoreError> {
        let name = self.keys.blind("launch state", &[state]).await?;
        let sql = "DELETE FROM pending_launches WHERE id = $1 RETURNING data, expires";
        let rows = self.db.write_returning(sql, args![name.as_str()]).await?;
        let Some(mut row) = rows.into_iter().next() else {
            return Ok(None);
        };
        let data = row.sealed()?;
        if row.time()? <= now {
            return Ok(None);
        }
        let key = self.keys.key(&self.system).await?;
        let cells = Cells {
            key: &key,
            tenant: "",
            table: TABLE,
            row: &name,
        };
        cells.open("data", &data).map(Some)
    }

    pub(crate) async fn purge_pending(&self, now: OffsetDateTime) -> Result<u64, StoreError> {
        self.db
            .write(
                "DELETE FROM pending_launches WHERE expires <= $1",
                args![now],
            )
            .await
    }
}
