//! How far a denial or a question of speech reaches: what is a part of a name, what is asked without a mark, what is only less.

use super::Cited;
use crate::text::Token;

/// `I can't really say`: no answer to what was asked.
pub(super) fn unsure(prose: &[Token]) -> bool {
    const NEAR: usize = 3;
    prose.iter().enumerate().any(|(at, token)| {
        let unable = matches!(token.lower.as_str(), "can't" | "cannot" | "couldn't")
            || (token.is("n't")
                && at > 0
                && matches!(prose[at - 1].lower.as_str(), "ca" | "could"));
        unable
            && prose[at + 1..prose.len().min(at + 1 + NEAR)]
                .iter()
                .any(|next| matches!(next.lower.as_str(), "say" | "tell"))
    })
}

/// `no burning or stinging pain when you pass urine`: the word belongs to the name of a complaint that the statement's word does not name.
pub(super) fn of_longer_name(
    lexicon: &crate::lexicon::Lexicon,
    prose: &[Token],
    index: usize,
    own: &Token,
) -> bool {
    let named = |at: usize| {
        prose.get(at).is_some_and(|word| {
            word.ids
                .iter()
                .skip(1)
                .any(|id| lexicon.is_problem(&[*id]) && !own.ids.contains(id))
                && !word.ids.iter().skip(1).any(|id| own.ids.contains(id))
        })
    };
    let joined = prose.get(index + 1).is_some_and(|next| next.is("or"));
    named(index) || (joined && prose[index].ids.len() < 2 && named(index + 2))
}

/// `could my weight gain be from it?`: a complaint that is asked about as the speaker's own is there.
pub(super) fn owned(lexicon: &crate::lexicon::Lexicon, prose: &[Token], index: usize) -> bool {
    lexicon.is_problem(&prose[index].ids)
        && (1..=2)
            .filter_map(|back| index.checked_sub(back))
            .any(|at| matches!(prose[at].lower.as_str(), "my" | "this" | "these"))
}

/// `not eating as much as usual`: less, and not nothing.
pub(super) fn less_of_it(prose: &[Token], index: usize) -> bool {
    const NEAR: usize = 4;
    prose[index..prose.len().min(index + NEAR)]
        .windows(2)
        .any(|two| {
            two[0].is("as")
                && matches!(
                    two[1].lower.as_str(),
                    "much" | "many" | "often" | "well" | "far"
                )
        })
}

/// `couldn't breathe`: the denial is a part of what the complaint is called.
pub(super) fn part_of_name(prose: &[Token], cue: &crate::lexicon::Found, index: usize) -> bool {
    let unable = prose.get(cue.to).is_some_and(|verb| {
        matches!(
            verb.lower.as_str(),
            "breathe" | "catch" | "sleep" | "sleeping" | "hear" | "hungry"
        )
    });
    unable
        && prose[cue.from]
            .ids
            .iter()
            .skip(1)
            .any(|id| prose[index].ids.contains(id))
}

/// `the temperature's not coming down, vomiting`: what is denied is a verb that stands before the comma, and no list is begun.
pub(super) fn of_a_verb(
    lexicon: &crate::lexicon::Lexicon,
    prose: &[Token],
    cue: &crate::lexicon::Found,
    index: usize,
) -> bool {
    let between = &prose[cue.to..index];
    let Some(comma) = between.iter().position(|token| token.is_mark(',')) else {
        return false;
    };
    let verb = matches!(prose[cue.from].lower.as_str(), "not" | "n't")
        && between
            .first()
            .is_some_and(|next| next.lower.ends_with("ing"))
        && !between.first().is_some_and(|next| {
            matches!(
                next.lower.as_str(),
                "having" | "noticing" | "getting" | "feeling"
            )
        });
    verb && !between[..comma]
        .iter()
        .any(|token| token.is("any") || (token.is_word() && lexicon.is_problem(&token.ids)))
}

/// `are you having any shortness of breath`, written down without a mark: an inverted verb before it, in a line that has no mark of a question.
pub(super) fn asked_without_mark(cited: Cited<'_>, start: usize, index: usize) -> bool {
    const NEAR: usize = 14;
    let prose = &cited.source.prose;
    if cited.snippet.segment.is_none() || cited.snippet.text.contains('?') {
        return false;
    }
    prose[start.max(index.saturating_sub(NEAR))..index]
        .windows(2)
        .any(|two| {
            matches!(
                two[0].lower.as_str(),
                "are" | "do" | "did" | "have" | "has" | "is" | "was" | "were" | "does"
            ) && matches!(
                two[1].lower.as_str(),
                "you" | "your" | "there" | "he" | "she" | "they" | "any"
            )
        })
}
