//! A draft while it is written: by one instance at a time, which any other can take over.

use model::{DraftId, LaunchId, view::DraftStatus};
use time::OffsetDateTime;

use super::{cells, status_name};
use crate::{LaunchKey, Secret, Store, StoreError, db::args, launch::number, store::Cells};

const SECTIONS: &str = "draft_sections";

impl Store {
    /// Keeps a section, for as long as `owner` has the draft and it is being written; false
    /// otherwise: stop writing.
    pub async fn put_section(
        &self,
        launch: &LaunchKey,
        id: &DraftId,
        owner: &str,
        position: u64,
        payload: &[u8],
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&launch.patient).await?;
        let row = row(id, position);
        let payload = section_cells(&key, launch, &row).seal("payload", payload)?;
        let sql = "INSERT INTO draft_sections (draft, position, payload) \
                   SELECT id, $1, $2 FROM drafts \
                   WHERE id = $3 AND launch = $4 AND status = 'drafting' AND lease_owner = $5 \
                   ON CONFLICT (draft, position) DO UPDATE SET payload = excluded.payload";
        let position = number(position)?;
        let values = args![position, payload, id.as_str(), launch.id.as_str(), owner];
        self.change_one(launch, sql, values).await
    }

    /// Ends the writing with a checked document and its review at revision 0. Only `owner` can, or
    /// anybody where `owner` is none (the clinician stops it). False if it had ended already.
    pub async fn finish_drafting(
        &self,
        launch: &LaunchKey,
        id: &DraftId,
        owner: Option<&str>,
        status: DraftStatus,
        content: (&[u8], &[u8]),
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&launch.patient).await?;
        let cells = cells(&key, launch, id);
        let sql = "UPDATE drafts SET status = $1, document = $2, review = $3, updated = $4, \
                   lease_owner = NULL, lease_until = NULL \
                   WHERE id = $5 AND launch = $6 AND status = 'drafting' \
                   AND ($7 = '' OR lease_owner = $7)";
        let values = args![
            status_name(status),
            cells.seal("document", content.0)?,
            cells.seal("review", content.1)?,
            now,
            id.as_str(),
            launch.id.as_str(),
            owner.unwrap_or_default(),
        ];
        self.change_one(launch, sql, values).await
    }

    /// Ends the writing of a draft of which nothing can be reviewed.
    pub async fn fail_drafting(
        &self,
        launch: &LaunchKey,
        id: &DraftId,
        details: &[u8],
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&launch.patient).await?;
        let details = cells(&key, launch, id).seal("details", details)?;
        let sql = "UPDATE drafts SET status = 'failed', details = $1, updated = $2, \
                   lease_owner = NULL, lease_until = NULL \
                   WHERE id = $3 AND launch = $4 AND status = 'drafting'";
        self.change_one(
            launch,
            sql,
            args![details, now, id.as_str(), launch.id.as_str()],
        )
        .await
    }

    /// Takes or keeps the writing of a draft until `until`; false if another instance has it.
    pub async fn lease_draft(
        &self,
        launch: &LaunchKey,
        id: &DraftId,
        owner: &str,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE drafts SET lease_owner = $1, lease_until = $2 \
                   WHERE id = $3 AND launch = $4 AND status = 'drafting' \
                   AND (lease_owner = $1 OR lease_until IS NULL OR lease_until <= $5)";
        let values = args![owner, until, id.as_str(), launch.id.as_str(), now];
        Ok(self.db.write(sql, values).await? == 1)
    }

    /// Drafts that were being written when their instance vanished, oldest first.
    pub async fn abandoned_drafts(
        &self,
        now: OffsetDateTime,
        limit: u32,
    ) -> Result<Vec<(LaunchId, DraftId)>, StoreError> {
        let sql = "SELECT launch, id FROM drafts WHERE status = 'drafting' \
                   AND (lease_until IS NULL OR lease_until <= $1) ORDER BY created LIMIT $2";
        let rows = self.db.read(sql, args![now, i64::from(limit)]).await?;
        let pair =
            |mut row: crate::db::Row| Ok((LaunchId::new(row.text()?), DraftId::new(row.text()?)));
        rows.into_iter().map(pair).collect()
    }

    pub(super) async fn sections(
        &self,
        launch: &LaunchKey,
        id: &DraftId,
    ) -> Result<Vec<(u64, Secret)>, StoreError> {
        let sql = "SELECT s.position, s.payload FROM draft_sections s \
                   JOIN drafts d ON d.id = s.draft \
                   WHERE s.draft = $1 AND d.launch = $2 ORDER BY s.position";
        let rows = self
            .db
            .read(sql, args![id.as_str(), launch.id.as_str()])
            .await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.keys.reading_key(&launch.patient).await?;
        let mut out = Vec::new();
        for mut found in rows {
            let position = found.count()?;
            let row = row(id, position);
            let payload = section_cells(&key, launch, &row).open("payload", &found.sealed()?)?;
            out.push((position, payload));
        }
        Ok(out)
    }
}

fn row(id: &DraftId, position: u64) -> String {
    format!("{id}/{position}")
}

fn section_cells<'a>(key: &'a keys::ScopeKey, launch: &'a LaunchKey, row: &'a str) -> Cells<'a> {
    Cells {
        key,
        tenant: launch.tenant.as_str(),
        table: SECTIONS,
        row,
    }
}
