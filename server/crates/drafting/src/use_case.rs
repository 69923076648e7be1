//! What every use case is made of, and the table of them.

use crate::chart_summary::Focus;
use crate::coding::{self, CodeBook};
use crate::error::DraftingError;
use crate::kinds::{Choice, Take};
use crate::message_reply::{self, ReadingLevel};
use crate::panel::Panel;
use crate::prior_auth::Policy;
use crate::read::View;
use crate::say::Lines;
use crate::template::{Shipped, Template};
use crate::triage::Rules;
use crate::{
    chart_summary, discharge_summary, handoff, hp_note, intake_summary, patient_instructions,
    prior_auth, procedure_note, progress_note, soap_note,
};
use forms::Watch;
use model::{DraftKind, SourceId};
use sources::Snippet;

/// What the clinician chose for one draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The policy of a prior authorization, by its id.
    pub policy: Option<String>,
    /// The encounter that the launch is about, where it has one.
    pub encounter: Option<SourceId>,
    /// The message that is answered, `message:ID` or `Communication/id`; without it, the only one among the sources.
    pub message: Option<SourceId>,
    /// How hard a text for the patient may read.
    pub reading: ReadingLevel,
    /// What of the chart a summary is about.
    pub focus: Focus,
    /// For whom a summary is shaped, by the reader's id; without it, the template's own sections.
    pub reader: Option<String>,
    /// The earlier note that is the base of a note of a visit, `DocumentReference/id`.
    pub base: Option<SourceId>,
    /// Who asks, `Practitioner/id`, where it is known: whose visits are *my* visits.
    pub clinician: Option<SourceId>,
}

/// All that a composer sees.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) view: View<'a>,
    pub(crate) panel: &'a Panel,
    pub(crate) codes: &'a CodeBook,
    pub(crate) policy: Option<&'a Policy>,
    pub(crate) rules: &'a Rules,
    pub(crate) watch: &'a Watch,
    pub(crate) options: &'a Options,
}

/// One kind of document.
pub(crate) trait UseCase: Send + Sync {
    fn kind(&self) -> DraftKind;
    /// The template that comes with the crate, as a file.
    fn shipped(&self) -> Shipped;
    /// Sections that no template may leave out.
    fn required(&self) -> &'static [&'static str] {
        &[]
    }
    /// The template that comes with the crate.
    fn template(&self) -> Result<Template, DraftingError> {
        let Shipped { file, text, known } = self.shipped();
        Template::read(file, text, known, self.required())
    }
    /// The built-in composer: one section, by its id in the template.
    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError>;
    /// What stands before everything else in the document, in whatever section comes first and whoever writes it.
    fn before(&self, _context: Context<'_>) -> Lines {
        Lines::default()
    }
    /// Whether only the built-in composer may write it, whatever model is configured.
    fn composer_only(&self) -> bool {
        false
    }
    /// Whether this one document may be written by the composer alone, whatever model is configured: what came is not for a model, or not
    /// for a clinical draft at all.
    fn by_rules(&self, _context: Context<'_>) -> Result<bool, DraftingError> {
        Ok(false)
    }
    /// The message that the document answers; the one that a model is given.
    fn answered<'a>(&self, _context: Context<'a>) -> Result<Option<&'a Snippet>, DraftingError> {
        Ok(None)
    }
    /// Whether an earlier note can be its base.
    fn based(&self) -> bool {
        false
    }
    /// The choices that the kind needs; empty where none.
    fn choices(&self, _policies: &[Policy]) -> Vec<Choice> {
        Vec::new()
    }
    /// What it can be drafted from beside the chart; empty where the chart is all.
    fn takes(&self) -> &'static [Take] {
        &[]
    }
}

/// Every use case. Adding one adds a folder and a line here.
pub(crate) static USE_CASES: [&dyn UseCase; 12] = [
    &chart_summary::ChartSummary,
    &progress_note::ProgressNote,
    &prior_auth::PriorAuth,
    &message_reply::MessageReply,
    &handoff::Handoff,
    &coding::Coding,
    &discharge_summary::DischargeSummary,
    &soap_note::SoapNote,
    &hp_note::HpNote,
    &procedure_note::ProcedureNote,
    &intake_summary::IntakeSummary,
    &patient_instructions::PatientInstructions,
];
