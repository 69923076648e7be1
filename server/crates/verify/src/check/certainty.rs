//! Certainty and doubt, against verification status and the doubt of prose.

use super::{Check, Cited, at};
use crate::lexicon::{Cue, Found};
use model::{ReasonCode, Span, Verdict};

impl<'a> Check<'a> {
    /// Words of certainty and doubt must agree with the verification status, and with the doubt of prose.
    pub(crate) fn certainty(&mut self) {
        for found in self.claim.cues.clone() {
            match found.cue {
                Cue::Hedge => self.hedge(found),
                Cue::Sure => self.sure(found),
                _ => {}
            }
        }
        if !self.claim.has(Cue::Hedge) && !self.claim.has(Cue::Retracted) {
            self.doubted();
        }
    }

    pub(super) fn hedge(&mut self, found: Found) {
        // A source is called so: `suspected lung cancer`.
        if self.in_title(found.from, found.to + 1) {
            return;
        }
        // "Was suspected and refuted" tells both.
        if self.claim.has(Cue::Retracted)
            && self
                .cited
                .iter()
                .any(|cited| cited.source.retracted.is_some())
        {
            return;
        }
        let subjects = self.subjects_near(found);
        let structured: Vec<Cited<'a>> = subjects
            .iter()
            .copied()
            .filter(|cited| cited.source.confirmed)
            .collect();
        let prose_hedged = self.reach().any(|cited| self.doubts_same(cited, found));
        if prose_hedged
            || (self.told_as_thought(found) && self.thought_so())
            || subjects
                .iter()
                .any(|cited| cited.source.unconfirmed.is_some())
        {
            return;
        }
        // "suspected" may be a word of the source itself.
        let token = &self.claim.tokens[found.from];
        if token.ids.iter().any(|id| self.ids.contains(id))
            && !structured.is_empty()
            && structured
                .iter()
                .any(|cited| token.ids.iter().any(|id| cited.source.names.contains(id)))
        {
            return;
        }
        let span = self.claim.span(found.from, found.to);
        match structured.first().copied() {
            Some(cited) => {
                let fact = cited
                    .snippet
                    .facts(sources::FactRole::VerificationStatus)
                    .next();
                let place = fact.map(|fact| at(cited, &fact.path, fact.span));
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Certainty,
                    span,
                    Some("confirmed".to_owned()),
                    place.into_iter().collect(),
                );
            }
            None if self.prose() || self.claim.has(Cue::Cause) || problems(&subjects) => self
                .against(
                    Verdict::Unsupported,
                    ReasonCode::Certainty,
                    span,
                    None,
                    Vec::new(),
                ),
            None => {}
        }
    }

    /// Whether prose doubts anything in a sentence: of a document that is cited, any; of a note beside a record, one that names what is told.
    fn doubts_same(&self, cited: Cited<'a>, found: Found) -> bool {
        let doubts = |cue: &&Found| matches!(cue.cue, Cue::Hedge | Cue::Conditional);
        let mut cues = cited.source.cues.iter().filter(doubts);
        let own = self
            .cited
            .iter()
            .any(|other| other.snippet.id == cited.snippet.id);
        if cited.snippet.segment.is_some() || (own && (cited.source.is_prose || self.documents())) {
            return cues.next().is_some();
        }
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let told = self.content_ids(from, to);
        cues.any(|cue| {
            let (from, to) = cited.source.sentence_of(cue.from);
            cited.source.prose[from..to].iter().any(|token| {
                token.ids.len() > 1 && token.ids[1..].iter().any(|id| told.contains(id))
            })
        })
    }

    /// `suspected`: thought, by somebody.
    fn told_as_thought(&self, found: Found) -> bool {
        matches!(
            self.claim.tokens[found.from].lower.as_str(),
            "suspected" | "suspects" | "suspect" | "presumed" | "likely" | "probably" | "probable"
        )
    }

    /// Whether a speaker only thinks so: `that is what I always thought I had`.
    fn thought_so(&self) -> bool {
        self.reach()
            .filter(|cited| cited.snippet.segment.is_some())
            .any(|cited| {
                cited.source.prose.windows(4).any(|near| {
                    near[0].is("i")
                        && near[1..].iter().any(|word| {
                            matches!(
                                word.lower.as_str(),
                                "think" | "thought" | "guess" | "believe" | "wonder" | "figure"
                            )
                        })
                })
            })
    }

    pub(super) fn sure(&mut self, found: Found) {
        let span = self.claim.span(found.from, found.to);
        if (1..=2).any(|back| {
            found
                .from
                .checked_sub(back)
                .is_some_and(|at| matches!(self.claim.tokens[at].lower.as_str(), "not" | "never"))
        }) {
            return;
        }
        // `neither confirmed`, of what the chart calls confirmed.
        let neither = found
            .from
            .checked_sub(1)
            .is_some_and(|at| matches!(self.claim.tokens[at].lower.as_str(), "neither" | "none"));
        if neither && self.claim.tokens[found.from].is("confirmed") {
            let subjects = self.subjects_near(found);
            if let Some(cited) = subjects.into_iter().find(|cited| cited.source.confirmed) {
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Certainty,
                    span,
                    Some("confirmed".to_owned()),
                    vec![at(cited, "verificationStatus", None)],
                );
            }
            return;
        }
        let subjects = self.subjects_near(found);
        if let Some((cited, (path, place, code))) = subjects.iter().find_map(|cited| {
            cited
                .source
                .unconfirmed
                .clone()
                .map(|place| (*cited, place))
        }) {
            self.against(
                Verdict::Contradicted,
                ReasonCode::Certainty,
                span,
                Some(code),
                vec![at(cited, &path, place)],
            );
            return;
        }
        if self.grades_a_comparison(found) {
            return;
        }
        let strong = matches!(
            self.claim.tokens[found.from].stem.as_str(),
            "definit"
                | "certain"
                | "undoubted"
                | "unquestionab"
                | "conclusive"
                | "clear"
                | "proven"
                | "without"
        );
        if !strong {
            return;
        }
        let own: Vec<u64> = self.claim.tokens[found.from].ids.clone();
        let said = self.reach().any(|cited| {
            own.iter().any(|id| cited.source.ids.contains(id))
                && (cited.snippet.segment.is_none() || self.sure_of_same(cited, &own))
        });
        if !said {
            let hedged = self.cited.iter().copied().find_map(|cited| {
                cited
                    .source
                    .cues
                    .iter()
                    .find(|cue| cue.cue == Cue::Hedge)
                    .map(|cue| (cited, *cue))
            });
            match hedged {
                Some((cited, cue)) => {
                    let place = Span::new(
                        cited.source.prose[cue.from].span.start,
                        cited.source.prose[cue.to - 1].span.end,
                    );
                    let words = place.of(&cited.snippet.text).map(str::to_owned);
                    self.against(
                        Verdict::Contradicted,
                        ReasonCode::Certainty,
                        span,
                        words,
                        vec![at(cited, "text", Some(place))],
                    );
                }
                None => self.against(
                    Verdict::Unsupported,
                    ReasonCode::Certainty,
                    span,
                    None,
                    Vec::new(),
                ),
            }
        }
    }

    /// `clearly lower`, `definitely above`: how far, not how sure.
    fn grades_a_comparison(&self, found: Found) -> bool {
        self.claim.cues.iter().any(|other| {
            other.from == found.to
                && matches!(
                    other.cue,
                    Cue::Up | Cue::Down | Cue::Better | Cue::Worse | Cue::Above | Cue::Below
                )
        }) || self.claim.tokens.get(found.to).is_some_and(|next| {
            matches!(
                next.lower.as_str(),
                "lower"
                    | "higher"
                    | "longer"
                    | "shorter"
                    | "larger"
                    | "smaller"
                    | "heavier"
                    | "lighter"
                    | "older"
            )
        })
    }

    /// Whether a sentence of a conversation that has the word of certainty speaks of anything that the statement is about: `we definitely want to treat it`
    /// makes nothing else certain.
    fn sure_of_same(&self, cited: Cited<'a>, own: &[u64]) -> bool {
        let prose = &cited.source.prose;
        prose.iter().enumerate().any(|(at, word)| {
            word.ids.iter().any(|id| own.contains(id)) && {
                let (from, to) = cited.source.sentence_of(at);
                prose[from..to].iter().any(|near| {
                    near.is_word()
                        && near.ids.len() > 1
                        && self.claim.tokens.iter().any(|token| {
                            token.ids.len() > 1
                                && token.ids.iter().skip(1).any(|id| near.ids.contains(id))
                        })
                })
            }
        })
    }

    /// A provisional problem told without its doubt.
    pub(super) fn doubted(&mut self) {
        self.named_as_doubted();
        for cited in self.cited.clone() {
            let Some((path, place, code)) = cited.source.unconfirmed.clone() else {
                continue;
            };
            let end = self.claim.tokens.len();
            if self
                .content_ids(0, end)
                .iter()
                .any(|id| cited.source.names.contains(id))
                && !self.claim.text.to_lowercase().contains(code.as_str())
            {
                let span = self.claim.span(0, end);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Certainty,
                    span,
                    Some(code),
                    vec![at(cited, &path, place)],
                );
            }
        }
    }

    /// `Lung cancer was confirmed`, of an entry called `Suspected lung cancer`, whatever its verification status: told without the doubt of its name, and
    /// nothing else that is cited has it without.
    fn named_as_doubted(&mut self) {
        const DOUBTS: [&str; 6] = [
            "suspected ",
            "possible ",
            "probable ",
            "provisional ",
            "presumed ",
            "suspicion of ",
        ];
        let doubt = |cited: &Cited<'a>| {
            let title = cited.snippet.title.to_lowercase();
            DOUBTS
                .iter()
                .find(|doubt| title.starts_with(*doubt))
                .copied()
        };
        let said = self.claim.text.to_lowercase();
        if DOUBTS.iter().any(|doubt| said.contains(doubt.trim_end())) {
            return;
        }
        for cited in self.cited.clone() {
            let Some(word) =
                doubt(&cited).filter(|_| cited.snippet.resource_type() == Some("Condition"))
            else {
                continue;
            };
            let told: Vec<usize> = (0..self.claim.tokens.len())
                .filter(|at| {
                    self.is_clinical(*at) && {
                        let ids = &self.claim.tokens[*at].ids;
                        ids.iter().any(|id| cited.source.names.contains(id))
                    }
                })
                .collect();
            let elsewhere = |at: &usize| {
                self.cited.iter().any(|other| {
                    other.snippet.id != cited.snippet.id && doubt(other).is_none() && {
                        let ids = &self.claim.tokens[*at].ids;
                        let said = if other.source.prose.is_empty() {
                            &other.source.names
                        } else {
                            &other.source.ids
                        };
                        ids.iter().any(|id| said.contains(id))
                    }
                })
            };
            if let Some(first) = told.iter().find(|at| !elsewhere(at)).copied() {
                let span = self.claim.tokens[first].span;
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Certainty,
                    span,
                    Some(word.trim_end().to_owned()),
                    vec![at(cited, "code", None)],
                );
            }
        }
    }

    pub(super) fn subjects_near(&self, found: Found) -> Vec<Cited<'a>> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let after = self.named_in(found.to, to);
        let before = self.named_in(from, found.from);
        let mut all = after;
        for cited in before {
            if all.iter().all(|known| known.snippet.id != cited.snippet.id) {
                all.push(cited);
            }
        }
        if all.is_empty() {
            self.cited.clone()
        } else {
            all
        }
    }

    /// What prose makes depend on something is not told as done: "if it persists we will order an MRI" is no "has been ordered".
    pub(crate) fn conditional(&mut self) {
        if !self.cited.iter().all(|cited| cited.source.is_prose)
            || self.claim.has(Cue::Hedge)
            || self.claim.has(Cue::Conditional)
            || self.claim.has(Cue::Planned)
        {
            return;
        }
        for found in self.claim.cues.clone() {
            let perfect = matches!(found.cue, Cue::Ordered | Cue::Done)
                || self.claim.tokens[found.from].lower == "scheduled";
            let had = (1..=2).any(|back| {
                found.from.checked_sub(back).is_some_and(|at| {
                    matches!(
                        self.claim.tokens[at].lower.as_str(),
                        "has" | "have" | "been" | "was" | "were"
                    )
                })
            });
            if !perfect || !had {
                continue;
            }
            let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
            let mut objects = self.content_ids(found.to, to);
            objects.extend(self.content_ids(from, found.from));
            let depends = self.cited.iter().any(|cited| {
                cited.source.prose.iter().enumerate().any(|(at, token)| {
                    token.ids.iter().any(|id| objects.contains(id)) && {
                        let (from, to) = cited.source.sentence_of(at);
                        cited
                            .source
                            .cues_in(from, to)
                            .iter()
                            .any(|cue| matches!(cue.cue, Cue::Conditional | Cue::Hedge))
                    }
                })
            });
            if depends {
                let span = self.claim.span(found.from, found.to);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Certainty,
                    span,
                    None,
                    Vec::new(),
                );
            }
        }
    }
}

/// Whether one of these is a problem or an allergy, which is certain where nothing says otherwise.
fn problems(subjects: &[Cited<'_>]) -> bool {
    subjects.iter().any(|cited| {
        matches!(
            cited.snippet.resource_type(),
            Some("Condition" | "AllergyIntolerance")
        )
    })
}
