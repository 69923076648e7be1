//! Words in quotation marks that a cited source has exactly so: they are told, and judged by standing there.

use super::Check;
use super::cited::find_quote;
use crate::lexicon::Cue;
use model::SourceKind;

/// How many quotations of a statement are looked up.
const MOST: usize = 20;

impl Check<'_> {
    /// Settles every quotation of several words that stands in a cited source and that nothing denies, on either side.
    pub(crate) fn quotations(&mut self) {
        self.word_for_word();
        let marks: Vec<usize> = (0..self.claim.tokens.len())
            .filter(|at| self.claim.tokens[*at].is_mark('"'))
            .collect();
        for pair in marks.chunks_exact(2).take(MOST) {
            let (from, to) = (pair[0] + 1, pair[1]);
            let words = self.claim.slice(from, to).iter();
            if words.filter(|token| token.is_word()).count() < 2 || self.denied_before(pair[0]) {
                continue;
            }
            let quote = self.claim.words(from, to);
            let quote = quote.trim_end_matches(['.', ',', ';', ':', '!', '?']);
            let place = self.cited.iter().copied().find_map(|cited| {
                let place = find_quote(&cited.snippet.text, quote)?;
                (!cut_off(cited.snippet.text.get(..place.start)?)).then_some((cited, place))
            });
            let Some((cited, place)) = place else {
                continue;
            };
            let span = self.claim.span(from, to);
            self.support(span, cited, "text", Some(place));
            self.quoted.push(span);
            self.claim.used[from..to].fill(true);
            let inside = |first: usize| (from..to).contains(&first);
            // Whom the quoted words speak of stays told.
            self.claim
                .cues
                .retain(|one| one.cue == Cue::Relative || !inside(one.from));
            self.claim.dates.retain(|one| !inside(one.from));
            self.claim.numbers.retain(|one| !inside(one.from));
            self.claim.durations.retain(|one| !inside(one.from));
            self.claim.frequencies.retain(|one| !inside(one.0));
            self.claim.codes.retain(|one| !inside(one.from));
        }
    }

    /// A whole statement that a cited policy or guideline has word for word says what it says: nothing in it is read a second time.
    fn word_for_word(&mut self) {
        const FEW: usize = 5;
        let text = self.claim.text.trim();
        if self
            .claim
            .tokens
            .iter()
            .filter(|token| token.is_word())
            .count()
            < FEW
        {
            return;
        }
        let place = self.cited.iter().copied().find_map(|cited| {
            let rule = matches!(
                cited.snippet.kind,
                SourceKind::Policy | SourceKind::Guideline
            );
            let place = find_quote(&cited.snippet.text, text).filter(|_| rule)?;
            (!cut_off(cited.snippet.text.get(..place.start)?)).then_some((cited, place))
        });
        if let Some((cited, place)) = place {
            let span = self.claim.span(0, self.claim.tokens.len());
            self.support(span, cited, "text", Some(place));
            self.quoted.push(span);
        }
    }

    /// `the note does not say "…"`
    fn denied_before(&self, mark: usize) -> bool {
        const NEAR: usize = 6;
        let clause = self.claim.clause_of(mark);
        self.claim.all(Cue::Negation).any(|found| {
            found.to <= mark
                && found.from + NEAR >= mark
                && self.claim.clause_of(found.from) == clause
        })
    }
}

/// Whether a quotation leaves out a denial right before it: `known allergies` of `no known allergies`.
fn cut_off(before: &str) -> bool {
    let line = before
        .rsplit(['.', '\n', ';', '?', '!'])
        .next()
        .unwrap_or(before);
    let words = line.split_whitespace().rev().take(3);
    words.into_iter().any(|word| {
        let word = word.trim_matches(|letter: char| !letter.is_alphabetic());
        matches!(
            word.to_lowercase().as_str(),
            "no" | "not" | "without" | "never" | "denies" | "denied" | "neither" | "nor" | "non"
        ) || word.ends_with("n't")
    })
}
