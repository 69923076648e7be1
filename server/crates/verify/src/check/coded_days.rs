//! `Smoking status unknown as of 29 July; four weeks earlier an every-day smoker`: a coded answer stands beside the day that it was given on.

use super::{Check, Cited, at};
use crate::date::Mention;
use crate::text::{Kind, tokens};
use model::{ReasonCode, Verdict};
use sources::{FactRole, FactValue};
use std::collections::HashSet;
use time::Date;

/// A coded answer: its source, its day, what its words can mean.
struct Answer<'a> {
    cited: Cited<'a>,
    day: Date,
    ids: HashSet<u64>,
}

impl<'a> Check<'a> {
    /// Beside a day that one of several answers was given on, no word is that of another answer alone.
    pub(crate) fn coded_days(&mut self) {
        let answers = self.coded_answers();
        if answers.len() < 2 {
            return;
        }
        for mention in self.claim.dates.clone() {
            if mention.day.day.is_none() {
                continue;
            }
            let mut fitting = answers
                .iter()
                .filter(|answer| mention.fits(answer.day, answer.day));
            let (Some(own), None) = (fitting.next(), fitting.next()) else {
                continue;
            };
            let told = self.said_beside(&mention, &answers);
            let wrong = answers.iter().any(|other| {
                other.cited.snippet.title == own.cited.snippet.title
                    && other.ids.difference(&own.ids).any(|id| told.contains(id))
                    && !own.ids.difference(&other.ids).any(|id| told.contains(id))
            });
            if wrong {
                let span = self.claim.span(mention.from, mention.to);
                let place = at(own.cited, "value", None);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Period,
                    span,
                    None,
                    vec![place],
                );
            }
        }
    }

    fn coded_answers(&self) -> Vec<Answer<'a>> {
        let coded = |cited: &Cited<'a>| {
            let day = cited.snippet.date.as_ref()?.days();
            let words =
                cited
                    .snippet
                    .facts(FactRole::Value)
                    .find_map(|fact| match &fact.value {
                        FactValue::Coded { text, .. } => Some(text.as_str()),
                        _ => None,
                    })?;
            let mut words = tokens(words);
            self.lexicon.annotate(&mut words);
            let ids = words
                .iter()
                .filter(|token| token.kind == Kind::Word && !self.lexicon.is_function(&token.lower))
                .flat_map(|token| token.ids.iter().copied())
                .collect();
            (day.0 == day.1).then_some(Answer {
                cited: *cited,
                day: day.0,
                ids,
            })
        };
        self.cited
            .iter()
            .filter(|cited| !cited.source.is_prose)
            .filter_map(coded)
            .collect()
    }

    /// What the words of a day's clause can mean.
    /// Only between the commas around it where an answer stands there: `every-day smoker on 7/1, "unknown" four weeks later`.
    fn said_beside(&self, mention: &Mention, answers: &[Answer<'a>]) -> HashSet<u64> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(mention.from));
        let comma = |at: &usize| self.claim.tokens[*at].is_mark(',');
        let start = (from..mention.from)
            .rev()
            .find(comma)
            .map_or(from, |at| at + 1);
        let end = (mention.to..to).find(comma).unwrap_or(to);
        let words = |from: usize, to: usize| -> HashSet<u64> {
            let words = self.claim.slice(from, to).iter();
            words
                .filter(|token| token.kind == Kind::Word)
                .flat_map(|token| token.ids.iter().copied())
                .collect()
        };
        let near = words(start, end);
        let shared: HashSet<u64> = answers
            .iter()
            .skip(1)
            .fold(answers[0].ids.clone(), |all, one| {
                all.intersection(&one.ids).copied().collect()
            });
        let answer = answers
            .iter()
            .any(|one| one.ids.difference(&shared).any(|id| near.contains(id)));
        if answer { near } else { words(from, to) }
    }
}
