//! How sources speak of a word: affirmed or denied, questions by their answers.

use super::negation::Polarity;
use super::reach_of_denial::{
    asked_without_mark, less_of_it, of_a_verb, of_longer_name, owned, part_of_name, unsure,
};
use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::text::{Token, id};
use sources::{FactRole, FactValue};
use std::collections::HashSet;

/// How many mentions of a word are weighed by what their sentences share with the statement.
const MENTIONS: usize = 40;

impl<'a> Check<'a> {
    /// Whether a cited structured source states an absence itself.
    pub(super) fn source_denies(&self) -> bool {
        self.cited.iter().copied().any(denies)
    }

    pub(super) fn affirming(&self, terms: &[usize]) -> Option<Cited<'a>> {
        self.cited.iter().copied().find(|cited| {
            terms.iter().any(|index| {
                self.claim.tokens[*index]
                    .ids
                    .iter()
                    .any(|id| cited.source.names.contains(id))
            })
        })
    }

    /// How the sources speak of a word: looked up once for each.
    pub(super) fn polarity_in_sources(&self, token: &Token) -> HashSet<Polarity> {
        let key = (token.stem.clone(), token.ids.clone());
        if let Some(known) = self.polarities.borrow().get(&key) {
            return known.clone();
        }
        let found = self.polarity_looked_up(token);
        self.polarities.borrow_mut().insert(key, found.clone());
        found
    }

    fn polarity_looked_up(&self, token: &Token) -> HashSet<Polarity> {
        let mut out = HashSet::new();
        let mut told: Vec<(bool, usize, Polarity)> = Vec::new();
        // `GERD`, where the words have that and heartburn too: what they say of GERD counts.
        let by_name = |word: &Token| word.is_word() && word.stem == token.stem;
        let named = token.upper
            && self
                .cited
                .iter()
                .any(|cited| cited.source.prose.iter().any(by_name));
        let asked: Vec<Cited<'a>> = self
            .linked
            .iter()
            .copied()
            .filter(|cited| cited.snippet.segment.is_some())
            .collect();
        for (place, cited) in self.cited.iter().chain(&asked).enumerate() {
            if cited.snippet.resource.is_some()
                && cited.source.names.iter().any(|id| token.ids.contains(id))
            {
                let denied = denies(*cited);
                out.insert(if denied {
                    Polarity::Denied
                } else {
                    Polarity::Affirmed
                });
            }
            let prose = &cited.source.prose;
            for (index, word) in prose.iter().enumerate() {
                if !word.is_word()
                    || !word.ids.iter().any(|id| token.ids.contains(id))
                    || (named && !by_name(word))
                    || super::plain_denials::in_heading(*cited, word)
                {
                    continue;
                }
                let behind = super::plain_denials::denied_behind(prose, index);
                let polarity = if behind {
                    Some(Polarity::Denied)
                } else {
                    self.polarity_at(place, *cited, index)
                };
                if let Some(polarity) = polarity {
                    // Of very many mentions the first are enough to weigh.
                    let shared = if told.len() < MENTIONS {
                        self.shared(*cited, index, token)
                    } else {
                        0
                    };
                    let other = cited.snippet.segment.is_some()
                        && of_longer_name(self.lexicon, prose, index, token);
                    told.push((!other, shared, polarity));
                }
            }
        }
        // Of several mentions, the one in the sentence that shares most with the statement is meant; one that is a part of another complaint's name is not.
        let best = told
            .iter()
            .map(|(own, shared, _)| (*own, *shared))
            .max()
            .unwrap_or((true, 0));
        out.extend(
            told.into_iter()
                .filter(|(own, shared, _)| (*own, *shared) == best)
                .map(|(_, _, polarity)| polarity),
        );
        out
    }

    /// How many other words of the statement the sentence around a word of prose has.
    fn shared(&self, cited: Cited<'a>, index: usize, token: &Token) -> usize {
        let (from, to) = cited.source.sentence_of(index);
        let sentence = &cited.source.prose[from..to];
        self.claim
            .tokens
            .iter()
            .filter(|own| {
                own.is_word()
                    && own.stem != token.stem
                    && (own.ids.len() > 1 || !self.lexicon.is_general(&own.stem))
                    && sentence.iter().any(|word| {
                        word.is_word() && word.ids.iter().any(|id| own.ids.contains(id))
                    })
            })
            .count()
    }

    /// How prose speaks of its word: by negations before it in the sentence; a question by its answer.
    pub(super) fn polarity_at(
        &self,
        place: usize,
        cited: Cited<'a>,
        index: usize,
    ) -> Option<Polarity> {
        let prose = &cited.source.prose;
        let sentence = prose[index].sentence;
        // `so as not to feel it as much` tells it in the words of the source.
        let as_much = || {
            self.claim.tokens.windows(2).any(|two| {
                two[0].is("as") && matches!(two[1].lower.as_str(), "much" | "many" | "often")
            })
        };
        let less = less_of_it(prose, index) && !as_much();
        let denied = cited
            .source
            .cues_in(index.saturating_sub(20), index)
            .iter()
            .any(|cue| {
                cue.cue == Cue::Negation
                    && cue.to <= index
                    && prose[cue.from].sentence == sentence
                    && index - cue.to <= 12
                    && !answers(prose, cue)
                    && !unknown_whether(prose, cue, index)
                    && !less
                    && !part_of_name(prose, cue, index)
                    && !of_a_verb(self.lexicon, prose, cue, index)
                    && !prose[cue.to..index]
                        .windows(2)
                        .any(|two| two[0].is("had") && two[1].is("to"))
                    && !prose[cue.to..index].iter().any(|token| {
                        token.is_word()
                            && matches!(
                                token.lower.as_str(),
                                "but" | "however" | "except" | "although"
                            )
                    })
            });
        if denied {
            return Some(Polarity::Denied);
        }
        let (start, end) = cited.source.sentence_of(index);
        let behind = prose[index + 1..end.min(index + 4)]
            .iter()
            .take_while(|token| !token.is_mark(',') && !token.is_mark(';') && !token.is("and"))
            .any(|token| {
                matches!(
                    token.lower.as_str(),
                    "denied" | "declined" | "refused" | "absent"
                )
            });
        // `we talked about it, but I decided against that`
        let against = prose[index + 1..end].windows(2).any(|two| {
            matches!(two[0].lower.as_str(), "decided" | "opted") && two[1].is("against")
        });
        if behind || against {
            return Some(Polarity::Denied);
        }
        let left_open = cited
            .source
            .cues_in(start, index)
            .iter()
            .any(|cue| cue.cue == Cue::Negation && unknown_whether(prose, cue, index));
        let asks = left_open
            || prose[index..end].iter().any(|token| token.is_mark('?'))
            || asked_without_mark(cited, start, index);
        // `so when you're constipated, do you …?`, `why does it hurt?`: what is asked about is taken as there.
        let supposed = asks
            && prose[start..index].iter().enumerate().any(|(step, token)| {
                let next = prose
                    .get(start + step + 1)
                    .map_or("", |next| next.lower.as_str());
                (matches!(token.lower.as_str(), "when" | "why" | "where")
                    || (token.is("how")
                        && matches!(next, "often" | "much" | "many" | "long" | "bad")))
                    && !prose
                        .get(start + step + 1)
                        .is_some_and(|next| next.is("was"))
            });
        if supposed || (asks && owned(self.lexicon, prose, index)) {
            return Some(Polarity::Affirmed);
        }
        if asks && cited.snippet.segment.is_some() {
            return self.answer(place, cited, index);
        }
        Some(Polarity::Affirmed)
    }

    /// What is answered to the question at `index`: in the same segment after it, or at the head of the next.
    pub(super) fn answer(&self, place: usize, cited: Cited<'a>, index: usize) -> Option<Polarity> {
        let number = cited.snippet.segment.as_ref()?.number;
        let prefix = cited.snippet.id.as_str().split(':').next()?;
        let next = model::SourceId::new(format!("{prefix}:{}", number + 1));
        let position = self.set.position(&next)?;
        let source = self.prepared.source(self.set, position);
        let _ = (place, index);
        // The first sentence answers, or the second where the first is a word or two: `Um. No.`
        let head = source.prose.iter().find(|token| token.is_word());
        let first = head.map_or(0, |token| token.sentence);
        let short = source
            .prose
            .iter()
            .filter(|token| token.is_word() && token.sentence == first)
            .count()
            <= 2;
        let last = first + u32::from(short);
        if unsure(&source.prose) {
            return None;
        }
        let mut said_i = false;
        let words: Vec<&Token> = source
            .prose
            .iter()
            .filter(|token| token.is_word() && token.sentence <= last)
            .skip(usize::from(
                source.prose.first().is_some_and(|mark| mark.is_mark('[')),
            ))
            .take(12)
            .collect();
        for (step, token) in words.iter().enumerate() {
            let negated = words
                .get(step + 1)
                .is_some_and(|next| matches!(next.lower.as_str(), "not" | "n't" | "never"));
            match token.lower.as_str() {
                "did" | "do" | "have" | "am" | "was" if negated => return Some(Polarity::Denied),
                // `I don't.` answers, `I don't go often` tells something else.
                "n't" => {
                    let place = source
                        .prose
                        .iter()
                        .position(|word| std::ptr::eq(word, *token));
                    let ends = place
                        .and_then(|place| source.prose.get(place + 1))
                        .is_none_or(|next| !next.is_word());
                    if ends {
                        return Some(Polarity::Denied);
                    }
                }
                "no" if specific(&words, step) => {}
                "no" | "nope" | "nah" | "not" | "none" | "never" | "don't" | "haven't"
                | "hasn't" | "isn't" | "didn't" => return Some(Polarity::Denied),
                "did" | "do" | "have" | "am" | "was" if said_i => return Some(Polarity::Affirmed),
                "yes" | "yeah" | "yep" | "yup" | "sure" | "correct" | "right" | "definitely"
                | "absolutely" | "mm" => return Some(Polarity::Affirmed),
                _ => {}
            }
            said_i = token.is("i");
        }
        // `A little congestion, but everything else is fine`: what is not named is denied.
        let asked = &cited.source.prose[index];
        let named = source
            .prose
            .iter()
            .any(|word| word.is_word() && word.ids.iter().any(|id| asked.ids.contains(id)));
        let rest = source.prose.windows(2).any(|two| {
            (matches!(two[0].lower.as_str(), "everything" | "nothing") && two[1].is("else"))
                || (two[0].is("other") && two[1].is("than"))
        });
        if rest && !named {
            return Some(Polarity::Denied);
        }
        None
    }
}

