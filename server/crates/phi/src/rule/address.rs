//! Streets, towns, postal codes, countries.

use super::run::{dose_follows, eponym_follows, particle};
use super::{Hit, View};
use crate::kind::PhiKind;
use crate::lexicon::Known;
use crate::token::Shape;

const STATES: &str = " AL AK AZ AR CA CO CT DE FL GA HI IA ID IL IN KS KY LA MA ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR RI SC SD TN TX UT VA VT WA WI WV WY DC PR AE AP AA ON QC BC AB MB SK NS ";

/// Words that a box or a unit begins with.
pub(super) const BOXES: [&str; 8] = [
    "p",
    "po",
    "postbox",
    "psc",
    "cmr",
    "apt",
    "apartment",
    "suite",
];

fn street(lower: &str) -> bool {
    matches!(
        lower,
        "st" | "street"
            | "ave"
            | "avenue"
            | "rd"
            | "road"
            | "blvd"
            | "boulevard"
            | "ln"
            | "lane"
            | "dr"
            | "drive"
            | "ct"
            | "court"
            | "way"
            | "pl"
            | "place"
            | "terrace"
            | "ter"
            | "row"
            | "highway"
            | "hwy"
            | "pkwy"
            | "parkway"
            | "cir"
            | "circle"
            | "square"
            | "sq"
            | "close"
            | "crescent"
            | "gate"
            | "trail"
            | "trl"
            | "loop"
            | "alley"
            | "pike"
            | "turnpike"
            | "gardens"
            | "grove"
            | "mews"
            | "quay"
            | "walk"
            | "broadway"
    )
}

/// Words that streets begin with in other languages.
fn before_name(lower: &str) -> bool {
    matches!(
        lower,
        "rue"
            | "rua"
            | "via"
            | "vicolo"
            | "calle"
            | "avenida"
            | "avda"
            | "carrer"
            | "piazza"
            | "plaza"
            | "praça"
            | "ulica"
            | "ul"
            | "chemin"
            | "allée"
            | "impasse"
            | "paseo"
            | "corso"
            | "viale"
    )
}

/// Endings of streets that are one word.
fn one_word(lower: &str) -> bool {
    [
        "strasse", "straße", "gasse", "allee", "weg", "gatan", "gata", "vägen", "vegen", "veien",
        "vej", "gade", "katu", "kuja", "tie", "laan", "straat", "utca", "vangen",
    ]
    .iter()
    .any(|ending| lower.len() > ending.len() + 2 && lower.ends_with(ending))
}

fn state(text: &str) -> bool {
    text.len() == 2 && STATES.split(' ').any(|one| one == text)
}

fn unit(lower: &str) -> bool {
    matches!(
        lower,
        "apt" | "apartment" | "suite" | "ste" | "unit" | "flat" | "box" | "floor" | "room"
    )
}

/// A unit with its number: `Apt. 4`, `Suite 868`; the place behind it.
fn unit_at(view: &View<'_>, place: usize) -> Option<usize> {
    if !unit(view.lower(place)) {
        return None;
    }
    let mut at = place + 1;
    while view.mark(at, '.') || view.mark(at, '#') {
        at += 1;
    }
    let token = view.at(at)?;
    (matches!(token.shape, Shape::Number | Shape::Code | Shape::Letter) && !token.line)
        .then_some(at + 1)
}

/// What may follow a street: units, towns, states, postal codes, countries, also on the next lines. The place behind it.
fn tail(view: &View<'_>, place: usize) -> usize {
    let mut end = place;
    let mut at = place;
    for _ in 0..16 {
        let Some(token) = view.at(at) else { break };
        // Quoted mail repeats its mark on every line.
        if token.is(',')
            || token.is('>') && token.line
            || token.is('.')
                && view
                    .before(at, 1)
                    .is_some_and(|before| street(&before.lower) || unit(&before.lower))
        {
            at += 1;
            continue;
        }
        if let Some(behind) = unit_at(view, at) {
            (at, end) = (behind, behind);
            continue;
        }
        let separated = token.line
            || view
                .before(at, 1)
                .is_some_and(|before| before.is(',') || before.is('.'))
            || end == at;
        let separated = separated || view.before(at, 1).is_some_and(|before| before.is('>'));
        let fits = match token.shape {
            Shape::Number => (4..=6).contains(&token.text.len()) && !dose_follows(view, at - 1),
            Shape::Code => token.text.len() <= 8 && separated && token.text.len() >= 5,
            Shape::Upper => {
                state(token.text) || token.text.chars().count() > 3 && view.known(at) != Known::Word
            }
            Shape::Letter => {
                view.before(at, 1).is_some_and(|before| {
                    before.end == view.before(end, 1).map_or(0, |last| last.end)
                }) && view.known(at) == Known::Nothing
            }
            Shape::Capital => {
                view.known(at) != Known::Word && !eponym_follows(view, at)
                    || separated && town(view, at)
            }
            Shape::Lower => {
                particle(token.text)
                    && view.at(at + 1).is_some_and(|next| {
                        next.named() && !next.line && view.known(at + 1) != Known::Word
                    })
            }
            Shape::Mark => {
                token.is('-')
                    && view.joined(at)
                    && view.joined(at + 1)
                    && view
                        .at(at + 1)
                        .is_some_and(|next| next.shape == Shape::Number)
            }
        };
        if !fits
            || (!separated
                && token.shape == Shape::Capital
                && view.before(at, 1).is_none_or(|before| {
                    !matches!(
                        before.shape,
                        Shape::Capital | Shape::Lower | Shape::Number | Shape::Upper
                    )
                }))
        {
            break;
        }
        at += 1;
        end = at;
    }
    end
}

