//! Finds red flags.

use super::facts::{PatientFacts, Said};
use super::rules::{FlagRule, TopicFile};
use super::token::{Phrase, Token};
use super::words::WordFile;
use super::{Flag, context, measure};
use model::Span;

/// A place where a rule's words stand: first and last token, and all that the pattern took.
pub(super) struct Hit {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) parts: Vec<usize>,
    /// A number: what it says is not denied.
    number: bool,
}

/// Every flag that holds, the gravest first, each once.
pub(super) fn flags(
    rules: &[FlagRule],
    (topics, words): (&TopicFile, &WordFile),
    text: &[Token],
    facts: &PatientFacts,
    said: &Said,
) -> Vec<Flag> {
    let symptoms: Vec<(usize, usize)> = topics
        .clinical
        .phrases
        .iter()
        .chain(words.symptoms())
        .flat_map(|phrase| phrase.find(text))
        .collect();
    let contexts = words.contexts(text);
    let symptom = |at: usize| {
        symptoms
            .iter()
            .any(|(from, to)| (*from..=*to).contains(&at))
    };
    let mut found: Vec<Flag> = Vec::new();
    for rule in rules {
        let applies = rule
            .age_below_months
            .is_none_or(|months| said.below(months, facts))
            && (!rule.pregnant || said.pregnancy(facts))
            && (rule.needs_words.is_empty()
                || rule
                    .needs_words
                    .iter()
                    .any(|phrase| !phrase.find(text).is_empty()));
        if !applies {
            continue;
        }
        let cancelled: Vec<(usize, usize)> = rule
            .unless
            .iter()
            .flat_map(|phrase| phrase.find(text))
            .collect();
        let hit = hits(rule, text).into_iter().find(|hit| {
            let cancels = cancelled
                .iter()
                .any(|(from, to)| hit.parts.iter().any(|part| (*from..=*to).contains(part)));
            let denied =
                !hit.number && context::denied(text, hit.from, hit.to, &hit.parts, &symptom);
            let past = rule.history && !hit.number && context::past(text, hit.from);
            let lowered = contexts.iter().any(|(context, own)| {
                ((context.all && rule.history) || rule.lowered_by.contains(&context.id))
                    && context.reaches(own, hit, text)
            });
            !cancels && !denied && !past && !lowered
        });
        if let Some(hit) = hit {
            push(&mut found, rule, text, &hit);
        }
    }
    if found.is_empty()
        && !contexts.iter().any(|(context, _)| context.understood)
        && !about_office(topics, text)
    {
        let whole = Hit {
            from: 0,
            to: text.len().saturating_sub(1),
            parts: Vec::new(),
            number: false,
        };
        for rule in rules.iter().filter(|rule| rule.not_understood) {
            push(&mut found, rule, text, &whole);
        }
    }
    found.sort_by(|a, b| {
        b.urgency
            .cmp(&a.urgency)
            .then_with(|| a.span.start.cmp(&b.span.start))
    });
    found
}

/// Whether it holds a word of what the office does.
fn about_office(topics: &TopicFile, text: &[Token]) -> bool {
    let asked = topics.topic.iter().flat_map(|topic| &topic.phrases);
    let refill = topics.refill.iter().flat_map(|words| &words.phrases);
    asked
        .chain(refill)
        .any(|phrase| !phrase.find(text).is_empty())
}

fn push(found: &mut Vec<Flag>, rule: &FlagRule, text: &[Token], hit: &Hit) {
    let id = rule.same_as.as_ref().unwrap_or(&rule.id);
    if found.iter().any(|flag| flag.id == *id) {
        return;
    }
    let span = match (text.get(hit.from), text.get(hit.to)) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => return,
    };
    found.push(Flag {
        id: id.clone(),
        title: rule.title.clone(),
        urgency: rule.urgency,
        advice: rule.advice.clone(),
        span,
        about_other: context::other_adult(text, hit.from),
    });
}

fn hits(rule: &FlagRule, text: &[Token]) -> Vec<Hit> {
    let mut all = hits_of(&rule.phrases, &rule.near, rule.within, text);
    if let Some(measured) = &rule.measure {
        let values = measure::values(measured.kind, text).into_iter();
        all.extend(
            values
                .filter(|(_, value)| measured.holds(*value))
                .map(|(at, _)| Hit {
                    from: at,
                    to: at,
                    parts: vec![at],
                    number: true,
                }),
        );
    }
    all
}

/// Where phrases stand, and words of all groups of a set near each other.
pub(super) fn hits_of(
    phrases: &[Phrase],
    near: &[Vec<Vec<Phrase>>],
    within: usize,
    text: &[Token],
) -> Vec<Hit> {
    let mut all: Vec<Hit> = phrases
        .iter()
        .flat_map(|phrase| phrase.find(text))
        .map(|(from, to)| Hit {
            from,
            to,
            parts: (from..=to).collect(),
            number: false,
        })
        .collect();
    for set in near {
        all.extend(together(set, within, text));
    }
    all
}

/// Places where one word of every group stands within the distance of the first group's.
fn together(set: &[Vec<Phrase>], within: usize, text: &[Token]) -> Vec<Hit> {
    let places: Vec<Vec<(usize, usize)>> = set
        .iter()
        .map(|group| group.iter().flat_map(|phrase| phrase.find(text)).collect())
        .collect();
    let Some((first, others)) = places.split_first() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for &(from, to) in first {
        let mut hit = Hit {
            from,
            to,
            parts: (from..=to).collect(),
            number: false,
        };
        let all = others.iter().all(|group| {
            let near = group.iter().filter(|(start, end)| {
                let apart = if *start > to {
                    start - to
                } else {
                    from.saturating_sub(*end)
                };
                let sentences = text[from].sentence.abs_diff(text[*start].sentence);
                apart <= within
                    && sentences <= 1
                    && !hit.parts.iter().any(|part| (*start..=*end).contains(part))
            });
            let nearest = near.min_by_key(|(start, _)| start.abs_diff(from)).copied();
            if let Some((start, end)) = nearest {
                hit.from = hit.from.min(start);
                hit.to = hit.to.max(end);
                hit.parts.extend(start..=end);
            }
            nearest.is_some()
        });
        if all {
            found.push(hit);
        }
    }
    found
}
