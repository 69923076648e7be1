//! Names of what a data key covers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::KeyError;

/// What a data key covers: one patient, one launch, or one purpose of the system itself.
///
/// The name is stored in clear, so it must identify nobody: a patient's scope is made by
/// [`crate::KeyRing::patient_scope`] from a keyed hash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scope(String);

impl Scope {
    const MAX: usize = 120;

    /// The scope of one launch; `id` is the launch's random id.
    pub fn launch(id: &str) -> Result<Self, KeyError> {
        Self::parse(format!("launch:{id}"))
    }

    /// A scope for the system itself, such as `sessions`.
    pub fn system(purpose: &str) -> Result<Self, KeyError> {
        Self::parse(format!("system:{purpose}"))
    }

    pub(crate) fn patient(digest: &str) -> Result<Self, KeyError> {
        Self::parse(format!("patient:{digest}"))
    }

    /// Reads a stored scope name.
    pub fn parse(name: impl Into<String>) -> Result<Self, KeyError> {
        let name = name.into();
        let kind = name.split(':').next().unwrap_or_default();
        let rest = name.get(kind.len() + 1..).unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
        if !matches!(kind, "patient" | "launch" | "system")
            || rest.is_empty()
            || name.len() > Self::MAX
            || !name.chars().all(plain)
        {
            return Err(KeyError::ScopeName);
        }
        Ok(Self(name))
    }

    /// The name, as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Scope {
    type Error = KeyError;

    fn try_from(name: String) -> Result<Self, KeyError> {
        Self::parse(name)
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.0
    }
}
