//! Recordings of visits: taken in pieces, written down, played, deleted.

mod ending;
mod heard;
mod playing;
mod taking;
mod transcribing;

pub(super) use heard::Heard;
pub use playing::Played;
pub use taking::{Begin, RecordingView, RecordingsView};

use super::error::StepError;
use super::{Steps, event};
use audit::{Action, Event};
use model::RecordingId;
use serde::{Deserialize, Serialize};
use store::{Launch, RecordingRow};

/// What is remembered of a recording beside its sound; sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Details {
    /// The sound's media type.
    media_type: String,
    /// Who records, and noted the patient's consent.
    user: String,
    /// The name of that user.
    user_name: String,
    /// When the consent was noted, RFC 3339.
    consent: String,
}

impl Details {
    fn of(row: &RecordingRow) -> Result<Self, StepError> {
        serde_json::from_slice(&row.details).map_err(|_| StepError::Stored("recording"))
    }
}

/// What was said in one stretch of time; sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Segment {
    /// Milliseconds from the recording's beginning.
    start: u64,
    /// Milliseconds from the recording's beginning.
    end: u64,
    /// The endpoint's name for the voice.
    speaker: Option<String>,
    /// The words, in one line.
    text: String,
}

impl Segment {
    /// The line of the transcript that it becomes; a voice stands in brackets, as in every transcript that is given.
    fn line(&self) -> String {
        match &self.speaker {
            Some(speaker) => format!("[{speaker}] {}", self.text),
            None => self.text.clone(),
        }
    }
}

fn segments(row: &RecordingRow) -> Result<Option<Vec<Segment>>, StepError> {
    let read = |bytes: &store::Secret| {
        serde_json::from_slice(bytes).map_err(|_| StepError::Stored("transcript"))
    };
    row.transcript.as_ref().map(read).transpose()
}

/// An event about a recording of this launch.
fn about(launch: &Launch, action: Action, id: &RecordingId) -> Event {
    event(launch, action).on([format!("recording {id}")])
}

impl Steps {
    /// The recording, if it is this launch's.
    async fn found(&self, launch: &Launch, id: &RecordingId) -> Result<RecordingRow, StepError> {
        let row = self.store.recording(&launch.key, id).await?;
        row.ok_or(StepError::NotFound("recording"))
    }
}