/// A town whose name is made of ordinary words, with a state or a postal code behind it: `New Haven, CT`.
fn town(view: &View<'_>, place: usize) -> bool {
    (1..=4).any(|ahead| {
        view.at(place + ahead)
            .is_some_and(|token| !token.line && state(token.text))
    })
}

fn hit(view: &View<'_>, start: usize, behind: usize) -> Option<Hit> {
    Some((
        view.at(start)?.start,
        view.before(behind, 1)?.end,
        PhiKind::Address,
    ))
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
    let lower = next.lower.as_ref();
    if matches!(lower, "p" | "po" | "box" | "postbox") {
        return boxed(view, at).and_then(|behind| hit(view, place, tail(view, behind)));
    }
    let start = at;
    if before_name(lower)
        && next.named()
        && view
            .at(at + 1)
            .is_some_and(|after| after.named() && !after.line)
    {
        return hit(view, place, tail(view, at + 1));
    }
    for _ in 0..5 {
        let token = view.at(at).filter(|token| !token.line)?;
        let lower = token.lower.as_ref();
        let capital = matches!(token.shape, Shape::Capital | Shape::Upper | Shape::Letter)
            || (token.shape == Shape::Code && lower.ends_with(['h', 'd', 't']));
        if at > start
            && street(lower)
            && matches!(token.shape, Shape::Capital | Shape::Upper | Shape::Lower)
        {
            return hit(view, place, tail(view, at + 1));
        }
        let foreign = one_word(lower)
            || (at > start && before_name(view.lower(start)))
            || view.known(start) == Known::Nothing;
        if at >= start
            && foreign
            && matches!(token.shape, Shape::Capital | Shape::Lower | Shape::Mark)
        {
            let mut number = at + 1;
            if view.mark(number, '.') {
                number += 1;
            }
            if view.at(number).is_some_and(|next| {
                next.shape == Shape::Number && !next.line && next.text.len() <= 4
            }) && !dose_follows(view, at)
                && (capital || one_word(lower))
            {
                return hit(view, place, tail(view, number + 1));
            }
        }
        if !(capital || particle(lower) || token.is('.') || one_word(lower)) {
            return None;
        }
        at += 1;
    }
    None
}

/// `P.O. Box 12`, `Box 12`, `Postbox 21`; the place behind it.
fn boxed(view: &View<'_>, place: usize) -> Option<usize> {
    let at = (place..place + 6).find(|at| matches!(view.lower(*at), "box" | "postbox"))?;
    let between = (place..at).all(|one| matches!(view.lower(one), "p" | "o" | "po" | "."));
    let number = view.at(at + 1)?;
    (between && matches!(number.shape, Shape::Number | Shape::Code)).then_some(at + 2)
}

/// What begins with a word: a box, a unit, a street abroad, a town after a word that wants a place, a country.
pub(super) fn unnumbered(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    let lower = token.lower.as_ref();
    match lower {
        "p" | "po" | "postbox" => {
            return boxed(view, place).and_then(|behind| hit(view, place, tail(view, behind)));
        }
        "psc" | "cmr"
            if view
                .at(place + 1)
                .is_some_and(|next| next.shape == Shape::Number) =>
        {
            let behind = if view.mark(place + 2, ',') {
                unit_at(view, place + 3)
            } else {
                unit_at(view, place + 2)
            };
            return hit(view, place, tail(view, behind.unwrap_or(place + 2)));
        }
        "apt" | "apartment" | "suite" => {
            return unit_at(view, place).and_then(|behind| hit(view, place, tail(view, behind)));
        }
        _ => {}
    }
    let numbered =
        (place + 1..place + 6).any(|at| view.at(at).is_some_and(|one| one.shape == Shape::Number));
    if numbered
        && (before_name(lower) && token.named() || one_word(lower))
        && !eponym_follows(view, place)
    {
        let number = (place + 1..place + 6)
            .find(|at| view.at(*at).is_some_and(|one| one.shape == Shape::Number))?;
        let inside = (place + 1..number).all(|at| {
            view.at(at)
                .is_some_and(|one| !one.line && (one.named() || particle(one.text) || one.is('.')))
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
                    || particle(next.text)
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
        if street(view.lower(behind))
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
    let wants = [
        "from", "in", "near", "to", "at", "of", "outside", "around", "via",
    ];
    let cued = view
        .before(place, 1)
        .is_some_and(|before| wants.contains(&before.lower.as_ref()));
    let strange = view.known(place) == Known::Nothing;
    let lived = view.cue(
        place,
        2,
        &[
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
        ],
    );
    let coded = view.at(behind).is_some_and(|next| {
        next.shape == Shape::Number && !next.line && (4..=6).contains(&next.text.len())
    });
    let behind = behind + usize::from(coded && !dose_follows(view, behind - 1));
    (strange
        && (cued
            && (token.named()
                || view
                    .before(place, 1)
                    .is_some_and(|before| matches!(before.text, "in" | "to" | "from")))
            || lived))
        .then(|| hit(view, place, behind))?
}
