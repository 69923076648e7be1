//! Whether a thing goes on, in a conversation: `no longer has` what she still has, `continue` what was stopped, `stays at` a dose that is raised.

use super::spoken::Said;
use super::{Check, Cited};
use crate::text::Token;
use model::{ReasonCode, Verdict};

/// Words by which a thing is told as going on.
const STILL: [&[&str]; 8] = [
    &["still"],
    &["keep"],
    &["keeps"],
    &["continue"],
    &["continuing"],
    &["stay", "on"],
    &["carry", "on"],
    &["go", "on", "with"],
];
/// Words by which a thing is told as ended or replaced.
const ENDED: [&[&str]; 20] = [
    &["used", "to"],
    &["quit"],
    &["gave", "up"],
    &["no", "longer"],
    &["stopped"],
    &["stopping"],
    &["stop"],
    &["discontinue"],
    &["discontinued"],
    &["discontinuation"],
    &["decided", "against"],
    &["come", "off"],
    &["came", "off"],
    &["took", "you", "off"],
    &["take", "you", "off"],
    &["not", "covered"],
    &["n't", "cover"],
    &["instead", "of"],
    &["switch"],
    &["replace"],
];
/// Words by which an amount is told as changed.
const CHANGED: [&[&str]; 14] = [
    &["increase"],
    &["increasing"],
    &["increased"],
    &["decrease"],
    &["raise"],
    &["lower"],
    &["reduce"],
    &["double"],
    &["cut"],
    &["go", "up"],
    &["going", "up"],
    &["go", "down"],
    &["bump"],
    &["bumped"],
];

impl Check<'_> {
    /// All of these, of a conversation alone.
    pub(crate) fn going_on(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let word = |at: usize| {
                self.claim
                    .tokens
                    .get(at)
                    .map_or("", |token| token.lower.as_str())
            };
            match word(index) {
                "no" if word(index + 1) == "longer" => self.told_as_ended(index),
                "taken" if word(index + 1) == "out" => self.told_as_ended(index),
                "stopped" | "discontinued" | "removed" => self.told_as_ended(index),
                "continue" | "continued" | "continues" | "continuing" | "remains" | "keep"
                | "keeps" => {
                    self.told_as_going_on(index, &ENDED, ReasonCode::Superseded);
                }
                "stays" | "unchanged" => {
                    self.told_as_going_on(index, &CHANGED, ReasonCode::Superseded);
                }
                _ => {}
            }
        }
    }

    /// The things of a clause that may go on: what has a name, and nouns that are no plain ones.
    fn things_of(&self, index: usize) -> Vec<usize> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(index));
        (from..to)
            .filter(|at| {
                let token = &self.claim.tokens[*at];
                token.is_word()
                    && !self.claim.used[*at]
                    && at.abs_diff(index) <= 8
                    && (token.ids.len() > 1
                        || (token.lower.len() > 3 && !self.lexicon.is_general(&token.stem)))
                    && *at != index
            })
            .collect()
    }

    /// `No longer has the plans`, of `I still have those`.
    fn told_as_ended(&mut self, index: usize) {
        if self
            .claim
            .clause_has(index, crate::lexicon::Cue::Conditional)
        {
            return;
        }
        let going = self.things_of(index).into_iter().any(|at| {
            let said = self.told_of(at);
            !said.is_empty()
                && said
                    .iter()
                    .all(|said| goes_on(said) && !said.has(&ENDED) && self.not_asked_in_vain(said))
        });
        if going {
            let span = self.claim.span(index, index + 1);
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Negation, span, None, Vec::new());
        }
    }

    /// What is asked with `still` is so where the answer is yes.
    fn not_asked_in_vain(&self, said: &Said<'_>) -> bool {
        !said.words.iter().any(|token| token.is_mark('?'))
            || self.answer(0, said.cited, said.from) == Some(super::negation::Polarity::Affirmed)
    }

    /// `Continue the gel`, of `we will switch the gel`.
    fn told_as_going_on(&mut self, index: usize, over: &[&[&str]], code: ReasonCode) {
        let clause = self.claim.clause_of(index);
        // What the statement itself tells of the change.
        let told = self.claim.tokens.iter().enumerate().any(|(at, token)| {
            self.claim.clause_of(at) == clause
                && over
                    .iter()
                    .any(|phrase| phrase.iter().any(|word| token.is(word) && word.len() > 4))
        });
        if told || self.negated_clause(index) {
            return;
        }
        let ended = self.things_of(index).into_iter().any(|at| {
            let token = &self.claim.tokens[at];
            let named = token.ids.len() > 1
                || !(self.lexicon.is_plain(&token.lower) || self.lexicon.is_ordinary(&token.lower));
            let said = self.told_of(at);
            named && !said.is_empty() && said.iter().all(|said| said.has(over) && !said.has(&STILL))
        });
        if ended {
            let span = self.claim.tokens[index].span;
            self.against(Verdict::Contradicted, code, span, None, Vec::new());
        }
    }
}

/// Whether a sentence, or the next one by a pronoun, says that its thing goes on.
fn goes_on(said: &Said<'_>) -> bool {
    if said.has(&STILL) {
        return true;
    }
    let (from, to) = (said.to, said.source.sentence_of(said.to).1);
    let next = said.source.prose.get(from..to).unwrap_or_default();
    let still = |token: &Token| token.is("still");
    let pronoun = |token: &Token| {
        matches!(
            token.lower.as_str(),
            "them" | "those" | "it" | "that" | "these"
        )
    };
    next.iter().position(still).is_some_and(|at| {
        next[at..next.len().min(at + 5)].iter().any(pronoun)
            && !next[..at]
                .iter()
                .any(|token| token.is("n't") || token.is("not"))
    })
}
