//! Leasing and settling jobs.

use model::DraftId;
use time::OffsetDateTime;

use super::{Job, JobUpdate, cells, opened};
use crate::{LaunchKey, Store, StoreError, db::args, draft::status_name, launch::touch};

/// Another worker may take the job that was chosen; then the next one is tried.
const TRIES: u32 = 5;

impl Store {
    /// Leases the job that has been due longest, until `until`. None if nothing is due.
    pub async fn lease_job(
        &self,
        owner: &str,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<Option<Job>, StoreError> {
        // The condition stands twice: the inner one chooses, the outer one is what the database
        // checks again after waiting for another worker's change of the same row.
        let sql = "UPDATE outbox SET lease_owner = $1, lease_until = $2, attempts = attempts + 1 \
                   WHERE id = (SELECT o.id FROM outbox o \
                       WHERE o.state IN ('waiting', 'sending', 'unknown') AND o.due <= $3 \
                       AND (o.lease_until IS NULL OR o.lease_until <= $3) \
                       AND (o.item = '' OR EXISTS (SELECT 1 FROM outbox n \
                           WHERE n.draft = o.draft AND n.item = '' AND n.state = 'filed')) \
                       ORDER BY o.due, o.id LIMIT 1) \
                   AND state IN ('waiting', 'sending', 'unknown') \
                   AND (lease_until IS NULL OR lease_until <= $3) \
                   RETURNING id, draft, item, launch, tenant, patient_scope, state, attempts, payload, \
                   result";
        for _ in 0..TRIES {
            let rows = self
                .db
                .write_returning(sql, args![owner, until, now])
                .await?;
            if let Some(row) = rows.into_iter().next() {
                return opened(self, row, owner).await.map(Some);
            }
            if !self.any_due(now).await? {
                break;
            }
        }
        Ok(None)
    }

    /// Records what an attempt came to. False if the lease was lost to another worker: then this
    /// worker must do nothing more with the job.
    pub async fn update_job(
        &self,
        job: &Job,
        update: &JobUpdate,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&job.launch.patient).await?;
        let sealed = update
            .result
            .as_ref()
            .map(|result| cells(&key, &job.launch, &job.id).seal("result", result))
            .transpose()?;
        let keeper = update.keep_until.map(|_| job.owner.clone());
        let sql = "UPDATE outbox SET state = $1, lease_owner = $2, lease_until = $3, due = $4, \
                   result = COALESCE($5, result) WHERE id = $6 AND lease_owner = $7";
        let values = args![
            update.state.name(),
            keeper,
            update.keep_until,
            update.due,
            sealed,
            job.id.as_str(),
            job.owner.as_str(),
        ];
        let mut tx = self.db.begin().await?;
        if tx.write(sql, values).await? != 1 {
            return Ok(false);
        }
        // How the note stands is the note's own job's to say.
        if let Some(status) = update.draft.filter(|_| job.item.is_empty()) {
            let sql = "UPDATE drafts SET status = $1, updated = $2 WHERE id = $3 \
                       AND status IN ('signed', 'filed', 'needs_person')";
            tx.write(sql, args![status_name(status), now, job.draft.as_str()])
                .await?;
        }
        touch(&mut tx, &job.launch).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// A person decides that a job in their hands, or one that was refused, is tried again.
    pub async fn requeue_job(
        &self,
        launch: &LaunchKey,
        draft: &DraftId,
        id: &str,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE outbox SET state = 'unknown', due = $1, lease_owner = NULL, \
                   lease_until = NULL WHERE id = $2 AND launch = $3 AND draft = $4 \
                   AND state IN ('needs_person', 'refused')";
        let values = args![now, id, launch.id.as_str(), draft.as_str()];
        self.change_one(launch, sql, values).await
    }

    async fn any_due(&self, now: OffsetDateTime) -> Result<bool, StoreError> {
        let sql = "SELECT o.id FROM outbox o WHERE o.state IN ('waiting', 'sending', 'unknown') \
                   AND o.due <= $1 AND (o.lease_until IS NULL OR o.lease_until <= $1) \
                   AND (o.item = '' OR EXISTS (SELECT 1 FROM outbox n \
                       WHERE n.draft = o.draft AND n.item = '' AND n.state = 'filed')) LIMIT 1";
        Ok(self.db.read_one(sql, args![now]).await?.is_some())
    }
}
