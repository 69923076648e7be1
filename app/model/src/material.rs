//! What a clinician gives a draft beside the chart: words dictated or typed, the transcript of a visit, a patient's message.

use crate::id::RecordingId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of material it is. A draft takes at most one of each, so that `transcript:7` names one segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaterialKind {
    /// The clinician's own words; each line is a segment.
    Dictation,
    /// A conversation; each line is a segment, speaker tags included.
    Transcript,
    /// What the patient wrote.
    Message,
}

impl MaterialKind {
    /// The name that it has in a message to the server.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dictation => "dictation",
            Self::Transcript => "transcript",
            Self::Message => "message",
        }
    }

    /// What a clinician calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Dictation => "Dictated or typed words",
            Self::Transcript => "Transcript of the visit",
            Self::Message => "The patient's message",
        }
    }
}

/// Material as it was given.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// What it is.
    pub kind: MaterialKind,
    /// The words, UTF-8, at most [`Material::LONGEST`] bytes.
    pub text: String,
    /// The recordings that a transcript was written down from, in order: its citations can be played. One that was interrupted goes on
    /// as another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recordings: Vec<RecordingId>,
}

impl Material {
    /// The longest text, in bytes: a visit of two hours has about 120,000.
    pub const LONGEST: usize = 400_000;
}

/// Shows the size only: the words are about a patient.
impl fmt::Debug for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Material")
            .field("kind", &self.kind)
            .field("bytes", &self.text.len())
            .field("recordings", &self.recordings)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_words() {
        let material = Material {
            kind: MaterialKind::Message,
            text: "my chest hurts".to_owned(),
            recordings: Vec::new(),
        };
        assert!(!format!("{material:?}").contains("chest"));
    }
}
