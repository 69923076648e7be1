//! A source made ready for comparison: what it says, as ids, values, dates, codes and states.

use crate::date;
use crate::lexicon::Lexicon;
use crate::number::{self, Form};
use crate::text::{self, Token, id};
use model::Span;
use rust_decimal::Decimal;
use sources::{Fact, FactRole, FactValue, Snippet};
use std::collections::HashSet;
use time::Date;

/// What a source says of a thing's being in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Active,
    /// Resolved, stopped, completed, cancelled.
    Ended,
    /// Ordered, for the time being not carried out.
    Held,
    Unknown,
}

/// A number that a source states.
#[derive(Clone, Debug)]
#[allow(clippy::struct_field_names, reason = "a value's value")]
pub(crate) struct Value {
    pub(crate) value: Decimal,
    pub(crate) unit: Option<usize>,
    /// What it is a value of.
    pub(crate) names: HashSet<u64>,
    pub(crate) limit: Option<number::Limit>,
    pub(crate) form: Form,
    pub(crate) path: String,
    pub(crate) span: Option<Span>,
    pub(crate) shown: String,
    /// Whether it is the resource's own result rather than a number in a text.
    pub(crate) measured: bool,
}

/// A date that a source states.
#[derive(Clone, Debug)]
pub(crate) struct Dated {
    pub(crate) start: Date,
    pub(crate) end: Date,
    pub(crate) role: FactRole,
    pub(crate) path: String,
    pub(crate) span: Option<Span>,
    /// A date in prose, which may lack its year.
    pub(crate) said: Option<date::Day>,
}

/// A prepared source.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    /// Everything that it says, broader terms included.
    pub(crate) ids: HashSet<u64>,
    /// What it is about.
    pub(crate) names: HashSet<u64>,
    pub(crate) values: Vec<Value>,
    pub(crate) dates: Vec<Dated>,
    /// Codes, in lower case, with the path and place of their fact.
    pub(crate) codes: Vec<(String, String, Option<Span>)>,
    /// Codes of what it is about itself.
    pub(crate) state: Option<State>,
    pub(crate) state_path: Option<(String, Option<Span>, String)>,
    pub(crate) retracted: Option<(String, Option<Span>, String)>,
    pub(crate) unconfirmed: Option<(String, Option<Span>, String)>,
    pub(crate) confirmed: bool,
    /// Plain names of frequencies, with the path.
    pub(crate) frequencies: Vec<(String, String, Option<Span>)>,
    /// The concepts of what it is about, broader ones left out.
    pub(crate) concepts: HashSet<u64>,
    /// Long stems, for words of one family.
    pub(crate) stems: HashSet<String>,
    /// Tokens of prose.
    pub(crate) prose: Vec<Token>,
    pub(crate) cues: Vec<crate::lexicon::Found>,
    /// Sources that it links to.
    pub(crate) links: Vec<model::SourceId>,
    /// Whether a reason or "due to" ties it to something.
    pub(crate) reasons: HashSet<u64>,
    pub(crate) is_prose: bool,
    /// Sentences that stand under a heading of the family's history.
    pub(crate) family: HashSet<u32>,
}

/// How far a sentence is followed to either side of a word; longer ones are no sentences.
const SENTENCE: usize = 80;

impl Source {
    /// The cues of prose that begin between two tokens. Cues stand in their order.
    pub(crate) fn cues_in(&self, from: usize, to: usize) -> &[crate::lexicon::Found] {
        let start = self.cues.partition_point(|cue| cue.from < from);
        let end = self.cues.partition_point(|cue| cue.from < to);
        self.cues.get(start..end.max(start)).unwrap_or_default()
    }

    /// The tokens of the sentence around a token of prose.
    pub(crate) fn sentence_of(&self, index: usize) -> (usize, usize) {
        let Some(sentence) = self.prose.get(index).map(|token| token.sentence) else {
            return (index, index);
        };
        let same = |at: &usize| self.prose[*at].sentence == sentence;
        let first = (index.saturating_sub(SENTENCE)..=index)
            .rev()
            .take_while(same)
            .last()
            .unwrap_or(index);
        let last = (index..self.prose.len().min(index + SENTENCE))
            .take_while(same)
            .last()
            .unwrap_or(index);
        (first, last + 1)
    }
}

