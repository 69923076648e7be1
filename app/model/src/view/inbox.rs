//! The patient's messages as triage found them.

use crate::id::SourceId;

/// One message that waits for an answer.
#[derive(Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is something that the sheet shows or does not"
)]
pub struct MessageView {
    /// The source; a reply is begun with it.
    pub source: SourceId,
    /// The day, as shown; empty where the chart has none.
    pub date: String,
    /// Who wrote, for example `the patient`.
    pub sender: String,
    /// What it says.
    pub text: String,
    /// How soon somebody must act, for example `Emergency: now`.
    pub urgency: String,
    /// Whether that is today or sooner.
    pub pressing: bool,
    /// What it is about, for example `Clinical` or `Administrative: records`.
    pub about: String,
    /// Whose it is, for example `nurse today`.
    pub route: String,
    /// For the office alone: no clinical reply is drafted.
    pub administrative: bool,
    /// Red flags, the gravest first.
    pub flags: Vec<FlagView>,
    /// Subjects to be handled with care, in words.
    pub sensitive: Vec<String>,
    /// The rules cannot read its language.
    pub unread: bool,
    /// The chart has an answer to it.
    pub answered: bool,
}

/// A red flag in a message.
#[derive(Clone, PartialEq, Eq)]
pub struct FlagView {
    /// What people call it.
    pub title: String,
    /// The message's own words.
    pub words: String,
    /// What the patient must be told.
    pub advice: String,
    /// It seems to be about somebody else than the patient.
    pub about_other: bool,
}

/// Shows the source only: the words are a patient's.
impl std::fmt::Debug for MessageView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MessageView({}, …)", self.source)
    }
}
