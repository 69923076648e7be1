//! A sentence's parts, and what each says: that something was done, that it was ordered, or neither.

use super::rules::{ActRules, holds, tidy};
use crate::coding::mention::others;
use crate::read::Sentence;

/// How far something got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Got {
    Done,
    Ordered,
}

/// A part of a sentence that tells something done or ordered.
pub(super) struct Part<'a> {
    pub(super) words: &'a str,
    pub(super) got: Option<Got>,
    /// Whether it says that something was not, is over, is planned, or is somebody else's.
    pub(super) away: bool,
}

/// The parts of a sentence; none where its heading or its form keeps it from telling what was done.
pub(super) fn parts<'a>(rules: &ActRules, sentence: &Sentence<'a>) -> Vec<Part<'a>> {
    let heading = sentence.heading.as_str();
    let has = |list: &[String]| list.iter().any(|word| heading.contains(word.as_str()));
    if (has(&rules.closed) && !has(&rules.opened)) || sentence.words.ends_with('?') {
        return Vec::new();
    }
    let mut named = has(&rules.procedure);
    let mut out: Vec<Part<'a>> = Vec::new();
    for clause in clauses(sentence.words) {
        // `Procedure: right knee aspiration`
        let (title, rest) = clause.split_once(": ").unwrap_or(("", clause));
        let title = title.to_lowercase();
        let of_procedure = rules
            .procedure
            .iter()
            .any(|word| title.ends_with(word.as_str()));
        let shut = |words: &[String]| words.iter().any(|word| title.contains(word.as_str()));
        named |= of_procedure;
        let away = of_procedure && shut(&rules.closed) && !shut(&rules.opened);
        let clause = if of_procedure { rest } else { clause };
        for part in pieces(rules, clause) {
            let mut one = judged(rules, part, named);
            one.away |= away;
            out.push(one);
        }
    }
    out
}

/// What a name tells that stands for a thing done: a procedure of the chart, say.
pub(super) fn title(words: &str, got: Got) -> Part<'_> {
    Part {
        words,
        got: Some(got),
        away: false,
    }
}

/// Whether a sentence takes back what the one before it says: `He then declined it.`
pub(super) fn takes_back(rules: &ActRules, sentence: &str) -> bool {
    let text = tidy(sentence);
    let points = [" it ", " this ", " that ", " them "]
        .iter()
        .any(|word| text.contains(word));
    points && holds(&text, &rules.broken)
}

fn judged<'a>(rules: &ActRules, part: &'a str, named: bool) -> Part<'a> {
    let part = purpose(rules, part);
    let text = tidy(part);
    // What follows `without` is absent; what stands before it is not.
    let before = text.split(" without ").next().unwrap_or_default();
    let before = format!("{before} ");
    let today = holds(&text, &rules.done_today) && holds(&text, &rules.today);
    // `Given her asthma, …` gives nothing.
    let told = text.strip_prefix(" given ").map(|rest| format!(" {rest}"));
    let done = holds(told.as_deref().unwrap_or(&text), &rules.done) || today;
    let got = if done {
        Some(Got::Done)
    } else if holds(&text, &rules.ordered) {
        Some(Got::Ordered)
    } else {
        named.then_some(Got::Done)
    };
    Part {
        words: part,
        got,
        away: holds(&before, &rules.away) || others(&before) || dated(&before),
    }
}

/// Without what tells why.
fn purpose<'a>(rules: &ActRules, part: &'a str) -> &'a str {
    let lower = part.to_ascii_lowercase();
    let cut = rules
        .why
        .iter()
        .filter_map(|why| lower.find(why.trim_end()))
        .min();
    cut.and_then(|at| part.get(..at)).unwrap_or(part)
}

/// Whether a year or a month is named: what was done on another day is not of this visit.
fn dated(text: &str) -> bool {
    const MONTHS: [&str; 18] = [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
    ];
    text.split_whitespace().any(|word| {
        let year = word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.chars().all(|c| c.is_ascii_digit());
        let day = word.split('/').count() > 1
            && word
                .split('/')
                .all(|one| !one.is_empty() && one.chars().all(|c| c.is_ascii_digit()));
        year || day || MONTHS.contains(&word)
    })
}

fn clauses(sentence: &str) -> Vec<&str> {
    let mut parts = vec![sentence];
    for end in ["; ", " but ", " however", ". "] {
        parts = parts.into_iter().flat_map(|part| part.split(end)).collect();
    }
    parts
}

/// Cuts a clause at commas and `and` where what stands before tells its own end: `EKG was done, flu shot was declined`.
fn pieces<'a>(rules: &ActRules, clause: &'a str) -> Vec<&'a str> {
    let mut out = Vec::new();
    let mut rest = clause;
    'next: loop {
        let marks = [", ", " and "].iter();
        let mut places: Vec<(usize, usize)> = marks
            .flat_map(|mark| {
                rest.match_indices(mark)
                    .map(|(at, mark)| (at, at + mark.len()))
            })
            .collect();
        places.sort_unstable();
        for (end, start) in places {
            let (Some(head), Some(tail)) = (rest.get(..end), rest.get(start..)) else {
                continue;
            };
            if settled(rules, head) && tells(rules, tail) {
                out.push(head);
                rest = tail;
                continue 'next;
            }
        }
        out.push(rest);
        return out;
    }
}

/// Whether a part says how something ended.
fn settled(rules: &ActRules, part: &str) -> bool {
    let one = judged(rules, part, false);
    (one.got.is_some() && !one.away) || holds(&tidy(part), &rules.broken)
}

/// Whether a part says anything of the kind by itself.
fn tells(rules: &ActRules, part: &str) -> bool {
    let one = judged(rules, part, false);
    one.got.is_some() || one.away
}
