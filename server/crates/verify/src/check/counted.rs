//! Numbers that count things: `22 orders`, `ED visits to date: 4`.

use super::Check;
use crate::number::{Form, Number};
use rust_decimal::Decimal;

/// Nouns and adjectives behind a number in figures that counts.
const COUNTED: [&str; 50] = [
    "order",
    "visit",
    "encounter",
    "session",
    "episode",
    "reading",
    "measurement",
    "score",
    "check",
    "test",
    "entry",
    "record",
    "note",
    "prescription",
    "refill",
    "admission",
    "vaccine",
    "shot",
    "immunization",
    "allergy",
    "problem",
    "condition",
    "diagnosis",
    "diagnoses",
    "medication",
    "drug",
    "procedure",
    "scan",
    "study",
    "pregnancy",
    "birth",
    "fracture",
    "occasion",
    "active",
    "current",
    "different",
    "separate",
    "distinct",
    "recorded",
    "documented",
    "resolved",
    "stopped",
    "total",
    "other",
    "report",
    "item",
    "stay",
    "pressure",
    "sample",
    "attempt",
];

impl Check<'_> {
    /// `ED visits to date: 4`: a kind of record before the colon, nothing but the number behind it.
    fn counted_behind_colon(&self, number: &Number) -> bool {
        let tokens = &self.claim.tokens;
        let colon = number
            .from
            .checked_sub(1)
            .filter(|at| tokens[*at].is_mark(':'));
        // `Goals (3): …`
        let bracketed = number.from.checked_sub(1).filter(|at| {
            tokens[*at].is_mark('(')
                && tokens.get(number.to).is_some_and(|next| next.is_mark(')'))
                && tokens
                    .get(number.to + 1)
                    .is_some_and(|next| next.is_mark(':'))
        });
        if let Some(open) = bracketed {
            return !self.kinds_in(open.saturating_sub(1), open).is_empty();
        }
        let alone = tokens.get(number.to).is_none_or(|next| {
            next.is_mark(',') || next.is_mark('.') || next.is_mark(';') || next.is_mark('(')
        });
        colon.is_some_and(|at| {
            let start = at.saturating_sub(5);
            alone
                && !self.kinds_in(start, at).is_empty()
                && !tokens[start..at]
                    .iter()
                    .any(|token| self.lexicon.is_lab(&token.ids))
        })
    }

    /// `12 heart rate results`: the name of a test, then a plural of records.
    fn counts_results(&self, from: usize) -> bool {
        let tokens = &self.claim.tokens;
        let noun = (from + 1..(from + 5).min(tokens.len())).find(|at| {
            matches!(
                tokens[*at].lower.as_str(),
                "results"
                    | "readings"
                    | "values"
                    | "measurements"
                    | "entries"
                    | "records"
                    | "levels"
                    | "checks"
                    | "doses"
            )
        });
        let plain = |noun: usize| {
            tokens[from..noun].iter().all(|token| {
                token.is_word()
                    && token.spaced
                    && !matches!(
                        token.lower.as_str(),
                        "and"
                            | "or"
                            | "to"
                            | "with"
                            | "in"
                            | "of"
                            | "for"
                            | "on"
                            | "at"
                            | "all"
                            | "each"
                            | "every"
                    )
            })
        };
        let several = (from + 1..(from + 4).min(tokens.len())).any(|at| {
            tokens[at].lower.ends_with('s')
                && plain(at)
                && crate::inflect::bases(&tokens[at].lower)
                    .iter()
                    .any(|base| COUNTED.contains(&base.as_str()))
                && self
                    .lexicon
                    .unit_at(self.claim.text, tokens, from)
                    .is_none()
        });
        several
            || noun.is_some_and(|noun| plain(noun) && self.lexicon.is_lab(&tokens[noun - 1].ids))
    }

    /// Where the first of several things ends, of which the next has an article of its own; the end where there is but one.
    pub(super) fn first_item(&self, from: usize, end: usize) -> usize {
        /// Farther away no thing that is counted begins.
        const NEAR: usize = 30;
        let tokens = &self.claim.tokens;
        (from..end.min(from + NEAR))
            .find(|at| {
                matches!(tokens[*at].lower.as_str(), "and" | "plus")
                    && tokens.get(at + 1).is_some_and(|next| {
                        matches!(next.lower.as_str(), "a" | "an" | "another" | "one")
                    })
            })
            .filter(|at| {
                let named = self.named_in(from, *at);
                named
                    .iter()
                    .any(|cited| self.named_beyond_kind(cited, from, *at))
            })
            .unwrap_or(end)
    }

    /// `shortly before he turned six`: an age, of which the birthday is judged.
    pub(super) fn turned_age(&self, number: &Number) -> bool {
        let word = |back: usize| {
            number
                .from
                .checked_sub(back)
                .map_or("", |at| self.claim.tokens[at].lower.as_str())
        };
        matches!(word(1), "turned" | "turning")
            && (2..=5).any(|back| matches!(word(back), "before" | "after"))
            && self.birth().is_some()
    }

    /// Whether a number in figures counts things: `22 orders`, `5 sessions`, `7 active`.
    pub(super) fn counts_things(&self, number: &Number) -> bool {
        let plain = !number.word
            && number.unit.is_none()
            && number.decimals == 0
            && number.form == Form::Plain
            && number.sign.is_none()
            && number.value <= Decimal::from(500)
            && !self.claim.used[number.from];
        let structured = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource.is_some());
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let before = number.from.checked_sub(1).map_or("", word);
        let counted = self.claim.tokens.get(number.to).is_some_and(|next| {
            next.is_word()
                && next.spaced
                && crate::inflect::bases(&next.lower)
                    .iter()
                    .any(|base| COUNTED.contains(&base.as_str()))
        }) || self.counts_results(number.to)
            || (word(number.to) == "of"
                && matches!(
                    word(number.to + 1),
                    "her" | "his" | "their" | "the" | "these"
                )
                && self.claim.tokens.get(number.to + 2).is_some_and(|next| {
                    let bases = crate::inflect::bases(&next.lower);
                    bases.iter().any(|base| COUNTED.contains(&base.as_str()))
                }))
            || (word(number.to) == "in" && matches!(word(number.to + 1), "all" | "total"))
            // `all 13 well-child visits`
            || (before == "all"
                && self
                    .claim
                    .tokens
                    .get(number.to)
                    .is_some_and(|next| next.is_word() && next.spaced)
                && !self.kinds_in(number.to, number.to + 5).is_empty())
            || (matches!(before, "other" | "remaining")
                && matches!(
                    word(number.to),
                    "are" | "were" | "being" | "all" | "have" | "having"
                ))
            || (matches!(word(number.to), "are" | "were")
                && matches!(
                    word(number.to + 1),
                    "active" | "stopped" | "resolved" | "completed" | "cancelled" | "finished"
                ))
            || self.counted_behind_colon(number)
            || (self
                .claim
                .tokens
                .get(number.to)
                .is_some_and(|next| next.stem == "dos" || next.stem == "dose")
                && self.cited.iter().all(|cited| {
                    matches!(
                        cited.snippet.resource_type(),
                        Some("Immunization" | "Patient")
                    )
                }));
        // A name of a test before it makes it a value: `pain score 7 recorded`.
        let named = number
            .from
            .checked_sub(1)
            .is_some_and(|at| self.lexicon.is_lab(&self.claim.tokens[at].ids));
        plain && structured && !self.documents() && counted && !named
    }
}
