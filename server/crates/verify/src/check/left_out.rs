//! An exclusive list that leaves out what its own sources tell.

use super::{Check, Cited};
use crate::lexicon::{Cue, Found};
use crate::source::State;
use model::{ReasonCode, SourceSpan, Verdict};
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// "Only A and B", and a source is cited of which nothing is told: it is one more. In prose, an exclusion that no source makes.
    pub(super) fn left_out(&mut self, found: Found, words: &str) -> bool {
        if self.not_only(found, words) || self.prose_left_out(found, words) {
            return true;
        }
        let exclusive = words.ends_with(" only of")
            || matches!(
                words,
                "only"
                    | "sole"
                    | "solely"
                    | "exclusively"
                    | "alone"
                    | "nothing else"
                    | "no other"
                    | "no others"
                    | "nothing but"
                    | "limited to"
                    | "restricted to"
                    | "just one"
                    | "only one"
                    | "complete list"
                    | "nothing more"
                    | "in full"
                    | "the whole"
            );
        if !exclusive {
            return false;
        }
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        if self.restricts_more(found) {
            return false;
        }
        let behind = self.kinds_in(found.to, (found.to + 7).min(to));
        let nouns = if behind.is_empty() {
            self.kinds_in(from, found.from)
        } else {
            behind
        };
        let named: HashSet<&str> = self
            .named_in(from, to)
            .iter()
            .filter(|cited| !self.only_purpose(**cited))
            .filter_map(|cited| cited.snippet.resource_type())
            .filter(|kind| {
                !matches!(
                    *kind,
                    "Patient"
                        | "DocumentReference"
                        | "DiagnosticReport"
                        | "Practitioner"
                        | "Organization"
                        | "Location"
                ) && (nouns.is_empty() || nouns.contains(kind))
            })
            .collect();
        let kinds = named;
        let wanted = self.claim.cues.iter().find_map(|cue| {
            let near = cue.from >= from && cue.to <= to;
            match cue.cue {
                Cue::Active if near => Some(State::Active),
                Cue::Inactive | Cue::Completed if near => Some(State::Ended),
                _ => None,
            }
        });
        let untold = self.cited.iter().copied().find(|cited| {
            cited
                .snippet
                .resource_type()
                .is_some_and(|kind| kinds.contains(kind))
                && !words.starts_with("no other")
                && wanted.is_none_or(|state| cited.source.state.is_none_or(|own| own == state))
                && !self.told(*cited)
        });
        let Some(cited) = untold else { return false };
        let span = self.claim.span(found.from, found.to);
        let place = SourceSpan {
            source: cited.snippet.id.clone(),
            path: None,
            source_span: None,
        };
        self.against(
            Verdict::Contradicted,
            ReasonCode::Omission,
            span,
            Some(cited.snippet.title.clone()),
            vec![place],
        );
        true
    }

    /// "Only the newest is active", "the only one that resolved", "the only other" restrict by more than the name; "only two visits" are counted,
    /// whichever they are.
    fn restricts_more(&self, found: Found) -> bool {
        let next = self
            .claim
            .tokens
            .get(found.to)
            .map_or("", |token| token.lower.as_str());
        let mut numbers = self.claim.numbers.iter();
        matches!(
            next,
            "the" | "when" | "if" | "after" | "once" | "as" | "in" | "for" | "by" | "other"
        ) || numbers.any(|number| number.from == found.to && number.word)
    }

    /// `isn't only for screening`, of prose: says that there is more.
    fn not_only(&self, found: Found, words: &str) -> bool {
        words == "only"
            && self.prose_only()
            && found.from.checked_sub(1).is_some_and(|before| {
                let before = &self.claim.tokens[before];
                before.is("not") || before.lower.ends_with("n't")
            })
    }

    /// "Her complete list is A and B", where the cited prose names a C of the same kind.
    pub(super) fn prose_left_out(&mut self, found: Found, words: &str) -> bool {
        let lists = matches!(
            words,
            "only"
                | "sole"
                | "solely"
                | "exclusively"
                | "nothing else"
                | "no other"
                | "no others"
                | "nothing but"
                | "limited to"
                | "complete list"
                | "full list"
                | "nothing more"
                | "alone"
                | "just one"
                | "only one"
        );
        if !lists
            || !self
                .cited
                .iter()
                .all(|cited| !cited.source.prose.is_empty())
        {
            return false;
        }
        let kinds: [fn(&Self, &crate::text::Token) -> bool; 3] = [
            |check, token| check.lexicon.is_drug(&token.stem),
            |check, token| check.lexicon.is_problem(&token.ids) && token.ids.len() > 1,
            |_, token| {
                token.ids.iter().skip(1).any(|id| {
                    [
                        "surgery",
                        "lumpectomy",
                        "cholecystectomy",
                        "appendectomy",
                        "cesarean",
                        "biopsy",
                        "hysterectomy",
                        "tubal_ligation",
                    ]
                    .iter()
                    .any(|name| *id == crate::text::id('c', name))
                })
            },
        ];
        let (from, mut to) = self.claim.clause_range(self.claim.clause_of(found.from));
        // `Complete list of what he takes: A and B`
        if words.ends_with("list")
            && to
                .checked_sub(1)
                .is_some_and(|last| self.claim.tokens[last].is_mark(':'))
        {
            to = self.sentence_range(found.from).1;
        }
        for kind in kinds {
            if !self
                .claim
                .slice(from, to)
                .iter()
                .any(|token| kind(self, token))
            {
                continue;
            }
            let left = self.cited.iter().copied().find_map(|cited| {
                let prose = &cited.source.prose;
                prose
                    .iter()
                    .enumerate()
                    .find(|(at, word)| {
                        word.is_word()
                            && kind(self, word)
                            && !self
                                .claim
                                .tokens
                                .iter()
                                .any(|own| own.ids.iter().any(|id| word.ids.contains(id)))
                            && self.polarity_at(0, cited, *at)
                                != Some(super::negation::Polarity::Denied)
                    })
                    .map(|(_, word)| (cited, word.span))
            });
            if let Some((cited, place)) = left {
                let span = self.claim.span(found.from, found.to);
                let words = place.of(&cited.snippet.text).map(str::to_owned);
                let places = vec![super::at(cited, "text", Some(place))];
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Omission,
                    span,
                    words,
                    places,
                );
                return true;
            }
        }
        false
    }

    /// Whether the statement tells of a source: names it, or has its date or its value where it names its kind alone.
    pub(super) fn told(&self, cited: Cited<'a>) -> bool {
        let alike = self
            .cited
            .iter()
            .filter(|other| other.snippet.title == cited.snippet.title)
            .count();
        let dated = |dated: &crate::source::Dated| {
            self.claim
                .dates
                .iter()
                .any(|mention| mention.fits(dated.start, dated.end))
        };
        let valued = cited.source.values.iter().any(|value| {
            value.measured
                && self.claim.numbers.iter().any(|number| {
                    crate::number::agrees(number.value, number.decimals, value.value, false)
                })
        });
        let encounter = cited.snippet.resource_type() == Some("Encounter");
        let by_name = encounter && alike <= 1 && {
            let others: Vec<&crate::source::Source> = self
                .cited
                .iter()
                .filter(|other| {
                    other.snippet.resource_type() == Some("Encounter")
                        && other.snippet.id != cited.snippet.id
                })
                .map(|other| other.source)
                .collect();
            self.carried(0, self.claim.tokens.len()).any(|token| {
                token.ids.iter().any(|id| {
                    cited.source.names.contains(id)
                        && !others.iter().any(|other| other.names.contains(id))
                })
            })
        };
        if by_name {
            return true;
        }
        if alike > 1 || encounter {
            return self.claim.dates.is_empty() && alike <= 1
                || cited.source.dates.iter().any(dated)
                || valued;
        }
        // A word that names it and not all of its kind: `vaccine` names none of four vaccines.
        let kin: Vec<&crate::source::Source> = self
            .cited
            .iter()
            .filter(|other| other.snippet.resource_type() == cited.snippet.resource_type())
            .map(|other| other.source)
            .collect();
        let end = self.claim.tokens.len();
        let of_kind = |token: &crate::text::Token| {
            super::only::kinds_of(&token.stem).is_some_and(|kinds| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kinds.contains(&kind))
            })
        };
        let own = self
            .carried(0, end)
            .filter(|token| !of_kind(token))
            .any(|token| {
                token.ids.iter().any(|id| cited.source.names.contains(id))
                    && (kin.len() < 2
                        || !kin
                            .iter()
                            .all(|other| token.ids.iter().any(|id| other.names.contains(id))))
            });
        own || valued
    }
}
