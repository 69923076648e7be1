//! Where in a note an utterance belongs, by plain rules: its heading, else who said it and with which words.

use super::{Speaker, Utterance};
use crate::say::{Line, Lines, capital};

/// A part of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Subjective,
    Past,
    Objective,
    Assessment,
    Plan,
    Procedure,
    /// Small talk, questions, acts of the office.
    Nothing,
}

/// Longest sentence that is quoted, in bytes.
const LONGEST: usize = 400;

/// Headings, each with its part.
const HEADINGS: [(&str, Part); 25] = [
    ("family", Part::Past),
    ("past", Part::Past),
    ("pmh", Part::Past),
    ("surgical history", Part::Past),
    ("social", Part::Past),
    ("complaint", Part::Subjective),
    ("subjective", Part::Subjective),
    ("history", Part::Subjective),
    ("hpi", Part::Subjective),
    ("review of systems", Part::Subjective),
    ("symptom", Part::Subjective),
    ("exam", Part::Objective),
    ("objective", Part::Objective),
    ("vital", Part::Objective),
    ("result", Part::Objective),
    ("procedure", Part::Procedure),
    ("indication", Part::Procedure),
    ("technique", Part::Procedure),
    ("anesthesia", Part::Procedure),
    ("complication", Part::Procedure),
    ("specimen", Part::Procedure),
    ("assessment", Part::Assessment),
    ("impression", Part::Assessment),
    ("diagnos", Part::Assessment),
    ("plan", Part::Plan),
];

/// Words of a clinician who tells a finding.
const FINDINGS: [&str; 20] = [
    "exam",
    "i hear",
    "i see",
    "i appreciate",
    "appreciate",
    "lungs",
    "murmur",
    "tender",
    "edema",
    "swelling in",
    "range of motion",
    "blood pressure is",
    "blood pressure today",
    "heart rate",
    "temperature",
    "oxygen",
    "x-ray",
    "ultrasound",
    "your labs",
    "results",
];

/// Words of a clinician who names what it is.
const JUDGMENTS: [&str; 8] = [
    "i think",
    "assessment",
    "diagnosis",
    "consistent with",
    "this is",
    "looks like",
    "your first problem",
    "problem of",
];

/// Words of a clinician who decides.
const DECISIONS: [&str; 24] = [
    "i want to",
    "i wan na",
    "i'd like to",
    "i would like to",
    "we'll",
    "we will",
    "i'll",
    "i will",
    "i'm going to",
    "i'm gon na",
    "let's",
    "start",
    "increase",
    "decrease",
    "continue",
    "order",
    "refer",
    "follow up",
    "follow-up",
    "come back",
    "prescribe",
    "recommend",
    "schedule",
    "stop taking",
];

/// Words by which a patient's sentence tells of health.
const HEALTH: [&str; 62] = [
    "pain",
    "hurt",
    "ache",
    "sore",
    "cough",
    "fever",
    "chill",
    "nausea",
    "vomit",
    "diarrhea",
    "constipat",
    "dizz",
    "tired",
    "fatigue",
    "sleep",
    "breath",
    "swell",
    "rash",
    "itch",
    "bleed",
    "blood",
    "weak",
    "numb",
    "tingl",
    "headache",
    "vision",
    "hearing",
    "weight",
    "appetite",
    "eat",
    "diet",
    "urin",
    "pee",
    "stool",
    "bowel",
    "smok",
    "drink",
    "alcohol",
    "drug",
    "medic",
    "pill",
    "tablet",
    "dose",
    "allerg",
    "surgery",
    "operation",
    "hospital",
    "fall",
    "fell",
    "injur",
    "sugar",
    "pressure",
    "heart",
    "chest",
    "stomach",
    "knee",
    "shoulder",
    "anxi",
    "depress",
    "stress",
    "therapy",
    "symptom",
];

