//! Reads what was typed as answers, and says what is wrong or missing. Every message names its item.

use crate::item::{Item, Kind, Units, number};
use crate::sheet::{Node, Sheet};
use crate::typed::Typed;
use crate::value::{Coding, Value};
use std::cmp::Ordering;
use time::Date;

/// Something that is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field's place.
    pub place: String,
    /// What is wrong, with the item's name.
    pub what: String,
}

/// Most characters of one answer.
const LONGEST: usize = 20_000;

/// The answers of a field, and what could not be read as one.
pub(crate) fn read(item: &Item, place: &str, typed: &Typed) -> (Vec<Value>, Vec<String>) {
    if !item.is_question() || item.unfillable.is_some() {
        return (Vec::new(), Vec::new());
    }
    let values = Typed::of(&typed.values, place);
    let units = Typed::of(&typed.units, place);
    let (mut answers, mut wrong) = (Vec::new(), Vec::new());
    for (position, text) in values.iter().enumerate() {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let unit = units.get(position).map_or("", |unit| unit.trim());
        let read = if item.chooses() {
            let option = text.parse::<usize>().ok();
            let option = option.and_then(|number| item.options.get(number));
            option
                .map(|(value, _)| value.clone())
                .ok_or("choose one of the answers")
        } else {
            one(item, text, unit)
        };
        match read {
            Ok(value) => answers.push(value),
            Err(why) => wrong.push(why.to_owned()),
        }
    }
    if item.kind == Kind::OpenChoice && item.chooses() {
        let others = Typed::of(&typed.others, place).iter();
        answers.extend(
            others
                .map(|words| words.trim())
                .filter(|words| !words.is_empty())
                .map(|words| Value::Text(words.to_owned())),
        );
    }
    (answers, wrong)
}

fn one(item: &Item, text: &str, unit: &str) -> Result<Value, &'static str> {
    if text.chars().count() > LONGEST {
        return Err("shorten it: an answer may have 20,000 characters");
    }
    let amount = "give a number, such as 72.5, without commas or words";
    Ok(match item.kind {
        Kind::Boolean => match text {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ => return Err("answer yes or no"),
        },
        Kind::Decimal => number(text)
            .map(|_| Value::Decimal(plain(text)))
            .ok_or(amount)?,
        Kind::Integer => text
            .parse()
            .map(Value::Integer)
            .map_err(|_| "give a whole number, such as 3")?,
        Kind::Date => date(text).map(Value::Date).ok_or(
            "give a date as 2026-03-14 or 3/14/2026; the year, or year and month (2026-03), may stand alone",
        )?,
        Kind::DateTime => moment(text).map(Value::DateTime).ok_or(
            "give a date, or a date with time and offset from UTC, such as 2026-03-14 09:30 -05:00",
        )?,
        Kind::Time => clock(text)
            .map(Value::Time)
            .ok_or("give a time, such as 14:30 or 2:30 PM")?,
        Kind::Url => {
            let scheme = text.split_once(':').is_some_and(|(scheme, rest)| {
                let letters = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
                letters && scheme.len() > 1 && !rest.is_empty()
            });
            if !scheme || text.contains(char::is_whitespace) {
                return Err("give an address, such as https://example.org");
            }
            Value::Url(text.to_owned())
        }
        Kind::Quantity => {
            number(text).ok_or(amount)?;
            Value::Quantity(plain(text), of_unit(&item.units, unit)?)
        }
        Kind::String if text.contains('\n') => return Err("give it on one line"),
        _ => Value::Text(
            text.chars()
                .map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { ' ' } else { c })
                .collect(),
        ),
    })
}

/// JSON knows no leading zeros.
fn plain(text: &str) -> String {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |rest| ("-", rest));
    let (whole, part) = digits
        .split_once('.')
        .map_or((digits, None), |(w, p)| (w, Some(p)));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    match part {
        Some(part) => format!("{sign}{whole}.{part}"),
        None => format!("{sign}{whole}"),
    }
}

fn of_unit(units: &Units, text: &str) -> Result<Coding, &'static str> {
    match units {
        Units::Of(known) => {
            let found = known
                .iter()
                .find(|unit| unit.shown() == text || unit.code == text);
            match (found, known.as_slice()) {
                (Some(unit), _) => Ok(unit.clone()),
                (None, [only]) if text.is_empty() => Ok(only.clone()),
                _ => Err("choose the unit"),
            }
        }
        Units::Free => Ok(Coding {
            display: text.to_owned(),
            ..Coding::default()
        }),
    }
}

/// `2026`, `2026-03`, `2026-03-14`, `3/14/2026`.
fn date(text: &str) -> Option<String> {
    let american = text.split('/').collect::<Vec<_>>();
    if let [month, day, year] = american.as_slice() {
        let two = |part: &str| (1..=2).contains(&part.len());
        let text = format!("{year:0>4}-{month:0>2}-{day:0>2}");
        return (year.len() == 4 && two(month) && two(day))
            .then(|| date(&text))
            .flatten();
    }
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    day(&whole).map(|_| text.to_owned())
}

fn day(text: &str) -> Option<Date> {
    let shape = text.len() == 10 && text.is_char_boundary(4);
    shape.then(|| model::date::parse(text)).flatten()
}

