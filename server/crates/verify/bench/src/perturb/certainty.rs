//! More or less certain, more or less severe.

use crate::facts::{allergy, problem};
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;

/// Confirmed told as possible, possible told as confirmed.
pub(super) const CERTAINTY: &[Maker] = &[doubt, doubt, sure];
/// A severity that nobody recorded, or another one.
pub(super) const SEVERITY: &[Maker] = &[grade_added, grade_added, grade_other, criticality];

const DOUBTS: &[&str] = &[
    "Possible {name}.",
    "Suspected {name}.",
    "Probable {name}.",
    "{name} is suspected.",
    "Likely {name}.",
    "Questionable {name}.",
    "May have {name}.",
    "{name} cannot be ruled out.",
    "Concern for {name}.",
    "Presumed {name}, not confirmed.",
    "Rule out {name}.",
    "?{name}",
];

fn doubt(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    let sure = one.verification.as_deref() == Some("confirmed") && one.active();
    if !sure
        || ["suspected", "possible", "history", "risk", "finding"]
            .iter()
            .any(|word| one.key.contains(word))
    {
        return None;
    }
    let parent = problem::say(scene.chart, one, rng)?;
    let item = parent.said.framed(rng.word(DOUBTS));
    Some(Pair::against(Name::Certainty, parent.said, item))
}

/// What is provisional told as certain.
fn sure(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const SURE: &[&str] = &[
        "Confirmed {name}.",
        "{name} is confirmed.",
        "Definite {name}.",
        "{name} (confirmed)",
        "The diagnosis of {name} has been confirmed.",
        "Has {name}.",
        "Diagnosed with {name}.",
    ];
    const RIGHT: &[&str] = &[
        "Possible {name}.",
        "Suspected {name}.",
        "{name} is suspected.",
        "{name} (suspected)",
        "Provisional diagnosis: {name}.",
        "Suspected {name}, not confirmed.",
    ];
    let one = rng.pick(&scene.chart.problems)?;
    if one.verification.as_deref() != Some("provisional") || problem::has_related(scene.chart, one)
    {
        return None;
    }
    let parent = problem::framed(one, rng.word(RIGHT), rng).said;
    let item = parent.framed(rng.word(SURE));
    Some(Pair::against(Name::Certainty, parent, item))
}

const GRADES: [&str; 3] = ["mild", "moderate", "severe"];

/// A frame of an active diagnosis with its name after a grade.
const GRADED: &[&str] = &[
    "Has {grade} {name}.",
    "{grade} {name} (active)",
    "The patient has {grade} {name}.",
    "Active problems include {grade} {name}.",
    "{grade} {name} is listed as active.",
    "- {grade} {name}",
];

fn grade_added(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    let graded = [
        "mild",
        "moderate",
        "severe",
        "stage",
        "first degree",
        "malignant",
        "pregnancy",
        "history",
        "mass index",
    ];
    if one.severity.is_some() || one.note || graded.iter().any(|word| one.key.contains(word)) {
        return None;
    }
    if scene
        .chart
        .problems
        .iter()
        .any(|other| other.key == one.key && other.severity.is_some())
        || !one.active()
        || !one.confirmed()
        || !problem::clear(scene.chart, one)
    {
        return None;
    }
    let frame = rng.word(GRADED);
    let parent = problem::framed(one, &frame.replace("{grade} ", ""), rng).said;
    let item = parent.framed(&frame.replace(
        "{grade}",
        rng.word(&[
            "severe",
            "mild",
            "moderate",
            "moderately severe",
            "very severe",
        ]),
    ));
    Some(Pair::beyond(Name::Severity, parent, item))
}

fn grade_other(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    let right = one
        .severity
        .as_deref()
        .filter(|grade| GRADES.contains(grade))?;
    let wrong = rng.word(&GRADES);
    if right == wrong || !one.active() || !one.confirmed() {
        return None;
    }
    let frame = rng.word(GRADED);
    let said = problem::framed(one, frame, rng).said;
    let tell = |grade: &str| said.framed(&frame.replace("{grade}", grade));
    Some(Pair::against(Name::Severity, tell(right), tell(wrong)))
}

fn criticality(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.allergies)?;
    let right = one.criticality.as_deref()?;
    let wrong = if right == "low" { "high" } else { "low" };
    if !one.active {
        return None;
    }
    let parent = allergy::graded(one, right, rng);
    let item = parent.with("grade", wrong);
    Some(Pair::against(Name::Severity, parent, item))
}
