//! Names of kinds and states in their columns.

use model::{DraftKind, view::DraftStatus};

use crate::StoreError;

const STATUSES: [(DraftStatus, &str); 7] = [
    (DraftStatus::Drafting, "drafting"),
    (DraftStatus::InReview, "in_review"),
    (DraftStatus::Stopped, "stopped"),
    (DraftStatus::Failed, "failed"),
    (DraftStatus::Signed, "signed"),
    (DraftStatus::Filed, "filed"),
    (DraftStatus::NeedsPerson, "needs_person"),
];

pub(crate) fn status_name(status: DraftStatus) -> &'static str {
    let found = STATUSES.iter().find(|(known, _)| *known == status);
    found.map_or("failed", |(_, name)| name)
}

pub(crate) fn status(name: &str) -> Result<DraftStatus, StoreError> {
    let found = STATUSES.iter().find(|(_, known)| *known == name);
    found
        .map(|(status, _)| *status)
        .ok_or(StoreError::Row("an unknown draft status"))
}

pub(crate) fn kind(name: &str) -> Result<DraftKind, StoreError> {
    DraftKind::from_name(name).ok_or(StoreError::Row("an unknown draft kind"))
}
