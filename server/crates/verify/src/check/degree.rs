//! How much: `slightly`, of what the speaker calls `a lot`, and the reverse.

use super::{Check, Cited, at};
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};

/// How far from a word of degree its word stands, in tokens.
const NEAR: usize = 3;
/// How many mentions of a word are looked at.
const MOST: usize = 24;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Degree {
    Small,
    Large,
    /// `less tired`: a change for the better, of which nothing is said.
    Less,
}

impl<'a> Check<'a> {
    /// A word of degree whose word the cited lines of a conversation have with the other degree alone.
    pub(crate) fn degrees(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let Some((told, width)) = degree(&self.claim.tokens, index) else {
                continue;
            };
            if self.denied_just_before(index) {
                continue;
            }
            for word in self.degree_of(index, width) {
                let Some((cited, place)) = self.other_degree(&word, told) else {
                    continue;
                };
                let span = self.claim.span(index, index + width);
                let words = place.of(&cited.snippet.text).map(str::to_owned);
                let places = vec![at(cited, "text", Some(place))];
                let code = if told == Degree::Less {
                    ReasonCode::Trend
                } else {
                    ReasonCode::Severity
                };
                self.against(Verdict::Contradicted, code, span, words, places);
                return;
            }
        }
    }

    /// The word that a degree is said of: the first that carries something behind it, and the verb before it.
    fn degree_of(&self, index: usize, width: usize) -> Vec<Token> {
        let tokens = &self.claim.tokens;
        let clause = self.claim.clause_of(index);
        let carries = |at: &usize| {
            let token = &tokens[*at];
            token.is_word()
                && self.claim.clause_of(*at) == clause
                && (token.ids.len() > 1
                    || (token.lower.len() > 3 && !self.lexicon.is_general(&token.stem)))
        };
        let behind = (index + width..tokens.len().min(index + width + NEAR)).find(carries);
        let before = (index.saturating_sub(2)..index).rev().find(carries);
        behind
            .or(before)
            .into_iter()
            .map(|at| tokens[at].clone())
            .collect()
    }

    /// The other degree beside the mentions of a word, where none of them has this one.
    fn other_degree(&self, word: &Token, told: Degree) -> Option<(Cited<'a>, Span)> {
        let mut other = None;
        let mut seen = 0;
        for cited in self.cited.iter().copied() {
            let prose = &cited.source.prose;
            for (index, _) in prose
                .iter()
                .enumerate()
                .filter(|(_, own)| own.is_word() && own.ids.iter().any(|id| word.ids.contains(id)))
            {
                seen += 1;
                if seen > MOST {
                    return None;
                }
                let (from, to) = cited.source.sentence_of(index);
                let (from, to) = (from.max(index.saturating_sub(5)), to.min(index + 5));
                for at in from..to {
                    match degree(prose, at) {
                        Some((Degree::Large, width)) if told != Degree::Large => {
                            let span =
                                Span::new(prose[at].span.start, prose[at + width - 1].span.end);
                            other = other.or(Some((cited, span)));
                        }
                        Some((Degree::Small, width)) if told == Degree::Large => {
                            let span =
                                Span::new(prose[at].span.start, prose[at + width - 1].span.end);
                            other = other.or(Some((cited, span)));
                        }
                        Some(_) => return None,
                        None => {}
                    }
                }
            }
            // Somewhere the speaker tells of less of something, or of getting better.
            let eased = |token: &Token| {
                matches!(
                    token.lower.as_str(),
                    "less" | "better" | "improved" | "fewer" | "easier"
                )
            };
            if told == Degree::Less && prose.iter().any(eased) {
                return None;
            }
        }
        other
    }
}

/// The degree that begins at a token, and of how many words it is.
fn degree(tokens: &[Token], index: usize) -> Option<(Degree, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    Some(match word(index) {
        "slightly" | "mildly" | "barely" | "hardly" | "somewhat" => (Degree::Small, 1),
        // `a little while`, `little finger`: no degree.
        "a" if matches!(word(index + 1), "little" | "bit")
            && !matches!(
                word(index + 2),
                "while" | "longer" | "later" | "boy" | "girl"
            ) =>
        {
            (Degree::Small, 2)
        }
        "a" if word(index + 1) == "lot"
            && !matches!(word(index + 2), "of" | "better" | "less" | "easier") =>
        {
            (Degree::Large, 2)
        }
        "very" | "really" | "extremely" | "terribly" | "severely" | "awfully" | "badly" => {
            // `very little`, `very slightly`
            if matches!(
                word(index + 1),
                "little" | "slightly" | "mild" | "mildly" | "slight"
            ) {
                return Some((Degree::Small, 2));
            }
            (Degree::Large, 1)
        }
        "so" if word(index + 1) == "much" => (Degree::Large, 2),
        "less" if !matches!(word(index + 1), "than" | "often") => (Degree::Less, 1),
        _ => return None,
    })
}
