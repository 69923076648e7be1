//! How answers are cut into pieces on the way.

mod aws;
mod lines;
mod sse;

pub(crate) use aws::Messages;
pub(crate) use lines::Lines;
pub(crate) use sse::Events;

/// Longest line or message that is read.
pub(crate) const LONGEST: usize = 1 << 20;

/// The way that a wire format cuts its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Server-sent events.
    Sse,
    /// One JSON object a line.
    Lines,
    /// AWS event stream messages.
    Aws,
    /// No pieces: one JSON document.
    Whole,
}

impl Framing {
    /// The content type that the answer must have.
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Sse => "text/event-stream",
            Self::Lines => "application/x-ndjson",
            Self::Aws => "application/vnd.amazon.eventstream",
            Self::Whole => "application/json",
        }
    }
}

/// One piece: the event's name where there is one, and its data.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Piece {
    pub(crate) name: String,
    pub(crate) data: String,
}

/// Puts pieces together from bytes as they arrive.
pub(crate) enum Reader {
    Sse(Events),
    Lines(Lines),
    Aws(Messages),
    Whole(Vec<u8>),
}

/// What is wrong with a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    TooLong,
    NotUtf8,
    Checksum,
    Form,
}

impl Broken {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::TooLong => "a piece that is too long",
            Self::NotUtf8 => "bytes that are no text",
            Self::Checksum => "a message with a wrong checksum",
            Self::Form => "a message that cannot be read",
        }
    }
}

impl Reader {
    pub(crate) fn new(framing: Framing) -> Self {
        match framing {
            Framing::Sse => Self::Sse(Events::default()),
            Framing::Lines => Self::Lines(Lines::default()),
            Framing::Aws => Self::Aws(Messages::default()),
            Framing::Whole => Self::Whole(Vec::new()),
        }
    }

    /// Takes further bytes; gives every piece that is whole.
    pub(crate) fn push(&mut self, bytes: &[u8], most: usize) -> Result<Vec<Piece>, Broken> {
        match self {
            Self::Sse(events) => events.push(bytes),
            Self::Lines(lines) => lines.push(bytes),
            Self::Aws(messages) => messages.push(bytes),
            Self::Whole(all) => {
                all.extend_from_slice(bytes);
                if all.len() > most {
                    return Err(Broken::TooLong);
                }
                Ok(Vec::new())
            }
        }
    }

    /// What is left when the stream ended.
    pub(crate) fn end(self) -> Result<Option<Piece>, Broken> {
        match self {
            Self::Whole(all) => Ok(Some(Piece {
                name: String::new(),
                data: String::from_utf8(all).map_err(|_| Broken::NotUtf8)?,
            })),
            Self::Lines(lines) => lines.end(),
            Self::Sse(_) | Self::Aws(_) => Ok(None),
        }
    }
}
