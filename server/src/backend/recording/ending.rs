//! The end of the sound: by the clinician, at the signature, or when its time is over.

use super::about;
use crate::backend::error::StepError;
use crate::backend::open::Open;
use crate::backend::{Steps, event, now};
use audit::{Action, Actor, Event, Pending};
use model::{RecordingId, RecordingState as State};
use store::{Expired, Launch};

/// How many recordings one sweep ends at most.
const AT_ONCE: u32 = 200;

impl Steps {
    /// Deletes a recording: its sound, and what was heard where no draft has it.
    pub async fn delete_recording(
        &self,
        launch: &Launch,
        id: &RecordingId,
    ) -> Result<(), StepError> {
        self.found(launch, id).await?;
        let event = about(launch, Action::RecordingDeleted, id);
        let delete = || async {
            let there = self.store.delete_recording(&launch.key, id, true).await?;
            there.then_some(()).ok_or(StepError::NotFound("sound"))
        };
        Ok(self.auditor.audited(event, delete).await?)
    }

    /// The recordings whose sound ends with this draft's signature.
    pub(in crate::backend) async fn ends(
        &self,
        launch: &Launch,
        open: &Open,
    ) -> Result<Vec<RecordingId>, StepError> {
        let heard = open.details.heard.as_ref();
        let mut ends = Vec::new();
        for id in heard.map_or(&[][..], |heard| &heard.recordings) {
            let row = self.store.recording(&launch.key, id).await?;
            let there = row.is_some_and(|row| row.state != State::Deleted);
            if self.recording.until_signed && there {
                ends.push(id.clone());
            }
        }
        Ok(ends)
    }

    /// Records that the sound of these is about to be deleted with a signature.
    pub(in crate::backend) async fn ending(
        &self,
        launch: &Launch,
        ends: &[RecordingId],
    ) -> Result<Option<Pending>, StepError> {
        if ends.is_empty() {
            return Ok(None);
        }
        let event = event(launch, Action::RecordingDeleted)
            .on(ends.iter().map(|id| format!("recording {id}")));
        Ok(Some(self.auditor.begin(event).await?))
    }

    /// How long the sound is kept, in words.
    pub(super) fn kept_words(&self) -> String {
        let days = self.recording.at_most.whole_days();
        let days = if days == 1 {
            "one day".to_owned()
        } else {
            format!("{days} days")
        };
        if self.recording.until_signed {
            format!("The sound is deleted when the note is signed, or after {days}.")
        } else {
            format!("The sound is deleted after {days}.")
        }
    }

    /// Deletes the sound of recordings whose time is over. Nothing is deleted that the log did not take.
    pub(in crate::backend) async fn sweep_recordings(&self) -> Result<(), StepError> {
        for expired in self.store.expired_recordings(now(), AT_ONCE).await? {
            let Expired { id, launch, tenant } = expired.clone();
            let event = Event::new(Actor::System, Action::RecordingDeleted)
                .in_launch(tenant, launch)
                .on([format!("recording {id}")]);
            let delete = || async {
                self.store.delete_expired(&expired).await?;
                Ok::<_, StepError>(())
            };
            self.auditor.audited(event, delete).await?;
        }
        Ok(())
    }
}