/// `no drugs`, `no heavy lifting`: denies that thing alone; what else was asked for is answered behind it.
fn specific(words: &[&Token], step: usize) -> bool {
    words.get(step + 1).is_some_and(|next| {
        next.sentence == words[step].sentence
            && next.span.start == words[step].span.end + 1
            && next.ids.len() > 1
    })
}

/// `No, my pressure is fine`: an answer, which denies nothing that stands behind it.
pub(super) fn answers(prose: &[Token], cue: &crate::lexicon::Found) -> bool {
    prose[cue.from].is("no")
        && cue.to == cue.from + 1
        && prose.get(cue.to).is_some_and(|next| {
            next.is_mark(',')
                || next.is_mark('.')
                || next.is_mark(';')
                || matches!(
                    next.lower.as_str(),
                    "i" | "i'm"
                        | "i've"
                        | "it"
                        | "it's"
                        | "we"
                        | "we've"
                        | "he"
                        | "he's"
                        | "she"
                        | "she's"
                        | "they"
                )
        })
}

/// `I don't know if we started it`: leaves open what stands behind it, and denies nothing.
fn unknown_whether(prose: &[Token], cue: &crate::lexicon::Found, index: usize) -> bool {
    const NEAR: usize = 4;
    let near = &prose[cue.to.min(index)..index.min(cue.to + NEAR)];
    let word = |token: Option<&Token>, any: &[&str]| {
        token.is_some_and(|token| any.contains(&token.lower.as_str()))
    };
    word(
        near.first(),
        &["know", "remember", "recall", "sure", "certain"],
    ) && near
        .get(1..)
        .unwrap_or_default()
        .iter()
        .any(|token| matches!(token.lower.as_str(), "if" | "whether"))
}

