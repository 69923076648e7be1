//! One procedure or vaccination.

use crate::chart::{Event, EventKind};
use crate::day::{self, Style, When};
use crate::rng::Rng;
use crate::say::Said;

/// An event in a sentence.
#[derive(Clone, Debug)]
pub struct EventSaid {
    /// The sentence: `name`, `when`, `date`.
    pub said: Said,
    /// The day as told.
    pub told: When,
    /// How its dates are written.
    pub style: Style,
}

/// Frames for procedures.
pub const DONE: &[&str] = &[
    "{name} was performed {when}.",
    "{name} ({date})",
    "{date}: {name}",
    "- {name}, {date}",
    "Underwent {name} {when}.",
    "{when}, {name} was performed.",
    "{name} completed {when}.",
    "| {name} | {date} |",
    "Had {name} {when}.",
    "The record shows {name} {when}.",
];

/// Frames for vaccinations.
pub const GIVEN: &[&str] = &[
    "{name} was given {when}.",
    "{name} ({date})",
    "- {name}: {date}",
    "Received {name} {when}.",
    "{name} administered {when}.",
    "Immunized with {name} {when}.",
    "| {name} | {date} |",
    "{date}: {name} given",
];

/// Says an event.
pub fn say(one: &Event, rng: &mut Rng) -> EventSaid {
    let frames = if one.kind == EventKind::Vaccine {
        GIVEN
    } else {
        DONE
    };
    let frame = rng.word(frames);
    framed(one, frame, rng)
}

/// Says an event in this frame.
pub fn framed(one: &Event, frame: &str, rng: &mut Rng) -> EventSaid {
    let style = Style::any(rng);
    let when = one.when.at(day::grain(rng, one.when.grain()));
    let said = Said::new(
        frame,
        vec![
            ("name", one.name.clone()),
            ("when", style.at(when)),
            ("date", style.show(when)),
        ],
        [one.source.as_str()],
    );
    EventSaid {
        said,
        told: when,
        style,
    }
}
