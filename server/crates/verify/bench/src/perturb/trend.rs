//! How values move.

use crate::chart::Reading;
use crate::day::{self, Style};
use crate::decimal::Decimal;
use crate::facts::lab;
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::say::Said;

/// Directions, endpoints, peaks that are wrong.
pub(super) const TREND: &[Maker] = &[direction, direction, ends, stable, peak, delta];

struct Move<'a> {
    from: &'a Reading,
    to: &'a Reading,
    a: Decimal,
    b: Decimal,
    up: bool,
    slots: Vec<(&'static str, String)>,
}

/// Two readings of one test, one after the other, each alone on its day, that differ clearly.
fn pair<'a>(scene: &Scene<'a>, rng: &mut Rng) -> Option<Move<'a>> {
    let some = rng.pick(&scene.chart.readings)?;
    let all = series(scene, some)?;
    let at = rng.below(all.len().checked_sub(1)?);
    let (from, to) = (all[at], all[at + 1]);
    let (a, b) = (lab::shown(from, rng)?, lab::shown(to, rng)?);
    let (x, y) = (from.value.float(), to.value.float());
    let clear = (x - y).abs() > 0.12 * x.abs().max(y.abs()) && (a.float() - b.float()).abs() > 0.0;
    let grain = day::grain(rng, day::Grain::Day);
    // A month or a year that holds more than one value has no one value to start or end at.
    let alone = |one: &Reading| {
        all.iter()
            .filter(|other| one.when.at(grain).holds(other.when))
            .count()
            == 1
    };
    let grain = if alone(from) && alone(to) {
        grain
    } else {
        day::Grain::Day
    };
    let (d1, d2) = (from.when.at(grain), to.when.at(grain));
    let style = Style::any(rng);
    let unit = lab::spaced(&lab::unit(from, rng));
    (clear && d1 != d2).then(|| Move {
        from,
        to,
        a,
        b,
        up: y > x,
        slots: vec![
            ("name", rng.word(from.lab.names).to_owned()),
            ("a", a.to_string()),
            ("b", b.to_string()),
            ("unit", unit),
            ("d1", style.show(d1)),
            ("d2", style.show(d2)),
            ("w1", style.at(d1)),
            ("w2", style.at(d2)),
        ],
    })
}

/// Every reading of a test in order; none where two share a day, or codes or units differ.
fn series<'a>(scene: &Scene<'a>, some: &Reading) -> Option<Vec<&'a Reading>> {
    let all: Vec<&Reading> = scene
        .chart
        .readings
        .iter()
        .filter(|one| one.lab == some.lab)
        .collect();
    let plain = all.windows(2).all(|two| {
        two[0].when < two[1].when && two[0].loinc == two[1].loinc && two[0].unit == two[1].unit
    });
    (plain && all.len() > 1).then_some(all)
}

const UP: &[&str] = &["rose", "increased", "went up", "climbed"];
const DOWN: &[&str] = &["fell", "decreased", "went down", "dropped"];

fn said(one: &Move<'_>, frame: &str) -> Said {
    Said::new(
        frame,
        one.slots.clone(),
        [one.from.source.as_str(), one.to.source.as_str()],
    )
}

const VALUED: &[&str] = &[
    "{name} {verb} from {a}{unit} {w1} to {b}{unit} {w2}.",
    "{name} {verb} from {a} to {b}{unit} between {d1} and {d2}.",
    "{name} {verb} from {a}{unit} ({d1}) to {b}{unit} ({d2})",
    "Between {d1} and {d2}, {name} {verb} from {a} to {b}{unit}.",
    "{name}: {verb} from {a} ({d1}) to {b}{unit} ({d2})",
];

fn verbs(up: bool, rng: &mut Rng) -> (&'static str, &'static str) {
    let (right, wrong) = if up { (UP, DOWN) } else { (DOWN, UP) };
    (rng.word(right), rng.word(wrong))
}

/// The other direction, values kept or left out.
fn direction(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const BARE: &[&str] = &[
        "{name} {verb} between {d1} and {d2}.",
        "From {d1} to {d2}, {name} {verb}.",
        "{name} {verb} from {d1} to {d2}.",
    ];
    let one = pair(scene, rng)?;
    let frames = if rng.chance(60) { VALUED } else { BARE };
    let frame = rng.word(frames);
    let (right, wrong) = verbs(one.up, rng);
    let tell = |verb: &str| said(&one, &frame.replace("{verb}", verb));
    Some(Pair::against(Name::Trend, tell(right), tell(wrong)))
}