impl Part {
    /// The part of an utterance.
    pub(crate) fn of(utterance: &Utterance<'_>) -> Self {
        if let Some((_, part)) = HEADINGS
            .iter()
            .find(|(word, _)| utterance.heading.contains(word))
        {
            return *part;
        }
        let lower = utterance.words.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if lower.ends_with('?') || utterance.words.split_whitespace().count() < 3 {
            return Self::Nothing;
        }
        match utterance.speaker {
            Speaker::Clinician if has(&DECISIONS) => Self::Plan,
            Speaker::Clinician if has(&FINDINGS) => Self::Objective,
            Speaker::Clinician if has(&JUDGMENTS) => Self::Assessment,
            Speaker::Clinician if utterance.dictated => Self::Subjective,
            Speaker::Patient | Speaker::Unknown if has(&HEALTH) => Self::Subjective,
            _ => Self::Nothing,
        }
    }
}

/// The utterances of some parts, each quoted and told whose words they are; names what the cap leaves out.
pub(crate) fn quoted(all: &[Utterance<'_>], parts: &[Part], most: usize) -> Lines {
    let mut lines = Lines::default();
    let fitting: Vec<&Utterance<'_>> = all
        .iter()
        .filter(|one| parts.contains(&Part::of(one)))
        .filter(|one| one.words.len() <= LONGEST)
        .collect();
    // `right away` reads like a side: such a sentence would stand blocked, so that it was said is told instead.
    let (odd, fitting): (Vec<&Utterance<'_>>, Vec<&Utterance<'_>>) =
        fitting.into_iter().partition(|one| {
            let lower = unfilled(one.words).to_lowercase();
            // A `no` before a sentence answers something else: read with the sentence it would deny it.
            let answers = lower
                .strip_prefix("no")
                .is_some_and(|rest| rest.trim_start().starts_with(','));
            !one.dictated && (answers || IDIOMS.iter().any(|words| lower.contains(words)))
        });
    if !odd.is_empty() {
        lines.leave_out(format!("{} sentences that were said are not quoted: a phrase in them reads like a side of the body or like a denial.", odd.len()));
    }
    for one in fitting.iter().take(most) {
        lines.push(quote(one));
    }
    if fitting.len() > most {
        lines.leave_out(format!(
            "{} further sentences that were said are not quoted.",
            fitting.len() - most
        ));
    }
    lines
}

/// Phrases with a word of a side that name none.
const IDIOMS: [&str; 6] = [
    "right away",
    "right now",
    "right there",
    "right here",
    "all right",
    "that's right",
];

/// Words with which speech begins and that say nothing.
const FILLERS: [&str; 17] = [
    "all right",
    "alright",
    "okay",
    "ok",
    "so",
    "um",
    "uh",
    "well",
    "yeah",
    "yes",
    "and",
    "oh",
    "you know",
    "now",
    "right",
    "hmm",
    "mm-hmm",
];

/// Without the fillers at the beginning: what is left is still word for word.
fn unfilled(words: &str) -> &str {
    let mut rest = words;
    loop {
        let filler = FILLERS.iter().find_map(|filler| {
            let (head, tail) = rest.split_at_checked(filler.len())?;
            let ends = tail.trim_start().starts_with([',', '.']);
            (head.eq_ignore_ascii_case(filler) && ends).then(|| {
                tail.trim_start()
                    .trim_start_matches([',', '.'])
                    .trim_start()
            })
        });
        match filler.filter(|tail| !tail.is_empty()) {
            Some(tail) => rest = tail,
            None => return rest,
        }
    }
}

/// `Patient: “I have had a cough for two weeks”.`; what was dictated stands as the clinician's own words.
pub(crate) fn quote(one: &Utterance<'_>) -> Line {
    let words = one.words.trim_end_matches('.').trim();
    if one.dictated {
        return Line::new(capital(words)).quote(one.source, words);
    }
    let words = unfilled(words);
    let who = match one.speaker {
        Speaker::Patient => "Patient",
        Speaker::Clinician => "Clinician",
        Speaker::Unknown => "Said",
    };
    Line::new(format!("{who}: “{words}”")).quote(one.source, words)
}
