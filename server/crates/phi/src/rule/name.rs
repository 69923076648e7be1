//! Names of people.

use super::run::{dose_follows, end_of_run, eponym_follows};
use super::{Hit, View};
use crate::kind::PhiKind;
use crate::lexicon::Known;
use crate::role::Role;
use crate::token::{Shape, Token};

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

/// What is known of the words of a run.
#[derive(Default)]
struct Seen {
    count: usize,
    first: Option<Known>,
    kinds: u8,
}

impl Seen {
    fn add(&mut self, known: Known) {
        self.count += 1;
        self.first.get_or_insert(known);
        self.kinds |= 1 << known as u8;
    }

    const fn has(&self, known: Known) -> bool {
        self.kinds & (1 << known as u8) != 0
    }
}

/// A name at this place.
pub(super) fn name(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    if token.role().is(Role::TITLE) && token.shape != Shape::Letter {
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
            || view.role(behind - 1, Role::PARTICLE))
    {
        behind -= 1;
    }
    if (place..behind).any(|at| eponym_follows(view, at))
        || dose_follows(view, behind - 1) && !called
    {
        return None;
    }
    let mut seen = Seen::default();
    for at in place..behind {
        if let Some(one) = view
            .at(at)
            .filter(|one| one.named() || one.shape == Shape::Upper)
        {
            seen.add(one.known());
        }
    }
    let strange = seen.has(Known::Nothing) || seen.has(Known::Name);
    let accept = if token.shape == Shape::Upper {
        seen.count >= 2 && seen.has(Known::Name) && !seen.has(Known::Word) && token.text.len() > 2
    } else if qualified && seen.count >= 2 {
        true
    } else if seen.count >= 2
        || view
            .before(behind, 1)
            .is_some_and(|last| last.shape == Shape::Letter)
            && behind > place + 1
        || token.shape == Shape::Letter
    {
        strange
            || (called && !seen.has(Known::Word))
            || seen.count >= 2 && !seen.has(Known::Word) && !seen.has(Known::Place)
    } else {
        single(view, place, seen.first?, called)
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
        Known::WordName if opens => view.role(place + 1, Role::PERSON) || listed(view, place),
        Known::WordName => called || listed(view, place),
        Known::Name => true,
        Known::Nothing if called || !opens => view
            .at(place)
            .is_some_and(|token| token.text.chars().count() > 2),
        Known::Nothing => {
            let next = view.lower(place + 1);
            view.role(place + 1, Role::SUBJECT)
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
        return !sentence && before.role().is(Role::CALLED);
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
    if first.role().is(Role::TITLE) {
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

/// `known as "Toby"`.
pub(super) fn quoted(view: &View<'_>, place: usize) -> Option<Hit> {
    if !view.role(place, Role::NICKNAMED) {
        return None;
    }
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
