//! Plain words that say the opposite of what prose says: `slow` for `rapid`, `lowered` for `raised`.

use super::{Check, at};
use crate::text::Token;
use model::{ReasonCode, Verdict};
use std::collections::HashSet;

/// Sources with more words than this tell too much for their words to be held against a statement without a sentence in common.
const SHORT: usize = 80;

/// What stands against a word: the name of the error, the source and the place in it.
type Against<'a> = (ReasonCode, super::Cited<'a>, model::Span);

impl<'a> Check<'a> {
    /// A word whose opposite alone stands in the cited sentences that speak of the same.
    pub(crate) fn opposites(&mut self) {
        if !self.prose() {
            return;
        }
        let said: HashSet<&str> = self
            .reach()
            .flat_map(|cited| cited.source.prose.iter())
            .map(|token| token.stem.as_str())
            .collect();
        let about: HashSet<u64> = self
            .claim
            .tokens
            .iter()
            .filter(|token| self.carries(token) && self.lexicon.opposites(&token.stem).is_empty())
            .flat_map(|token| token.ids.iter().copied())
            .collect();
        for index in 0..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            let told = self.told_otherwise(index);
            if let Some((code, cited, place)) = told {
                let span = token.span;
                self.against_prose(code, span, cited, place);
                return;
            }
            if self.claim.used[index] || said.contains(token.stem.as_str()) || self.in_unit(index) {
                continue;
            }
            let span = token.span;
            let sides = self.lexicon.opposites(&token.stem);
            // `stinging at first`: in the beginning, the first of nothing.
            let at_first = matches!(token.lower.as_str(), "first" | "last")
                && index
                    .checked_sub(1)
                    .is_some_and(|before| self.claim.tokens[before].is("at"));
            // `she first said three weeks`: before what she said then.
            let order_of_words = matches!(token.lower.as_str(), "first" | "last")
                && self.claim.tokens.get(index + 1).is_some_and(|next| {
                    matches!(
                        next.lower.as_str(),
                        "said"
                            | "told"
                            | "thought"
                            | "reported"
                            | "answered"
                            | "gave"
                            | "mentioned"
                            | "guessed"
                            | "stated"
                            | "denied"
                    )
                });
            if sides.is_empty()
                || order_of_words
                || at_first
                || sides
                    .iter()
                    .any(|(_, _)| self.same_side_said(&token.stem, &said))
                || self.denied_here(index)
                || (matches!(token.lower.as_str(), "less" | "fewer" | "reduced")
                    && self.not_as_much())
                || sides.iter().any(|(others, _)| {
                    self.claim
                        .tokens
                        .iter()
                        .any(|own| others.contains(&own.stem))
                })
            {
                continue;
            }
            let found = sides.iter().find_map(|(others, code)| {
                self.cited
                    .iter()
                    .copied()
                    .filter(|cited| !cited.source.prose.is_empty())
                    .find_map(|cited| {
                        let prose = &cited.source.prose;
                        let short = prose.len() <= SHORT
                            && self.cited.len() < 4
                            && (cited.source.is_prose || self.cited.len() == 1);
                        prose
                            .iter()
                            .enumerate()
                            .find(|(place, word)| {
                                word.is_word()
                                    && others.contains(&word.stem)
                                    && !particle(prose, *place)
                                    && (short || {
                                        let (from, to) = cited.source.sentence_of(*place);
                                        self.about_same(&prose[from..to], &about)
                                    })
                            })
                            .map(|(_, word)| (*code, cited, word.span))
                    })
            });
            if let Some((code, cited, place)) = found {
                self.against_prose(code, span, cited, place);
                return;
            }
        }
    }

    /// What stands against a word in a way of its own.
    fn told_otherwise(&self, index: usize) -> Option<Against<'a>> {
        self.only_sometimes(index)
            .or_else(|| self.placed_otherwise(index))
            .or_else(|| self.more_than_usual(index))
            .or_else(|| self.goes_otherwise(index))
            .or_else(|| self.opposite_beside(index))
    }

    /// `HER2 positive` where the source has `HER2 negative` and nowhere `HER2 positive`: the word beside the same noun.
    fn opposite_beside(&self, index: usize) -> Option<Against<'a>> {
        let token = &self.claim.tokens[index];
        let sides = self.lexicon.opposites(&token.stem);
        if sides.is_empty() || self.claim.used[index] || !token.is_word() {
            return None;
        }
        let partner = index
            .checked_sub(1)
            .and_then(|before| self.claim.tokens.get(before))
            .filter(|before| {
                self.carries(before) && self.lexicon.opposites(&before.stem).is_empty()
            })?;
        let mut other = None;
        for cited in self.cited.iter().copied() {
            let prose = &cited.source.prose;
            for (at, _) in prose.iter().enumerate().filter(|(_, word)| {
                word.is_word() && word.ids.iter().any(|id| partner.ids.contains(id))
            }) {
                let near = &prose[at.saturating_sub(1)..(at + 4).min(prose.len())];
                if near.iter().any(|word| word.stem == token.stem) {
                    return None;
                }
                if let Some(found) = near.iter().find_map(|word| {
                    let (_, code) = sides
                        .iter()
                        .find(|(others, _)| others.contains(&word.stem))?;
                    Some((*code, cited, word.span))
                }) {
                    other = other.or(Some(found));
                }
            }
        }
        other
    }

    /// A contradiction by words of prose.
    fn against_prose(
        &mut self,
        code: ReasonCode,
        span: model::Span,
        cited: super::Cited<'a>,
        place: model::Span,
    ) {
        let words = place.of(&cited.snippet.text).map(str::to_owned);
        let places = vec![at(cited, "text", Some(place))];
        self.against(Verdict::Contradicted, code, span, words, places);
    }

    /// `all the time`, `constantly`, where the sources have `sometimes` alone.
    fn only_sometimes(&self, index: usize) -> Option<Against<'a>> {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let always = matches!(word(index), "constantly" | "continuously" | "always")
            || (word(index) == "all" && word(index + 1) == "the" && word(index + 2) == "time");
        if !always {
            return None;
        }
        let mut some = None;
        for cited in self.cited.iter().copied() {
            let prose = &cited.source.prose;
            for (at, own) in prose.iter().enumerate() {
                let whole = matches!(
                    own.lower.as_str(),
                    "constantly" | "constant" | "continuously" | "always"
                ) || (own.is("all")
                    && prose.get(at + 1).is_some_and(|next| next.is("the"))
                    && prose.get(at + 2).is_some_and(|next| next.is("time")));
                if whole {
                    return None;
                }
                if matches!(
                    own.lower.as_str(),
                    "sometimes" | "occasionally" | "intermittently"
                ) {
                    some = some.or(Some((ReasonCode::FrequencyRoute, cited, own.span)));
                }
            }
        }
        some
    }

    /// `just above the navel`: a place, where the sources have `below the navel` alone.
    fn placed_otherwise(&self, index: usize) -> Option<Against<'a>> {
        let word = self.claim.tokens[index].lower.as_str();
        let other = match word {
            "above" => "below",
            "below" => "above",
            _ => return None,
        };
        let noun = (index + 1..index + 4)
            .take_while(|at| self.claim.tokens.get(*at).is_some_and(Token::is_word))
            .find(|at| {
                let token = &self.claim.tokens[*at];
                token.lower.len() >= 4 && !self.lexicon.is_general(&token.stem)
            })?;
        let noun = &self.claim.tokens[noun];
        let near = |side: &str| {
            self.cited.iter().copied().find_map(|cited| {
                let prose = &cited.source.prose;
                let at = (0..prose.len()).find(|at| {
                    prose[*at].is(side)
                        && prose[*at + 1..prose.len().min(*at + 5)]
                            .iter()
                            .any(|own| own.ids.iter().any(|id| noun.ids.contains(id)))
                })?;
                Some((ReasonCode::Laterality, cited, prose[at].span))
            })
        };
        if near(word).is_some() {
            return None;
        }
        near(other)
    }

    fn carries(&self, token: &Token) -> bool {
        token.is_word() && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))
    }

    /// Whether a source says a word of the same side: `reduced` where the statement says `lowered`.
    fn same_side_said(&self, stem: &str, said: &HashSet<&str>) -> bool {
        self.lexicon.opposites(stem).iter().any(|(others, _)| {
            others.iter().next().is_some_and(|other| {
                self.lexicon
                    .opposites(other)
                    .iter()
                    .filter(|(own, _)| own.contains(stem))
                    .any(|(own, _)| own.iter().any(|word| said.contains(word.as_str())))
            })
        })
    }

    fn about_same(&self, sentence: &[Token], about: &HashSet<u64>) -> bool {
        sentence.iter().any(|token| {
            (self.carries(token) && token.ids.iter().any(|id| about.contains(id)))
                || (token.stem.len() > 5
                    && self.lexicon.opposites(&token.stem).is_empty()
                    && self.claim.tokens.iter().any(|own| own.stem == token.stem))
        })
    }

    /// Whether the cited words have `not as much`: less of it.
    fn not_as_much(&self) -> bool {
        const NEAR: usize = 6;
        self.cited.iter().any(|cited| {
            let prose = &cited.source.prose;
            (1..prose.len()).any(|at| {
                matches!(prose[at].lower.as_str(), "much" | "many" | "bad" | "often")
                    && prose[at - 1].is("as")
                    && prose[at.saturating_sub(NEAR)..at]
                        .iter()
                        .any(|word| matches!(word.lower.as_str(), "not" | "n't" | "never"))
            })
        })
    }

    /// `the pressure goes down at work`, where the cited words have `goes up` alone.
    fn goes_otherwise(&self, index: usize) -> Option<Against<'a>> {
        let word = self.claim.tokens[index].lower.as_str();
        let other = match word {
            "up" => "down",
            "down" => "up",
            _ => return None,
        };
        let goes = |token: &Token| {
            matches!(
                token.lower.as_str(),
                "go" | "goes" | "going" | "went" | "gone"
            )
        };
        let own = index
            .checked_sub(1)
            .is_some_and(|at| goes(&self.claim.tokens[at]));
        if !own || self.denied_here(index) {
            return None;
        }
        let mut found = None;
        for cited in self
            .cited
            .iter()
            .copied()
            .filter(|cited| cited.snippet.segment.is_some())
        {
            let prose = &cited.source.prose;
            for at in 1..prose.len() {
                let denied = prose[at.saturating_sub(5)..at]
                    .iter()
                    .any(|word| matches!(word.lower.as_str(), "not" | "n't" | "never"));
                let way = prose[at].lower.as_str();
                if !goes(&prose[at - 1]) || !matches!(way, "up" | "down") {
                    continue;
                }
                if (way == word) != denied {
                    return None;
                }
                if way == other || denied {
                    found = found.or(Some((ReasonCode::Trend, cited, prose[at].span)));
                }
            }
        }
        found
    }

    /// `eating more than usual`, of `not as much as usual`.
    fn more_than_usual(&self, index: usize) -> Option<Against<'a>> {
        let usual = self.claim.slice(index + 1, index + 8).iter().any(|word| {
            matches!(
                word.lower.as_str(),
                "normally" | "usually" | "usual" | "normal" | "before"
            )
        });
        let than = self
            .claim
            .slice(index + 1, index + 5)
            .iter()
            .any(|word| word.is("than"));
        let more = self.claim.tokens[index].is("more") && than && usual;
        let said = || {
            self.cited
                .iter()
                .any(|cited| cited.source.prose.iter().any(|word| word.is("more")))
        };
        if !more || !self.not_as_much() || said() {
            return None;
        }
        let cited = self.cited.first().copied()?;
        let word = cited.source.prose.first()?;
        Some((ReasonCode::Comparator, cited, word.span))
    }

    fn denied_here(&self, index: usize) -> bool {
        self.claim.all(crate::lexicon::Cue::Negation).any(|found| {
            found.to <= index
                && index - found.to <= 4
                && self.claim.clause_of(found.from) == self.claim.clause_of(index)
        })
    }
}

/// `getting up`, `lie down`: no rise and no fall; `not coming down`: not what it says.
fn particle(prose: &[Token], place: usize) -> bool {
    let before = |back: usize| {
        place
            .checked_sub(back)
            .map_or("", |at| prose[at].lower.as_str())
    };
    let up = matches!(prose[place].lower.as_str(), "up" | "down");
    let verb = matches!(
        before(1),
        "get"
            | "gets"
            | "got"
            | "getting"
            | "wake"
            | "wakes"
            | "woke"
            | "waking"
            | "stand"
            | "stands"
            | "standing"
            | "stood"
            | "sit"
            | "sits"
            | "sitting"
            | "lie"
            | "lies"
            | "lying"
            | "lay"
            | "laying"
            | "follow"
            | "set"
            | "pick"
            | "bring"
            | "end"
            | "ended"
            | "propped"
            | "open"
            | "pull"
            | "pulled"
            | "write"
            | "wrote"
            | "calm"
            | "settle"
            | "break"
            | "sign"
            | "show"
            | "look"
            | "warm"
            | "clean"
            | "throw"
            | "throwing"
            | "growing"
    );
    let denied = (2..=3).any(|back| matches!(before(back), "not" | "n't" | "never"));
    up && (verb || denied)
}
