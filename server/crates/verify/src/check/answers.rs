//! The yes-or-no answers of a questionnaire: a statement that puts a question must give the answer that was given.

use super::{Check, Cited, at};
use crate::lexicon::Cue;
use crate::text;
use model::{ReasonCode, Verdict};
use sources::{Fact, FactRole, FactValue, Snippet};
use std::collections::HashSet;

/// A question that was answered by yes or no.
struct Answered<'s> {
    /// The ids of each word of the question that carries content.
    words: Vec<Vec<u64>>,
    yes: bool,
    fact: &'s Fact,
}

impl<'a> Check<'a> {
    /// Holds what the statement says of a question against its answer.
    pub(crate) fn answers(&mut self) {
        for cited in self.cited.clone() {
            if cited.snippet.resource_type() != Some("QuestionnaireResponse") {
                continue;
            }
            for answered in self.answered(cited.snippet) {
                self.answer_told(cited, &answered);
            }
        }
    }

    fn answered(&self, snippet: &'a Snippet) -> Vec<Answered<'a>> {
        snippet
            .facts(FactRole::Code)
            .filter_map(|question| {
                let FactValue::Text(asked) = &question.value else {
                    return None;
                };
                let item = question.path.strip_suffix(".text")?;
                let answer = format!("{item}.answer[");
                let mut answers = snippet
                    .facts
                    .iter()
                    .filter(|fact| fact.path.starts_with(&answer))
                    .filter_map(|fact| Some((yes_or_no(&fact.value)?, fact)));
                let (yes, fact) = answers.next()?;
                let mut tokens = text::tokens(asked);
                self.lexicon.annotate(&mut tokens);
                let negative = self
                    .lexicon
                    .cues(&tokens)
                    .into_iter()
                    .any(|found| matches!(found.cue, Cue::Negation | Cue::Strong));
                let words: Vec<Vec<u64>> = tokens
                    .into_iter()
                    .filter(|token| {
                        token.is_word()
                            && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))
                    })
                    .map(|token| token.ids)
                    .collect();
                // `Have you never …? No` says nothing that can be read safely.
                (!negative && !words.is_empty() && answers.next().is_none()).then_some(Answered {
                    words,
                    yes,
                    fact,
                })
            })
            .collect()
    }

    fn answer_told(&mut self, cited: Cited<'a>, answered: &Answered<'_>) {
        let sentences: HashSet<u32> = self
            .claim
            .tokens
            .iter()
            .map(|token| token.sentence)
            .collect();
        for sentence in sentences {
            let of = |index: &usize| self.claim.tokens[*index].sentence == sentence;
            let places: Vec<usize> = (0..self.claim.tokens.len()).filter(of).collect();
            let (Some(&from), Some(&last)) = (places.first(), places.last()) else {
                continue;
            };
            // `Do you …? No`: the answer is a sentence of its own.
            let short = self
                .claim
                .tokens
                .get(last + 1)
                .filter(|_| self.claim.tokens[last].is_mark('?'));
            let last =
                last + usize::from(short.is_some_and(|word| word.is("yes") || word.is("no")));
            let at_word = |ids: &Vec<u64>| {
                (from..=last).find(|index| {
                    self.claim.tokens[*index]
                        .ids
                        .iter()
                        .any(|id| ids.contains(id))
                })
            };
            let Some(found) = answered
                .words
                .iter()
                .map(at_word)
                .collect::<Option<Vec<usize>>>()
            else {
                continue;
            };
            let (Some(&first), Some(&end)) = (found.iter().min(), found.iter().max()) else {
                continue;
            };
            let told = self.told_yes(from, first, end, last);
            let span = self.claim.span(first, last + 1);
            if told == answered.yes {
                self.support(span, cited, &answered.fact.path, answered.fact.span);
            } else {
                let path = answered.fact.path.clone();
                let said = if answered.yes { "yes" } else { "no" };
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Negation,
                    span,
                    Some(said.to_owned()),
                    vec![at(cited, &path, answered.fact.span)],
                );
            }
            self.answered.push((from, last + 1));
        }
    }

    /// Whether the sentence says yes: the word behind the question where there is one, else whether it is denied in its clause.
    fn told_yes(&self, from: usize, first: usize, end: usize, last: usize) -> bool {
        let behind = (end + 1..=last).find_map(|index| {
            let token = &self.claim.tokens[index];
            match token.lower.as_str() {
                "yes" | "y" => Some(true),
                "no" | "n" => Some(false),
                _ => None,
            }
        });
        behind.unwrap_or_else(|| {
            !self.claim.cues.iter().any(|found| {
                matches!(found.cue, Cue::Negation | Cue::Strong)
                    && found.from >= from
                    && found.from <= last
                    && self.reaches(found.to, first, end)
            })
        })
    }

    /// Whether a negation that ends at `to` is said of the words from `first` to `end`: it stands before them or among them, and no comma ends what
    /// it denies, but that of a list.
    fn reaches(&self, to: usize, first: usize, end: usize) -> bool {
        let between = self.claim.slice(to.min(end), end);
        let comma = self
            .claim
            .slice(to.min(first), first)
            .iter()
            .any(|token| token.is_mark(',') || token.is_mark(';'));
        let list = between
            .iter()
            .any(|token| token.is("or") || token.is("nor"));
        to <= end && (!comma || list)
    }
}

/// `yes` or `no` as a boolean, a word or a coded answer.
fn yes_or_no(value: &FactValue) -> Option<bool> {
    let word = match value {
        FactValue::Boolean(yes) => return Some(*yes),
        FactValue::Text(text) | FactValue::Coded { text, .. } => text.trim(),
        _ => return None,
    };
    if word.eq_ignore_ascii_case("yes") {
        Some(true)
    } else if word.eq_ignore_ascii_case("no") {
        Some(false)
    } else {
        None
    }
}
