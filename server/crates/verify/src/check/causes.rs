//! Causes and reasons: a source must tie the one to the other.

use super::{Check, at};
use crate::lexicon::Cue;
use crate::text::Token;
use model::{ReasonCode, Verdict};

/// How far around a word of cause its two sides are read, in tokens.
const NEAR: usize = 60;

impl Check<'_> {
    /// A cause needs a source that ties it: a reason, "due to" in a name, words of cause in prose.
    pub(crate) fn causes(&mut self) {
        let mut told: Vec<(usize, usize)> = self
            .claim
            .all(Cue::Cause)
            .map(|found| (found.from, found.to))
            .collect();
        told.extend(self.caused_from().map(|at| (at, at + 1)));
        for (from, to) in told {
            // What a relative died of is no cause of anything in the patient.
            let died = matches!(
                self.claim.tokens[from].lower.as_str(),
                "died" | "dies" | "dying" | "death"
            ) && self.claim.clause_has(from, Cue::Relative);
            if died || self.nothing_known(to) {
                continue;
            }
            // What is caused, and by what, stands near.
            let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(from));
            let clause_from = clause_from.max(from.saturating_sub(NEAR));
            let clause_to = clause_to.min(to + NEAR);
            // `led to`: the cause stands before, what it caused behind.
            let forward = self.forward(from, to);
            let (cause, effect) = if forward {
                ((clause_from, from), (to, clause_to))
            } else {
                ((to, clause_to), (clause_from, from))
            };
            let effect_to_cause = self.content_ids(cause.0, cause.1);
            let causes = self.named_in(cause.0, cause.1);
            let outcomes = self.named_in(effect.0, effect.1);
            // What is caused, where it is a problem of its own: only a reason that it has itself ties it.
            let effects: Vec<&str> = outcomes
                .iter()
                .filter(|cited| cited.snippet.resource_type() == Some("Condition"))
                .filter(|cited| causes.iter().all(|one| one.snippet.id != cited.snippet.id))
                .map(|cited| cited.snippet.id.as_str())
                .collect();
            if effects.is_empty() && tied_by_link(&causes, &outcomes) {
                continue;
            }
            let tied = self.reach().any(|cited| {
                let effect = effects.is_empty() || effects.contains(&cited.snippet.id.as_str());
                let reason = effect
                    && cited
                        .source
                        .reasons
                        .iter()
                        .any(|id| effect_to_cause.contains(id));
                let named = effect
                    && due_to(&cited.snippet.title)
                    && cited
                        .source
                        .names
                        .iter()
                        .any(|id| effect_to_cause.contains(id));
                let prose = cited
                    .source
                    .cues
                    .iter()
                    .any(|cue| matches!(cue.cue, Cue::Cause))
                    || cited.source.prose.iter().any(|token| {
                        matches!(
                            token.stem.as_str(),
                            "from"
                                | "because"
                                | "caus"
                                | "thus"
                                | "so"
                                | "sinc"
                                | "relat"
                                | "think"
                                | "probab"
                                | "contribut"
                        )
                    });
                reason || named || prose
            });
            if !tied {
                self.unsupported(ReasonCode::Causality, from, to);
            }
        }
        self.reasons();
    }

    /// Whether the words of cause between these tokens put the cause before what it caused: `led to`, `causing`.
    fn forward(&self, from: usize, to: usize) -> bool {
        let words = self.claim.slice(from, to);
        let by = words
            .iter()
            .any(|token| matches!(token.lower.as_str(), "by" | "from" | "of"));
        !by && words.first().is_some_and(|first| {
            matches!(
                first.lower.as_str(),
                "led"
                    | "leading"
                    | "lead"
                    | "leads"
                    | "causing"
                    | "caused"
                    | "resulted"
                    | "resulting"
            )
        })
    }

    /// `I cannot tell, because no reading is on file`: that the records lack something causes nothing in the patient.
    fn nothing_known(&self, to: usize) -> bool {
        const NEXT: usize = 4;
        let (_, end) = self
            .claim
            .clause_range(self.claim.clause_of(to.saturating_sub(1)));
        let record = self
            .claim
            .all(Cue::Record)
            .any(|cue| cue.from >= to && cue.to <= end);
        let lacks = |found: crate::lexicon::Found| {
            let word = self.claim.tokens[found.from].lower.as_str();
            found.from >= to
                && found.from < to + NEXT
                && matches!(word, "no" | "none" | "not" | "nothing" | "neither")
        };
        record && !self.documents() && self.claim.all(Cue::Negation).any(lacks)
    }

    /// The `from` of `anemia from blood loss`: right behind the name of a cited problem, before what is no date, number or place in time.
    fn caused_from(&self) -> impl Iterator<Item = usize> + '_ {
        let tokens = &self.claim.tokens;
        (1..tokens.len().saturating_sub(1)).filter(move |at| {
            let (before, next) = (&tokens[at - 1], &tokens[at + 1]);
            tokens[*at].is("from")
                && next.is_word()
                && !self.claim.used[at + 1]
                && !matches!(
                    next.lower.as_str(),
                    "the"
                        | "age"
                        | "birth"
                        | "childhood"
                        | "infancy"
                        | "adolescence"
                        | "then"
                        | "now"
                        | "this"
                        | "that"
                        | "outside"
                        | "last"
                )
                && before.is_word()
                && (before.ids.len() > 1 || !self.lexicon.is_general(&before.stem))
                && self.cited.iter().any(|cited| {
                    cited.snippet.resource_type() == Some("Condition")
                        && before.ids.iter().any(|id| cited.source.names.contains(id))
                })
        })
    }

    /// `Sertraline for anxiety`, where the order gives another reason.
    fn reasons(&mut self) {
        let orders: Vec<super::Cited<'_>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kind.starts_with("Medication"))
            })
            .collect();
        let [order] = orders.as_slice() else { return };
        if order
            .snippet
            .facts(sources::FactRole::Reason)
            .next()
            .is_none()
            || self.documents()
        {
            return;
        }
        for at in 0..self.claim.tokens.len() {
            if !self.claim.tokens[at].is("for") {
                continue;
            }
            let (from, sentence_to) = self.sentence_range(at);
            let near = self.named_in(from, at);
            if !near
                .iter()
                .any(|cited| cited.snippet.id == order.snippet.id)
            {
                continue;
            }
            let to = (at + 1..sentence_to.min(at + 6))
                .find(|index| {
                    let token = &self.claim.tokens[*index];
                    !token.is_word() || self.claim.used[*index]
                })
                .unwrap_or(sentence_to.min(at + 6));
            let problems: Vec<&Token> = self
                .claim
                .slice(at + 1, to)
                .iter()
                .filter(|token| self.lexicon.is_problem(&token.ids))
                .collect();
            let said = |token: &&Token| token.ids.iter().any(|id| order.source.ids.contains(id));
            if !problems.is_empty() && !problems.iter().any(said) && !self.treats(order, &problems)
            {
                let span = self.claim.span(at, to);
                let fact = order.snippet.facts(sources::FactRole::Reason).next();
                let found = fact.map(|fact| sources::render::shown(&fact.value));
                let place = fact.map(|fact| at_fact(*order, fact));
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Causality,
                    span,
                    found,
                    place.into_iter().collect(),
                );
            }
        }
    }

    /// Whether a problem that the order links to is called so.
    fn treats(&self, order: &super::Cited<'_>, problems: &[&Token]) -> bool {
        self.reach().any(|cited| {
            order.source.links.contains(&cited.snippet.id)
                && cited.snippet.resource_type() == Some("Condition")
                && problems
                    .iter()
                    .any(|token| token.ids.iter().any(|id| cited.source.names.contains(id)))
        })
    }
}

