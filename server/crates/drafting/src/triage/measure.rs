//! Numbers of a message that mean a temperature, sugar, pressure or oxygen.

use super::rules::MeasureKind;
use super::token::Token;

/// Words that say what a number is.
const TEMPERATURE: [&str; 15] = [
    "running",
    "temp",
    "temps",
    "temperature",
    "fever",
    "fevers",
    "feverish",
    "degrees",
    "degree",
    "thermometer",
    "f",
    "c",
    "fiebre",
    "tylenol",
    "rectal",
];
const GLUCOSE: [&str; 13] = [
    "sugar",
    "sugars",
    "glucose",
    "bg",
    "dexcom",
    "libre",
    "cgm",
    "glucometer",
    "azucar",
    "meter",
    "bs",
    "sensor",
    "mgdl",
];
const PRESSURE: [&str; 9] = [
    "pressure",
    "bp",
    "systolic",
    "top",
    "cuff",
    "presion",
    "pressures",
    "reading",
    "readings",
];
const PULSE: [&str; 7] = ["pulse", "heart", "heartbeat", "hr", "bpm", "beats", "watch"];
const OXYGEN: [&str; 11] = [
    "oxygen",
    "o",
    "spo",
    "sat",
    "sats",
    "oximeter",
    "pulse",
    "ox",
    "saturation",
    "oxigeno",
    "o2",
];
/// How far from the number such a word may stand.
const NEAR: usize = 7;

/// Every value of the kind in the message, with the place of its number.
pub(super) fn values(kind: MeasureKind, text: &[Token]) -> Vec<(usize, f64)> {
    text.iter()
        .enumerate()
        .filter_map(|(at, token)| {
            let number = token.number()?;
            value(kind, text, at, number).map(|value| (at, value))
        })
        .collect()
}

fn value(kind: MeasureKind, text: &[Token], at: usize, number: f64) -> Option<f64> {
    let near = |words: &[&str], far: usize| {
        let from = at.saturating_sub(far);
        text.iter()
            .enumerate()
            .skip(from)
            .take(at - from + far + 1)
            .any(|(place, token)| place != at && words.contains(&token.word.as_str()))
    };
    let pair = text
        .get(at + 1)
        .filter(|next| next.slash)
        .and_then(Token::number);
    let lower = text.get(at).is_some_and(|token| token.slash);
    match kind {
        MeasureKind::Temperature => {
            let celsius = if (34.0..=43.5).contains(&number) {
                number
            } else if (94.0..=110.0).contains(&number) {
                (number - 32.0) / 1.8
            } else {
                return None;
            };
            // `39.4 this evening`: a number with a decimal that can only be a temperature needs no word.
            let plain = text[at].word.contains('.')
                && (38.0..=42.0).contains(&celsius)
                && !unit_follows(text, at);
            ((plain || near(&TEMPERATURE, NEAR)) && pair.is_none() && !lower)
                .then_some(round(celsius))
        }
        MeasureKind::Glucose => {
            if near(&["a1c", "a"], 2) && near(&["a1c", "c"], 3) && number < 20.0
                || pair.is_some()
                || lower
                || !near(&GLUCOSE, NEAR)
            {
                return None;
            }
            let decimal = text[at].word.contains('.');
            if decimal && (1.0..=33.3).contains(&number) {
                Some(number * 18.0)
            } else {
                ((20.0..=1200.0).contains(&number) && !unit_follows(text, at)).then_some(number)
            }
        }
        MeasureKind::Systolic => {
            let joins = |next: &Token| {
                next.word == "over"
                    || (matches!(next.word.as_str(), "with" | "on") && near(&PRESSURE, 5))
            };
            let spoken = text.get(at + 1).is_some_and(joins)
                && text.get(at + 2).and_then(Token::number).is_some();
            match pair {
                Some(under)
                    if (60.0..=280.0).contains(&number)
                        && (30.0..=170.0).contains(&under)
                        && under < number =>
                {
                    Some(number)
                }
                _ if spoken && (60.0..=280.0).contains(&number) => Some(number),
                None if !lower && near(&PRESSURE, 5) && (150.0..=280.0).contains(&number) => {
                    Some(number)
                }
                _ => None,
            }
        }
        MeasureKind::Pulse => (near(&PULSE, 6)
            && (20.0..=220.0).contains(&number)
            && pair.is_none()
            && !lower
            && !unit_follows(text, at)
            && !near(&OXYGEN[..5], 6)
            && !near(&GLUCOSE, 6))
        .then_some(number),
        MeasureKind::Oxygen => (near(&OXYGEN, 8)
            && (50.0..=100.0).contains(&number)
            && pair.is_none()
            && !lower
            && !unit_follows(text, at)
            && near(
                &[
                    "oxygen",
                    "spo",
                    "sat",
                    "sats",
                    "oximeter",
                    "ox",
                    "saturation",
                    "oxigeno",
                ],
                8,
            ))
        .then_some(number),
    }
}

/// `45 minutes`, `30 units`, `60 years`: the number is of something else.
fn unit_follows(text: &[Token], at: usize) -> bool {
    text.get(at + 1).is_some_and(|next| {
        matches!(
            next.word.as_str(),
            "minutes"
                | "minute"
                | "min"
                | "units"
                | "unit"
                | "years"
                | "year"
                | "days"
                | "day"
                | "weeks"
                | "hours"
                | "hour"
                | "mg"
                | "carbs"
                | "grams"
                | "g"
                | "pounds"
                | "lbs"
                | "months"
                | "times"
                | "yo"
                | "am"
                | "pm"
                | "pills"
                | "tablets"
        )
    })
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::token::tokens;

    #[test]
    fn numbers_are_read_with_their_meaning() {
        for (kind, text, want) in [
            (MeasureKind::Temperature, "her temp is 100.4", Some(38.0)),
            (MeasureKind::Temperature, "fever of 39.2", Some(39.2)),
            (MeasureKind::Temperature, "I owe 104 dollars", None),
            (
                MeasureKind::Glucose,
                "sugar was 48 this morning",
                Some(48.0),
            ),
            (MeasureKind::Glucose, "glucose 2.8", Some(50.4)),
            (MeasureKind::Glucose, "sugar is fine, took 20 units", None),
            (MeasureKind::Systolic, "bp 192/110", Some(192.0)),
            (MeasureKind::Systolic, "on 9/12 I called", None),
            (MeasureKind::Oxygen, "my oxygen is at 86", Some(86.0)),
            (MeasureKind::Oxygen, "I am 86", None),
        ] {
            let found = values(kind, &tokens(text)).first().map(|(_, value)| *value);
            assert!(
                match (found, want) {
                    (Some(found), Some(want)) => (found - want).abs() < 0.06,
                    (None, None) => true,
                    _ => false,
                },
                "{text}: {found:?}"
            );
        }
    }
}
