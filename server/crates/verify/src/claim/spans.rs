//! Spans of time and ages in a statement.

use super::{Anchor, Claim, Duration};
use crate::lexicon::Lexicon;
use crate::number::{Form, Number};
use crate::text::Token;
use rust_decimal::Decimal;

impl Claim<'_> {
    /// Whether a number is a span of time or an age.
    pub(super) fn duration(&self, lexicon: &Lexicon, number: &Number) -> Option<Duration> {
        let aged = matches!(self.before(number.from, 1), "age" | "aged" | "ages")
            || (matches!(self.before(number.from, 1), "and" | "to" | "-")
                && self.before(number.from, 3) == "ages")
            || (self.before(number.from, 1) == "of" && self.before(number.from, 2) == "age");
        let bare_age = number.unit.is_none()
            && number.value > Decimal::ZERO
            && number.value < Decimal::from(125);
        let year = Decimal::from(31_557_600);
        if aged && bare_age {
            return Some(Duration {
                from: number.from,
                to: number.to,
                count: number.value,
                unit: year,
                anchor: Anchor::Age,
            });
        }
        // `25 y/o`, `25F`
        let shorthand = self.words(number.digits_to, number.to).to_lowercase();
        let letter = self.tokens.get(number.to).is_some_and(|next| {
            matches!(next.lower.as_str(), "f" | "m")
                && (!next.spaced
                    || (next.upper
                        && self.tokens.get(number.to + 1).is_none_or(|after| {
                            !after.is_word() || matches!(after.lower.as_str(), "with" | "who" | "w")
                        })))
        });
        let first = number.decimals == 0
            && (number.from == 0
                || matches!(
                    self.before(number.from, 1),
                    "a" | "an" | "," | "-" | "/" | "(" | ":" | ";" | "is" | "patient" | "pt"
                )
                || self.tokens[number.from].sentence != self.tokens[number.from - 1].sentence);
        let sexed = (letter && number.unit.is_none() || matches!(shorthand.as_str(), "f" | "m"))
            && first
            && number.value < Decimal::from(125);
        if matches!(
            shorthand.as_str(),
            "yo" | "y/o" | "y.o" | "y.o." | "yof" | "yom" | "yr old" | "yrs old"
        ) || sexed
        {
            return Some(Duration {
                from: number.from,
                to: if sexed { number.digits_to } else { number.to },
                count: number.value,
                unit: year,
                anchor: Anchor::Age,
            });
        }
        // "when she was 32"
        if bare_age
            && number.decimals == 0
            && self.before(number.from, 1) == "was"
            && self.before(number.from, 3) == "when"
            && !self.tokens.get(number.to).is_some_and(Token::is_word)
        {
            return Some(Duration {
                from: number.from,
                to: number.to,
                count: number.value,
                unit: year,
                anchor: Anchor::Age,
            });
        }
        let unit = number
            .unit
            .filter(|unit| lexicon.dimension(*unit) == "time")?;
        let seconds = lexicon.units.get(unit)?.factor;
        let (to, anchor) = self.anchor(number.from, number.to, seconds);
        matches!(number.form, Form::Plain | Form::Times).then_some(Duration {
            from: number.from,
            to,
            count: number.value,
            unit: seconds,
            anchor,
        })
    }

    /// `due in four weeks`, `again in just over a month`
    fn told_ahead(&self, from: usize) -> bool {
        let blurs = |back: &usize| {
            matches!(
                self.before(from, *back),
                "just"
                    | "over"
                    | "under"
                    | "about"
                    | "roughly"
                    | "around"
                    | "some"
                    | "a"
                    | "little"
                    | "nearly"
                    | "almost"
            )
        };
        let skipped = (1..=3).take_while(blurs).count();
        self.before(from, skipped + 1) == "in"
            && matches!(
                self.before(from, skipped + 2),
                "is" | "due" | "be" | "again" | "appointment" | "e" | "visit" | "follow-up"
            )
    }

    /// `six years after simvastatin and three after amlodipine`: the unit is that of the span before.
    pub(super) fn spans_without_unit(&mut self) {
        const APART: usize = 10;
        let mut taken = Vec::new();
        for (index, number) in self.numbers.iter().enumerate() {
            let next = self.word(number.to);
            let linked = (1..=2).any(|back| matches!(self.before(number.from, back), "and" | "or"))
                || self.before(number.from, 1) == ",";
            let plain = number.unit.is_none() && number.form == Form::Plain;
            if !plain
                || !linked
                || !matches!(next, "after" | "before" | "later" | "earlier" | "ago")
            {
                continue;
            }
            let sentence = self.tokens[number.from].sentence;
            let told = self.durations.iter().rfind(|told| {
                told.to <= number.from
                    && number.from - told.to <= APART
                    && self.tokens[told.from].sentence == sentence
                    && matches!(told.anchor, Anchor::Between | Anchor::Ago)
            });
            let Some(told) = told else { continue };
            let (to, anchor) = self.anchor(number.from, number.to, told.unit);
            let duration = Duration {
                from: number.from,
                to,
                count: number.value,
                unit: told.unit,
                anchor,
            };
            taken.push((index, duration));
        }
        for (index, duration) in taken.into_iter().rev() {
            self.used[duration.from..duration.to].fill(true);
            self.numbers.remove(index);
            self.durations.push(duration);
        }
    }

    pub(super) fn anchor(&self, from: usize, to: usize, seconds: Decimal) -> (usize, Anchor) {
        let next = self.word(to);
        let after = self.word(to + 1);
        let long = seconds >= Decimal::from(2_629_800);
        match (next, after) {
            ("old", _) => (to + 1, Anchor::Age),
            ("-", "old") | ("of", "age") => (to + 2, Anchor::Age),
            ("ago" | "back", _) => (to + 1, Anchor::Ago),
            ("postpartum" | "postnatal" | "postoperatively" | "postop", _) => (to, Anchor::Ago),
            ("from", "now" | "today") => (to + 2, Anchor::Ahead),
            (
                "later" | "earlier" | "before" | "after" | "prior" | "previously" | "apart"
                | "afterwards",
                _,
            ) => (to + 1, Anchor::Between),
            _ if self.told_ahead(from) => (to, Anchor::Ahead),
            _ if long && matches!(self.before(from, 1), "aged") => (to, Anchor::Age),
            _ => (to, Anchor::Length),
        }
    }
}
