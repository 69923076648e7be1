//! What the clinician changed, for the signing page, the audit log and monitoring.

use serde::{Deserialize, Serialize};

use crate::{Origin, Review, Settled};

/// One difference between the draft and what is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// Other words.
    Edited {
        /// As drafted.
        before: String,
        /// As signed.
        after: String,
    },
    /// Taken out.
    Removed(String),
    /// Put in by the clinician.
    Added(String),
    /// Put in from an omission.
    Inserted(String),
    /// Vouched for against the verdict.
    Attested(String),
    /// An omission that was left out on purpose.
    Dismissed(String),
}

impl Changed {
    /// In words, for the signing page.
    pub fn sentence(&self) -> String {
        match self {
            Self::Edited { before, after } => format!("Edited: “{before}” is now “{after}”"),
            Self::Removed(text) => format!("Removed: “{text}”"),
            Self::Added(text) => format!("Added: “{text}”"),
            Self::Inserted(text) => format!("Inserted what was missing: “{text}”"),
            Self::Attested(text) => format!("Attested: “{text}”"),
            Self::Dismissed(text) => format!("Left out on purpose: “{text}”"),
        }
    }
}

impl Review {
    /// What the clinician changed so far, in reading order.
    pub fn changes(&self) -> Vec<Changed> {
        let mut out = Vec::new();
        for statement in self.statements() {
            let text = statement.text.clone();
            match (&statement.origin, statement.removed) {
                (Origin::Drafted(drafted), true) => out.push(Changed::Removed(drafted.clone())),
                (_, true) => continue,
                (Origin::Drafted(before), false) if *before != text => {
                    out.push(Changed::Edited {
                        before: before.clone(),
                        after: text.clone(),
                    });
                }
                (Origin::Drafted(_), false) => {}
                (Origin::Added, false) => out.push(Changed::Added(text.clone())),
                (Origin::Omission(_), false) => out.push(Changed::Inserted(text.clone())),
            }
            if !statement.removed && statement.attestation().is_some() {
                out.push(Changed::Attested(text));
            }
        }
        for omission in &self.omissions {
            if matches!(omission.settled, Some(Settled::Dismissed { .. })) {
                out.push(Changed::Dismissed(omission.omission.what.clone()));
            }
        }
        out
    }
}
