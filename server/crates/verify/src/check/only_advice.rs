//! `The only advice was`, of a conversation whose lines advise other things too.

use super::{Check, Cited, at};
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};

/// How far behind a word of advice the thing that is advised stands, in tokens.
const NEAR: usize = 8;

fn advice(token: &Token) -> bool {
    matches!(
        token.lower.as_str(),
        "advice" | "recommendation" | "instruction" | "suggestion" | "advised" | "recommended"
    )
}

/// Verbs by which a doctor advises.
fn advises(token: &Token) -> bool {
    matches!(
        token.lower.as_str(),
        "avoid"
            | "refrain"
            | "increase"
            | "decrease"
            | "reduce"
            | "limit"
            | "drink"
            | "eat"
            | "take"
            | "taking"
            | "rest"
            | "continue"
            | "keep"
            | "stop"
            | "try"
            | "use"
            | "apply"
            | "wear"
            | "exercise"
            | "walk"
            | "elevate"
            | "cut"
            | "mindful"
            | "careful"
            | "call"
            | "stretch"
            | "ice"
    )
}

impl<'a> Check<'a> {
    /// `only` with a word of advice right by it, where a cited line of the doctor advises a thing that the statement leaves out.
    pub(crate) fn only_advice(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        let tokens = &self.claim.tokens;
        let sign = (0..tokens.len()).find(|at| {
            matches!(tokens[*at].lower.as_str(), "only" | "sole")
                && !self.denied_just_before(*at)
                && tokens[at + 1..tokens.len().min(at + 4)].iter().any(advice)
        });
        let Some(sign) = sign else { return };
        let other = self
            .cited
            .iter()
            .copied()
            .filter(|cited| cited.snippet.author.as_deref() != Some("patient"))
            .find_map(|cited| Some((cited, self.other_advice(&cited)?)));
        if let Some((cited, place)) = other {
            let span = self.claim.tokens[sign].span;
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Omission, span, words, places);
        }
    }

    /// The place of an advice of which the statement has no word: neither its verb nor what stands behind it.
    fn other_advice(&self, cited: &Cited<'a>) -> Option<Span> {
        let prose = &cited.source.prose;
        let told = |word: &Token| {
            word.ids
                .iter()
                .any(|id| self.claim.tokens.iter().any(|own| own.ids.contains(id)))
        };
        let mut signs = (0..prose.len()).filter(|index| advises(&prose[*index]));
        signs.find_map(|index| {
            let (_, end) = cited.source.sentence_of(index);
            let end = (index + 1..end.min(index + 1 + NEAR))
                .find(|at| prose[*at].is_mark(',') || advises(&prose[*at]))
                .unwrap_or(end.min(index + 1 + NEAR));
            let things: Vec<&Token> = prose[index..end]
                .iter()
                .filter(|word| word.is_word() && !self.lexicon.is_function(&word.lower))
                .collect();
            let asked = prose[index..end].iter().any(|token| token.is_mark('?'));
            let left = !asked && things.len() > 1 && !things.iter().any(|word| told(word));
            left.then(|| Span::new(prose[index].span.start, prose[end - 1].span.end))
        })
    }
}
