//! To storage and back. Reading back rechecks every hash and rule.

use std::collections::HashSet;

use model::{Criterion, Notice};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use time::OffsetDateTime;

use crate::{
    About, Attestation, OmissionState, Review, SectionState, Settled, SignedNote, StoredError,
    concern::Screening, hash::fingerprint, hash::hash_json, note::Content, proposed::stands,
};

const REVIEW: &str = "review/1";
const SIGNED: &str = "signed/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored<T> {
    schema: String,
    hash: String,
    body: T,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewBody {
    about: About,
    revision: u64,
    sections: Vec<SectionState>,
    omissions: Vec<OmissionState>,
    notices: Vec<Notice>,
    criteria: Vec<Criterion>,
    next: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    screening: Option<Screening>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    accepted: Vec<Attestation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    affirmed: Option<Attestation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    translation: Option<crate::Translation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read: Option<Attestation>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignedBody {
    content: Content,
    content_hash: String,
    #[serde(with = "time::serde::rfc3339")]
    signed_at: OffsetDateTime,
}

fn write<T: Serialize>(schema: &str, body: T) -> Result<Vec<u8>, StoredError> {
    let stored = Stored {
        schema: schema.to_owned(),
        hash: hash_json(&body),
        body,
    };
    serde_json::to_vec(&stored).map_err(StoredError::Unreadable)
}

fn read<T: Serialize + DeserializeOwned>(schema: &str, bytes: &[u8]) -> Result<T, StoredError> {
    let stored: Stored<T> = serde_json::from_slice(bytes).map_err(StoredError::Unreadable)?;
    if stored.schema != schema {
        return Err(StoredError::Schema(stored.schema));
    }
    if hash_json(&stored.body) != stored.hash {
        return Err(StoredError::Hash);
    }
    Ok(stored.body)
}

impl Review {
    /// The bytes to store (PHI: seal them).
    pub fn to_stored(&self) -> Result<Vec<u8>, StoredError> {
        let review = self.clone();
        write(
            REVIEW,
            ReviewBody {
                about: review.about,
                revision: review.revision,
                sections: review.sections,
                omissions: review.omissions,
                notices: review.notices,
                criteria: review.criteria,
                next: review.next,
                screening: review.screening,
                accepted: review.accepted,
                affirmed: review.affirmed,
                translation: review.translation,
                read: review.read,
            },
        )
    }

    /// Reads stored bytes back.
    pub fn from_stored(bytes: &[u8]) -> Result<Self, StoredError> {
        let body: ReviewBody = read(REVIEW, bytes)?;
        let review = Self {
            about: body.about,
            revision: body.revision,
            sections: body.sections,
            omissions: body.omissions,
            notices: body.notices,
            criteria: body.criteria,
            next: body.next,
            proposed: Vec::new(),
            screening: body.screening,
            accepted: body.accepted,
            affirmed: body.affirmed,
            translation: body.translation,
            read: body.read,
        };
        let mut ids = HashSet::new();
        for statement in review.statements() {
            if !ids.insert(&statement.id) {
                return Err(StoredError::Rule("two statements with one id"));
            }
            if statement
                .checked
                .as_ref()
                .is_some_and(|c| c.verdict.id != statement.id)
            {
                return Err(StoredError::Rule("a verdict of another statement"));
            }
            if statement.checked.is_some() && statement.verdict().is_none() {
                return Err(StoredError::Rule("a verdict for other words"));
            }
            if statement.attested.is_some() && statement.attestation().is_none() {
                return Err(StoredError::Rule("an attestation of other words"));
            }
        }
        if review.accepted.iter().any(|one| one.reason.is_none()) {
            return Err(StoredError::Rule("a concern accepted without a reason"));
        }
        for omission in &review.omissions {
            if matches!(&omission.settled, Some(Settled::Inserted(id)) if !ids.contains(id)) {
                return Err(StoredError::Rule("an omission inserted nowhere"));
            }
        }
        Ok(review)
    }
}

impl SignedNote {
    /// The bytes to store (PHI: seal them).
    pub fn to_stored(&self) -> Result<Vec<u8>, StoredError> {
        write(
            SIGNED,
            SignedBody {
                content: self.content.clone(),
                content_hash: self.content_hash.clone(),
                signed_at: self.signed_at,
            },
        )
    }

    /// Reads stored bytes back; refuses what could not have been signed.
    pub fn from_stored(bytes: &[u8]) -> Result<Self, StoredError> {
        let body: SignedBody = read(SIGNED, bytes)?;
        let content = &body.content;
        if hash_json(content) != body.content_hash {
            return Err(StoredError::Hash);
        }
        if !content.signer.role.may_sign() {
            return Err(StoredError::Rule("signed in a role that may not"));
        }
        let statements = content.sections.iter().flat_map(|s| &s.statements);
        for statement in statements {
            let attested = statement.attestation.as_ref().is_some_and(|attestation| {
                attestation.fingerprint == fingerprint(&statement.text, &statement.citations)
            });
            if !statement.verdict.releasable() && !attested {
                return Err(StoredError::Rule("a statement that was not releasable"));
            }
            if !content.text.contains(&statement.text) {
                return Err(StoredError::Rule("a text without one of its statements"));
            }
        }
        for one in &content.proposed {
            if !stands(one, &content.sections) {
                return Err(StoredError::Rule("an item of another statement"));
            }
            if one.listed && !content.text.contains(&one.line) {
                return Err(StoredError::Rule("a text without one of its items"));
            }
        }
        Ok(Self {
            content: body.content,
            content_hash: body.content_hash,
            signed_at: body.signed_at,
        })
    }
}
