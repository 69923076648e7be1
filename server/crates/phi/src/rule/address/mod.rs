//! Streets, towns, postal codes, countries.

mod part;

use super::run::{dose_follows, eponym_follows};
use super::{Hit, View};
use crate::lexicon::Known;
use crate::role::Role;
use crate::token::Shape;
use part::{hit, state, tail, unit_at};

/// Endings of streets that are one word.
fn one_word(lower: &str) -> bool {
    // By the last letter first: nearly every word is none.
    let endings: &[&str] = match lower.as_bytes().last() {
        Some(b'e') => &["strasse", "straße", "gasse", "allee", "gade", "tie"],
        Some(b'g') => &["weg"],
        Some(b'n') => &["gatan", "vägen", "vegen", "veien", "laan", "vangen"],
        Some(b'a') => &["gata", "kuja", "utca"],
        Some(b'j') => &["vej"],
        Some(b'u') => &["katu"],
        Some(b't') => &["straat"],
        _ => return false,
    };
    endings
        .iter()
        .any(|ending| lower.len() > ending.len() + 2 && lower.ends_with(ending))
}

/// What begins with a number: `121 Canal St, Port-Vale, TX 76018`, `86036 Rua do Arenque 1634`.
pub(super) fn numbered(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    if token.text.len() > 5 {
        return None;
    }
    // Numbers of houses can stand twice: `3911 Fourth Avenue`, `370 3911 …`.
    let mut at = place + 1;
    if view.at(at).is_some_and(|next| {
        next.shape == Shape::Number && next.spaced && !next.line && next.text.len() <= 5
    }) {
        at += 1;
    }
    let next = view.at(at).filter(|next| !next.line)?;
    let lower = next.lower;
    if matches!(lower, "p" | "po" | "box" | "postbox") {
        return boxed(view, at).and_then(|behind| hit(view, place, tail(view, behind)));
    }
    let start = at;
    if next.role().is(Role::STREET_FIRST)
        && next.named()
        && view
            .at(at + 1)
            .is_some_and(|after| after.named() && !after.line)
    {
        return hit(view, place, tail(view, at + 1));
    }
    for _ in 0..5 {
        let token = view.at(at).filter(|token| !token.line)?;
        let lower = token.lower;
        let capital = matches!(token.shape, Shape::Capital | Shape::Upper | Shape::Letter)
            || (token.shape == Shape::Code && lower.ends_with(['h', 'd', 't']));
        if at > start
            && token.role().is(Role::STREET)
            && matches!(token.shape, Shape::Capital | Shape::Upper | Shape::Lower)
        {
            return hit(view, place, tail(view, at + 1));
        }
        if let Some(number) = house_behind(view, at)
            && (capital || one_word(lower))
            && matches!(token.shape, Shape::Capital | Shape::Lower | Shape::Mark)
            && (one_word(lower)
                || (at > start && view.role(start, Role::STREET_FIRST))
                || view.known(start) == Known::Nothing)
            && !dose_follows(view, at)
        {
            return hit(view, place, tail(view, number + 1));
        }
        if !(capital || token.role().is(Role::PARTICLE) || token.is('.') || one_word(lower)) {
            return None;
        }
        at += 1;
    }
    None
}

/// The place of a house's number right behind this word, or behind its full stop.
fn house_behind(view: &View<'_>, place: usize) -> Option<usize> {
    let number = place + 1 + usize::from(view.mark(place + 1, '.'));
    let next = view.at(number)?;
    (next.shape == Shape::Number && !next.line && next.text.len() <= 4).then_some(number)
}

/// `P.O. Box 12`, `Box 12`, `Postbox 21`; the place behind it.
fn boxed(view: &View<'_>, place: usize) -> Option<usize> {
    let at = (place..place + 6).find(|at| matches!(view.lower(*at), "box" | "postbox"))?;
    let between = (place..at).all(|one| matches!(view.lower(one), "p" | "o" | "po" | "."));
    let number = view.at(at + 1)?;
    (between && matches!(number.shape, Shape::Number | Shape::Code)).then_some(at + 2)
}

/// A box, a unit or a military address; the outer none where the word means nothing of these here.
#[expect(
    clippy::option_option,
    reason = "a word that begins a box and has none behind it is tried as nothing else"
)]
fn begun(view: &View<'_>, place: usize, lower: &str) -> Option<Option<Hit>> {
    let behind = match lower {
        "p" | "po" | "postbox" => boxed(view, place),
        "psc" | "cmr" => {
            if view.at(place + 1)?.shape != Shape::Number {
                return None;
            }
            let unit = place + 2 + usize::from(view.mark(place + 2, ','));
            Some(unit_at(view, unit).unwrap_or(place + 2))
        }
        _ => unit_at(view, place),
    };
    Some(behind.and_then(|behind| hit(view, place, tail(view, behind))))
}

