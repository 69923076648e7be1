//! What a text for a patient must not say, and what it must.

use crate::read::{Order, ProblemState, View, orders, problems};
use crate::triage::token::{Phrase, Token, tokens};
use crate::triage::{Triage, Urgency};
use model::Span;
use serde::Serialize;

/// A finding in a text that is to go to a patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SafetyFinding {
    /// What is wrong.
    pub kind: SafetyKind,
    /// Where in the text; none where something is missing.
    pub span: Option<Span>,
    /// In words, for the clinician.
    pub what: String,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SafetyKind {
    /// A diagnosis that the problem list does not have.
    NewDiagnosis,
    /// A change of a medicine that no order supports.
    DoseChange,
    /// Reassurance against a red flag.
    FalseReassurance,
    /// No word of where to go now.
    NoEscalation,
}

impl SafetyKind {
    /// Whether a clinician may let it stand with a reason. That the patient is told where to go is no matter of opinion.
    pub const fn may_accept(self) -> bool {
        !matches!(self, Self::NoEscalation)
    }
}

/// Diagnoses that a reply might make, by words of their names.
const DIAGNOSES: [&str; 62] = [
    "pneumonia",
    "bronchitis",
    "asthma",
    "copd",
    "covid",
    "flu",
    "influenza",
    "strep throat",
    "sinus infection",
    "sinusitis",
    "uti",
    "urinary tract infection",
    "kidney infection",
    "kidney stone*",
    "appendicitis",
    "gallstone*",
    "gallbladder",
    "ulcer",
    "gastritis",
    "gastroenteritis",
    "reflux",
    "gerd",
    "ibs",
    "colitis",
    "diverticulitis",
    "heart attack",
    "angina",
    "heart failure",
    "atrial fibrillation",
    "afib",
    "stroke",
    "tia",
    "blood clot",
    "dvt",
    "pulmonary embolism",
    "migraine",
    "vertigo",
    "concussion",
    "seizure disorder",
    "epilepsy",
    "diabetes",
    "prediabetes",
    "thyroid disease",
    "hypothyroidism",
    "hyperthyroidism",
    "anemia",
    "cancer",
    "lymphoma",
    "leukemia",
    "melanoma",
    "depression",
    "anxiety disorder",
    "bipolar*",
    "panic disorder",
    "adhd",
    "dementia",
    "shingles",
    "cellulitis",
    "eczema",
    "psoriasis",
    "gout",
    "arthritis",
];
const ASSERTS: [&str; 16] = [
    "you have",
    "you likely have",
    "you probably have",
    "you may have",
    "you might have",
    "youve got",
    "you are having",
    "this is",
    "it is",
    "its",
    "sounds like",
    "looks like",
    "seems like",
    "consistent with",
    "suggests",
    "diagnos*",
];
const CHANGES: [&str; 30] = [
    "increase*",
    "decrease*",
    "double",
    "halve",
    "cut",
    "reduce",
    "raise",
    "lower",
    "stop",
    "stopping",
    "start",
    "starting",
    "restart",
    "skip",
    "hold",
    "switch",
    "change",
    "take an extra",
    "take two",
    "take half",
    "take more",
    "take less",
    "discontinue",
    "quit",
    "wean",
    "taper",
    "up your",
    "bump up",
    "go up",
    "go down",
];
const REASSURES: [&str; 23] = [
    "nothing to worry",
    "dont worry",
    "do not worry",
    "no need to worry",
    "not to worry",
    "perfectly normal",
    "is normal",
    "you are fine",
    "you will be fine",
    "youll be fine",
    "youre fine",
    "no need to come in",
    "no need to be seen",
    "not serious",
    "nothing serious",
    "harmless",
    "not dangerous",
    "wait and see",
    "it will pass",
    "no cause for concern",
    "not an emergency",
    "no need to call",
    "can wait",
];
const NOW: [&str; 7] = [
    "911",
    "988",
    "emergency room",
    "emergency department",
    "poison control",
    "ambulance",
    "maternity unit",
];
const TODAY: [&str; 8] = [
    "today",
    "urgent care",
    "911",
    "988",
    "emergency room",
    "emergency department",
    "right away",
    "same day",
];

/// Everything that is wrong with the text: what it says, in its order, then what it lacks.
pub(crate) fn check(text: &str, triage: &Triage, view: View<'_>) -> Vec<SafetyFinding> {
    let mut found = content(text, triage, view);
    found.extend(escalation(text, triage));
    found
}

/// What it says and must not, in its order.
pub(super) fn content(text: &str, triage: &Triage, view: View<'_>) -> Vec<SafetyFinding> {
    let words = tokens(text);
    let mut found = diagnoses(&words, view);
    found.extend(changes(&words, view));
    if !triage.flags.is_empty() {
        for (from, to) in find_all(&REASSURES, &words) {
            found.push(finding(
                SafetyKind::FalseReassurance,
                &words,
                (from, to),
                "the message has a red flag; this reassures",
            ));
        }
    }
    found.sort_by_key(|one| one.span.map_or(usize::MAX, |span| span.start));
    found
}

