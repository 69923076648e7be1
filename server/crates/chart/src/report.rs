//! The load report: what was asked for, what came, what could not be read. Shown to the clinician and kept with
//! every draft made from the chart.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ResourceKey;

/// What happened while a chart was loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadReport {
    /// Each request (or file) with what came of it.
    pub requests: Vec<RequestLine>,
    /// What came but could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Resources that came more than once.
    pub duplicates: Vec<Duplicate>,
    /// What the server had to say beside the data.
    pub outcomes: Vec<OutcomeIssue>,
    /// Resources that are about somebody else than this chart's patient.
    pub other_patient: Vec<OtherPatientEntry>,
    /// Oddities that were read leniently.
    pub notices: Vec<Notice>,
    /// Whether the input is taken as the whole chart (a Bundle is), so that what it lacks is not recorded.
    pub whole_chart: bool,
    /// The resource types of which everything was loaded, beside `whole_chart`.
    pub complete_types: BTreeSet<String>,
}

impl LoadReport {
    /// Whether everything that the record holds of this resource type was loaded and read, so that nothing found
    /// means nothing recorded. An unreadable entry of unknown type makes every type incomplete.
    pub fn complete(&self, resource_type: &str) -> bool {
        (self.whole_chart || self.complete_types.contains(resource_type))
            && !self
                .unreadable
                .iter()
                .any(|entry| entry.concerns(resource_type))
    }

    /// Whether anything failed or was unreadable.
    pub fn has_gaps(&self) -> bool {
        !self.unreadable.is_empty()
            || self
                .requests
                .iter()
                .any(|request| request.failure.is_some())
    }
}

/// One request to the EHR, or one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    /// What was asked for, in words and without ids, such as `Observation (laboratory)`.
    pub what: String,
    /// The resource type asked for, where it is one.
    pub resource_type: Option<String>,
    /// How many entries came.
    pub count: usize,
    /// How many pages were read.
    pub pages: usize,
    /// The last HTTP status, where there was one.
    pub status: Option<u16>,
    /// Why the request failed, wholly or after some pages; `None` where it did not.
    pub failure: Option<String>,
}

/// Something that came but could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// Where it stood, such as `entry 12`.
    pub place: String,
    /// Its resource type as far as known.
    pub resource_type: Option<String>,
    /// Its id as far as known.
    pub id: Option<String>,
    /// Why it could not be read.
    pub reason: String,
}

impl Unreadable {
    /// Whether the missing entry may have been of this type.
    pub fn concerns(&self, resource_type: &str) -> bool {
        self.resource_type
            .as_deref()
            .is_none_or(|own| own == resource_type)
    }
}

/// A resource that came more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// Which resource.
    pub key: ResourceKey,
    /// What was done about it.
    pub kind: DuplicateKind,
}

/// What was done about a resource that came more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DuplicateKind {
    /// The same content again; dropped.
    Same,
    /// Different versions; the newer one was kept.
    NewerKept {
        /// The version kept.
        kept: Option<String>,
        /// The version dropped.
        dropped: Option<String>,
    },
    /// Different content and nothing tells which is newer; the one that came last was kept.
    Conflict,
}

/// One issue of an OperationOutcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeIssue {
    /// Where it came from: a request's label or `entry 12`.
    pub place: String,
    /// `fatal`, `error`, `warning` or `information`.
    pub severity: String,
    /// The issue type code, such as `not-found`.
    pub code: String,
    /// The first code of `details`, such as Epic's `4101`.
    pub detail_code: Option<String>,
    /// What the server said about it.
    pub text: Option<String>,
}

/// A resource that is about somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherPatientEntry {
    /// Which resource.
    pub key: ResourceKey,
    /// Whom it is about, as written.
    pub subject: String,
}

/// Something odd that was read leniently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The resource concerned, where it is one.
    pub key: Option<ResourceKey>,
    /// What kind of oddity.
    pub kind: NoticeKind,
    /// More about it, without values of the chart.
    pub detail: String,
}

/// The kinds of oddities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A JSON key stands twice in one object; the first counts.
    DuplicateJsonKey,
    /// A control character stands unescaped in a string.
    ControlCharacter,
    /// Half a surrogate pair was replaced.
    LoneSurrogate,
    /// The id breaks FHIR's rules (length or characters) and is used nevertheless.
    UnusualId,
    /// The resource has no id; that of its `fullUrl` is used.
    IdFromFullUrl,
    /// An entry without a resource (a deletion, or the bare status of a batch).
    EntryWithoutResource,
    /// Its subject cannot be resolved.
    UnresolvedSubject,
    /// The Bundle's `total` differs from what it holds.
    TotalDiffers,
}
