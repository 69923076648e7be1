//! The date that a number is said to be of.

use super::Check;
use crate::date::Mention;
use crate::number::Number;
use crate::text::Token;

/// Small words between a number and its date: `7.4 % on 20 November`, `381 in September`.
const BEFORE_DATES: &[&str] = &[
    "on", "in", "of", "at", "from", "as", "dated", "for", "since", "by", "early", "late", "mid",
    "the", "that", "her", "his", "their", "back",
];

/// Words that put what follows at another place or time.
const PLACES: &[&str] = &["at", "in", "before", "during", "when", "until", "since"];

/// Words between numbers that make them no list of one day.
const COMPARES: &[&str] = &[
    "from", "to", "then", "after", "versus", "vs", "against", "than", "when", "while", "ordered",
    "above", "below", "over", "under",
];

/// Words behind a date at the head that put the number at another one.
const LATER: &[&str] = &[
    "then",
    "since",
    "previously",
    "earlier",
    "from",
    "after",
    "against",
    "versus",
    "now",
];

/// Occasions that a day names: `at the July 2019 visit`.
const OCCASIONS: &[&str] = &[
    "visit",
    "check-up",
    "checkup",
    "check",
    "exam",
    "appointment",
    "physical",
    "draw",
    "panel",
];

fn any_of(tokens: &[Token], words: &[&str]) -> bool {
    tokens
        .iter()
        .any(|token| token.is_word() && words.contains(&token.lower.as_str()))
}

