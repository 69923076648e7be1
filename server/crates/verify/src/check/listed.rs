//! What is told to stand on a list of the chart, and words that tell a state of life: each must be there.

use super::Check;
use crate::lexicon::Cue;
use model::{ReasonCode, Verdict};

/// What is told behind these words is the patient's work.
const WORKS: [&str; 4] = ["works", "worked", "working", "employed"];

impl Check<'_> {
    /// `is among his coded conditions`, `is on the problem list`: a condition of the chart has that name.
    pub(crate) fn told_listed(&mut self) {
        let tokens = &self.claim.tokens;
        let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
        let place = (1..tokens.len()).find(|at| {
            matches!(word(*at), "among" | "on")
                && matches!(
                    word(at - 1),
                    "is" | "are" | "remains" | "stays" | "still" | "was"
                )
                && (at + 1..at + 6).any(|next| {
                    matches!(word(next), "conditions" | "diagnoses")
                        || (word(next) == "problem" && word(next + 1) == "list")
                })
        });
        let Some(at) = place.filter(|at| !self.claim.clause_has(*at, Cue::Negation)) else {
            return;
        };
        let (sentence, _) = self.sentence_range(at);
        let (clause, _) = self.claim.clause_range(self.claim.clause_of(at));
        let mut terms = self.terms(clause, at - 1);
        if terms.is_empty() {
            let verb = (sentence..at)
                .find(|index| matches!(word(*index), "is" | "was" | "has" | "had" | "were"))
                .unwrap_or(at);
            terms = self.terms(sentence, verb);
        }
        let problems: Vec<&Vec<u64>> = terms
            .iter()
            .filter(|ids| self.lexicon.is_problem(ids))
            .collect();
        if problems.is_empty() || self.set.patient().is_none() || !self.set.complete("Condition") {
            return;
        }
        let held = self.set.of_type("Condition").any(|snippet| {
            self.set.position(&snippet.id).is_some_and(|index| {
                let source = self.prepared.source(self.set, index);
                source.retracted.is_none()
                    && problems
                        .iter()
                        .any(|ids| ids.iter().any(|id| source.names.contains(id)))
            })
        });
        if !held {
            let span = self.claim.span(at - 1, at + 1);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Status,
                span,
                None,
                Vec::new(),
            );
        }
    }

    /// `works as a nurse`: a plain word that tells what somebody does.
    pub(super) fn occupation(&self, at: usize) -> bool {
        let word = |back: usize| {
            at.checked_sub(back)
                .map_or("", |before| self.claim.tokens[before].lower.as_str())
        };
        let works = |back: usize| WORKS.contains(&word(back)) && word(back - 1) == "as";
        let article = matches!(word(1), "a" | "an");
        (article && works(3)) || (!article && works(2) && !matches!(word(0), "a" | "an"))
    }

    /// `discharged home`: where somebody went after a stay.
    pub(super) fn sent_home(&self, at: usize) -> bool {
        let word = |index: usize| {
            self.claim
                .tokens
                .get(index)
                .map_or("", |token| token.lower.as_str())
        };
        word(at) == "home"
            && at.checked_sub(1).is_some_and(|before| {
                word(before) == "discharged" || (word(before) == "sent" && word(at + 1) != "with")
            })
    }

    /// Whether a stay or a document that is cited says home: the patient's address does not.
    pub(super) fn home_said(&self) -> bool {
        self.reach().any(|cited| {
            cited.snippet.resource_type() != Some("Patient")
                && cited.snippet.text.to_lowercase().contains("home")
        })
    }

    /// `after a fall`: somebody fell, not a season and not a value.
    pub(super) fn a_fall(&self, at: usize) -> bool {
        let word = |index: usize| {
            self.claim
                .tokens
                .get(index)
                .map_or("", |token| token.lower.as_str())
        };
        matches!(word(at), "fall" | "falls")
            && at.checked_sub(1).is_some_and(|before| {
                matches!(
                    word(before),
                    "a" | "an" | "his" | "her" | "recent" | "mechanical" | "no" | "any"
                )
            })
            && !matches!(word(at + 1), "of" | "in" | "from" | "to" | "risk")
    }

    /// `still in progress`, of encounters that are finished.
    pub(crate) fn still_going_on(&mut self) {
        let tokens = &self.claim.tokens;
        let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
        let told = (0..tokens.len()).find(|at| {
            (word(*at) == "in" && word(at + 1) == "progress")
                || (word(*at) == "still" && matches!(word(at + 1), "admitted" | "inpatient"))
        });
        let Some(at) = told else { return };
        let (from, to) = self.claim.clause_range(self.claim.clause_of(at));
        let stays = self.claim.slice(from, to).iter().any(|token| {
            matches!(
                token.stem.as_str(),
                "encounter" | "visit" | "stay" | "admission" | "hospitalization" | "admitted"
            )
        });
        let encounters: Vec<super::Cited<'_>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| cited.snippet.resource_type() == Some("Encounter"))
            .collect();
        let over = |cited: &super::Cited<'_>| {
            cited
                .snippet
                .facts(sources::FactRole::Status)
                .any(|fact| sources::render::shown(&fact.value).eq_ignore_ascii_case("finished"))
        };
        let denied = self.claim.clause_has(at, Cue::Negation);
        if stays && !denied && !encounters.is_empty() && encounters.iter().all(over) {
            let span = self.claim.span(at, at + 2);
            let place = super::at(encounters[0], "status", None);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Status,
                span,
                Some("finished".to_owned()),
                vec![place],
            );
        }
    }

    /// `migraine with aura` of one that is called without it.
    pub(crate) fn titled_without(&mut self) {
        for at in 1..self.claim.tokens.len() {
            let token = &self.claim.tokens[at];
            let sides = match self.claim.tokens[at - 1].lower.as_str() {
                "with" => ("without", "with"),
                "without" => ("with", "without"),
                _ => continue,
            };
            if !token.is_word() || token.lower.len() < 4 {
                continue;
            }
            let other = format!("{} {}", sides.0, token.lower);
            let own = format!("{} {}", sides.1, token.lower);
            let has = |text: &str, words: &str| {
                text.match_indices(words).any(|(start, _)| {
                    start == 0 || text.as_bytes()[start - 1].is_ascii_whitespace()
                })
            };
            let mut wrong = None;
            let mut right = false;
            for cited in self
                .cited
                .iter()
                .filter(|cited| cited.snippet.resource.is_some())
            {
                let title = cited.snippet.title.to_lowercase();
                if has(&title, &own) {
                    right = true;
                } else if has(&title, &other) {
                    wrong = wrong.or(Some(*cited));
                }
            }
            if let Some(cited) = wrong.filter(|_| !right) {
                let span = self.claim.span(at - 1, at + 1);
                let place = super::at(cited, "code", None);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Negation,
                    span,
                    Some(cited.snippet.title.clone()),
                    vec![place],
                );
            }
        }
    }
}
