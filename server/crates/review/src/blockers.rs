//! What blocks signing.

use model::{StatementId, Verdict};
use serde::{Deserialize, Serialize};

use crate::Review;

/// One thing that blocks signing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blocker {
    /// The statement's words are not checked yet.
    Unchecked(StatementId),
    /// The statement's verdict does not allow release, and nobody attested it.
    Verdict(StatementId, Verdict),
    /// The omission with this index is neither inserted nor dismissed.
    Omission(usize),
    /// Nothing is left to sign.
    Nothing,
}

impl Blocker {
    /// The statement concerned.
    pub fn statement(&self) -> Option<&StatementId> {
        match self {
            Self::Unchecked(id) | Self::Verdict(id, _) => Some(id),
            Self::Omission(_) | Self::Nothing => None,
        }
    }
}

impl Review {
    /// What blocks signing, in reading order; empty where nothing does.
    pub fn blockers(&self) -> Vec<Blocker> {
        let mut out = Vec::new();
        let mut any = false;
        for statement in self.statements().filter(|s| !s.removed) {
            any = true;
            match statement.verdict() {
                None => out.push(Blocker::Unchecked(statement.id.clone())),
                Some(_) if statement.releasable() => {}
                Some(v) => out.push(Blocker::Verdict(statement.id.clone(), v.verdict)),
            }
        }
        if !any {
            out.push(Blocker::Nothing);
        }
        let omissions = self.omissions.iter().enumerate();
        let open = omissions.filter(|(_, omission)| omission.settled.is_none());
        out.extend(open.map(|(index, _)| Blocker::Omission(index)));
        out
    }
}
