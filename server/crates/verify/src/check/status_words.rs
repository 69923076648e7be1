//! Which of several things a word of status is said of, and how many of them.

use super::{Check, Cited};
use crate::lexicon::{Cue, Found};
use crate::source::State;

impl<'a> Check<'a> {
    /// `47 orders, of which one is active`: as many of what is cited have the status.
    pub(super) fn so_many(&self, found: Found, wanted: State) -> bool {
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
