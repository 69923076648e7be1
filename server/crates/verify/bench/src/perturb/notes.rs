//! Errors in what rests on a quoted note.

use crate::facts::note::{self, Passage};
use crate::name::Name;
use crate::pair::{Pair, Scene};
use crate::rng::Rng;

/// The opposite of what the quote says.
pub(super) fn negated(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let parent = note::say(scene.chart, rng)?;
    let frame = match parent.passage {
        Passage::Presenting(_) => rng.word(&[
            "Denied {name} {when}.",
            "No {name} at the visit of {date}.",
            "Presented without {name} {when}.",
        ]),
        Passage::Smoker(true) => rng.word(&[
            "Non-smoker per the note of {date}.",
            "The note of {date} says that the patient does not smoke.",
        ]),
        Passage::Smoker(false) => rng.word(&[
            "Active smoker per the note of {date}.",
            "The note of {date} says that the patient smokes.",
        ]),
        Passage::Age(_) => return None,
    };
    let item = parent.said.framed(frame);
    Some(Pair::against(Name::Negation, parent.said, item))
}

/// Another age than the quote's.
pub(super) fn number(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let parent = note::say(scene.chart, rng)?;
    let Passage::Age(n) = parent.passage else {
        return None;
    };
    let wrong = if rng.chance(50) || n < 8 {
        n + 3
    } else {
        n - 4
    };
    let item = parent.said.with("n", wrong.to_string());
    Some(Pair::against(Name::Number, parent.said, item))
}

/// Told of a relative.
pub(super) fn relative(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let parent = note::say(scene.chart, rng)?;
    let kin = rng.word(&["mother", "father", "sister", "brother"]);
    let frame = match parent.passage {
        Passage::Presenting(_) => "The patient's {kin} presented with {name} {when}.",
        Passage::Smoker(true) => "The patient's {kin} is an active smoker per the note of {date}.",
        Passage::Smoker(false) => "The patient's {kin} has never smoked per the note of {date}.",
        Passage::Age(_) => return None,
    };
    let item = parent.said.framed(&frame.replace("{kin}", kin));
    Some(Pair::beyond(Name::Experiencer, parent.said, item))
}
