//! Beginning a recording, taking its sound, ending it.

use super::{Details, about};
use crate::backend::error::StepError;
use crate::backend::{Steps, now, shown};
use audit::{Action, Outcome};
use gateway::Recording;
use model::recording::{CHUNK_BYTES, MOST_AT_ONCE, MOST_BYTES, MOST_CHUNKS};
use model::{RecordingId, RecordingState as State};
use serde::{Deserialize, Serialize};
use store::{ChunkPut, Launch, NewRecording, RecordingLimits, RecordingRow, Secret};
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

/// Why nothing is recorded where no endpoint may hear it.
const NOBODY_LISTENS: &str = "Recording is not offered: no endpoint that writes down speech is configured for what a patient says. \
                              Paste or type the transcript instead.";

/// What the browser sends to begin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begin {
    /// The clinician noted that the patient agrees.
    pub consent: bool,
    /// The media type of the sound that will come.
    pub media_type: String,
}

/// What a launch can record, and has.
#[derive(Debug, Serialize)]
pub struct RecordingsView {
    /// Why nothing can be recorded; none where it can.
    pub refused: Option<String>,
    /// Most bytes of a chunk.
    pub chunk_bytes: usize,
    /// Most bytes of a recording.
    pub most_bytes: usize,
    /// How long the sound is kept, in words.
    pub kept: String,
    /// Those whose sound is kept, newest first.
    pub recordings: Vec<RecordingView>,
}

/// A recording as the browser needs it to go on.
#[derive(Debug, Serialize)]
pub struct RecordingView {
    /// Its id.
    pub id: RecordingId,
    /// Where it stands.
    pub state: State,
    /// When it was begun, as shown.
    pub begun: String,
    /// The numbers of the chunks that arrived.
    pub chunks: Vec<u64>,
    /// Bytes of sound that arrived.
    pub bytes: u64,
}

impl Steps {
    /// What this launch can record, and has.
    pub async fn recordings(&self, launch: &Launch) -> Result<RecordingsView, StepError> {
        let mut recordings = Vec::new();
        for row in self.store.recordings(&launch.key).await? {
            recordings.push(self.seen(launch, row).await?);
        }
        Ok(RecordingsView {
            refused: self.may_record(launch).err().map(|error| match error {
                StepError::BadInput(words) => words,
                _ => "Your role may not record.".to_owned(),
            }),
            chunk_bytes: self.chunk_bytes,
            most_bytes: MOST_BYTES,
            kept: self.kept_words(),
            recordings,
        })
    }

    /// One recording, with the chunks that arrived.
    pub async fn recording(
        &self,
        launch: &Launch,
        id: &RecordingId,
    ) -> Result<RecordingView, StepError> {
        let row = self.found(launch, id).await?;
        self.seen(launch, row).await
    }

    async fn seen(&self, launch: &Launch, row: RecordingRow) -> Result<RecordingView, StepError> {
        let chunks = self.store.chunks(&launch.key, &row.id).await?;
        Ok(RecordingView {
            chunks: chunks.into_iter().map(|(number, _)| number).collect(),
            state: row.state,
            begun: shown::moment(row.created),
            bytes: row.bytes,
            id: row.id,
        })
    }

    fn may_record(&self, launch: &Launch) -> Result<(), StepError> {
        if !launch.context.role.may_sign() {
            return Err(StepError::NotAllowed("your role may not record"));
        }
        if self.models.listens(launch.key.tenant().as_str()) {
            Ok(())
        } else {
            Err(StepError::BadInput(NOBODY_LISTENS.to_owned()))
        }
    }

    /// Begins a recording. The consent is recorded by itself, before anything is taken.
    pub async fn begin_recording(
        &self,
        launch: &Launch,
        asked: Begin,
    ) -> Result<RecordingId, StepError> {
        self.may_record(launch)?;
        if !asked.consent {
            return Err(bad("Note the patient’s consent before you record."));
        }
        let plain = |byte: u8| (b' '..=b'~').contains(&byte);
        let kind = &asked.media_type;
        if kind.len() > 100 || !kind.bytes().all(plain) || !Recording::takes(kind) {
            return Err(bad(
                "Sound of this form can’t be taken. Use WAV, WebM, MP3, Ogg, M4A or FLAC.",
            ));
        }
        if self.store.recordings(&launch.key).await?.len() >= MOST_AT_ONCE {
            return Err(bad(
                "There are many recordings in this chart already. Delete one before you record another.",
            ));
        }
        let id = RecordingId::new(Uuid::new_v4().simple().to_string());
        let consent = about(launch, Action::ConsentNoted, &id);
        self.auditor.record(&consent, Outcome::Success).await?;
        let noted = now();
        let details = Details {
            media_type: asked.media_type,
            user: launch.context.user.to_string(),
            user_name: launch.context.user_name.clone(),
            consent: noted
                .format(&Rfc3339)
                .map_err(|_| StepError::Stored("recording"))?,
        };
        let new = NewRecording {
            id: id.clone(),
            details: serde_json::to_vec(&details)
                .map(Secret::from)
                .map_err(|_| StepError::Stored("recording"))?,
            created: noted,
            expires: noted + self.recording.at_most,
        };
        let event = about(launch, Action::RecordingStarted, &id);
        let begin = || async {
            self.store.insert_recording(&launch.key, &new).await?;
            Ok::<_, StepError>(())
        };
        self.auditor.audited(event, begin).await?;
        Ok(id)
    }

    /// Takes a chunk. One that comes again is kept once.
    pub async fn take_chunk(
        &self,
        launch: &Launch,
        id: &RecordingId,
        number: u64,
        sound: &[u8],
    ) -> Result<(), StepError> {
        let limits = RecordingLimits {
            chunk: CHUNK_BYTES,
            bytes: MOST_BYTES,
            chunks: MOST_CHUNKS,
        };
        let put = self
            .store
            .put_chunk(&launch.key, id, number, sound, &limits);
        match put.await? {
            ChunkPut::Kept | ChunkPut::There => Ok(()),
            ChunkPut::Other => Err(StepError::Recording(
                "Other sound is there under this number. It stays as it is.",
            )),
            ChunkPut::Full => Err(bad(
                "The recording is as long as it may be. End it; what was said until now is kept.",
            )),
            ChunkPut::Closed => Err(StepError::Recording(
                "This recording has ended and takes no more sound.",
            )),
            ChunkPut::Unknown => Err(StepError::NotFound("recording")),
        }
    }

    /// Ends the taking of sound, where all of it is there. Asking again does no harm.
    pub async fn finish_recording(
        &self,
        launch: &Launch,
        id: &RecordingId,
        chunks: u64,
    ) -> Result<(), StepError> {
        let finished = self.store.finish_recording(&launch.key, id, chunks).await?;
        if finished {
            return Ok(());
        }
        let row = self.found(launch, id).await?;
        match row.state {
            State::Finished | State::Transcribed if row.chunks == chunks => Ok(()),
            State::Open => Err(StepError::Recording(
                "Not all of the recording has arrived yet.",
            )),
            _ => Err(StepError::Recording("This recording has ended.")),
        }
    }
}

fn bad(words: &str) -> StepError {
    StepError::BadInput(words.to_owned())
}
