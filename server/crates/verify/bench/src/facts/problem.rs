//! One diagnosis.

use crate::chart::{Chart, Problem};
use crate::day::{self, Style, When};
use crate::rng::Rng;
use crate::say::Said;

/// A diagnosis in a sentence.
#[derive(Clone, Debug)]
pub struct ProblemSaid {
    /// The sentence: `name`, `when`, `date` (onset), `end`, `ended` (abatement).
    pub said: Said,
    /// The onset as told; none where it is not.
    pub told: Option<When>,
    /// The abatement as told; none where it is not.
    pub ended: Option<When>,
    /// How its dates are written.
    pub style: Style,
}

/// Active, its onset told.
pub const ACTIVE_DATED: &[&str] = &[
    "{name}, onset {date}, is active.",
    "{name} (onset {date}, active)",
    "- {name}: active, onset {date}",
    "Active {name} with onset {when}.",
    "| {name} | active | {date} |",
    "{name} began {when} and remains active.",
    "Has had {name} since {date}.",
    "{name} since {date}",
];

/// Active, no date.
pub const ACTIVE: &[&str] = &[
    "Has {name}.",
    "Active problems include {name}.",
    "{name} is listed as an active problem.",
    "- {name} (active)",
    "The patient has {name}.",
    "PMH includes {name}.",
    "Problem list: {name}.",
    "{name} remains active.",
    "{name} — active",
    "Known {name}.",
];

/// Resolved, its dates told.
pub const RESOLVED: &[&str] = &[
    "{name} resolved {end}.",
    "{name} ({date}), resolved {ended}",
    "{name} has resolved.",
    "{name} of {date} has resolved.",
    "- {name}: resolved {ended}",
    "History of {name}, resolved {end}.",
    "{name} with onset {when} is marked resolved.",
    "Prior {name} (resolved {ended}).",
    "| {name} | resolved | {ended} |",
];

/// Says a confirmed diagnosis as its status is.
pub fn say(chart: &Chart, one: &Problem, rng: &mut Rng) -> Option<ProblemSaid> {
    if !one.confirmed() || !clear(chart, one) {
        return None;
    }
    let frames = if one.active() {
        if one.onset.is_some() && rng.chance(50) {
            ACTIVE_DATED
        } else {
            ACTIVE
        }
    } else if one.resolved() && one.abated.is_some() && one.onset.is_some() {
        RESOLVED
    } else {
        return None;
    };
    let frame = rng.word(frames);
    Some(framed(one, frame, rng))
}

/// Says a diagnosis in this frame.
pub fn framed(one: &Problem, frame: &str, rng: &mut Rng) -> ProblemSaid {
    let style = Style::any(rng);
    let nowhere = When {
        year: 0,
        month: None,
        day: None,
    };
    let onset = one.onset.unwrap_or(nowhere);
    let abated = one.abated.unwrap_or(nowhere);
    let onset = onset.at(day::grain(rng, onset.grain()));
    let abated = abated.at(day::grain(rng, abated.grain()));
    let name = rng.pick(&one.names).cloned().unwrap_or_default();
    let said = Said::new(
        frame,
        vec![
            ("name", name),
            ("when", style.at(onset)),
            ("date", style.show(onset)),
            ("end", style.at(abated)),
            ("ended", style.show(abated)),
        ],
        [one.source.as_str()],
    );
    let told = (said.shows("when") || said.shows("date")).then_some(onset);
    let ended = (said.shows("end") || said.shows("ended")).then_some(abated);
    ProblemSaid {
        said,
        told,
        ended,
        style,
    }
}

/// The chart tells this diagnosis in one way: no entry of the same name says otherwise, none is in doubt.
pub fn clear(chart: &Chart, one: &Problem) -> bool {
    let same = chart.problems.iter().filter(|other| other.key == one.key);
    let mut same = same.filter(|other| other.source != one.source);
    // Told again with the same status (a second bout), or not at all.
    same.all(|other| other.confirmed() && other.clinical == one.clinical && one.resolved())
}

/// Whether two diagnoses share a telling word, so that one may be taken for the other.
pub fn related(a: &str, b: &str) -> bool {
    const COMMON: [&str; 12] = [
        "acute",
        "chronic",
        "disease",
        "disorder",
        "stage",
        "history",
        "primary",
        "infection",
        "fracture",
        "syndrome",
        "localized",
        "normal",
    ];
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 3 && !COMMON.contains(word))
            .map(|word| word.chars().take(6).collect())
            .collect()
    };
    let other = words(b);
    words(a).iter().any(|word| other.contains(word))
}

/// Whether another diagnosis of the chart is related to this one.
pub fn has_related(chart: &Chart, one: &Problem) -> bool {
    chart.problems.iter().any(|other| {
        other.source != one.source && (other.key == one.key || related(&other.key, &one.key))
    })
}
