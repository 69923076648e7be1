//! What a statement affirms and every source denies.

use super::negation::Polarity;
use super::plain_denials::{denied_behind, in_heading, listed_denied};
use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::text::Token;
use model::{ReasonCode, Verdict};

impl Check<'_> {
    /// Affirmed words that every source denies.
    pub(super) fn affirmed(&mut self, scopes: &[(usize, usize)]) {
        if !self
            .cited
            .iter()
            .any(|cited| !cited.source.prose.is_empty())
        {
            return;
        }
        for index in self.heading()..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            let plain = token.ids.len() < 2
                && (token.lower.len() < 5
                    || self.lexicon.is_general(&token.stem)
                    || self.lexicon.is_plain(&token.lower));
            // "A plan", "firearm access": a plain noun told as a thing, which the source denies in so many words.
            let thing = plain
                && token.lower.len() >= 4
                && index.checked_sub(1).is_none_or(|before| {
                    let before = &self.claim.tokens[before];
                    before.is_mark(',')
                        || matches!(
                            before.lower.as_str(),
                            "a" | "an"
                                | "with"
                                | "some"
                                | "has"
                                | "had"
                                | "reports"
                                | "reported"
                                | "several"
                                | "many"
                                | "multiple"
                                | "numerous"
                                | "various"
                                | "new"
                                | "voiced"
                                | "voices"
                        )
                })
                && self.denied_outright(token);
            if thing && token.is_word() && !self.claim.used[index] && !self.negated_item(index) {
                let span = token.span;
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Negation,
                    span,
                    None,
                    Vec::new(),
                );
                continue;
            }
            if !token.is_word()
                || plain
                || self.claim.used[index]
                || self
                    .claim
                    .all(Cue::Negation)
                    .any(|found| found.from <= index && index < found.to)
                || scopes
                    .iter()
                    .any(|(from, to)| (*from..*to).contains(&index))
            {
                continue;
            }
            let token = token.clone();
            let polarities = self.polarity_in_sources(&token);
            if polarities.len() == 1
                && polarities.contains(&Polarity::Denied)
                && ((self.is_problem(&token) && !self.excluded(index) && !self.denied_close(index))
                    || self.told_as_done(index)
                    || self.denied_by_answer(index)
                    || (!self.denied_where_it_stands(index) && self.plainly_denied(&token)))
                && !self.left_unanswered(index)
                || self.shown_denied(index)
            {
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Negation,
                    token.span,
                    None,
                    Vec::new(),
                );
            }
        }
    }

    /// `the part about chest pain was left unanswered`: asked for, and not told as there.
    fn left_unanswered(&self, index: usize) -> bool {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(index));
        self.claim
            .slice(from, to)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "unanswered" | "unaddressed"))
    }

    /// `He has had a colonoscopy`, where that is asked in a cited line and answered with no: a thing with a name of its own.
    fn denied_by_answer(&self, index: usize) -> bool {
        const ACTS: [&str; 14] = [
            "surgery",
            "colonoscopy",
            "endoscopy",
            "biopsy",
            "cesarean",
            "hysterectomy",
            "transfusion",
            "dialysis",
            "chemotherapy",
            "radiotherapy",
            "mammography",
            "mri",
            "ct",
            "vaccine",
        ];
        let token = &self.claim.tokens[index];
        let act = ACTS
            .iter()
            .any(|name| token.ids.contains(&crate::text::id('c', name)));
        (act || self.lexicon.is_drug(&token.stem))
            && (!self.negated_clause(index) || self.verb_of_its_own(index))
            && self
                .cited
                .iter()
                .all(|cited| cited.snippet.segment.is_some())
    }

    /// `never smoked, and had a biopsy before`: whether a verb that is joined on and denies nothing stands between each denial and the word.
    fn verb_of_its_own(&self, index: usize) -> bool {
        const NEAR: usize = 6;
        let tokens = &self.claim.tokens;
        let verb = (index.saturating_sub(NEAR)..index).rev().find(|at| {
            matches!(
                tokens[*at].lower.as_str(),
                "had" | "has" | "underwent" | "received" | "takes" | "took" | "gets" | "got"
            ) && at
                .checked_sub(1)
                .is_some_and(|before| tokens[before].is("and") || tokens[before].is("but"))
        });
        let clause = self.claim.clause_of(index);
        let denial = |cue: Cue| {
            matches!(
                cue,
                Cue::Negation | Cue::Strong | Cue::Inactive | Cue::Hedge
            )
        };
        verb.is_some_and(|verb| {
            !self.excluded(index)
                && !self.claim.cues.iter().any(|found| {
                    denial(found.cue)
                        && found.to > verb
                        && self.claim.clause_of(found.from) == clause
                })
        })
    }

    /// `flu shot given`, `MRI ordered`: in a clause that denies nothing.
    fn told_as_done(&self, index: usize) -> bool {
        !self.negated_clause(index)
            && (self.claim.clause_has(index, Cue::Done)
                || self.claim.clause_has(index, Cue::Ordered))
    }

    /// Whether prose has a word, and always right behind "no" or "without".
    pub(super) fn denied_outright(&self, token: &Token) -> bool {
        let mut mentioned = false;
        for cited in &self.cited {
            let prose = &cited.source.prose;
            for (index, word) in prose.iter().enumerate() {
                if !word.is_word() || word.stem != token.stem || in_heading(*cited, word) {
                    continue;
                }
                mentioned = true;
                let denied = (1..=2).any(|back| {
                    index.checked_sub(back).is_some_and(|at| {
                        matches!(prose[at].lower.as_str(), "no" | "without")
                            && prose[at].sentence == word.sentence
                    })
                });
                if !denied && !listed_denied(cited.source, index) && !denied_behind(prose, index) {
                    return false;
                }
            }
        }
        mentioned
    }

    /// Whether every mention of a word in prose has its negation right before it (`no metastasis`) or right behind it (`flu shot: declined`).
    pub(super) fn plainly_denied(&self, token: &Token) -> bool {
        plainly_denied_in(&self.cited, token)
    }

    /// Whether a word is denied where it stands: of written prose by the item of its list, of speech by anything in its clause.
    fn denied_where_it_stands(&self, index: usize) -> bool {
        let spoken = self
            .cited
            .iter()
            .any(|cited| cited.snippet.segment.is_some());
        let title = index
            .checked_sub(1)
            .is_some_and(|at| self.claim.tokens[at].is("chief"));
        if spoken {
            self.negated_clause(index)
        } else {
            title || self.negated_item(index) || self.excluded(index)
        }
    }

    /// Whether the clause of a word has a negation anywhere: what it covers may stand before it.
    pub(super) fn negated_clause(&self, index: usize) -> bool {
        self.claim.clause_has(index, Cue::Negation)
            || self.claim.clause_has(index, Cue::Strong)
            || self.claim.clause_has(index, Cue::Inactive)
            || self.claim.clause_has(index, Cue::Hedge)
            || self.excluded(index)
    }

    /// `No allergy or intolerance entry`: a denial right before it in its clause.
    fn denied_close(&self, index: usize) -> bool {
        const NEAR: usize = 4;
        let clause = self.claim.clause_of(index);
        self.claim.all(Cue::Negation).any(|found| {
            found.to <= index
                && index - found.to < NEAR
                && self.claim.clause_of(found.from) == clause
                && matches!(
                    self.claim.tokens[found.from].lower.as_str(),
                    "no" | "without" | "neither" | "nor" | "denies" | "denied"
                )
        })
    }

    /// `to exclude a herniation`, `to rule out a clot`.
    fn excluded(&self, index: usize) -> bool {
        // `less short of breath`
        let less = (1..=3).any(|back| {
            index
                .checked_sub(back)
                .is_some_and(|at| matches!(self.claim.tokens[at].lower.as_str(), "less" | "fewer"))
        });
        if less {
            return true;
        }
        (1..=5)
            .filter_map(|back| index.checked_sub(back))
            .any(|at| {
                matches!(
                    self.claim.tokens[at].lower.as_str(),
                    "exclude"
                        | "excludes"
                        | "excluding"
                        | "rule"
                        | "rules"
                        | "ruling"
                        | "avoid"
                        | "avoids"
                        | "avoiding"
                        | "prevent"
                        | "prevents"
                        | "preventing"
                ) && self.claim.clause_of(at) == self.claim.clause_of(index)
            })
    }

    pub(super) fn is_problem(&self, token: &Token) -> bool {
        self.lexicon.is_problem(&token.ids)
    }
}

