//! Drafts: their sections while they are written, their checked document, their review.
//! Sealed under the patient's key.

mod row;
mod writing;

use model::{DraftId, DraftKind, view::DraftStatus};
use time::OffsetDateTime;

use crate::{
    LaunchKey, Secret, Store, StoreError,
    db::{Row, args},
    launch::{number, touch},
    store::Cells,
};
pub(crate) use row::{kind, status, status_name};

pub(crate) const TABLE: &str = "drafts";

/// A draft to be begun.
#[derive(Clone)]
pub struct NewDraft {
    /// Its random id.
    pub id: DraftId,
    /// Its kind.
    pub kind: DraftKind,
    /// What writes it; configured, no PHI.
    pub author: String,
    /// Choices and the like, as their owner writes them.
    pub details: Secret,
    /// The instance that writes it.
    pub lease_owner: String,
    /// Until when it has it without renewing.
    pub lease_until: OffsetDateTime,
    /// Now.
    pub created: OffsetDateTime,
}

/// A draft without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSummaryRow {
    /// Its id.
    pub id: DraftId,
    /// Its kind.
    pub kind: DraftKind,
    /// Where it stands.
    pub status: DraftStatus,
    /// What writes or wrote it.
    pub author: String,
    /// Revision of its review; 0 before.
    pub revision: u64,
    /// When it was begun.
    pub created: OffsetDateTime,
    /// When it last changed.
    pub updated: OffsetDateTime,
}

/// A draft with its content.
#[derive(Clone)]
pub struct DraftRow {
    /// All but the content.
    pub summary: DraftSummaryRow,
    /// Choices and the like.
    pub details: Secret,
    /// The checked document, once drafting ended.
    pub document: Option<Secret>,
    /// The review, once drafting ended.
    pub review: Option<Secret>,
    /// The sections written so far, by position.
    pub sections: Vec<(u64, Secret)>,
}

/// A review to be stored.
#[derive(Clone, Copy)]
pub struct Reviewed<'a> {
    /// The revision that it was made from.
    pub before: u64,
    /// Its revision.
    pub revision: u64,
    /// As its owner writes it.
    pub review: &'a [u8],
    /// The checked document where it changed too (a section written anew).
    pub document: Option<&'a [u8]>,
}

impl Store {
    /// Begins a draft.
    pub async fn insert_draft(&self, launch: &LaunchKey, new: &NewDraft) -> Result<(), StoreError> {
        let key = self.keys.key(&launch.patient).await?;
        let details = cells(&key, launch, &new.id).seal("details", &new.details)?;
        let sql = "INSERT INTO drafts (id, launch, tenant, patient_scope, kind, status, author, \
                   revision, details, created, updated, lease_owner, lease_until) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $9, $10, $11)";
        let values = args![
            new.id.as_str(),
            launch.id.as_str(),
            launch.tenant.as_str(),
            launch.patient.as_str(),
            new.kind.name(),
            status_name(DraftStatus::Drafting),
            new.author.as_str(),
            details,
            new.created,
            new.lease_owner.as_str(),
            new.lease_until,
        ];
        let mut tx = self.db.begin().await?;
        tx.write(sql, values).await?;
        touch(&mut tx, launch).await?;
        tx.commit().await
    }

    /// The launch's drafts, newest first.
    pub async fn drafts(&self, launch: &LaunchKey) -> Result<Vec<DraftSummaryRow>, StoreError> {
        let sql = "SELECT id, kind, status, author, revision, created, updated FROM drafts \
                   WHERE launch = $1 ORDER BY created DESC, id";
        let rows = self.db.read(sql, args![launch.id.as_str()]).await?;
        rows.into_iter().map(|mut row| summary(&mut row)).collect()
    }

    /// A draft of this launch.
    pub async fn draft(
        &self,
        launch: &LaunchKey,
        id: &DraftId,
    ) -> Result<Option<DraftRow>, StoreError> {
        let sql = "SELECT id, kind, status, author, revision, created, updated, \
                   details, document, review FROM drafts WHERE id = $1 AND launch = $2";
        let values = args![id.as_str(), launch.id.as_str()];
        let Some(mut row) = self.db.read_one(sql, values).await? else {
            return Ok(None);
        };
        let key = self.keys.reading_key(&launch.patient).await?;
        let cells = cells(&key, launch, id);
        let summary = summary(&mut row)?;
        let details = cells.open("details", &row.sealed()?)?;
        let document = cells.open_maybe("document", row.maybe_sealed()?.as_ref())?;
        let review = cells.open_maybe("review", row.maybe_sealed()?.as_ref())?;
        Ok(Some(DraftRow {
            summary,
            details,
            document,
            review,
            sections: self.sections(launch, id).await?,
        }))
    }

    /// Replaces a draft's review; false if somebody changed it meanwhile or it is signed.
    pub async fn save_review(
        &self,
        launch: &LaunchKey,
        id: &DraftId,
        reviewed: Reviewed<'_>,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&launch.patient).await?;
        let cells = cells(&key, launch, id);
        let document = reviewed
            .document
            .map(|d| cells.seal("document", d))
            .transpose()?;
        let values = args![
            cells.seal("review", reviewed.review)?,
            document,
            number(reviewed.revision)?,
            now,
            id.as_str(),
            launch.id.as_str(),
            number(reviewed.before)?,
        ];
        let sql = "UPDATE drafts SET review = $1, document = COALESCE($2, document), \
                   revision = $3, updated = $4 \
                   WHERE id = $5 AND launch = $6 AND revision = $7 AND review IS NOT NULL \
                   AND status IN ('in_review', 'stopped', 'failed')";
        self.change_one(launch, sql, values).await
    }

    /// Replaces a draft's details.
    pub async fn save_details(
        &self,
        launch: &LaunchKey,
        id: &DraftId,
        details: &[u8],
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&launch.patient).await?;
        let details = cells(&key, launch, id).seal("details", details)?;
        let sql = "UPDATE drafts SET details = $1, updated = $2 WHERE id = $3 AND launch = $4";
        self.change_one(
            launch,
            sql,
            args![details, now, id.as_str(), launch.id.as_str()],
        )
        .await
    }

    /// Runs a statement that changes one row of this launch, and tells its screens if it did.
    pub(crate) async fn change_one(
        &self,
        launch: &LaunchKey,
        sql: &'static str,
        values: Vec<crate::db::Value>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.db.begin().await?;
        if tx.write(sql, values).await? != 1 {
            return Ok(false);
        }
        touch(&mut tx, launch).await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn summary(row: &mut Row) -> Result<DraftSummaryRow, StoreError> {
    Ok(DraftSummaryRow {
        id: DraftId::new(row.text()?),
        kind: kind(&row.text()?)?,
        status: status(&row.text()?)?,
        author: row.text()?,
        revision: row.count()?,
        created: row.time()?,
        updated: row.time()?,
    })
}

pub(crate) fn cells<'a>(
    key: &'a keys::ScopeKey,
    launch: &'a LaunchKey,
    id: &'a DraftId,
) -> Cells<'a> {
    Cells {
        key,
        tenant: launch.tenant.as_str(),
        table: TABLE,
        row: id.as_str(),
    }
}
