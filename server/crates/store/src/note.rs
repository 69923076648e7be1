//! Signed notes: our own copy, written together with what is to be filed.

use model::{DraftId, LaunchId, RecordingId};
use time::OffsetDateTime;

use crate::{
    DecisionStamp, Job, LaunchKey, NewJob, Secret, Store, StoreError,
    db::{Row, args},
    launch::{number, touch},
    proposal,
    recording::delete_sound,
    store::Cells,
};

const TABLE: &str = "signed_notes";

/// A note to be kept.
#[derive(Clone)]
pub struct NewNote {
    /// The draft that it was.
    pub draft: DraftId,
    /// The revision that was signed.
    pub revision: u64,
    /// Hash of its content.
    pub content_hash: String,
    /// The note, as its owner writes it.
    pub note: Secret,
    /// When it was signed.
    pub signed_at: OffsetDateTime,
    /// Index of the audit entry of the signing's start.
    pub audit_index: Option<u64>,
    /// The decisions about proposed data that the signature covers.
    pub decided: DecisionStamp,
    /// Recordings whose sound is deleted with the signature.
    pub ends: Vec<RecordingId>,
}

/// A kept note.
#[derive(Clone)]
pub struct NoteRow {
    /// The draft that it was.
    pub draft: DraftId,
    /// In which launch.
    pub launch: LaunchId,
    /// Hash of its content.
    pub content_hash: String,
    /// The note, as its owner wrote it; its owner rechecks it.
    pub note: Secret,
    /// When it was signed.
    pub signed_at: OffsetDateTime,
    /// Index of the audit entry of the signing's start.
    pub audit_index: Option<u64>,
}

impl Store {
    /// Signs a draft: the draft is closed, the note and what is to be filed are kept, in one
    /// transaction. False if the draft is not at the signed revision or not open,
    /// or somebody decided otherwise about proposed data meanwhile; then nothing is.
    pub async fn sign(
        &self,
        launch: &LaunchKey,
        note: &NewNote,
        jobs: &[NewJob],
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&launch.patient).await?;
        let (id, tenant) = (note.draft.as_str(), launch.tenant.as_str());
        let sealed = cells(&key, tenant, id).seal("note", &note.note)?;
        let mut rows = Vec::new();
        for job in jobs {
            rows.push(job.values(&key, launch, &note.draft)?);
        }
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE drafts SET status = 'signed', updated = $1 \
                   WHERE id = $2 AND launch = $3 AND revision = $4 AND review IS NOT NULL \
                   AND status IN ('in_review', 'stopped', 'failed')";
        let revision = number(note.revision)?;
        let values = args![note.signed_at, id, launch.id.as_str(), revision];
        if tx.write(sql, values).await? != 1 {
            return Ok(false);
        }
        if !proposal::unchanged(&mut tx, &note.draft, note.decided).await? {
            return Ok(false);
        }
        let sql = "INSERT INTO signed_notes (draft, launch, tenant, patient_scope, content_hash, \
                   note, signed_at, audit_index) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let index = note.audit_index.map(number).transpose()?;
        let values = args![
            id,
            launch.id.as_str(),
            tenant,
            launch.patient.as_str(),
            note.content_hash.as_str(),
            sealed,
            note.signed_at,
            index,
        ];
        tx.write(sql, values).await?;
        for values in rows {
            tx.write(NewJob::INSERT, values).await?;
        }
        for recording in &note.ends {
            delete_sound(&mut tx, &launch.id, recording).await?;
        }
        touch(&mut tx, launch).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The note of a draft of this launch.
    pub async fn note(
        &self,
        launch: &LaunchKey,
        draft: &DraftId,
    ) -> Result<Option<NoteRow>, StoreError> {
        let sql = "SELECT draft, launch, content_hash, note, signed_at, audit_index \
                   FROM signed_notes WHERE draft = $1 AND launch = $2";
        let values = args![draft.as_str(), launch.id.as_str()];
        match self.db.read_one(sql, values).await? {
            Some(row) => self.opened_note(launch, row).await.map(Some),
            None => Ok(None),
        }
    }

    /// The note that a job files.
    pub async fn note_of(&self, job: &Job) -> Result<NoteRow, StoreError> {
        let note = self.note(&job.launch, &job.draft).await?;
        note.ok_or(StoreError::Row("a job without its note"))
    }

    async fn opened_note(&self, launch: &LaunchKey, mut row: Row) -> Result<NoteRow, StoreError> {
        let draft = DraftId::new(row.text()?);
        let of = LaunchId::new(row.text()?);
        let content_hash = row.text()?;
        let key = self.keys.reading_key(&launch.patient).await?;
        let cells = cells(&key, launch.tenant.as_str(), draft.as_str());
        let note = cells.open("note", &row.sealed()?)?;
        let signed_at = row.time()?;
        let index = row.maybe_int()?.map(u64::try_from).transpose();
        Ok(NoteRow {
            draft,
            launch: of,
            content_hash,
            note,
            signed_at,
            audit_index: index.map_err(|_| StoreError::Row("a negative index"))?,
        })
    }
}

fn cells<'a>(key: &'a keys::ScopeKey, tenant: &'a str, row: &'a str) -> Cells<'a> {
    Cells {
        key,
        tenant,
        table: TABLE,
        row,
    }
}
