//! Denials of plain things, for which no lexicon has a name: `without his consent`, `a drain was needed`, `not able to speak in sentences`.

use super::affirmed::plainly_denied_in;
use super::{Check, Cited, at};
use crate::lexicon::{Cue, Found};
use crate::source::Source;
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};

impl Check<'_> {
    /// A denial of plain words alone, all of which a cited sentence of prose says without any denial.
    pub(super) fn denied_plainly(&mut self, found: Found, from: usize, to: usize, span: Span) {
        const LONGEST: usize = 6;
        let words: Vec<String> = self
            .claim
            .slice(from, to.min(from + LONGEST))
            .iter()
            .filter(|token| self.weighs(token))
            .map(|token| token.stem.clone())
            .collect();
        if words.is_empty() || !self.documents() {
            return;
        }
        let clause = self.claim.clause_range(self.claim.clause_of(found.from)).0;
        let beside: Vec<&Token> = self
            .claim
            .slice(clause, found.from)
            .iter()
            .filter(|token| self.weighs(token))
            .collect();
        let mut affirmed = None;
        for cited in &self.cited {
            let prose = &cited.source.prose;
            let mut start = 0;
            while start < prose.len() {
                let (begin, end) = cited.source.sentence_of(start);
                start = end.max(start + 1);
                let sentence = &prose[begin..end];
                let has = |stem: &String| {
                    sentence
                        .iter()
                        .any(|word| word.is_word() && word.stem == *stem)
                };
                // One word alone can be said of something else: the sentence must be about the same.
                let about =
                    words.len() > 1 || beside.iter().filter(|token| has(&token.stem)).count() > 0;
                if !words.iter().all(has) || !about {
                    continue;
                }
                let open = cited.source.cues_in(begin, end).iter().any(|cue| {
                    matches!(
                        cue.cue,
                        Cue::Negation
                            | Cue::Strong
                            | Cue::Hedge
                            | Cue::Inactive
                            | Cue::Planned
                            | Cue::Conditional
                    )
                });
                if open || cited.snippet.segment.is_some() {
                    return;
                }
                affirmed = affirmed.or_else(|| {
                    let word = sentence
                        .iter()
                        .find(|word| word.is_word() && words.contains(&word.stem))?;
                    Some((*cited, word.lower.clone()))
                });
            }
        }
        if let Some((cited, word)) = affirmed {
            let place = at(cited, "text", None);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Negation,
                span,
                Some(word),
                vec![place],
            );
        }
    }

    /// Whether what is denied is told as shown by an act of which no result is cited: the procedure alone says nothing of what was found.
    pub(super) fn shown_by_act(&self, found: Found) -> bool {
        let shown = (1..=2).any(|back| {
            found.from.checked_sub(back).is_some_and(|at| {
                matches!(
                    self.claim.tokens[at].lower.as_str(),
                    "showed" | "shows" | "found" | "revealed" | "demonstrated" | "identified"
                )
            })
        });
        if !shown {
            return false;
        }
        let result = self.reach().any(|cited| {
            matches!(
                cited.snippet.resource_type(),
                Some("Observation" | "DiagnosticReport" | "DocumentReference" | "ImagingStudy")
            )
        });
        let (start, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let mut named = self.named_in(start, found.from);
        // `A scan was done; it showed no metastases.`
        let pronoun = self
            .claim
            .slice(start, found.from)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "it" | "this" | "that" | "which"));
        if named.is_empty() && pronoun {
            named = self.named_in(self.sentence_range(found.from).0, start);
        }
        !result
            && !self.prose()
            && !named.is_empty()
            && named
                .iter()
                .all(|cited| cited.snippet.resource_type() == Some("Procedure"))
    }

    /// Whether cited prose advises against a thing: `avoid alcohol and fatty foods`.
    pub(super) fn to_be_avoided(&self, token: &Token) -> bool {
        const FAR: usize = 4;
        self.cited.iter().any(|cited| {
            let prose = &cited.source.prose;
            prose.iter().enumerate().any(|(index, word)| {
                word.is_word()
                    && word.ids.iter().any(|id| token.ids.contains(id))
                    && prose[index.saturating_sub(FAR)..index]
                        .iter()
                        .any(|before| {
                            before.sentence == word.sentence
                                && matches!(
                                    before.lower.as_str(),
                                    "avoid"
                                        | "avoiding"
                                        | "refrain"
                                        | "abstain"
                                        | "stop"
                                        | "quit"
                                        | "without"
                                        | "limit"
                                        | "cut"
                                )
                        })
            })
        })
    }

    /// A word that says what is spoken of: no small word, and none of the many that stand beside any denial.
    fn weighs(&self, token: &Token) -> bool {
        token.is_word()
            && token.lower.len() >= 4
            && !self.lexicon.is_function(&token.lower)
            && !matches!(
                token.lower.as_str(),
                "able"
                    | "been"
                    | "being"
                    | "have"
                    | "having"
                    | "need"
                    | "needed"
                    | "seem"
                    | "found"
                    | "given"
                    | "taken"
                    | "done"
                    | "made"
                    | "further"
                    | "other"
                    | "current"
                    | "currently"
                    | "today"
                    | "year"
                    | "years"
                    | "month"
                    | "months"
                    | "week"
                    | "weeks"
                    | "days"
                    | "time"
                    | "this"
                    | "that"
                    | "these"
                    | "those"
                    | "since"
                    | "patient"
            )
    }

    /// Whether the item of a list that a word stands in is denied: by a negation of its own, or by one that heads a list of which it is a part.
    /// In `no plan, no intent, firearm access` the last item is not.
    pub(super) fn negated_item(&self, index: usize) -> bool {
        let clause = self.claim.clause_of(index);
        let (start, end) = self.claim.clause_range(clause);
        let comma = |at: &usize| self.claim.tokens[*at].is_mark(',');
        let from = (start..index).rev().find(comma).map_or(start, |at| at + 1);
        let to = (index..end).find(comma).unwrap_or(end);
        let denial = |found: &Found| matches!(found.cue, Cue::Negation | Cue::Strong);
        let own = self
            .claim
            .cues
            .iter()
            .any(|found| denial(found) && from <= found.from && found.to <= to);
        let heads = self
            .claim
            .cues
            .iter()
            .filter(|found| denial(found) && start <= found.from && found.to <= from)
            .count();
        let joined = self
            .claim
            .slice(from, index)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "or" | "nor" | "and"));
        own || heads == 1
            || (heads > 1 && joined)
            || self.claim.clause_has(index, Cue::Inactive)
            || self.claim.clause_has(index, Cue::Hedge)
    }

    /// Whether `no plan, no intent, firearm access` goes on at a comma with something that is not denied: two items before have a `no` each, the next has
    /// none and is not joined to them.
    pub(super) fn list_broken(&self, found: Found, comma: usize) -> bool {
        let tokens = &self.claim.tokens;
        let clause = self.claim.clause_of(found.from);
        let (start, end) = self.claim.clause_range(clause);
        let heads = |at: usize| tokens.get(at).is_some_and(|token| token.is("no"));
        let before = (start..found.from)
            .rev()
            .find(|at| tokens[*at].is_mark(','));
        let earlier = before.is_some_and(|mark| {
            let item = (start..mark)
                .rev()
                .find(|at| tokens[*at].is_mark(','))
                .map_or(start, |at| at + 1);
            mark + 1 == found.from && (item..mark).any(heads)
        });
        let rest = (comma + 1..end)
            .take_while(|at| !tokens[*at].is_mark(';') && !tokens[*at].is_mark(')'));
        earlier
            && heads(found.from)
            && !rest
                .into_iter()
                .any(|at| matches!(tokens[at].lower.as_str(), "or" | "nor" | "and" | "no"))
    }

    /// `the bone scan showed a metastasis`, of the one report that is named before the verb and denies it, whatever other sources say.
    pub(super) fn shown_denied(&self, index: usize) -> bool {
        let clause = self.claim.clause_of(index);
        let (start, _) = self.claim.clause_range(clause);
        let Some(verb) = (start..index).rev().find(|at| {
            matches!(
                self.claim.tokens[*at].lower.as_str(),
                "showed"
                    | "shows"
                    | "found"
                    | "revealed"
                    | "demonstrated"
                    | "confirmed"
                    | "detected"
            )
        }) else {
            return false;
        };
        if index - verb > 4 || self.negated_clause(index) {
            return false;
        }
        let reports: Vec<_> = self
            .named_in(start, verb)
            .into_iter()
            .filter(|cited| {
                cited.snippet.resource_type() == Some("DiagnosticReport")
                    && !cited.source.prose.is_empty()
            })
            .collect();
        reports.len() == 1 && plainly_denied_in(&reports, &self.claim.tokens[index])
    }
}

