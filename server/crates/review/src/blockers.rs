//! What blocks signing.

use model::{StatementId, Verdict};
use serde::{Deserialize, Serialize};

use crate::{Concern, Review};

/// One thing that blocks signing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blocker {
    /// The statement's words are not checked yet.
    Unchecked(StatementId),
    /// The statement's verdict does not allow release, and nobody attested it.
    Verdict(StatementId, Verdict),
    /// Something of the statement must be filled in.
    Gap(StatementId),
    /// The omission with this index is neither inserted nor dismissed.
    Omission(usize),
    /// Nothing is left to sign.
    Nothing,
    /// The text is for a patient, and its content was not checked as it stands.
    Unscreened,
    /// The check of the content found something that only other words resolve.
    Concern(Concern),
    /// The check of the content found something that may be accepted with a reason, by this name.
    Acceptable(String, Concern),
    /// A message would be sent exactly as drafted, and nobody said yet that they have read it.
    Unedited,
    /// A translation is there, and nobody has said that they read both languages.
    Unread,
}

impl Blocker {
    /// The statement concerned.
    pub fn statement(&self) -> Option<&StatementId> {
        match self {
            Self::Unchecked(id) | Self::Verdict(id, _) | Self::Gap(id) => Some(id),
            Self::Concern(concern) | Self::Acceptable(_, concern) => concern.statement.as_ref(),
            Self::Omission(_)
            | Self::Nothing
            | Self::Unscreened
            | Self::Unedited
            | Self::Unread => None,
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
                Some(_) if statement.has_gap() => out.push(Blocker::Gap(statement.id.clone())),
                Some(v) => out.push(Blocker::Verdict(statement.id.clone(), v.verdict)),
            }
        }
        if !any {
            out.push(Blocker::Nothing);
        }
        let omissions = self.omissions.iter().enumerate();
        let open = omissions.filter(|(_, omission)| self.is_open(omission));
        out.extend(open.map(|(index, _)| Blocker::Omission(index)));
        if any && self.about.kind.for_patients() {
            out.extend(self.of_content());
        }
        out
    }

    /// What the check of a text for a patient asks for.
    fn of_content(&self) -> Vec<Blocker> {
        if self.screened().is_none() {
            return vec![Blocker::Unscreened];
        }
        let concerns = self.concerns().into_iter();
        let mut out: Vec<Blocker> = concerns
            .map(|(key, concern)| {
                if concern.may_accept {
                    Blocker::Acceptable(key, concern.clone())
                } else {
                    Blocker::Concern(concern.clone())
                }
            })
            .collect();
        if self.unedited() && self.affirmation().is_none() {
            out.push(Blocker::Unedited);
        }
        if self.translation().is_some() && self.translation_read().is_none() {
            out.push(Blocker::Unread);
        }
        out
    }
}
