//! Names of people.

use super::run::{dose_follows, eponym_follows, particle};
use super::{Hit, View};
use crate::kind::PhiKind;
use crate::lexicon::Known;
use crate::token::{Shape, Token};

/// Before a name, with or without a full stop.
fn title(lower: &str) -> bool {
    matches!(
        lower,
        "dr" | "mr"
            | "mrs"
            | "ms"
            | "miss"
            | "prof"
            | "professor"
            | "doctor"
            | "sir"
            | "madam"
            | "rev"
            | "sr"
            | "señor"
            | "señora"
            | "herr"
            | "frau"
            | "mx"
    )
}

/// After a name and a comma.
fn credential(text: &str) -> bool {
    matches!(
        text,
        "MD" | "DO"
            | "RN"
            | "NP"
            | "PA"
            | "PA-C"
            | "PhD"
            | "LCSW"
            | "LPN"
            | "FNP"
            | "CNM"
            | "DPM"
            | "DDS"
            | "PharmD"
            | "PsyD"
            | "MSW"
            | "RPh"
            | "OT"
            | "PT"
            | "CNP"
            | "APRN"
            | "MBBS"
            | "FACP"
            | "Jr"
            | "Sr"
            | "II"
            | "III"
    )
}

/// Words after which a name stands.
const CALLED: [&str; 49] = [
    "wife",
    "husband",
    "spouse",
    "daughter",
    "son",
    "mother",
    "father",
    "sister",
    "brother",
    "partner",
    "caregiver",
    "friend",
    "aunt",
    "uncle",
    "niece",
    "nephew",
    "cousin",
    "grandson",
    "granddaughter",
    "grandmother",
    "grandfather",
    "fiance",
    "fiancee",
    "girlfriend",
    "boyfriend",
    "neighbor",
    "kid",
    "child",
    "roommate",
    "named",
    "called",
    "patient",
    "pt",
    "name",
    "attending",
    "provider",
    "physician",
    "surgeon",
    "nurse",
    "author",
    "contact",
    "by",
    "dear",
    "hi",
    "hello",
    "signed",
    "cc",
    "resident",
    "guardian",
];

/// What follows a name that begins a sentence.
const SUBJECT: [&str; 45] = [
    "is",
    "was",
    "has",
    "had",
    "were",
    "are",
    "asks",
    "asked",
    "says",
    "said",
    "reports",
    "reported",
    "states",
    "stated",
    "denies",
    "denied",
    "lives",
    "lived",
    "called",
    "calls",
    "will",
    "would",
    "can",
    "could",
    "and",
    "came",
    "went",
    "told",
    "tells",
    "wants",
    "wanted",
    "feels",
    "felt",
    "takes",
    "took",
    "works",
    "worked",
    "agreed",
    "agrees",
    "presents",
    "presented",
    "requests",
    "requested",
    "declined",
    "understands",
];

/// Words before a nickname.
pub(super) const NICKNAMED: [&str; 6] = ["known", "goes", "called", "nicknamed", "alias", "aka"];

/// What only people do: even a word that means something else is a name before it.
const PERSON: [&str; 14] = [
    "asks", "asked", "says", "said", "states", "stated", "told", "tells", "denies", "wants",
    "wanted", "lives", "agrees", "phoned",
];

/// One of several: `Barrett and Jones`, `Romi, Erik, Amy`; the other is a name for sure.
fn listed(view: &View<'_>, place: usize) -> bool {
    let other = |at: usize| {
        view.at(at).is_some_and(Token::named)
            && matches!(view.known(at), Known::Name | Known::Nothing)
            && !eponym_follows(view, at)
    };
    let joins = |at: usize| view.mark(at, ',') || matches!(view.lower(at), "and" | "or" | "&");
    (joins(place + 1) && other(place + 2)) || (place > 1 && joins(place - 1) && other(place - 2))
}