/// Whether every mention of a word in the prose of these sources is denied beside it.
pub(super) fn plainly_denied_in(cited: &[Cited<'_>], token: &Token) -> bool {
    let names = |word: &Token| word.is_word() && word.ids.iter().any(|id| token.ids.contains(id));
    let mut mentioned = false;
    let denied = cited.iter().all(|cited| {
        let prose = &cited.source.prose;
        prose.iter().enumerate().all(|(index, word)| {
            if !names(word) || in_heading(*cited, word) {
                return true;
            }
            mentioned = true;
            prose[index + 1..prose.len().min(index + 4)]
                .iter()
                .take_while(|next| {
                    next.sentence == word.sentence && !next.is_mark(',') && !next.is("and")
                })
                .any(|next| {
                    matches!(
                        next.lower.as_str(),
                        "denied" | "declined" | "refused" | "absent"
                    )
                })
                || denied_behind(prose, index)
                || (cited.snippet.segment.is_none() && listed_denied(cited.source, index))
                || cited
                    .source
                    .cues_in(index.saturating_sub(8), index)
                    .iter()
                    .any(|cue| {
                        cue.cue == Cue::Negation
                            && prose[cue.from].sentence == word.sentence
                            && cue.to <= index
                            && !super::polarity::answers(prose, cue)
                            && near_behind(&prose[cue.to..index])
                            && !prose[cue.to..index].iter().any(|token| token.is_mark(','))
                    })
        })
    });
    mentioned && denied
}

/// Whether a denial is not far off: `n't see any evidence of` counts as little.
fn near_behind(between: &[Token]) -> bool {
    const FAR: usize = 8;
    const NEAR: usize = 2;
    between.len() <= FAR
        && between
            .iter()
            .filter(|token| {
                !matches!(
                    token.lower.as_str(),
                    "any"
                        | "evidence"
                        | "of"
                        | "sign"
                        | "signs"
                        | "see"
                        | "appreciate"
                        | "obvious"
                        | "clear"
                        | "definite"
                        | "suggestion"
                        | "the"
                        | "a"
                        | "an"
                        | "acute"
                        | "new"
                )
            })
            .count()
            <= NEAR
}
