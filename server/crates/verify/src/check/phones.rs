//! Telephone numbers, and the numbers that items of a list are told by: neither measures anything.

use super::Check;
use crate::number::{Form, Number};
use crate::text::{Kind, Token};
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;

/// As few digits as a telephone number has, and as many.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

impl Check<'_> {
    /// `phone 555-300-2169`, `a number ending in 5611`: as a cited source has it.
    pub(crate) fn phones(&mut self) {
        let mut at = 0;
        while at < self.claim.tokens.len() {
            let Some((to, digits)) = self.phone_at(at) else {
                at += 1;
                continue;
            };
            let whole = digits.len() >= *DIGITS.start();
            let known = self.reach().any(|cited| {
                runs(&cited.snippet.text).any(|own| {
                    if whole {
                        own.ends_with(&digits) || digits.ends_with(&own)
                    } else {
                        own.ends_with(&digits)
                    }
                })
            });
            if !known {
                let span = self.claim.span(at, to);
                let verdict = Verdict::Unsupported;
                self.against(verdict, ReasonCode::Number, span, None, Vec::new());
            }
            for index in at..to {
                self.claim.used[index] = true;
            }
            self.settled |= known;
            at = to;
        }
    }

    /// A telephone number that begins at a token: its end and its digits.
    fn phone_at(&self, at: usize) -> Option<(usize, String)> {
        let tokens = &self.claim.tokens;
        let first = tokens.get(at).filter(|token| digits(token))?;
        if self.claim.used[at] {
            return None;
        }
        let word = |back: usize| {
            at.checked_sub(back)
                .map_or("", |index| tokens[index].lower.as_str())
        };
        if word(2) == "ending" && matches!(word(1), "in" | "with") && first.lower.len() >= 3 {
            return Some((at + 1, first.lower.clone()));
        }
        let mut found = first.lower.clone();
        let mut parts = 1;
        let mut to = at + 1;
        while let Some(next) = tokens.get(to + 1) {
            let joined = (tokens[to].is_mark('-') || tokens[to].is_mark(')')) && !tokens[to].spaced;
            if !(joined && digits(next)) {
                break;
            }
            found.push_str(&next.lower);
            parts += 1;
            to += 2;
        }
        let last = tokens[to - 1].lower.len() == 4;
        let head = first.lower.len() == 3 && (parts == 3 || (parts == 2 && first.lower != "000"));
        let phoned = matches!(
            word(1),
            "phone" | "tel" | "telephone" | "fax" | "mobile" | "cell"
        );
        ((head && last || phoned) && parts > 1 && DIGITS.contains(&found.len()))
            .then_some((to, found))
    }

    /// `1. fracture of forearm; 2. osteoporosis`, `(1) … (2) …`: which item of a list it is.
    pub(super) fn enumerates(&self, number: &Number) -> bool {
        let style = |number: &Number| self.item_style(number);
        let Some(own) = style(number) else {
            return false;
        };
        let beside = |value: Decimal| {
            self.claim
                .numbers
                .iter()
                .any(|other| other.value == value && style(other) == Some(own))
        };
        if number.value == Decimal::ONE {
            beside(Decimal::TWO)
        } else {
            beside(number.value - Decimal::ONE)
        }
    }

    /// How a number of a list is written: `1.`, `1)`, `(1)`.
    fn item_style(&self, number: &Number) -> Option<char> {
        let tokens = &self.claim.tokens;
        let plain = number.unit.is_none()
            && number.decimals == 0
            && number.form == Form::Plain
            && !number.word
            && number.value < Decimal::from(60);
        let next = tokens.get(number.to).filter(|next| plain && !next.spaced)?;
        let follows = tokens.get(number.to + 1).is_some_and(|word| word.spaced);
        let before = number.from.checked_sub(1).map(|at| &tokens[at]);
        let bracket = before.is_some_and(|mark| mark.is_mark('('));
        let begins = before.is_none_or(|mark| mark.kind == Kind::Mark)
            || tokens[number.from].sentence != tokens[number.from - 1].sentence;
        match next.lower.as_str() {
            ")" if bracket => Some('('),
            ")" if begins && follows => Some(')'),
            "." if begins && follows => Some('.'),
            _ => None,
        }
    }
}

fn digits(token: &Token) -> bool {
    token.kind == Kind::Number && token.lower.bytes().all(|byte| byte.is_ascii_digit())
}

/// The telephone numbers of a text, as digits.
fn runs(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| {
        !(character.is_ascii_digit() || matches!(character, '-' | '(' | ')' | '+' | '.'))
    })
    .map(|run| run.chars().filter(char::is_ascii_digit).collect::<String>())
    .filter(|run| DIGITS.contains(&run.len()))
}
