//! What is merely not recorded: judged over the whole loaded chart.

use super::Check;
use super::kinds::KIND_WORDS;
use crate::lexicon::{Cue, Found};
use model::{ReasonCode, Verdict};
use sources::Snippet;

impl Check<'_> {
    /// "No INR on file": true where the loaded chart has none.
    pub(super) fn not_recorded(&mut self, found: Found, from: usize, to: usize) {
        if self.asked_and_unsaid(found) {
            return;
        }
        // `has not been recorded above 3 since`: the values answer for it.
        let beyond = self.claim.numbers.iter().any(|number| {
            number.from >= found.to && number.to <= to && self.never_beyond(number).is_some()
        });
        if beyond && self.claim.tokens[found.from].is("not") {
            return;
        }
        self.listed_before(found);
        if self.valueless(found, to)
            || self.attribute_missing(found)
            || self.family_missing(found, to)
            || self.detail_missing(found, to)
            || self.outcome_missing(found, from, to)
            || self.no_visit_for(found, to)
        {
            return;
        }
        // `Not documented: mode of delivery, Apgar scores`
        let to = self.listed_behind(found, to);
        let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let Some(range) = self.absent_range(found, from, to) else {
            self.settled = true;
            return;
        };
        let items = self.items(range.0, range.1);
        let mut kinds = self.kinds(range.0, range.1);
        if kinds.is_empty() && range.1 <= found.from {
            kinds = self.kinds(found.from, to);
        }
        // `not been to the ER since`: visits.
        let visit = self.tells_of_visits(range.0, range.1);
        if kinds.is_empty() && visit {
            kinds = vec!["Encounter"];
        }
        let limit = self
            .claim
            .numbers
            .iter()
            .find(|number| number.from >= range.0 && number.to <= range.1)
            .cloned();
        let whole = if kinds.is_empty() {
            self.set.complete("Observation")
        } else {
            kinds.iter().any(|kind| self.set.complete(kind))
        };
        if !whole && self.set.patient().is_some() {
            let span = self.claim.span(found.from, found.to);
            self.against(
                Verdict::Unsupported,
                ReasonCode::Absence,
                span,
                None,
                Vec::new(),
            );
            return;
        }
        if self.none_then(found, to) {
            return;
        }
        let told = self.times_told(found, range, to);
        if self.said_in_note(found, &items) {
            return;
        }
        // `a third dose is not on file`: of those that there are.
        let least = self
            .which_of_row(range)
            .or_else(|| self.which_of_row((clause_from, to)))
            .unwrap_or(1);
        let all = if least > 1 && (items.is_empty() || range.1 <= clause_from) {
            self.like_cited(&kinds)
        } else {
            let mut all = self.all_held(&items, &kinds, limit.as_ref(), range, &told);
            // `no reading between the two`: none of what is cited, whatever else was measured.
            if items.is_empty() && self.of_readings(range) {
                let like = self.like_cited(&["Observation"]);
                if !like.is_empty() {
                    all.retain(|held| like.iter().any(|one| one.id == held.id));
                }
            }
            all
        };
        if let Some(snippet) = all.first().copied().filter(|_| distinct(&all) >= least) {
            let span = self.claim.span(found.from, found.to.max(range.1.min(to)));
            let place = model::SourceSpan {
                source: snippet.id.clone(),
                path: None,
                source_span: None,
            };
            self.against(
                Verdict::Contradicted,
                ReasonCode::Absence,
                span,
                Some(snippet.title.clone()),
                vec![place],
            );
            return;
        }
        self.settle_absence(found, range, to);
    }

    /// The times in which something is told to be absent, by words behind the negation or by what a pronoun stands for.
    fn times_told(
        &self,
        found: Found,
        range: (usize, usize),
        to: usize,
    ) -> Vec<(time::Date, time::Date)> {
        // What a pronoun stands for is told with days of its own.
        if range.1 <= found.from && Some(range) == self.subject_of_pronoun(found, to) {
            return vec![(time::Date::MIN, time::Date::MAX)];
        }
        let mut told = self.periods_behind(found);
        told.extend(self.time_of_purpose(found));
        told.extend(self.days_of_act(found));
        told
    }

    /// `no reading`, `no value`: of a test that is told elsewhere.
    fn of_readings(&self, range: (usize, usize)) -> bool {
        self.claim.slice(range.0, range.1).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "reading" | "readings" | "value" | "values" | "measurement" | "measurements"
            )
        })
    }

    /// What the chart has not cannot be said by a source: its words are settled here.
    fn settle_absence(&mut self, found: Found, range: (usize, usize), to: usize) {
        let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(found.from));
        self.settled = true;
        self.settle_discharge(clause_from, clause_to);
        // What stands before the absence and has a verb of its own is told, and stands to be checked.
        let affirms = range.1 <= found.from
            && (range.0..range.1)
                .find(|at| {
                    matches!(
                        self.claim.tokens[*at].lower.as_str(),
                        "was" | "were" | "had" | "has"
                    )
                })
                .is_some_and(|verb| {
                    (verb..found.from).any(|at| self.claim.tokens[at].is_mark(','))
                });
        if !affirms {
            self.settle(range.0, range.1);
        }
        // `The allergy section is blank`: the word for what there is none of.
        for index in clause_from..to {
            let stem = self.claim.tokens[index].stem.as_str();
            self.claim.used[index] |= KIND_WORDS.iter().any(|(words, _)| words.contains(&stem));
        }
    }

    /// What is said to be absent: behind the negation, or before it. None where nothing is named that the chart could hold.
    fn absent_range(&self, found: Found, from: usize, to: usize) -> Option<(usize, usize)> {
        let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        // What is not recorded stands behind the negation, or before it: "Tdap is not recorded".
        let mut range = (from, to);
        let passive = self.claim.cues.iter().any(|cue| {
            cue.cue == Cue::Record
                && cue.to > found.to
                && (found.to..cue.from).all(|index| self.small(index))
                && !matches!(
                    self.claim.tokens[cue.from].lower.as_str(),
                    "documentation" | "record" | "records" | "mention" | "entry" | "entries"
                )
        }) && !self.claim.tokens[found.from].is("no");
        if passive && !self.terms(clause_from, found.from).is_empty() {
            range = (clause_from, found.from);
        } else if self.terms(from, to).is_empty() {
            if let Some(subject) = self.subject_of_pronoun(found, to) {
                return Some(subject);
            }
            let only_records = (from..to).all(|index| {
                self.small(index)
                    || self.of_records(index)
                    || self.claim.used[index]
                    || matches!(
                        self.claim.tokens[index].lower.as_str(),
                        "or" | "and" | "nor"
                    )
            });
            // `three visits are on record, none in the past year`: none of what stands before.
            let none = self.claim.tokens[found.from].is("none")
                && !self.kinds(clause_from, found.from).is_empty();
            if none {
                range = (clause_from, found.from);
            } else if !only_records && self.kinds(from, to).is_empty() {
                return None;
            }
            if only_records {
                range = (clause_from, found.from);
                // `Allergies: none recorded`, `Allergies? None recorded.`
                if clause_from > 0
                    && self.terms(clause_from, found.from).is_empty()
                    && self.kinds(clause_from, found.from).is_empty()
                {
                    let (before, _) = self
                        .claim
                        .clause_range(self.claim.clause_of(clause_from - 1));
                    range = (before, clause_from);
                }
            }
        }
        Some(range)
    }

    /// Whether a word is one of the small ones between a negation and what it negates.
    fn small(&self, index: usize) -> bool {
        let token = &self.claim.tokens[index];
        !token.is_word()
            || matches!(
                token.lower.as_str(),
                "yet"
                    | "in"
                    | "the"
                    | "chart"
                    | "this"
                    | "his"
                    | "her"
                    | "their"
                    | "record"
                    | "as"
                    | "of"
                    | "at"
                    | "present"
                    | "been"
                    | "currently"
                    | "explicitly"
                    | "specifically"
                    | "anywhere"
                    | "here"
                    | "otherwise"
                    | "separately"
                    | "among"
                    | "any"
                    | "part"
                    | "either"
                    | "way"
                    | "is"
                    | "are"
                    | "was"
                    | "were"
                    | "for"
            )
    }

    /// `is ordered`: the word of a record that orders, whatever else it means.
    fn ordered_here(&self, at: usize) -> bool {
        matches!(
            self.claim.tokens[at].lower.as_str(),
            "ordered"
                | "prescribed"
                | "recorded"
                | "coded"
                | "hold"
                | "holds"
                | "show"
                | "shows"
                | "find"
                | "see"
                | "list"
                | "lists"
                | "carry"
                | "carries"
                | "contain"
                | "contains"
                | "keep"
                | "keeps"
        ) && self.of_records(at)
            || matches!(
                self.claim.tokens[at].lower.as_str(),
                "drawn"
                    | "performed"
                    | "done"
                    | "obtained"
                    | "measured"
                    | "booked"
                    | "scheduled"
                    | "repeated"
                    | "checked"
                    | "administered"
            )
    }

    fn of_records(&self, index: usize) -> bool {
        self.claim
            .cues
            .iter()
            .any(|cue| cue.cue == Cue::Record && cue.from <= index && index < cue.to)
    }

    /// What is listed as absent: the terms of each part between commas, "or" and "and".
    pub(super) fn items(&self, from: usize, to: usize) -> Vec<Vec<Vec<u64>>> {
        let mut out = Vec::new();
        let mut start = from;
        for index in from..=to {
            // What stands behind a preposition says where or when it is absent.
            let place = self.claim.tokens.get(index).is_some_and(|token| {
                matches!(
                    token.lower.as_str(),
                    "in" | "on"
                        | "since"
                        | "from"
                        | "among"
                        | "during"
                        | "at"
                        | "before"
                        | "after"
                        | "between"
                        | "by"
                        | "despite"
                        | "notwithstanding"
                        | "beyond"
                )
            });
            let breaks = index == to
                || place
                || self.claim.tokens.get(index).is_some_and(|token| {
                    token.is_mark(',')
                        || token.is_mark('/')
                        || matches!(token.lower.as_str(), "or" | "and" | "nor" | "for")
                });
            if breaks {
                let terms = self.terms(start, index);
                // `mode of delivery`: a detail, not the thing.
                let detail = (start..index).any(|at| {
                    self.claim.tokens[at].is("of")
                        && at > start
                        && super::details::is_detail(&self.claim.tokens[at - 1])
                });
                if !terms.is_empty() && !detail {
                    out.push(terms);
                }
                start = index + 1;
                if place && !out.is_empty() {
                    break;
                }
            }
        }
        out
    }

    /// The terms in a range: for each content word its ids, words of resource types left out.
    pub(super) fn terms(&self, from: usize, to: usize) -> Vec<Vec<u64>> {
        let mut out: Vec<Vec<u64>> = Vec::new();
        for (step, token) in self
            .claim
            .tokens
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .enumerate()
        {
            let at = from + step;
            if !token.is_word()
                || matches!(
                    token.lower.as_str(),
                    "he" | "she" | "his" | "her" | "itself"
                )
                || (self.of_records(at) && token.ids.len() < 2)
                || (matches!(
                    token.lower.as_str(),
                    "past" | "last" | "previous" | "prior" | "recent" | "preceding"
                ) && self.window_behind_word(at))
                || self.ordered_here(at)
                || self.of_date(at)
                || (self.lexicon.is_general(&token.stem) && token.ids.len() < 2)
                || KIND_WORDS
                    .iter()
                    .any(|(words, _)| words.contains(&token.stem.as_str()))
            {
                continue;
            }
            // A phrase is one term: its concept.
            let ids: Vec<u64> = if token.ids.len() > 1 {
                token.ids[1..].to_vec()
            } else {
                token.ids.clone()
            };
            if !out.contains(&ids) {
                out.push(ids);
            }
        }
        out
    }

    /// The month of a day is no thing that could be absent.
    fn of_date(&self, at: usize) -> bool {
        let dates = &self.claim.dates;
        let behind = dates.partition_point(|mention| mention.from <= at);
        behind
            .checked_sub(1)
            .and_then(|index| dates.get(index))
            .is_some_and(|mention| at < mention.to)
    }

    /// `in the past seven years`: a word of time before a span or a day.
    fn window_behind_word(&self, at: usize) -> bool {
        self.claim
            .durations
            .iter()
            .any(|duration| duration.from == at + 1)
            || self.claim.tokens.get(at + 1).is_some_and(|next| {
                matches!(
                    next.stem.as_str(),
                    "year" | "month" | "week" | "day" | "decad" | "decade"
                )
            })
    }

    pub(super) fn within_limit(
        &self,
        limit: &crate::number::Number,
        value: &crate::source::Value,
    ) -> bool {
        let below = self
            .claim
            .all(Cue::Below)
            .any(|found| found.to <= limit.from)
            || limit.sign == Some(crate::number::Limit::Below);
        let above = self
            .claim
            .all(Cue::Above)
            .any(|found| found.to <= limit.from)
            || limit.sign == Some(crate::number::Limit::Above);
        if below {
            value.value < limit.value
        } else if above {
            value.value > limit.value
        } else {
            true
        }
    }

    /// Events after the date of writing do not exist.
    pub(super) fn after(&self, snippet: &Snippet) -> bool {
        snippet
            .date
            .as_ref()
            .is_some_and(|date| date.days().0 > self.as_of)
    }

    pub(super) fn settle(&mut self, from: usize, to: usize) {
        for index in from..to {
            let counted = self
                .claim
                .numbers
                .iter()
                .any(|number| number.word && number.from <= index && index < number.digits_to);
            self.claim.used[index] |= !counted;
        }
    }

    pub(super) fn settle_words(&mut self, from: usize, to: usize, words: &[&str]) {
        for index in from..to {
            if words.contains(&self.claim.tokens[index].lower.as_str()) {
                self.claim.used[index] = true;
            }
        }
    }
}

/// How many different things these are: orders of one drug count once.
fn distinct(all: &[&Snippet]) -> usize {
    let orders = all.iter().all(|one| {
        one.resource_type()
            .is_some_and(|kind| kind.starts_with("Medication"))
    });
    if !orders {
        return all.len();
    }
    let mut titles: Vec<&str> = all.iter().map(|one| one.title.as_str()).collect();
    titles.sort_unstable();
    titles.dedup();
    titles.len()
}
