//! `only once since the ablation`, `only twice more`: how often something came, with the days that bound it.

use super::{Check, Cited};
use crate::lexicon::Found;
use crate::number::Form;
use model::{ReasonCode, SourceSpan, Verdict};
use rust_decimal::prelude::ToPrimitive;
use sources::{Snippet, Subject};
use std::collections::BTreeSet;
use time::Date;

/// How far an event that bounds a time is named, in tokens.
const EVENT: usize = 7;
/// More of these, and more words that bound one, are no sentence.
const MOST: usize = 6;

impl<'a> Check<'a> {
    /// What is told to have come only so often must not stand in the chart on more days.
    pub(crate) fn only_so_often(&mut self) {
        let mut judged = 0;
        for at in 0..self.claim.tokens.len() {
            if let Some((end, most)) = self.so_many_times(at)
                && self.exclusively(at, end)
                && judged < MOST
            {
                judged += 1;
                self.judge_so_often((at, end), most);
            }
        }
    }

    /// `once`, `twice`, `three times`: where it ends, and how many.
    pub(super) fn so_many_times(&self, at: usize) -> Option<(usize, usize)> {
        match self.claim.tokens[at].lower.as_str() {
            "once" => return Some((at + 1, 1)),
            "twice" => return Some((at + 1, 2)),
            _ => {}
        }
        // Numbers stand in their order.
        let numbers = &self.claim.numbers;
        let place = numbers.partition_point(|number| number.from < at);
        let number = numbers
            .get(place)
            .filter(|number| number.from == at && number.form == Form::Times)?;
        Some((number.to, number.value.to_usize()?))
    }

    /// `only once`, `just twice`, `once more`, outside of a clause that denies it.
    fn exclusively(&self, from: usize, to: usize) -> bool {
        let word = |at: Option<usize>| {
            at.and_then(|at| self.claim.tokens.get(at))
                .map_or("", |token| token.lower.as_str())
        };
        let only = matches!(word(from.checked_sub(1)), "only" | "just" | "but");
        let denied =
            (2..=3).any(|back| matches!(word(from.checked_sub(back)), "not" | "n't" | "never"));
        let per = matches!(word(Some(to)), "a" | "per" | "daily" | "weekly" | "every");
        let more = word(Some(to)) == "more";
        (only || more) && !denied && !per
    }

    fn judge_so_often(&mut self, often: (usize, usize), most: usize) {
        let (from, to) = self.sentence_range(often.0);
        let bounds = (from..to).filter(|at| {
            matches!(
                self.claim.tokens[*at].lower.as_str(),
                "since" | "after" | "following"
            )
        });
        let since = bounds
            .take(MOST)
            .find_map(|at| Some((at, self.day_since(at)?)));
        let Some((since, (bound, end))) = since else {
            return;
        };
        let series = self.what_came(often.0, (since, end));
        let days: BTreeSet<Date> = series
            .iter()
            .filter_map(|snippet| snippet.date.as_ref().map(|date| date.days().0))
            .filter(|day| *day > bound && *day <= self.as_of)
            .collect();
        // The visit at which it is written is not one of those before it.
        let visits = series
            .iter()
            .all(|one| one.resource_type() == Some("Encounter"));
        let many = days.len() - usize::from(visits && days.contains(&self.as_of));
        if many == most {
            // It is right: the sources that are cited need not be as many.
            self.settle(often.0, often.1);
            self.claim.used[often.0] = true;
        }
        if series.is_empty() || many <= most {
            return;
        }
        let sources: Vec<SourceSpan> = series
            .iter()
            .filter(|one| {
                one.date
                    .as_ref()
                    .is_some_and(|date| date.days().0 > bound && date.days().0 <= self.as_of)
            })
            .take(6)
            .map(|one| SourceSpan {
                source: one.id.clone(),
                path: None,
                source_span: None,
            })
            .collect();
        let span = self.claim.span(often.0, often.1);
        self.against(
            Verdict::Contradicted,
            ReasonCode::Count,
            span,
            Some(many.to_string()),
            sources,
        );
    }

