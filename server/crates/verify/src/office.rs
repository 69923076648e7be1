//! Statements that claim nothing clinical, recognised positively.

use crate::claim::Claim;
use crate::lexicon::{Cue, Lexicon};
use std::collections::HashSet;

/// Whether a statement without citation is a heading, salutation, closing or administrative act: every word is one of those or plain English, at
/// least one is of the office, and nothing in it measures, dates, doses, denies or grades.
pub(crate) fn not_clinical(lexicon: &Lexicon, claim: &Claim<'_>, names: &HashSet<String>) -> bool {
    let values = claim.numbers.iter().any(|number| !number.word)
        || !claim.codes.is_empty()
        || !claim.durations.is_empty();
    let clinical = claim.cues.iter().any(|found| {
        matches!(
            found.cue,
            Cue::Severity
                | Cue::Side
                | Cue::Strong
                | Cue::Relative
                | Cue::Up
                | Cue::Down
                | Cue::Cause
        ) && !office(lexicon, claim, found.from)
    });
    // `The record shows documentation of current medications on 1/26/2019`
    let recorded = !claim.dates.is_empty()
        && claim.tokens.windows(2).any(|two| {
            matches!(two[0].lower.as_str(), "record" | "chart" | "records")
                && matches!(
                    two[1].lower.as_str(),
                    "shows" | "show" | "has" | "have" | "lists" | "list" | "documents" | "contains"
                )
        });
    // `Had a physical examination on 6 March`: what somebody underwent.
    let underwent = !claim.dates.is_empty()
        && claim.tokens.first().is_some_and(|first| {
            matches!(
                first.lower.as_str(),
                "had" | "has" | "underwent" | "received" | "got"
            )
        });
    if values || clinical || recorded || underwent || claim.tokens.is_empty() {
        return false;
    }
    if addressed(lexicon, claim) || heading(lexicon, claim) {
        return true;
    }
    let mut found = false;
    for (at, token) in claim
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.is_word())
    {
        if lexicon.is_problem(&token.ids) || lexicon.is_drug(&token.stem) {
            return false;
        }
        if office(lexicon, claim, at) {
            found = true;
        } else if !(lexicon.is_general(&token.stem)
            || names.contains(&token.lower)
            || (token.ids.len() < 2 && lexicon.is_plain(&token.lower))
            || lexicon.is_heading(&token.stem)
            || titled(claim, at)
            || claim.used[at])
        {
            return false;
        }
    }
    found
}

/// `Dr. Okafor`: a name behind a title.
fn titled(claim: &Claim<'_>, at: usize) -> bool {
    let title = |back: usize| {
        at.checked_sub(back).is_some_and(|index| {
            matches!(
                claim.tokens[index].lower.as_str(),
                "dr" | "mr" | "mrs" | "ms" | "miss" | "prof" | "doctor"
            )
        })
    };
    let point = at
        .checked_sub(1)
        .is_some_and(|index| claim.tokens[index].is_mark('.'));
    claim.tokens[at].capital && (title(1) || (point && title(2)))
}

/// `A&P, problem-based`, `H&P (behavioral health)`: a few words of headings without a verb.
fn heading(lexicon: &Lexicon, claim: &Claim<'_>) -> bool {
    let words = || claim.tokens.iter().filter(|token| token.is_word());
    words().count() <= 6
        && claim.numbers.is_empty()
        && claim.dates.is_empty()
        && claim.cues.is_empty()
        && words().any(|token| {
            lexicon.is_heading(&token.stem) || (token.upper && token.lower.chars().count() == 1)
        })
        && words().all(|token| {
            !lexicon.is_problem(&token.ids)
                && !lexicon.is_drug(&token.stem)
                && !matches!(
                    token.lower.as_str(),
                    "is" | "are" | "was" | "has" | "had" | "takes" | "no"
                )
                && (lexicon.is_heading(&token.stem)
                    || lexicon.is_office(&token.stem)
                    || lexicon.is_general(&token.stem)
                    || lexicon.is_plain(&token.lower)
                    || token.lower.chars().count() == 1)
        })
}

/// `Dear Dr. Okafor,`, `To: Utilization Review, …`, `Enclosures: spirometry report`: lines that address or list papers.
fn addressed(lexicon: &Lexicon, claim: &Claim<'_>) -> bool {
    let Some(first) = claim.tokens.first() else {
        return false;
    };
    let colon = claim.tokens.iter().take(3).any(|token| token.is_mark(':'));
    let greets = claim
        .tokens
        .get(1)
        .is_some_and(|next| matches!(next.lower.as_str(), "regards" | "wishes" | "greetings"));
    let opens = match first.lower.as_str() {
        "warm" | "warmest" | "kind" | "kindest" | "best" => greets && claim.tokens.len() <= 10,
        "dear" | "hi" | "hello" => claim.tokens.len() <= 7,
        "to" | "from" | "attn" | "attention" | "cc" | "re" | "via" | "fax" => {
            colon && claim.tokens.len() <= 16
        }
        "enclosure" | "enclosures" | "enclosed" | "encl" | "attachment" | "attachments" => colon,
        _ => false,
    };
    opens
        && claim.tokens.iter().all(|token| {
            !lexicon.is_problem(&token.ids)
                && !lexicon.is_drug(&token.stem)
                && !matches!(token.lower.as_str(), "no" | "not" | "has" | "is" | "was")
        })
        && claim
            .tokens
            .iter()
            .map(|token| token.sentence)
            .max()
            .is_some_and(|last| last == 0)
}

fn office(lexicon: &Lexicon, claim: &Claim<'_>, at: usize) -> bool {
    claim
        .tokens
        .get(at)
        .is_some_and(|token| lexicon.is_office(&token.stem))
}
