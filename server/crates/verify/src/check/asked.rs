//! What an entry leaves open: `never says whether it was the left or the right`, `neither order says how often`, `neither the side nor the vessel is given`.

use super::{Check, Cited, at};
use crate::lexicon::{Cue, Found};
use model::{ReasonCode, SourceSpan, Verdict};
use sources::FactRole;

/// How far behind a negation the verb of saying stands, in tokens.
const SUBJECT: usize = 14;

impl<'a> Check<'a> {
    /// Judges what is asked and not said: no cited record may answer it. What is asked claims nothing.
    pub(super) fn left_open(&mut self, found: Found) -> bool {
        if self.documents() || self.prose() {
            return false;
        }
        let Some((from, to)) = self.question_behind(found) else {
            return false;
        };
        let Some(roles) = self.asked_for_facts(from, to) else {
            return false;
        };
        let side = self.claim.slice(from, to).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "left" | "right" | "side" | "laterality"
            )
        }) || self.claim.tokens[from].is("which");
        let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let answer = self.answered_by((clause_from, from), &roles, side);
        let span = self.claim.span(found.from, to);
        // What is asked is no status, no side and no negation of anything.
        self.claim.cues.retain(|cue| {
            cue.to <= from
                || cue.from >= to
                || !matches!(
                    cue.cue,
                    Cue::Active | Cue::Inactive | Cue::Completed | Cue::Side | Cue::Held
                )
        });
        self.settled = true;
        self.settle(found.from, found.to);
        self.settle(from, to);
        if let Some((words, place)) = answer {
            self.against(
                Verdict::Contradicted,
                ReasonCode::Absence,
                span,
                Some(words),
                vec![place],
            );
        }
        true
    }

    /// The question behind a negated verb of saying: `says how often`, `does not state which`.
    fn question_behind(&self, found: Found) -> Option<(usize, usize)> {
        let tokens = &self.claim.tokens;
        let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
        let negates = matches!(
            word(found.from),
            "no" | "not" | "never" | "neither" | "nor" | "n't" | "doesn't" | "don't" | "didn't"
        );
        let (_, clause_to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let verb = (found.to..clause_to.min(found.to + SUBJECT)).find(|at| {
            matches!(
                word(*at),
                "say"
                    | "says"
                    | "said"
                    | "state"
                    | "states"
                    | "tell"
                    | "tells"
                    | "specify"
                    | "specifies"
                    | "mention"
                    | "mentions"
                    | "record"
                    | "records"
                    | "show"
                    | "shows"
                    | "indicate"
                    | "indicates"
            ) && matches!(
                word(*at + 1),
                "how" | "which" | "whether" | "what" | "when" | "where" | "why" | "who"
            )
        })?;
        let end = (verb + 2..clause_to)
            .find(|at| {
                tokens[*at].is_mark(';')
                    || tokens[*at].is_mark('(')
                    || (tokens[*at].is_mark(',')
                        && !matches!(word(*at + 1), "or" | "how" | "which"))
                    || (matches!(word(*at), "and" | "but")
                        && matches!(
                            word(*at + 1),
                            "is" | "are" | "was" | "has" | "the" | "she" | "he" | "both"
                        ))
            })
            .unwrap_or(clause_to);
        negates.then_some((verb + 1, end))
    }

    /// What facts would answer a question; none where the chart types nothing like it.
    pub(super) fn asked_for_facts(&self, from: usize, to: usize) -> Option<Vec<FactRole>> {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let any = |words: &[&str]| (from..to).any(|at| words.contains(&word(at)));
        let mut roles = Vec::new();
        for at in from..to {
            match (word(at), word(at + 1)) {
                ("how", "often" | "frequently") => {
                    roles.extend([
                        FactRole::Frequency,
                        FactRole::Instruction,
                        FactRole::AsNeeded,
                    ]);
                }
                ("how", "many" | "much") | ("what", "dose" | "strength") => {
                    roles.extend([FactRole::Dose, FactRole::Instruction, FactRole::Quantity]);
                }
                ("how", "long") => roles.extend([
                    FactRole::Duration,
                    FactRole::EffectiveEnd,
                    FactRole::Abatement,
                ]),
                ("why", _) | ("what", "for") => roles.push(FactRole::Reason),
                ("who" | "whom", _) => roles.push(FactRole::Actor),
                ("where", _) => roles.extend([FactRole::Location, FactRole::Organization]),
                ("when", _) => roles.extend([
                    FactRole::Effective,
                    FactRole::Onset,
                    FactRole::Authored,
                    FactRole::Issued,
                ]),
                ("how", "severe" | "bad") => roles.push(FactRole::Severity),
                _ => {}
            }
        }
        let sided = any(&[
            "left", "right", "side", "arm", "leg", "knee", "eye", "hand", "ear", "foot",
        ]) && matches!(word(from), "which" | "whether");
        let origin = word(from) == "how"
            && any(&[
                "happened",
                "happen",
                "came",
                "occurred",
                "sustained",
                "arose",
            ]);
        (sided || origin || !roles.is_empty()).then_some(roles)
    }

    /// A cited record that answers it: an order that says how it is taken, a thing that has its side.
    pub(super) fn answered_by(
        &self,
        subject: (usize, usize),
        roles: &[FactRole],
        side: bool,
    ) -> Option<(String, SourceSpan)> {
        let named: Vec<Cited<'a>> = self
            .named_in(subject.0, subject.1)
            .into_iter()
            .filter(|cited| cited.snippet.resource_type() != Some("Patient"))
            .collect();
        let pool = if named.is_empty() {
            &self.cited
        } else {
            &named
        };
        pool.iter().copied().find_map(|cited| {
            if cited.snippet.resource_type() == Some("Patient") {
                return None;
            }
            if side && let Some(answer) = side_said(cited) {
                return Some(answer);
            }
            let fact = roles
                .iter()
                .find_map(|role| cited.snippet.facts(*role).find(|fact| fact.group == 0))?;
            Some((
                sources::render::shown(&fact.value),
                at(cited, &fact.path, fact.span),
            ))
        })
    }

    /// `neither the side nor the vessel is given in the stroke entry`: no cited record has a word of what is not given.
    pub(super) fn not_in_entry(&mut self, found: Found) -> bool {
        let tokens = &self.claim.tokens;
        let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
        if !matches!(word(found.from), "no" | "neither") || self.documents() || self.prose() {
            return false;
        }
        let (_, clause_to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let verb = (found.to + 1..clause_to.min(found.to + SUBJECT)).find(|at| {
            matches!(word(*at), "is" | "are" | "was" | "were")
                && matches!(
                    word(*at + 1),
                    "given" | "stated" | "named" | "specified" | "noted" | "recorded" | "told"
                )
                && word(*at + 2) == "in"
                && (*at + 3..*at + 8).any(|place| {
                    matches!(
                        word(place),
                        "entry" | "entries" | "order" | "orders" | "record"
                    )
                })
        });
        let Some(verb) = verb else { return false };
        // What the record types is judged by its own facts.
        let typed = (found.to..verb).any(|at| {
            matches!(
                self.claim.tokens[at].stem.as_str(),
                "dos"
                    | "dose"
                    | "dosage"
                    | "strength"
                    | "frequency"
                    | "rout"
                    | "route"
                    | "reason"
                    | "indication"
                    | "date"
                    | "day"
                    | "statu"
                    | "status"
                    | "prescrib"
                    | "prescriber"
                    | "severity"
                    | "onset"
                    | "quantity"
                    | "duration"
                    | "cod"
                    | "code"
                    | "sit"
                    | "site"
            )
        });
        if typed {
            return false;
        }
        let items = self.items(found.to, verb);
        let side = (found.to..verb).any(|at| matches!(word(at), "side" | "laterality"));
        if items.is_empty() && !side {
            return false;
        }
        let said = self.cited.iter().copied().find_map(|cited| {
            let has = |terms: &Vec<Vec<u64>>| {
                terms
                    .iter()
                    .all(|ids| ids.iter().any(|id| cited.source.ids.contains(id)))
            };
            let side = side_said(cited).filter(|_| side);
            side.or_else(|| {
                let told = items.iter().any(has);
                told.then(|| (cited.snippet.title.clone(), at(cited, "code", None)))
            })
        });
        let (from, to) = (found.from, verb + 2);
        if let Some((words, place)) = said {
            let span = self.claim.span(from, to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Absence,
                span,
                Some(words),
                vec![place],
            );
            return true;
        }
        self.settled = true;
        self.settle(from, to);
        true
    }
}

/// The side that a record says, by its site or in its name.
fn side_said(cited: Cited<'_>) -> Option<(String, SourceSpan)> {
    let sided = |text: &str| {
        crate::text::tokens(text)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "left" | "right" | "bilateral"))
    };
    if cited.snippet.resource_type() == Some("Patient") {
        return None;
    }
    if sided(&cited.snippet.title) {
        return Some((cited.snippet.title.clone(), at(cited, "code", None)));
    }
    let fact = cited
        .snippet
        .facts(FactRole::BodySite)
        .find(|fact| sided(&sources::render::shown(&fact.value)))?;
    Some((
        sources::render::shown(&fact.value),
        at(cited, &fact.path, fact.span),
    ))
}
