//! The sound of a recording, in numbered pieces.

use std::ops::Range;

use model::RecordingId;
use zeroize::Zeroizing;

use super::cells;
use crate::{LaunchKey, Secret, Store, StoreError, db::args, launch::number};

/// How large a recording may become.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most bytes of one chunk.
    pub chunk: usize,
    /// Most bytes of all.
    pub bytes: usize,
    /// Most chunks.
    pub chunks: u64,
}

/// What became of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is kept.
    Kept,
    /// The same one is there already.
    There,
    /// Another one is there under its number; that one stays.
    Other,
    /// The recording would become too large, or the chunk is.
    Full,
    /// The recording takes no more sound.
    Closed,
    /// There is no such recording in this launch.
    Unknown,
}

impl Store {
    /// Keeps a chunk. One that comes again is kept once; another one under the same number is refused.
    pub async fn put_chunk(
        &self,
        launch: &LaunchKey,
        id: &RecordingId,
        position: u64,
        sound: &[u8],
        limits: &Limits,
    ) -> Result<Put, StoreError> {
        if sound.is_empty() || sound.len() > limits.chunk || position >= limits.chunks {
            return Ok(Put::Full);
        }
        if let Some(found) = self.compared(launch, id, position, sound).await? {
            return Ok(found);
        }
        let key = self.keys.key(&launch.patient).await?;
        let row = row_name(id, position);
        let sealed = cells(&key, launch, &row).seal("sound", sound)?;
        let (size, position) = (number(sound.len() as u64)?, number(position)?);
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE recordings SET chunks = chunks + 1, bytes = bytes + $1 \
                   WHERE id = $2 AND launch = $3 AND state = 'open' \
                   AND bytes + $1 <= $4 AND chunks < $5";
        let (bytes, chunks) = (number(limits.bytes as u64)?, number(limits.chunks)?);
        let values = args![size, id.as_str(), launch.id.as_str(), bytes, chunks];
        if tx.write(sql, values).await? != 1 {
            drop(tx);
            return self.why_not(launch, id).await;
        }
        let sql = "INSERT INTO recording_chunks (recording, position, size, sound) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let values = args![id.as_str(), position, size, sealed];
        if tx.write(sql, values).await? == 1 {
            tx.commit().await?;
            return Ok(Put::Kept);
        }
        // Another request brought one meanwhile.
        drop(tx);
        let position = position.unsigned_abs();
        let found = self.compared(launch, id, position, sound).await?;
        Ok(found.unwrap_or(Put::Closed))
    }

    /// How the kept chunk of that number compares; none where there is none, or the recording takes no more.
    async fn compared(
        &self,
        launch: &LaunchKey,
        id: &RecordingId,
        position: u64,
        sound: &[u8],
    ) -> Result<Option<Put>, StoreError> {
        let sql = "SELECT recording_chunks.sound FROM recording_chunks \
                   JOIN recordings ON recordings.id = recording_chunks.recording \
                   WHERE recordings.id = $1 AND recordings.launch = $2 \
                   AND recordings.state = 'open' AND recording_chunks.position = $3";
        let values = args![id.as_str(), launch.id.as_str(), number(position)?];
        let Some(mut row) = self.db.read_one(sql, values).await? else {
            return Ok(None);
        };
        let key = self.keys.reading_key(&launch.patient).await?;
        let name = row_name(id, position);
        let kept = cells(&key, launch, &name).open("sound", &row.sealed()?)?;
        let same = kept.as_slice() == sound;
        Ok(Some(if same { Put::There } else { Put::Other }))
    }

    async fn why_not(&self, launch: &LaunchKey, id: &RecordingId) -> Result<Put, StoreError> {
        let sql = "SELECT state FROM recordings WHERE id = $1 AND launch = $2";
        let values = args![id.as_str(), launch.id.as_str()];
        let row = self.db.read_one(sql, values).await?;
        let state = row.map(|mut row| row.text()).transpose()?;
        Ok(match state.as_deref() {
            None => Put::Unknown,
            Some("open") => Put::Full,
            Some(_) => Put::Closed,
        })
    }

    /// The numbers of the chunks that are kept, ascending, with their sizes in bytes.
    pub async fn chunks(
        &self,
        launch: &LaunchKey,
        id: &RecordingId,
    ) -> Result<Vec<(u64, u64)>, StoreError> {
        let sql = "SELECT position, size FROM recording_chunks \
                   JOIN recordings ON recordings.id = recording_chunks.recording \
                   WHERE recordings.id = $1 AND recordings.launch = $2 ORDER BY position";
        let values = args![id.as_str(), launch.id.as_str()];
        let rows = self.db.read(sql, values).await?;
        rows.into_iter()
            .map(|mut row| Ok((row.count()?, row.count()?)))
            .collect()
    }

    /// These bytes of the sound; less where it ends before.
    pub async fn sound(
        &self,
        launch: &LaunchKey,
        id: &RecordingId,
        range: Range<u64>,
    ) -> Result<Secret, StoreError> {
        let sql = "SELECT recording_chunks.sound FROM recording_chunks \
                   JOIN recordings ON recordings.id = recording_chunks.recording \
                   WHERE recordings.id = $1 AND recordings.launch = $2 \
                   AND recording_chunks.position = $3";
        let chunks = self.chunks(launch, id).await?;
        let key = self.keys.reading_key(&launch.patient).await?;
        let mut sound = Zeroizing::new(Vec::new());
        let mut begin = 0_u64;
        for (position, size) in chunks {
            let end = begin.saturating_add(size);
            let from = range.start.clamp(begin, end) - begin;
            let to = range.end.clamp(begin, end) - begin;
            begin = end;
            if from >= to {
                continue;
            }
            let values = args![id.as_str(), launch.id.as_str(), number(position)?];
            let Some(mut row) = self.db.read_one(sql, values).await? else {
                // Deleted meanwhile.
                return Err(StoreError::Row("a chunk that vanished"));
            };
            let name = row_name(id, position);
            let piece = cells(&key, launch, &name).open("sound", &row.sealed()?)?;
            let cut = |at| usize::try_from(at).unwrap_or(usize::MAX);
            let piece = piece
                .get(cut(from)..cut(to))
                .ok_or(StoreError::Row("a chunk of another size"))?;
            sound.extend_from_slice(piece);
        }
        Ok(sound)
    }
}

/// A chunk that was moved to another number or recording does not open.
fn row_name(id: &RecordingId, position: u64) -> String {
    format!("{id}/{position}")
}