/// `I don't know if`, `or not`: a denial of nothing.
pub(super) fn leaves_open(prose: &[Token], cue: &crate::lexicon::Found) -> bool {
    let or_not = prose[cue.from].is("not")
        && cue
            .from
            .checked_sub(1)
            .is_some_and(|before| prose[before].is("or"));
    or_not || unknown_whether(prose, cue, prose.len())
}

/// Whether a structured source states an absence itself.
fn denies(cited: Cited<'_>) -> bool {
    // One answer of a questionnaire says nothing of the others; `answers` holds each against its own question.
    if cited.snippet.resource_type() == Some("QuestionnaireResponse") {
        return false;
    }
    cited.source.ids.contains(&id('c', "negative"))
        || cited.source.ids.contains(&id('c', "smoker_never"))
        || cited.snippet.facts(FactRole::Code).any(|fact| {
            // What is called `without aura` is there; what begins with `no` is not.
            let words = match &fact.value {
                FactValue::Coded { text, .. } | FactValue::Text(text) => text.to_lowercase(),
                _ => return false,
            };
            let mut words = words.split_whitespace();
            words
                .next()
                .is_some_and(|first| matches!(first, "no" | "not" | "never" | "none" | "non"))
                || words.any(|word| matches!(word, "negative" | "absent"))
        })
        || cited.snippet.facts(FactRole::Value).any(|fact| {
            let words = match &fact.value {
                FactValue::Coded { text, .. } | FactValue::Text(text) => text.to_lowercase(),
                FactValue::Boolean(value) => return !*value,
                _ => return false,
            };
            words.split_whitespace().any(|word| {
                matches!(
                    word,
                    "no" | "not" | "never" | "none" | "negative" | "without" | "absent"
                )
            })
        })
}
