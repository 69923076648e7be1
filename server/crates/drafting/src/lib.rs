//! Use cases: what each kind of document consists of, the built-in composer that writes it without a model, and the prompt and schema for a model.
//!
//! Everything made here is a [`verify::RawSection`]: it cannot be shown before `verify` has checked it. A document is made section by section:
//! [`Drafting::sections`] names them, [`Drafting::compose`] writes one from the frozen sources alone, deterministic and with every clinical
//! statement cited; [`Drafting::draft_with_model`] asks a model for it through the gateway.

mod chart_summary;
#[cfg(test)]
mod checked;
mod choices;
mod coding;
#[cfg(test)]
mod coverage;
mod data;
mod discharge_summary;
pub mod discrete;
mod drafting;
mod error;
mod handoff;
mod hp_note;
mod insight;
mod intake_summary;
mod kinds;
mod message_reply;
mod minimum;
mod model_path;
pub mod overlay;
mod owed;
mod panel;
mod paper;
mod patient_instructions;
mod phrase;
mod phrases;
mod prior_auth;
mod procedure_note;
mod progress_note;
mod questionnaires;
mod read;
mod say;
#[cfg(test)]
mod show;
mod soap_note;
mod spoken;
mod template;
mod translation;
pub mod triage;
mod use_case;

pub use chart_summary::Focus;
pub use choices::About;
pub use drafting::{Composed, Drafting};
pub use error::DraftingError;
pub use insight::{Conflict, Gap, Insight, Point, Series, Timeline, TimelineVisit};
pub use intake_summary::Attention;
pub use kinds::{Choice, KindInfo, Take};
pub use message_reply::{Passage, Placed, ReadingLevel, SafetyFinding, SafetyKind, grade};
pub use model_path::{Failed, ModelSection, Revised, SectionJob};
pub use owed::{Merged, Written};
pub use paper::{Letterhead, Paper, Pdf, pdf};
pub use phrases::DotPhrase;
pub use prior_auth::Policy;
pub use questionnaires::Questionnaire;
pub use template::{Keep, SectionPlan, Template};
pub use translation::{
    Fault, Language, Sentence, Translated, TranslatedLine, TranslationJob, faults, translation_need,
};
pub use use_case::Options;
