//! Triage of a patient's message: red flags by rule, what it is about, where it goes. No model lowers what is found here.

mod context;
mod facts;
mod find;
mod floor;
mod language;
mod measure;
mod rules;
pub(crate) mod token;
mod topic;
mod words;

use crate::data::Data;
use crate::error::DraftingError;
use model::Span;
use rules::{FlagRule, TopicFile};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use words::WordFile;

pub use facts::PatientFacts;

pub(crate) const FLAGS: (&str, &str) = (
    "triage/red_flags.toml",
    include_str!("../../triage/red_flags.toml"),
);
pub(crate) const WORDS: (&str, &str) =
    ("triage/words.toml", include_str!("../../triage/words.toml"));
pub(crate) const TOPICS: (&str, &str) = (
    "triage/topics.toml",
    include_str!("../../triage/topics.toml"),
);

/// How soon somebody must act, from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// In the usual time.
    Routine,
    /// Within three days.
    Soon,
    /// Today.
    Urgent,
    /// Now.
    Emergency,
}

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// For a nurse or clinician.
    Clinical,
    /// A request for more of a medicine, with nothing else in it.
    Refill,
    /// For the office; no clinical draft is made.
    Administrative,
}

/// Subjects that are handled with care: who may see them, and how a reply is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitive {
    /// Violence, abuse, assault, neglect.
    Abuse,
    /// Suicide, self-harm, eating disorders.
    SelfHarm,
    /// Sexual and reproductive health.
    SexualHealth,
    /// Alcohol, drugs, withdrawal.
    SubstanceUse,
}

/// Whether the rules can read the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English: handled.
    English,
    /// Another one, or not known: a person must read it, so it is urgent until then.
    NotHandled,
}

/// A red flag that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// Its id in the rule file.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The floor that it sets.
    pub urgency: Urgency,
    /// The sentence for the patient, from the rule file.
    pub advice: String,
    /// Where in the message it stands.
    pub span: Span,
    /// Whether it seems to be about another adult than the patient.
    pub about_other: bool,
}

/// What the rules found in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Triage {
    /// The floor of urgency.
    pub urgency: Urgency,
    /// What it is about.
    pub category: Category,
    /// Where it goes: a queue's name.
    pub route: String,
    /// The administrative topic, where one was found.
    pub topic: Option<String>,
    /// Red flags, the gravest first.
    pub flags: Vec<Flag>,
    /// Subjects to be handled with care.
    pub sensitive: Vec<Sensitive>,
    /// Whether the rules can read it.
    pub language: Language,
}

impl Triage {
    /// The urgency with what a model or a person suggests: never below the floor.
    pub fn with(&self, suggested: Urgency) -> Urgency {
        self.urgency.max(suggested)
    }

    /// Whether the reply must tell the patient to seek care now or today.
    pub fn must_escalate(&self) -> bool {
        self.urgency >= Urgency::Urgent && !self.flags.is_empty()
    }
}

/// The rules, read once.
pub struct Rules {
    flags: Vec<FlagRule>,
    words: WordFile,
    topics: TopicFile,
    /// Rules that these only add to: what they find holds whatever these say.
    floor: Option<Arc<Self>>,
}

impl Rules {
    /// The rules that come with the crate.
    pub fn shipped() -> Result<Self, DraftingError> {
        Self::read(FLAGS, WORDS, TOPICS)
    }

    /// Rules from files: name and text of each. Errors name the file and the place.
    pub fn read(
        flags: (&str, &str),
        words: (&str, &str),
        topics: (&str, &str),
    ) -> Result<Self, DraftingError> {
        Self::of(
            (flags.0, flags.1.into()),
            (words.0, words.1.into()),
            (topics.0, topics.1.into()),
        )
    }

    /// As [`Rules::read`], from files that may have been put together.
    pub(crate) fn of(
        flags: (&str, Data<'_>),
        words: (&str, Data<'_>),
        topics: (&str, Data<'_>),
    ) -> Result<Self, DraftingError> {
        let words = words::read(words.0, words.1)?;
        Ok(Self {
            flags: rules::flags(flags.0, flags.1, &words)?,
            words,
            topics: rules::topics(topics.0, topics.1)?,
            floor: None,
        })
    }

    /// These rules beside others, below whose findings they never go.
    #[must_use]
    pub(crate) fn above(mut self, floor: Arc<Self>) -> Self {
        self.floor = Some(floor);
        self
    }

    /// Judges one message.
    pub fn triage(&self, message: &str, facts: &PatientFacts) -> Triage {
        let own = self.judged(message, facts);
        match &self.floor {
            Some(floor) => own.at_least(floor.triage(message, facts)),
            None => own,
        }
    }

    fn judged(&self, message: &str, facts: &PatientFacts) -> Triage {
        let tokens = token::tokens(message);
        let language = language::of(message, &tokens);
        let said = facts::said(&tokens);
        let flags = find::flags(
            &self.flags,
            (&self.topics, &self.words),
            &tokens,
            facts,
            &said,
        );
        let topic = topic::of(&self.topics, &tokens, !flags.is_empty());
        let mut sensitive = topic::sensitive(&self.topics, &tokens);
        for flag in &flags {
            let rule = self.flags.iter().find(|rule| rule.id == flag.id);
            sensitive.extend(rule.and_then(|rule| rule.sensitive));
        }
        sensitive.sort_unstable();
        sensitive.dedup();
        let floor = flags
            .iter()
            .map(|flag| flag.urgency)
            .max()
            .unwrap_or(Urgency::Routine);
        let (category, route, floor) = match (language, floor) {
            (_, Urgency::Emergency) => (Category::Clinical, "emergency", floor),
            (Language::NotHandled, _) => (
                Category::Clinical,
                "interpreter",
                floor.max(Urgency::Urgent),
            ),
            (_, Urgency::Urgent) => (Category::Clinical, "nurse_today", floor),
            _ => (topic.category, topic.route.as_str(), floor),
        };
        Triage {
            urgency: floor,
            category,
            route: route.to_owned(),
            topic: topic.title.clone(),
            flags,
            sensitive,
            language,
        }
    }

    /// Every sentence of advice with its flag's id, for the source that replies cite.
    pub fn advice(&self) -> Vec<(&str, &str)> {
        self.flags
            .iter()
            .map(|rule| (rule.id.as_str(), rule.advice.as_str()))
            .collect()
    }
}
