//! A frozen source.

use crate::fact::{Fact, FactRole};
use chart::Json;
use chart::views::PartialDateTime;
use model::{SourceId, SourceKind, Span};
use std::sync::Arc;

/// SHA-256 over a snippet's id, version, text and facts, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SnippetHash(pub String);

/// Whom a source speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The patient of this chart.
    Patient,
    /// A relative of the patient (FamilyMemberHistory and the like).
    Relative,
    /// Another patient, or somebody who cannot be found: never usable.
    OtherPatient,
    /// Nobody: a policy, guideline, organization, device model.
    Nobody,
    /// The source does not say.
    Unknown,
}

/// One frozen source: a FHIR resource, a segment of a transcript, a policy criterion, a message.
#[derive(Clone)]
pub struct Snippet {
    /// What citations call it.
    pub id: SourceId,
    /// The kind of source.
    pub kind: SourceKind,
    /// A title in a few words, for example `Hemoglobin A1c`.
    pub title: String,
    /// `meta.versionId`, where the source has one.
    pub version: Option<String>,
    /// The clinically relevant date: effective, onset, authored, period start, recorded, issued, in this order.
    pub date: Option<PartialDateTime>,
    /// Who wrote it, in words.
    pub author: Option<String>,
    /// Whom it speaks of.
    pub subject: Subject,
    /// A deterministic readable text: for structured data one line per element, for notes the note's text.
    pub text: String,
    /// Whether `text` is prose that a quote can come from, and where in `text` the prose stands (a rendered header may precede it).
    pub prose: Vec<Span>,
    /// The typed facts, in the order of the resource.
    pub facts: Vec<Fact>,
    /// The parts of a transcript, dictation or message, where the snippet is one.
    pub segment: Option<Segment>,
    /// The exact resource; none for sources that are not FHIR.
    pub resource: Option<Arc<Json>>,
    /// Proves that nothing changed since it was frozen.
    pub hash: SnippetHash,
}

/// Shows the shape only: the content is a patient's.
impl std::fmt::Debug for Snippet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snippet")
            .field("kind", &self.kind)
            .field("facts", &self.facts.len())
            .finish_non_exhaustive()
    }
}

/// Where in a dialogue a segment stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// From 1.
    pub number: usize,
    /// The speaker's tag, for example `doctor`.
    pub speaker: Option<String>,
    /// Seconds from the start of the recording.
    pub start: Option<f64>,
    /// Seconds from the start of the recording.
    pub end: Option<f64>,
}

impl Snippet {
    /// Whether it has a modifier extension: one that is not understood may turn the meaning round, so that nothing may be told from it (FHIR R4,
    /// 2.4.1).
    pub fn modified(&self) -> bool {
        let json = self.resource.as_ref();
        json.is_some_and(|json| json.get("modifierExtension").is_some())
    }

    /// The facts with this role, in order.
    pub fn facts(&self, role: FactRole) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| fact.role == role)
    }

    /// The resource type of a FHIR source.
    pub fn resource_type(&self) -> Option<&str> {
        self.id.resource().map(|(kind, _)| kind)
    }
}
