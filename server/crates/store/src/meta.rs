//! Facts about this installation, such as the audit log's id. Not secret.

use crate::{Database, StoreError, db::args};

impl Database {
    /// The value under a name.
    pub async fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM meta WHERE name = $1";
        let row = self.read_one(sql, args![name]).await?;
        row.map(|mut row| row.text()).transpose()
    }

    /// The value under a name; where there is none, `value` becomes it, for every instance alike.
    pub async fn meta_or(&self, name: &str, value: &str) -> Result<String, StoreError> {
        let sql = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        self.write(sql, args![name, value]).await?;
        self.meta(name)
            .await?
            .ok_or(StoreError::Row("a fact that vanished"))
    }
}
