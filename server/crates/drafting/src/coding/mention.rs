//! Problems that prose names, and how it speaks of them: only what is stated of the patient, as present and certain, counts.

use super::book::{CodeBook, LONGEST};
use crate::read::Sentence;

/// Headings whose sentences never yield a code: other people, the past, lists of questions, advice.
const HEADINGS: [&str; 15] = [
    "family",
    "past",
    "history of present",
    "surgical",
    "social",
    "allerg",
    "review of systems",
    "differential",
    "education",
    "instruction",
    "screening",
    "rule",
    "risk",
    "medication",
    "immunization",
];

/// Headings under which a symptom is a diagnosis.
const DIAGNOSES: [&str; 5] = ["assessment", "impression", "diagnos", "problem", "plan"];

/// Words that take the certainty, the presence or the patient away from everything in their clause, wherever they stand in it.
const AWAY: [&str; 95] = [
    // absent
    "no",
    "not",
    "denies",
    "denied",
    "denying",
    "without",
    "never",
    "negative",
    "absence",
    "absent",
    "free of",
    "none",
    "neither",
    "nor",
    "cannot",
    "doesn't",
    "does not",
    "isn't",
    "wasn't",
    "hasn't",
    "unremarkable for",
    // uncertain
    "possible",
    "possibly",
    "probable",
    "probably",
    "suspected",
    "suspect",
    "suspicion",
    "suspicious",
    "likely",
    "unlikely",
    "rule out",
    "ruled out",
    "rules out",
    "r/o",
    "versus",
    "vs",
    "questionable",
    "consistent with",
    "compatible with",
    "concern for",
    "concerning for",
    "concerned about",
    "may",
    "might",
    "could",
    "appears",
    "differential",
    "consider",
    "considered",
    "considering",
    "evaluate for",
    "evaluation for",
    "evaluated for",
    "working diagnosis",
    "presumed",
    "presumptive",
    "suggestive",
    "suggests",
    "question of",
    "if",
    "whether",
    "unclear",
    // over
    "pmh",
    "past medical",
    "past history",
    "history of",
    "h/o",
    "hx of",
    "resolved",
    "prior",
    "previous",
    "previously",
    "former",
    "remission",
    "status post",
    "s/p",
    "in the past",
    "childhood",
    "as a child",
    "years ago",
    "cured",
    // not yet, or not here
    "risk",
    "screening",
    "screen",
    "prevent",
    "prevention",
    "prophylaxis",
    "vaccine",
    "vaccination",
    "return for",
    "return if",
    "watch for",
    "should",
    "in case",
];

/// Other people.
const PEOPLE: [&str; 30] = [
    "mother",
    "father",
    "brother",
    "sister",
    "son",
    "daughter",
    "parents",
    "parent",
    "siblings",
    "sibling",
    "aunt",
    "uncle",
    "cousin",
    "grandmother",
    "grandfather",
    "grandparent",
    "grandparents",
    "maternal",
    "paternal",
    "family",
    "relative",
    "relatives",
    "husband",
    "wife",
    "spouse",
    "partner",
    "mom",
    "dad",
    "roommate",
    "child's",
];

/// A problem that a sentence states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention<'a, T> {
    /// What the name leads to.
    pub(crate) what: T,
    /// The sentence, exactly.
    pub(crate) quote: &'a str,
    /// The name in it.
    pub(crate) name: &'a str,
}

/// The problems that a sentence states of the patient; `find` leads from a name to what is looked for.
pub(super) fn mentions<'a, T>(
    book: &CodeBook,
    sentence: &Sentence<'a>,
    find: &dyn Fn(&str) -> Option<T>,
) -> Vec<Mention<'a, T>> {
    mentions_by(&|word| book.has_word(word), sentence, find)
}

/// The same for names of another list: `known` tells whether a word is part of any.
pub(crate) fn mentions_by<'a, T>(
    known: &dyn Fn(&str) -> bool,
    sentence: &Sentence<'a>,
    find: &dyn Fn(&str) -> Option<T>,
) -> Vec<Mention<'a, T>> {
    let heading = sentence.heading.as_str();
    let diagnosis = DIAGNOSES.iter().any(|word| heading.contains(word));
    let closed = HEADINGS.iter().any(|word| heading.contains(word));
    if (closed && !diagnosis) || heading.contains("differential") || sentence.words.ends_with('?') {
        return Vec::new();
    }
    clauses(sentence.words)
        .into_iter()
        .flat_map(|clause| {
            // What follows `without` is absent; what stands before it is not.
            let before = clause.find(" without ").unwrap_or(clause.len());
            let stated = clause.get(..before).is_some_and(|part| !turned(part));
            let mut names = if stated {
                named(known, clause, find)
            } else {
                Vec::new()
            };
            names.retain(|(_, name)| clause.find(name).is_some_and(|at| at < before));
            names
        })
        .map(|(what, name)| Mention {
            what,
            quote: sentence.words,
            name,
        })
        .collect()
}

