//! Absences told by a verb of lists: `does not appear among her orders`, `is not named on the allergy list`, `no statin figures on the medication list`.

use super::Check;
use crate::lexicon::{Cue, Found};
use model::ReasonCode;
use time::Date;

/// How far behind its subject the verb of an absence stands, in tokens.
const SUBJECT: usize = 16;
/// How many words name a list.
const PLACE: usize = 6;

/// An absence from a list.
struct Unlisted {
    /// What is absent.
    subject: (usize, usize),
    /// The verb, and where the words for the list end.
    verb: usize,
    end: usize,
    /// What the list is of; empty for the chart itself.
    kinds: Vec<&'static str>,
}

impl Check<'_> {
    /// Judges an absence from a list over the whole chart: what is told as its subject must not stand there. Whether there was one to judge.
    pub(super) fn not_listed(&mut self, found: Found) -> bool {
        let Some(absent) = self.unlisted(found) else {
            return false;
        };
        let items = self.items(absent.subject.0, absent.subject.1);
        if items.is_empty() || self.set.patient().is_none() {
            return false;
        }
        let whole = if absent.kinds.is_empty() {
            self.set.complete("Observation")
        } else {
            absent.kinds.iter().any(|kind| self.set.complete(kind))
        };
        if !whole {
            self.unsupported(ReasonCode::Absence, found.from, found.to);
            return true;
        }
        // `HPV vaccines do not appear in the record`: what is absent says itself what it would be.
        let own = self.kinds(absent.subject.0, absent.subject.1);
        let absent = Unlisted {
            kinds: if absent.kinds.is_empty() {
                own
            } else {
                absent.kinds
            },
            ..absent
        };
        // Days that are told of something else do not bound it.
        let (_, clause_end) = self.claim.clause_range(self.claim.clause_of(found.from));
        let start = absent.subject.0.min(found.from);
        let period = self
            .period_within(start, clause_end)
            .filter(|_| absent.subject.1 > absent.subject.0);
        let period = period.unwrap_or((Date::MIN, Date::MAX));
        let held = self.all_held(&items, &absent.kinds, None, absent.subject, &[period]);
        if let Some(snippet) = held.first() {
            let (from, to) = (found.from.min(absent.subject.0), absent.end);
            let span = self.claim.span(from, to);
            self.held_against(ReasonCode::Absence, span, snippet);
            return true;
        }
        self.settled = true;
        self.settle(absent.subject.0, absent.subject.1);
        self.settle(found.from.min(absent.verb), absent.end);
        true
    }

    fn unlisted(&self, found: Found) -> Option<Unlisted> {
        let tokens = &self.claim.tokens;
        let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let first = tokens[found.from].lower.as_str();
        let before = match first {
            "no" | "neither" => false,
            "not" | "never" | "n't" | "doesn't" | "don't" | "isn't" | "aren't" | "wasn't"
            | "weren't" | "didn't" => true,
            _ => return None,
        };
        if !before {
            let last = clause_to.min(found.to + SUBJECT);
            let (verb, place) = (found.to + 1..last)
                .find_map(|at| Some((at, self.verb_of_list(at)?)))
                .filter(|(verb, _)| !(found.to..*verb).any(|at| self.finite(at)))?;
            let (end, kinds) = self.list_named(place, clause_to)?;
            return Some(Unlisted {
                subject: (found.to, verb),
                verb,
                end,
                kinds,
            });
        }
        let place = self.verb_of_list(found.to)?;
        let (end, kinds) = self.list_named(place, clause_to)?;
        Some(Unlisted {
            subject: self.subject_before(clause_from, found.from)?,
            verb: found.to,
            end,
            kinds,
        })
    }

    /// Where the place begins behind a verb of lists that begins here: `appears`, `is named`, `has been entered`, `belong`; `among` of itself.
    fn verb_of_list(&self, at: usize) -> Option<usize> {
        let word = |index: usize| {
            self.claim
                .tokens
                .get(index)
                .map_or("", |token| token.lower.as_str())
        };
        let place = |index: usize| {
            matches!(
                word(index),
                "on" | "in" | "among" | "amongst" | "to" | "of" | "under" | "within"
            )
        };
        let mut verb = at;
        while verb < at + 4
            && matches!(
                word(verb),
                "is" | "are"
                    | "was"
                    | "were"
                    | "has"
                    | "have"
                    | "had"
                    | "been"
                    | "be"
                    | "currently"
                    | "yet"
                    | "ever"
                    | "otherwise"
                    | "anywhere"
                    | "also"
            )
        {
            verb += 1;
        }
        let passive = verb > at || self.be_before(at);
        let active = matches!(
            word(verb),
            "appear"
                | "appears"
                | "appeared"
                | "figure"
                | "figures"
                | "figured"
                | "feature"
                | "features"
                | "featured"
                | "belong"
                | "belongs"
                | "occur"
                | "occurs"
                | "stand"
                | "stands"
        );
        let told = matches!(
            word(verb),
            "named"
                | "listed"
                | "included"
                | "entered"
                | "found"
                | "carried"
                | "mentioned"
                | "shown"
                | "recorded"
                | "coded"
                | "represented"
                | "part"
        );
        if active || (told && passive) {
            let next = verb + 1 + usize::from(word(verb + 1) == "anywhere");
            return place(next).then_some(next + 1);
        }
        let bare = matches!(word(verb), "among" | "amongst" | "on") && passive;
        bare.then_some(verb + 1)
    }

    /// Whether a form of `be` stands right before the negation before this.
    fn be_before(&self, at: usize) -> bool {
        (1..=2).any(|back| {
            at.checked_sub(back).is_some_and(|before| {
                matches!(
                    self.claim.tokens[before].lower.as_str(),
                    "is" | "are"
                        | "was"
                        | "were"
                        | "been"
                        | "isn't"
                        | "aren't"
                        | "wasn't"
                        | "weren't"
                )
            })
        })
    }

    /// Where the words for a list end, and what it is a list of: `the problem list`, `her orders`, `the chart`.
    fn list_named(&self, from: usize, clause_to: usize) -> Option<(usize, Vec<&'static str>)> {
        let tokens = &self.claim.tokens;
        let own = |at: usize| {
            let token = &tokens[at];
            token.is_word()
                && !matches!(token.lower.as_str(), "and" | "or" | "as" | "for" | "since")
                && !self.finite(at)
        };
        let mut end = from;
        while end < clause_to.min(from + PLACE) && (own(end) || tokens[end].is_mark('-')) {
            end += 1;
        }
        let kinds = self.kinds(from, end);
        let last =
            |words: &[&str]| (from..end).any(|at| words.contains(&tokens[at].lower.as_str()));
        let chart =
            last(&["chart", "record", "records", "list"]) && !last(&["this", "that", "note"]);
        (!kinds.is_empty() || chart).then_some((end, kinds))
    }

    fn finite(&self, at: usize) -> bool {
        matches!(
            self.claim.tokens[at].lower.as_str(),
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "does"
                | "do"
                | "did"
                | "shows"
                | "showed"
        )
    }

    /// What stands before a negation as its subject: behind the last verb and comma or conjunction before it; where nothing is named there, what the
    /// sentence begins with (`PTSD was the reason for one visit but does not appear …`).
    fn subject_before(&self, clause_from: usize, not: usize) -> Option<(usize, usize)> {
        let tokens = &self.claim.tokens;
        let mut end = not;
        while end > clause_from && self.finite(end - 1) {
            end -= 1;
        }
        let verb = (clause_from..end).rev().find(|at| self.finite(*at));
        // `I find a prescription on file, and asthma is not among them`: what is joined on before is told by itself.
        let joined =
            (clause_from + 1..end).rev().find(|at| {
                tokens[at - 1].is_mark(',')
                    && matches!(tokens[*at].lower.as_str(), "and" | "yet" | "so" | "but")
                    && self.claim.cues.iter().any(|cue| {
                        cue.cue == Cue::Record && cue.from >= clause_from && cue.to < *at
                    })
            });
        let first = joined.map_or(clause_from, |at| at + 1);
        let start = verb.map_or(Some(first), |verb| {
            (verb..end)
                .rev()
                .find(|at| {
                    tokens[*at].is_mark(',')
                        || matches!(tokens[*at].lower.as_str(), "and" | "yet" | "so" | "but")
                })
                .map(|at| at + 1)
        });
        let named = |from: usize, to: usize| !self.terms(from, to).is_empty();
        if let Some(start) = start.filter(|start| named(*start, end)) {
            return Some((start, end));
        }
        let (sentence, _) = self.sentence_range(not);
        let told = (sentence..end).find(|at| self.finite(*at))?;
        let bare = start.is_none_or(|start| {
            self.claim
                .slice(start, end)
                .iter()
                .all(|token| !matches!(token.lower.as_str(), "it" | "this" | "that" | "they"))
        });
        (bare && named(sentence, told)).then_some((sentence, told))
    }

    /// `has not been taken off the problem list`: it still stands there.
    pub(super) fn not_taken_off(&self, found: Found) -> bool {
        matches!(
            self.claim.tokens[found.from].lower.as_str(),
            "not" | "never" | "n't"
        ) && self.claim.cues.iter().any(|cue| {
            cue.cue == Cue::Inactive
                && cue.from >= found.to
                && cue.from <= found.to + 2
                && self
                    .claim
                    .words(cue.from, cue.to)
                    .to_lowercase()
                    .contains("off")
        })
    }
}