/// Prepares one source.
pub(crate) fn prepare(lexicon: &Lexicon, snippet: &Snippet) -> Source {
    let mut source = Source {
        is_prose: snippet.resource.is_none(),
        ..Source::default()
    };
    if let Some(kind) = snippet.resource_type() {
        source.ids.extend(lexicon.type_ids(kind));
    }
    let observed = snippet.resource_type() == Some("Observation");
    for fact in &snippet.facts {
        source.fact(lexicon, fact);
    }
    let mut title = text::tokens(&snippet.title);
    lexicon.annotate(&mut title);
    source
        .ids
        .extend(title.iter().flat_map(|token| token.ids.iter().copied()));
    let groups: Vec<(u16, HashSet<u64>)> = group_names(lexicon, snippet);
    let own = groups
        .iter()
        .find(|(group, _)| *group == 0)
        .map(|(_, names)| names.clone())
        .unwrap_or_default();
    source.names.extend(own.iter().copied());
    // A policy or guideline is called by its number.
    if snippet.resource.is_none() {
        source.ids.extend(ids_of(lexicon, snippet.id.as_str()));
    }
    for fact in &snippet.facts {
        source.values_of(lexicon, fact, &groups, &own, observed);
    }
    if source.is_prose || !snippet.prose.is_empty() {
        source.read_prose(lexicon, snippet);
    }
    source.concepts = concepts_of(title);
    source.judge(snippet);
    lexicon.widen(&mut source.ids);
    lexicon.widen(&mut source.names);
    for value in &mut source.values {
        lexicon.widen(&mut value.names);
    }
    source
}

/// The concepts that a title names.
fn concepts_of(title: Vec<Token>) -> HashSet<u64> {
    title
        .into_iter()
        .flat_map(|token| token.ids.into_iter().skip(1))
        .collect()
}

/// The ids of the codes of each group.
fn group_names(lexicon: &Lexicon, snippet: &Snippet) -> Vec<(u16, HashSet<u64>)> {
    let mut out: Vec<(u16, HashSet<u64>)> = Vec::new();
    for fact in snippet.facts(FactRole::Code) {
        let mut names = ids_of(lexicon, &words_of(&fact.value));
        if let FactValue::Coded { codings, .. } = &fact.value {
            let loinc = codings.iter().filter(|one| one.system.contains("loinc"));
            names.extend(loinc.filter_map(|one| lexicon.analyte(&one.code)));
        }
        // The name of hemoglobin A1c says hemoglobin too, and is none of it.
        if names.contains(&id('c', "hba1c")) {
            names.remove(&id('c', "hemoglobin"));
        }
        match out.iter_mut().find(|(group, _)| *group == fact.group) {
            Some((_, known)) => known.extend(names),
            None => out.push((fact.group, names)),
        }
    }
    out
}

/// The ids of a text.
pub(crate) fn ids_of(lexicon: &Lexicon, text: &str) -> HashSet<u64> {
    let mut tokens = text::tokens(text);
    lexicon.annotate(&mut tokens);
    tokens.into_iter().flat_map(|token| token.ids).collect()
}

/// The words of a fact: texts and displays.
fn words_of(value: &FactValue) -> String {
    match value {
        FactValue::Coded { text, codings } => {
            let mut words = text.clone();
            for coding in codings {
                words.push_str(" | ");
                words.push_str(&coding.display);
                if coding.code.chars().all(char::is_alphabetic)
                    || coding.system.contains("terminology.hl7.org")
                {
                    words.push(' ');
                    words.push_str(&coding.code);
                }
            }
            words
        }
        FactValue::Text(text) => text.clone(),
        FactValue::Reference { text, .. } => text.clone().unwrap_or_default(),
        FactValue::Quantity(quantity) => quantity.unit.clone(),
        _ => String::new(),
    }
}

