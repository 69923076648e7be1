//! Playing a recording, or a part of it.

use super::{Details, about};
use crate::backend::Steps;
use crate::backend::error::StepError;
use audit::Action;
use model::{RecordingId, RecordingState as State};
use std::ops::Range;
use store::{Launch, Secret};

/// A part of a recording's sound.
pub struct Played {
    /// The sound's media type, one that [`gateway::Recording::takes`].
    pub media_type: String,
    /// How long all of it is, in bytes.
    pub total: u64,
    /// Which bytes these are; none where none are asked for that there are.
    pub part: Option<(Range<u64>, Secret)>,
}

impl Steps {
    /// The bytes that `part` chooses of so many. Nothing is read before the start is in the log.
    pub async fn played(
        &self,
        launch: &Launch,
        id: &RecordingId,
        part: impl FnOnce(u64) -> Option<Range<u64>> + Send,
    ) -> Result<Played, StepError> {
        self.found(launch, id).await?;
        let event = about(launch, Action::RecordingPlayed, id);
        let play = || async {
            let row = self.found(launch, id).await?;
            if row.state == State::Deleted {
                return Err(StepError::NotFound("sound"));
            }
            let range = part(row.bytes);
            let part = match range {
                Some(range) => {
                    let sound = self.store.sound(&launch.key, id, range.clone()).await?;
                    Some((range, sound))
                }
                None => None,
            };
            Ok(Played {
                media_type: Details::of(&row)?.media_type,
                total: row.bytes,
                part,
            })
        };
        Ok(self.auditor.audited(event, play).await?)
    }
}
