//! Plain words that speakers deny, told as so, and the reverse: `it has spread`, of `it hasn't spread`; `has not missed any`, of `I might miss one`.

use super::negation::Polarity;
use super::{Check, Cited};
use crate::lexicon::{Cue, Found};
use crate::text::Token;
use model::{ReasonCode, Verdict};

/// How far behind a denial its verb stands, in tokens.
const NEAR: usize = 7;
/// The same of a verb that tells little by itself.
const CLOSE: usize = 2;

impl Check<'_> {
    /// Both of these, of a conversation alone.
    pub(crate) fn verbs_denied(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if self.cited.is_empty() || !self.cited.iter().all(spoken) {
            return;
        }
        self.told_though_denied();
        for found in self.claim.all(Cue::Negation).collect::<Vec<_>>() {
            self.denied_though_told(found);
        }
    }

    fn told_though_denied(&mut self) {
        for index in self.heading()..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            let plain = token.is_word()
                && token.lower.len() > 4
                && !self.claim.used[index]
                && !token.capital
                && (!self.lexicon.is_general(&token.stem) || self.perfect(index))
                && !self.is_problem(token);
            let near = if self.lexicon.is_general(&token.stem) {
                CLOSE
            } else {
                NEAR
            };
            if !plain
                || !self.ids_has(token)
                || !self.always_denied(token, near)
                || self.told_openly(index)
            {
                continue;
            }
            let span = token.span;
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Negation, span, None, Vec::new());
            return;
        }
    }

    /// Whether the clause of a word denies it, makes it depend on something or speaks of records.
    fn told_openly(&self, index: usize) -> bool {
        self.negated_clause(index)
            || self.claim.clause_has(index, Cue::Conditional)
            || self.claim.clause_has(index, Cue::Record)
    }

    /// `has since spread`: a verb of what has happened.
    fn perfect(&self, index: usize) -> bool {
        (1..=2).any(|back| {
            index.checked_sub(back).is_some_and(|at| {
                matches!(self.claim.tokens[at].lower.as_str(), "has" | "have" | "had")
            })
        }) && !auxiliary(&self.claim.tokens[index].lower)
    }

    /// Whether each sentence that tells of a word denies it shortly before.
    fn always_denied(&self, own: &Token, near: usize) -> bool {
        let mut denied = false;
        for (place, cited) in self.cited.iter().copied().enumerate() {
            let prose = &cited.source.prose;
            for (index, word) in prose.iter().enumerate() {
                if !word.is_word() || word.stem != own.stem {
                    continue;
                }
                match self.polarity_at(place, cited, index) {
                    Some(Polarity::Denied) if near_denial(prose, index, near) => denied = true,
                    Some(_) => return false,
                    None => {}
                }
            }
        }
        denied
    }

    /// `has not missed any`, where each mention of the verb is told as so.
    fn denied_though_told(&mut self, found: Found) {
        let tokens = &self.claim.tokens;
        let not = matches!(
            tokens[found.from].lower.as_str(),
            "not" | "never" | "n't" | "hasn't" | "haven't" | "hadn't" | "didn't"
        );
        let perfect =
            found.from.checked_sub(1).is_some_and(|at| {
                matches!(tokens[at].lower.as_str(), "has" | "have" | "had" | "did")
            }) || tokens[found.from].lower.len() > 5;
        let Some(verb) = tokens.get(found.to).filter(|verb| {
            not && perfect
                && verb.is_word()
                && verb.lower.len() > 4
                && verb.ids.len() < 2
                && !auxiliary(&verb.lower)
        }) else {
            return;
        };
        if self.claim.clause_has(found.from, Cue::Hedge) {
            return;
        }
        let (mut told, mut other) = (false, false);
        for (place, cited) in self.cited.iter().copied().enumerate() {
            let prose = &cited.source.prose;
            for (index, word) in prose.iter().enumerate() {
                if word.is_word() && word.stem == verb.stem {
                    let affirmed = self.polarity_at(place, cited, index)
                        == Some(Polarity::Affirmed)
                        && cited.snippet.author.as_deref() == Some("patient");
                    told |= affirmed;
                    other |= !affirmed && cited.snippet.author.as_deref() == Some("patient");
                }
            }
        }
        if told && !other {
            let span = self.claim.span(found.from, found.to + 1);
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Negation, span, None, Vec::new());
        }
    }
}

/// Verbs that stand behind many a denial and tell nothing alone.
fn auxiliary(word: &str) -> bool {
    matches!(
        word,
        "being"
            | "known"
            | "going"
            | "having"
            | "doing"
            | "quite"
            | "really"
            | "always"
            | "entirely"
            | "noticed"
            | "started"
    )
}

/// Whether a denial of its own stands shortly before a word.
fn near_denial(prose: &[Token], index: usize, near: usize) -> bool {
    let from = index.saturating_sub(near);
    let denial = (from..index).rev().find(|at| {
        matches!(
            prose[*at].lower.as_str(),
            "not"
                | "n't"
                | "never"
                | "hasn't"
                | "haven't"
                | "doesn't"
                | "don't"
                | "didn't"
                | "isn't"
                | "wasn't"
                | "can't"
        ) && prose[*at].sentence == prose[index].sentence
    });
    denial.is_some_and(|at| {
        !prose[at..index].iter().any(|word| {
            word.is_mark(',')
                || matches!(
                    word.lower.as_str(),
                    "but" | "because" | "if" | "so" | "until" | "unless"
                )
        })
    })
}
