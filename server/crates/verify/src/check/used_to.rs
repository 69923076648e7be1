//! `I used to be on an insulin pump`: what somebody used to have or do is not so now.

use super::{Check, at};
use crate::text::Token;
use model::{ReasonCode, Verdict};

/// How far behind `used to` its thing stands, in tokens.
const FAR: usize = 6;

impl Check<'_> {
    /// A thing told as present that every cited sentence of prose tells as given up.
    pub(crate) fn used_to(&mut self) {
        for index in 0..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            let thing = token.is_word()
                && !self.claim.used[index]
                && !self.lexicon.is_general(&token.stem)
                && !self.lexicon.is_function(&token.lower)
                && !self.told_as_past(index);
            if !thing {
                continue;
            }
            let (mut given_up, mut other) = (None, false);
            for cited in self
                .cited
                .iter()
                .filter(|cited| !cited.source.prose.is_empty())
            {
                let prose = &cited.source.prose;
                for (place, word) in prose.iter().enumerate() {
                    if !word.is_word() || !word.ids.iter().any(|id| token.ids.contains(id)) {
                        continue;
                    }
                    if behind_used_to(prose, place) {
                        given_up = given_up.or(Some((*cited, word.span)));
                    } else {
                        other = true;
                    }
                }
            }
            let (Some((cited, place)), false) = (given_up, other) else {
                continue;
            };
            let span = token.span;
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            self.against(
                Verdict::Contradicted,
                ReasonCode::Superseded,
                span,
                words,
                places,
            );
            return;
        }
    }

    /// Words of the past, or of a denial, in the clause of a word.
    fn told_as_past(&self, index: usize) -> bool {
        let (from, to) = self.sentence_range(index);
        self.claim.slice(from, to).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "used"
                    | "previously"
                    | "formerly"
                    | "former"
                    | "past"
                    | "prior"
                    | "before"
                    | "earlier"
                    | "once"
                    | "longer"
                    | "not"
                    | "no"
                    | "never"
                    | "stopped"
                    | "quit"
                    | "ex"
                    | "history"
                    | "was"
                    | "were"
                    | "had"
                    | "did"
                    | "until"
                    | "ago"
                    | "off"
                    | "anymore"
                    | "hx"
                    | "h"
                    | "old"
                    | "then"
                    | "since"
                    | "came"
                    | "has"
                    | "been"
            ) || (token.lower.ends_with("ed") && token.lower.len() > 4)
        })
    }
}

/// Whether a word stands behind `used to`, before anything else is told.
fn behind_used_to(prose: &[Token], place: usize) -> bool {
    let from = place.saturating_sub(FAR);
    let Some(used) = (from..place)
        .rev()
        .find(|at| prose[*at].is("used") && prose.get(at + 1).is_some_and(|next| next.is("to")))
    else {
        return false;
    };
    // `it used to hurt but now it burns`, `got used to it`
    let before = used
        .checked_sub(1)
        .map_or("", |at| prose[at].lower.as_str());
    !matches!(
        before,
        "get" | "got" | "getting" | "is" | "am" | "are" | "was" | "be" | "been"
    ) && prose[used].sentence == prose[place].sentence
        && !prose[used..place].iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "but" | "now" | "and" | "until" | "before" | "i"
            ) || token.is_mark(',')
        })
}
