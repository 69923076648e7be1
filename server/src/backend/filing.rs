//! Files signed notes, once as far as the EHR allows.

use super::Steps;
use serde::{Deserialize, Serialize};

/// What the last attempt left, as screens show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// In words.
    pub words: String,
    /// The EHR's reference, once filed.
    pub reference: Option<String>,
}

impl Told {
    /// Reads what an attempt left.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

impl Steps {
    /// Files one note that is due; false where none is.
    pub(super) async fn file_one(&self) -> bool {
        false
    }
}
