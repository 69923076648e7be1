//! What is said of a record's own members: "the side is not documented", "the orders state how often".

use super::{Check, at};
use crate::lexicon::{Cue, Found};
use model::{ReasonCode, Verdict};
use sources::FactRole;
use std::collections::HashSet;

impl Check<'_> {
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
                    | "spell"
                    | "spells"
                    | "tell"
                    | "tells"
                    | "has"
                    | "have"
                    | "contains"
                    | "comes"
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
}
