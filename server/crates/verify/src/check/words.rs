//! Every word that carries content must be said by a cited source.

use super::Check;
use crate::text::Kind;
use model::ReasonCode;

impl Check<'_> {
    /// Words that no cited source says.
    pub(crate) fn words(&mut self) {
        let mut at = self.heading();
        let mut missing: Vec<(usize, usize)> = Vec::new();
        let mut said = 0;
        // Of those, what the cited sources say themselves, not what they link to.
        let mut own = 0;
        while at < self.claim.tokens.len() {
            if self.claim.used[at] || self.claim.tokens[at].kind != Kind::Word || self.in_unit(at) {
                at += 1;
                continue;
            }
            // A unit that stands alone: `(all x10³/µL)`.
            if let Some((_, end)) = self
                .lexicon
                .unit_at(self.claim.text, &self.claim.tokens, at)
                .filter(|(_, end)| *end > at + 1 && !self.claim.numbers.is_empty())
            {
                at = end;
                continue;
            }
            let (covered, by_source) = self.covered(at);
            said += usize::from(by_source);
            own += usize::from(by_source && self.said_by_cited(at));
            if !covered {
                match missing.last_mut() {
                    Some((_, to)) if *to == at => *to = at + 1,
                    _ => missing.push((at, at + 1)),
                }
            }
            at += 1;
        }
        for (from, to) in missing {
            let code = self.kind_of_missing(from, to);
            self.unsupported(code, from, to);
        }
        // A result of the visit at which a problem was found is no source of the problem.
        if said > 0 && own == 0 && !self.settled && self.findings.is_empty() && self.results_alone()
        {
            let end = self.claim.tokens.len();
            self.unsupported(ReasonCode::Irrelevant, 0, end);
        }
        if said == 0
            && self.evidence.is_empty()
            && !self.settled
            && self.findings.is_empty()
            && !self.titled()
        {
            let end = self.claim.tokens.len();
            self.unsupported(ReasonCode::Irrelevant, 0, end);
        }
    }

    /// Whether a cited source says a word itself.
    fn said_by_cited(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        self.cited
            .iter()
            .any(|cited| token.ids.iter().any(|id| cited.source.ids.contains(id)))
    }

    /// Whether nothing but measured results is cited, and none of their values is told.
    fn results_alone(&self) -> bool {
        let valued = self.evidence.iter().any(|found| {
            let path = found.path.as_deref().unwrap_or_default();
            path.starts_with("value") || path.starts_with("component")
        });
        !valued
            && !self.cited.is_empty()
            && self.cited.iter().all(|cited| {
                cited.snippet.resource_type() == Some("Observation")
                    && cited.source.values.iter().any(|value| value.measured)
                    && cited.source.prose.is_empty()
            })
    }

    /// Whether the statement has the whole title of a cited source, though every word of it is a plain one: `medication reconciliation`.
    fn titled(&self) -> bool {
        let stems = |tokens: &[crate::text::Token]| -> Vec<String> {
            let words = tokens.iter().filter(|token| token.is_word());
            words.map(|token| token.stem.clone()).collect()
        };
        let own = stems(&self.claim.tokens);
        self.cited.iter().any(|cited| {
            let title = cited.snippet.title.split(" (").next().unwrap_or_default();
            let title = stems(&crate::text::tokens(title));
            cited.snippet.resource.is_some()
                && title.len() > 1
                && own.windows(title.len()).any(|run| run == title)
        })
    }

    /// Where the heading that a line begins with ends: `Respiratory:`, `Past medical history:`. It names the place of what follows and claims nothing;
    /// what is no word of headings makes it a claim like any other.
    pub(super) fn heading(&self) -> usize {
        let tokens = &self.claim.tokens;
        let ends = |token: &crate::text::Token| {
            token.is_mark(':') || (token.is_mark('-') && token.spaced) || token.is_mark('|')
        };
        let Some(colon) = tokens.iter().take(8).position(ends) else {
            return 0;
        };
        let all = tokens[..colon].iter().all(|token| {
            !token.is_word()
                || self.lexicon.is_heading(&token.stem)
                || (token.ids.len() < 2 && self.lexicon.is_general(&token.stem))
        });
        let rest = tokens.get(colon + 1).is_some_and(|next| next.spaced)
            && !self.answered_in_a_word(colon + 1);
        if all && rest { colon + 1 } else { 0 }
    }

    /// `Chest pain: none.`: what stands before it is denied, and no heading.
    fn answered_in_a_word(&self, at: usize) -> bool {
        let mut rest = self.claim.slice(at, self.claim.tokens.len()).iter();
        let denial = rest.next().is_some_and(|word| {
            matches!(
                word.lower.as_str(),
                "none" | "no" | "denied" | "absent" | "nil" | "negative" | "denies" | "never"
            )
        });
        denial && rest.next().is_none_or(|next| !next.is_word())
    }

    pub(super) fn kind_of_missing(&self, from: usize, to: usize) -> ReasonCode {
        use crate::lexicon::Cue;
        let tokens = self.claim.slice(from, to);
        let cue = |kind: Cue| {
            self.claim
                .cues
                .iter()
                .any(|found| found.cue == kind && found.from < to && from < found.to)
        };
        if cue(Cue::Severity) {
            ReasonCode::Severity
        } else if cue(Cue::Relative) {
            ReasonCode::Experiencer
        } else if tokens.iter().any(|token| self.lexicon.is_drug(&token.stem)) {
            ReasonCode::Drug
        } else if self.claim.all(Cue::Cause).any(|found| {
            found.to <= from && self.claim.clause_of(found.from) == self.claim.clause_of(from)
        }) {
            ReasonCode::Causality
        } else if from > 0 && tokens.iter().all(|token| token.capital && !token.upper) {
            ReasonCode::NamePlace
        } else {
            ReasonCode::Fabrication
        }
    }
}
