//! What a conversation rules out or calls normal, told as found: `confirms an infection`, of `we're ruling out an infection`; `the scan showed a stone`,
//! of a scan that looked normal.

use super::negation::Polarity;
use super::{Check, Cited, at};
use crate::lexicon::Cue;
use crate::text::{Token, id};
use model::{ReasonCode, Span, Verdict};

/// How far from a word of finding its thing stands, in tokens.
const NEAR: usize = 5;
/// Studies that are called normal or not.
const STUDIES: [&str; 8] = [
    "ct",
    "mri",
    "xray",
    "x-ray",
    "ultrasound",
    "echocardiogram",
    "scan",
    "ekg",
];

impl Check<'_> {
    /// Both of these, of a conversation alone.
    pub(crate) fn found_against(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let found = match self.claim.tokens[index].lower.as_str() {
                "confirms" | "proves" | "establishes" | "indicates" => self.behind(index),
                "confirmed" | "proven" | "established" => self.before(index),
                "is" | "are" | "was" | "were" | "will" | "would" | "can" => {
                    self.predicate_denied_outright(index);
                    continue;
                }
                "showed" | "shows" | "revealed" | "demonstrated" => {
                    self.shown_though_normal(index);
                    continue;
                }
                _ => continue,
            };
            let Some(thing) = found.filter(|_| !self.denied_just_before(index)) else {
                continue;
            };
            if self.ruled_out(&self.claim.tokens[thing]) {
                let span = self.claim.tokens[index].span;
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Certainty, span, None, Vec::new());
                return;
            }
        }
    }

    /// Whether a denial stands right before a word: `is not confirmed`.
    pub(super) fn denied_just_before(&self, index: usize) -> bool {
        let clause = self.claim.clause_of(index);
        self.claim.all(Cue::Negation).any(|found| {
            found.to <= index && index - found.to <= 3 && self.claim.clause_of(found.from) == clause
        })
    }

    fn names_something(&self, index: usize) -> bool {
        let token = &self.claim.tokens[index];
        token.is_word()
            && token.lower.len() > 3
            && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))
    }

    fn behind(&self, index: usize) -> Option<usize> {
        let end = self.claim.tokens.len().min(index + 1 + NEAR);
        (index + 1..end).find(|at| self.names_something(*at))
    }

    fn before(&self, index: usize) -> Option<usize> {
        let (from, _) = self.claim.clause_range(self.claim.clause_of(index));
        (from.max(index.saturating_sub(NEAR))..index)
            .rev()
            .find(|at| self.names_something(*at))
    }

    /// `The levels were out of range`, where the cited lines have just that, and each time denied.
    fn predicate_denied_outright(&mut self, verb: usize) {
        let (_, end) = self.sentence_range(verb);
        let run: Vec<&str> = self
            .claim
            .slice(verb + 1, end.min(verb + 4))
            .iter()
            .take_while(|token| token.is_word())
            .map(|token| token.stem.as_str())
            .collect();
        let weighs = |stem: &&str| stem.len() > 3;
        let modal = matches!(
            self.claim.tokens[verb].lower.as_str(),
            "will" | "would" | "can"
        );
        let run = if modal {
            run.get(..1).unwrap_or_default()
        } else {
            &run
        };
        let short = !modal && run.len() < 2;
        if short || !run.iter().any(weighs) || self.denied_just_before(verb + 1) {
            return;
        }
        let neither = (verb.saturating_sub(8)..verb).any(|at| {
            matches!(
                self.claim.tokens[at].lower.as_str(),
                "neither" | "nor" | "no" | "nothing" | "none" | "nobody"
            )
        });
        let mut denied = None;
        for (place, cited) in self.cited.iter().copied().enumerate() {
            let prose = &cited.source.prose;
            for from in 0..prose.len().saturating_sub(run.len() - 1) {
                let same = prose[from..from + run.len()]
                    .iter()
                    .zip(run)
                    .all(|(word, own)| word.stem == *own);
                if !same {
                    continue;
                }
                // `not always, I can forget`: of a verb the denial must stand right before it.
                let near = prose[from.saturating_sub(2)..from]
                    .iter()
                    .any(|word| matches!(word.lower.as_str(), "not" | "n't" | "never"));
                let denied_here = self.polarity_at(place, cited, from) == Some(Polarity::Denied);
                if !denied_here || (modal && !near) {
                    return;
                }
                denied = denied.or(Some((cited, prose[from].span)));
            }
        }
        if let Some((cited, place)) = denied.filter(|_| !neither) {
            let span = self.claim.span(verb, verb + 1 + run.len());
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Negation, span, None, places);
        }
    }

    /// Whether every mention of a word in the cited lines is denied or being ruled out.
    fn ruled_out(&self, word: &Token) -> bool {
        let mut seen = false;
        for (place, cited) in self.cited.iter().copied().enumerate() {
            let prose = &cited.source.prose;
            for (index, _) in prose
                .iter()
                .enumerate()
                .filter(|(_, own)| own.is_word() && own.ids.iter().any(|id| word.ids.contains(id)))
            {
                seen = true;
                let (from, _) = cited.source.sentence_of(index);
                let before = &prose[from.max(index.saturating_sub(NEAR))..index];
                let ruling = before.windows(2).any(|pair| {
                    matches!(pair[0].lower.as_str(), "rule" | "ruling" | "ruled")
                        && pair[1].is("out")
                });
                if !ruling && self.polarity_at(place, cited, index) != Some(Polarity::Denied) {
                    return false;
                }
            }
        }
        seen
    }

    /// `The CT showed an enlarged spleen`, where the cited lines call the scan normal, and none of them has the finding and the scan together.
    fn shown_though_normal(&mut self, index: usize) {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(index));
        let study = |token: &Token| {
            STUDIES.contains(&token.lower.as_str())
                || STUDIES
                    .iter()
                    .any(|name| token.is_word() && token.ids.contains(&id('c', name)))
        };
        let told = self.claim.slice(from.max(index.saturating_sub(8)), index);
        let plain = self.claim.slice(index, to).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "no" | "normal" | "nothing" | "not" | "unremarkable" | "without" | "negative"
            )
        });
        if plain || !told.iter().any(study) {
            return;
        }
        let findings: Vec<&Token> = (index + 1..to)
            .filter(|at| self.names_something(*at))
            .map(|at| &self.claim.tokens[at])
            .collect();
        let mut normal = None;
        for cited in self.cited.iter().copied() {
            let prose = &cited.source.prose;
            let mut start = 0;
            while start < prose.len() {
                let (begin, end) = cited.source.sentence_of(start);
                start = end.max(start + 1);
                let sentence = &prose[begin..end];
                if !sentence.iter().any(study) {
                    continue;
                }
                let has = |token: &&Token| {
                    let own = |word: &&Token| word.is_word() && word.stem == token.stem;
                    sentence.iter().any(|word| own(&word) && !study(word))
                };
                if findings.iter().any(has) {
                    return;
                }
                let fine = sentence.iter().find(|word| word.is("normal"));
                normal = normal.or(fine.map(|word| (cited, word.span)));
            }
        }
        if let Some((cited, place)) = normal.filter(|_| !findings.is_empty()) {
            let span: Span = self.claim.tokens[index].span;
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Attachment, span, words, places);
        }
    }
}
