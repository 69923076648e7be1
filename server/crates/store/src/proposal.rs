//! Decisions about data that a note proposes for the chart. Sealed under the patient's key.

use model::DraftId;
use time::OffsetDateTime;

use crate::{
    LaunchKey, NewJob, Secret, Store, StoreError,
    db::{Row, Tx, args},
    launch::touch,
    store::Cells,
};

const TABLE: &str = "proposals";

/// What was decided about an item.
#[derive(Clone)]
pub struct DecisionRow {
    /// The item's name.
    pub item: String,
    /// The decision, as its owner wrote it.
    pub decision: Secret,
    /// When.
    pub decided: OffsetDateTime,
}

/// A decision to be kept.
#[derive(Clone, Copy)]
pub struct NewDecision<'a> {
    /// The item's name.
    pub item: &'a str,
    /// The decision as its owner writes it; none takes it back.
    pub decision: Option<&'a [u8]>,
    /// Whether it was made over the signed note; otherwise over the draft.
    pub signed: bool,
    /// What is written to the EHR at once, where the note is signed.
    pub job: Option<&'a NewJob>,
    /// Now.
    pub at: OffsetDateTime,
}

/// How many decisions a draft has and when the newest was made: what a signature must have seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecisionStamp {
    /// How many.
    pub count: u64,
    /// When the newest was made, to the microsecond.
    pub newest: Option<OffsetDateTime>,
}

impl DecisionStamp {
    /// Of these decisions.
    pub fn of(rows: &[DecisionRow]) -> Self {
        Self {
            count: rows.len() as u64,
            newest: rows.iter().map(|row| row.decided).max(),
        }
    }
}

impl Store {
    /// The decisions about a draft of this launch, oldest first.
    pub async fn decisions(
        &self,
        launch: &LaunchKey,
        draft: &DraftId,
    ) -> Result<Vec<DecisionRow>, StoreError> {
        let sql = "SELECT item, decision, decided FROM proposals \
                   WHERE launch = $1 AND draft = $2 ORDER BY decided, item";
        let values = args![launch.id.as_str(), draft.as_str()];
        let rows = self.db.read(sql, values).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.keys.reading_key(&launch.patient).await?;
        let read = |mut row: Row| {
            let item = row.text()?;
            let place = place(draft, &item);
            let decision = cells(&key, launch, &place).open("decision", &row.sealed()?)?;
            Ok(DecisionRow {
                item,
                decision,
                decided: row.time()?,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// Keeps a decision, or takes one back that nothing was written for. False where the draft does not stand as it was seen (signed or not), or the
    /// item is being written already: then nothing is changed.
    pub async fn decide(
        &self,
        launch: &LaunchKey,
        draft: &DraftId,
        new: &NewDecision<'_>,
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&launch.patient).await?;
        let mut tx = self.db.begin().await?;
        // The row's lock puts this before or after a signature, never beside it.
        let sql = if new.signed {
            "UPDATE drafts SET updated = $1 WHERE id = $2 AND launch = $3 \
             AND status IN ('signed', 'filed', 'needs_person')"
        } else {
            "UPDATE drafts SET updated = $1 WHERE id = $2 AND launch = $3 \
             AND status IN ('in_review', 'stopped', 'failed')"
        };
        let values = args![new.at, draft.as_str(), launch.id.as_str()];
        if tx.write(sql, values).await? != 1 || being_written(&mut tx, draft, new.item).await? {
            return Ok(false);
        }
        if let Some(decision) = new.decision {
            let place = place(draft, new.item);
            let sealed = cells(&key, launch, &place).seal("decision", decision)?;
            let sql = "INSERT INTO proposals (draft, item, launch, tenant, patient_scope, \
                           decision, decided) VALUES ($1, $2, $3, $4, $5, $6, $7) \
                           ON CONFLICT (draft, item) DO UPDATE \
                           SET decision = excluded.decision, decided = excluded.decided";
            let values = args![
                draft.as_str(),
                new.item,
                launch.id.as_str(),
                launch.tenant.as_str(),
                launch.patient.as_str(),
                sealed,
                new.at,
            ];
            tx.write(sql, values).await?;
        } else {
            let sql = "DELETE FROM proposals WHERE draft = $1 AND item = $2 AND launch = $3";
            let values = args![draft.as_str(), new.item, launch.id.as_str()];
            if tx.write(sql, values).await? != 1 {
                return Ok(false);
            }
        }
        if let Some(job) = new.job {
            tx.write(NewJob::INSERT, job.values(&key, launch, draft)?)
                .await?;
        }
        touch(&mut tx, launch).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Whether the decisions of a draft are still those that were seen.
pub(crate) async fn unchanged(
    tx: &mut Tx,
    draft: &DraftId,
    seen: DecisionStamp,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*), MAX(decided) FROM proposals WHERE draft = $1";
    let Some(mut row) = tx.one(sql, args![draft.as_str()]).await? else {
        return Ok(false);
    };
    let (count, newest) = (row.count()?, row.maybe_time()?);
    Ok(count == seen.count && newest == seen.newest)
}

async fn being_written(tx: &mut Tx, draft: &DraftId, item: &str) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM outbox WHERE draft = $1 AND item = $2";
    Ok(tx.one(sql, args![draft.as_str(), item]).await?.is_some())
}

fn place(draft: &DraftId, item: &str) -> String {
    format!("{draft}/{item}")
}

fn cells<'a>(key: &'a keys::ScopeKey, launch: &'a LaunchKey, row: &'a str) -> Cells<'a> {
    Cells {
        key,
        tenant: launch.tenant.as_str(),
        table: TABLE,
        row,
    }
}
