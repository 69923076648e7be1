//! Words that no source says as they stand: initials of what it says, another derivation of its word, and what a letter asks for.

use super::Check;
use super::negation::Polarity;
use crate::text::Token;

/// How many abbreviations of a statement are looked for in prose; more are no abbreviations of anything.
const MOST: usize = 12;
/// How far behind a word of asking the thing that is asked for is followed, in tokens.
const ASKED: usize = 14;

impl Check<'_> {
    /// `NYHA`, of a source that says New York Heart Association: the initials of words that stand one after the other.
    pub(super) fn initials(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        let short = |token: &Token| {
            token.upper
                && (3..=6).contains(&token.lower.len())
                && token.lower.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        if !short(token) || self.lexicon.is_drug(&token.stem) {
            return false;
        }
        let before = self.claim.tokens[..at].iter().filter(|token| short(token));
        if before.count() >= MOST {
            return false;
        }
        let letters = token.lower.as_bytes();
        self.reach().any(|cited| {
            let title = crate::text::tokens(&cited.snippet.title);
            // What prose denies is not said by it, unless it is denied here too.
            let told = |place: usize| {
                self.negated_clause(at)
                    || self.polarity_at(0, cited, place) == Some(Polarity::Affirmed)
            };
            spells(self, &title, letters).is_some()
                || spells(self, &cited.source.prose, letters).is_some_and(told)
        })
    }

    /// `126/76, goal <130/80 met`: whether the value that is told stands to the goal as the word says.
    pub(super) fn goal_met(&self, at: usize) -> bool {
        use crate::number::{Form, Limit};
        let (from, to) = self.sentence_range(at);
        let numbers: Vec<&crate::number::Number> = self
            .claim
            .numbers
            .iter()
            .filter(|number| number.from >= from && number.to <= to && !number.word)
            .collect();
        let Some(goal) = numbers.iter().rev().find(|number| number.sign.is_some()) else {
            return false;
        };
        let pair = |form: Form| matches!(form, Form::Over(_));
        let mut values = numbers.iter().filter(|number| {
            number.sign.is_none()
                && pair(number.form) == pair(goal.form)
                && (number.unit == goal.unit || number.unit.is_none() || goal.unit.is_none())
        });
        let holds = |value: rust_decimal::Decimal, limit: rust_decimal::Decimal| match goal.sign {
            Some(Limit::Above) => value > limit,
            Some(Limit::AtLeast) => value >= limit,
            Some(Limit::AtMost) => value <= limit,
            _ => value < limit,
        };
        let met = values.next().is_some_and(|value| {
            holds(value.value, goal.value)
                && match (value.form, goal.form) {
                    (Form::Over(own), Form::Over(limit)) => holds(own, limit),
                    _ => true,
                }
        });
        let denied = self.claim.clause_has(at, crate::lexicon::Cue::Negation);
        met != denied
    }

    /// `in childhood`, where every day that is cited lies in it.
    pub(super) fn stage_of_life(&self, at: usize) -> bool {
        let years = match self.claim.tokens[at].lower.as_str() {
            "childhood" => 0..18,
            "infancy" => 0..2,
            "adolescence" | "teens" => 10..20,
            "adulthood" => 18..130,
            _ => return false,
        };
        let Some(birth) = self.birth() else {
            return false;
        };
        let mut days = self.cited_days().into_iter().peekable();
        days.peek().is_some() && days.all(|day| years.contains(&((day - birth).whole_days() / 366)))
    }

    /// `We request a continuous glucose monitor`: what is asked for is no state of the patient; where an order or a policy is cited, it must say it.
    pub(super) fn asked_for(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        let ordered = self.cited.iter().any(|cited| {
            cited.source.is_prose
                || cited.snippet.resource_type().is_none_or(|kind| {
                    kind.ends_with("Request")
                        || matches!(kind, "Device" | "Claim" | "DocumentReference" | "CarePlan")
                })
        });
        if ordered || self.lexicon.is_problem(&token.ids) || self.lexicon.is_drug(&token.stem) {
            return false;
        }
        let (from, _) = self.sentence_range(at);
        let word = |index: usize| self.claim.tokens[index].lower.as_str();
        let asks = (from.max(at.saturating_sub(ASKED))..at)
            .rev()
            .find(|index| {
                matches!(
                    word(*index),
                    "request"
                        | "requests"
                        | "requesting"
                        | "requested"
                        | "ask"
                        | "asking"
                        | "seek"
                        | "seeking"
                ) || (matches!(word(*index), "coverage" | "authorization" | "approval")
                    && matches!(word(index + 1), "of" | "for"))
            });
        asks.is_some_and(|asks| {
            (asks + 1..at).all(|index| {
                let token = &self.claim.tokens[index];
                let ends = matches!(
                    token.lower.as_str(),
                    "who"
                        | "whom"
                        | "whose"
                        | "with"
                        | "because"
                        | "since"
                        | "as"
                        | "after"
                        | "given"
                        | "which"
                        | "that"
                        | "to"
                        | "and"
                ) || (token.is("for")
                    && index > asks + 1
                    && !matches!(word(index - 1), "coverage" | "authorization" | "approval"));
                (token.is_word() || token.is_mark('-')) && !ends
            })
        })
    }
}

/// Where words that stand one after the other begin with these letters, small words between them left out: the place of the last.
fn spells(check: &Check<'_>, tokens: &[Token], letters: &[u8]) -> Option<usize> {
    let mut run: Vec<u8> = Vec::with_capacity(letters.len() + 1);
    let mut sentence = u32::MAX;
    for (place, token) in tokens.iter().enumerate() {
        if !token.is_word() {
            if !token.is_mark('-') {
                run.clear();
            }
            continue;
        }
        if token.sentence != sentence {
            sentence = token.sentence;
            run.clear();
        }
        if check.lexicon.is_function(&token.lower) {
            continue;
        }
        run.extend(token.lower.bytes().next());
        if run.len() > letters.len() {
            run.remove(0);
        }
        if run == letters {
            return Some(place);
        }
    }
    None
}

/// Whether two stems are derivations of one word: `cardiovert` and `cardioversion`. Endings that name another disease or act (`-itis`, `-osis`, `-ectomy`)
/// are none.
pub(super) fn derived(a: &str, b: &str) -> bool {
    const LEAST: usize = 7;
    const ENDINGS: [&str; 30] = [
        "", "t", "s", "d", "e", "y", "al", "ic", "or", "er", "ed", "ing", "ion", "ive", "ist",
        "ent", "ant", "ate", "ment", "ence", "ance", "able", "ible", "sion", "tion", "ical",
        "ional", "ation", "ative", "ator",
    ];
    let shared: usize = a
        .chars()
        .zip(b.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    shared >= LEAST && ENDINGS.contains(&&a[shared..]) && ENDINGS.contains(&&b[shared..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_derivation() {
        for (one, other) in [
            ("thrombocytopenia", "thrombocytosi"),
            ("diverticulosi", "diverticuliti"),
            ("cholecystiti", "cholecystectomy"),
            ("hypertension", "hypotension"),
        ] {
            assert!(!derived(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("cardiovert", "cardioversion"),
            ("immunization", "immunize"),
            ("rehabilitat", "rehabilitation"),
        ] {
            assert!(derived(one, other), "{one} {other}");
        }
    }
}
