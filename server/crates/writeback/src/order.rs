//! What to file, as it lies in the outbox.

use review::SignedNote;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{ChartEntry, ConfirmedVital, FormAnswers, OrderError};

/// Something to be filed. It holds nothing that was not signed or confirmed.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// A signed note, and when the service that it is about was given, where that is known.
    Note {
        /// The note.
        note: Box<SignedNote>,
        /// When the service began and ended.
        service: Option<(OffsetDateTime, OffsetDateTime)>,
    },
    /// A confirmed vital sign.
    Vital(ConfirmedVital),
    /// Data of a signed note that was accepted for the chart.
    Entry(Box<ChartEntry>),
    /// Answers that a signed document rests on.
    Answers(Box<FormAnswers>),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "snake_case", deny_unknown_fields)]
enum Stored {
    Note {
        #[serde(with = "time::serde::rfc3339::option")]
        service_start: Option<OffsetDateTime>,
        #[serde(with = "time::serde::rfc3339::option")]
        service_end: Option<OffsetDateTime>,
        /// The note as its own crate wrote it: its hashes cover exactly this text.
        text: String,
    },
    Vital {
        vital: ConfirmedVital,
    },
    Entry {
        entry: Box<ChartEntry>,
    },
    Answers {
        answers: Box<FormAnswers>,
    },
}

impl Order {
    /// The bytes to put into the outbox (PHI: seal them).
    pub fn to_payload(&self) -> Result<Vec<u8>, OrderError> {
        let stored = match self {
            Self::Note { note, service } => Stored::Note {
                service_start: service.map(|(start, _)| start),
                service_end: service.map(|(_, end)| end),
                text: String::from_utf8(note.to_stored()?)
                    .map_err(|error| OrderError::Unreadable(error.to_string()))?,
            },
            Self::Vital(vital) => Stored::Vital {
                vital: vital.clone(),
            },
            Self::Entry(entry) => Stored::Entry {
                entry: entry.clone(),
            },
            Self::Answers(answers) => Stored::Answers {
                answers: answers.clone(),
            },
        };
        serde_json::to_vec(&stored).map_err(|error| OrderError::Unreadable(error.to_string()))
    }

    /// Reads them back; a note goes through its own crate, which rechecks its hashes.
    pub fn from_payload(bytes: &[u8]) -> Result<Self, OrderError> {
        // The parser's own message could repeat content.
        let stored = serde_json::from_slice(bytes).map_err(|error| {
            OrderError::Unreadable(format!("line {}, column {}", error.line(), error.column()))
        })?;
        Ok(match stored {
            Stored::Note {
                service_start,
                service_end,
                text,
            } => Self::Note {
                note: Box::new(SignedNote::from_stored(text.as_bytes())?),
                service: service_start.zip(service_end),
            },
            Stored::Vital { vital } => Self::Vital(vital),
            Stored::Entry { entry } => Self::Entry(entry),
            Stored::Answers { answers } => Self::Answers(answers),
        })
    }
}
