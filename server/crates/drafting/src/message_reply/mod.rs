//! A reply to a patient's message.

mod compose;
mod message;
mod readability;
mod safety;

pub(crate) use message::guidance_source;
pub use readability::{ReadingLevel, grade};
pub use safety::{SafetyFinding, SafetyKind};
pub(crate) use {message::Message, safety::check};

use crate::error::DraftingError;
use crate::kinds::Take;
use crate::say::Lines;
use crate::template::Template;
use crate::use_case::{Context, UseCase};
use model::DraftKind;
use sources::InputKind;

/// The use case.
pub(crate) struct MessageReply;

impl UseCase for MessageReply {
    fn kind(&self) -> DraftKind {
        DraftKind::MessageReply
    }

    fn template(&self) -> Result<Template, DraftingError> {
        Template::read(
            "message_reply/template.toml",
            include_str!("template.toml"),
            &["opening", "urgent", "records", "guidance", "closing"],
        )
    }

    fn takes(&self) -> &'static [Take] {
        &[Take {
            kind: InputKind::Message,
            needed: true,
        }]
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let message = Message::of(context)?;
        let mut lines = match section {
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
        };
        measured(&mut lines, context.options.reading);
        Ok(lines)
    }
}

/// Says where a section reads harder than was asked.
fn measured(lines: &mut Lines, level: ReadingLevel) {
    let text: Vec<&str> = lines.lines.iter().map(|line| line.text.as_str()).collect();
    let found = grade(&text.join(" "));
    if let (Some(found), Some(most)) = (found, level.most())
        && found > most
    {
        lines.leave_out(format!(
                "This section reads at grade {found:.1}; grade {most:.0} was asked. The chart's own words are kept."
            ));
    }
}
