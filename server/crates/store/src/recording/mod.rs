//! Recordings of visits: the sound in numbered pieces, then its words. Sealed under the patient's key.

mod delete;
mod sound;

use keys::ScopeKey;
use model::{RecordingId, RecordingState as State};
use time::OffsetDateTime;

use crate::{
    LaunchKey, Secret, Store, StoreError,
    db::{Row, args},
    store::Cells,
};
pub use delete::Expired;
pub(crate) use delete::delete_sound;
pub use sound::{Limits, Put};

const TABLE: &str = "recordings";

/// A recording to be begun.
#[derive(Clone)]
pub struct NewRecording {
    /// Its random id.
    pub id: RecordingId,
    /// Who records, who noted the consent and when, as their owner writes them.
    pub details: Secret,
    /// Now.
    pub created: OffsetDateTime,
    /// When its sound is deleted at the latest.
    pub expires: OffsetDateTime,
}

/// A recording without its sound.
#[derive(Clone)]
pub struct RecordingRow {
    /// Its id.
    pub id: RecordingId,
    /// Where it stands.
    pub state: State,
    /// As its owner wrote them.
    pub details: Secret,
    /// The segments, once it was transcribed, as their owner wrote them.
    pub transcript: Option<Secret>,
    /// How many chunks are kept.
    pub chunks: u64,
    /// How many bytes of sound are kept.
    pub bytes: u64,
    /// When it was begun.
    pub created: OffsetDateTime,
    /// When its sound is deleted at the latest.
    pub expires: OffsetDateTime,
}

impl Store {
    /// Begins a recording.
    pub async fn insert_recording(
        &self,
        launch: &LaunchKey,
        new: &NewRecording,
    ) -> Result<(), StoreError> {
        // Of a patient whose key was destroyed nothing is kept any more.
        let key = self.keys.key(&launch.patient).await?;
        let details = cells(&key, launch, new.id.as_str()).seal("details", &new.details)?;
        let sql = "INSERT INTO recordings (id, launch, tenant, patient_scope, state, details, \
                   chunks, bytes, created, expires) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $8)";
        let values = args![
            new.id.as_str(),
            launch.id.as_str(),
            launch.tenant.as_str(),
            launch.patient.as_str(),
            State::Open.name(),
            details,
            new.created,
            new.expires,
        ];
        self.db.write(sql, values).await.map(drop)
    }

    /// A recording of this launch.
    pub async fn recording(
        &self,
        launch: &LaunchKey,
        id: &RecordingId,
    ) -> Result<Option<RecordingRow>, StoreError> {
        let sql = "SELECT id, state, details, transcript, chunks, bytes, created, expires \
                   FROM recordings WHERE id = $1 AND launch = $2";
        let values = args![id.as_str(), launch.id.as_str()];
        match self.db.read_one(sql, values).await? {
            Some(row) => self.opened_recording(launch, row).await.map(Some),
            None => Ok(None),
        }
    }

    /// The recordings of this launch whose sound is kept, newest first.
    pub async fn recordings(&self, launch: &LaunchKey) -> Result<Vec<RecordingRow>, StoreError> {
        let sql = "SELECT id, state, details, transcript, chunks, bytes, created, expires \
                   FROM recordings WHERE launch = $1 AND state <> 'deleted' \
                   ORDER BY created DESC, id";
        let mut all = Vec::new();
        for row in self.db.read(sql, args![launch.id.as_str()]).await? {
            all.push(self.opened_recording(launch, row).await?);
        }
        Ok(all)
    }

    /// Ends the taking of sound: true where exactly the chunks from 0 up to `chunks` are there.
    pub async fn finish_recording(
        &self,
        launch: &LaunchKey,
        id: &RecordingId,
        chunks: u64,
    ) -> Result<bool, StoreError> {
        // More than the database can count are never there.
        let (Ok(chunks), true) = (i64::try_from(chunks), chunks > 0) else {
            return Ok(false);
        };
        let sql = "UPDATE recordings SET state = 'finished' \
                   WHERE id = $1 AND launch = $2 AND state = 'open' AND chunks = $3 \
                   AND (SELECT MAX(position) FROM recording_chunks WHERE recording = $1) = $4";
        let values = args![id.as_str(), launch.id.as_str(), chunks, chunks - 1];
        Ok(self.db.write(sql, values).await? == 1)
    }

    /// Takes a finished recording to transcribe it, until a time; false where it is not finished, or somebody has it.
    pub async fn lease_recording(
        &self,
        launch: &LaunchKey,
        id: &RecordingId,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE recordings SET lease_until = $1 WHERE id = $2 AND launch = $3 \
                   AND state = 'finished' AND (lease_until IS NULL OR lease_until <= $4)";
        let values = args![until, id.as_str(), launch.id.as_str(), now];
        Ok(self.db.write(sql, values).await? == 1)
    }

    /// Gives a recording back that could not be transcribed.
    pub async fn release_recording(
        &self,
        launch: &LaunchKey,
        id: &RecordingId,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE recordings SET lease_until = NULL \
                   WHERE id = $1 AND launch = $2 AND state = 'finished'";
        let values = args![id.as_str(), launch.id.as_str()];
        self.db.write(sql, values).await.map(drop)
    }

    /// Keeps the words of a finished recording; false where it is not finished.
    pub async fn save_transcript(
        &self,
        launch: &LaunchKey,
        id: &RecordingId,
        transcript: &[u8],
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&launch.patient).await?;
        let sealed = cells(&key, launch, id.as_str()).seal("transcript", transcript)?;
        let sql = "UPDATE recordings SET state = 'transcribed', transcript = $1, lease_until = NULL \
                   WHERE id = $2 AND launch = $3 AND state = 'finished'";
        let values = args![sealed, id.as_str(), launch.id.as_str()];
        Ok(self.db.write(sql, values).await? == 1)
    }

    async fn opened_recording(
        &self,
        launch: &LaunchKey,
        mut row: Row,
    ) -> Result<RecordingRow, StoreError> {
        let id = RecordingId::new(row.text()?);
        let state = State::from_name(&row.text()?).ok_or(StoreError::Row("a recording's state"))?;
        let key = self.keys.reading_key(&launch.patient).await?;
        let cells = cells(&key, launch, id.as_str());
        let details = cells.open("details", &row.sealed()?)?;
        let transcript = cells.open_maybe("transcript", row.maybe_sealed()?.as_ref())?;
        Ok(RecordingRow {
            id,
            state,
            details,
            transcript,
            chunks: row.count()?,
            bytes: row.count()?,
            created: row.time()?,
            expires: row.time()?,
        })
    }
}

fn cells<'a>(key: &'a ScopeKey, launch: &'a LaunchKey, row: &'a str) -> Cells<'a> {
    Cells {
        key,
        tenant: launch.tenant.as_str(),
        table: TABLE,
        row,
    }
}
