//! `four others are on file`: how many more the chart has of what was told.

use super::Check;
use model::{ReasonCode, Verdict};
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeSet, HashSet};
use time::Date;

/// How far behind the number it is told where they are, in tokens.
const NEAR: usize = 6;

impl Check<'_> {
    /// Others of a series that are told without their name: as many as the chart has beside those that are cited.
    pub(crate) fn others_on_file(&mut self) {
        for number in self.claim.numbers.clone() {
            let (from, to) = (number.from, number.to);
            if self.others_told(to)
                && let Some(told) = number.value.to_usize()
                && let Some(many) = self.beside_cited(told)
            {
                if many == told {
                    self.claim.used[from] = true;
                    continue;
                }
                let span = self.claim.span(from, to);
                let found = Some(many.to_string());
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Count,
                    span,
                    found,
                    Vec::new(),
                );
            }
        }
    }

    /// `others are on file`, `earlier ones stand in the chart`: no noun of their own.
    fn others_told(&self, at: usize) -> bool {
        let word = |index: usize| {
            self.claim
                .tokens
                .get(index)
                .map_or("", |token| token.lower.as_str())
        };
        let bare = matches!(
            word(at),
            "others" | "more" | "other" | "earlier" | "further"
        );
        let ones = usize::from(matches!(word(at + 1), "ones" | "one"));
        let verb = at + 1 + ones;
        bare && matches!(
            word(verb),
            "is" | "are" | "was" | "were" | "stand" | "stands" | "on"
        ) && (verb..verb + NEAR).any(|index| {
            matches!(word(index), "file" | "record" | "chart")
                && matches!(
                    word(index.saturating_sub(1)),
                    "on" | "the" | "her" | "his" | "their"
                )
        })
    }

    /// How many entries or days the chart has of what is cited beside that: the number that is told, where one of them is so.
    fn beside_cited(&self, told: usize) -> Option<usize> {
        let own: HashSet<&str> = self
            .cited
            .iter()
            .map(|cited| cited.snippet.id.as_str())
            .collect();
        let mut known: BTreeSet<Date> = BTreeSet::new();
        let mut days: BTreeSet<Date> = BTreeSet::new();
        let mut many: Vec<usize> = Vec::new();
        let measured = self
            .cited
            .iter()
            .filter(|cited| !matches!(cited.snippet.resource_type(), None | Some("Patient")));
        for cited in measured {
            let like = self.like(cited.snippet);
            many.push(
                like.iter()
                    .filter(|one| !own.contains(one.id.as_str()))
                    .count(),
            );
            for one in like {
                let day = one.date.as_ref().map(|date| date.days().0);
                if own.contains(one.id.as_str()) {
                    known.extend(day);
                } else {
                    days.extend(day);
                }
            }
        }
        many.push(days.difference(&known).count());
        if many.contains(&told) {
            return Some(told);
        }
        (many.len() > 1).then(|| many.into_iter().max()).flatten()
    }
}
