//! Data that a note proposes for the chart, as the screen shows it.

use crate::id::{DraftId, LaunchId, SourceId, StatementId};

/// Everything that a note proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalsView {
    /// The launch.
    pub launch: LaunchId,
    /// The note's draft.
    pub draft: DraftId,
    /// What the EHR is called.
    pub ehr: String,
    /// Whether the note is signed.
    pub signed: bool,
    /// Whether this user may decide.
    pub may: bool,
    /// What is new, in the note's order.
    pub items: Vec<ProposalView>,
    /// What the chart has already: the item in words, the chart's entry, that entry in words.
    pub there: Vec<(String, SourceId, String)>,
}

/// One thing that could be entered in the chart.
#[derive(Clone, PartialEq, Eq)]
pub struct ProposalView {
    /// Names it.
    pub item: String,
    /// For example `Condition`.
    pub kind: String,
    /// What the note calls it.
    pub name: String,
    /// Status, dose, value, day.
    pub detail: String,
    /// The statement that says it.
    pub statement: StatementId,
    /// That statement's words.
    pub words: String,
    /// What it can be accepted as, the best first.
    pub choices: Vec<ChoiceView>,
    /// What to know before accepting it.
    pub remark: Option<String>,
    /// How it stands.
    pub state: ProposalState,
}

/// What an item can be accepted as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceView {
    /// What accepting it sends.
    pub value: String,
    /// The code in words, or that it has none.
    pub label: String,
    /// Where the code comes from.
    pub origin: String,
    /// Whether the note lists it, because the EHR does not take it as data.
    pub listed: bool,
}

/// How an item stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalState {
    /// Nothing is decided.
    Open,
    /// The note is signed and this EHR does not take it: it can neither be listed nor written any more.
    TooLate,
    /// The clinician leaves it out.
    Rejected,
    /// Accepted: in one line, and what becomes of it.
    Accepted {
        /// The item as accepted, in one line.
        line: String,
        /// What becomes of it, or became, in words.
        fate: String,
        /// Whether it can be taken back.
        open: bool,
        /// Whether it is on its way to the EHR.
        pending: bool,
        /// Whether a person must see to it.
        attention: bool,
    },
}

/// What a clinician decides about an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decide {
    /// Enter it, as this choice.
    Accept(String),
    /// Leave it out.
    Reject,
    /// Take the decision back.
    Undo,
}

/// Shows the item only: the words are a patient's.
impl std::fmt::Debug for ProposalView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProposalView({}, …)", self.item)
    }
}
