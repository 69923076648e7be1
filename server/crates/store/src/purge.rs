//! Deletes what has expired.

use model::LaunchId;
use time::OffsetDateTime;

use crate::{Store, StoreError, db::args};

/// How many launches one call ends at most.
const LAUNCHES: i64 = 100;

/// What [`Store::purge`] deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Sessions.
    pub sessions: u64,
    /// Launches that never came back from the EHR.
    pub pending: u64,
    /// Prompts and answers of models.
    pub inferences: u64,
    /// Launches whose time is over: tokens, charts and key.
    pub launches: u64,
}

impl Store {
    /// Deletes expired sessions, pending launches, prompts and answers, forgets old sums, and ends expired launches whose notes are
    /// all settled. Run it from time to time.
    pub async fn purge(&self, now: OffsetDateTime) -> Result<Purged, StoreError> {
        let mut purged = Purged {
            sessions: self.purge_sessions(now).await?,
            pending: self.purge_pending(now).await?,
            inferences: self.purge_inferences(now).await?,
            launches: 0,
        };
        self.purge_spending(now).await?;
        let sql = "SELECT id FROM launches WHERE expires <= $1 AND ended IS NULL \
                   AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.launch = launches.id \
                       AND outbox.state IN ('waiting', 'sending', 'unknown') \
                       AND (outbox.item = '' OR NOT EXISTS (SELECT 1 FROM outbox n \
                           WHERE n.draft = outbox.draft AND n.item = '' \
                           AND n.state IN ('refused', 'needs_person')))) LIMIT $2";
        for mut row in self.db.read(sql, args![now, LAUNCHES]).await? {
            self.end_launch(&LaunchId::new(row.text()?), now).await?;
            purged.launches += 1;
        }
        Ok(purged)
    }
}