    /// `only two echocardiograms are recorded`: as many as the chart has of what the noun names by more than its kind, on as many days or in as many
    /// entries. Whether it was that, and is judged.
    pub(super) fn only_so_many(&mut self, found: Found) -> bool {
        let mut numbers = self.claim.numbers.iter();
        let number = numbers.find(|number| {
            number.from == found.to && number.form == Form::Plain && number.unit.is_none()
        });
        let Some((from, to, most)) =
            number.and_then(|number| Some((number.from, number.to, number.value.to_usize()?)))
        else {
            return false;
        };
        let (_, end) = self.claim.clause_range(self.claim.clause_of(found.from));
        let noun = (to..end.min(to + EVENT))
            .find(|at| ends_noun(&self.claim.tokens[*at]))
            .unwrap_or(end.min(to + EVENT));
        // Days that narrow it, or a part of a whole, are another count.
        let narrowed = self
            .claim
            .dates
            .iter()
            .any(|mention| mention.from < end && mention.from >= found.to)
            || self.claim.tokens.get(to).is_some_and(|next| next.is("of"))
            || self.claim.slice(found.from, end).iter().any(|token| {
                matches!(
                    token.lower.as_str(),
                    "since"
                        | "after"
                        | "before"
                        | "active"
                        | "current"
                        | "currently"
                        | "during"
                        | "with"
                )
            });
        let named: Vec<Cited<'a>> = self
            .named_in(to, noun)
            .into_iter()
            .filter(|cited| {
                cited.snippet.resource_type() != Some("Patient")
                    && self.carried(to, noun).any(|token| {
                        super::only::kinds_of(&token.stem).is_none()
                            && token.ids.iter().any(|id| cited.source.names.contains(id))
                    })
            })
            .collect();
        if named.is_empty() || narrowed {
            return false;
        }
        let mut all: Vec<&'a Snippet> = named
            .iter()
            .flat_map(|cited| self.like(cited.snippet))
            .collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        let days: BTreeSet<Date> = all
            .iter()
            .filter_map(|one| one.date.as_ref().map(|date| date.days().0))
            .collect();
        if all.len() == most || days.len() == most {
            return true;
        }
        let span = self.claim.span(from, to);
        let many = Some(all.len().to_string());
        self.against(
            Verdict::Contradicted,
            ReasonCode::Count,
            span,
            many,
            Vec::new(),
        );
        true
    }

    /// The day behind which something is told: of `since June 2014`, `since then`, `after the ablation`; and where its words end.
    pub(super) fn day_since(&self, at: usize) -> Option<(Date, usize)> {
        let tokens = &self.claim.tokens;
        if !matches!(tokens[at].lower.as_str(), "since" | "after" | "following") {
            return None;
        }
        let dates = || self.claim.dates.iter();
        if let Some(mention) = dates().find(|mention| (at + 1..=at + 2).contains(&mention.from)) {
            return Some((mention.last()?, mention.to));
        }
        let next = tokens.get(at + 1);
        if next.is_none_or(|next| !next.is_word() || matches!(next.lower.as_str(), "then" | "that"))
        {
            let told = dates().filter(|mention| mention.to <= at);
            let day = told.filter_map(crate::date::Mention::last).max()?;
            return Some((day, at + 2));
        }
        let end = (at + 1..tokens.len().min(at + EVENT))
            .find(|index| {
                !tokens[*index].is_word()
                    || matches!(
                        tokens[*index].lower.as_str(),
                        "she" | "he" | "they" | "has" | "have"
                    )
            })
            .unwrap_or(tokens.len().min(at + EVENT));
        let day = self
            .named_in(at + 1, end)
            .iter()
            .filter(|cited| cited.snippet.resource_type() != Some("Patient"))
            .filter_map(|cited| cited.snippet.date.as_ref().map(|date| date.days().0))
            .max()?;
        Some((day, end))
    }

    /// All in the chart of what is told to have come: what the sentence names besides the event that bounds it, by any derivation of its words; visits
    /// where somebody was seen.
    fn what_came(&self, often: usize, bound: (usize, usize)) -> Vec<&'a Snippet> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(often));
        let outside = |at: &usize| *at < bound.0 || *at >= bound.1;
        let event = self.named_in(bound.0, bound.1);
        let told: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| {
                !matches!(
                    cited.snippet.resource_type(),
                    None | Some("Patient" | "DocumentReference" | "Encounter")
                ) && !event.iter().any(|one| one.snippet.id == cited.snippet.id)
                    && (from..to)
                        .filter(outside)
                        .any(|at| self.names_by_word(*cited, at))
            })
            .collect();
        if !told.is_empty() {
            let mut all: Vec<&'a Snippet> = told
                .iter()
                .flat_map(|cited| self.like(cited.snippet))
                .collect();
            all.sort_by(|a, b| a.id.cmp(&b.id));
            all.dedup_by(|a, b| a.id == b.id);
            return all;
        }
        let seen = (from..often).filter(outside).any(|at| {
            matches!(
                self.claim.tokens[at].lower.as_str(),
                "in" | "seen" | "back" | "visited" | "came" | "come" | "attended" | "returned"
            )
        });
        let there = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource_type() == Some("Encounter"));
        if !seen || !there || !self.set.complete("Encounter") {
            return Vec::new();
        }
        self.set
            .of_type("Encounter")
            .filter(|one| one.subject != Subject::OtherPatient)
            .filter(|one| {
                self.set
                    .position(&one.id)
                    .is_none_or(|index| self.prepared.source(self.set, index).retracted.is_none())
            })
            .collect()
    }

    /// Whether a word names a source, or is a derivation of a word of its title: `cardioverted`.
    fn names_by_word(&self, cited: Cited<'a>, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        if !token.is_word() || self.lexicon.is_function(&token.lower) {
            return false;
        }
        let title = crate::text::tokens(&cited.snippet.title);
        (self.is_clinical(at) && token.ids.iter().any(|id| cited.source.names.contains(id)))
            || title
                .iter()
                .any(|word| word.is_word() && super::unsaid::derived(&token.stem, &word.stem))
    }
}

/// Whether a token ends the words of a noun.
fn ends_noun(token: &crate::text::Token) -> bool {
    !token.is_word()
        || matches!(
            token.lower.as_str(),
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "in"
                | "on"
                | "at"
                | "for"
                | "from"
                | "since"
                | "and"
                | "of"
        )
}
