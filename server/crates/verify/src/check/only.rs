//! "Only", "complete list", "limited to": nothing else like it may stand in the chart.

use super::Check;
use crate::lexicon::{Cue, Found};
use crate::source::State;
use model::ReasonCode;
use sources::{Snippet, Subject};
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// "The only active metformin order": nothing else like it in the chart.
    #[expect(
        clippy::too_many_lines,
        reason = "narrows what is listed, condition by condition"
    )]
    pub(super) fn only(&mut self, found: Found) {
        let words = self.claim.words(found.from, found.to).to_lowercase();
        // "Only the newest is active": one of a series.
        if words == "only"
            && self
                .claim
                .tokens
                .get(found.to)
                .is_some_and(|next| next.is("the"))
        {
            return;
        }
        // `when he was only 10`: young, and nothing is left out.
        let age = words == "only"
            && found.from.checked_sub(2).is_some_and(|at| {
                matches!(
                    self.claim.tokens[at + 1].lower.as_str(),
                    "was" | "is" | "aged"
                ) && matches!(
                    self.claim.tokens[at].lower.as_str(),
                    "he" | "she" | "who" | "they"
                )
            })
            && self
                .claim
                .numbers
                .iter()
                .any(|number| number.from == found.to && number.unit.is_none());
        if age || self.one_activity(found) || self.only_so_long(found) {
            return;
        }
        // `two visits, this one and the one for hives`: one of several.
        let which = self.claim.tokens.get(found.to).is_some_and(|next| {
            matches!(
                next.lower.as_str(),
                "for" | "in" | "on" | "at" | "from" | "of" | "with" | "that" | "after" | "before"
            )
        });
        let listed = found.from.checked_sub(1).is_some_and(|before| {
            let before = &self.claim.tokens[before];
            before.is("and") || before.is("plus") || before.is_mark(',')
        });
        if words == "the one" && (which && listed || self.tells_which(found)) {
            return;
        }
        // `only once since then` has been counted over the chart, and so is `only two echocardiograms`.
        if self.claim.used.get(found.to) == Some(&true) && self.so_many_times(found.to).is_some()
            || self.only_so_many(found)
            || self.sole_visit(found)
            || self.left_out(found, &words)
        {
            return;
        }
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let denied = self.claim.all(Cue::Negation).any(|cue| {
            cue.from >= from
                && cue.to <= to
                && !self.in_title(cue.from, cue.to + 1)
                && !(cue.from >= found.from && cue.to <= found.to)
        });
        if self.documents() || (denied && words != "only") {
            return;
        }
        // "all three readings", "complete the course" and the like restrict nothing by themselves.
        if matches!(
            words.as_str(),
            "all of" | "alone" | "complete" | "full" | "entire" | "single"
        ) && !self.claim.words(from, to).to_lowercase().contains("list")
        {
            return;
        }
        let (kinds, narrowed) = self.restricted(found, (from, to));
        let active = self.claim.slice(from, to).windows(2).any(|two| {
            two.iter().any(|token| {
                matches!(
                    token.lower.as_str(),
                    "active" | "current" | "currently" | "ongoing" | "unresolved"
                )
            }) || (two[1].is("open") && matches!(two[0].lower.as_str(), "still" | "is" | "remains"))
        });
        let complication = self
            .claim
            .slice(from, to)
            .iter()
            .any(|token| token.stem == "complication");
        let emergency = self
            .claim
            .slice(from, to)
            .iter()
            .any(|token| token.ids.contains(&crate::text::id('c', "emergency")));
        // "No other": what is cited is what there is.
        let besides = [
            "no other",
            "no others",
            "no further",
            "nothing else",
            "nothing more",
        ]
        .contains(&words.as_str());
        // "Those two are the only orders": what is cited, without its names.
        let pointed = self
            .claim
            .slice(from, found.from)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "those" | "these" | "both" | "they"))
            && self.named_in(from, found.from).is_empty();
        let window = besides.then(|| self.period_of((found.from, to))).flatten();
        if besides && !kinds.is_empty() {
            self.settle_kinds(found.to, to);
        }
        for kind in kinds {
            let wanted: Vec<HashSet<u64>> = match &narrowed {
                Some(ids) if ids.is_empty() => Vec::new(),
                Some(ids) => vec![ids.clone()],
                None => self.qualifiers(found, to),
            };
            let others: Vec<&'a Snippet> = self
                .set
                .of_type(kind)
                .filter(|snippet| {
                    let Some(index) = self.set.position(&snippet.id) else {
                        return false;
                    };
                    let source = self.prepared.source(self.set, index);
                    snippet.subject != Subject::OtherPatient
                            && source.retracted.is_none()
                            && snippet
                                .date
                                .as_ref()
                                .is_none_or(|date| date.days().0 <= self.as_of)
                            && (!active || source.state == Some(State::Active))
                            // The `ER` of a tablet is no emergency.
                            && (!emergency
                                || kind != "Encounter"
                                || source.ids.contains(&crate::text::id('c', "emergency")))
                            && self.of_class_told(snippet, found, to)
                            && self.in_time_told(snippet, found, to)
                            && wanted.iter().all(|word| {
                                word.iter().any(|id| {
                                    source.names.contains(id)
                                        || source.reasons.contains(id)
                                        || (kind == "Encounter"
                                            && source.ids.contains(id)
                                            && !self.lexicon.type_ids(kind).contains(id))
                                })
                            })
                            && (!complication || crate::check::causes::due_to(&snippet.title))
                            && !(kind == "Condition"
                                && snippet.title.to_lowercase().contains("allergy"))
                            && self.in_window(snippet, from, to)
                            && !(besides
                                && snippet.date.as_ref().zip(window).is_some_and(
                                    |(date, window)| {
                                        date.days().1 < window.0 || date.days().0 > window.1
                                    },
                                ))
                            && !((besides || pointed)
                                && self
                                    .cited
                                    .iter()
                                    .any(|cited| cited.snippet.id == snippet.id))
                            && !self.listed_by_name(kind, snippet, source)
                })
                .collect();
            // "The only other vaccine": beside the one that was told of before.
            let besides_one = self
                .claim
                .tokens
                .get(found.to)
                .is_some_and(|next| next.is("other"));
            let cited =
                |other: &&&Snippet| self.cited.iter().any(|cited| cited.snippet.id == other.id);
            let besides_one = besides_one
                && (others.windows(2).all(|two| two[0].title == two[1].title)
                    || others.iter().all(|other| cited(&other)));
            if let Some(other) = others.first().filter(|_| !besides_one) {
                let span = self.claim.span(found.from, found.to);
                self.held_against(ReasonCode::Omission, span, other);
                return;
            }
        }
    }

    /// `No further ED or inpatient encounter`: the words up to the noun say of what kind there is none, and need no source.
    fn settle_kinds(&mut self, from: usize, to: usize) {
        const FAR: usize = 6;
        let noun =
            (from..to.min(from + FAR)).find(|at| kinds_of(&self.claim.tokens[*at].stem).is_some());
        if let Some(noun) = noun {
            self.settle(from, noun);
        }
    }

    /// Whether the statement names what this source is about.
    pub(super) fn mentions(&self, source: &crate::source::Source) -> bool {
        let end = self.claim.tokens.len();
        let measured = |at: usize| {
            self.claim
                .numbers
                .iter()
                .any(|number| number.from <= at && at < number.to)
        };
        let forms: Vec<u64> = [
            "tablet",
            "capsule",
            "oral",
            "injection",
            "er",
            "suspension",
            "disease",
            "medication",
            "allergy",
            "chronic",
            "acute",
        ]
        .iter()
        .map(|form| crate::text::id('c', form))
        .collect();
        let all: HashSet<u64> = self
            .claim
            .slice(0, end)
            .iter()
            .enumerate()
            .filter(|(at, token)| {
                token.is_word()
                    && kinds_of(&token.stem).is_none()
                    && !measured(*at)
                    && !self.claim.used[*at]
                    && !self.behind_for(*at)
                    && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))
                    && !token.ids.iter().any(|id| forms.contains(id))
            })
            .flat_map(|(_, token)| token.ids.iter().copied())
            .collect();
        // What has a concept is named by it; else any word of its name is enough.
        let concepts: Vec<u64> = source
            .concepts
            .iter()
            .copied()
            .filter(|id| !forms.contains(id))
            .collect();
        if concepts.is_empty() {
            all.iter().any(|id| source.names.contains(id))
        } else {
            concepts.iter().any(|id| all.contains(id))
        }
    }

    /// Whether the statement lists this source: names it, and by no word that names another of its kind better. `Anemia of kidney disease` is no mention
    /// of `end-stage kidney disease`.
    fn listed_by_name(
        &self,
        kind: &str,
        snippet: &Snippet,
        source: &crate::source::Source,
    ) -> bool {
        if !self.mentions(source) {
            return false;
        }
        let own = self.hits_of(kind, source);
        if own.is_empty() {
            return true;
        }
        let others: Vec<(HashSet<usize>, &str)> = self
            .cited
            .iter()
            .filter(|cited| {
                cited.snippet.resource_type() == Some(kind)
                    && cited.snippet.id != snippet.id
                    && cited.snippet.title != snippet.title
            })
            .map(|cited| {
                (
                    self.hits_of(kind, cited.source),
                    cited.snippet.title.as_str(),
                )
            })
            .collect();
        // Item by item of the list: in one of them no other is named better.
        self.list_items().into_iter().any(|(from, to)| {
            let here = |hits: &HashSet<usize>| -> HashSet<usize> {
                hits.iter()
                    .copied()
                    .filter(|at| (from..to).contains(at))
                    .collect()
            };
            let own = here(&own);
            !own.is_empty()
                && !others.iter().any(|(other, title)| {
                    let other = here(other);
                    let whole = |title: &str| self.whole_title(title, from, to);
                    own.is_subset(&other)
                        && (other.len() > own.len() || (whole(title) && !whole(&snippet.title)))
                })
        })
    }

    /// Whether every word of a title stands in these tokens: `myocardial infarction` is not all of `history of myocardial infarction`.
    fn whole_title(&self, title: &str, from: usize, to: usize) -> bool {
        let plain = title.split(" (").next().unwrap_or_default();
        let mut words = crate::text::tokens(plain).into_iter();
        words.all(|word| {
            !word.is_word()
                || self.lexicon.is_function(&word.lower)
                || self
                    .claim
                    .slice(from, to)
                    .iter()
                    .any(|token| token.stem == word.stem)
        })
    }

    /// The parts of a list: what commas, colons, full stops and "and" set off.
    fn list_items(&self) -> Vec<(usize, usize)> {
        let tokens = &self.claim.tokens;
        let mut items = Vec::new();
        let mut from = 0;
        for (at, token) in tokens.iter().enumerate() {
            let ends = token.is_mark(',')
                || token.is_mark(';')
                || token.is_mark(':')
                || token.is_mark('.')
                || matches!(token.lower.as_str(), "and" | "plus" | "or");
            if ends {
                items.push((from, at));
                from = at + 1;
            }
        }
        items.push((from, tokens.len()));
        items
    }

    /// The words of the statement that name a source, those for its kind apart.
    fn hits_of(&self, kind: &str, source: &crate::source::Source) -> HashSet<usize> {
        let tokens = self.claim.tokens.iter().enumerate();
        tokens
            .filter(|(at, token)| {
                token.is_word()
                    && !self.claim.used[*at]
                    && !self.lexicon.is_function(&token.lower)
                    && !kinds_of(&token.stem).is_some_and(|kinds| kinds.contains(&kind))
                    && token.ids.iter().any(|id| source.names.contains(id))
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// Whether a word says only what something is for.
    pub(super) fn behind_for(&self, at: usize) -> bool {
        (1..=4)
            .filter_map(|back| at.checked_sub(back))
            .take_while(|index| !self.claim.tokens[*index].is_mark(','))
            .any(|index| self.claim.tokens[index].is("for"))
    }

    /// A window of dates in the clause narrows what "only" is about.
    pub(super) fn in_window(&self, snippet: &Snippet, from: usize, to: usize) -> bool {
        let dates: Vec<&crate::date::Mention> = self
            .claim
            .dates
            .iter()
            .filter(|mention| mention.from >= from && mention.to <= to)
            .collect();
        let Some(date) = snippet.date.as_ref().map(|date| date.days().0) else {
            return true;
        };
        match dates.as_slice() {
            [one]
                if one.day.day.is_none()
                    && one.from.checked_sub(1).is_some_and(|at| {
                        matches!(
                            self.claim.tokens[at].lower.as_str(),
                            "in" | "for" | "during" | "of"
                        )
                    }) =>
            {
                one.fits(date, date) || one.day.year.is_none()
            }
            _ => true,
        }
    }

    /// Words between "only" and its noun that narrow it: `the only metformin order`.
    pub(super) fn qualifiers(&self, found: Found, to: usize) -> Vec<HashSet<u64>> {
        let end = (found.to + 5).min(to);
        let mut out: Vec<HashSet<u64>> = Vec::new();
        for (at, token) in (found.to..).zip(self.claim.slice(found.to, end)) {
            if !token.is_word() || token.kind == crate::text::Kind::Mark {
                break;
            }
            if kinds_of(&token.stem).is_some() && !self.part_of_name(at) {
                return out;
            }
            if matches!(
                token.lower.as_str(),
                "chronic" | "acute" | "other" | "recorded" | "new"
            ) {
                continue;
            }
            if token.ids.len() > 1 || !self.lexicon.is_general(&token.stem) {
                if token.ids.contains(&crate::text::id('c', "emergency")) {
                    continue;
                }
                let ids = if token.ids.len() > 1 {
                    &token.ids[1..]
                } else {
                    &token.ids[..]
                };
                out.push(ids.iter().copied().collect());
            }
        }
        // Without a noun that names a kind of record they narrow nothing.
        Vec::new()
    }

    /// Whether a word stands beside one with which it is part of a cited source's name: the `drug` of `drug overdose`.
    pub(super) fn part_of_name(&self, at: usize) -> bool {
        let word = |index: usize| {
            self.claim
                .tokens
                .get(index)
                .is_some_and(crate::text::Token::is_word)
        };
        (word(at + 1) && self.in_title(at, at + 2))
            || at
                .checked_sub(1)
                .is_some_and(|before| word(before) && self.in_title(before, at + 1))
    }

    /// Kinds of record that are told as such, not in the name of one.
    pub(super) fn kinds_told(&self, from: usize, to: usize) -> Vec<&'static str> {
        let mut kinds: Vec<&'static str> = Vec::new();
        for (at, token) in (from..).zip(self.claim.slice(from, to)) {
            let own = kinds_of(&token.stem).filter(|_| !self.part_of_name(at));
            for kind in own.into_iter().flatten() {
                if !kinds.contains(kind) {
                    kinds.push(kind);
                }
            }
        }
        kinds
    }

    pub(super) fn kinds_in(&self, from: usize, to: usize) -> Vec<&'static str> {
        let mut kinds: Vec<&'static str> = Vec::new();
        for token in self.claim.slice(from, to) {
            if let Some(more) = kinds_of(&token.stem) {
                for kind in more {
                    if !kinds.contains(kind) {
                        kinds.push(kind);
                    }
                }
            }
        }
        kinds
    }
}

/// The resource types that a word names.
pub(super) fn kinds_of(stem: &str) -> Option<&'static [&'static str]> {
    Some(match stem {
        "allergy" | "allergic" | "allergen" => &["AllergyIntolerance"],
        "order" | "prescription" | "prescrib" | "medication" | "medicin" | "drug" | "regimen" => {
            &["MedicationRequest"]
        }
        "problem" | "diagnosi" | "diagnosis" | "diagnos" | "diagnose" | "condition"
        | "complication" => &["Condition"],
        "vaccin" | "vaccination" | "immunization" | "shot" => &["Immunization"],
        "encounter" | "visit" | "admission" => &["Encounter"],
        "claim" | "bill" => &["Claim"],
        "procedur" | "surgery" | "operation" => &["Procedure"],
        "devic" | "implant" => &["Device"],
        "plan" => &["CarePlan"],
        "goal" => &["Goal"],
        _ => return None,
    })
}
