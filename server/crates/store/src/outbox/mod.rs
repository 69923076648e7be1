//! What is to be filed in the EHR. A job is leased by one worker at a time; it is marked `sending`
//! before anything leaves, so that a crash in between shows as an unknown outcome.

mod lease;
mod state;

use keys::{Scope, ScopeKey};
use model::{DraftId, LaunchId, TenantId, view::DraftStatus};
use time::OffsetDateTime;

use crate::{
    LaunchKey, Secret, Store, StoreError,
    db::{Row, Value, args},
    store::Cells,
};
pub use state::JobState;

const TABLE: &str = "outbox";

/// Something to be filed.
#[derive(Clone)]
pub struct NewJob {
    /// Its random id.
    pub id: String,
    /// The item of the note that it writes; empty for the note itself.
    pub item: String,
    /// What to file and how, as its owner writes it.
    pub payload: Secret,
    /// When to try first.
    pub due: OffsetDateTime,
    /// Now.
    pub created: OffsetDateTime,
}

/// A leased job.
#[derive(Clone)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// The note's draft.
    pub draft: DraftId,
    /// The item of the note that it writes; empty for the note itself.
    pub item: String,
    /// What the note's own filing left, for an item: an item is not leased before its note is filed.
    pub note: Option<Secret>,
    /// The launch that it was signed in.
    pub launch: LaunchKey,
    /// As it was when leased: `Sending` and `Unknown` must be searched for in the EHR first.
    pub state: JobState,
    /// Attempts so far, this one included.
    pub attempts: u64,
    /// What to file and how.
    pub payload: Secret,
    /// What the last attempt left.
    pub result: Option<Secret>,
    pub(crate) owner: String,
}

/// A job as screens show it.
#[derive(Clone)]
pub struct JobView {
    /// Its id.
    pub id: String,
    /// The item of the note that it writes; empty for the note itself.
    pub item: String,
    /// Where it stands.
    pub state: JobState,
    /// Attempts so far.
    pub attempts: u64,
    /// When it is tried next.
    pub due: OffsetDateTime,
    /// What the last attempt left (the receipt, or the failure).
    pub result: Option<Secret>,
}

/// What an attempt came to.
#[derive(Clone)]
pub struct JobUpdate {
    /// The new state.
    pub state: JobState,
    /// Keep the lease until then; none gives it back.
    pub keep_until: Option<OffsetDateTime>,
    /// When to try next.
    pub due: OffsetDateTime,
    /// The receipt or the failure, as its owner writes it; none leaves the last one.
    pub result: Option<Secret>,
    /// What becomes of the draft.
    pub draft: Option<DraftStatus>,
}

impl NewJob {
    pub(crate) const INSERT: &str = "INSERT INTO outbox (id, draft, launch, tenant, \
         patient_scope, state, attempts, payload, due, created, item) \
         VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $6, $7, $8, $9)";

    pub(crate) fn values(
        &self,
        key: &ScopeKey,
        launch: &LaunchKey,
        draft: &DraftId,
    ) -> Result<Vec<Value>, StoreError> {
        Ok(args![
            self.id.as_str(),
            draft.as_str(),
            launch.id.as_str(),
            launch.tenant.as_str(),
            launch.patient.as_str(),
            cells(key, launch, &self.id).seal("payload", &self.payload)?,
            self.due,
            self.created,
            self.item.as_str(),
        ])
    }
}

impl Store {
    /// The jobs of a draft of this launch, the note's own first.
    pub async fn jobs(
        &self,
        launch: &LaunchKey,
        draft: &DraftId,
    ) -> Result<Vec<JobView>, StoreError> {
        let sql = "SELECT id, item, state, attempts, due, result FROM outbox \
                   WHERE launch = $1 AND draft = $2 ORDER BY item, created, id";
        let rows = self
            .db
            .read(sql, args![launch.id.as_str(), draft.as_str()])
            .await?;
        let key = self.keys.reading_key(&launch.patient).await?;
        let view = |mut row: Row| {
            let id = row.text()?;
            Ok(JobView {
                item: row.text()?,
                state: JobState::parse(&row.text()?)?,
                attempts: row.count()?,
                due: row.time()?,
                result: cells(&key, launch, &id)
                    .open_maybe("result", row.maybe_sealed()?.as_ref())?,
                id,
            })
        };
        rows.into_iter().map(view).collect()
    }

    /// How many of this launch's jobs are not yet settled. What waits for a note that a person must see to is not counted.
    pub async fn open_jobs(&self, launch: &LaunchKey) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM outbox o WHERE o.launch = $1 \
                   AND o.state IN ('waiting', 'sending', 'unknown') \
                   AND (o.item = '' OR NOT EXISTS (SELECT 1 FROM outbox n WHERE n.draft = o.draft \
                       AND n.item = '' AND n.state IN ('refused', 'needs_person')))";
        let row = self.db.read_one(sql, args![launch.id.as_str()]).await?;
        row.map_or(Ok(0), |mut row| row.count())
    }
}

async fn opened(store: &Store, mut row: Row, owner: &str) -> Result<Job, StoreError> {
    let id = row.text()?;
    let draft = DraftId::new(row.text()?);
    let item = row.text()?;
    let launch = LaunchKey {
        id: LaunchId::new(row.text()?),
        tenant: TenantId::new(row.text()?),
        patient: Scope::parse(row.text()?)?,
    };
    let key = store.keys.reading_key(&launch.patient).await?;
    let cells = cells(&key, &launch, &id);
    let (state, attempts) = (JobState::parse(&row.text()?)?, row.count()?);
    let payload = cells.open("payload", &row.sealed()?)?;
    let result = cells.open_maybe("result", row.maybe_sealed()?.as_ref())?;
    let note = if item.is_empty() {
        None
    } else {
        note_result(store, &key, &launch, &draft).await?
    };
    Ok(Job {
        id,
        draft,
        item,
        note,
        launch,
        state,
        attempts,
        payload,
        result,
        owner: owner.to_owned(),
    })
}

/// What the filing of a note left.
async fn note_result(
    store: &Store,
    key: &ScopeKey,
    launch: &LaunchKey,
    draft: &DraftId,
) -> Result<Option<Secret>, StoreError> {
    let sql = "SELECT id, result FROM outbox WHERE draft = $1 AND item = ''";
    let Some(mut row) = store.db.read_one(sql, args![draft.as_str()]).await? else {
        return Ok(None);
    };
    let id = row.text()?;
    cells(key, launch, &id).open_maybe("result", row.maybe_sealed()?.as_ref())
}

fn cells<'a>(key: &'a ScopeKey, launch: &'a LaunchKey, row: &'a str) -> Cells<'a> {
    Cells {
        key,
        tenant: launch.tenant.as_str(),
        table: TABLE,
        row,
    }
}
