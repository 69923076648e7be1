//! Counts that take up what was told before (`the last two`, `these four`), or that are narrowed by a word (`two pharmacy claims`).

use super::{Check, Cited};
use crate::number::Number;
use crate::source::State;
use crate::text::Kind;
use std::collections::{BTreeMap, HashSet};

/// How many sources are looked at for each word of a count.
const MOST: usize = 200;

impl<'a> Check<'a> {
    /// `the last two`, `these four`, `all three`, with no noun of their own: some of what is cited or was listed, whichever they are.
    pub(super) fn points_back(&self, number: &Number) -> bool {
        let tokens = &self.claim.tokens;
        let word = |back: usize| {
            number
                .from
                .checked_sub(back)
                .map_or("", |at| tokens[at].lower.as_str())
        };
        let narrowed = matches!(
            word(1),
            "last" | "first" | "other" | "latter" | "former" | "remaining" | "same"
        );
        let pointed = match word(1 + usize::from(narrowed)) {
            "the" => narrowed || word(2) == "of",
            "these" | "those" | "all" => true,
            _ => false,
        };
        let alone = tokens.get(number.to).is_none_or(|next| {
            next.kind == Kind::Mark
                || self.claim.used[number.to]
                || matches!(
                    next.lower.as_str(),
                    "are"
                        | "were"
                        | "is"
                        | "was"
                        | "have"
                        | "had"
                        | "has"
                        | "in"
                        | "on"
                        | "at"
                        | "of"
                        | "with"
                        | "without"
                        | "to"
                        | "from"
                        | "by"
                        | "and"
                        | "but"
                        | "for"
                        | "both"
                        | "each"
                        | "came"
                        | "fell"
                        | "rose"
                        | "carry"
                        | "carries"
                        | "say"
                        | "says"
                        | "do"
                        | "does"
                        | "did"
                        | "not"
                )
        });
        pointed && alone && number.value <= rust_decimal::Decimal::from(self.cited.len())
    }

    /// Further counts: of the sources that every word of the counted thing is said of, and of each kind those in the state that the sentence tells. Whether the words
    /// leave some of the kind out.
    pub(super) fn counted_by_words(
        &self,
        number: &Number,
        end: usize,
        others: &[Cited<'a>],
        counts: &mut HashSet<usize>,
    ) -> bool {
        let mut narrowed = false;
        let words: Vec<&[u64]> = self
            .claim
            .slice(number.to, end)
            .iter()
            .enumerate()
            .take_while(|(place, token)| {
                token.is_word()
                    && !self.claim.used[number.to + place]
                    && !matches!(
                        token.lower.as_str(),
                        "on" | "in" | "at" | "from" | "with" | "of" | "are" | "were" | "is" | "was"
                    )
            })
            .map(|(_, token)| token.ids.as_slice())
            .collect();
        if words.len() > 1 {
            let all = others.iter().take(MOST).filter(|cited| {
                // What every source of the type is called tells none of them from the others.
                let kind = cited.snippet.resource_type().unwrap_or_default();
                let type_ids = self.lexicon.type_ids(kind);
                words.iter().all(|ids| {
                    let own = ids
                        .iter()
                        .any(|id| cited.source.ids.contains(id) && !type_ids.contains(id));
                    own || ids.first().is_some_and(|id| type_ids.contains(id))
                })
            });
            let own = all.count();
            let kinds = self.kinds_in(number.to, end);
            let of_kind = others.iter().filter(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kinds.contains(&kind))
            });
            // Words that only some of the kind are told by leave the rest out.
            narrowed = own > 0 && own < of_kind.count();
            if narrowed {
                counts.clear();
            }
            counts.extend((own > 0).then_some(own));
        }
        // `four are active and two … are stopped`: with no name of what is counted.
        if !self.named_in(number.to, end).is_empty() {
            return narrowed;
        }
        for (state, told) in [
            (State::Active, &["active", "current", "open"][..]),
            (
                State::Ended,
                &[
                    "stopped",
                    "resolved",
                    "completed",
                    "ended",
                    "closed",
                    "inactive",
                ][..],
            ),
        ] {
            let (from, to) = self.sentence_range(number.from);
            let said = self
                .claim
                .slice(from, to)
                .iter()
                .any(|token| told.contains(&token.lower.as_str()));
            if !said {
                continue;
            }
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            for cited in others
                .iter()
                .filter(|cited| cited.source.state == Some(state))
            {
                let kind = cited.snippet.resource_type().unwrap_or_default();
                *kinds.entry(kind).or_default() += 1;
            }
            counts.extend(kinds.into_values());
        }
        narrowed
    }

    /// `about ten more than the year before`: a difference told by a word.
    pub(super) fn difference_in_words(&self, number: &Number) -> bool {
        let tokens = &self.claim.tokens;
        let next = tokens
            .get(number.to)
            .map_or("", |token| token.lower.as_str());
        let points = matches!(next, "points" | "point" | "units");
        let compared = tokens
            .get(number.to + usize::from(points))
            .is_some_and(|token| {
                matches!(
                    token.lower.as_str(),
                    "more" | "less" | "fewer" | "higher" | "lower" | "above" | "below"
                )
            })
            && (points
                || tokens
                    .get(number.to + 1)
                    .is_some_and(|token| token.is("than")));
        number.word
            && compared
            && self
                .cited
                .iter()
                .filter(|cited| cited.source.values.iter().any(|value| value.measured))
                .count()
                > 1
    }
}
