//! Numbers in a text, with what stands around them.

use crate::lexicon::Lexicon;
use crate::text::{Kind, Token};
use rust_decimal::{Decimal, RoundingStrategy};

/// How a number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    /// `120/80`, `4 out of 5`
    Over(Decimal),
    /// `35-37`
    To(Decimal),
    /// `x3`, `three times`
    Times,
}

/// What limits a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Above,
    AtLeast,
    Below,
    AtMost,
}

/// A number in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number {
    pub(crate) from: usize,
    /// After the number and its unit.
    pub(crate) to: usize,
    /// After the number itself.
    pub(crate) digits_to: usize,
    pub(crate) value: Decimal,
    pub(crate) decimals: u32,
    pub(crate) unit: Option<usize>,
    pub(crate) form: Form,
    /// A sign such as `<` before it.
    pub(crate) sign: Option<Limit>,
    /// Written as a word.
    pub(crate) word: bool,
}

/// All numbers outside the tokens that are used already.
pub(crate) fn mentions(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    used: &[bool],
) -> Vec<Number> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let found = if used.get(at).copied().unwrap_or(false) {
            None
        } else {
            one(lexicon, text, tokens, at)
        };
        match found {
            Some(number) => {
                at = number.to.max(at + 1);
                out.push(number);
            }
            None => at += 1,
        }
    }
    out
}

