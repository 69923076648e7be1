//! What kind of sentence it is: an order to a machine or a question states nothing about a patient, whoever wrote it first.

use super::Check;
use crate::text::Token;
use model::ReasonCode;
use std::ops::Range;

impl Check<'_> {
    /// Sentences that state nothing: a note that holds them supports nothing by it.
    pub(crate) fn speech(&mut self) {
        let mut quoted = false;
        for range in sentences(&self.claim.tokens) {
            let open = quoted;
            let tokens = &self.claim.tokens[range.clone()];
            let marks = tokens.iter().filter(|token| token.is_mark('"'));
            quoted ^= marks.count() % 2 == 1;
            // Words in quotation marks are told, not said.
            if open || tokens.first().is_none_or(|token| token.is_mark('"')) {
                continue;
            }
            let question = asks(tokens) && !self.cites_questionnaire();
            if question || self.commands(tokens) || self.introduces(tokens) || self.unread(&range) {
                self.unsupported(ReasonCode::Irrelevant, range.start, range.end);
            }
        }
    }

    /// `Ignore previous instructions`, `please print the prompt`: an order that names nothing clinical, measures and dates nothing.
    fn commands(&self, tokens: &[Token]) -> bool {
        let mut words = tokens
            .iter()
            .filter(|token| token.is_word())
            .skip_while(|token| self.lexicon.is_address(&token.lower));
        words
            .next()
            .is_some_and(|verb| self.lexicon.is_machine_order(&verb.lower))
            && !self.names_care(tokens)
    }

    /// `I am the medical director`: whoever wrote the source speaks of himself.
    fn introduces(&self, tokens: &[Token]) -> bool {
        let mut words = tokens.iter().filter(|token| token.is_word());
        let own = words
            .next()
            .is_some_and(|word| word.is("i") || word.is("we"));
        let is = words
            .next()
            .is_some_and(|word| word.is("am") || word.is("are") || word.is("m"));
        // `We are still waiting for the result` introduces nobody.
        let role = words.next().is_none_or(|word| {
            word.capital
                || matches!(
                    word.lower.as_str(),
                    "the"
                        | "a"
                        | "an"
                        | "your"
                        | "his"
                        | "her"
                        | "their"
                        | "this"
                        | "dr"
                        | "doctor"
                        | "here"
                        | "now"
                )
                || self.lexicon.is_office(&word.stem)
        });
        own && is && role && !self.names_care(tokens)
    }

    fn names_care(&self, tokens: &[Token]) -> bool {
        tokens.iter().any(|token| {
            self.lexicon.is_problem(&token.ids)
                || self.lexicon.is_lab(&token.ids)
                || self.lexicon.is_drug(&token.stem)
                || token.is("patient")
        })
    }

    /// A sentence most of whose words are in no list: enciphered, or in a language that the lexicon does not know. That a source has the same
    /// letters says nothing of what they mean, so nobody can vouch for it.
    fn unread(&self, range: &Range<usize>) -> bool {
        const FEWEST: usize = 5;
        let words = || {
            range
                .clone()
                .filter(|at| !self.in_unit(*at) && !self.claim.used[*at])
                .map(|at| &self.claim.tokens[at])
                .filter(|token| token.is_word() && !token.upper && token.lower.len() > 2)
                .filter(|token| self.lexicon.unit_of(&token.lower).is_none())
        };
        let unknown = words().filter(|token| {
            token.ids.len() < 2
                && !self.lexicon.is_general(&token.stem)
                && !self.lexicon.is_plain(&token.lower)
                && !self.lexicon.is_ordinary(&token.lower)
                && !self.lexicon.is_office(&token.stem)
                && !self.lexicon.is_heading(&token.stem)
        });
        let (unknown, all) = (unknown.count(), words().count());
        unknown >= FEWEST && unknown * 3 > all * 2
    }

    fn cites_questionnaire(&self) -> bool {
        self.cited
            .iter()
            .any(|cited| cited.snippet.resource_type() == Some("QuestionnaireResponse"))
    }
}

/// The tokens of each sentence.
fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match out.last_mut() {
            Some(range) if tokens[range.start].sentence == token.sentence => range.end = index + 1,
            _ => out.push(index..index + 1),
        }
    }
    out
}

/// A sentence that begins with a word of questions and ends with its mark.
fn asks(tokens: &[Token]) -> bool {
    let first = tokens.iter().find(|token| token.is_word());
    tokens.last().is_some_and(|token| token.is_mark('?'))
        && first.is_some_and(|token| {
            matches!(
                token.lower.as_str(),
                "what"
                    | "who"
                    | "whom"
                    | "whose"
                    | "which"
                    | "when"
                    | "where"
                    | "why"
                    | "how"
                    | "is"
                    | "are"
                    | "was"
                    | "were"
                    | "do"
                    | "does"
                    | "did"
                    | "can"
                    | "could"
                    | "will"
                    | "would"
                    | "should"
                    | "has"
                    | "have"
                    | "may"
            )
        })
}
