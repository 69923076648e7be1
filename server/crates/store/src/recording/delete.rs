//! The end of a recording's sound.

use model::{LaunchId, RecordingId, TenantId};
use time::OffsetDateTime;

use crate::{
    LaunchKey, Store, StoreError,
    db::{Tx, args},
};

/// A recording whose sound has had its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired {
    /// The recording.
    pub id: RecordingId,
    /// Its launch, which may have ended.
    pub launch: LaunchId,
    /// Its organization.
    pub tenant: TenantId,
}

impl Store {
    /// Deletes a recording's sound, with `words` also what was heard; false where there is no such recording in this launch, or
    /// its sound is gone.
    pub async fn delete_recording(
        &self,
        launch: &LaunchKey,
        id: &RecordingId,
        words: bool,
    ) -> Result<bool, StoreError> {
        let mut tx = self.db.begin().await?;
        let there = delete_sound(&mut tx, launch.id(), id).await?;
        if there && words {
            let sql = "UPDATE recordings SET transcript = NULL WHERE id = $1";
            tx.write(sql, args![id.as_str()]).await?;
        }
        tx.commit().await?;
        Ok(there)
    }

    /// Recordings whose sound is to be deleted by now, at most so many.
    pub async fn expired_recordings(
        &self,
        now: OffsetDateTime,
        most: u32,
    ) -> Result<Vec<Expired>, StoreError> {
        let sql = "SELECT id, launch, tenant FROM recordings \
                   WHERE state <> 'deleted' AND expires <= $1 ORDER BY expires LIMIT $2";
        let rows = self.db.read(sql, args![now, i64::from(most)]).await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Expired {
                    id: RecordingId::new(row.text()?),
                    launch: LaunchId::new(row.text()?),
                    tenant: TenantId::new(row.text()?),
                })
            })
            .collect()
    }

    /// Deletes the sound of an expired recording; what was heard stays. False where it is gone already.
    pub async fn delete_expired(&self, expired: &Expired) -> Result<bool, StoreError> {
        let mut tx = self.db.begin().await?;
        let there = delete_sound(&mut tx, &expired.launch, &expired.id).await?;
        tx.commit().await?;
        Ok(there)
    }
}

/// Deletes a recording's sound in a transaction; false where it was gone.
pub(crate) async fn delete_sound(
    tx: &mut Tx,
    launch: &LaunchId,
    id: &RecordingId,
) -> Result<bool, StoreError> {
    let sql = "UPDATE recordings SET state = 'deleted', lease_until = NULL, chunks = 0, bytes = 0 \
               WHERE id = $1 AND launch = $2 AND state <> 'deleted'";
    if tx.write(sql, args![id.as_str(), launch.as_str()]).await? != 1 {
        return Ok(false);
    }
    let sql = "DELETE FROM recording_chunks WHERE recording = $1";
    tx.write(sql, args![id.as_str()]).await?;
    Ok(true)
}
