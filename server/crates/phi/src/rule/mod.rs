//! Identifiers by their form and by the words around them. Each rule looks at one place of a text; what it gives is tried in this order.

mod address;
mod contact;
mod date;
mod facility;
mod ident;
mod name;
mod run;

pub(crate) use date::{Day, full as full_date};
pub(crate) use run::eponym_follows;

use crate::kind::PhiKind;
use crate::lexicon::Known;
use crate::role::{Role, TRIGGER, TRIGGERS};
use crate::token::{Shape, Token};

/// One find: bytes and kind.
pub(crate) type Hit = (usize, usize, PhiKind);

/// A text and its tokens.
pub(crate) struct View<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token<'a>],
}

impl<'a> View<'a> {
    pub(crate) fn at(&self, place: usize) -> Option<&Token<'a>> {
        self.tokens.get(place)
    }

    pub(crate) fn before(&self, place: usize, back: usize) -> Option<&Token<'a>> {
        place.checked_sub(back).and_then(|at| self.tokens.get(at))
    }

    pub(crate) fn lower(&self, place: usize) -> &str {
        self.at(place).map_or("", |token| token.lower)
    }

    /// Whether the word at this place stands in a list.
    pub(crate) fn role(&self, place: usize, role: Role) -> bool {
        self.at(place).is_some_and(|token| token.role().is(role))
    }

    pub(crate) fn known(&self, place: usize) -> Known {
        self.at(place).map_or(Known::Nothing, Token::known)
    }

    /// Whether the token stands right behind the one before it.
    pub(crate) fn joined(&self, place: usize) -> bool {
        self.at(place).is_some_and(|token| !token.spaced)
    }

    /// Whether a mark stands here.
    pub(crate) fn mark(&self, place: usize, mark: char) -> bool {
        self.at(place).is_some_and(|token| token.is(mark))
    }

    /// Whether one of these words stands among the few tokens before, in the same sentence.
    pub(crate) fn cue(&self, place: usize, far: usize, words: &[&str]) -> bool {
        for back in 1..=far {
            let Some(token) = self.before(place, back) else {
                return false;
            };
            if words.contains(&token.lower) {
                return true;
            }
            let ends = matches!(token.text, ";" | "!" | "?")
                || (token.is('.')
                    && self.at(place + 1 - back).is_some_and(|next| next.spaced)
                    && !short(self.before(place, back + 1)));
            if ends {
                return false;
            }
        }
        false
    }

    /// Whether a sentence, a line or a field begins here.
    pub(crate) fn opens(&self, place: usize) -> bool {
        let Some(token) = self.at(place) else {
            return true;
        };
        if token.line {
            return true;
        }
        match self.before(place, 1) {
            None => true,
            Some(before) if before.is('.') => !short(self.before(place, 2)),
            Some(before) => {
                before.shape == Shape::Mark
                    && !matches!(
                        before.text,
                        "," | "'" | "’" | "(" | "/" | "&" | "#" | "-" | "–" | "—"
                    )
            }
        }
    }
}

/// An abbreviation or an initial, whose full stop ends no sentence.
fn short(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|token| {
        token.shape == Shape::Letter
            || matches!(
                token.text,
                "Mr" | "Mrs" | "Ms" | "Dr" | "Prof" | "St" | "Jr" | "Sr" | "no" | "No"
            )
    })
}

/// The first rule that finds something at this place, and the place to go on from.
pub(crate) fn find(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    match token.shape {
        Shape::Number => date::numeric(view, place)
            .or_else(|| contact::number(view, place))
            .or_else(|| date::age(view, place))
            .or_else(|| date::day_first(view, place))
            .or_else(|| address::numbered(view, place))
            .or_else(|| date::year(view, place))
            .or_else(|| ident::bare(view, place)),
        Shape::Code => date::numeric(view, place)
            .or_else(|| contact::number(view, place))
            .or_else(|| date::age(view, place))
            .or_else(|| ident::bare(view, place)),
        Shape::Mark if token.is('(') || token.is('+') => contact::number(view, place),
        Shape::Mark => None,
        Shape::Lower if TRIGGERS.may(token.lower) && token.role().is(TRIGGER) => {
            ident::labelled(view, place)
                .or_else(|| address::unnumbered(view, place))
                .or_else(|| name::quoted(view, place))
        }
        Shape::Lower if view.mark(place + 1, ':') => contact::ip6(view, place),
        Shape::Lower => {
            let number = view
                .at(place + 1)
                .is_some_and(|next| next.shape == Shape::Number);
            number.then(|| address::unnumbered(view, place))?
        }
        Shape::Capital | Shape::Upper | Shape::Letter => ident::labelled(view, place)
            .or_else(|| date::month_first(view, place))
            .or_else(|| facility::facility(view, place))
            .or_else(|| address::unnumbered(view, place))
            .or_else(|| name::name(view, place)),
    }
}