/// A date, or one with a time and an offset.
fn moment(text: &str) -> Option<String> {
    if let Some(date) = date(text) {
        return Some(date);
    }
    let (front, rest) = text.split_once(['T', ' '])?;
    let front = date(front).filter(|date| date.len() == 10)?;
    let rest = rest.trim();
    let at = rest
        .rfind(['+', '-'])
        .or_else(|| rest.strip_suffix('Z').map(str::len))?;
    let (time, offset) = rest.split_at_checked(at)?;
    let time = clock(time.trim())?;
    if offset == "Z" {
        return Some(format!("{front}T{time}Z"));
    }
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let digits =
        |part: &str, most: u8| part.len() == 2 && part.parse::<u8>().is_ok_and(|n| n <= most);
    (digits(hours, 14) && digits(minutes, 59)).then(|| format!("{front}T{time}{offset}"))
}

/// `14:30`, `14:30:05`, `2:30 PM`.
fn clock(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (digits, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(rest), _) => (rest.trim(), Some(0)),
        (_, Some(rest)) => (rest.trim(), Some(12)),
        _ => (lower.as_str(), None),
    };
    let mut parts = digits.split(':');
    let number = |part: Option<&str>, most: u8| {
        let part = part.filter(|part| (1..=2).contains(&part.len()))?;
        part.parse::<u8>().ok().filter(|number| *number <= most)
    };
    let hour = number(parts.next(), 23)?;
    let minute = parts.next().filter(|part| part.len() == 2);
    let minute = number(minute, 59)?;
    let second = match parts.next() {
        Some(part) => number(Some(part), 59)?,
        None => 0,
    };
    let hour = match half {
        None => hour,
        Some(_) if hour == 0 || hour > 12 => return None,
        Some(half) => hour % 12 + half,
    };
    parts
        .next()
        .is_none()
        .then(|| format!("{hour:02}:{minute:02}:{second:02}"))
}

/// What is wrong with what is shown; with `whole`, also what is missing.
pub(crate) fn problems(sheet: &Sheet<'_>, whole: bool) -> Vec<Problem> {
    let mut found = Vec::new();
    for node in sheet
        .nodes
        .iter()
        .filter(|node| node.shown && !node.item.hidden)
    {
        let mut told: Vec<String> = node.wrong.clone();
        told.extend(
            node.answers
                .iter()
                .filter_map(|one| outside(node.item, one)),
        );
        told.extend(amiss(node));
        if whole {
            told.extend(missing(sheet, node));
        }
        told.dedup();
        found.extend(told.into_iter().map(|why| Problem {
            place: node.place.clone(),
            what: format!("“{}”: {why}.", node.item.name()),
        }));
    }
    found
}

fn outside(item: &Item, answer: &Value) -> Option<String> {
    let length = match answer {
        Value::Text(words) | Value::Url(words) => words.chars().count(),
        _ => 0,
    };
    if let Some(most) = item.max_length.filter(|most| length > *most) {
        return Some(format!("shorten it to {most} characters; it has {length}"));
    }
    if let Some(least) = item
        .min_length
        .filter(|least| length > 0 && length < *least)
    {
        return Some(format!("give at least {least} characters"));
    }
    let places = answer.decimal().map_or(0, |number| number.scale());
    if let Some(most) = item.places.filter(|most| places > *most) {
        return Some(format!("give at most {most} digits behind the point"));
    }
    let bound = |bound: &Option<Value>, wrong: Ordering, words: &str| {
        let bound = bound.as_ref()?;
        let order = match (answer, bound) {
            // A bound in numbers alone is one of the number.
            (Value::Quantity(..), Value::Integer(_) | Value::Decimal(_)) => answer
                .decimal()
                .zip(bound.decimal())
                .map(|(one, other)| one.cmp(&other)),
            _ => answer.order(bound),
        };
        (order == Some(wrong)).then(|| format!("give {words} {}", bound.shown()))
    };
    bound(&item.min, Ordering::Less, "no less than")
        .or_else(|| bound(&item.max, Ordering::Greater, "no more than"))
}

/// Too many answers, or some that cannot stand together.
fn amiss(node: &Node<'_>) -> Option<String> {
    let (item, count) = (node.item, node.answers.len());
    if !item.is_question() {
        return None;
    }
    if !item.repeats && count > 1 {
        return Some("give one answer".to_owned());
    }
    if let Some(most) = item.occurs.1.filter(|most| count > *most) {
        return Some(format!("give at most {most} answers"));
    }
    let alone = |one: &&Value| {
        item.options
            .iter()
            .any(|(option, alone)| *alone && option.same(one))
    };
    let single = node.answers.iter().find(alone).filter(|_| count > 1)?;
    Some(format!(
        "“{}” cannot stand beside another answer",
        single.shown()
    ))
}

fn missing(sheet: &Sheet<'_>, node: &Node<'_>) -> Option<String> {
    let item = node.item;
    if item.kind == Kind::Group {
        let empty = item.required && node.time == 0 && !answered(sheet, node);
        return empty.then(|| "answer something in it".to_owned());
    }
    if !item.is_open() {
        return None;
    }
    let count = node.answers.len();
    // What could not be read is told already.
    if count == 0 && item.required && node.wrong.is_empty() {
        return Some("answer it".to_owned());
    }
    let least = item.occurs.0.filter(|least| count > 0 && count < *least)?;
    Some(format!("give at least {least} answers"))
}

/// Whether something inside is answered, or was meant to be.
fn answered(sheet: &Sheet<'_>, node: &Node<'_>) -> bool {
    let own = !node.answers.is_empty() || !node.wrong.is_empty();
    let mut inside = node
        .inside
        .iter()
        .filter_map(|&number| sheet.nodes.get(number));
    own || inside.any(|one| one.shown && answered(sheet, one))
}