/// What begins with a word: a box, a unit, a street abroad, a town after a word that wants a place, a country.
pub(super) fn unnumbered(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    let lower = token.lower;
    if token.role().is(Role::BOX)
        && let Some(found) = begun(view, place, lower)
    {
        return found;
    }
    let mut ahead = place + 1..place + 6;
    if (token.role().is(Role::STREET_FIRST) && token.named() || one_word(lower))
        && let Some(number) =
            ahead.find(|at| view.at(*at).is_some_and(|one| one.shape == Shape::Number))
        && !eponym_follows(view, place)
    {
        let inside = (place + 1..number).all(|at| {
            view.at(at)
                .is_some_and(|one| !one.line && (one.named() || one.particle() || one.is('.')))
        });
        if inside
            && view.at(number).is_some_and(|one| one.text.len() <= 4)
            && !dose_follows(view, number - 1)
        {
            return hit(view, place, tail(view, number + 1));
        }
    }
    if state(token.text)
        && view
            .at(place + 1)
            .is_some_and(|next| next.shape == Shape::Number && next.text.len() == 5 && !next.line)
    {
        return hit(view, place, tail(view, place + 2));
    }
    placed(view, place)
}

/// Words around which a town stands.
const LIVED: [&str; 11] = [
    "lives",
    "resident",
    "resides",
    "moved",
    "returned",
    "flew",
    "grew",
    "born",
    "ambulance",
    "transferred",
    "originally",
];

/// Towns and countries.
fn placed(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    let wide = token.shape == Shape::Upper && token.text.chars().count() > 3;
    if !(token.named() || wide) || eponym_follows(view, place) || dose_follows(view, place) {
        return None;
    }
    let mut behind = place + 1;
    while behind < place + 4
        && view.at(behind).is_some_and(|next| {
            !next.line
                && next.spaced
                && (next.named() && view.known(behind) != Known::Word
                    || next.shape == Shape::Letter
                        && view
                            .at(behind + 1)
                            .is_none_or(|one| one.line || !one.is('.'))
                    || next.particle()
                        && view.at(behind + 1).is_some_and(|one| {
                            one.named() && !one.line && view.known(behind + 1) != Known::Word
                        }))
        })
    {
        behind += 1;
    }
    // `Port-Vale, TX`
    let stated = view.mark(behind, ',')
        && view.at(behind + 1).is_some_and(|next| {
            state(next.text) && !next.line && !matches!(next.text, "MD" | "PA" | "DO")
        });
    if stated && (view.known(place) != Known::Word || !view.opens(place)) {
        let zip = view
            .at(behind + 2)
            .filter(|next| next.shape == Shape::Number && next.text.len() == 5 && !next.line);
        return hit(view, place, behind + 2 + usize::from(zip.is_some()));
    }
    if token.named() && view.known(place) == Known::Place {
        return hit(view, place, place + 1);
    }
    // A street without a number before it: `Isaac Lodge Street`, `Joaquin Suarez 2906`.
    if token.named() && view.known(place) != Known::Word {
        if view.role(behind, Role::STREET)
            && view
                .at(behind)
                .is_some_and(|next| matches!(next.shape, Shape::Capital) && !next.line)
            && !matches!(
                view.lower(behind),
                "dr" | "close" | "way" | "court" | "place" | "row" | "walk"
            )
        {
            return hit(view, place, behind + 1);
        }
        let number = view.at(behind).filter(|next| {
            next.shape == Shape::Number && !next.line && next.text.len() <= 4 && next.spaced
        });
        if number.is_some()
            && view.cue(
                place,
                3,
                &["at", "of", "address", "lives", "and", "located", "street"],
            )
            && !dose_follows(view, behind - 1)
        {
            return hit(view, place, behind + 1);
        }
    }
    if view.known(place) != Known::Nothing {
        return None;
    }
    let cued = view
        .before(place, 1)
        .is_some_and(|before| before.role().is(Role::WANTS_PLACE));
    let by_preposition = cued
        && (token.named()
            || view
                .before(place, 1)
                .is_some_and(|before| matches!(before.text, "in" | "to" | "from")));
    if !by_preposition && !view.cue(place, 2, &LIVED) {
        return None;
    }
    let coded = view.at(behind).is_some_and(|next| {
        next.shape == Shape::Number && !next.line && (4..=6).contains(&next.text.len())
    });
    let behind = behind + usize::from(coded && !dose_follows(view, behind - 1));
    hit(view, place, behind)
}
