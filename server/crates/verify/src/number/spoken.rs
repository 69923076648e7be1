//! Numbers said in words.

use crate::text::{Kind, Token};
use rust_decimal::Decimal;

/// A number in figures or words, and where it ends.
pub(crate) fn amount(tokens: &[Token], at: usize) -> Option<(Decimal, usize)> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Number => Some((token.lower.parse().ok()?, at + 1)),
        Kind::Word => spoken(tokens, at),
        Kind::Mark => None,
    }
}

/// A number said in words: `forty-five`, `one hundred and six`, `one fifty-two`, `five point nine`.
pub(crate) fn spoken(tokens: &[Token], at: usize) -> Option<(Decimal, usize)> {
    // `a thousand`, `a hundred`
    if tokens.get(at)?.is("a") {
        let word = tokens.get(at + 1)?.lower.as_str();
        let value = match word {
            "thousand" => 1000,
            "hundred" => 100,
            _ => return None,
        };
        return Some((Decimal::from(value), at + 2));
    }
    // `point four`: no whole part is said.
    if tokens.get(at)?.is("point")
        && at
            .checked_sub(1)
            .is_none_or(|before| !number_word(&tokens[before]))
    {
        let digit = tokens
            .get(at + 1)
            .filter(|token| token.is_word())
            .and_then(|token| word_value(&token.lower))
            .filter(|digit| *digit < 10)?;
        return Some((Decimal::new(i64::from(digit), 1), at + 2));
    }
    if let Some(digits) = digit_by_digit(tokens, at) {
        return Some(digits);
    }
    let (mut value, mut to) = below_hundred(tokens, at)?;
    let step = |to: usize| to + usize::from(tokens.get(to).is_some_and(|token| token.is_mark('-')));
    if tokens
        .get(to)
        .is_some_and(|token| matches!(token.lower.as_str(), "hundred" | "hundreds"))
        && value < 100
    {
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
    // `ninety eight . seven`: so a machine writes the point that it heard.
    let point = tokens
        .get(to)
        .is_some_and(|mark| mark.is_mark('.') && mark.spaced)
        && (value >= 20 || tokens.get(to + 2).is_some_and(measure))
        && tokens
            .get(to + 1)
            .is_some_and(|token| token.is_word() && !token.capital)
        && tokens
            .get(to + 2)
            .is_none_or(|token| token.kind != Kind::Number);
    if (point || tokens.get(to).is_some_and(|token| token.is("point")))
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

/// `nine one one`: three digits or more that are said one after the other are one number.
fn digit_by_digit(tokens: &[Token], at: usize) -> Option<(Decimal, usize)> {
    const FEWEST: usize = 3;
    const MOST: usize = 11;
    let digit = |token: &Token| {
        word_value(&token.lower)
            .filter(|digit| *digit < 10 && token.is_word())
            .filter(|_| !matches!(token.lower.as_str(), "once" | "twice"))
    };
    let digits: Vec<u32> = tokens
        .get(at..)?
        .iter()
        .map_while(digit)
        .take(MOST)
        .collect();
    if digits.len() < FEWEST {
        return None;
    }
    let value = digits
        .iter()
        .fold(0_u64, |value, digit| value * 10 + u64::from(*digit));
    Some((Decimal::from(value), at + digits.len()))
}

/// A word by which something is measured: what stands before it is one number, however its point was written.
fn measure(token: &Token) -> bool {
    matches!(
        token.lower.as_str(),
        "centimeter"
            | "centimeters"
            | "centimetre"
            | "centimetres"
            | "cm"
            | "millimeter"
            | "millimeters"
            | "mm"
            | "inch"
            | "inches"
            | "percent"
            | "milligram"
            | "milligrams"
            | "mg"
            | "gram"
            | "grams"
            | "kilogram"
            | "kilograms"
            | "kilos"
            | "liter"
            | "liters"
            | "litre"
            | "litres"
            | "milliliters"
            | "ml"
            | "degrees"
            | "pounds"
            | "units"
            | "miles"
    )
}

fn number_word(token: &Token) -> bool {
    token.kind == Kind::Number || word_value(&token.lower).is_some()
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
