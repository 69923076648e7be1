//! What a user may do.

use serde::{Deserialize, Serialize};

/// A user's role in Countersign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Drafts, reviews and signs in the chart.
    Clinician,
    /// Reads the audit log.
    Auditor,
    /// Configures tenants, endpoints and keys.
    Administrator,
    /// Watches quality and stops use cases.
    Safety,
}

impl Role {
    /// The stored name, for example `clinician`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clinician => "clinician",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
            Self::Safety => "safety",
        }
    }

    /// Whether the role may sign and file a note.
    pub const fn may_sign(self) -> bool {
        matches!(self, Self::Clinician)
    }
}
