//! Counts, and what is said to be first, last, only, highest or lowest.

use super::{Check, Cited, at_value};
use crate::lexicon::{Cue, Found};
use crate::number::Form;
use crate::source::{State, Value};
use model::{ReasonCode, SourceSpan, Verdict};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sources::{FactRole, Snippet, Subject};
use std::collections::{BTreeMap, HashSet};
use time::Date;

impl<'a> Check<'a> {
    /// Checks counts and extremes.
    pub(crate) fn counts(&mut self) {
        for number in self.claim.numbers.clone() {
            let counted = number.form == Form::Times || (number.word && number.unit.is_none() && number.form == Form::Plain);
            let half = self.claim.tokens.get(number.to).is_some_and(|token| token.is("and")) && self.claim.tokens.get(number.to + 2).is_some_and(|token| token.is("half"));
            if counted && number.value > Decimal::ONE && !half && !self.claim.used[number.from] {
                self.count(&number);
            }
        }
        self.ordinals();
        for found in self.claim.cues.clone() {
            match found.cue {
                Cue::Only => self.only(found),
                Cue::Last => self.order(found, true),
                Cue::First => self.order(found, false),
                Cue::Highest => self.extreme(found, true),
                Cue::Lowest => self.extreme(found, false),
                _ => {}
            }
        }
    }

