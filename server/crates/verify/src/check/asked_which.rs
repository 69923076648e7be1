//! What was asked and how it was answered: one of two, or not decided at all.

use super::{Check, Cited, at};
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};

/// How many words of an answer are looked at.
const ANSWER: usize = 14;

impl<'a> Check<'a> {
    /// Both of these, of a conversation alone.
    pub(crate) fn asked_which(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        self.other_of_two();
        self.undecided();
        self.in_any_case();
    }

    /// `More A or B?` – `More A.` told as B.
    fn other_of_two(&mut self) {
        let mut found = None;
        for pair in self.asked_and_answered() {
            let (asked, answered) = pair;
            let prose = &asked.source.prose;
            for or in (1..prose.len()).filter(|at| prose[*at].is("or")) {
                let Some((one, two)) = self.named(&prose[or - 1]).zip(prose.get(or + 1)) else {
                    continue;
                };
                let (_, end) = asked.source.sentence_of(or);
                let question = prose[or..end].iter().any(|token| token.is_mark('?'));
                let Some(two) = self.named(two).filter(|_| question) else {
                    continue;
                };
                let answer = &answered.source.prose[..answered.source.prose.len().min(ANSWER)];
                for (chosen, other) in [(one, two), (two, one)] {
                    if says(answer, chosen) && !says(answer, other) && !denies(answer) {
                        let told = if says(&self.claim.tokens, chosen) {
                            outweighs(&self.claim.tokens, other, chosen)
                        } else {
                            self.claim.tokens.iter().position(|own| alike(own, other))
                        };
                        let told = told.filter(|at| !self.denied_just_before(*at));
                        found = found.or_else(|| Some((told?, answered, answer[0].span)));
                    }
                }
            }
        }
        if let Some((index, cited, place)) = found {
            let span = self.claim.tokens[index].span;
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Comparator, span, words, places);
        }
    }

    /// `He agreed`, `she refused`, of `let me think about it`.
    fn undecided(&mut self) {
        let decided = |token: &Token| {
            matches!(
                token.lower.as_str(),
                "agreed" | "accepted" | "consented" | "agrees" | "refused" | "declined" | "refuses"
            )
        };
        let Some(index) = self.claim.tokens.iter().position(decided) else {
            return;
        };
        let thinks = |cited: &Cited<'a>| {
            let prose = &cited.source.prose;
            let about = prose.windows(3).find(|run| {
                run[0].is("think") && run[1].is("about") && (run[2].is("it") || run[2].is("that"))
            })?;
            Some(Span::new(about[0].span.start, about[2].span.end))
        };
        let told = |token: &Token| {
            matches!(
                token.lower.as_str(),
                "yes" | "okay" | "sure" | "no" | "n't" | "not" | "agree"
            )
        };
        let open = self.cited.iter().copied().find_map(|cited| {
            let place = thinks(&cited)?;
            (!cited.source.prose.iter().any(told)).then_some((cited, place))
        });
        if let Some((cited, place)) = open {
            let span = self.claim.tokens[index].span;
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Status, span, words, places);
        }
    }

    /// `will be done in any case`, of `if this is good, we can cancel that`.
    fn in_any_case(&mut self) {
        let tokens = &self.claim.tokens;
        let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
        let sign = (0..tokens.len()).find(|at| match word(*at) {
            "regardless" | "anyway" => true,
            "in" => word(at + 1) == "any" && matches!(word(at + 2), "case" | "event"),
            "no" => word(at + 1) == "matter",
            _ => false,
        });
        let Some(sign) = sign else { return };
        let (mut said, mut open) = (false, None);
        for cited in self.cited.iter().copied() {
            for (at, own) in cited.source.prose.iter().enumerate() {
                said |= matches!(own.lower.as_str(), "regardless" | "anyway" | "either")
                    || (own.is("any")
                        && cited
                            .source
                            .prose
                            .get(at + 1)
                            .is_some_and(|next| next.is("case")));
                let undone = matches!(
                    own.lower.as_str(),
                    "cancel" | "skip" | "hold" | "unless" | "depending" | "depends" | "only"
                );
                open = open.or(undone.then_some((cited, own.span)));
            }
        }
        if let Some((cited, place)) = open.filter(|_| !said) {
            let span = self.claim.span(sign, sign + 1);
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Status, span, words, places);
        }
    }

    /// The cited questions with the cited line behind each, by another speaker.
    fn asked_and_answered(&self) -> Vec<(Cited<'a>, Cited<'a>)> {
        let number = |cited: &Cited<'a>| Some(cited.snippet.segment.as_ref()?.number);
        let behind = |asked: &Cited<'a>| {
            self.cited.iter().copied().find(|other| {
                number(other) == number(asked).map(|number| number + 1)
                    && other.snippet.author != asked.snippet.author
            })
        };
        self.reach()
            .filter(|asked| asked.snippet.segment.is_some())
            .filter_map(|asked| Some((asked, behind(&asked)?)))
            .collect()
    }

    fn named<'t>(&self, token: &'t Token) -> Option<&'t Token> {
        let carries = token.is_word()
            && token.lower.len() > 2
            && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem));
        carries.then_some(token)
    }
}

fn alike(one: &Token, other: &Token) -> bool {
    one.is_word() && one.ids.iter().any(|id| other.ids.contains(id))
}

/// Where these words put one thing above another: `A outweighs B`, `more A than B`.
fn outweighs(tokens: &[Token], more: &Token, less: &Token) -> Option<usize> {
    const FAR: usize = 8;
    let (one, two) = (
        tokens.iter().position(|own| alike(own, more))?,
        tokens.iter().position(|own| alike(own, less))?,
    );
    let between = tokens.get(one + 1..two)?;
    let before = &tokens[one.saturating_sub(3)..one];
    let over = between.iter().any(|token| {
        matches!(
            token.lower.as_str(),
            "outweighs" | "outweigh" | "exceeds" | "exceed" | "predominates" | "dominates"
        )
    });
    let than = between
        .iter()
        .any(|token| token.is("than") || token.is("rather"));
    let up = |token: &Token| matches!(token.lower.as_str(), "more" | "mostly" | "mainly");
    let down = |token: &Token| matches!(token.lower.as_str(), "less" | "fewer" | "rarer");
    let lower = before.iter().chain(between).any(down);
    let higher = before.iter().chain(between).any(up);
    (between.len() <= FAR && !lower && (over || (than && higher))).then_some(one)
}

fn says(tokens: &[Token], word: &Token) -> bool {
    tokens.iter().any(|own| alike(own, word))
}

fn denies(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        matches!(
            token.lower.as_str(),
            "no" | "not" | "n't" | "neither" | "never" | "both" | "less" | "without"
        )
    })
}
