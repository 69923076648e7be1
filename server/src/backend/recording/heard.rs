//! Which moment of a recording a line of a draft's transcript is.

use super::{Segment, segments};
use crate::backend::Steps;
use crate::backend::error::StepError;
use model::view::SoundView;
use model::{Material, RecordingId, RecordingState as State, SourceId};
use serde::{Deserialize, Serialize};
use store::Launch;

/// The recordings that a draft's transcript was written down from; sealed with the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::backend) struct Heard {
    /// The recordings, in order.
    pub recordings: Vec<RecordingId>,
    /// When each line was said; none for a line that was not heard.
    times: Vec<Option<Moment>>,
}

/// A stretch of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moment {
    /// Which of the recordings.
    of: usize,
    /// Milliseconds from its beginning.
    start: u64,
    /// Milliseconds from its beginning.
    end: u64,
}

impl Steps {
    /// What the given transcript was written down from; none where it was typed or pasted.
    pub(in crate::backend) async fn heard(
        &self,
        launch: &Launch,
        given: &[Material],
    ) -> Result<Option<Heard>, StepError> {
        let Some(material) = given.iter().find(|one| !one.recordings.is_empty()) else {
            return Ok(None);
        };
        let mut all = Vec::new();
        for (of, id) in material.recordings.iter().enumerate() {
            let row = self.found(launch, id).await?;
            let found = segments(&row)?.ok_or(StepError::Recording(
                "The recording is not written down yet.",
            ))?;
            all.extend(found.iter().map(|one| said(of, one)));
        }
        Ok(Some(Heard {
            times: times(&material.text, &all),
            recordings: material.recordings.clone(),
        }))
    }

    /// The moment in which a source was said, while its sound is kept.
    pub(in crate::backend) async fn moment(
        &self,
        launch: &Launch,
        heard: Option<&Heard>,
        source: &SourceId,
    ) -> Result<Option<SoundView>, StepError> {
        let number = source.as_str().strip_prefix("transcript:");
        let line = number.and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
        let found = heard.zip(line).and_then(|(heard, line)| {
            let moment = (*heard.times.get(line)?)?;
            Some((heard.recordings.get(moment.of)?, moment))
        });
        let Some((recording, Moment { start, end, .. })) = found else {
            return Ok(None);
        };
        let row = self.store.recording(&launch.key, recording).await?;
        let there = row.is_some_and(|row| row.state != State::Deleted);
        Ok(there.then(|| SoundView {
            recording: recording.clone(),
            start,
            end,
        }))
    }
}

/// A line as it was heard, and when.
fn said(of: usize, segment: &Segment) -> (String, Moment) {
    let moment = Moment {
        of,
        start: segment.start,
        end: segment.end,
    };
    (segment.line(), moment)
}

/// When each line was said. Where the clinician corrected words, line by line; where lines were added or taken out, those that stand as
/// they were heard, in order. A line that can't be placed has no time: no moment is better than a wrong one.
fn times(text: &str, heard: &[(String, Moment)]) -> Vec<Option<Moment>> {
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    if lines.len() == heard.len() {
        return heard.iter().map(|(_, moment)| Some(*moment)).collect();
    }
    let mut left = heard;
    let place = |line: &str| {
        let at = left.iter().position(|(words, _)| words == line)?;
        let (_, rest) = left.split_at_checked(at)?;
        let ((_, found), rest) = rest.split_first()?;
        left = rest;
        Some(*found)
    };
    lines.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(start: u64, words: &str) -> (String, Moment) {
        let end = start + 900;
        (words.to_owned(), Moment { of: 0, start, end })
    }

    fn visit() -> Vec<(String, Moment)> {
        vec![
            line(0, "[A] How are you?"),
            line(1000, "[B] My foot hurts."),
            line(2000, "[A] Since when?"),
        ]
    }

    fn starts(text: &str) -> Vec<Option<u64>> {
        let found = times(text, &visit()).into_iter();
        found.map(|one| one.map(|one| one.start)).collect()
    }

    #[test]
    fn a_line_that_was_not_heard_has_no_time() {
        let added = "[A] How are you?\nThe patient limps.\n[B] My foot hurts.\n[A] Since when?";
        assert_eq!(starts(added), [Some(0), None, Some(1000), Some(2000)]);
        let swapped = "[A] Since when?\n[B] My foot hurts.";
        assert_eq!(starts(swapped), [Some(2000), None]);
        assert_eq!(starts(""), [None]);
    }

    #[test]
    fn a_corrected_line_is_still_where_it_was_said() {
        let corrected = "[A] How are you?\n[B] My left foot hurts.\n[A] Since when?";
        assert_eq!(starts(corrected), [Some(0), Some(1000), Some(2000)]);
    }
}
