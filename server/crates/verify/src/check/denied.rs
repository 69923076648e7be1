//! Denials, which a source must state.

use super::negation::Polarity;
use super::{Check, at};
use crate::lexicon::{Cue, Found};
use crate::source::State;
use model::{ReasonCode, Verdict};

impl Check<'_> {
    /// A denial, which a source must state.
    pub(super) fn denied(&mut self, found: Found, from: usize, to: usize) {
        if self.denies_cause(found) || self.apart_from(found) {
            return;
        }
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
        if let Some(index) = self.contrast_on_list(found, &terms) {
            self.settle(index, index + 1);
            return;
        }
        let span = self
            .claim
            .span(found.from, found.to.max(to.min(found.to + 6)));
        let structured = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource.is_some() && cited.source.prose.is_empty());
        if found.cue == Cue::Strong && structured && !self.prose() {
            if self.never_again(found) {
                return;
            }
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
        if silent || self.allergies_unsaid(found) {
            self.against(
                Verdict::Unsupported,
                ReasonCode::Absence,
                span,
                None,
                Vec::new(),
            );
            return;
        }
        if let Some(cited) = self.planned(&terms).filter(|_| found.cue == Cue::Negation) {
            self.against(
                Verdict::Contradicted,
                ReasonCode::Negation,
                span,
                Some(cited.snippet.title.clone()),
                vec![at(cited, "activity", None)],
            );
            return;
        }
        if terms.is_empty() && found.cue == Cue::Negation {
            self.denied_plainly(found, from, to, span);
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

    /// `NKDA`, of a conversation in which nobody speaks of allergies.
    fn allergies_unsaid(&self, found: Found) -> bool {
        let short = matches!(self.claim.tokens[found.from].lower.as_str(), "nkda" | "nka");
        short
            && self
                .cited
                .iter()
                .all(|cited| cited.snippet.segment.is_some())
            && !self.says_any(&["allergy", "allergi", "allergic", "nkda", "nka"])
            && !self
                .cited
                .iter()
                .any(|cited| cited.source.ids.contains(&crate::text::id('c', "allergy")))
    }

    /// `prescribed in April 2009 and never renewed`: the only order of its name in the chart.
    fn never_again(&self, found: Found) -> bool {
        let again = self.claim.tokens.get(found.to).is_some_and(|next| {
            matches!(
                next.lower.as_str(),
                "renewed" | "refilled" | "reordered" | "repeated" | "represcribed"
            )
        });
        let (from, _) = self.sentence_range(found.from);
        let orders: Vec<super::Cited<'_>> = self
            .named_in(from, found.from)
            .into_iter()
            .filter(|cited| cited.snippet.resource_type() != Some("Patient"))
            .collect();
        again
            && self.claim.tokens[found.from].is("never")
            && !orders.is_empty()
            && orders
                .iter()
                .all(|cited| self.like(cited.snippet).len() == 1)
    }

    /// A cited plan that has every one of the terms as an activity: `without diet education`.
    fn planned(&self, terms: &[usize]) -> Option<super::Cited<'_>> {
        self.cited.iter().copied().find(|cited| {
            let common = self.lexicon.type_ids("CarePlan");
            cited.snippet.resource_type() == Some("CarePlan")
                && !terms.is_empty()
                && !["avoid", "stop", "no "]
                    .iter()
                    .any(|word| cited.snippet.text.to_lowercase().contains(word))
                && terms.iter().all(|index| {
                    let ids = &self.claim.tokens[*index].ids;
                    ids.iter()
                        .any(|id| cited.source.ids.contains(id) && !common.contains(id))
                })
        })
    }

    /// `apart from that score, no labs`: what the citations hold is left out of what is denied.
    fn apart_from(&self, found: Found) -> bool {
        let sentence = self.claim.tokens[found.from].sentence;
        let told = self.claim.tokens.iter().enumerate().any(|(at, token)| {
            token.sentence == sentence
                && at < found.from
                && (token.is("besides")
                    || (matches!(token.lower.as_str(), "apart" | "aside")
                        && self
                            .claim
                            .tokens
                            .get(at + 1)
                            .is_some_and(|next| next.is("from"))))
        });
        told && !self.kinds(found.to, found.to + 3).is_empty()
    }

    /// `not from the enlarged liver`: no thing is denied, but that it is the cause; prose that denies or doubts anything may say so.
    fn denies_cause(&self, found: Found) -> bool {
        let next = self
            .claim
            .tokens
            .get(found.to)
            .map_or("", |token| token.lower.as_str());
        let cause = matches!(
            next,
            "from" | "because" | "due" | "caused" | "related" | "attributed"
        );
        cause
            && self.claim.tokens[found.from].is("not")
            && self.cited.iter().any(|cited| {
                cited
                    .source
                    .cues
                    .iter()
                    .any(|cue| matches!(cue.cue, Cue::Negation | Cue::Hedge))
            })
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
        let mut open = false;
        for &index in terms {
            let token = self.claim.tokens[index].clone();
            let polarities = self.polarity_in_sources(&token);
            open |= polarities.is_empty() && self.asked_and_left(&token);
            if polarities.contains(&Polarity::Denied) {
                // The thing itself is denied: what else stands in the scope only describes it.
                if index <= from + 3 || token.ids.len() > 1 {
                    return;
                }
                continue;
            }
            // `no alcohol`, of the advice to avoid it, whatever else stands in the scope.
            if index <= from + 1 && self.to_be_avoided(&token) {
                return;
            }
            if polarities.contains(&Polarity::Affirmed) && !self.to_be_avoided(&token) {
                affirmed = affirmed.or(Some(index));
            }
        }
        if open && affirmed.is_none() {
            let verdict = Verdict::Unsupported;
            self.against(verdict, ReasonCode::Absence, span, None, Vec::new());
        }
        let Some(index) = affirmed.filter(|_| !self.predicate_denied(found, from)) else {
            return;
        };
        if self.denied_beside(terms)
            || self.over_by_now(found, index)
            || self.not_among_problems(found, index)
        {
            return;
        }
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

    /// `neither A nor B was out of range`: what is said of them is denied, not they themselves.
    fn predicate_denied(&self, found: Found, from: usize) -> bool {
        let neither = matches!(
            self.claim.tokens[found.from].lower.as_str(),
            "neither" | "nor"
        );
        let (_, end) = self.sentence_range(found.from);
        let verb = (from..end).find(|at| {
            matches!(
                self.claim.tokens[*at].lower.as_str(),
                "was" | "were" | "is" | "are"
            )
        });
        let Some(verb) = verb.filter(|_| neither) else {
            return false;
        };
        (verb + 1..end).any(|at| {
            let token = &self.claim.tokens[at];
            token.is_word()
                && token.lower.len() > 3
                && self.polarity_in_sources(token) == [Polarity::Denied].into()
        })
    }

    /// `she is not on any medicine now`: denied of today, where all that is cited has ended, and nothing in the chart of a kind that is named runs on.
    fn over_by_now(&self, found: Found, index: usize) -> bool {
        let clause = self.claim.clause_of(found.from);
        let now = self.claim.tokens.iter().enumerate().any(|(at, token)| {
            self.claim.clause_of(at) == clause
                && matches!(
                    token.lower.as_str(),
                    "now" | "currently" | "current" | "anymore" | "longer" | "today" | "present"
                )
        });
        let token = &self.claim.tokens[index];
        let mut cited = self.cited.iter().filter(|cited| {
            let mut ids = token.ids.iter();
            ids.any(|id| cited.source.names.contains(id))
        });
        let kinds = super::only::kinds_of(&token.stem).unwrap_or_default();
        let running = kinds.iter().any(|kind| {
            self.set.of_type(kind).any(|snippet| {
                self.set.position(&snippet.id).is_some_and(|place| {
                    let source = self.prepared.source(self.set, place);
                    source.retracted.is_none()
                        && source.state == Some(State::Active)
                        && !self.after(snippet)
                })
            })
        });
        now && !running && cited.all(|cited| cited.source.state == Some(State::Ended))
    }

    /// The one problem of `the list shows prediabetes, not diabetes` that is not on it.
    fn contrast_on_list(&self, found: Found, terms: &[usize]) -> Option<usize> {
        const NEAR: usize = 20;
        let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let from = clause_from.max(found.from.saturating_sub(NEAR));
        let listed = self.claim.slice(from, found.from).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "list" | "lists" | "listed" | "coded" | "recorded" | "entered"
            )
        });
        let [index] = terms else { return None };
        (listed && self.not_among_problems(found, *index)).then_some(*index)
    }

    /// `the list shows prediabetes, not diabetes`: denied of the problems, whatever a plan or an order is called. No problem of the chart is it.
    fn not_among_problems(&self, found: Found, index: usize) -> bool {
        let token = &self.claim.tokens[index];
        let contrast = self.claim.tokens[found.from].is("not")
            && index == found.to
            && found
                .from
                .checked_sub(1)
                .is_some_and(|at| self.claim.tokens[at].is_mark(','));
        let problem = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource_type() == Some("Condition"));
        let items = vec![vec![token.ids.clone()]];
        contrast
            && problem
            && self.lexicon.is_problem(&token.ids)
            && self.set.complete("Condition")
            && !self.documents()
            && self
                .all_held(
                    &items,
                    &["Condition"],
                    None,
                    (index, index + 1),
                    &[(time::Date::MIN, time::Date::MAX)],
                )
                .is_empty()
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
                    && !super::polarity::leaves_open(prose, cue)
                    && !super::polarity::answers(prose, cue)
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
}
