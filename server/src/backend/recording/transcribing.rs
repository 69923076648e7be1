//! From sound to words, through the gateway.

use super::{Details, Segment, about, segments};
use crate::backend::error::StepError;
use crate::backend::section::caller;
use crate::backend::{Steps, now};
use audit::Action;
use gateway::{Phi, Recording};
use model::{RecordingId, RecordingState as State};
use std::sync::Arc;
use store::Launch;
use time::Duration;

/// How long one has a recording to transcribe it.
const LEASE: Duration = Duration::minutes(15);

impl Steps {
    /// The lines of what was said. A recording is written down once; it goes on where the browser that asked went away.
    pub async fn transcribed(
        self: &Arc<Self>,
        launch: &Launch,
        id: &RecordingId,
    ) -> Result<Vec<String>, StepError> {
        // Another launch's recording must look as one that is nowhere, also in the log.
        self.found(launch, id).await?;
        let (steps, launch, id) = (Arc::clone(self), launch.clone(), id.clone());
        let task = tokio::spawn(async move {
            let event = about(&launch, Action::RecordingTranscribed, &id);
            let lines = steps
                .auditor
                .audited(event, || steps.lines(&launch, &id))
                .await;
            lines.map_err(StepError::from)
        });
        task.await.map_err(|_| StepError::Task)?
    }

    async fn lines(&self, launch: &Launch, id: &RecordingId) -> Result<Vec<String>, StepError> {
        let row = self.found(launch, id).await?;
        match row.state {
            State::Open => return Err(StepError::Recording("End the recording first.")),
            State::Deleted => return Err(StepError::NotFound("recording")),
            State::Transcribed => {
                let all = segments(&row)?.unwrap_or_default();
                return Ok(all.iter().map(Segment::line).collect());
            }
            State::Finished => {}
        }
        let until = now() + LEASE;
        if !self
            .store
            .lease_recording(&launch.key, id, now(), until)
            .await?
        {
            return Err(StepError::Recording(
                "The recording is being written down already. Wait a little.",
            ));
        }
        let written = self
            .write_down(launch, id, row.bytes, &Details::of(&row)?)
            .await;
        if written.is_err() {
            self.store.release_recording(&launch.key, id).await?;
        }
        let all = written?;
        Ok(all.iter().map(Segment::line).collect())
    }

    async fn write_down(
        &self,
        launch: &Launch,
        id: &RecordingId,
        bytes: u64,
        details: &Details,
    ) -> Result<Vec<Segment>, StepError> {
        let mut sound = self.store.sound(&launch.key, id, 0..bytes).await?;
        let recording = Recording {
            bytes: Phi::new(std::mem::take(&mut *sound)),
            media_type: details.media_type.clone(),
            language: self.recording.language.clone(),
        };
        let event = about(launch, Action::Inference, id);
        // What is asked and answered is the recording and its transcript, which are kept by rules of their own.
        let acted = self
            .models
            .acting(caller(launch), &self.auditor, event, None);
        let endpoint = self.recording.endpoint.as_deref();
        let heard = acted.gateway.transcribe(&recording, endpoint).await?;
        let all: Vec<Segment> = heard.segments.into_iter().filter_map(segment).collect();
        if all.is_empty() {
            return Err(StepError::BadInput(
                "No speech was heard in the recording. Play it, or record again.".to_owned(),
            ));
        }
        let kept = serde_json::to_vec(&all).map_err(|_| StepError::Stored("transcript"))?;
        let kept = store::Secret::from(kept);
        if self.store.save_transcript(&launch.key, id, &kept).await? {
            Ok(all)
        } else {
            Err(StepError::Recording(
                "The recording was deleted or written down meanwhile.",
            ))
        }
    }
}

/// One line, with its time in milliseconds; none where nothing was said.
fn segment(heard: gateway::Segment) -> Option<Segment> {
    let text = heard.text.expose();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| Segment {
        start: millis(heard.start),
        end: millis(heard.end),
        speaker: heard.speaker,
        text,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the gateway answers finite times from 0 on, and a float cast saturates"
)]
fn millis(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}