impl Check<'_> {
    /// The date that a number is said to be of.
    pub(crate) fn date_of(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
    ) -> Option<Mention> {
        if let Some(own) = self.date_in_list(numbers, index) {
            return Some(own);
        }
        // `144 in July 2018, 107 a year later`: its day is told by how far it lies from another.
        let apart = self.claim.durations.iter().any(|duration| {
            duration.from >= number.to
                && duration.from <= number.to + 1
                && matches!(
                    duration.anchor,
                    crate::claim::Anchor::Between | crate::claim::Anchor::Ago
                )
        });
        if apart {
            return None;
        }
        let claim = &self.claim;
        let sentence = claim.tokens[number.from].sentence;
        let here: Vec<&Mention> = claim
            .dates
            .iter()
            .filter(|mention| claim.tokens[mention.from].sentence == sentence)
            .filter(|mention| {
                !(mention.to <= number.from && self.day_of_diagnosis(mention, number))
            })
            .collect();
        if let Some(after) = here.iter().find(|mention| mention.from >= number.to) {
            match self.day_behind(number, numbers, index, after, &here) {
                Bound::Here(day) => return day,
                Bound::Elsewhere => {}
            }
        }
        // `on 9 October 2016, when the score was …`
        let when = here.iter().find(|mention| {
            mention.to + 1 < number.from
                && claim.tokens[mention.to].is_mark(',')
                && claim.tokens[mention.to + 1].is("when")
                && claim.clause_of(mention.from) == claim.clause_of(number.from)
                && !numbers[..index].iter().any(|other| other.from > mention.to)
        });
        if let Some(when) = when {
            return Some(**when);
        }
        match here.as_slice() {
            [one] if one.to <= number.from && self.heads(one, number) => Some(**one),
            _ => None,
        }
    }

    /// A number by the date that stands behind it.
    fn day_behind(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
        after: &Mention,
        here: &[&Mention],
    ) -> Bound {
        let claim = &self.claim;
        let gap = claim.slice(number.to, after.from);
        let next = numbers
            .get(index + 1)
            .map_or(claim.tokens.len(), |next| next.from);
        // `3 at the check-up of 7/1`
        let occasion = (3..=7).contains(&gap.len())
            && gap
                .last()
                .is_some_and(|token| matches!(token.lower.as_str(), "of" | "on"))
            && gap
                .first()
                .is_some_and(|token| matches!(token.lower.as_str(), "at" | "on" | "during"))
            && gap[1..gap.len() - 1].iter().all(|token| {
                token.is_mark('-')
                    || matches!(
                        token.lower.as_str(),
                        "the" | "her" | "his" | "that" | "up" | "a"
                    )
                    || OCCASIONS.contains(&token.lower.as_str())
            });
        if occasion && after.from <= next {
            return Bound::Here(Some(*after));
        }
        let small = gap.len() <= 3
            && gap.iter().enumerate().all(|(place, token)| {
                // `, drawn on`
                (place < 2 && is_taken(gap))
                    || (token.is_word() && BEFORE_DATES.contains(&token.lower.as_str()))
                    || token.is_mark('(')
            });
        if small && after.from <= next {
            let ranged = self.begins_range(after, here);
            return Bound::Here((!ranged).then_some(*after));
        }
        // What stands in brackets behind the number is another matter.
        let mut depth = 0;
        for token in gap {
            depth += i32::from(token.is_mark('(')) - i32::from(token.is_mark(')'));
        }
        if depth > 0 && !small {
            return Bound::Here(None);
        }
        if self.closes_list(number, &numbers[index + 1..], after) {
            return Bound::Here(Some(*after));
        }
        Bound::Elsewhere
    }

    /// `14 to 24 % (02-2025 to 09-2025)`: the dates of both ends.
    fn begins_range(&self, first: &Mention, here: &[&Mention]) -> bool {
        here.iter().any(|other| {
            other.from > first.to
                && other.from <= first.to + 2
                && self.claim.slice(first.to, other.from).iter().all(|token| {
                    token.is_mark('-')
                        || token.is_mark('→')
                        || matches!(token.lower.as_str(), "to" | "through" | "until")
                })
        })
    }

    /// A list whose date stands at its end: `TC 196, HDL 69 and TG 114 mg/dL on 2020-11-01`.
    fn closes_list(&self, number: &Number, later: &[Number], date: &Mention) -> bool {
        let claim = &self.claim;
        let gap = claim.slice(number.to, date.from);
        let placed = gap.len() > 3
            && later.first().is_some_and(|next| {
                next.from < date.from && any_of(claim.slice(number.to, next.from), PLACES)
            });
        let list = later
            .iter()
            .take_while(|later| later.from < date.from)
            .last()
            .is_some_and(|last| {
                claim.slice(last.to, date.from).iter().all(|token| {
                    matches!(
                        token.lower.as_str(),
                        "on" | "in" | "of" | "at" | "from" | "both"
                    )
                })
            });
        list && !placed
            && !any_of(gap, COMPARES)
            && claim.clause_of(number.from) == claim.clause_of(date.from)
    }

    /// One date at the head of the sentence: `On 16 August 2020 …`, `Lipids on 21 Jan 2020: …`; or of an occasion.
    fn heads(&self, one: &Mention, number: &Number) -> bool {
        let claim = &self.claim;
        let behind = claim.tokens.get(one.to);
        let before = one.from.checked_sub(1).map(|at| &claim.tokens[at]);
        let first = one.from == 1
            && claim.tokens[0].sentence == claim.tokens[one.from].sentence
            && matches!(claim.tokens[0].lower.as_str(), "in" | "on");
        let head = first
            || behind.is_some_and(|token| {
                token.is_mark(',')
                    || token.is_mark(':')
                    || token.is_mark('|')
                    || token.is_mark(')')
                        && claim
                            .tokens
                            .get(one.to + 1)
                            .is_some_and(|next| next.is_mark(':'))
            });
        // `at the July 2019 visit was 3/10`
        let visit = behind.is_some_and(|token| OCCASIONS.contains(&token.lower.as_str()))
            && before.is_some_and(|token| token.is("the"));
        let other = any_of(claim.slice(one.to, number.from), LATER)
            || before.is_some_and(|token| token.is("since"));
        (head || visit)
            && !other
            && claim.clause_of(one.from) <= claim.clause_of(number.from)
            && (one.from < 3 || visit || behind.is_some_and(|token| !token.is_mark(',')))
    }
}

/// What the date behind a number says of it.
enum Bound {
    /// This is its date; or none is.
    Here(Option<Mention>),
    /// Its date, if any, stands elsewhere.
    Elsewhere,
}

/// Whether words behind a number tell that it was taken: `, drawn`.
fn is_taken(gap: &[crate::text::Token]) -> bool {
    gap.first().is_some_and(|mark| mark.is_mark(','))
        && gap.get(1).is_some_and(|verb| {
            matches!(
                verb.lower.as_str(),
                "drawn" | "measured" | "taken" | "collected" | "recorded" | "obtained"
            )
        })
}
