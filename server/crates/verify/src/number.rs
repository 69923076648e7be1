//! Numbers in a text, with what stands around them.

use crate::lexicon::Lexicon;
use crate::text::{Kind, Token};
use rust_decimal::{Decimal, RoundingStrategy};

mod spoken;

pub(crate) use spoken::amount;
pub(crate) use spoken::{spoken, word_value};

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

impl Limit {
    /// Whether a value stands so to a limit.
    pub(crate) fn holds<N: PartialOrd + Copy>(self, value: N, limit: N) -> bool {
        match self {
            Self::Above => value > limit,
            Self::AtLeast => value >= limit,
            Self::Below => value < limit,
            Self::AtMost => value <= limit,
        }
    }
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
    share_units(tokens, &mut out);
    out
}

/// `74.2 to 67.1 kg`, `7, 14, 21 days`: the unit behind the last number is that of all.
fn share_units(tokens: &[Token], numbers: &mut [Number]) {
    for at in (0..numbers.len().saturating_sub(1)).rev() {
        let (one, next) = (&numbers[at], &numbers[at + 1]);
        let joined = tokens.get(one.to..next.from).is_some_and(|between| {
            (1..=2).contains(&between.len())
                && between.iter().all(|token| {
                    token.is_mark(',')
                        || token.is_mark('-')
                        || token.is_mark('→')
                        || matches!(
                            token.lower.as_str(),
                            "to" | "and" | "or" | "then" | "vs" | "versus" | "by" | "x" | "×"
                        )
                })
        });
        let alike = one.unit.is_none()
            && next.unit.is_some()
            && one.form == Form::Plain
            && next.form == Form::Plain
            && one.word == next.word;
        // `three to four hundred`: the hundreds are said once.
        let hundreds = Decimal::ONE_HUNDRED;
        let said_once = one.word
            && next.word
            && one.value >= Decimal::ONE
            && one.value < Decimal::TEN
            && next.value >= hundreds
            && next.value < Decimal::ONE_THOUSAND
            && (next.value % hundreds).is_zero()
            && one.value * hundreds < next.value;
        let times = if joined && said_once {
            hundreds
        } else {
            Decimal::ONE
        };
        if joined && alike {
            numbers[at].unit = next.unit;
        }
        numbers[at].value *= times;
    }
}

/// `half a centimeter`: half of a unit that measures.
fn half_a(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> bool {
    tokens[at].is("half")
        && tokens
            .get(at + 1)
            .is_some_and(|article| matches!(article.lower.as_str(), "a" | "an"))
        && lexicon
            .unit_at(text, tokens, at + 2)
            .is_some_and(|(unit, _)| {
                matches!(lexicon.dimension(unit), "mass" | "length" | "volume")
            })
}

#[expect(
    clippy::too_many_lines,
    reason = "one way after the other, read from top to bottom"
)]
fn one(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Number> {
    let token = &tokens[at];
    let (mut value, word, said_to) = match token.kind {
        Kind::Number => (token.lower.parse::<Decimal>().ok()?, false, at + 1),
        // `half a centimeter`
        Kind::Word if half_a(lexicon, text, tokens, at) => (Decimal::new(5, 1), true, at + 2),
        Kind::Word => match spoken(tokens, at) {
            Some((value, to)) => (value, true, to),
            None => (Decimal::from(times_sign(&token.lower)?), true, at + 1),
        },
        Kind::Mark => return None,
    };
    // `two and a half years`, `two and a quarter hours`
    let part = tokens.get(said_to..said_to + 3).and_then(fraction);
    let halves = part.is_some();
    let said_to = said_to + if halves { 3 } else { 0 };
    value += part.unwrap_or_default();
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
    // `25-OH vitamin D`, `12-lead`, `2-view`: a name that begins with a number.
    let named = token.kind == Kind::Number
        && tokens
            .get(at + 1)
            .is_some_and(|mark| mark.is_mark('-') && !mark.spaced)
        && tokens.get(at + 2).is_some_and(|next| {
            !next.spaced
                && matches!(
                    next.lower.as_str(),
                    "oh" | "hydroxy"
                        | "hydroxyvitamin"
                        | "lead"
                        | "view"
                        | "item"
                        | "verbal"
                        | "pass"
                        | "channel"
                )
        });
    if named {
        return None;
    }
    // `3D echocardiography`
    let dimensional = matches!(token.lower.as_str(), "2" | "3" | "4")
        && tokens
            .get(at + 1)
            .is_some_and(|next| !next.spaced && next.is("d") && next.upper);
    if dimensional {
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
    let decimals = if word || halves {
        value.scale()
    } else {
        decimals
    };
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
            let pressure =
                value >= Decimal::from(60) && *below >= Decimal::from(20) && *below < value;
            // `a two over six murmur`: so many of so many grades.
            let grade = word
                && value <= *below
                && *below <= Decimal::TEN
                && value > Decimal::ZERO
                && tokens.get(to + 1).is_some_and(Token::is_word);
            pressure || grade
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
            // `2-3/10`: out of ten.
            if tokens
                .get(to)
                .is_some_and(|mark| mark.is_mark('/') && !mark.spaced)
                && tokens
                    .get(to + 1)
                    .is_some_and(|ten| ten.is("10") && !ten.spaced)
            {
                to += 2;
            }
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
    let mut unit = lexicon
        .unit_at(text, tokens, to + hyphen)
        .or_else(|| of_height(lexicon, tokens, at, to));
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

/// `height 65 in`, `ht 1.70 m`: letters that are units only of a height.
fn of_height(lexicon: &Lexicon, tokens: &[Token], at: usize, to: usize) -> Option<(usize, usize)> {
    let name = match tokens.get(to)?.lower.as_str() {
        "in" => "[in_i]",
        "m" => "m",
        _ => return None,
    };
    let height = tokens[at.saturating_sub(14)..at].iter().any(|token| {
        matches!(
            token.lower.as_str(),
            "height" | "ht" | "tall" | "stature" | "length" | "circumference"
        )
    });
    // `height of 165 in 2019` has a place or a time behind it.
    let ends = name == "m"
        || tokens.get(to + 1).is_none_or(|next| {
            let year = next.spaced && next.kind == Kind::Number && next.lower.len() == 4;
            let place = next.is_word() && next.capital;
            !(year || place)
        });
    // `2 cm (0.8 in)`: the length before the bracket, told again.
    let again = tokens.get(to + 1).is_some_and(|token| token.is_mark(')'))
        && tokens[at.saturating_sub(8)..at]
            .iter()
            .any(|token| matches!(token.lower.as_str(), "cm" | "mm" | "centimeters" | "meters"));
    ((height && ends) || (again && name == "[in_i]")).then_some(())?;
    Some((lexicon.unit_of(name)?, to + 1))
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

/// `and a half`, `and three quarters`
fn fraction(words: &[Token]) -> Option<Decimal> {
    let [and, many, part] = words else {
        return None;
    };
    let of = |hundredths: i64| {
        and.is("and")
            .then(|| Decimal::new(hundredths, 2).normalize())
    };
    match (many.lower.as_str(), part.lower.as_str()) {
        ("a" | "one", "half") => of(50),
        ("a" | "one", "quarter") => of(25),
        ("three", "quarters") => of(75),
        _ => None,
    }
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
