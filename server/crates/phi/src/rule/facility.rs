//! Names of hospitals, clinics and other places of care.

use super::{Hit, View};
use crate::kind::PhiKind;
use crate::lexicon::Known;
use crate::role::Role;
use crate::token::Shape;

/// Last words of such a name.
fn last(lower: &str, next: &str) -> usize {
    match lower {
        "hospital" | "hospitals" | "clinic" | "clinics" | "infirmary" | "hospice"
        | "sanatorium" | "polyclinic" | "pharmacy" | "healthcare" | "general" | "memorial" => 1,
        "medical"
            if matches!(
                next,
                "center" | "centre" | "group" | "associates" | "clinic" | "school"
            ) =>
        {
            2
        }
        "health"
            if matches!(
                next,
                "center" | "centre" | "system" | "clinic" | "network" | "services"
            ) =>
        {
            2
        }
        "nursing" if next == "home" => 2,
        "surgery" | "cancer" | "heart" | "rehabilitation" | "dialysis" | "care" | "community"
            if matches!(next, "center" | "centre") =>
        {
            2
        }
        _ => 0,
    }
}

/// A run of words in capitals that ends in a word for a place of care and begins with a name.
pub(super) fn facility(view: &View<'_>, place: usize) -> Option<Hit> {
    let first = view.at(place)?;
    if first.shape == Shape::Letter {
        return None;
    }
    let mut proper_seen = false;
    for (at, count) in (place..).zip(0..7) {
        let token = view.at(at)?;
        if count > 0 && token.line {
            return None;
        }
        let lower = token.lower;
        if count > 0 && token.named() && token.role().is(Role::CARE) {
            let words = last(lower, view.lower(at + 1));
            if words > 0 && proper_seen {
                let mut end = at + words - 1;
                // `Lakeview General Hospital`, `Northside Memorial Medical Center`
                loop {
                    let more = last(view.lower(end + 1), view.lower(end + 2));
                    if more == 0
                        || !view
                            .at(end + 1)
                            .is_some_and(|next| next.named() && next.spaced && !next.line)
                    {
                        break;
                    }
                    end += more;
                }
                return Some((first.start, view.at(end)?.end, PhiKind::Hospital));
            }
        }
        match token.shape {
            Shape::Capital | Shape::Upper => {
                proper_seen |= match view.known(at) {
                    Known::Word => token.role().is(Role::CARE_FIRST),
                    // A name alone at the beginning counts; `Patient` and the like do not.
                    _ => true,
                };
                if count == 0 && !proper_seen && !token.role().is(Role::CARE_START) {
                    return None;
                }
            }
            Shape::Mark
                if token.is('.')
                    && view
                        .before(at, 1)
                        .is_some_and(|before| before.text.len() <= 2) => {}
            Shape::Mark if matches!(token.text, "'" | "’" | "&" | "-") => {}
            Shape::Lower if matches!(lower, "s" | "of" | "the" | "and") && count > 0 => {}
            _ => return None,
        }
    }
    None
}
