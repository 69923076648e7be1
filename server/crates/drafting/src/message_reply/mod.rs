//! A reply to a patient's message.

mod compose;
mod message;
mod readability;
mod safety;
mod screen;

pub(crate) use message::{ADVICE, facts, guidance_source, guidelines, words_of};
pub use readability::{ReadingLevel, grade};
pub use safety::{SafetyFinding, SafetyKind};
pub use screen::{Passage, Placed};
pub(crate) use {message::Message, safety::check};

use crate::error::DraftingError;
use crate::kinds::Take;
use crate::say::Lines;
use crate::template::Shipped;
use crate::triage::Language;
use crate::use_case::{Context, UseCase};
use model::DraftKind;
use sources::{InputKind, Snippet};

/// The use case.
pub(crate) struct MessageReply;

impl UseCase for MessageReply {
    fn kind(&self) -> DraftKind {
        DraftKind::MessageReply
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "message_reply/template.toml",
            include_str!("template.toml"),
            &["opening", "urgent", "records", "guidance", "closing"],
        )
    }

    fn required(&self) -> &'static [&'static str] {
        // What tells the patient to seek care.
        &["urgent"]
    }

    fn takes(&self) -> &'static [Take] {
        &[Take {
            kind: InputKind::Message,
            needed: true,
        }]
    }

    /// A message for the office gets no clinical draft, one of a patient who died no reply, and one that the rules cannot read has no floor
    /// of urgency: no model writes there.
    fn by_rules(&self, context: Context<'_>) -> Result<bool, DraftingError> {
        let message = Message::of(context)?;
        Ok(compose::silent(&message, context.view)
            || message.triage.language == Language::NotHandled)
    }

    fn answered<'a>(&self, context: Context<'a>) -> Result<Option<&'a Snippet>, DraftingError> {
        Ok(Some(Message::of(context)?.snippet))
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let message = Message::of(context)?;
        Ok(match section {
            "opening" => compose::opening(&message, context.view),
            "urgent" => compose::urgent(&message, context.view),
            "records" => compose::records(&message, context.view, context.panel),
            "guidance" => compose::guidance(&message, context.view),
            "closing" => compose::closing(&message, context.view),
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the reply has no section `{other}`"),
                });
            }
        })
    }
}
