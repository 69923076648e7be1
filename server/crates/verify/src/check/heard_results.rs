//! States that a conversation tells of nothing: `ALP was normal`, where it was asked for and the answer names others; `vital signs stable`, of which
//! nobody speaks.

use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::text::Token;
use model::ReasonCode;

/// How far before a state the thing that is in it stands, in tokens.
const NEAR: usize = 6;

fn state(token: &Token) -> bool {
    matches!(
        token.lower.as_str(),
        "normal"
            | "stable"
            | "unremarkable"
            | "elevated"
            | "high"
            | "low"
            | "fine"
            | "abnormal"
            | "negative"
            | "positive"
    )
}

/// Words that name the whole of what was looked at, and no thing of their own.
fn whole(token: &Token) -> bool {
    matches!(
        token.stem.as_str(),
        "exam"
            | "examin"
            | "examination"
            | "find"
            | "finding"
            | "everyth"
            | "everything"
            | "all"
            | "rest"
            | "els"
            | "else"
            | "otherwis"
            | "otherwise"
            | "remaind"
            | "remainder"
            | "studi"
            | "study"
            | "result"
            | "test"
            | "lab"
            | "work"
            | "physic"
            | "physical"
            | "review"
            | "system"
            | "it"
            | "thi"
            | "this"
            | "that"
            | "these"
            | "they"
            | "both"
            | "he"
            | "she"
            | "patient"
            | "condition"
            | "which"
    )
}

impl Check<'_> {
    /// Both of these, of a conversation alone.
    pub(crate) fn heard_results(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            // `an abnormal result` tells of no result that it is so.
            let told = self.claim.tokens.get(index + 1).is_none_or(|next| {
                !next.is_word()
                    || next.sentence != self.claim.tokens[index].sentence
                    || self.lexicon.is_function(&next.lower)
            });
            if !state(&self.claim.tokens[index]) || !told {
                continue;
            }
            let things = self.told_in_state(index);
            let Some(first) = things.first().copied() else {
                continue;
            };
            let denied = self
                .claim
                .all(Cue::Negation)
                .any(|found| found.from + 2 >= first && found.to <= index);
            if denied {
                continue;
            }
            let asked = things
                .iter()
                .copied()
                .find(|at| self.asked_without_answer(*at));
            if let Some(at) = asked {
                self.unsupported(ReasonCode::Absence, at, index + 1);
            } else if self.nobody_names(&things) {
                self.unsupported(ReasonCode::Fabrication, first, index + 1);
            }
        }
    }

    /// The words right before a state that it is told of, up to the last mark.
    fn told_in_state(&self, index: usize) -> Vec<usize> {
        let tokens = &self.claim.tokens;
        let mut out: Vec<usize> = (index.saturating_sub(NEAR)..index)
            .rev()
            .take_while(|at| {
                tokens[*at].sentence == tokens[index].sentence
                    && tokens[*at].is_word()
                    && !matches!(
                        tokens[*at].lower.as_str(),
                        "but" | "with" | "while" | "whereas"
                    )
            })
            .filter(|at| {
                !self.lexicon.is_function(&tokens[*at].lower)
                    && !matches!(
                        tokens[*at].lower.as_str(),
                        "and" | "is" | "are" | "was" | "were" | "remain" | "remained" | "remains"
                    )
            })
            .collect();
        out.reverse();
        out
    }

    /// `ALP`, of `which ones were up, ALT, AST, ALP?` – `the ALT and the AST`: a test that stands in a question alone, whose answer names others.
    fn asked_without_answer(&self, at: usize) -> bool {
        let own = &self.claim.tokens[at];
        if !self.lexicon.is_lab(&own.ids) {
            return false;
        }
        let same = |word: &Token| word.is_word() && word.stem == own.stem;
        let mut asked = None;
        for cited in self.reach() {
            let prose = &cited.source.prose;
            let mut done = 0;
            for place in (0..prose.len()).filter(|place| same(&prose[*place])) {
                if place < done {
                    continue;
                }
                let (from, to) = cited.source.sentence_of(place);
                done = to;
                let sentence = &prose[from..to];
                if !sentence.iter().any(|token| token.is_mark('?')) {
                    return false;
                }
                let others: Vec<&Token> = sentence
                    .iter()
                    .filter(|word| self.lexicon.is_lab(&word.ids) && !same(word))
                    .collect();
                asked = asked.or(cited
                    .snippet
                    .segment
                    .as_ref()
                    .map(|segment| (segment.number + 1, others)));
            }
        }
        let Some((number, others)) = asked else {
            return false;
        };
        self.reach()
            .filter(|cited| {
                cited
                    .snippet
                    .segment
                    .as_ref()
                    .is_some_and(|segment| segment.number == number)
            })
            .any(|cited| {
                let named =
                    |word: &&Token| cited.source.prose.iter().any(|own| own.stem == word.stem);
                // `All of them`, `just the first`: no name is needed.
                let pointed = cited.source.prose.iter().any(|word| {
                    matches!(
                        word.lower.as_str(),
                        "all" | "both" | "last" | "other" | "others" | "rest" | "third" | "only"
                    )
                });
                others.iter().any(named) && !pointed
            })
    }

    /// Whether no line says any word of what is told in a state.
    fn nobody_names(&self, things: &[usize]) -> bool {
        let tokens = &self.claim.tokens;
        things.len() > 1
            && things.iter().all(|at| {
                let own = &tokens[*at];
                own.is_word()
                    && own.lower.len() > 3
                    && !self.claim.used[*at]
                    && !whole(own)
                    && !own.ids.iter().any(|id| self.ids.contains(id))
            })
            && !self.measured(things)
    }

    /// `vital signs`, where a pressure, a pulse or the like is told.
    fn measured(&self, things: &[usize]) -> bool {
        let vital =
            |at: &usize| matches!(self.claim.tokens[*at].lower.as_str(), "vital" | "vitals");
        let told = |word: &Token| {
            matches!(
                word.lower.as_str(),
                "pressure"
                    | "pulse"
                    | "rate"
                    | "temperature"
                    | "saturation"
                    | "oxygen"
                    | "bp"
                    | "vitals"
                    | "vital"
            )
        };
        things.iter().any(vital)
            && self
                .reach()
                .any(|cited| cited.source.prose.iter().any(told))
    }
}
