//! Which of several sources a word of status is said of: by its date, by the head of its phrase, by the pronoun before it.

use super::{Check, Cited};
use crate::lexicon::Found;

/// How far before a word of status its noun stands, in tokens.
const NEAR: usize = 8;
/// How far back its phrase is read at all, in tokens.
const FAR: usize = 60;

impl<'a> Check<'a> {
    /// What a word of status is said of.
    pub(super) fn said_of(&self, found: Found) -> Vec<Cited<'a>> {
        let subjects = match self.before_pronoun(found) {
            Some(subjects) => subjects,
            None => self.headed_by(found, self.subjects(found)),
        };
        let subjects = self.of_that_day(found, self.fitting(found, subjects));
        self.at_end(found, subjects)
    }

    /// `the November order is stopped`, `that of July 2020 is still active`: of those that are meant the ones of the day that is told of the order.
    pub(super) fn of_that_day(&self, found: Found, subjects: Vec<Cited<'a>>) -> Vec<Cited<'a>> {
        let (from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let word = |at: usize| {
            let token = self.claim.tokens.get(at).filter(|token| token.is_word());
            token.map_or("", |token| token.lower.as_str())
        };
        let noun = |at: usize| {
            matches!(
                word(at),
                "order"
                    | "prescription"
                    | "one"
                    | "course"
                    | "refill"
                    | "entry"
                    | "script"
                    | "that"
                    | "plan"
                    | "episode"
            )
        };
        let told = self.claim.dates.iter().rfind(|mention| {
            mention.from >= from
                && mention.to <= found.from
                && found.from - mention.to <= NEAR
                && (noun(mention.to)
                    || (1..=3).any(|back| {
                        mention.from.checked_sub(back).is_some_and(|at| {
                            matches!(word(at), "of" | "from" | "dated")
                                && at > from
                                && (noun(at - 1) || (back > 1 && noun(at.saturating_sub(2))))
                        })
                    }))
        });
        let Some(mention) = told else { return subjects };
        let fits = |cited: &Cited<'a>| {
            cited.snippet.date.as_ref().is_some_and(|date| {
                let (first, last) = date.days();
                mention.fits(first, last)
            })
        };
        let own: Vec<Cited<'a>> = subjects.iter().copied().filter(fits).collect();
        if own.is_empty() { subjects } else { own }
    }

    /// `the care team behind the plan is suspended`: what the phrase is headed by, where a source of that kind is cited.
    pub(super) fn headed_by(&self, found: Found, subjects: Vec<Cited<'a>>) -> Vec<Cited<'a>> {
        const HEADS: [(&str, &[&str]); 4] = [
            ("team", &["CareTeam"]),
            ("plan", &["CarePlan"]),
            ("goal", &["Goal"]),
            ("device", &["Device"]),
        ];
        let (from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let start = self.part_start(from, found.from);
        let head = (start..found.from)
            .take_while(|at| {
                let token = &self.claim.tokens[*at];
                let joins = matches!(
                    token.lower.as_str(),
                    "of" | "behind"
                        | "for"
                        | "from"
                        | "in"
                        | "on"
                        | "with"
                        | "and"
                        | "whose"
                        | "which"
                );
                !joins && (token.is_word() || token.is_mark('-'))
            })
            .find_map(|at| {
                let token = &self.claim.tokens[at];
                HEADS
                    .iter()
                    .find(|(word, _)| token.is(word) || token.lower.strip_suffix('s') == Some(word))
            });
        let Some((_, kinds)) = head else {
            return subjects;
        };
        let of_kind = |cited: &&Cited<'a>| {
            cited
                .snippet
                .resource_type()
                .is_some_and(|kind| kinds.contains(&kind))
        };
        let own: Vec<Cited<'a>> = subjects.iter().filter(of_kind).copied().collect();
        if !own.is_empty() {
            return own;
        }
        let cited: Vec<Cited<'a>> = self.cited.iter().filter(of_kind).copied().collect();
        if cited.len() == 1 { cited } else { subjects }
    }

    /// `unlike the viral sinusitis of May, which cleared`, `two earlier courses that were stopped`: what stands right before the pronoun.
    pub(super) fn before_pronoun(&self, found: Found) -> Option<Vec<Cited<'a>>> {
        let word = |at: usize| self.claim.tokens[at].lower.as_str();
        let (from, _) = self.sentence_range(found.from);
        let from = from.max(found.from.saturating_sub(FAR));
        let mut at = found.from;
        while at > from
            && matches!(
                word(at - 1),
                "is" | "was"
                    | "are"
                    | "were"
                    | "has"
                    | "have"
                    | "had"
                    | "been"
                    | "since"
                    | "now"
                    | "later"
                    | "both"
                    | "all"
                    | "then"
            )
        {
            at -= 1;
        }
        let pronoun = at.checked_sub(1).filter(|at| *at > from)?;
        if !matches!(word(pronoun), "which" | "that" | "who") {
            return None;
        }
        let end = pronoun - usize::from(self.claim.tokens[pronoun - 1].is_mark(','));
        let start = (from..end)
            .rev()
            .find(|at| {
                let token = &self.claim.tokens[*at];
                token.is_mark(',') || token.is_mark(';') || token.is_mark(')')
            })
            .map_or(from, |at| at + 1);
        let named = self.named_in(start, end);
        if !named.is_empty() {
            return Some(named);
        }
        let earlier = (start..end).any(|at| {
            matches!(
                word(at),
                "earlier" | "previous" | "prior" | "older" | "former" | "preceding"
            )
        });
        let orders: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kind.starts_with("Medication"))
            })
            .collect();
        let day = |cited: &Cited<'a>| cited.snippet.date.as_ref().map(|date| date.days().0);
        let newest = orders.iter().filter_map(day).max()?;
        let rest: Vec<Cited<'a>> = orders
            .iter()
            .copied()
            .filter(|cited| day(cited) != Some(newest))
            .collect();
        (earlier && !rest.is_empty()).then_some(rest)
    }

    /// `every one of those orders but the antibiotic has been stopped`: what is left out must not be in that state.
    /// Gives back what is left out.
    pub(super) fn all_but(&mut self, found: Found, wanted: crate::source::State) -> Vec<Cited<'a>> {
        let (from, _) = self.sentence_range(found.from);
        let from = from.max(found.from.saturating_sub(FAR));
        let word = |at: usize| self.claim.tokens[at].lower.as_str();
        let Some(but) = (from + 1..found.from)
            .rev()
            .find(|at| matches!(word(*at), "but" | "except" | "save" | "bar"))
        else {
            return Vec::new();
        };
        let all = (from..but).any(|at| matches!(word(at), "all" | "every" | "each" | "both"))
            && (but + 1..found.from).all(|at| self.claim.tokens[at].is_word());
        let left = |cited: &Cited<'a>| {
            cited.source.state == Some(wanted) && cited.snippet.resource_type() != Some("Patient")
        };
        let named = match self.named_in(but + 1, found.from) {
            named if named.is_empty() => self.of_class(but + 1, found.from),
            named => named,
        };
        if !all || named.len() >= self.cited.len() {
            return Vec::new();
        }
        if named.iter().any(left) {
            let span = self.claim.span(but, found.to);
            self.against(
                model::Verdict::Contradicted,
                model::ReasonCode::Status,
                span,
                None,
                Vec::new(),
            );
        }
        named
    }

    /// The cited orders that a word names by their class: `the antibiotic`.
    fn of_class(&self, from: usize, to: usize) -> Vec<Cited<'a>> {
        let ids = self.content_ids(from, to);
        self.cited
            .iter()
            .copied()
            .filter(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kind.starts_with("Medication"))
                    && cited.source.ids.iter().any(|id| ids.contains(id))
            })
            .collect()
    }

    /// `is still there, but as an inactive allergy`: it stands in the list; its status is told behind.
    pub(super) fn still_there(&self, found: Found) -> bool {
        let (_, end) = self.sentence_range(found.from);
        self.claim.tokens[found.from].is("still")
            && self.claim.tokens.get(found.to).is_some_and(|next| {
                matches!(
                    next.lower.as_str(),
                    "there"
                        | "here"
                        | "present"
                        | "listed"
                        | "shown"
                        | "carried"
                        | "on"
                        | "in"
                        | "recorded"
                        | "kept"
                )
            })
            && self.claim.cues.iter().any(|cue| {
                matches!(cue.cue, crate::lexicon::Cue::Inactive)
                    && cue.from > found.to
                    && cue.to <= end
            })
    }
}
