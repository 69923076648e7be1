//! Another date.

use crate::day::{Style, When};
use crate::facts::{event, lab, order, problem};
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::say::Said;
use time::{Date, Duration, Month};

/// Another date than the source's.
pub(super) const DATE: &[Maker] = &[of_lab, of_problem, of_end, of_event, of_event, of_order];

/// A date that people could write by mistake, told as exactly as the right one, by the day of writing.
pub(super) fn other(told: When, today: Date, rng: &mut Rng) -> Option<When> {
    let start = told.start();
    let wrong = match (told.month, told.day) {
        (Some(month), Some(day)) => match rng.below(4) {
            0 if day <= 12 && day != month => When {
                month: Some(day),
                day: Some(month),
                ..told
            },
            0 | 1 => When::of(start.checked_add(Duration::days(
                rng.between(1, 9) * if rng.chance(50) { 1 } else { -1 },
            ))?),
            2 => {
                let other =
                    u8::try_from((i64::from(month) - 1 + rng.between(1, 11)) % 12 + 1).ok()?;
                When {
                    month: Some(other),
                    ..told
                }
            }
            _ => When {
                year: told.year
                    + i32::try_from(rng.between(1, 3)).ok()? * if rng.chance(30) { 1 } else { -1 },
                ..told
            },
        },
        (Some(month), None) => {
            let other = u8::try_from((i64::from(month) - 1 + rng.between(1, 11)) % 12 + 1).ok()?;
            When {
                month: Some(other),
                ..told
            }
        }
        _ => When {
            year: told.year
                + i32::try_from(rng.between(1, 4)).ok()? * if rng.chance(30) { 1 } else { -1 },
            ..told
        },
    };
    let exists = Date::from_calendar_date(
        wrong.year,
        Month::try_from(wrong.month.unwrap_or(1)).ok()?,
        wrong.day.unwrap_or(1),
    )
    .is_ok();
    (exists && wrong.end() <= today && wrong != told).then_some(wrong)
}

fn redate(said: &Said, style: Style, wrong: When) -> Said {
    said.with("when", style.at(wrong))
        .with("date", style.show(wrong))
}

fn of_lab(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let reading = rng.pick(&scene.chart.readings)?;
    let parent = lab::dated(reading, rng)?;
    let wrong = other(parent.told?, scene.chart.today()?, rng)?;
    if lab::true_of(scene.chart, reading.lab, Some(wrong), parent.shown) {
        return None;
    }
    let item = redate(&parent.said, parent.style, wrong);
    Some(Pair::against(Name::Date, parent.said, item))
}

fn of_problem(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    let parent = problem::say(scene.chart, one, rng)?;
    let wrong = other(parent.told?, scene.chart.today()?, rng)?;
    if any_date(scene, &one.key, wrong) {
        return None;
    }
    let item = redate(&parent.said, parent.style, wrong);
    Some(Pair::against(Name::Date, parent.said, item))
}

fn of_end(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.problems)?;
    let parent = problem::say(scene.chart, one, rng)?;
    let wrong = other(parent.ended?, scene.chart.today()?, rng)?;
    if any_date(scene, &one.key, wrong) {
        return None;
    }
    let item = parent
        .said
        .with("end", parent.style.at(wrong))
        .with("ended", parent.style.show(wrong));
    Some(Pair::against(Name::Date, parent.said, item))
}

/// Whether any diagnosis of this name has any date there.
fn any_date(scene: &Scene<'_>, key: &str, wrong: When) -> bool {
    let same = scene.chart.problems.iter().filter(|other| other.key == key);
    same.flat_map(|other| [other.onset, other.abated, other.recorded])
        .flatten()
        .any(|date| wrong.meets(date))
}

fn of_event(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.events)?;
    let parent = event::say(one, rng);
    let wrong = other(parent.told, scene.chart.today()?, rng)?;
    let also = scene.chart.events.iter().any(|other| {
        (other.key == one.key || problem::related(&other.name, &one.name))
            && wrong.meets(other.when)
    });
    if also {
        return None;
    }
    let item = redate(&parent.said, parent.style, wrong);
    Some(Pair::against(Name::Date, parent.said, item))
}

fn of_order(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.orders)?;
    let parent = order::framed(one, rng.word(order::ORDERED), rng)?;
    let wrong = other(parent.told?, scene.chart.today()?, rng)?;
    if scene
        .chart
        .orders
        .iter()
        .any(|other| other.drug == one.drug && wrong.meets(other.when))
    {
        return None;
    }
    let item = redate(&parent.said, parent.style, wrong);
    Some(Pair::against(Name::Date, parent.said, item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn another_date_is_as_exact_and_lies_in_the_past() {
        let mut rng = Rng::new(5);
        for text in ["2019-02-03", "2019-02", "2019"] {
            let told = When::parse(text).unwrap();
            for _ in 0..200 {
                if let Some(wrong) = other(told, date!(2019 - 12 - 31), &mut rng) {
                    assert_ne!(wrong, told);
                    assert_eq!(wrong.grain(), told.grain());
                    assert!(wrong.end() <= date!(2019 - 12 - 31));
                }
            }
        }
    }
}
