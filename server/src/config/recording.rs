//! `[recording]`: how visits are recorded, and how long their sound is kept.

use super::ConfigError;
use super::raw::{RawKeep, RawRecording};
use time::Duration;

/// The longest time for which sound may be kept, in days.
const MOST_DAYS: u16 = 366;

/// Recording of visits.
#[derive(Debug, Clone)]
pub struct RecordingConfig {
    /// Whether the sound is deleted when the note that it was drafted for is signed.
    pub until_signed: bool,
    /// When the sound is deleted at the latest, from the recording's beginning.
    pub at_most: Duration,
    /// The endpoint that transcribes; none: the first that may.
    pub endpoint: Option<String>,
    /// The language that is spoken; none: found out.
    pub language: Option<String>,
}

impl RecordingConfig {
    /// Validates what a file said.
    pub fn validate(raw: RawRecording, endpoints: &gateway::Registry) -> Result<Self, ConfigError> {
        let (until_signed, key, days) = match raw.keep {
            RawKeep::Days(days) => (false, "recording.keep", days),
            RawKeep::Words(words) if words == "until_signed" => {
                (true, "recording.abandoned_days", raw.abandoned_days)
            }
            RawKeep::Words(_) => {
                let what = "must be `until_signed` or a number of days";
                return Err(ConfigError::value("recording.keep", what));
            }
        };
        if days == 0 || days > MOST_DAYS {
            let what = format!("must be 1 to {MOST_DAYS} days");
            return Err(ConfigError::value(key, what));
        }
        let plain = |c: char| c.is_ascii_lowercase() || c == '-';
        if raw.language.len() > 12 || !raw.language.chars().all(plain) {
            let what = "must be a language code such as `en`";
            return Err(ConfigError::value("recording.language", what));
        }
        let endpoint = Some(raw.endpoint).filter(|name| !name.is_empty());
        if let Some(name) = &endpoint {
            let found = endpoints.get(name);
            let able = |one: &gateway::Endpoint| {
                one.capabilities
                    .contains(&gateway::Capability::Transcription)
            };
            if !found.is_some_and(able) {
                let what = format!("there is no [[endpoint]] named `{name}` that transcribes");
                return Err(ConfigError::value("recording.endpoint", what));
            }
        }
        Ok(Self {
            until_signed,
            at_most: Duration::days(i64::from(days)),
            endpoint,
            language: Some(raw.language).filter(|code| !code.is_empty()),
        })
    }
}
