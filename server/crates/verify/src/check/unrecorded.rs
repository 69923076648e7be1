//! Absences of records that are judged by themselves: family history, the outcome of what is cited, a list behind a colon, one stay.

use super::Check;
use crate::lexicon::{Cue, Found};
use model::{ReasonCode, Verdict};
use time::Date;

impl Check<'_> {
    /// "No family history is documented", "Family history: none recorded".
    pub(super) fn family_missing(&mut self, found: Found, to: usize) -> bool {
        let sentence = self.claim.tokens[found.from].sentence;
        let first = self
            .claim
            .tokens
            .iter()
            .position(|token| token.sentence + 1 >= sentence)
            .unwrap_or(0);
        let last = self
            .claim
            .tokens
            .iter()
            .rposition(|token| token.sentence == sentence)
            .map_or(first, |at| at + 1);
        let family = (first..last).find(|at| {
            let word = |index: usize| {
                self.claim
                    .tokens
                    .get(index)
                    .map_or("", |token| token.lower.as_str())
            };
            matches!(word(*at), "fh" | "fhx")
                || (word(*at) == "family" && matches!(word(at + 1), "history" | "hx" | "histories"))
        });
        let Some(family) = family.filter(|at| at.abs_diff(found.from) <= 8) else {
            return false;
        };
        let held = self.set.of_type("FamilyMemberHistory").next();
        if let Some(snippet) = held {
            let span = self.claim.span(family, family + 1);
            self.held_against(ReasonCode::Absence, span, snippet);
            return true;
        }
        // `Neither allergies nor family history are recorded.`
        let beside = self.kinds(found.to.min(family), family);
        if let Some(snippet) = beside.iter().find_map(|kind| self.set.of_type(kind).next()) {
            let span = self.claim.span(found.from, family);
            self.held_against(ReasonCode::Absence, span, snippet);
            return true;
        }
        if !beside.is_empty() {
            self.settle(found.to, family);
        }
        self.settled = true;
        self.settle(family, (family + 2).min(last));
        if found.to <= family {
            self.settle(family, to.min(last));
        } else {
            // `Family history of heart disease is not documented.`
            self.settle(family, found.from);
        }
        self.settle_cues(first, last);
        true
    }

    /// "Those entries carry no result": of what is cited, not of the whole chart.
    pub(super) fn outcome_missing(&mut self, found: Found, from: usize, to: usize) -> bool {
        let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let outcome = self
            .claim
            .slice(clause_from, clause_to)
            .iter()
            .any(|token| {
                matches!(
                    token.stem.as_str(),
                    "result" | "finding" | "interpretation" | "valu" | "value" | "reading"
                )
            });
        let acts = self.cited.iter().any(|cited| {
            matches!(
                cited.snippet.resource_type(),
                Some(
                    "Procedure"
                        | "ServiceRequest"
                        | "DiagnosticReport"
                        | "ImagingStudy"
                        | "Encounter"
                )
            )
        });
        let other = !self.terms(from, to.min(clause_to)).is_empty();
        if !outcome || !acts || other {
            return false;
        }
        let measured = self.cited.iter().copied().find(|cited| {
            cited.snippet.resource_type() == Some("Observation")
                || (cited.snippet.resource_type() == Some("DiagnosticReport")
                    && !cited.source.prose.is_empty())
        });
        if let Some(cited) = measured {
            let span = self.claim.span(found.from, found.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Absence,
                span,
                Some(cited.snippet.title.clone()),
                vec![super::at(cited, "value", None)],
            );
            return true;
        }
        self.settled = true;
        self.settle_cues(clause_from, clause_to);
        true
    }

    /// Whether emergency or inpatient visits are spoken of here.
    pub(super) fn tells_of_visits(&self, from: usize, to: usize) -> bool {
        let wanted = ["emergency", "inpatient"].map(|name| crate::text::id('c', name));
        self.claim
            .slice(from, to)
            .iter()
            .any(|token| token.ids.iter().any(|id| wanted.contains(id)))
    }

    /// Where the list behind `Not documented:` ends; else where the scope ends.
    pub(super) fn listed_behind(&self, found: Found, to: usize) -> usize {
        let tokens = &self.claim.tokens;
        let sentence = tokens[found.from].sentence;
        let head = found.from < 3;
        let colon = (found.to..tokens.len())
            .take(4)
            .find(|at| tokens[*at].is_mark(':'))
            .filter(|at| (found.to..*at).all(|index| self.is_record_word(index)));
        match colon.filter(|_| head) {
            Some(at) => (at..tokens.len())
                .find(|index| tokens[*index].sentence != sentence)
                .unwrap_or(tokens.len()),
            None => to,
        }
    }

    fn is_record_word(&self, index: usize) -> bool {
        self.claim
            .cues
            .iter()
            .any(|cue| cue.cue == Cue::Record && cue.from <= index && index < cue.to)
            || !self.claim.tokens[index].is_word()
    }

    fn settle_cues(&mut self, from: usize, to: usize) {
        let inside: Vec<(usize, usize)> = self
            .claim
            .cues
            .iter()
            .filter(|cue| matches!(cue.cue, Cue::Record | Cue::Negation | Cue::Strong))
            .filter(|cue| cue.from >= from && cue.to <= to)
            .map(|cue| (cue.from, cue.to))
            .collect();
        for (from, to) in inside {
            self.settle(from, to);
        }
    }

    /// "During the stay", "at this visit", "this time": the days of the encounter that is cited, or the day of writing.
    pub(super) fn stay_of(&self, from: usize, to: usize) -> Option<(Date, Date)> {
        let word = |index: usize| {
            self.claim
                .tokens
                .get(index)
                .map_or("", |token| token.lower.as_str())
        };
        let told = (from..to).any(|at| {
            matches!(word(at), "this" | "that" | "the" | "his" | "her" | "their")
                && matches!(
                    word(at + 1),
                    "stay"
                        | "visit"
                        | "admission"
                        | "encounter"
                        | "hospitalization"
                        | "hospitalisation"
                        | "time"
                        | "appointment"
                )
                && (word(at) != "the"
                    || at.checked_sub(1).is_some_and(|before| {
                        matches!(word(before), "during" | "at" | "for" | "in" | "from")
                    }))
        });
        if !told {
            return None;
        }
        let days: Vec<Date> = self
            .cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() == Some("Encounter"))
            .flat_map(|cited| cited.source.dates.iter())
            .filter(|dated| dated.said.is_none())
            .flat_map(|dated| [dated.start, dated.end])
            .collect();
        let now = days.contains(&self.as_of);
        match (days.iter().min(), days.iter().max()) {
            (Some(first), Some(last)) if !now => Some((*first, *last)),
            _ => Some((self.as_of, self.as_of)),
        }
    }
}
