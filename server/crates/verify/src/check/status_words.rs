//! Which of several things a word of status is said of, and how many of them.

use super::{Check, Cited};
use crate::lexicon::{Cue, Found};
use crate::source::State;
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// `47 orders, of which one is active`: as many of what is cited have the status.
    pub(super) fn so_many(&self, found: Found, wanted: State) -> bool {
        let beside = self
            .claim
            .numbers
            .iter()
            .find(|number| number.to == found.from && self.so_many_of(number) == Some(wanted));
        if let Some(number) = beside {
            return number.value == rust_decimal::Decimal::from(self.in_state(number, wanted));
        }
        let word = |at: Option<usize>| {
            at.and_then(|at| self.claim.tokens.get(at))
                .map_or("", |token| token.lower.as_str())
        };
        let number = self.claim.numbers.iter().find(|number| {
            number.to < found.from
                && found.from - number.to <= 2
                && matches!(
                    word(Some(number.to)),
                    "is" | "are" | "was" | "were" | "remain" | "remains" | "still"
                )
                && word(number.from.checked_sub(2)) == "of"
                && matches!(
                    word(number.from.checked_sub(1)),
                    "which" | "them" | "these" | "those"
                )
        });
        number.is_some_and(|number| {
            let own = self
                .fitting(found, self.cited.clone())
                .iter()
                .filter(|cited| cited.source.state == Some(wanted))
                .count();
            number.value == rust_decimal::Decimal::from(own)
        })
    }

    /// `healing time`, `recovered weight`: the word describes a noun of measure, no status.
    pub(super) fn describes(&self, found: Found) -> bool {
        self.claim.tokens.get(found.to).is_some_and(|next| {
            matches!(
                next.stem.as_str(),
                "interval" | "time" | "period" | "process" | "rate" | "phase" | "duration"
            )
        })
    }

    /// `on hydrochlorothiazide`: the drug of one of these orders stands right behind the word, with nothing of the past before it.
    pub(super) fn told_as_on(&self, orders: &[Cited<'a>]) -> bool {
        (0..self.claim.tokens.len()).any(|at| {
            self.claim.tokens[at].is("on")
                && self
                    .claim
                    .tokens
                    .get(at + 1)
                    .is_some_and(|drug| self.lexicon.is_drug(&drug.stem))
                && self.named_in(at + 1, at + 2).iter().any(|named| {
                    orders
                        .iter()
                        .any(|order| order.snippet.id == named.snippet.id)
                })
                && !(1..=3).any(|back| {
                    at.checked_sub(back).is_some_and(|before| {
                        matches!(
                            self.claim.tokens[before].lower.as_str(),
                            "was"
                                | "were"
                                | "had"
                                | "while"
                                | "previously"
                                | "formerly"
                                | "once"
                                | "then"
                        )
                    })
                })
        })
    }

    /// `Six orders on file: four active, two stopped`: the state that so many of those named before are in.
    pub(super) fn so_many_of(&self, number: &crate::number::Number) -> Option<State> {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let state = match word(number.to) {
            "active" | "current" => State::Active,
            "stopped" | "resolved" | "inactive" | "completed" | "ended" => State::Ended,
            _ => return None,
        };
        let alone = matches!(word(number.to + 1), "" | "," | "." | ";" | "and" | ")");
        let (from, _) = self.sentence_range(number.from);
        let whole = self.claim.numbers.iter().any(|other| {
            other.from >= from
                && other.to < number.from
                && other.value > number.value
                && !self
                    .kinds_in(other.to, (other.to + 4).min(number.from))
                    .is_empty()
        });
        (alone && whole && number.unit.is_none()).then_some(state)
    }

    /// How many of the cited records of the kind that the sentence names are in a state.
    pub(super) fn in_state(&self, number: &crate::number::Number, state: State) -> usize {
        let (from, _) = self.sentence_range(number.from);
        let kinds = self.kinds_in(from, number.from);
        self.cited
            .iter()
            .filter(|cited| {
                cited.source.state == Some(state)
                    && cited
                        .snippet
                        .resource_type()
                        .is_some_and(|kind| kinds.contains(&kind))
            })
            .count()
    }

    /// `the one is resolved, and so is the other`: what the words name has the same status.
    pub(super) fn so_is_another(&mut self, found: Found, wanted: State) {
        const NEAR: usize = 8;
        let (_, end) = self.sentence_range(found.from);
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let Some(so) = (found.to..end.min(found.to + NEAR)).find(|at| {
            word(*at) == "so" && matches!(word(at + 1), "is" | "are" | "was" | "were" | "has")
        }) else {
            return;
        };
        let other = self.named_in(so + 2, end).into_iter().find(|cited| {
            cited
                .source
                .state
                .is_some_and(|state| state != wanted && state != State::Unknown)
        });
        if let Some(cited) = other {
            let span = self.claim.span(so, end);
            let place = cited
                .source
                .state_path
                .clone()
                .map(|(path, place, _)| super::at(cited, &path, place));
            self.against(
                model::Verdict::Contradicted,
                model::ReasonCode::Status,
                span,
                None,
                place.into_iter().collect(),
            );
        }
    }

    /// Whether words beside a number count by themselves, and what they count is judged: so many in a state, so many days in brackets.
    pub(super) fn counted_beside(&mut self, number: &crate::number::Number, count: usize) -> bool {
        let (right, settled) = match self.so_many_of(number) {
            Some(state) => (self.in_state(number, state), true),
            None => match self.days_in_brackets(number) {
                Some(days) => (days, days != count),
                None => return false,
            },
        };
        if right != count {
            let span = self.claim.span(number.from, number.to);
            self.against(
                model::Verdict::Contradicted,
                model::ReasonCode::Count,
                span,
                Some(right.to_string()),
                Vec::new(),
            );
        }
        settled
    }

    /// The sentences that name one of these; all where none does.
    pub(super) fn sentences_of(&self, cited: &[Cited<'a>]) -> HashSet<u32> {
        let ids: HashSet<&str> = cited.iter().map(|one| one.snippet.id.as_str()).collect();
        let mut all = HashSet::new();
        let mut own = HashSet::new();
        let mut at = 0;
        while at < self.claim.tokens.len() {
            let (from, to) = self.sentence_range(at);
            let sentence = self.claim.tokens[at].sentence;
            all.insert(sentence);
            if self
                .named_in(from, to)
                .iter()
                .any(|one| ids.contains(one.snippet.id.as_str()))
            {
                own.insert(sentence);
            }
            at = to.max(at + 1);
        }
        if own.is_empty() { all } else { own }
    }

    /// `and only the most recent order`
    fn only_right_before(&self, at: usize) -> bool {
        (1..=2).any(|back| {
            at.checked_sub(back)
                .is_some_and(|before| self.claim.tokens[before].is("only"))
        })
    }

    /// `Those two are still active; the third has been stopped`: what another clause names and gives a status of its own is not meant here.
    pub(super) fn told_elsewhere(&self, clause_from: usize, clause_to: usize) -> Vec<Cited<'a>> {
        let mut named: Vec<&str> = Vec::new();
        for found in &self.claim.cues {
            let status = matches!(
                found.cue,
                Cue::Active | Cue::Inactive | Cue::Completed | Cue::Held
            );
            if status && !(clause_from..clause_to).contains(&found.from) {
                let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
                let own = self.named_in(from, to).into_iter();
                named.extend(own.map(|cited| cited.snippet.id.as_str()));
            }
        }
        let rest: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| !named.contains(&cited.snippet.id.as_str()))
            .collect();
        if named.is_empty() || rest.is_empty() {
            self.cited.clone()
        } else {
            rest
        }
    }

    /// `only the most recent order is active`: of several of one name the one at that end.
    pub(super) fn at_end(&self, found: Found, subjects: Vec<Cited<'a>>) -> Vec<Cited<'a>> {
        let (from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let end = self.claim.cues.iter().find(|cue| {
            matches!(cue.cue, Cue::Last | Cue::First)
                && cue.from >= from
                && cue.to <= found.from
                && found.from - cue.to <= 5
                && !self
                    .claim
                    .slice(cue.from.saturating_sub(3), found.from)
                    .iter()
                    .filter(|token| !(token.is("and") && self.only_right_before(cue.from)))
                    .any(|token| {
                        matches!(
                            token.lower.as_str(),
                            "but" | "except" | "and" | "other" | "others" | "rest" | "remaining"
                        )
                    })
                && cue.from.checked_sub(1).is_some_and(|at| {
                    matches!(
                        self.claim.tokens[at].lower.as_str(),
                        "the" | "his" | "her" | "their" | "only"
                    )
                })
                && !self.claim.tokens.get(cue.to).is_some_and(|next| {
                    self.claim
                        .numbers
                        .iter()
                        .any(|number| number.from == cue.to)
                        || matches!(next.lower.as_str(), "year" | "month" | "week" | "few")
                })
        });
        let Some(end) = end else { return subjects };
        let day = |cited: &Cited<'a>| cited.snippet.date.as_ref().map(|date| date.days().0);
        let chosen = if end.cue == Cue::Last {
            subjects.iter().max_by_key(|cited| day(cited))
        } else {
            subjects.iter().min_by_key(|cited| day(cited))
        };
        let alike = subjects
            .windows(2)
            .all(|two| two[0].snippet.title == two[1].snippet.title);
        match chosen {
            Some(chosen) if alike => vec![*chosen],
            _ => subjects,
        }
    }
}
