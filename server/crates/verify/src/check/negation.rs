//! Negation: what a source denies, what it affirms, and what is merely not recorded.

use super::{Check, at};
use crate::lexicon::{Cue, Found};
use model::{ReasonCode, Verdict};

/// How a source speaks of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Polarity {
    Affirmed,
    Denied,
}

impl Check<'_> {
    /// Checks negated parts, and affirmed words that the sources deny.
    pub(crate) fn negations(&mut self) {
        let mut scopes: Vec<(usize, usize)> = self.answered.clone();
        for found in self.claim.cues.clone() {
            if self
                .answered
                .iter()
                .any(|(from, to)| *from <= found.from && found.from < *to)
            {
                continue;
            }
            if !matches!(found.cue, Cue::Negation | Cue::Strong) || self.is_plain(found) {
                continue;
            }
            let (from, to) = self.scope(found);
            self.denied_twice(found, to);
            // `Dialysis: not needed yet`, `chest pain was denied`: where nothing clinical follows, what stands before is meant.
            let postposed = matches!(
                self.claim.tokens[found.from].lower.as_str(),
                "not"
                    | "denied"
                    | "declined"
                    | "refused"
                    | "absent"
                    | "none"
                    | "deferred"
                    | "isn't"
                    | "wasn't"
            ) && !(from..to).any(|index| self.is_clinical(index));
            scopes.push((
                if postposed {
                    self.sentence_start(found.from)
                } else {
                    found.from
                },
                to,
            ));
            if found.cue == Cue::Negation
                && self.claim.cues.iter().any(|other| {
                    other.cue == Cue::Strong && other.from <= found.from && found.to <= other.to
                })
            {
                continue;
            }
            let plain = self.claim.tokens[found.from].is("no")
                || self.claim.tokens[found.from].is("without");
            let record = (found.cue == Cue::Negation || plain)
                && self.is_record(found)
                && !self.told_in_prose(from, to);
            if record {
                self.not_recorded(found, from, to);
            } else {
                self.denied_entry(found);
                self.denied(found, from, to);
            }
        }
        self.affirmed(&scopes);
    }

    /// The first token of the sentence.
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        self.sentence_range(at).0
    }

    /// Whether prose alone is cited and speaks of what is negated: it then says itself whether it is there.
    fn told_in_prose(&self, from: usize, to: usize) -> bool {
        self.cited.iter().all(|cited| cited.source.is_prose)
            && (from..to).any(|index| {
                self.is_clinical(index)
                    && self.claim.tokens[index]
                        .ids
                        .iter()
                        .any(|id| self.ids.contains(id))
            })
    }

    /// Negations that deny nothing clinical: `no longer`, `not only`, `no more than`, `nothing more than`.
    pub(super) fn is_plain(&self, found: Found) -> bool {
        let next = self
            .claim
            .tokens
            .get(found.to)
            .map_or("", |token| token.lower.as_str());
        let reaches = self
            .claim
            .slice(found.to, found.to + 2)
            .iter()
            .any(|token| {
                matches!(
                    token.stem.as_str(),
                    "reach"
                        | "exceed"
                        | "exceeded"
                        | "reached"
                        | "above"
                        | "over"
                        | "below"
                        | "under"
                        | "fell"
                        | "rose"
                        | "dropp"
                        | "drop"
                        | "higher"
                        | "lower"
                )
            })
            && self
                .claim
                .numbers
                .iter()
                .any(|number| number.from >= found.to && number.from <= found.to + 6);
        reaches || matches!(next, "longer" | "only" | "more" | "later" | "less" | "fewer" | "over" | "change" | "changed") || self.claim.cues.iter().any(|other| other.from <= found.from && found.to <= other.to && matches!(other.cue, Cue::AtMost | Cue::Inactive | Cue::Stable | Cue::Hedge | Cue::Only | Cue::Active | Cue::AtLeast))
            // `Migraine without aura`, where a source is called so.
            || (!matches!(next, "" | "." | ",") && self.in_title(found.from, found.to + 1))
            // Named concepts that contain the word: never smoker, non-Hispanic, no known allergies of the source.
            || self.claim.slice(found.from, found.to).iter().any(|token| token.ids.len() > 1 && token.ids.iter().skip(1).any(|id| self.ids.contains(id)))
    }

    /// The words that a negation covers.
    pub(super) fn scope(&self, found: Found) -> (usize, usize) {
        let clause = self.claim.clause_of(found.from);
        let mut to = found.to;
        while to < self.claim.tokens.len()
            && self.claim.clause_of(to) == clause
            && to < found.to + 40
        {
            let token = &self.claim.tokens[to];
            let verb = token.is("and")
                && self.claim.tokens.get(to + 1).is_some_and(|next| {
                    matches!(
                        next.lower.as_str(),
                        "lost"
                            | "had"
                            | "has"
                            | "was"
                            | "is"
                            | "were"
                            | "are"
                            | "took"
                            | "takes"
                            | "got"
                            | "gets"
                            | "went"
                            | "came"
                            | "gave"
                            | "will"
                            | "can"
                            | "feels"
                            | "felt"
                            | "he"
                            | "she"
                            | "it"
                            | "they"
                            | "the"
                            | "his"
                            | "her"
                    )
                });
            let with = token.is("with")
                && self
                    .claim
                    .tokens
                    .get(to.wrapping_sub(1))
                    .is_some_and(|before| before.is("and") || before.is_mark(','));
            if token.is_mark(')')
                || with
                || verb
                || (token.is_mark(',')
                    && self.claim.tokens.get(to + 1).is_some_and(|next| {
                        matches!(
                            next.lower.as_str(),
                            "which" | "who" | "so" | "since" | "as" | "with" | "called"
                        )
                    }))
            {
                break;
            }
            to += 1;
        }
        (found.to, to)
    }

    /// Whether the clause speaks of records rather than of the patient.
    pub(super) fn is_record(&self, found: Found) -> bool {
        let clause = self.claim.clause_of(found.from);
        self.claim.all(Cue::Record).any(|record| {
            self.claim.clause_of(record.from) == clause
                && !(record.from..record.to).any(|at| self.part_of_name(at))
        })
    }

    /// A denial, which a source must state.
    pub(super) fn denied(&mut self, found: Found, from: usize, to: usize) {
        let before = if found.cue == Cue::Strong {
            self.claim.clause_range(self.claim.clause_of(found.from)).0
        } else {
            found.from
        };
        let mut terms: Vec<usize> = (from..to)
            .filter(|index| self.is_clinical(*index))
            .collect();
        if terms.is_empty() && found.cue == Cue::Strong {
            terms = (before..found.from)
                .filter(|index| self.is_clinical(*index))
                .collect();
        }
        let span = self
            .claim
            .span(found.from, found.to.max(to.min(found.to + 6)));
        let structured = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource.is_some() && cited.source.prose.is_empty());
        if found.cue == Cue::Strong && structured && !self.prose() {
            if !self.source_denies() {
                let held = self.affirming(&terms);
                match held {
                    Some(cited) => self.against(
                        Verdict::Contradicted,
                        ReasonCode::Negation,
                        span,
                        Some(cited.snippet.title.clone()),
                        vec![at(cited, "code", None)],
                    ),
                    None => self.against(
                        Verdict::Unsupported,
                        ReasonCode::Absence,
                        span,
                        None,
                        Vec::new(),
                    ),
                }
            }
            return;
        }
        // "He has no allergies", of a chart that is merely silent.
        let silent = found.cue == Cue::Negation
            && !terms.is_empty()
            && !self.claim.all(Cue::Record).any(|record| {
                self.claim.tokens[record.from].sentence == self.claim.tokens[found.from].sentence
            })
            && self
                .cited
                .iter()
                .all(|cited| cited.snippet.resource_type() == Some("Patient"));
        if silent {
            self.against(
                Verdict::Unsupported,
                ReasonCode::Absence,
                span,
                None,
                Vec::new(),
            );
            return;
        }
        if self.never_told(found, &terms) {
            self.against(
                Verdict::Unsupported,
                ReasonCode::Absence,
                span,
                None,
                Vec::new(),
            );
            return;
        }
        self.denied_in_prose(found, from, &terms, span);
    }

    /// "Never", of a note that denies a thing for its own time alone.
    fn never_told(&self, found: Found, terms: &[usize]) -> bool {
        let never = self.claim.tokens[found.from].is("never")
            || self
                .claim
                .words(found.from, found.to)
                .to_lowercase()
                .contains("history");
        let note = self
            .cited
            .iter()
            .all(|cited| cited.snippet.resource_type() == Some("DocumentReference"));
        if !never || !note || terms.is_empty() {
            return false;
        }
        // Somewhere in the notes a word of all time stands with one of the terms.
        !self.cited.iter().any(|cited| {
            let prose = &cited.source.prose;
            prose.iter().enumerate().any(|(at, word)| {
                matches!(
                    word.lower.as_str(),
                    "never"
                        | "ever"
                        | "history"
                        | "always"
                        | "lifelong"
                        | "prior"
                        | "previous"
                        | "previously"
                        | "naive"
                        | "past"
                ) && {
                    let (from, to) = cited.source.sentence_of(at);
                    prose[from..to].iter().any(|token| {
                        token.is_word()
                            && terms.iter().any(|index| {
                                self.claim.tokens[*index]
                                    .ids
                                    .iter()
                                    .any(|id| token.ids.contains(id))
                            })
                    })
                }
            })
        })
    }

    /// Prose denies a thing by a negation before it, or by the answer to the question for it; a thing without a name of its own ("she has not made it
    /// a habit") by a negation in the sentence that speaks of it.
    fn denied_in_prose(&mut self, found: Found, from: usize, terms: &[usize], span: model::Span) {
        let mut affirmed: Option<usize> = None;
        for &index in terms {
            let token = self.claim.tokens[index].clone();
            let polarities = self.polarity_in_sources(&token);
            if polarities.contains(&Polarity::Denied) {
                // The thing itself is denied: what else stands in the scope only describes it.
                if index <= from + 3 || token.ids.len() > 1 {
                    return;
                }
                continue;
            }
            if polarities.contains(&Polarity::Affirmed) {
                affirmed = affirmed.or(Some(index));
            }
        }
        let Some(index) = affirmed else { return };
        if self.denied_beside(terms) {
            return;
        }
        let _ = found;
        let cited = self.affirming(&[index]);
        let places = cited
            .map(|cited| at(cited, "code", None))
            .into_iter()
            .collect();
        self.against(
            Verdict::Contradicted,
            ReasonCode::Negation,
            span,
            cited.map(|cited| cited.snippet.title.clone()),
            places,
        );
    }

    /// Whether a sentence of prose that speaks of one of the terms, or the answer to it, has a negation.
    fn denied_beside(&self, terms: &[usize]) -> bool {
        let named = terms
            .iter()
            .any(|index| self.lexicon.is_problem(&self.claim.tokens[*index].ids));
        if named {
            return false;
        }
        self.cited.iter().any(|cited| {
            let prose = &cited.source.prose;
            cited.source.cues.iter().any(|cue| {
                let (from, to) = cited.source.sentence_of(cue.from);
                cue.cue == Cue::Negation
                    && prose[from..to].iter().any(|token| {
                        terms.iter().any(|index| {
                            token.is_word()
                                && self.claim.tokens[*index]
                                    .ids
                                    .iter()
                                    .any(|id| token.ids.contains(id))
                        })
                    })
            })
        })
    }

    pub(super) fn is_clinical(&self, index: usize) -> bool {
        let token = &self.claim.tokens[index];
        token.is_word()
            && !self.claim.used[index]
            && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))
    }
}

/// Words that name a kind of record.
pub(super) const KIND_WORDS: [(&[&str], &[&str]); 9] = [
    (
        &["allergy", "allergic", "intoleranc"],
        &["AllergyIntolerance"],
    ),
    (
        &["vaccin", "vaccination", "immunization", "shot"],
        &["Immunization"],
    ),
    (
        &["order", "prescription", "medication", "drug"],
        &[
            "MedicationRequest",
            "MedicationStatement",
            "DeviceRequest",
            "ServiceRequest",
        ],
    ),
    (
        &[
            "result",
            "test",
            "lab",
            "labs",
            "laboratory",
            "reading",
            "measurement",
            "vital",
        ],
        &["Observation"],
    ),
    (
        &["diagnosi", "diagnosis", "problem", "condition"],
        &["Condition"],
    ),
    (&["procedur", "surgery", "operation"], &["Procedure"]),
    (&["devic"], &["Device", "DeviceRequest"]),
    (&["visit", "encounter", "admission"], &["Encounter"]),
    (&["plan"], &["CarePlan"]),
];
