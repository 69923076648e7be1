//! Refreshing a launch's tokens: by one instance at a time, each version once.

use time::OffsetDateTime;

use crate::{
    LaunchKey, Store, StoreError,
    db::args,
    launch::{cells, number},
};

impl Store {
    /// Reserves the refreshing of these tokens until `until`; false if another does it, or did it.
    pub async fn begin_refresh(
        &self,
        launch: &LaunchKey,
        version: u64,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE launches SET refresh_until = $1 WHERE id = $2 AND tokens_version = $3 \
                   AND ended IS NULL AND (refresh_until IS NULL OR refresh_until <= $4)";
        let values = args![until, launch.id.as_str(), number(version)?, now];
        Ok(self.db.write(sql, values).await? == 1)
    }

    /// Replaces the tokens at `version`; false if they were replaced meanwhile or the launch ended.
    pub async fn replace_tokens(
        &self,
        launch: &LaunchKey,
        version: u64,
        tokens: &[u8],
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&launch.scope()?).await?;
        let sealed = cells(&key, launch.tenant.as_str(), &launch.id).seal("tokens", tokens)?;
        let sql = "UPDATE launches SET tokens = $1, tokens_version = tokens_version + 1, \
                   refresh_until = NULL WHERE id = $2 AND tokens_version = $3 AND ended IS NULL";
        let values = args![sealed, launch.id.as_str(), number(version)?];
        Ok(self.db.write(sql, values).await? == 1)
    }

    /// Gives the reservation that ends at `until` back, where the refreshing came to nothing.
    pub async fn end_refresh(
        &self,
        launch: &LaunchKey,
        until: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE launches SET refresh_until = NULL WHERE id = $1 AND refresh_until = $2";
        let values = args![launch.id.as_str(), until];
        self.db.write(sql, values).await.map(drop)
    }
}
