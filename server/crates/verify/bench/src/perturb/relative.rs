//! Times told against the day of writing.

use crate::day;
use crate::facts::relative;
use crate::facts::{lab, problem};
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::say::Said;
use time::Date;

/// Spans, ages and durations that are wrong.
pub(super) const RELATIVE: &[Maker] = &[
    lab_ago,
    event_ago,
    event_ago,
    problem_ago,
    order_ago,
    age,
    age_then,
    lasted,
];

/// `three weeks ago`, `last month`: the right words and wrong ones, and about how many days back the wrong ones are.
fn ago(from: Date, today: Date, rng: &mut Rng) -> Option<(String, String, i64)> {
    if rng.chance(35)
        && let Some((right, wrong, days)) = relative::named(from, today)
    {
        return Some((right.to_owned(), wrong.to_owned(), days));
    }
    let span = relative::span(from, today, rng)?;
    Some((
        format!("{} ago", span.right),
        format!("{} ago", span.wrong),
        span.days,
    ))
}

/// Whether one of these days lies about as far back as the wrong words say, or in the year before for `last year`.
fn also(days: impl IntoIterator<Item = Date>, today: Date, wrong: i64) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "days of a life")]
    days.into_iter().any(|day| {
        let real = (today - day).whole_days() as f64;
        (real / wrong as f64 - 1.0).abs() < 0.35 || (wrong == 365 && day.year() == today.year() - 1)
    })
}

fn lab_ago(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const FRAMES: &[&str] = &[
        "{name} was {value}{unit} {ago}.",
        "{ago}, {name} was {value}{unit}.",
        "{name} {value}{unit} ({ago})",
        "A {name} of {value}{unit} was recorded {ago}.",
    ];
    let today = scene.chart.today()?;
    let reading = rng.pick(&scene.chart.readings)?;
    let (right, wrong, days) = ago(reading.when.start(), today, rng)?;
    let frame = rng.word(FRAMES);
    let said = lab::framed(reading, frame, rng)?;
    let same = lab::readings(scene.chart, reading.lab, None)
        .filter(|one| one.value.rounded(said.shown.digits()) == said.shown);
    if also(same.map(|one| one.when.start()), today, days) {
        return None;
    }
    let tell = |ago: &str| said.said.framed(&frame.replace("{ago}", ago));
    Some(Pair::against(
        Name::RelativeDate,
        tell(&right),
        tell(&wrong),
    ))
}

fn event_ago(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const FRAMES: &[&str] = &[
        "{name} was done {ago}.",
        "{name} {ago}",
        "{ago}: {name}",
        "Last {name} was {ago}.",
    ];
    let today = scene.chart.today()?;
    let one = rng.pick(&scene.chart.events)?;
    let (right, wrong, days) = ago(one.when.start(), today, rng)?;
    let mut frame = rng.word(FRAMES);
    let same: Vec<Date> = scene
        .chart
        .events
        .iter()
        .filter(|other| other.key == one.key || problem::related(&other.name, &one.name))
        .map(|other| other.when.start())
        .collect();
    if frame.starts_with("Last") && same.iter().any(|day| *day > one.when.start()) {
        frame = FRAMES[0];
    }
    if also(same, today, days) {
        return None;
    }
    let tell = |ago: &str| {
        Said::new(
            &frame.replace("{ago}", ago),
            vec![("name", one.name.clone())],
            [one.source.as_str()],
        )
    };
    Some(Pair::against(
        Name::RelativeDate,
        tell(&right),
        tell(&wrong),
    ))
}

fn problem_ago(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let today = scene.chart.today()?;
    let one = rng.pick(&scene.chart.problems)?;
    let onset = one.onset.filter(|when| when.is_day())?;
    let tells = one.confirmed() && one.active() && problem::clear(scene.chart, one);
    if !tells || problem::has_related(scene.chart, one) {
        return None;
    }
    let span = relative::span(onset.start(), today, rng)?;
    let frame = rng.word(&[
        "{name} began {ago} ago.",
        "{name}, onset {ago} ago",
        "Has had {name} for {ago}.",
        "{name} x {ago}",
    ]);
    let said = problem::framed(one, frame, rng).said;
    let tell = |ago: &str| said.framed(&frame.replace("{ago}", ago));
    Some(Pair::against(
        Name::RelativeDate,
        tell(&span.right),
        tell(&span.wrong),
    ))
}

