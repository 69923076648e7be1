//! The words of a sentence or a title as they are compared: stems, with other names of one thing made one, and what is said to be absent marked so.

use super::rules::{ActRules, stem};

/// Words after which, up to the end of the phrase, things are absent.
const ABSENT: [&str; 6] = ["without", "no", "not", "excludes", "excluding", "except"];
/// Words whose next word is the number of a kind.
const KINDS: [&str; 6] = ["type", "level", "class", "stage", "grade", "phase"];

/// A word, or a name that is read as one.
pub(super) struct Word {
    /// Empty for what names nothing.
    pub(super) stems: Vec<String>,
    /// Whether it is said to be absent.
    pub(super) absent: bool,
    /// Whether punctuation follows, or nothing.
    pub(super) closes: bool,
    /// Whether a comma stands anywhere before it.
    pub(super) later: bool,
    /// As written, in lower case.
    pub(super) raw: String,
}

struct Raw {
    word: String,
    closes: bool,
    later: bool,
}

/// The words of a text in their order.
pub(super) fn words(rules: &ActRules, text: &str) -> Vec<Word> {
    let raw = raw(text);
    let mut out: Vec<Word> = Vec::new();
    let mut absent = false;
    let mut at = 0;
    while let Some(one) = raw.get(at) {
        let (stems, length) = named(rules, &raw, at);
        let last = raw.get(at + length - 1).unwrap_or(one);
        let before = at.checked_sub(1).and_then(|before| raw.get(before));
        let non = before.is_some_and(|before| before.word == "non" && !before.closes);
        let other = one.word == "than" && before.is_some_and(|before| before.word == "other");
        absent = (absent && !rules.verbs.contains(&stem(&one.word)) && one.word != "with")
            || ABSENT.contains(&one.word.as_str())
            || other;
        out.push(Word {
            absent: absent || non,
            closes: last.closes,
            later: one.later,
            raw: one.word.clone(),
            stems: if ABSENT.contains(&one.word.as_str())
                || matches!(one.word.as_str(), "non" | "other" | "than")
            {
                Vec::new()
            } else {
                stems
            },
        });
        absent &= !last.closes;
        at += length;
    }
    out
}

/// What stands at a place, and how many words it takes.
fn named(rules: &ActRules, raw: &[Raw], at: usize) -> (Vec<String>, usize) {
    let rest = raw.get(at..).unwrap_or_default();
    let same = rules.same.iter().find(|(name, _)| {
        let fits = name.iter().zip(rest).all(|(name, raw)| *name == raw.word);
        let whole = rest.len() >= name.len();
        // A name runs within one phrase.
        let within = rest.iter().take(name.len().saturating_sub(1));
        fits && whole && within.filter(|raw| raw.closes).count() == 0
    });
    if let Some((name, words)) = same {
        return (words.iter().map(|word| stem(word)).collect(), name.len());
    }
    let Some(first) = rest.first() else {
        return (Vec::new(), 1);
    };
    if KINDS.contains(&first.word.as_str())
        && let Some(number) = rest.get(1).and_then(|next| number(&next.word))
    {
        return (vec![format!("{} {number}", first.word)], 2);
    }
    let counts = first.word.starts_with(|c: char| c.is_ascii_digit());
    if counts || rules.empty.contains(&first.word) {
        return (Vec::new(), 1);
    }
    (vec![stem(&first.word)], 1)
}

fn number(word: &str) -> Option<String> {
    let roman = match word {
        "i" => "1",
        "ii" => "2",
        "iii" => "3",
        "iv" => "4",
        "v" => "5",
        other => other,
    };
    roman
        .chars()
        .all(|c| c.is_ascii_digit())
        .then(|| roman.to_owned())
}

fn raw(text: &str) -> Vec<Raw> {
    let mut out: Vec<Raw> = Vec::new();
    let mut word = String::new();
    let mut comma = false;
    let push = |word: &mut String, out: &mut Vec<Raw>, comma: bool| {
        if !word.is_empty() {
            out.push(Raw {
                word: std::mem::take(word),
                closes: false,
                later: comma,
            });
        }
    };
    for letter in text.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            word.push(letter);
            continue;
        }
        push(&mut word, &mut out, comma);
        if matches!(letter, ',' | ';' | ':' | '.' | '(' | ')') {
            if let Some(last) = out.last_mut() {
                last.closes = true;
            }
            comma |= letter == ',' && !out.is_empty();
        }
    }
    push(&mut word, &mut out, comma);
    if let Some(last) = out.last_mut() {
        last.closes = true;
    }
    out
}
