//! What clinicians keep for themselves: dot-phrases, and instructions for a kind of document.

use super::error::StepError;
use super::{Steps, now};
use audit::{Action, Actor, Event};
use drafting::DotPhrase;
use model::DraftKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Launch, PersonalKind};

/// Most phrases of a clinician.
const MOST: usize = 300;
/// Most characters of an instruction.
const LONGEST_INSTRUCTION: usize = app::pages::LONGEST_INSTRUCTION;

/// An instruction for a kind of document, as kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Instruction {
    kind: DraftKind,
    text: String,
}

/// A clinician's phrases beside those of their hospital.
pub struct Phrases {
    /// Their own, by name.
    pub own: Vec<DotPhrase>,
    /// Those of files, each with whether nobody may have another of its name.
    pub given: Vec<(DotPhrase, bool)>,
}

impl Phrases {
    /// What each name becomes when it is typed: the clinician's own words, unless the hospital keeps the name.
    pub fn expansions(&self) -> BTreeMap<&str, &str> {
        let mut all = BTreeMap::new();
        for (phrase, _) in self.given.iter().filter(|(_, locked)| !locked) {
            all.insert(phrase.name.as_str(), phrase.text.as_str());
        }
        for phrase in &self.own {
            all.insert(&phrase.name, &phrase.text);
        }
        for (phrase, _) in self.given.iter().filter(|(_, locked)| *locked) {
            all.insert(&phrase.name, &phrase.text);
        }
        all
    }
}

impl Steps {
    /// The phrases of this launch's user.
    pub async fn phrases(&self, launch: &Launch) -> Result<Phrases, StepError> {
        let drafting = self.drafting(launch);
        let given = drafting.phrases().iter().map(|phrase| {
            let locked = drafting.phrase_locked(&phrase.name);
            (phrase.clone(), locked)
        });
        Ok(Phrases {
            own: self.own_phrases(launch).await?,
            given: given.collect(),
        })
    }

    /// Keeps a phrase; `was` is the name that it had so far.
    pub async fn save_phrase(
        &self,
        launch: &Launch,
        was: Option<&str>,
        phrase: DotPhrase,
    ) -> Result<(), StepError> {
        if let Some(fault) = phrase.fault() {
            return Err(bad(format!("The phrase was not saved. {}", words(&fault))));
        }
        if self.drafting(launch).phrase_locked(&phrase.name) {
            return Err(bad(format!(
                "Your hospital allows no other phrase named {}. Give yours another name.",
                phrase.name
            )));
        }
        let own = self.own_phrases(launch).await?;
        let taken = own.iter().any(|one| one.name == phrase.name);
        if taken && was != Some(phrase.name.as_str()) {
            return Err(bad(format!(
                "You have a phrase named {} already. Change that one, or give this one another name.",
                phrase.name
            )));
        }
        if !taken && own.len() >= MOST {
            return Err(bad(format!(
                "You can keep {MOST} phrases. Delete one first."
            )));
        }
        let payload = serde_json::to_vec(&phrase).map_err(|_| StepError::Stored("phrase"))?;
        let event = personal(launch, Action::PersonalTextSaved, "phrase", &phrase.name);
        let keep = || async {
            let kind = PersonalKind::Phrase;
            self.store
                .put_personal(launch, kind, &phrase.name, &payload, now())
                .await?;
            if let Some(was) = was.filter(|was| *was != phrase.name) {
                self.store.delete_personal(launch, kind, was).await?;
            }
            Ok::<_, StepError>(())
        };
        self.auditor.audited(event, keep).await.map_err(Into::into)
    }

    /// Drops a phrase.
    pub async fn delete_phrase(&self, launch: &Launch, name: &str) -> Result<(), StepError> {
        let event = personal(launch, Action::PersonalTextDeleted, "phrase", name);
        let forget = || async {
            let kind = PersonalKind::Phrase;
            if self.store.delete_personal(launch, kind, name).await? {
                Ok(())
            } else {
                Err(StepError::NotFound("phrase"))
            }
        };
        self.auditor
            .audited(event, forget)
            .await
            .map_err(Into::into)
    }

    /// Whether a model drafts here.
    pub fn drafts_with_model(&self) -> bool {
        self.models.drafts().is_some()
    }

    /// The kinds that a model may write, in the order of the screens.
    pub fn instructed_kinds(&self, launch: &Launch) -> Vec<DraftKind> {
        let drafting = self.drafting(launch);
        let kinds = drafting.kinds().into_iter().map(|info| info.kind);
        kinds
            .filter(|kind| !drafting.composer_only(*kind))
            .collect()
    }

    /// What this launch's user asks of a model in every document of a kind.
    pub async fn instructions(
        &self,
        launch: &Launch,
    ) -> Result<BTreeMap<DraftKind, String>, StepError> {
        let kept = self
            .store
            .personal(launch, PersonalKind::Instruction)
            .await?;
        let read = kept
            .iter()
            .map(|bytes| serde_json::from_slice::<Instruction>(bytes));
        read.map(|one| {
            let one = one.map_err(|_| StepError::Stored("instruction"))?;
            Ok((one.kind, one.text))
        })
        .collect()
    }

    /// Keeps an instruction for a kind; an empty one is dropped.
    pub async fn save_instruction(
        &self,
        launch: &Launch,
        kind: DraftKind,
        text: &str,
    ) -> Result<(), StepError> {
        let text = text.trim();
        if text.chars().count() > LONGEST_INSTRUCTION {
            return Err(bad(format!(
                "An instruction may have {LONGEST_INSTRUCTION} characters. Shorten it."
            )));
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(bad(
                "The instruction has control characters. Type it again.".to_owned(),
            ));
        }
        let of = PersonalKind::Instruction;
        let action = if text.is_empty() {
            Action::PersonalTextDeleted
        } else {
            Action::PersonalTextSaved
        };
        let event = personal(launch, action, "instruction", kind.name());
        let one = Instruction {
            kind,
            text: text.to_owned(),
        };
        let payload = serde_json::to_vec(&one).map_err(|_| StepError::Stored("instruction"))?;
        let keep = || async {
            if text.is_empty() {
                self.store.delete_personal(launch, of, kind.name()).await?;
            } else {
                self.store
                    .put_personal(launch, of, kind.name(), &payload, now())
                    .await?;
            }
            Ok::<_, StepError>(())
        };
        self.auditor.audited(event, keep).await.map_err(Into::into)
    }

    async fn own_phrases(&self, launch: &Launch) -> Result<Vec<DotPhrase>, StepError> {
        let kept = self.store.personal(launch, PersonalKind::Phrase).await?;
        let read = kept.iter().map(|bytes| serde_json::from_slice(bytes));
        let mut all: Vec<DotPhrase> = read
            .collect::<Result<_, _>>()
            .map_err(|_| StepError::Stored("phrase"))?;
        all.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(all)
    }
}

/// An event about what a user keeps; no patient is concerned.
fn personal(launch: &Launch, action: Action, what: &str, name: &str) -> Event {
    let actor = Actor::User {
        user: launch.context.user.clone(),
        role: launch.context.role,
    };
    Event::new(actor, action)
        .in_launch(launch.key.tenant().clone(), launch.key.id().clone())
        .on([format!("{what} {name}")])
}

/// A fault as the form's fields are called.
fn words(fault: &str) -> String {
    let named = fault
        .replace("`name`", "Name")
        .replace("`title`", "What it is")
        .replace("`text`", "Words");
    format!("{}.", named.replace('`', ""))
}

fn bad(words: String) -> StepError {
    StepError::BadInput(words)
}
