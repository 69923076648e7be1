//! What an absence is told of where a pronoun or a place stands for it: `no entry for it`, `no ejection fraction from it`, `not documented in the ED`.

use super::Check;
use crate::lexicon::Found;
use time::Date;

/// How far behind a negation its pronoun stands, in tokens.
const NEAR: usize = 8;

impl Check<'_> {
    /// `PTSD was the reason for two visits, but there is no entry for it`: what the sentence is about, before its first verb.
    pub(super) fn subject_of_pronoun(&self, found: Found, to: usize) -> Option<(usize, usize)> {
        let word = |at: usize| {
            let token = self.claim.tokens.get(at).filter(|token| token.is_word());
            token.map_or("", |token| token.lower.as_str())
        };
        // `no report of it`: a part of it is missing, it is there.
        let named = |at: usize| {
            matches!(
                word(at),
                "entry"
                    | "entries"
                    | "record"
                    | "records"
                    | "mention"
                    | "trace"
                    | "evidence"
                    | "diagnosis"
                    | "condition"
                    | "listing"
                    | "code"
                    | "none"
                    | "nothing"
            )
        };
        (found.to..to.min(found.to + NEAR)).find(|at| {
            matches!(word(*at), "for" | "of")
                && named(at - 1)
                && matches!(word(at + 1), "it" | "this" | "that" | "them")
        })?;
        let (from, _) = self.sentence_range(found.from);
        let verb = (from..found.from).find(|at| {
            matches!(
                word(*at),
                "is" | "was"
                    | "are"
                    | "were"
                    | "has"
                    | "had"
                    | "have"
                    | "shows"
                    | "led"
                    | "appears"
            )
        })?;
        (!self.terms(from, verb).is_empty()).then_some((from, verb))
    }

    /// `no ejection fraction from it has been recorded`: the days of the acts that are cited, where a pronoun stands for them.
    pub(super) fn days_of_act(&self, found: Found) -> Option<(Date, Date)> {
        let (_, end) = self.sentence_range(found.from);
        let word = |at: usize| {
            let token = self.claim.tokens.get(at).filter(|token| token.is_word());
            token.map_or("", |token| token.lower.as_str())
        };
        let pointed = (found.to..end.min(found.to + NEAR)).any(|at| {
            let alone = |next: usize| {
                matches!(
                    word(next),
                    "" | "is" | "are" | "was" | "were" | "has" | "have" | "had" | "on"
                )
            };
            matches!(word(at), "from" | "of" | "at" | "during" | "with")
                && (matches!(word(at + 1), "it" | "them") && alone(at + 2)
                    || matches!(word(at + 1), "that" | "this")
                        && matches!(
                            word(at + 2),
                            "study"
                                | "scan"
                                | "test"
                                | "procedure"
                                | "exam"
                                | "examination"
                                | "visit"
                        ))
        });
        if !pointed {
            return None;
        }
        let days = self
            .cited
            .iter()
            .filter(|cited| {
                matches!(
                    cited.snippet.resource_type(),
                    Some("Procedure" | "DiagnosticReport" | "ImagingStudy" | "Encounter")
                )
            })
            .flat_map(|cited| &cited.source.dates)
            .filter(|dated| dated.said.is_none())
            .map(|dated| (dated.start, dated.end));
        days.reduce(|one, next| (one.0.min(next.0), one.1.max(next.1)))
    }

    /// `not documented in the ED`: the days of the emergency visits that are cited.
    pub(super) fn stay_in_emergency(&self, from: usize, to: usize) -> Option<(Date, Date)> {
        let urgent = crate::text::id('c', "emergency");
        let told = (from..to).any(|at| {
            let token = &self.claim.tokens[at];
            let before = |back: usize| {
                at.checked_sub(back)
                    .map_or("", |index| self.claim.tokens[index].lower.as_str())
            };
            let place = |word: &str| matches!(word, "in" | "at" | "from" | "during");
            token.ids.contains(&urgent)
                && (place(before(1)) || (place(before(2)) && before(1) == "the"))
        });
        let days = self
            .cited
            .iter()
            .filter(|cited| {
                told && cited.snippet.resource_type() == Some("Encounter")
                    && cited.source.ids.contains(&urgent)
            })
            .flat_map(|cited| &cited.source.dates)
            .filter(|dated| dated.said.is_none())
            .map(|dated| (dated.start, dated.end));
        days.reduce(|one, next| (one.0.min(next.0), one.1.max(next.1)))
    }

    /// `had been charted without values`, `a second entry is empty`: of results that are cited and have none. Whether there was one to judge.
    pub(super) fn valueless(&mut self, found: Found, to: usize) -> bool {
        let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let empty = matches!(
            self.claim.tokens[found.from].lower.as_str(),
            "empty" | "blank"
        ) || matches!(
            self.claim.tokens[found.to - 1].lower.as_str(),
            "empty" | "blank"
        );
        let end = to.min(found.to + 4).min(clause_to);
        let value = (found.to..end).find(|at| {
            matches!(
                self.claim.tokens[*at].lower.as_str(),
                "value"
                    | "values"
                    | "result"
                    | "results"
                    | "reading"
                    | "readings"
                    | "number"
                    | "numbers"
                    | "figure"
                    | "figures"
            )
        });
        let small = |at: usize| {
            matches!(
                self.claim.tokens[at].lower.as_str(),
                "any"
                    | "a"
                    | "an"
                    | "actual"
                    | "measured"
                    | "recorded"
                    | "numeric"
                    | "its"
                    | "their"
            )
        };
        let own = self.claim.tokens[found.from].is("without")
            || found.from.checked_sub(1).is_some_and(|at| {
                matches!(
                    self.claim.tokens[at].lower.as_str(),
                    "has" | "have" | "had" | "with" | "carries" | "carry"
                )
            });
        let told = empty || (own && value.is_some_and(|at| (found.to..at).all(small)));
        let results = || {
            self.cited
                .iter()
                .filter(|cited| cited.snippet.resource_type() == Some("Observation"))
        };
        let bare = |cited: &&super::Cited<'_>| {
            !cited.source.values.iter().any(|value| value.measured)
                && cited
                    .snippet
                    .facts(sources::FactRole::Value)
                    .next()
                    .is_none()
        };
        let holds = if empty {
            results().any(|cited| bare(&cited))
        } else {
            results().next().is_some() && results().all(|cited| bare(&cited))
        };
        let filled = results().find(|cited| !bare(cited)).copied();
        let whole = results().next().is_some() && results().all(|cited| !bare(&cited));
        if let Some(cited) = filled.filter(|_| told && !empty && whole) {
            let span = self
                .claim
                .span(found.from, value.map_or(found.to, |at| at + 1));
            self.held_against(model::ReasonCode::Absence, span, cited.snippet);
            return true;
        }
        if !told || !holds {
            return false;
        }
        self.settled = true;
        let last = value.map_or(found.to, |at| at + 1);
        self.settle(found.from.max(clause_from), last);
        true
    }

    /// `on no antihypertensive order other than hydrochlorothiazide`: the chart has nothing of the kind but what is left out. Whether there was one to judge.
    pub(super) fn none_but(&mut self, found: Found, to: usize) -> bool {
        let word = |at: usize| {
            let token = self.claim.tokens.get(at).filter(|token| token.is_word());
            token.map_or("", |token| token.lower.as_str())
        };
        let patient = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource_type() == Some("Patient"));
        if word(found.from) != "no" || !patient || self.documents() {
            return false;
        }
        let but = (found.to + 1..to.min(found.to + NEAR)).find_map(|at| match word(at) {
            "other" if word(at + 1) == "than" => Some((at, at + 2)),
            "except" | "besides" | "but" => Some((at, at + 1)),
            "apart" | "aside" if word(at + 1) == "from" => Some((at, at + 2)),
            _ => None,
        });
        let Some((end, start)) = but else {
            return false;
        };
        let items = self.items(found.to, end);
        let kinds = self.kinds(found.to, end);
        let left: Vec<String> = self
            .named_in(start, to)
            .iter()
            .map(|cited| cited.snippet.title.clone())
            .collect();
        let whole = kinds.iter().all(|kind| self.set.complete(kind));
        if items.is_empty() || kinds.is_empty() || left.is_empty() || !whole {
            return false;
        }
        let held = self.all_held(&items, &kinds, None, (found.to, end), &[]);
        let other = held.iter().find(|snippet| !left.contains(&snippet.title));
        if let Some(snippet) = other {
            let span = self.claim.span(found.from, to);
            self.held_against(model::ReasonCode::Absence, span, snippet);
            return true;
        }
        self.settled = true;
        self.settle(found.from, start);
        self.claim.cues.retain(|cue| {
            !(cue.cue == crate::lexicon::Cue::Only && cue.from >= end && cue.to <= start)
        });
        true
    }
}
