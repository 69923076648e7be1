//! What a check of the content found in a text that a patient will read, and the two things that are asked of who sends it.

use std::collections::HashSet;

use model::{DraftKind, ReasonCode, Span, StatementId, UserId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{Attestation, Changed, Review, ReviewError, StatementState, hash::hash_json, input};

/// What [`model::view::Change::Answer`] calls the question whether an unedited message was read.
pub const UNEDITED: &str = "unedited";
/// The answer to it.
pub const YES: &str = "yes";

/// Something that a text for a patient should not say, or lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// The statement; none where the text as a whole lacks something.
    pub statement: Option<StatementId>,
    /// The words concerned, in bytes of the statement.
    pub span: Option<Span>,
    /// What kind of error it comes closest to.
    pub code: ReasonCode,
    /// What is wrong, in words.
    pub what: String,
    /// Whether a clinician may accept it with a reason; else the text must change.
    pub may_accept: bool,
}

/// The concerns of a text, and the text that they are of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Screening {
    pub(crate) fingerprint: String,
    pub(crate) concerns: Vec<Concern>,
}

/// A concern that somebody accepted, as it is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The concern.
    pub concern: Concern,
    /// By whom, when and why.
    pub attestation: Attestation,
}

impl Review {
    /// Takes what the check of the content found in the words as they stand; the revision stays. A text for a patient cannot be signed
    /// without it, and every change of the words voids it.
    pub fn screen(&mut self, concerns: Vec<Concern>) -> Result<(), ReviewError> {
        for concern in &concerns {
            if let Some(id) = &concern.statement
                && self.statement(id).is_none_or(|found| found.removed)
            {
                return Err(ReviewError::NoStatement(id.clone()));
            }
        }
        let fingerprint = self.words();
        self.screening = Some(Screening {
            fingerprint,
            concerns,
        });
        self.drop_stale();
        Ok(())
    }

    /// The concerns that are neither resolved nor accepted, each with the name by which it is answered; none where the words were not
    /// screened as they stand.
    pub fn concerns(&self) -> Vec<(String, &Concern)> {
        let screened = self.screened().into_iter().flatten();
        let keyed = screened.map(|concern| (self.key(concern), concern));
        keyed
            .filter(|(key, _)| !self.accepted.iter().any(|one| one.fingerprint == *key))
            .collect()
    }

    /// The concerns of the words as they stand; none where they were not screened.
    pub(crate) fn screened(&self) -> Option<&[Concern]> {
        let screening = self.screening.as_ref()?;
        (screening.fingerprint == self.words()).then_some(screening.concerns.as_slice())
    }

    /// The concerns that were accepted, with who did and why.
    pub(crate) fn accepted_concerns(&self) -> Vec<Accepted> {
        let concerns = self.screened().into_iter().flatten();
        let accepted = concerns.filter_map(|concern| {
            let key = self.key(concern);
            let attestation = self.accepted.iter().find(|one| one.fingerprint == key)?;
            Some(Accepted {
                concern: concern.clone(),
                attestation: attestation.clone(),
            })
        });
        accepted.collect()
    }

    /// Whether a message is about to be sent exactly as it was drafted.
    pub(crate) fn unedited(&self) -> bool {
        let own =
            |changed: &Changed| !matches!(changed, Changed::Attested(_) | Changed::Dismissed(_));
        self.about.kind == DraftKind::MessageReply && !self.changes().iter().any(own)
    }

    /// The word of who sends the message as drafted that they have read exactly these words.
    pub(crate) fn affirmation(&self) -> Option<&Attestation> {
        let words = self.words();
        self.affirmed
            .as_ref()
            .filter(|one| one.fingerprint == words)
    }

    /// Takes an answer to something that is asked before signing.
    pub(crate) fn answer(
        &mut self,
        ask: &str,
        answer: &str,
        by: &UserId,
        at: OffsetDateTime,
    ) -> Result<(), ReviewError> {
        if ask == crate::TRANSLATED {
            self.answer_translation(answer, by, at)?;
        } else if ask == UNEDITED {
            if answer != YES || !self.unedited() {
                return Err(ReviewError::NotAsked);
            }
            self.affirmed = Some(Attestation {
                fingerprint: self.words(),
                by: by.clone(),
                at,
                reason: None,
            });
        } else {
            let open = self.concerns();
            let asked = open
                .iter()
                .any(|(key, concern)| key == ask && concern.may_accept);
            if !asked {
                return Err(ReviewError::NotAsked);
            }
            let reason = input::clean(answer)?;
            self.accepted.push(Attestation {
                fingerprint: ask.to_owned(),
                by: by.clone(),
                at,
                reason: Some(reason),
            });
        }
        self.revision += 1;
        Ok(())
    }

    /// Acceptances of words that are gone go too.
    fn drop_stale(&mut self) {
        let Some(concerns) = self.screened() else {
            return;
        };
        let keys: HashSet<String> = concerns.iter().map(|one| self.key(one)).collect();
        self.accepted.retain(|one| keys.contains(&one.fingerprint));
    }

    /// Names a concern about exactly the words as they stand.
    fn key(&self, concern: &Concern) -> String {
        let text = match &concern.statement {
            Some(id) => self.statement(id).map(StatementState::fingerprint),
            None => Some(self.words()),
        };
        hash_json(&(&concern.statement, &concern.what, text))
    }

    /// Hash of all that would be read: the words of the statements that are not removed, in their order.
    fn words(&self) -> String {
        let kept = self.statements().filter(|one| !one.removed);
        let words: Vec<_> = kept.map(|one| (&one.id, one.fingerprint())).collect();
        hash_json(&words)
    }
}
