//! Words of change that turn what values say: `had been higher two years earlier`, `kidney function slipped`.

use super::Check;
use crate::lexicon::{Cue, Found};
use time::Date;

impl Check<'_> {
    /// `Potassium had been higher in July`, `in 2017 she was heavier`: a comparison told of the older value.
    pub(super) fn told_of_older(&self, found: Found, first: Date, last: Date) -> bool {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let compares = found.to == found.from + 1
            && matches!(
                word(found.from),
                "higher" | "lower" | "heavier" | "lighter" | "greater" | "smaller" | "larger"
            );
        if !compares || word(found.to) == "than" {
            return false;
        }
        let had_been = found.from.checked_sub(2).is_some_and(|at| {
            word(at + 1) == "been" && matches!(word(at), "had" | "already" | "previously")
                || word(at + 1) == "even" && word(at) == "been"
        });
        let clause = self.claim.clause_of(found.from);
        let mut dates = self
            .claim
            .dates
            .iter()
            .filter(|mention| self.claim.clause_of(mention.from) == clause)
            .peekable();
        // `compared with May, it is lower`: the day stands for the other value.
        let held_against = |at: usize| {
            (at.saturating_sub(6)..at).any(|at| {
                matches!(
                    word(at),
                    "compared" | "versus" | "vs" | "than" | "against" | "after" | "since"
                )
            })
        };
        let since = |at: usize| {
            at.checked_sub(1)
                .is_some_and(|at| matches!(word(at), "since" | "from"))
        };
        let of_older = dates.peek().is_some()
            && dates.all(|mention| {
                mention.fits(first, first)
                    && !mention.fits(last, last)
                    && !since(mention.from)
                    && !held_against(mention.from)
            });
        had_been || of_older
    }

    /// `Kidney function declined`: the function, of whose results less may be better.
    pub(super) fn of_function(&self, found: Found) -> Option<Cue> {
        let (from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let function = self
            .claim
            .slice(found.from.saturating_sub(4).max(from), found.from)
            .iter()
            .any(|token| token.is("function"));
        match found.cue {
            Cue::Up if function => Some(Cue::Better),
            Cue::Down if function => Some(Cue::Worse),
            _ => None,
        }
    }
}