fn order_ago(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let today = scene.chart.today()?;
    let one = rng.pick(&scene.chart.orders)?;
    let (right, wrong, days) = ago(one.when.start(), today, rng)?;
    let same = scene
        .chart
        .orders
        .iter()
        .filter(|other| other.drug == one.drug);
    if also(same.map(|other| other.when.start()), today, days) {
        return None;
    }
    let frame = rng.word(&[
        "{drug} {strength} was ordered {ago}.",
        "{drug} {strength} prescribed {ago}",
        "{ago}, {drug} {strength} was prescribed.",
    ]);
    let said = crate::facts::order::framed(one, frame, rng)?.said;
    let tell = |ago: &str| said.framed(&frame.replace("{ago}", ago));
    Some(Pair::against(
        Name::RelativeDate,
        tell(&right),
        tell(&wrong),
    ))
}

/// The patient's age on the day of writing.
fn age(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let years = i64::from(day::years(
        scene.chart.born()?.start(),
        scene.chart.today()?,
    ));
    let frame = rng.word(&[
        "{n}-year-old patient.",
        "The patient is {n} years old.",
        "Age {n}.",
        "{n} y/o patient",
        "Patient is a {n}-year-old {sex}.",
        "{n} yo {sex}",
    ]);
    let wrong = years + rng.between(2, 9) * if rng.chance(50) { 1 } else { -1 };
    if years < 2 || wrong < 1 {
        return None;
    }
    let adult = years >= 18 && wrong >= 18;
    let sex = match (scene.chart.pronoun()?, adult) {
        ("he", true) => "man",
        ("he", false) => "male",
        (_, true) => "woman",
        (_, false) => "female",
    };
    let tell = |n: i64| {
        Said::new(
            frame,
            vec![("n", n.to_string()), ("sex", sex.to_owned())],
            [scene.chart.patient.as_str()],
        )
    };
    Some(Pair::against(Name::RelativeDate, tell(years), tell(wrong)))
}

/// The patient's age when something began.
fn age_then(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let born = scene.chart.born()?.start();
    let one = rng.pick(&scene.chart.problems)?;
    let onset = one.onset.filter(|when| when.is_day())?;
    let years = i64::from(day::years(born, onset.start()));
    let wrong = years + rng.between(3, 12) * if rng.chance(50) { 1 } else { -1 };
    if years < 2 || wrong < 1 || !one.confirmed() || problem::has_related(scene.chart, one) {
        return None;
    }
    let frame = rng.word(&[
        "{name} began at age {n}.",
        "{name}, onset at age {n}",
        "{name} with onset at {n} years of age.",
    ]);
    let mut said = problem::framed(one, frame, rng).said;
    said.cite(scene.chart.patient.clone());
    let tell = |n: i64| said.framed(&frame.replace("{n}", &n.to_string()));
    Some(Pair::against(Name::RelativeDate, tell(years), tell(wrong)))
}

/// How long a diagnosis lasted.
fn lasted(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    let (from, to) = (
        one.onset.filter(|when| when.is_day())?,
        one.abated.filter(|when| when.is_day())?,
    );
    if !one.confirmed() || !one.resolved() {
        return None;
    }
    let span = relative::span(from.start(), to.start(), rng)?;
    let style = crate::day::Style::any(rng);
    let frame = rng.word(&[
        "{name} of {date} resolved after {n}.",
        "{name} began {when} and resolved {n} later.",
        "{name} ({date}) lasted {n}.",
    ]);
    let name = rng.pick(&one.names)?.clone();
    let said = Said::new(
        frame,
        vec![
            ("name", name),
            ("date", style.show(from)),
            ("when", style.at(from)),
        ],
        [one.source.as_str()],
    );
    let tell = |n: &str| said.framed(&frame.replace("{n}", n));
    Some(Pair::against(
        Name::RelativeDate,
        tell(&span.right),
        tell(&span.wrong),
    ))
}