/// That it lacks a word of where to go, where a red flag wants one.
pub(super) fn escalation(text: &str, triage: &Triage) -> Option<SafetyFinding> {
    if !triage.must_escalate() {
        return None;
    }
    let (wanted, what): (&[&str], &str) = if triage.urgency == Urgency::Emergency {
        (
            &NOW,
            "the message has a red flag: the reply must say to call 911, or where to go now",
        )
    } else {
        (
            &TODAY,
            "the message has a red flag: the reply must say to call or be seen today",
        )
    };
    find_all(wanted, &tokens(text))
        .is_empty()
        .then(|| SafetyFinding {
            kind: SafetyKind::NoEscalation,
            span: None,
            what: what.to_owned(),
        })
}

fn find_all(phrases: &[&str], words: &[Token]) -> Vec<(usize, usize)> {
    phrases
        .iter()
        .flat_map(|phrase| Phrase::read(phrase).find(words))
        .collect()
}

fn finding(
    kind: SafetyKind,
    words: &[Token],
    (from, to): (usize, usize),
    what: &str,
) -> SafetyFinding {
    SafetyFinding {
        kind,
        span: Some(Span::new(words[from].span.start, words[to].span.end)),
        what: what.to_owned(),
    }
}

fn diagnoses(words: &[Token], view: View<'_>) -> Vec<SafetyFinding> {
    let known: Vec<String> = problems(view)
        .iter()
        .filter(|problem| problem.state != ProblemState::Past)
        .map(|problem| problem.name.to_lowercase())
        .collect();
    let asserts = find_all(&ASSERTS, words);
    let mut found = Vec::new();
    for name in DIAGNOSES {
        let bare = name.trim_end_matches('*');
        if known.iter().any(|problem| problem.contains(bare)) {
            continue;
        }
        for (from, to) in Phrase::read(name).find(words) {
            let told = asserts.iter().any(|(start, end)| {
                *end < from && from - end <= 6 && words[*start].sentence == words[from].sentence
            });
            let asked = words
                .iter()
                .skip(from.saturating_sub(6))
                .take(6)
                .any(|token| {
                    matches!(
                        token.word.as_str(),
                        "if" | "not" | "no" | "rule" | "whether"
                    )
                });
            if told && !asked {
                found.push(finding(
                    SafetyKind::NewDiagnosis,
                    words,
                    (from, to),
                    "this diagnosis is not on the problem list",
                ));
            }
        }
    }
    found
}

fn changes(words: &[Token], view: View<'_>) -> Vec<SafetyFinding> {
    let orders = orders(view);
    let current: Vec<&Order<'_>> = orders.iter().filter(|order| order.current()).collect();
    let drug = |at: usize| {
        let word = words[at].word.as_str();
        matches!(
            word,
            "dose"
                | "dosage"
                | "medicine"
                | "medication"
                | "pill"
                | "pills"
                | "tablet"
                | "tablets"
                | "mg"
                | "mcg"
                | "units"
                | "insulin"
                | "antibiotic"
        ) || (word.len() > 4
            && orders.iter().any(|order| {
                order
                    .name
                    .to_lowercase()
                    .split(' ')
                    .any(|part| part == word)
            }))
    };
    let mut found = Vec::new();
    for (from, to) in find_all(&CHANGES, words) {
        let denied = words[from.saturating_sub(3)..from].iter().any(|token| {
            matches!(
                token.word.as_str(),
                "not" | "dont" | "never" | "before" | "without"
            )
        });
        let about = (to + 1..words.len().min(to + 7))
            .find(|at| words[*at].sentence == words[from].sentence && drug(*at));
        if let Some(at) = about.filter(|_| !denied) {
            found.push(finding(
                SafetyKind::DoseChange,
                words,
                (from, at),
                "no order supports this change of a medicine",
            ));
        }
    }
    // `take 20 mg`: an order in force must say so.
    for (from, to) in find_all(&["take", "use", "inject"], words) {
        let amount = (to + 1..words.len().min(to + 4)).find(|at| {
            words[*at].number().is_some()
                && words.get(at + 1).is_some_and(|unit| {
                    matches!(
                        unit.word.as_str(),
                        "mg" | "mcg" | "units" | "ml" | "tablets" | "tablet" | "pills" | "puffs"
                    )
                })
        });
        let Some(at) = amount else { continue };
        let said = format!(
            "{} {}",
            words[at].word,
            words[at + 1].word.trim_end_matches('s')
        );
        let ordered = current.iter().any(|order| {
            let text = format!("{} {}", order.name, order.instructions.join(" ")).to_lowercase();
            text.contains(&said)
        });
        if !ordered {
            found.push(finding(
                SafetyKind::DoseChange,
                words,
                (from, at + 1),
                "no order in force has this dose",
            ));
        }
    }
    found
}
