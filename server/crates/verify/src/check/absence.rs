//! What is merely not recorded: judged over the whole loaded chart.

use super::negation::KIND_WORDS;
use super::{Check, at};
use crate::lexicon::{Cue, Found};
use crate::text::id;
use model::{ReasonCode, Verdict};
use sources::{FactRole, FactValue, Snippet, Subject};
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// "No INR on file": true where the loaded chart has none.
    pub(super) fn not_recorded(&mut self, found: Found, from: usize, to: usize) {
        if self.attribute_missing(found) {
            return;
        }
        let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        // What is not recorded stands behind the negation, or before it: "Tdap is not recorded".
        let mut range = (from, to);
        if self.terms(from, to).is_empty() {
            let only_records =
                (from..to).all(|index| {
                    let token = &self.claim.tokens[index];
                    !token.is_word()
                        || token.is("yet")
                        || self.claim.cues.iter().any(|cue| {
                            cue.cue == Cue::Record && cue.from <= index && index < cue.to
                        })
                        || matches!(
                            token.lower.as_str(),
                            "in" | "the"
                                | "chart"
                                | "this"
                                | "his"
                                | "her"
                                | "record"
                                | "as"
                                | "of"
                                | "at"
                                | "present"
                        )
                });
            if !only_records && self.kinds(from, to).is_empty() {
                self.settled = true;
                return;
            }
            if only_records {
                range = (clause_from, found.from);
            }
        }
        let terms = self.terms(range.0, range.1);
        let kinds = self.kinds(range.0, range.1);
        let limit = self
            .claim
            .numbers
            .iter()
            .find(|number| number.from >= range.0 && number.to <= range.1)
            .cloned();
        if !self.set.complete("Observation") && self.set.patient().is_some() {
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
        let held = self.chart_holds(&terms, &kinds, limit.as_ref());
        if let Some(snippet) = held {
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
        // What the chart has not cannot be said by a source: its words are settled here.
        self.settled = true;
        self.settle(range.0, range.1);
    }

    /// "The side is not documented", "the order gives no frequency".
    pub(super) fn attribute_missing(&mut self, found: Found) -> bool {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let words: HashSet<&str> = self
            .claim
            .slice(from, to)
            .iter()
            .map(|token| token.stem.as_str())
            .collect();
        let any = |list: &[&str]| list.iter().any(|word| words.contains(word));
        let side = any(&["sid", "laterality", "side", "arm"])
            && any(&["sid", "side", "laterality", "which"]);
        let often = any(&[
            "frequency",
            "often",
            "dos",
            "instruction",
            "dose",
            "direction",
            "timing",
            "schedul",
            "schedule",
            "sig",
        ]);
        let severity = any(&["severity"]);
        let subjects = {
            let named = self.named_in(from, to);
            if named.is_empty() {
                self.cited.clone()
            } else {
                named
            }
        };
        let drugs = subjects.iter().any(|cited| {
            cited
                .snippet
                .resource_type()
                .is_some_and(|kind| kind.starts_with("Medication"))
        });
        if !(side || (often && drugs) || severity) {
            return false;
        }
        self.settled = true;
        let wrong = subjects.iter().copied().find_map(|cited| {
            let role = |role: FactRole| cited.snippet.facts(role).next();
            let medication = cited
                .snippet
                .resource_type()
                .is_some_and(|kind| kind.starts_with("Medication"));
            let fact = if side {
                role(FactRole::BodySite).filter(|fact| {
                    format!("{:?}", fact.value).to_lowercase().contains("left")
                        || format!("{:?}", fact.value).to_lowercase().contains("right")
                })
            } else if severity {
                role(FactRole::Severity)
            } else if medication {
                role(FactRole::Frequency)
            } else {
                None
            };
            fact.map(|fact| (cited, fact.path.clone(), fact.span))
        });
        if let Some((cited, path, place)) = wrong {
            let span = self.claim.span(found.from, found.to);
            let words = place
                .and_then(|span| span.of(&cited.snippet.text))
                .map(str::to_owned);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Absence,
                span,
                words,
                vec![at(cited, &path, place)],
            );
        }
        self.settle_words(
            from,
            to,
            &[
                "side",
                "laterality",
                "arm",
                "often",
                "frequency",
                "dosing",
                "instructions",
                "severity",
                "schedule",
                "directions",
            ],
        );
        true
    }

    /// "The orders state how often it is taken": each order must.
    pub(crate) fn attributes_told(&mut self) {
        for index in 0..self.claim.tokens.len() {
            if !matches!(
                self.claim.tokens[index].lower.as_str(),
                "state"
                    | "states"
                    | "carry"
                    | "carries"
                    | "specify"
                    | "specifies"
                    | "give"
                    | "gives"
                    | "include"
                    | "includes"
                    | "say"
                    | "says"
            ) {
                continue;
            }
            let (from, to) = self.claim.clause_range(self.claim.clause_of(index));
            let negated = self
                .claim
                .all(Cue::Negation)
                .any(|found| found.from >= from && found.to <= to);
            let rest = self.claim.words(index, to).to_lowercase();
            if negated
                || !["how often", "frequency", "dosing instruction", "directions"]
                    .iter()
                    .any(|words| rest.contains(words))
            {
                continue;
            }
            let silent = self.cited.iter().copied().find(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kind.starts_with("Medication"))
                    && cited.source.frequencies.is_empty()
            });
            if let Some(cited) = silent {
                let span = self.claim.span(index, to);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Negation,
                    span,
                    None,
                    vec![at(cited, "dosageInstruction", None)],
                );
            }
        }
    }

    /// The terms in a range: for each content word its ids, words of resource types left out.
    pub(super) fn terms(&self, from: usize, to: usize) -> Vec<Vec<u64>> {
        let mut out: Vec<Vec<u64>> = Vec::new();
        for token in self.claim.tokens.get(from..to).unwrap_or_default() {
            if !token.is_word()
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

    /// The resource types that the words in a range name.
    pub(super) fn kinds(&self, from: usize, to: usize) -> Vec<&'static str> {
        let tokens = self.claim.tokens.get(from..to).unwrap_or_default();
        let mut kinds: Vec<&'static str> = KIND_WORDS
            .iter()
            .filter(|(words, _)| {
                tokens
                    .iter()
                    .any(|token| words.contains(&token.stem.as_str()))
            })
            .flat_map(|(_, kinds)| kinds.iter().copied())
            .collect();
        kinds.dedup();
        kinds
    }

    /// A source of the whole chart that is about one of the terms.
    pub(super) fn chart_holds(
        &self,
        terms: &[Vec<u64>],
        kinds: &[&str],
        limit: Option<&crate::number::Number>,
    ) -> Option<&'a Snippet> {
        const ALL: [&str; 12] = [
            "Condition",
            "AllergyIntolerance",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationAdministration",
            "Immunization",
            "Procedure",
            "Observation",
            "Device",
            "DeviceRequest",
            "ServiceRequest",
            "DiagnosticReport",
        ];
        let kinds: Vec<&str> = if kinds.is_empty() {
            ALL.to_vec()
        } else {
            kinds.to_vec()
        };
        if terms.is_empty() && kinds.len() > 3 {
            return None;
        }
        let drug_only = self.claim.tokens.iter().any(|token| token.stem == "drug")
            && kinds.contains(&"AllergyIntolerance");
        for kind in kinds {
            for snippet in self.set.of_type(kind) {
                let Some(index) = self.set.position(&snippet.id) else {
                    continue;
                };
                let source = self.prepared.source(self.set, index);
                if matches!(snippet.subject, Subject::OtherPatient)
                    || source.retracted.is_some()
                    || self.after(snippet)
                {
                    continue;
                }
                if !self.same_specimen(source) {
                    continue;
                }
                if drug_only && terms.is_empty() && !is_category(snippet, "medication") {
                    continue;
                }
                // "No INR", "no statin": one term that the source is about is enough; several words of one name count together.
                let hit = terms.is_empty()
                    || terms
                        .iter()
                        .any(|ids| ids.iter().any(|id| source.names.contains(id)));
                let hit = hit
                    && limit.is_none_or(|limit| {
                        source
                            .values
                            .iter()
                            .any(|value| value.measured && self.within_limit(limit, value))
                    });
                if hit {
                    return Some(snippet);
                }
            }
        }
        None
    }

    /// A result in urine or stool is none of blood, unless the statement speaks of it.
    pub(super) fn same_specimen(&self, source: &crate::source::Source) -> bool {
        ["urine", "stool", "urinalysis"].iter().all(|specimen| {
            let wanted = id('c', specimen);
            !source.names.contains(&wanted)
                || self
                    .claim
                    .tokens
                    .iter()
                    .any(|token| token.ids.contains(&wanted))
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
            self.claim.used[index] = true;
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

fn is_category(snippet: &Snippet, wanted: &str) -> bool {
    snippet
        .facts(FactRole::Category)
        .any(|fact| match &fact.value {
            FactValue::Text(text) => text == wanted,
            FactValue::Coded { text, codings } => {
                text == wanted || codings.iter().any(|coding| coding.code == wanted)
            }
            _ => false,
        })
}