/// Whether a symptom that a sentence names may be coded: where diagnoses stand.
pub(super) fn symptoms(sentence: &Sentence<'_>) -> bool {
    sentence.heading.is_empty() || DIAGNOSES.iter().any(|word| sentence.heading.contains(word))
}

/// Whether a sentence stands where the visit's problems are assessed.
pub(super) fn assessed(sentence: &Sentence<'_>) -> bool {
    DIAGNOSES.iter().any(|word| sentence.heading.contains(word))
}

/// A sentence's parts, of which each stands for itself.
fn clauses(sentence: &str) -> Vec<&str> {
    let mut parts = vec![sentence];
    for end in ["; ", " but ", " however", ". "] {
        parts = parts.into_iter().flat_map(|part| part.split(end)).collect();
    }
    parts
}

/// Whether a clause says that something is absent, uncertain, over, or somebody else's.
pub(crate) fn turned(clause: &str) -> bool {
    let lower: String = format!(" {} ", clause.to_lowercase())
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '/' | '\'') {
                c
            } else {
                ' '
            }
        })
        .collect();
    let lower = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = format!(" {lower} ");
    AWAY.iter()
        .chain(&PEOPLE)
        .any(|word| lower.contains(&format!(" {word} ")))
}

/// Whether a tidy text, with a space before and after each word, speaks of somebody else.
pub(super) fn others(text: &str) -> bool {
    PEOPLE
        .iter()
        .any(|word| text.contains(&format!(" {word} ")))
}

/// The longest names in a clause that mean a code, none overlapping another. A word before a name that makes it another thing (`secondary
/// hypertension`) keeps it from being one.
fn named<'a, T>(
    known: &dyn Fn(&str) -> bool,
    clause: &'a str,
    find: &dyn Fn(&str) -> Option<T>,
) -> Vec<(T, &'a str)> {
    let words = words(clause);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // Words that no name has end every name.
        let most = words
            .iter()
            .skip(at)
            .take(LONGEST)
            .take_while(|&&(from, to)| clause.get(from..to).is_some_and(known))
            .count();
        let hit = (1..=most).rev().find_map(|length| {
            let (from, to) = (words[at].0, words[at + length - 1].1);
            let name = clause.get(from..to)?;
            // A name runs within one phrase.
            (!name.contains([':', '.', '('])).then_some(())?;
            Some((length, find(name)?, name))
        });
        match hit {
            Some((length, what, name)) => {
                if !qualified(&words, clause, at, at + length) {
                    found.push((what, name));
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Words that may stand directly before or after a name without making it another thing.
const PLAIN: [&str; 64] = [
    "has",
    "have",
    "with",
    "and",
    "the",
    "a",
    "an",
    "her",
    "his",
    "their",
    "your",
    "you",
    "of",
    "for",
    "is",
    "known",
    "current",
    "diagnosis",
    "diagnosed",
    "assessment",
    "impression",
    "problem",
    "stable",
    "controlled",
    "well",
    "poorly",
    "uncontrolled",
    "continue",
    "continues",
    "treated",
    "on",
    "today",
    "patient",
    "patient's",
    "management",
    "follow",
    "up",
    "established",
    "confirmed",
    "by",
    "in",
    "at",
    "was",
    "remains",
    "due",
    "to",
    "presents",
    "1",
    "2",
    "3",
    "4",
    "5",
    "active",
    "treat",
    "new",
    "including",
    "include",
    "from",
    "her",
    "also",
    "are",
    "both",
    "discussed",
    "as",
];

fn qualified(words: &[(usize, usize)], clause: &str, from: usize, to: usize) -> bool {
    let near = |index: Option<usize>, between: &dyn Fn(usize) -> Option<String>| {
        let Some(index) = index else { return false };
        let Some(&(start, end)) = words.get(index) else {
            return false;
        };
        // Punctuation between them ends the phrase.
        if between(index).is_some_and(|gap| gap.trim() != "" && gap.trim() != "-") {
            return false;
        }
        let word = clause.get(start..end).unwrap_or_default().to_lowercase();
        !PLAIN.contains(&word.as_str())
    };
    let before = near(from.checked_sub(1), &|index| {
        clause.get(words[index].1..words[from].0).map(str::to_owned)
    });
    let after_word = words
        .get(to)
        .and_then(|&(start, end)| clause.get(start..end));
    let after = after_word.is_some_and(|word| {
        matches!(
            word.to_lowercase().as_str(),
            "screening"
                | "screen"
                | "prevention"
                | "education"
                | "clinic"
                | "specialist"
                | "panel"
                | "test"
                | "testing"
                | "risk"
                | "like"
                | "exposure"
                | "vaccine"
                | "mimic"
                | "workup"
                | "work-up"
                | "medication"
                | "medications"
                | "foundation"
                | "guidelines"
        )
    });
    before || after
}

/// The words of a text: where each begins and ends.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices() {
        let inside = letter.is_alphanumeric() || matches!(letter, '\'');
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|from| (from, text.len())));
    out
}
