//! What the whole chart holds of a thing that is said to be absent.

use super::Check;
use crate::lexicon::Cue;
use crate::text::id;
use sources::{FactRole, FactValue, Snippet, Subject};

impl<'a> Check<'a> {
    /// A source of the whole chart that is about one of the terms.
    pub(super) fn chart_holds(
        &self,
        items: &[Vec<Vec<u64>>],
        kinds: &[&str],
        limit: Option<&crate::number::Number>,
        range: (usize, usize),
    ) -> Option<&'a Snippet> {
        self.all_held(items, kinds, limit, range, &[])
            .into_iter()
            .next()
    }

    /// All that the chart holds of it, in the periods that are told, else in the one of the range; no more than are asked for by a count.
    pub(super) fn all_held(
        &self,
        items: &[Vec<Vec<u64>>],
        kinds: &[&str],
        limit: Option<&crate::number::Number>,
        range: (usize, usize),
        told: &[(time::Date, time::Date)],
    ) -> Vec<&'a Snippet> {
        const MOST: usize = 12;
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
        let mut held = Vec::new();
        if self.set.patient().is_none() {
            return self.told_anywhere(items).into_iter().collect();
        }
        if items.is_empty() && kinds.is_empty() {
            return held;
        }
        let kinds: Vec<&str> = if kinds.is_empty() {
            ALL.to_vec()
        } else {
            kinds.to_vec()
        };
        let periods = if told.is_empty() {
            self.period_of(range).into_iter().collect()
        } else {
            told.to_vec()
        };
        let clause = self.claim.clause_range(self.claim.clause_of(range.0));
        let said = |words: &[&str]| {
            self.claim
                .slice(clause.0, clause.1)
                .iter()
                .any(|token| words.contains(&token.lower.as_str()))
        };
        // `active or stopped`: of whatever status.
        let active = said(&["active", "current", "currently", "ongoing"])
            && !said(&["stopped", "ended", "inactive", "resolved", "past", "former"]);
        let category = if said(&["laboratory", "lab", "labs"]) {
            Some("laboratory")
        } else if said(&["vitals", "vital"]) {
            Some("vital-signs")
        } else {
            None
        };
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
                if !self.same_specimen(source) || states_none(snippet) {
                    continue;
                }
                if drug_only && items.is_empty() && !is_category(snippet, "medication") {
                    continue;
                }
                let other = (kind == "Encounter" && self.no_admission(range, source))
                    || (active && source.state == Some(crate::source::State::Ended))
                    || category.is_some_and(|wanted| {
                        kind == "Observation" && !is_category(snippet, wanted)
                    })
                    || (!periods.is_empty()
                        && snippet.date.as_ref().is_some_and(|date| {
                            let (start, end) = date.days();
                            periods
                                .iter()
                                .all(|(first, last)| end < *first || *last < start)
                        }));
                if other {
                    continue;
                }
                if self.holds_one(source, items, limit) {
                    held.push(snippet);
                    if held.len() == MOST {
                        return held;
                    }
                }
            }
        }
        held
    }

    /// "No INR", "no tree-nut allergy": every word of one thing that is absent, by the name of the record or of a value in it; with a limit, such a value.
    fn holds_one(
        &self,
        source: &crate::source::Source,
        items: &[Vec<Vec<u64>>],
        limit: Option<&crate::number::Number>,
    ) -> bool {
        let own = |terms: &Vec<Vec<u64>>| {
            terms
                .iter()
                .all(|ids| ids.iter().any(|id| source.names.contains(id)))
        };
        let Some(limit) = limit else {
            return items.is_empty() || items.iter().any(own);
        };
        source.values.iter().any(|value| {
            let named = items.is_empty()
                || items.iter().any(|terms| {
                    own(terms)
                        || terms
                            .iter()
                            .all(|ids| ids.iter().any(|id| value.names.contains(id)))
                });
            named && value.measured && self.within_limit(limit, value)
        })
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

    /// Whether an encounter is none of those that `no admissions` speaks of.
    fn no_admission(&self, range: (usize, usize), source: &crate::source::Source) -> bool {
        let admitted = self.claim.slice(range.0, range.1).iter().any(|token| {
            matches!(
                token.stem.as_str(),
                "admission" | "hospitalization" | "inpatient"
            )
        });
        let urgent = crate::text::id('c', "emergency");
        let emergency = self
            .claim
            .slice(range.0, range.1)
            .iter()
            .any(|token| token.ids.contains(&urgent));
        (admitted && !source.ids.contains(&crate::text::id('c', "inpatient")))
            || (emergency && !source.ids.contains(&urgent))
    }

    /// Without a chart, "not mentioned" is judged over all that was said.
    pub(super) fn told_anywhere(&self, items: &[Vec<Vec<u64>>]) -> Option<&'a Snippet> {
        self.set
            .snippets()
            .iter()
            .enumerate()
            .find(|(index, snippet)| {
                let source = self.prepared.source(self.set, *index);
                snippet.segment.is_some()
                    && items.iter().any(|terms| {
                        terms.iter().all(|ids| {
                            source.prose.iter().enumerate().any(|(at, token)| {
                                token.is_word()
                                    && ids.iter().any(|id| token.ids.contains(id))
                                    && !denied_at(source, at)
                            })
                        })
                    })
            })
            .map(|(_, snippet)| snippet)
    }
}

/// `No known allergy`: an entry that says there is none.
fn states_none(snippet: &Snippet) -> bool {
    let title = snippet.title.to_lowercase();
    title.starts_with("no ") || title.starts_with("none") || title.starts_with("negative ")
}

/// Whether a negation stands before a word in its sentence.
fn denied_at(source: &crate::source::Source, at: usize) -> bool {
    let (from, _) = source.sentence_of(at);
    source
        .cues_in(from, at)
        .iter()
        .any(|cue| cue.cue == Cue::Negation && cue.to <= at)
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
