//! Words in capitals that stand together.

use super::View;
use crate::lexicon::Known;
use crate::role::Role;
use crate::token::Shape;

/// Whether the word at this place belongs to the name of a disease or a sign: `Wilson's disease`, `Hodgkin lymphoma`, `Guillain-Barré syndrome`.
pub(crate) fn eponym_follows(view: &View<'_>, place: usize) -> bool {
    let mut at = place + 1;
    if (view.mark(at, '\'') || view.mark(at, '’')) && view.joined(at) {
        at += 2;
    }
    // `non-Hodgkin B-cell lymphoma`, `Charcot-Marie-Tooth disease`, `Wolff-Parkinson-White syndrome`.
    for _ in 0..3 {
        let Some(token) = view.at(at).filter(|token| !token.line) else {
            return false;
        };
        if token.role().is(Role::EPONYM) {
            return true;
        }
        let goes_on = (token.shape == Shape::Mark && matches!(token.text, "-" | "–"))
            || token.named() && token.known() == Known::Word;
        if !goes_on {
            return false;
        }
        at += 1;
    }
    false
}

/// Whether a dose follows: `Lasix 40 mg`.
pub(super) fn dose_follows(view: &View<'_>, place: usize) -> bool {
    let Some(number) = view.at(place + 1).filter(|token| !token.line) else {
        return false;
    };
    match number.shape {
        Shape::Number => {
            let mut at = place + 2;
            while view.at(at).is_some_and(|token| {
                !token.spaced
                    && (token.shape == Shape::Number || matches!(token.text, "." | "/" | "-" | ","))
            }) {
                at += 1;
            }
            view.role(at, Role::DOSE) || view.mark(at, '%')
        }
        // `40mg`
        Shape::Code => {
            let unit = number
                .lower
                .trim_start_matches(|c: char| c.is_ascii_digit());
            unit.len() < number.lower.len() && Role::of(unit).is(Role::DOSE)
        }
        _ => false,
    }
}

/// The place behind a run of words in capitals, initials and particles on one line.
pub(super) fn end_of_run(view: &View<'_>, place: usize) -> Option<usize> {
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
                    && !token.role().is(Role::TITLE)
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
                token.particle()
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