/// Whether something done, with no reason of its own, is tied to what it was done for by the chart: the visit at which a problem was found, the plan
/// that a visit made.
fn tied_by_link(causes: &[super::Cited<'_>], outcomes: &[super::Cited<'_>]) -> bool {
    outcomes
        .iter()
        .filter(|done| {
            done.source.reasons.is_empty()
                && !matches!(
                    done.snippet.resource_type(),
                    None | Some("Condition" | "Patient" | "Observation")
                )
        })
        .any(|done| {
            causes.iter().any(|cause| {
                let day = |cited: &super::Cited<'_>| {
                    cited.snippet.date.as_ref().map(|date| date.days().0)
                };
                // A problem that was there before was only told of again.
                let begun = cause.snippet.resource_type() != Some("Condition")
                    || done.snippet.resource_type() != Some("Encounter")
                    || day(cause) == day(done);
                begun
                    && cause.snippet.id != done.snippet.id
                    && (cause.source.links.contains(&done.snippet.id)
                        || done.source.links.contains(&cause.snippet.id))
            })
        })
}

fn at_fact(cited: super::Cited<'_>, fact: &sources::Fact) -> model::SourceSpan {
    at(cited, &fact.path, fact.span)
}

pub(crate) fn due_to(title: &str) -> bool {
    let lower = title.to_lowercase();
    [
        "due to",
        "caused by",
        "secondary to",
        "induced",
        "associated with",
        "diabetic",
        "because of",
    ]
    .iter()
    .any(|words| lower.contains(words))
}