    fn count(&mut self, number: &crate::number::Number) {
        let Some(count) = number.value.to_usize() else { return };
        // A number that a text or a display says itself.
        if self.reach().any(|cited| cited.source.values.iter().any(|value| !value.measured && value.unit.is_none() && value.value == number.value)) && self.prose_or_text(number) {
            return;
        }
        let (from, to) = (number.to, (number.to + 8).min(self.claim.tokens.len()));
        let end = (from..to).find(|index| self.claim.tokens[*index].kind == crate::text::Kind::Mark && !self.claim.tokens[*index].is_mark('-')).unwrap_or(to);
        let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(number.from));
        let mut named = self.named_in(from, end);
        if named.is_empty() {
            named = self.named_in(clause_from, number.from);
        }
        if number.form == Form::Times {
            let before = self.nearest_named(clause_from, number.from);
            if !before.is_empty() {
                named = before;
            }
        }
        let mut counts: HashSet<usize> = HashSet::new();
        let mut tally = |sources: &[Cited<'a>]| {
            counts.insert(sources.len());
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
            let mut days: HashSet<Date> = HashSet::new();
            for cited in sources {
                *kinds.entry(cited.snippet.resource_type().unwrap_or_default()).or_default() += 1;
                *titles.entry(cited.snippet.title.as_str()).or_default() += 1;
                days.extend(cited.snippet.date.as_ref().map(|date| date.days().0));
            }
            counts.extend(kinds.values().copied());
            counts.extend(titles.values().copied());
            counts.insert(days.len());
        };
        let others: Vec<Cited<'a>> = self.cited.iter().copied().filter(|cited| cited.snippet.resource_type() != Some("Patient")).collect();
        named.retain(|cited| cited.snippet.resource_type() != Some("Patient"));
        let noun: Vec<&'static str> = self.kinds_in(from, end);
        let of_noun: Vec<Cited<'a>> = others.iter().copied().filter(|cited| cited.snippet.resource_type().is_some_and(|kind| noun.contains(&kind))).collect();
        if !of_noun.is_empty() {
            named.retain(|cited| cited.snippet.resource_type().is_some_and(|kind| noun.contains(&kind)));
            if named.is_empty() {
                named = of_noun;
            }
        }
        if named.is_empty() {
            tally(&others);
        } else {
            tally(&named);
            let kinds: HashSet<Option<&str>> = named.iter().map(|cited| cited.snippet.resource_type()).collect();
            let alike: Vec<Cited<'a>> = others.iter().copied().filter(|cited| kinds.contains(&cited.snippet.resource_type())).collect();
            tally(&alike);
        }
        if let Some(limit) = self.limit_of(number) {
            let good = counts.iter().any(|own| match limit {
                crate::number::Limit::Above => *own > count,
                crate::number::Limit::AtLeast => *own >= count,
                crate::number::Limit::Below => *own < count,
                crate::number::Limit::AtMost => *own <= count,
            });
            if good {
                return;
            }
            counts.clear();
        }
        let values = self.claim.numbers.iter().filter(|other| other.from >= number.to && !other.word && other.to <= clause_to).count();
        if values >= 2 && counts.is_empty() {
            counts.insert(values);
        }
        if counts.contains(&count) {
            return;
        }
        let structured = self.cited.iter().any(|cited| cited.snippet.resource.is_some());
        let span = self.claim.span(number.from, number.to);
        if structured {
            let best = if named.len() > 1 { named.len() } else { self.cited.len() };
            let sources = self.cited.iter().take(6).map(|cited| SourceSpan { source: cited.snippet.id.clone(), path: None, source_span: None }).collect();
            self.against(Verdict::Contradicted, ReasonCode::Count, span, Some(best.to_string()), sources);
        } else if !self.number_said(number) {
            self.against(Verdict::Contradicted, ReasonCode::Number, span, None, Vec::new());
        }
    }

    fn prose_or_text(&self, number: &crate::number::Number) -> bool {
        self.prose() || self.claim.tokens.get(number.to).is_some_and(|next| !self.lexicon.is_general(&next.stem) && next.ids.iter().any(|id| self.ids.contains(id)))
    }

    fn number_said(&self, number: &crate::number::Number) -> bool {
        let couple = number.value == Decimal::TWO && self.reach().any(|cited| cited.source.prose.iter().any(|token| matches!(token.lower.as_str(), "couple" | "both" | "twice")));
        couple || self.reach().any(|cited| cited.source.values.iter().any(|value| value.value == number.value || matches!(value.form, Form::To(end) if end == number.value)))
    }

    /// `second recorded fracture`
    fn ordinals(&mut self) {
        for index in 0..self.claim.tokens.len() {
            let place = match self.claim.tokens[index].lower.as_str() {
                "second" => 2,
                "third" => 3,
                "fourth" => 4,
                "fifth" => 5,
                _ => continue,
            };
            if self.claim.used[index] || self.prose() {
                continue;
            }
            let end = (index + 6).min(self.claim.tokens.len());
            let named = self.named_in(index + 1, end);
            let Some(first) = named.first().copied() else { continue };
            let total = self.like(first.snippet).len();
            if total > 0 && total < place {
                self.against(Verdict::Contradicted, ReasonCode::Count, self.claim.tokens[index].span, Some(total.to_string()), Vec::new());
            }
        }
    }

    /// All sources of the chart about the same thing, up to the date of writing, oldest first.
    fn like(&self, snippet: &Snippet) -> Vec<&'a Snippet> {
        let Some(kind) = snippet.resource_type() else { return Vec::new() };
        let own = codes(snippet);
        let mut all: Vec<&'a Snippet> = self
            .set
            .of_type(kind)
            .filter(|other| {
                (other.title == snippet.title || codes(other).iter().any(|code| own.contains(code)))
                    && other.subject != Subject::OtherPatient
                    && other.date.as_ref().is_none_or(|date| date.days().0 <= self.as_of)
                    && self.set.position(&other.id).is_none_or(|index| self.prepared.source(self.set, index).retracted.is_none())
            })
            .collect();
        all.sort_by_key(|other| other.date.as_ref().map(|date| date.days().0));
        all
    }

    fn clause_named(&self, found: Found) -> Vec<Cited<'a>> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let end = (found.to + 7).min(to);
        let end = (found.to..end).find(|index| self.claim.tokens[*index].is_mark(',') || self.claim.tokens[*index].is_mark('(') || self.claim.tokens[*index].is_mark(';')).unwrap_or(end);
        let after = self.named_in(found.to, end);
        if after.is_empty() { self.named_in(from, found.from) } else { after }
    }

    /// "The only active metformin order": nothing else like it in the chart.
    fn only(&mut self, found: Found) {
        let words = self.claim.words(found.from, found.to).to_lowercase();
        if self.prose() || self.claim.clause_has(found.from, Cue::Negation) && words != "only" {
            return;
        }
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        // "all three readings", "complete the course" and the like restrict nothing by themselves.
        if matches!(words.as_str(), "all of" | "alone" | "complete" | "full" | "entire" | "single") && !self.claim.words(from, to).to_lowercase().contains("list") {
            return;
        }
        let named: Vec<Cited<'a>> = {
            let own = self.clause_named(found);
            if own.is_empty() { self.named_in(from, to) } else { own }
        };
        let kinds = self.kinds_in(from, to);
        let active = self.claim.slice(from, to).iter().any(|token| matches!(token.lower.as_str(), "active" | "current" | "currently" | "ongoing"));
        let complication = self.claim.slice(from, to).iter().any(|token| token.stem == "complication");
        let emergency = self.claim.slice(from, to).iter().any(|token| token.ids.contains(&crate::text::id('c', "emergency")));
        for kind in kinds {
            let wanted: HashSet<u64> = self.qualifiers(found, to);
            let others: Vec<&'a Snippet> = self
                .set
                .of_type(kind)
                .filter(|snippet| {
                    let Some(index) = self.set.position(&snippet.id) else { return false };
                    let source = self.prepared.source(self.set, index);
                    snippet.subject != Subject::OtherPatient
                        && source.retracted.is_none()
                        && snippet.date.as_ref().is_none_or(|date| date.days().0 <= self.as_of)
                        && (!active || source.state == Some(State::Active))
                        && (!emergency || source.ids.contains(&crate::text::id('c', "emergency")))
                        && (wanted.is_empty() || wanted.iter().any(|id| source.names.contains(id) || source.reasons.contains(id)))
                        && (!complication || crate::check::linked::due_to(&snippet.title))
                        && self.in_window(snippet, from, to)
                        && !self.mentions(source)
                })
                .collect();
            if let Some(other) = others.first() {
                let span = self.claim.span(found.from, found.to);
                let place = SourceSpan { source: other.id.clone(), path: None, source_span: None };
                self.against(Verdict::Contradicted, ReasonCode::Omission, span, Some(other.title.clone()), vec![place]);
                return;
            }
        }
        let _ = named;
    }

    /// Whether the statement names what this source is about.
    fn mentions(&self, source: &crate::source::Source) -> bool {
        let end = self.claim.tokens.len();
        let measured = |at: usize| self.claim.numbers.iter().any(|number| number.from <= at && at < number.to);
        let forms: Vec<u64> = ["tablet", "capsule", "oral", "injection", "er", "suspension", "disease", "medication", "allergy", "chronic", "acute"].iter().map(|form| crate::text::id('c', form)).collect();
        let all: Vec<HashSet<u64>> = self.claim.slice(0, end).iter().enumerate().filter(|(at, token)| token.is_word() && !measured(*at) && !self.claim.used[*at] && !self.behind_for(*at) && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem)) && !token.ids.iter().any(|id| forms.contains(id))).map(|(_, token)| token.ids.iter().copied().collect()).collect();
        let own: Vec<&HashSet<u64>> = all.iter().filter(|ids| ids.iter().any(|id| source.names.contains(id))).collect();
        !own.is_empty()
    }

    /// Whether a word says only what something is for.
    fn behind_for(&self, at: usize) -> bool {
        (1..=4).filter_map(|back| at.checked_sub(back)).take_while(|index| !self.claim.tokens[*index].is_mark(',')).any(|index| self.claim.tokens[index].is("for"))
    }

    /// A window of dates in the clause narrows what "only" is about.
    fn in_window(&self, snippet: &Snippet, from: usize, to: usize) -> bool {
        let dates: Vec<&crate::date::Mention> = self.claim.dates.iter().filter(|mention| mention.from >= from && mention.to <= to).collect();
        let Some(date) = snippet.date.as_ref().map(|date| date.days().0) else { return true };
        match dates.as_slice() {
            [one] if one.day.day.is_none() && one.from.checked_sub(1).is_some_and(|at| matches!(self.claim.tokens[at].lower.as_str(), "in" | "for" | "during" | "of")) => one.fits(date, date) || one.day.year.is_none(),
            _ => true,
        }
    }

    /// Words between "only" and its noun that narrow it: `the only metformin order`.
    fn qualifiers(&self, found: Found, to: usize) -> HashSet<u64> {
        let end = (found.to + 5).min(to);
        let mut out = HashSet::new();
        for token in self.claim.slice(found.to, end) {
            if !token.is_word() || token.kind == crate::text::Kind::Mark {
                break;
            }
            if kinds_of(&token.stem).is_some() {
                return out;
            }
            if matches!(token.lower.as_str(), "chronic" | "acute" | "other" | "recorded" | "new") {
                continue;
            }
            if token.ids.len() > 1 || !self.lexicon.is_general(&token.stem) {
                if token.ids.contains(&crate::text::id('c', "emergency")) {
                    continue;
                }
                out.extend(if token.ids.len() > 1 { token.ids[1..].to_vec() } else { token.ids.clone() });
            }
        }
        // Without a noun that names a kind of record they narrow nothing.
        HashSet::new()
    }

    fn kinds_in(&self, from: usize, to: usize) -> Vec<&'static str> {
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

    /// "Last", "latest", "first": the cited source must stand at that end of its series.
    fn order(&mut self, found: Found, last: bool) {
        let words = self.claim.words(found.from, found.to).to_lowercase();
        let next = self.claim.tokens.get(found.to).map_or("", |token| token.stem.as_str());
        if self.prose() || matches!(words.as_str(), "since" | "final" | "initial" | "initially" | "onset") {
            return;
        }
        // "the last five checks", "last year", "first trimester": no single end.
        if matches!(next, "year" | "month" | "week" | "day" | "trimester" | "name") || self.claim.numbers.iter().any(|number| number.from == found.to && number.word) || self.claim.used.get(found.to).copied().unwrap_or(false) && !self.claim.dates.iter().any(|mention| mention.from == found.to + 1) {
            return;
        }
        let subjects = self.order_subjects(found);
        let Some(kind) = subjects.first().and_then(|cited| cited.snippet.resource_type()) else { return };
        if !matches!(kind, "Observation" | "Immunization" | "Procedure" | "Encounter" | "MedicationRequest" | "Condition" | "DiagnosticReport") {
            return;
        }
        let mut wrong: Option<&'a Snippet> = None;
        let mut right = false;
        for cited in &subjects {
            let Some(own) = cited.snippet.date.as_ref().map(|date| date.days().0) else { continue };
            let all = self.like_named(cited, found);
            let days: Vec<(Date, &'a Snippet)> = all.into_iter().filter_map(|other| other.date.as_ref().map(|date| (date.days().0, other))).collect();
            let end = if last { days.iter().max_by_key(|(day, _)| *day) } else { days.iter().min_by_key(|(day, _)| *day) };
            match end {
                Some((day, other)) if *day != own => wrong = wrong.or(Some(*other)),
                _ => right = true,
            }
        }
        if let (Some(other), false) = (wrong, right) {
            let span = self.claim.span(found.from, found.to);
            let place = SourceSpan { source: other.id.clone(), path: None, source_span: None };
            let day = other.date.as_ref().map(|date| date.days().0.to_string());
            self.against(Verdict::Contradicted, ReasonCode::Period, span, day, vec![place]);
        }
    }

    /// What "last" is said of: the sources that the words after it name, up to the next number or comma; else those before it.
    fn order_subjects(&self, found: Found) -> Vec<Cited<'a>> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let stop = (found.to..to).find(|index| self.claim.tokens[*index].is_mark(',')).unwrap_or(to);
        let after = self.named_in(found.to, stop.min(found.to + 10));
        if !after.is_empty() {
            return after;
        }
        self.nearest_named(from, found.from)
    }

    /// The series of a source, narrowed to what the words beside the cue name (vaccines of one kind, visits of one kind).
    fn like_named(&self, cited: &Cited<'a>, found: Found) -> Vec<&'a Snippet> {
        let like = self.like(cited.snippet);
        if matches!(cited.snippet.resource_type(), Some("Immunization")) {
            let to = (found.to + 8).min(self.claim.tokens.len());
            let (from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
            let asked: HashSet<u64> = self.content_ids(from, to).into_iter().filter(|id| cited.source.names.contains(id)).collect();
            let _ = asked;
        }
        like
    }

    /// "The lowest value of the past year": no other value of the series may lie beyond it.
    fn extreme(&mut self, found: Found, high: bool) {
        if self.prose() {
            return;
        }
        let clause = self.claim.clause_of(found.from);
        let near = self.claim.numbers.iter().find(|number| number.from >= found.to && self.claim.clause_of(number.from) == clause && !number.word);
        let Some(number) = near.cloned() else { return };
        let pool: Vec<(Cited<'a>, &'a Value)> = self.cited.iter().flat_map(|cited| cited.source.values.iter().filter(|value| value.measured).map(move |value| (*cited, value))).collect();
        let Some((cited, value)) = pool.into_iter().find(|(_, value)| crate::number::agrees(number.value, number.decimals, value.value, true)) else { return };
        let window = self.window();
        let mut beyond: Option<(&'a Snippet, &'a Value)> = None;
        let series: Vec<&'a Snippet> = if self.cited.len() > 1 && self.cited.iter().all(|other| other.snippet.title != cited.snippet.title || other.snippet.id == cited.snippet.id) { Vec::new() } else { self.like(cited.snippet) };
        for other in series {
            let Some(day) = other.date.as_ref().map(|date| date.days().0) else { continue };
            if window.is_some_and(|(from, to)| day < from || day > to) {
                continue;
            }
            let Some(index) = self.set.position(&other.id) else { continue };
            for own in self.prepared.source(self.set, index).values.iter().filter(|own| own.measured && own.unit == value.unit) {
                let further = if high { own.value > value.value } else { own.value < value.value };
                let shown = crate::number::rounded(own.value, number.decimals) != number.value;
                if further && shown {
                    beyond = Some((other, own));
                }
            }
        }
        if let Some((other, own)) = beyond {
            let span = self.claim.span(found.from, found.to);
            let place = at_value(Cited { snippet: other, source: cited.source }, own);
            self.against(Verdict::Contradicted, ReasonCode::Number, span, Some(own.shown.clone()), vec![place]);
        }
    }

    /// The period that the statement speaks of: "of the past year", or from its first to its last date.
    fn window(&self) -> Option<(Date, Date)> {
        let lower = self.claim.text.to_lowercase();
        for (words, days) in [("past year", 366), ("last year", 366), ("past 12 months", 366), ("past month", 31), ("past six months", 184), ("past 6 months", 184), ("past two years", 731)] {
            if lower.contains(words) {
                return Some((self.as_of - time::Duration::days(days), self.as_of));
            }
        }
        let first = self.claim.dates.iter().filter_map(crate::date::Mention::first).min()?;
        let last = self.claim.dates.iter().filter_map(crate::date::Mention::last).max()?;
        Some((first, last))
    }
}

fn codes(snippet: &Snippet) -> Vec<String> {
    let mut out = Vec::new();
    for fact in snippet.facts(FactRole::Code).filter(|fact| fact.group == 0) {
        if let sources::FactValue::Coded { codings, .. } = &fact.value {
            out.extend(codings.iter().filter(|coding| !coding.code.is_empty()).map(|coding| coding.code.clone()));
        }
    }
    out
}

/// The resource types that a word names.
fn kinds_of(stem: &str) -> Option<&'static [&'static str]> {
    Some(match stem {
        "allergy" | "allergic" | "allergen" => &["AllergyIntolerance"],
        "order" | "prescription" | "medication" | "medicin" | "drug" => &["MedicationRequest"],
        "problem" | "diagnosi" | "diagnosis" | "condition" => &["Condition"],
        "vaccin" | "vaccination" | "immunization" | "shot" => &["Immunization"],
        "encounter" | "visit" | "admission" => &["Encounter"],
        "procedur" | "surgery" | "operation" => &["Procedure"],
        "devic" | "implant" => &["Device"],
        "plan" => &["CarePlan"],
        "complication" => &["Condition"],
        _ => return None,
    })
}
