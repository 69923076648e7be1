//! A cause that was asked about and answered with another: `could it be the pills?` – `No, it's because of the heat`, told as due to the pills.

use super::{Check, Cited, at};
use crate::lexicon::Cue;
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};

/// How far behind a word of cause its cause stands, in tokens.
const NEAR: usize = 8;
/// How far behind `attributed` its `to` stands, in tokens.
const BY: usize = 6;

impl<'a> Check<'a> {
    /// A cause told outright that is not the one of an answer which begins with no.
    pub(crate) fn other_cause(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        let Some((cited, answered)) = self.cited.iter().copied().find_map(|cited| {
            let answered = other_told(&cited)?;
            Some((cited, answered))
        }) else {
            return;
        };
        for (from, to) in self.causes_told() {
            let (start, end) = self.sentence_range(from);
            let end = end.min(to + NEAR);
            let end = (to..end)
                .find(|at| self.claim.tokens[*at].is_mark(',') || self.claim.tokens[*at].is("and"))
                .unwrap_or(end);
            let denied = self
                .claim
                .all(Cue::Negation)
                .any(|found| found.from >= start && found.to <= end)
                || self.claim.slice(start, end).iter().any(|token| {
                    matches!(
                        token.lower.as_str(),
                        "wondered" | "wonders" | "asked" | "asks" | "whether" | "if" | "rather"
                    )
                });
            let told: Vec<&Token> = self
                .claim
                .slice(to, end)
                .iter()
                .filter(|token| {
                    token.is_word()
                        && token.lower.len() > 2
                        && !self.lexicon.is_function(&token.lower)
                })
                .collect();
            let said =
                told.iter().any(|token| {
                    cited.source.prose.iter().any(|word| {
                        word.is_word() && word.ids.iter().any(|id| token.ids.contains(id))
                    })
                });
            if denied || said || told.is_empty() || !self.effect_told(&cited, start, from) {
                continue;
            }
            let span = self.claim.span(from, to);
            let words = answered.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(answered))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Causality, span, words, places);
            return;
        }
    }

    /// The words of cause of the statement, and `attributed` with the `to` that follows it.
    fn causes_told(&self) -> Vec<(usize, usize)> {
        let tokens = &self.claim.tokens;
        let mut out: Vec<(usize, usize)> = self
            .claim
            .all(Cue::Cause)
            .map(|found| (found.from, found.to))
            .collect();
        for (index, token) in tokens.iter().enumerate() {
            if token.is("attributed") || token.is("ascribed") {
                let to =
                    (index + 1..tokens.len().min(index + 1 + BY)).find(|at| tokens[*at].is("to"));
                out.extend(to.map(|to| (index, to + 1)));
            }
        }
        out.sort_unstable_by_key(|(from, to)| (*from, std::cmp::Reverse(*to)));
        out.dedup_by_key(|(from, _)| *from);
        out
    }

    /// Whether the answer tells of the same effect.
    fn effect_told(&self, cited: &Cited<'a>, from: usize, to: usize) -> bool {
        let effect = self.content_ids(from, to);
        cited.source.prose.iter().any(|word| {
            word.is_word()
                && (word.ids.len() > 1 || !self.lexicon.is_general(&word.stem))
                && word.ids.iter().any(|id| effect.contains(id))
        })
    }
}

/// The place of the cause in an answer that begins with no.
fn other_told(cited: &Cited<'_>) -> Option<Span> {
    let prose = &cited.source.prose;
    // The tag of the speaker may stand before what is said.
    let tagged = prose.first().is_some_and(|token| token.is_mark('['));
    let said = prose.get(if tagged { 3 } else { 0 }..)?;
    let no = said.iter().find(|token| token.is_word())?;
    if !matches!(no.lower.as_str(), "no" | "nope" | "nah") {
        return None;
    }
    let cause = prose.iter().position(|token| token.is("because"))?;
    let (_, end) = cited.source.sentence_of(cause);
    let last = prose[cause..end].iter().rfind(|token| token.is_word())?;
    Some(Span::new(prose[cause].span.start, last.span.end))
}
