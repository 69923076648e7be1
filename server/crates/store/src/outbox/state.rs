//! Where a job stands.

use crate::StoreError;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// Not tried, or tried with an answer that allows trying again.
    Waiting,
    /// Being sent; found so later, its outcome is unknown.
    Sending,
    /// Sent, and whether the EHR has it is unknown.
    Unknown,
    /// The EHR has it.
    Filed,
    /// The EHR refused it for good.
    Refused,
    /// A person must look.
    NeedsPerson,
}

const NAMES: [(JobState, &str); 6] = [
    (JobState::Waiting, "waiting"),
    (JobState::Sending, "sending"),
    (JobState::Unknown, "unknown"),
    (JobState::Filed, "filed"),
    (JobState::Refused, "refused"),
    (JobState::NeedsPerson, "needs_person"),
];

impl JobState {
    pub(crate) fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(state, _)| *state == self);
        found.map_or("needs_person", |(_, name)| name)
    }

    pub(crate) fn parse(name: &str) -> Result<Self, StoreError> {
        let found = NAMES.iter().find(|(_, known)| *known == name);
        found
            .map(|(state, _)| *state)
            .ok_or(StoreError::Row("an unknown job state"))
    }
}