/// Both ends change places.
fn ends(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = pair(scene, rng)?;
    let frame = rng.word(VALUED);
    let (right, wrong) = verbs(one.up, rng);
    let parent = said(&one, &frame.replace("{verb}", right));
    let item = said(&one, &frame.replace("{verb}", wrong))
        .with("a", one.b.to_string())
        .with("b", one.a.to_string());
    Some(Pair::against(Name::Trend, parent, item))
}

/// Told as stable, though it moved by a quarter or more.
fn stable(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = pair(scene, rng)?;
    let (x, y) = (one.from.value.float(), one.to.value.float());
    if (x - y).abs() < 0.25 * x.abs().max(y.abs()) {
        return None;
    }
    let frame = rng.word(&[
        "{name} {verb} between {d1} and {d2}.",
        "{name} {verb} from {d1} to {d2}.",
        "{name} {verb}: {a} ({d1}), {b}{unit} ({d2}).",
    ]);
    let (right, _) = verbs(one.up, rng);
    let calm = rng.word(&[
        "remained stable",
        "was unchanged",
        "stayed the same",
        "was stable",
    ]);
    let tell = |verb: &str| said(&one, &frame.replace("{verb}", verb));
    Some(Pair::against(Name::Trend, tell(right), tell(calm)))
}

/// Up and then down, told as one direction.
fn peak(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let some = rng.pick(&scene.chart.readings)?;
    let all = series(scene, some)?;
    let at = rng.below(all.len().checked_sub(2).filter(|most| *most > 0)?);
    let three = [all[at], all[at + 1], all[at + 2]];
    let shown: Vec<Decimal> = three
        .iter()
        .map(|one| lab::shown(one, rng))
        .collect::<Option<_>>()?;
    let [x, y, z] = [shown[0].float(), shown[1].float(), shown[2].float()];
    let high = y > x * 1.1 && y > z * 1.1;
    let low = y < x * 0.9 && y < z * 0.9;
    let style = Style::any(rng);
    if !high && !low {
        return None;
    }
    let (right, wrong) = if high {
        (
            rng.word(&["rose and then fell", "went up and then down"]),
            rng.word(&["rose steadily", "fell steadily", "rose continuously"]),
        )
    } else {
        (
            rng.word(&["fell and then rose", "went down and then up"]),
            rng.word(&["fell steadily", "rose steadily", "fell continuously"]),
        )
    };
    let frame = rng.word(&[
        "{name} {verb}: {a} ({d1}), {b} ({d2}), {c}{unit} ({d3}).",
        "{name} {verb} from {d1} to {d3} ({a}, {b}, {c}{unit}).",
    ]);
    let mut slots = vec![
        ("name", rng.word(some.lab.names).to_owned()),
        ("unit", lab::spaced(&lab::unit(three[0], rng))),
    ];
    for (i, names) in [("a", "d1"), ("b", "d2"), ("c", "d3")]
        .into_iter()
        .enumerate()
    {
        slots.push((names.0, shown[i].to_string()));
        slots.push((names.1, style.show(three[i].when)));
    }
    let said = Said::new(frame, slots, three.iter().map(|one| one.source.as_str()));
    let tell = |verb: &str| said.framed(&frame.replace("{verb}", verb));
    Some(Pair::against(Name::Trend, tell(right), tell(wrong)))
}

/// The difference told, with its sign turned.
fn delta(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = pair(scene, rng)?;
    let digits = one.a.digits().max(one.b.digits());
    let exact = Decimal::of(
        (one.to.value.float() - one.from.value.float()).abs(),
        digits,
    )?;
    let told = Decimal::of((one.b.float() - one.a.float()).abs(), digits)?;
    if exact != told || told.float() <= 0.0 {
        return None;
    }
    let frame = rng.word(&[
        "{name} is {verb} {delta}{unit} since {d1}, at {b}{unit} {w2}.",
        "{name} {b}{unit} {w2}, {verb} {delta} from {a}{unit} {w1}.",
        "{name} {verb} by {delta}{unit} between {d1} and {d2}.",
    ]);
    let tell = |verb: &str| {
        said(
            &one,
            &frame
                .replace("{verb}", verb)
                .replace("{delta}", &told.to_string()),
        )
    };
    let (right, wrong) = if one.up {
        ("up", "down")
    } else {
        ("down", "up")
    };
    Some(Pair::against(Name::Trend, tell(right), tell(wrong)))
}
