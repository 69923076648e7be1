//! Preview and signature.

use time::OffsetDateTime;

use crate::{
    Blocker, Changed, Proposed, Review, ReviewError, SignedNote, SignedSection, SignedStatement,
    Signer, hash::hash_json, note::Content, render,
};

/// What signing would file.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The revision that this is the preview of.
    pub revision: u64,
    /// SHA-256 (hex) of what would be signed; [`Review::sign`] wants it back.
    pub content_hash: String,
    /// The text as the EHR would get it, in every language.
    pub text: String,
    /// What the clinician changed.
    pub changes: Vec<Changed>,
    /// What blocks signing.
    pub blockers: Vec<Blocker>,
    /// What the clinician accepted for the chart.
    pub proposed: Vec<Proposed>,
}

impl Review {
    /// What signing as `signer` would file. Statements that block are left out of the text.
    pub fn preview(&self, signer: &Signer) -> Preview {
        let content = self.content(signer);
        Preview {
            revision: self.revision,
            content_hash: hash_json(&content),
            text: crate::note::whole(&content.text, content.translation.as_ref()),
            changes: content.changes,
            proposed: content.proposed,
            blockers: self.blockers(),
        }
    }

    /// Signs exactly what was previewed: the revision and the content hash must be the preview's.
    pub fn sign(
        &self,
        signer: &Signer,
        at: OffsetDateTime,
        revision: u64,
        content_hash: &str,
    ) -> Result<SignedNote, ReviewError> {
        if revision != self.revision {
            return Err(ReviewError::Conflict {
                expected: revision,
                current: self.revision,
            });
        }
        if !signer.role.may_sign() {
            return Err(ReviewError::NotAllowed);
        }
        let blockers = self.blockers();
        if !blockers.is_empty() {
            return Err(ReviewError::Blocked(blockers));
        }
        let content = self.content(signer);
        let found = hash_json(&content);
        if found != content_hash {
            return Err(ReviewError::OtherContent);
        }
        Ok(SignedNote {
            content,
            content_hash: found,
            signed_at: at,
        })
    }

    fn content(&self, signer: &Signer) -> Content {
        let mut sections = Vec::new();
        for section in &self.sections {
            let released = section
                .statements
                .iter()
                .filter(|s| !s.removed && s.releasable());
            let statements: Vec<SignedStatement> = released
                .filter_map(|s| {
                    Some(SignedStatement {
                        id: s.id.clone(),
                        text: s.text.clone(),
                        citations: s.citations.clone(),
                        verdict: s.verdict()?.verdict,
                        attestation: s.attestation().cloned(),
                    })
                })
                .collect();
            if !statements.is_empty() {
                sections.push(SignedSection {
                    title: section.title.clone(),
                    statements,
                });
            }
        }
        let proposed = self.standing(&sections);
        Content {
            text: render::text(&self.about, &sections, &proposed, signer),
            proposed,
            about: self.about.clone(),
            revision: self.revision,
            signer: signer.clone(),
            sections,
            changes: self.changes(),
            notices: self.notices.clone(),
            criteria: self.criteria.clone(),
            accepted: self.accepted_concerns(),
            translation: self.signed_translation(),
            affirmed: self.affirmation().filter(|_| self.unedited()).cloned(),
        }
    }
}
