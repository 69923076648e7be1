//! What a server does with a request.

use crate::Asked;
use serde_json::Value;
use std::sync::Arc;

/// One behaviour.
#[derive(Clone)]
pub enum Act {
    /// Answers with this text, in pieces of so many letters.
    Say(String, usize),
    /// Answers with what this makes of the request.
    Answer(Arc<dyn Fn(&Asked) -> Value + Send + Sync>),
    /// Ends for the vendor's reason "too long".
    Length(String),
    /// Declines, in the vendor's way.
    Decline,
    /// Declines in words of its own, where the interface has a place for them; else as [`Self::Decline`].
    RefuseInWords,
    /// Ends for a reason that nobody documents.
    OddStop(String),
    /// Stops in the middle.
    Cut(String),
    /// Names another model than the one asked for.
    OtherModel(String),
    /// Calls a tool that nobody offered.
    ToolCall,
    /// Tells of an error after the stream began.
    ErrorInside,
    /// Tells that it is busy after the stream began, before any word.
    BusyInside,
    /// Something that is not of the wire format.
    Broken,
    /// Another content type than asked for.
    WrongType,
    /// Never ends.
    Endless,
    /// Begins and says nothing more.
    Hang,
    /// Says a letter every tenth of a second, for ever.
    Drip,
    /// Answers with an error: status, `retry-after` header, body.
    Status(u16, Option<&'static str>, Value),
    /// Redirects there.
    Redirect(String),
}

impl Act {
    /// Says this in one piece.
    pub fn say(text: &str) -> Self {
        Self::Say(text.to_owned(), usize::MAX)
    }

    /// An error without further words.
    pub fn status(status: u16) -> Self {
        Self::Status(status, None, Value::Null)
    }
}