/// A name at this place.
pub(super) fn name(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    let lower = token.lower.as_ref();
    if title(lower) && token.shape != Shape::Letter {
        return titled(view, place);
    }
    let mut behind = end_of_run(view, place)?;
    let called = labelled(view, place);
    // Words of the sentence that stand before or behind the name: `Wife Ingrid`, `Follow Maria`.
    let ordinary = |at: usize| {
        view.at(at).is_some_and(|one| one.shape != Shape::Letter) && view.known(at) == Known::Word
    };
    let qualified = view.mark(behind, ',')
        && view
            .at(behind + 1)
            .is_some_and(|next| credential(next.text) && !next.line);
    if !(qualified || called) && ordinary(place) && token.shape == Shape::Capital {
        // `Wilson Ortega`, but not `Denies Parkinson`: an ordinary word begins a name only where the whole line is the name.
        return None;
    }
    while behind > place + 1
        && !qualified
        && (ordinary(behind - 1) && !(called && behind == place + 2)
            || particle(view.lower(behind - 1)))
    {
        behind -= 1;
    }
    if (place..behind).any(|at| eponym_follows(view, at))
        || dose_follows(view, behind - 1) && !called
    {
        return None;
    }
    let words = (place..behind).filter(|at| {
        view.at(*at)
            .is_some_and(|one| one.named() || one.shape == Shape::Upper)
    });
    let kinds: Vec<Known> = words.map(|at| view.known(at)).collect();
    let strange = kinds
        .iter()
        .any(|kind| matches!(kind, Known::Nothing | Known::Name));
    let accept = if token.shape == Shape::Upper {
        kinds.len() >= 2
            && kinds.contains(&Known::Name)
            && !kinds.contains(&Known::Word)
            && token.text.len() > 2
    } else if qualified && kinds.len() >= 2 {
        true
    } else if kinds.len() >= 2
        || view
            .before(behind, 1)
            .is_some_and(|last| last.shape == Shape::Letter)
            && behind > place + 1
        || token.shape == Shape::Letter
    {
        strange
            || (called && !kinds.contains(&Known::Word))
            || kinds.len() >= 2 && kinds.iter().all(|kind| *kind == Known::WordName)
    } else {
        single(view, place, kinds.first().copied()?, called)
    };
    accept.then(|| span(view, place, behind))?
}

fn span(view: &View<'_>, place: usize, behind: usize) -> Option<Hit> {
    Some((
        view.at(place)?.start,
        view.before(behind, 1)?.end,
        PhiKind::Name,
    ))
}

/// One word alone.
fn single(view: &View<'_>, place: usize, known: Known, called: bool) -> bool {
    let opens = view.opens(place);
    match known {
        Known::Word | Known::Place => false,
        Known::WordName if opens => {
            let next = view.lower(place + 1);
            PERSON.contains(&next) || listed(view, place)
        }
        Known::WordName => called || listed(view, place),
        Known::Name => true,
        Known::Nothing if called || !opens => view
            .at(place)
            .is_some_and(|token| token.text.chars().count() > 2),
        Known::Nothing => {
            let next = view.lower(place + 1);
            SUBJECT.contains(&next)
                || ((next == "'" || next == "’")
                    && view.lower(place + 2) == "s"
                    && view.joined(place + 1))
                || view.mark(place + 1, ',')
                    && view.at(place + 2).is_some_and(|after| {
                        !after.line
                            && (after.named() && !matches!(view.known(place + 2), Known::Word)
                                || matches!(after.text, "can" | "please" | "who" | "your"))
                    })
        }
    }
}

/// Whether a word that wants a name stands before: `Patient: …`, `Wife (…`, `Dear …`.
fn labelled(view: &View<'_>, place: usize) -> bool {
    let mut at = place;
    for _ in 0..2 {
        let Some(before) = view.before(at, 1) else {
            return false;
        };
        if matches!(before.text, ":" | "(" | ",") {
            at -= 1;
            continue;
        }
        let sentence = view.at(at).is_some_and(|token| token.line)
            && !before.is(':')
            && !view.at(at).is_some_and(|token| token.is(':'));
        return !sentence && CALLED.contains(&before.lower.as_ref());
    }
    false
}

