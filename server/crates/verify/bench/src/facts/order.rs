//! One order for a drug.

use crate::chart::{Chart, Frequency, Order};
use crate::day::{self, Style, When};
use crate::rng::Rng;
use crate::say::Said;

/// An order in a sentence.
#[derive(Clone, Debug)]
pub struct OrderSaid {
    /// The sentence: `drug`, `strength`, `how` (route and frequency), `when`, `date`.
    pub said: Said,
    /// The day as told; none where it is not.
    pub told: Option<When>,
    /// How its dates are written.
    pub style: Style,
}

/// Told as current.
pub const CURRENT: &[&str] = &[
    "Currently takes {drug} {strength}{how}.",
    "{drug} {strength}{how} is an active order.",
    "- {drug} {strength}{how} (active)",
    "Current medications include {drug} {strength}{how}.",
    "Continues on {drug} {strength}{how}.",
    "| {drug} | {strength} |{how} | active |",
    "{drug} {strength}{how}, active since {date}.",
    "{drug} {strength}{how} remains active, ordered {when}.",
    "On {drug} {strength}{how}.",
    "Active medication order: {drug} {strength}{how}, ordered {date}.",
];

/// Told as ordered, whatever became of it.
pub const ORDERED: &[&str] = &[
    "{drug} {strength}{how} was ordered {when}.",
    "{drug} {strength} was prescribed {when}.",
    "An order for {drug} {strength}{how} was written {when}.",
    "{date}: {drug} {strength}{how} ordered",
    "{drug} {strength}{how} (ordered {date})",
    "{when}, {drug} {strength}{how} was prescribed.",
    "Rx {date}: {drug} {strength}{how}",
];

/// Told as over.
pub const OVER: &[&str] = &[
    "{drug} {strength}{how} has been stopped.",
    "{drug} {strength}, ordered {when}, is no longer active.",
    "- {drug} {strength} ({date}): stopped",
    "The {drug} {strength} order of {date} was stopped.",
    "{drug} {strength} was discontinued.",
    "{drug} {strength} is no longer an active order.",
];

/// Says an order as its status is.
pub fn say(chart: &Chart, one: &Order, rng: &mut Rng) -> Option<OrderSaid> {
    let frames = match one.status.as_str() {
        "active" if rng.chance(70) => CURRENT,
        "stopped" if rng.chance(50) && !active_too(chart, one) => OVER,
        "active" | "stopped" | "completed" => ORDERED,
        _ => return None,
    };
    let frame = rng.word(frames);
    framed(one, frame, rng)
}

/// Says an order in this frame; none where its strength is no dose.
pub fn framed(one: &Order, frame: &str, rng: &mut Rng) -> Option<OrderSaid> {
    let (amount, unit) = one.strength.as_ref()?;
    if !one.solid
        || one
            .pieces
            .is_some_and(|pieces| pieces.trimmed().to_string() != "1")
    {
        return None;
    }
    let style = Style::any(rng);
    let when = one.when.at(day::grain(rng, one.when.grain()));
    let joint = if rng.chance(15) { "" } else { " " };
    let said = Said::new(
        frame,
        vec![
            ("drug", one.drug.clone()),
            ("strength", format!("{amount}{joint}{unit}")),
            ("how", how(one, rng)),
            ("when", style.at(when)),
            ("date", style.show(when)),
        ],
        [one.source.as_str()],
    );
    let told = (said.shows("when") || said.shows("date")).then_some(when);
    Some(OrderSaid { said, told, style })
}

/// Whether another order of the same drug is active.
pub fn active_too(chart: &Chart, one: &Order) -> bool {
    chart.medications.iter().any(|(key, status, words)| {
        *key != one.source
            && ["active", "on-hold", "draft"].contains(&status.as_str())
            && words.contains(&one.drug)
    })
}

/// Route and frequency in words, with a space before them; often left out.
fn how(one: &Order, rng: &mut Rng) -> String {
    let mut how = String::new();
    if let Some(route) = one.route.as_deref().filter(|_| rng.chance(50)) {
        how.push_str(route_words(route, rng));
    }
    if let Some(frequency) = one.frequency.filter(|_| rng.chance(85))
        && let Some(words) = frequency_words(frequency, rng)
    {
        how.push(' ');
        how.push_str(words);
    }
    if one.prn && rng.chance(60) {
        how.push_str(rng.word(&[" PRN", " as needed"]));
    }
    how
}

/// A route in words, with a space before it; empty for one that this does not know.
pub fn route_words(route: &str, rng: &mut Rng) -> &'static str {
    match route {
        "oral" => rng.word(&[" PO", " by mouth", " orally", " po"]),
        "subcutaneous" => rng.word(&[" SC", " subcutaneously", " subcut"]),
        "intravenous" => rng.word(&[" IV", " intravenously"]),
        "intramuscular" => rng.word(&[" IM", " intramuscularly"]),
        _ => "",
    }
}

/// How often, in words; none for a frequency that has no usual ones.
pub fn frequency_words(frequency: Frequency, rng: &mut Rng) -> Option<&'static str> {
    let words: &[&str] = match (frequency.times, frequency.period, frequency.unit) {
        (1, 1, 'd') => &["once daily", "daily", "QD", "once a day", "every day"],
        (2, 1, 'd') => &[
            "twice daily",
            "BID",
            "two times a day",
            "bid",
            "twice a day",
        ],
        (3, 1, 'd') => &["three times daily", "TID", "three times a day", "tid"],
        (4, 1, 'd') => &["four times daily", "QID", "four times a day"],
        (1, 4, 'h') => &["every 4 hours", "q4h", "Q4H"],
        (1, 6, 'h') => &["every 6 hours", "q6h", "Q6H"],
        (1, 8, 'h') => &["every 8 hours", "q8h"],
        (1, 12, 'h') => &["every 12 hours", "q12h"],
        (1, 1, 'w') => &["once weekly", "weekly", "once a week", "every week"],
        _ => return None,
    };
    Some(rng.word(words))
}
