//! The form in which a drug is given: `one tablet a week`, where the cited words have an injection alone.

use super::{Check, Cited, at};
use crate::text::Token;
use model::{ReasonCode, Verdict};

/// Words of one form each.
const FORMS: [&[&str]; 7] = [
    &["tablet", "pill", "capsule", "caplet"],
    &["injection", "shot", "jab", "injectable", "needle"],
    &["infusion", "drip"],
    &["patch"],
    &["inhaler", "puff", "nebulizer"],
    &["cream", "gel", "ointment", "lotion", "paste"],
    &["drop", "eyedrop"],
];
/// How far behind a form its rhythm stands, in tokens.
const NEAR: usize = 4;

fn form(token: &Token) -> Option<usize> {
    let word = token.lower.as_str();
    let one = word.strip_suffix('s').unwrap_or(word);
    FORMS
        .iter()
        .position(|form| form.contains(&one) || form.contains(&word))
}

impl Check<'_> {
    /// A form with a rhythm or number, where the cited sentences with that rhythm have another form, and no cited words this one.
    pub(crate) fn forms(&mut self) {
        if !self.prose_only() {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let Some(own) = form(&self.claim.tokens[index]) else {
                continue;
            };
            let said = self.reach().any(|cited| {
                cited
                    .source
                    .prose
                    .iter()
                    .any(|word| form(word) == Some(own))
            });
            if said || self.denied_just_before(index) {
                continue;
            }
            let other = self
                .cited
                .iter()
                .copied()
                .find_map(|cited| self.other_form(cited, index));
            if let Some((cited, place)) = other {
                let span = self.claim.tokens[index].span;
                let words = place.of(&cited.snippet.text).map(str::to_owned);
                let places = vec![at(cited, "text", Some(place))];
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::FrequencyRoute, span, words, places);
                return;
            }
        }
    }

    /// Another form in a cited sentence that has the same rhythm.
    fn other_form<'c>(&self, cited: Cited<'c>, index: usize) -> Option<(Cited<'c>, model::Span)> {
        let prose = &cited.source.prose;
        let rhythms: Vec<String> = (index + 1..=index + NEAR)
            .filter_map(|at| rhythm(self.lexicon, &self.claim.tokens, at))
            .collect();
        prose.iter().enumerate().find_map(|(place, word)| {
            form(word)?;
            let (_, to) = cited.source.sentence_of(place);
            let same = (place + 1..to.min(place + 1 + NEAR))
                .filter_map(|at| rhythm(self.lexicon, prose, at))
                .any(|name| rhythms.contains(&name));
            same.then_some((cited, word.span))
        })
    }
}

/// How often, by the words that begin at a token: `once a week`, and the plain `a week` behind a number.
fn rhythm(lexicon: &crate::lexicon::Lexicon, tokens: &[Token], at: usize) -> Option<String> {
    if let Some((_, name)) = lexicon.frequency(tokens, at) {
        return Some(name.to_owned());
    }
    let per = matches!(tokens.get(at)?.lower.as_str(), "a" | "per" | "each");
    let unit = match tokens.get(at + 1)?.lower.as_str() {
        "day" => "1/d",
        "week" => "1/wk",
        "month" => "1/mo",
        _ => return None,
    };
    per.then(|| unit.to_owned())
}