#[expect(
    clippy::too_many_lines,
    reason = "one way after the other, read from top to bottom"
)]
fn one(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Number> {
    let token = &tokens[at];
    let (mut value, word, said_to) = match token.kind {
        Kind::Number => (token.lower.parse::<Decimal>().ok()?, false, at + 1),
        Kind::Word => match spoken(tokens, at) {
            Some((value, to)) => (value, true, to),
            None => (Decimal::from(times_sign(&token.lower)?), true, at + 1),
        },
        Kind::Mark => return None,
    };
    let mut form = if token.is_word() && times_sign(&token.lower).is_some() {
        Form::Times
    } else {
        Form::Plain
    };
    let before = at.checked_sub(1).and_then(|index| tokens.get(index));
    let earlier = at.checked_sub(2).and_then(|index| tokens.get(index));
    // `COVID-19`, `PHQ-9`, `L4-5`: a number that is part of a name.
    let joined = before.is_some_and(|mark| mark.is_mark('-') && !mark.spaced) && !token.spaced;
    if joined
        && token.kind == Kind::Number
        && earlier.is_some_and(|name| name.is_word() && name.capital)
        && !tokens
            .get(at + 1)
            .is_some_and(|next| next.is_mark('/') && !next.spaced)
    {
        return None;
    }
    let minus = before.is_some_and(|mark| {
        mark.is_mark('-')
            && !token.spaced
            && (mark.spaced || earlier.is_none_or(|token| token.is_mark('(')))
            && !earlier.is_some_and(|token| token.kind == Kind::Number && !mark.spaced)
    });
    if minus {
        value = -value;
    }
    let sign = before.and_then(|mark| sign(mark, earlier, token));
    let decimals = token
        .lower
        .split_once('.')
        .map_or(0, |(_, digits)| u32::try_from(digits.len()).unwrap_or(0));
    let decimals = if word { value.scale() } else { decimals };
    let mut to = said_to;
    let numeric = |index: usize| -> Option<Decimal> {
        let token = tokens.get(index)?;
        match token.kind {
            Kind::Number => token.lower.parse().ok(),
            Kind::Word => word_value(&token.lower).map(Decimal::from),
            Kind::Mark => None,
        }
    };
    // `152 over 94`, `one fifty-two over ninety-four`
    let over = tokens
        .get(to)
        .filter(|token| token.is("over"))
        .and_then(|_| amount(tokens, to + 1))
        .filter(|(below, _)| {
            value >= Decimal::from(60) && *below >= Decimal::from(20) && *below < value
        });
    if let Some((below, end)) = over {
        form = Form::Over(below);
        to = end;
    }
    if form == Form::Plain {
        if tokens
            .get(to)
            .is_some_and(|mark| mark.is_mark('/') && !mark.spaced)
            && tokens
                .get(to + 1)
                .is_some_and(|next| next.kind == Kind::Number && !next.spaced)
        {
            form = numeric(to + 1).map_or(form, Form::Over);
            to += 2;
        } else if tokens.get(to).is_some_and(|token| token.is("out"))
            && tokens.get(to + 1).is_some_and(|token| token.is("of"))
        {
            if let Some(over) = numeric(to + 2) {
                form = Form::Over(over);
                to += 3;
            }
        } else if tokens.get(to).is_some_and(|mark| mark.is_mark('-'))
            && tokens
                .get(to + 1)
                .is_some_and(|next| next.kind == Kind::Number && !next.spaced)
        {
            form = numeric(to + 1).map_or(form, Form::To);
            to += 2;
        }
    }
    let digits_to = to;
    // `57-year-old`: a hyphen may stand before the unit.
    let hyphen = usize::from(
        tokens
            .get(to)
            .is_some_and(|mark| mark.is_mark('-') && !mark.spaced)
            && tokens
                .get(to + 1)
                .is_some_and(|next| next.is_word() && !next.spaced),
    );
    let mut unit = lexicon.unit_at(text, tokens, to + hyphen);
    if let Some((_, end)) = unit {
        to = end;
        if form == Form::Plain
            && let Some((sum, small, end)) = compound(lexicon, text, tokens, value, unit, to)
        {
            (value, unit, to) = (sum, Some((small, end)), end);
        }
    } else if tokens.get(to).is_some_and(|token| token.is("times")) {
        form = if form == Form::Plain {
            Form::Times
        } else {
            form
        };
    }
    Some(Number {
        from: at,
        to,
        digits_to,
        value,
        decimals,
        unit: unit.map(|(unit, _)| unit),
        form,
        sign,
        word,
    })
}

/// `5 ft 11 in`, `7 lb 3 oz`: both in the smaller unit.
fn compound(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    value: Decimal,
    unit: Option<(usize, usize)>,
    at: usize,
) -> Option<(Decimal, usize, usize)> {
    let (large, _) = unit?;
    let name = lexicon.units.get(large)?.name.as_str();
    let smaller = match name {
        "[ft_i]" => "[in_i]",
        "[lb_av]" => "[oz_av]",
        "a" => "mo",
        _ => return None,
    };
    let more: Decimal = tokens
        .get(at)
        .filter(|token| token.kind == Kind::Number)?
        .lower
        .parse()
        .ok()?;
    let small = lexicon.unit_of(smaller)?;
    let end = match lexicon.unit_at(text, tokens, at + 1) {
        Some((unit, end)) if unit == small => end,
        _ if smaller == "[in_i]"
            && tokens
                .get(at + 1)
                .is_some_and(|token| token.is("in") || token.is_mark('"')) =>
        {
            at + 2
        }
        _ => return None,
    };
    let times = lexicon
        .units
        .get(large)?
        .factor
        .checked_div(lexicon.units.get(small)?.factor)?;
    let sum = value.checked_mul(times.round())?.checked_add(more)?;
    Some((sum, small, end))
}

fn sign(mark: &Token, earlier: Option<&Token>, token: &Token) -> Option<Limit> {
    let equals = mark.is_mark('=') && !mark.spaced && !token.spaced;
    let first = if equals { earlier? } else { mark };
    Some(match first.lower.as_str() {
        "<" if equals => Limit::AtMost,
        ">" if equals => Limit::AtLeast,
        "<" => Limit::Below,
        ">" => Limit::Above,
        "≤" => Limit::AtMost,
        "≥" => Limit::AtLeast,
        _ => return None,
    })
}

/// `x3`
fn times_sign(word: &str) -> Option<u32> {
    word.strip_prefix(['x', '×'])
        .filter(|digits| !digits.is_empty() && digits.len() <= 2)
        .and_then(|digits| digits.parse().ok())
}

/// A number in figures or words, and where it ends.
fn amount(tokens: &[Token], at: usize) -> Option<(Decimal, usize)> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Number => Some((token.lower.parse().ok()?, at + 1)),
        Kind::Word => spoken(tokens, at),
        Kind::Mark => None,
    }
}

