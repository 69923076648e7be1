//! A recording of a visit: where it stands, and how large it may be.

use serde::{Deserialize, Serialize};

/// Most bytes of one chunk of sound: some seconds of speech, or a slice of a file.
pub const CHUNK_BYTES: usize = 256 << 10;
/// Most bytes of a whole recording: what transcription endpoints take. More than two hours at 24 kbit/s.
pub const MOST_BYTES: usize = 25 << 20;
/// Most chunks of a whole recording.
pub const MOST_CHUNKS: u64 = 8192;
/// Most recordings of one launch whose sound is kept at a time.
pub const MOST_AT_ONCE: usize = 12;

/// Where a recording stands. It only moves forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordingState {
    /// Chunks arrive.
    Open,
    /// All chunks are there; it waits to be transcribed.
    Finished,
    /// Its words are there; the sound can be played.
    Transcribed,
    /// The sound is gone.
    Deleted,
}

impl RecordingState {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Finished => "finished",
            Self::Transcribed => "transcribed",
            Self::Deleted => "deleted",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Open, Self::Finished, Self::Transcribed, Self::Deleted]
            .into_iter()
            .find(|state| state.name() == name)
    }
}