/// `Dr. Siobhan Young`; of `Mr. Tanaka` the title belongs to it no more than a label does.
fn titled(view: &View<'_>, place: usize) -> Option<Hit> {
    let mut at = place + 1;
    if view.mark(at, '.') {
        at += 1;
    }
    let first = view.at(at)?;
    if first.line
        || !first.spaced
        || !matches!(first.shape, Shape::Capital | Shape::Letter | Shape::Upper)
    {
        return None;
    }
    if title(&first.lower) {
        return None;
    }
    let behind = end_of_run(view, at)?;
    let mut behind = behind.min(at + 5);
    while behind > at + 1
        && view.known(behind - 1) == Known::Word
        && view
            .at(behind - 1)
            .is_some_and(|one| one.shape != Shape::Letter)
        && view.known(at) != Known::Word
    {
        behind -= 1;
    }
    if view.known(at) == Known::Word && behind > at + 1 {
        behind = at + 1;
    }
    span(view, at, behind)
}

/// The place behind a run of words in capitals, initials and particles on one line.
fn end_of_run(view: &View<'_>, place: usize) -> Option<usize> {
    let first = view.at(place)?;
    let upper = first.shape == Shape::Upper;
    if upper && first.text.chars().count() < 3 {
        return None;
    }
    let mut at = place + 1;
    if first.shape == Shape::Letter {
        // An initial counts with a full stop and a name behind it.
        if !view.mark(at, '.')
            || !view.joined(at)
            || !view
                .at(at + 1)
                .is_some_and(|next| next.named() && !next.line || next.shape == Shape::Letter)
        {
            return None;
        }
        at += 1;
    }
    let mut words = 1;
    while words < 5 {
        let Some(token) = view.at(at).filter(|token| !token.line) else {
            break;
        };
        let goes_on = match token.shape {
            Shape::Capital => {
                !upper
                    && (token.spaced || view.before(at, 1).is_some_and(|before| before.is('.')))
                    && !title(&token.lower)
            }
            Shape::Upper => upper && token.spaced && token.text.chars().count() > 2,
            Shape::Letter
                if token.spaced || view.before(at, 1).is_some_and(|before| before.is('.')) =>
            {
                let dotted = view.mark(at + 1, '.') && view.joined(at + 1);
                let then = if dotted { at + 2 } else { at + 1 };
                let more = view.at(then).is_some_and(|next| {
                    !next.line
                        && (next.named()
                            || next.shape == Shape::Letter
                            || upper && next.shape == Shape::Upper)
                });
                if !more {
                    break;
                }
                at = then;
                words += 1;
                continue;
            }
            Shape::Lower => {
                particle(token.text)
                    && token.text != "of"
                    && token.text != "do"
                    && view
                        .at(at + 1)
                        .is_some_and(|next| next.named() && !next.line)
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        at += 1;
        words += 1;
    }
    Some(at)
}

/// `known as "Toby"`.
pub(super) fn quoted(view: &View<'_>, place: usize) -> Option<Hit> {
    let words = (view.lower(place), view.lower(place + 1));
    let at = match (words.0, words.1) {
        ("known", "as") | ("goes", "by") | ("called", "him" | "her") => place + 2,
        ("nicknamed" | "alias" | "aka", _) => place + 1,
        _ => return None,
    };
    let at = if view
        .at(at)
        .is_some_and(|token| matches!(token.text, "\"" | "“" | "'" | "‘"))
    {
        at + 1
    } else {
        return None;
    };
    let token = view.at(at)?;
    matches!(token.shape, Shape::Capital | Shape::Upper).then_some((
        token.start,
        token.end,
        PhiKind::Name,
    ))
}
