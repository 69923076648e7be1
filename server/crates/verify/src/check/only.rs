//! "Only", "complete list", "limited to": nothing else like it may stand in the chart.

use super::{Check, Cited};
use crate::lexicon::{Cue, Found};
use crate::source::State;
use model::{ReasonCode, SourceSpan, Verdict};
use sources::{Snippet, Subject};
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// "The only active metformin order": nothing else like it in the chart.
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
        if self.left_out(found, &words) {
            return;
        }
        if self.prose() || self.claim.clause_has(found.from, Cue::Negation) && words != "only" {
            return;
        }
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        // "all three readings", "complete the course" and the like restrict nothing by themselves.
        if matches!(
            words.as_str(),
            "all of" | "alone" | "complete" | "full" | "entire" | "single"
        ) && !self.claim.words(from, to).to_lowercase().contains("list")
        {
            return;
        }
        let named: Vec<Cited<'a>> = {
            let own = self.clause_named(found);
            if own.is_empty() {
                self.named_in(from, to)
            } else {
                own
            }
        };
        let kinds = self.kinds_in(from, to);
        let active = self.claim.slice(from, to).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "active" | "current" | "currently" | "ongoing"
            )
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
        for kind in kinds {
            let wanted: HashSet<u64> = self.qualifiers(found, to);
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
                        && (!emergency || source.ids.contains(&crate::text::id('c', "emergency")))
                        && (wanted.is_empty()
                            || wanted
                                .iter()
                                .any(|id| source.names.contains(id) || source.reasons.contains(id)))
                        && (!complication || crate::check::linked::due_to(&snippet.title))
                        && !(kind == "Condition"
                            && snippet.title.to_lowercase().contains("allergy to"))
                        && self.in_window(snippet, from, to)
                        && !self.mentions(source)
                })
                .collect();
            if let Some(other) = others.first() {
                let span = self.claim.span(found.from, found.to);
                let place = SourceSpan {
                    source: other.id.clone(),
                    path: None,
                    source_span: None,
                };
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Omission,
                    span,
                    Some(other.title.clone()),
                    vec![place],
                );
                return;
            }
        }
        let _ = named;
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
    pub(super) fn qualifiers(&self, found: Found, to: usize) -> HashSet<u64> {
        let end = (found.to + 5).min(to);
        let mut out = HashSet::new();
        for token in self.claim.slice(found.to, end) {
            if !token.is_word() || token.kind == crate::text::Kind::Mark {
                break;
            }
            if kinds_of(&token.stem).is_some() {
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
                out.extend(if token.ids.len() > 1 {
                    token.ids[1..].to_vec()
                } else {
                    token.ids.clone()
                });
            }
        }
        // Without a noun that names a kind of record they narrow nothing.
        HashSet::new()
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
fn kinds_of(stem: &str) -> Option<&'static [&'static str]> {
    Some(match stem {
        "allergy" | "allergic" | "allergen" => &["AllergyIntolerance"],
        "order" | "prescription" | "prescrib" | "medication" | "medicin" | "drug" | "regimen" => {
            &["MedicationRequest"]
        }
        "problem" | "diagnosi" | "diagnosis" | "condition" | "complication" => &["Condition"],
        "vaccin" | "vaccination" | "immunization" | "shot" => &["Immunization"],
        "encounter" | "visit" | "admission" => &["Encounter"],
        "procedur" | "surgery" | "operation" => &["Procedure"],
        "devic" | "implant" => &["Device"],
        "plan" => &["CarePlan"],
        _ => return None,
    })
}
