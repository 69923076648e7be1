//! Identifiers. Each is its own type, so that one cannot stand in for another.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps an id as it was received or made; the text is not interpreted.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// One SMART launch: one patient, one user, one EHR. It stands in every page's path, and is the only carrier of patient context.
    LaunchId
}
id! {
    /// One draft of one launch.
    DraftId
}
id! {
    /// One recording of one launch.
    RecordingId
}
id! {
    /// A statement's id, unique inside its draft (`s1`).
    StatementId
}
id! {
    /// The organization whose configuration a launch uses.
    TenantId
}
id! {
    /// The user as the EHR names them (`fhirUser`, for example `Practitioner/123`).
    UserId
}
id! {
    /// What a citation points at: `Type/id`, `transcript:7`, `policy:ID#CRITERION`, `guideline:ID`, `message:ID`.
    SourceId
}

/// The kind of source that a [`SourceId`] names, by its form alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// A FHIR resource of the chart, `Type/id`.
    Resource,
    /// A segment of the visit's transcript, `transcript:N` from 1.
    Transcript,
    /// A segment of dictated text, `dictation:N` from 1.
    Dictation,
    /// A payer's policy or one criterion of it.
    Policy,
    /// A clinical guideline.
    Guideline,
    /// A patient message.
    Message,
    /// None of these forms.
    Unknown,
}

impl SourceId {
    /// The kind of source, by the id's form.
    pub fn kind(&self) -> SourceKind {
        match self.0.split_once(':') {
            Some(("transcript", _)) => SourceKind::Transcript,
            Some(("dictation", _)) => SourceKind::Dictation,
            Some(("policy", _)) => SourceKind::Policy,
            Some(("guideline", _)) => SourceKind::Guideline,
            Some(("message", _)) => SourceKind::Message,
            Some(_) => SourceKind::Unknown,
            None => match self.0.split_once('/') {
                Some((kind, id)) if is_resource_type(kind) && !id.is_empty() => {
                    SourceKind::Resource
                }
                _ => SourceKind::Unknown,
            },
        }
    }

    /// `Type` and `id` of a resource source.
    pub fn resource(&self) -> Option<(&str, &str)> {
        match self.kind() {
            SourceKind::Resource => self.0.split_once('/'),
            _ => None,
        }
    }
}

fn is_resource_type(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_a_source_is_read_from_its_form() {
        let cases = [
            ("Observation/a-1", SourceKind::Resource),
            ("transcript:7", SourceKind::Transcript),
            ("dictation:1", SourceKind::Dictation),
            ("policy:p#c", SourceKind::Policy),
            ("guideline:g", SourceKind::Guideline),
            ("message:m", SourceKind::Message),
            ("observation/a", SourceKind::Unknown),
            ("Observation/", SourceKind::Unknown),
            ("Observation", SourceKind::Unknown),
            ("urn:uuid:1", SourceKind::Unknown),
        ];
        for (text, want) in cases {
            assert_eq!(SourceId::new(text).kind(), want, "{text}");
        }
    }
}