/// Whether a word stands in a line that is marked as a heading: `# Chief Complaint` says nothing of any.
pub(super) fn in_heading(cited: Cited<'_>, word: &Token) -> bool {
    /// Headings are short: nothing is looked for farther back.
    const LONGEST: usize = 120;
    let text = cited.snippet.text.as_bytes();
    let end = word.span.start.min(text.len());
    let start = end.saturating_sub(LONGEST);
    let line = text[start..end]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map(|at| start + at + 1)
        .or((start == 0).then_some(0));
    line.is_some_and(|line| text[line..end].trim_ascii_start().starts_with(b"#"))
}

/// `denies plan, intent or access to firearms`: a denial that heads the list in which the word stands.
pub(super) fn listed_denied(source: &Source, index: usize) -> bool {
    const FAR: usize = 10;
    let prose = &source.prose;
    source
        .cues_in(index.saturating_sub(FAR), index)
        .iter()
        .any(|cue| {
            cue.cue == Cue::Negation
                && prose[cue.from].sentence == prose[index].sentence
                && cue.to <= index
                && matches!(
                    prose[cue.to - 1].lower.as_str(),
                    "denies" | "denied" | "denying" | "no" | "without"
                )
                && !prose[cue.to..index].iter().any(|token| {
                    token.is_mark(';')
                        || token.is_mark(':')
                        || matches!(
                            token.lower.as_str(),
                            "but"
                                | "has"
                                | "had"
                                | "is"
                                | "was"
                                | "reports"
                                | "with"
                                | "except"
                                | "only"
                        )
                })
        })
}

/// `Drain not needed`, `no fever; biopsy was not done`: a denial right behind the word, of the word itself.
pub(super) fn denied_behind(prose: &[Token], index: usize) -> bool {
    let word = &prose[index];
    let mut behind = prose[index + 1..prose.len().min(index + 5)]
        .iter()
        .take_while(|next| next.sentence == word.sentence)
        .skip_while(|next| {
            matches!(
                next.lower.as_str(),
                "was" | "is" | "were" | "are" | "has" | "have" | "had" | "been" | "be"
            )
        });
    behind.next().is_some_and(|next| next.is("not"))
        && behind.next().is_some_and(|next| {
            matches!(
                next.lower.as_str(),
                "needed"
                    | "required"
                    | "done"
                    | "performed"
                    | "placed"
                    | "given"
                    | "taken"
                    | "seen"
                    | "present"
                    | "found"
                    | "indicated"
                    | "ordered"
                    | "started"
                    | "used"
                    | "operated"
                    | "necessary"
            )
        })
}