/// A number said in words: `forty-five`, `one hundred and six`, `one fifty-two`, `five point nine`.
pub(crate) fn spoken(tokens: &[Token], at: usize) -> Option<(Decimal, usize)> {
    let (mut value, mut to) = below_hundred(tokens, at)?;
    let step = |to: usize| to + usize::from(tokens.get(to).is_some_and(|token| token.is_mark('-')));
    if tokens.get(to).is_some_and(|token| token.is("hundred")) && value < 100 {
        value *= 100;
        to += 1;
        let and = usize::from(tokens.get(to).is_some_and(|token| token.is("and")));
        if let Some((more, end)) = below_hundred(tokens, to + and).filter(|(more, _)| *more < 100) {
            value += more;
            to = end;
        }
    } else if (1..10).contains(&value)
        && let Some((more, end)) =
            below_hundred(tokens, step(to)).filter(|(more, _)| (10..100).contains(more))
    {
        value = value * 100 + more;
        to = end;
    }
    if tokens.get(to).is_some_and(|token| token.is("thousand")) && value < 1000 {
        value *= 1000;
        to += 1;
    }
    if tokens.get(to).is_some_and(|token| token.is("point"))
        && let Some(digit) = tokens
            .get(to + 1)
            .and_then(|token| word_value(&token.lower).or_else(|| token.lower.parse().ok()))
            .filter(|digit| *digit < 10)
    {
        let second = tokens
            .get(to + 2)
            .and_then(|token| word_value(&token.lower))
            .filter(|digit| *digit < 10 && tokens[to + 2].is_word());
        return Some(match second {
            Some(second) => (
                Decimal::new(i64::from(value * 100 + digit * 10 + second), 2),
                to + 3,
            ),
            None => (Decimal::new(i64::from(value * 10 + digit), 1), to + 2),
        });
    }
    Some((Decimal::from(value), to))
}

/// `forty-five`, `forty`, `five`
fn below_hundred(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let token = tokens.get(at).filter(|token| token.is_word())?;
    let value = word_value(&token.lower)?;
    if (20..100).contains(&value) && value % 10 == 0 {
        let hyphen = usize::from(tokens.get(at + 1).is_some_and(|token| token.is_mark('-')));
        let unit = tokens
            .get(at + 1 + hyphen)
            .filter(|token| token.is_word())
            .and_then(|token| word_value(&token.lower))
            .filter(|unit| (1..10).contains(unit) && !tokens[at + 1 + hyphen].is("once"));
        if let Some(unit) = unit.filter(|_| !tokens[at + 1 + hyphen].is("twice")) {
            return Some((value + unit, at + 2 + hyphen));
        }
    }
    Some((value, at + 1))
}

/// A number word.
pub(crate) fn word_value(word: &str) -> Option<u32> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let small = WORDS
        .iter()
        .position(|name| *name == word)
        .and_then(|index| u32::try_from(index).ok());
    small.or(match word {
        "twice" => Some(2),
        "once" => Some(1),
        "thirty" => Some(30),
        "forty" => Some(40),
        "fifty" => Some(50),
        "sixty" => Some(60),
        "seventy" => Some(70),
        "eighty" => Some(80),
        "ninety" => Some(90),
        "dozen" => Some(12),
        "hundred" => Some(100),
        _ => None,
    })
}

/// Rounds half up (away from zero) to so many decimals.
pub(crate) fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// Whether a claimed number is the source's, rounded to the digits shown; `rough` lets trailing zeros count as rounding.
pub(crate) fn agrees(claimed: Decimal, decimals: u32, source: Decimal, rough: bool) -> bool {
    if claimed == source || rounded(source, decimals) == claimed {
        return true;
    }
    if rough && decimals == 0 && claimed != Decimal::ZERO {
        for power in [10_i64, 100, 1000] {
            let step = Decimal::from(power);
            if (claimed % step).is_zero()
                && (source / step).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
                    * step
                    == claimed
            {
                return true;
            }
        }
    }
    false
}

/// Whether two numbers differ by a power of ten.
pub(crate) fn off_by_power(claimed: Decimal, decimals: u32, source: Decimal) -> bool {
    [10_i64, 100, 1000].iter().any(|power| {
        let step = Decimal::from(*power);
        source
            .checked_mul(step)
            .is_some_and(|up| agrees(claimed, decimals, up, false))
            || agrees(claimed, decimals, source / step, false)
    })
}
