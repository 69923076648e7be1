//! `DTaP 5, IPV 4`, `Hib (3 doses), rotavirus (2)`: how many doses of each vaccine the chart has.

use super::{Check, Cited};
use crate::number::{Form, Number};
use model::{ReasonCode, Verdict};
use rust_decimal::prelude::ToPrimitive;
use sources::Snippet;
use time::Date;

/// How far before its number a vaccine is named, in tokens.
const NAME: usize = 6;

impl<'a> Check<'a> {
    /// A list that tells of doses, with vaccines alone cited: each number behind a vaccine's name is how many the chart has of it.
    pub(crate) fn doses_listed(&mut self) {
        let told = self
            .claim
            .tokens
            .iter()
            .any(|token| matches!(token.lower.as_str(), "dose" | "doses" | "shots"));
        let vaccines = self
            .cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() != Some("Patient"))
            .all(|cited| cited.snippet.resource_type() == Some("Immunization"));
        if !told || !vaccines {
            return;
        }
        for number in self.claim.numbers.clone() {
            if let Some(name) = self.behind_name(&number)
                && let Some(told) = number.value.to_usize()
            {
                self.judge_doses(&number, name, told);
            }
        }
    }

    /// Where the name before such a number begins, and where it ends.
    fn behind_name(&self, number: &Number) -> Option<(usize, usize)> {
        let tokens = &self.claim.tokens;
        let plain = number.unit.is_none()
            && number.form == Form::Plain
            && number.decimals == 0
            && number.sign.is_none()
            && !self.claim.used[number.from];
        let ends = tokens.get(number.to).is_none_or(|next| {
            !next.is_word() || matches!(next.lower.as_str(), "dose" | "doses" | "and" | "shots")
        });
        let before = number.from.checked_sub(1)?;
        let end = if tokens[before].is_mark('(') || tokens[before].is("x") || tokens[before].is("×")
        {
            before
        } else {
            number.from
        };
        let mut from = end;
        while from > 0
            && end - from < NAME
            && (tokens[from - 1].is_word() || tokens[from - 1].is_mark('-'))
            && !matches!(
                tokens[from - 1].lower.as_str(),
                "and" | "of" | "had" | "has"
            )
        {
            from -= 1;
        }
        (plain && ends && from < end).then_some((from, end))
    }

    fn judge_doses(&mut self, number: &Number, name: (usize, usize), told: usize) {
        let named: Vec<Cited<'a>> = self
            .named_in(name.0, name.1)
            .into_iter()
            .filter(|cited| cited.snippet.resource_type() == Some("Immunization"))
            .collect();
        if named.is_empty() {
            return;
        }
        let mut all: Vec<&'a Snippet> = named
            .iter()
            .flat_map(|cited| self.like(cited.snippet))
            .collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        let (from, to) = self.sentence_range(number.from);
        let bound = (from..to).any(|at| {
            matches!(
                self.claim.tokens[at].lower.as_str(),
                "by" | "before" | "until"
            )
        });
        let last = self
            .claim
            .dates
            .iter()
            .filter(|mention| bound && mention.from >= from && mention.to <= to)
            .filter_map(crate::date::Mention::last)
            .max();
        let within = |day: Date| last.is_none_or(|last| day <= last);
        let many = all
            .iter()
            .filter(|one| one.date.as_ref().is_none_or(|date| within(date.days().0)))
            .count();
        self.claim.used[number.from] = true;
        self.settle(number.from, number.to);
        if many == told {
            return;
        }
        let span = self.claim.span(number.from, number.to);
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
