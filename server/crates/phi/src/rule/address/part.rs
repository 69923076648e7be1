//! What may stand behind a street or a box.

use crate::kind::PhiKind;
use crate::lexicon::Known;
use crate::role::Role;
use crate::rule::run::{dose_follows, eponym_follows};
use crate::rule::{Hit, View};
use crate::token::Shape;

/// Two letters each.
const STATES: &str = "ALAKAZARCACOCTDEFLGAHIIAIDILINKSKYLAMAMEMIMNMOMSMTNCNDNENHNJNMNVNYOHOKORRISCSDTNTXUTVAVTWAWIWVWYDCPRAEAPAAONQCBCABMBSKNS";

/// Whether these are the two letters of a state.
pub(super) fn state(text: &str) -> bool {
    let [first, second] = text.as_bytes() else {
        return false;
    };
    first.is_ascii_uppercase()
        && STATES
            .as_bytes()
            .chunks_exact(2)
            .any(|state| state == [*first, *second])
}

/// A unit with its number: `Apt. 4`, `Suite 868`; the place behind it.
pub(super) fn unit_at(view: &View<'_>, place: usize) -> Option<usize> {
    if !view.role(place, Role::UNIT) {
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
pub(super) fn tail(view: &View<'_>, place: usize) -> usize {
    let mut end = place;
    let mut at = place;
    for _ in 0..16 {
        let Some(token) = view.at(at) else { break };
        // Quoted mail repeats its mark on every line.
        if token.is(',')
            || token.is('>') && token.line
            || token.is('.')
                && view.before(at, 1).is_some_and(|before| {
                    before.role().is(Role::STREET) || before.role().is(Role::UNIT)
                })
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
                token.particle()
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

pub(super) fn hit(view: &View<'_>, start: usize, behind: usize) -> Option<Hit> {
    Some((
        view.at(start)?.start,
        view.before(behind, 1)?.end,
        PhiKind::Address,
    ))
}
