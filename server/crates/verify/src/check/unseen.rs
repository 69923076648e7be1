//! What an act is told to have shown, where no result of it is cited; and findings that a cited result says there are none of.

use super::{Check, at};
use model::{ReasonCode, Verdict};
use sources::FactRole;

/// How far a word of a finding stands from what shows it, in tokens.
const NEAR: usize = 6;

impl Check<'_> {
    /// `both colonoscopies were clear`: the procedure alone says nothing of what was found.
    pub(crate) fn results_unseen(&mut self) {
        let results = self.reach().any(|cited| {
            let own = self
                .cited
                .iter()
                .any(|one| one.snippet.id == cited.snippet.id);
            let problem = cited.snippet.resource_type() == Some("Condition");
            // Why an act was done is no result of it.
            (own || !problem)
                && matches!(
                    cited.snippet.resource_type(),
                    Some(
                        "Observation"
                            | "DiagnosticReport"
                            | "DocumentReference"
                            | "ImagingStudy"
                            | "Condition"
                    )
                )
        });
        let acts = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource_type() == Some("Procedure"));
        if !acts || self.prose() || self.documents() {
            return;
        }
        for index in 1..self.claim.tokens.len() {
            let word = |at: usize| self.claim.tokens[at].lower.as_str();
            let finding = matches!(
                word(index),
                "clear"
                    | "clean"
                    | "normal"
                    | "abnormal"
                    | "unremarkable"
                    | "negative"
                    | "positive"
                    | "reassuring"
            );
            let result = self.claim.tokens.get(index + 1).is_some_and(|next| {
                matches!(
                    next.lower.as_str(),
                    "result" | "results" | "findings" | "finding" | "outcome"
                )
            });
            let told = result
                || matches!(
                    word(index - 1),
                    "was"
                        | "were"
                        | "clear"
                        | "came"
                        | "back"
                        | "completely"
                        | "entirely"
                        | "read"
                        | "as"
                        | "both"
                        | "all"
                );
            let (from, end) = self.sentence_range(index);
            // `performed, with a normal result`, of an act alone: what other sentences tell results of is no result of it.
            let alone = || {
                let named = self.named_in(from, end);
                !named.is_empty()
                    && named
                        .iter()
                        .all(|cited| cited.snippet.resource_type() == Some("Procedure"))
            };
            if results && !(result && alone()) {
                continue;
            }
            let negated =
                (from..index).any(|at| matches!(word(at), "whether" | "if" | "not" | "no"));
            let own = self.in_title(index, index + 1);
            if finding && told && !negated && !own && !self.claim.used[index] {
                self.unsupported(ReasonCode::Fabrication, index, index + 1);
                return;
            }
        }
    }

    /// `follow-up with nephrology is booked for next week`, where nothing that is cited plans anything.
    pub(crate) fn plans_unseen(&mut self) {
        const PLANS: &[&str] = &[
            "Appointment",
            "ServiceRequest",
            "CarePlan",
            "Encounter",
            "Communication",
            "CommunicationRequest",
            "MedicationRequest",
            "Task",
            "Patient",
        ];
        let planned = self.prose()
            || self.documents()
            || self.reach().any(|cited| {
                cited.snippet.resource_type().is_none_or(|kind| {
                    PLANS.contains(&kind)
                        && (kind != "Encounter" && kind != "MedicationRequest"
                            || self
                                .cited
                                .iter()
                                .any(|own| own.snippet.id == cited.snippet.id))
                })
            });
        if planned {
            return;
        }
        for at in 2..self.claim.tokens.len() {
            let word = |at: usize| self.claim.tokens[at].lower.as_str();
            let booked = matches!(word(at), "booked" | "scheduled" | "arranged")
                && matches!(word(at - 1), "is" | "are" | "been" | "was" | "were");
            let (from, _) = self.sentence_range(at);
            let negated = (from..at).any(|at| {
                matches!(
                    word(at),
                    "no" | "not" | "whether" | "if" | "nothing" | "none"
                )
            });
            if booked && !negated {
                self.unsupported(ReasonCode::Fabrication, at - 1, at + 1);
                return;
            }
        }
    }

    /// `showed no Murphy sign`, `distant metastasis present`: against a cited result of that name whose value says the contrary.
    pub(crate) fn results_reversed(&mut self) {
        let results: Vec<super::Cited<'_>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| cited.snippet.resource_type() == Some("Observation"))
            .collect();
        for cited in results {
            let Some((there, path, place)) = presence(cited) else {
                continue;
            };
            let names: Vec<usize> = (0..self.claim.tokens.len())
                .filter(|at| {
                    let token = &self.claim.tokens[*at];
                    token.is_word()
                        && !self.claim.used[*at]
                        && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))
                        && token.ids.iter().any(|id| cited.source.names.contains(id))
                })
                .collect();
            let Some((first, last)) = names.first().zip(names.last()) else {
                continue;
            };
            let told = self.told_there(*first, *last);
            if let Some((_, from, to)) = told.filter(|(told, ..)| *told != there) {
                let span = self.claim.span(from, to);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Negation,
                    span,
                    None,
                    vec![at(cited, &path, place)],
                );
            }
        }
    }

    /// Whether what stands between two tokens is told as there or as not there, by words right beside it.
    fn told_there(&self, first: usize, last: usize) -> Option<(bool, usize, usize)> {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let before = first.checked_sub(1)?;
        if matches!(word(before), "no" | "without") {
            return Some((false, before, last + 1));
        }
        let end = last + 1;
        let (_, sentence) = self.sentence_range(first);
        let verb = end + usize::from(matches!(word(end), "is" | "was" | "sign" | ":"));
        if verb >= sentence.min(end + NEAR) {
            return None;
        }
        match word(verb) {
            "present" | "positive" | "detected" | "seen" => Some((true, first, verb + 1)),
            "absent" | "negative" => Some((false, first, verb + 1)),
            "not" if matches!(word(verb + 1), "present" | "detected" | "seen" | "found") => {
                Some((false, first, verb + 2))
            }
            _ => None,
        }
    }
}

/// Whether the value of a result says that the thing is there, or that it is not.
fn presence(cited: super::Cited<'_>) -> Option<(bool, String, Option<model::Span>)> {
    let fact = cited.snippet.facts(FactRole::Value).next()?;
    let words = sources::render::shown(&fact.value).to_lowercase();
    let head = words.split([' ', '(', ',']).next().unwrap_or_default();
    let there = match head {
        "positive" | "present" | "detected" | "reactive" | "yes" => true,
        "negative" | "absent" | "none" | "nonreactive" | "no" => false,
        _ if words.starts_with("not detected") || words.starts_with("not present") => false,
        _ => return None,
    };
    Some((there, fact.path.clone(), fact.span))
}