impl Source {
    fn fact(&mut self, lexicon: &Lexicon, fact: &Fact) {
        let place = || (fact.path.clone(), fact.span);
        match &fact.value {
            FactValue::Date(date) => {
                let (start, end) = date.days();
                self.dates.push(Dated {
                    start,
                    end,
                    role: fact.role,
                    path: fact.path.clone(),
                    span: fact.span,
                    said: None,
                });
            }
            FactValue::Reference { to, .. } => self.links.push(to.clone()),
            FactValue::Coded { codings, .. } => {
                for coding in codings.iter().filter(|coding| !coding.code.is_empty()) {
                    let (path, span) = place();
                    self.codes.push((coding.code.to_lowercase(), path, span));
                }
            }
            _ => {}
        }
        let words = words_of(&fact.value);
        let mut tokens = text::tokens(&words);
        lexicon.annotate(&mut tokens);
        if !words.is_empty() && (!self.is_prose || fact.role != FactRole::Text) {
            // Names have no word family: Corinna is not Corinne.
            if !matches!(
                fact.role,
                FactRole::Name
                    | FactRole::Actor
                    | FactRole::Organization
                    | FactRole::Location
                    | FactRole::Address
                    | FactRole::Identifier
            ) {
                self.stems.extend(
                    tokens
                        .iter()
                        .filter(|token| token.stem.len() >= 6)
                        .map(|token| token.stem.clone()),
                );
            }
            let ids: HashSet<u64> = tokens
                .iter()
                .flat_map(|token| &token.ids)
                .copied()
                .collect();
            if matches!(fact.role, FactRole::Reason | FactRole::StatusReason) {
                self.reasons.extend(ids.iter().copied());
            }
            self.ids.extend(ids);
        }
        // An order not to give something is no order of it.
        if fact.role == FactRole::DoNotPerform && matches!(fact.value, FactValue::Boolean(true)) {
            self.state = Some(State::Ended);
            self.state_path = Some((fact.path.clone(), fact.span, "do not perform".to_owned()));
        }
        if fact.role == FactRole::Deceased && !matches!(fact.value, FactValue::Boolean(false)) {
            self.ids
                .extend([id('c', "death"), id('w', "deceas"), id('w', "died")]);
        }
        if fact.role == FactRole::MaritalStatus {
            let concept = match words
                .split_whitespace()
                .last()
                .map(str::to_lowercase)
                .as_deref()
            {
                Some("m") => Some("married"),
                Some("s") => Some("never_married"),
                Some("d") => Some("divorced"),
                Some("w") => Some("widowed"),
                _ => None,
            };
            self.ids.extend(concept.map(|concept| id('c', concept)));
        }
        if matches!(fact.role, FactRole::Identifier | FactRole::Lot) && !words.is_empty() {
            let (path, span) = place();
            self.codes.push((words.to_lowercase(), path, span));
        }
        if matches!(
            fact.role,
            FactRole::Frequency | FactRole::Instruction | FactRole::Text
        ) {
            let mut at = 0;
            while at < tokens.len() {
                match lexicon.frequency(&tokens, at) {
                    Some((to, name)) => {
                        self.frequencies
                            .push((name.to_owned(), fact.path.clone(), fact.span));
                        at = to;
                    }
                    None => at += 1,
                }
            }
        }
        if fact.role == FactRole::AsNeeded && !matches!(fact.value, FactValue::Boolean(false)) {
            self.frequencies
                .push(("prn".to_owned(), fact.path.clone(), fact.span));
            self.ids.insert(id('w', "prn"));
        }
    }

    fn judge(&mut self, snippet: &Snippet) {
        for fact in &snippet.facts {
            let code = match &fact.value {
                FactValue::Text(text) => text.to_lowercase(),
                FactValue::Coded { text, codings } => codings
                    .first()
                    .map_or_else(|| text.to_lowercase(), |coding| coding.code.to_lowercase()),
                _ => continue,
            };
            let place = (fact.path.clone(), fact.span, code.clone());
            match fact.role {
                FactRole::Status | FactRole::ClinicalStatus if fact.group == 0 => {
                    let document = matches!(
                        snippet.resource_type(),
                        Some("DocumentReference" | "Goal" | "Provenance")
                    );
                    let state = match code.as_str() {
                        "active" | "recurrence" | "relapse" | "in-progress" | "intended" => {
                            State::Active
                        }
                        "on-hold" | "suspended" | "proposed" => State::Held,
                        "resolved" | "inactive" | "remission" | "stopped" | "completed"
                        | "cancelled" | "revoked" | "ended" | "finished" | "not-taken" => {
                            State::Ended
                        }
                        "entered-in-error" | "not-done" => {
                            self.retracted = Some(place.clone());
                            State::Ended
                        }
                        _ => State::Unknown,
                    };
                    // "finished" and "completed" of an act that is over by nature says nothing of its being in force.
                    let by_nature = matches!(
                        snippet.resource_type(),
                        Some(
                            "Encounter"
                                | "Immunization"
                                | "Observation"
                                | "DiagnosticReport"
                                | "Claim"
                                | "ExplanationOfBenefit"
                                | "Organization"
                                | "Location"
                                | "Practitioner"
                        )
                    );
                    if state != State::Unknown
                        && !document
                        && !by_nature
                        && (self.state.is_none() || fact.role == FactRole::ClinicalStatus)
                    {
                        self.state = Some(state);
                        self.state_path = Some(place);
                    }
                }
                FactRole::VerificationStatus => match code.as_str() {
                    "refuted" | "entered-in-error" => self.retracted = Some(place),
                    "unconfirmed" | "provisional" | "differential" | "presumed" => {
                        self.unconfirmed = Some(place);
                    }
                    "confirmed" => self.confirmed = true,
                    _ => {}
                },
                _ => {}
            }
        }
        if self.state.is_none() && snippet.facts(FactRole::Abatement).next().is_some() {
            self.state = Some(State::Ended);
        }
    }
}
