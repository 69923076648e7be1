//! Names and places.

use crate::chart::Person;
use crate::day::Style;
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;
use crate::say::Said;

/// Another clinician, patient, hospital or town.
pub(super) const NAME_PLACE: &[Maker] = &[clinician, clinician, place, town, patient];

const FAMILIES: [&str; 10] = [
    "Okafor",
    "Lindgren",
    "Petrov",
    "Yamada",
    "Castellanos",
    "Whitfield",
    "Haddad",
    "Novak",
    "Brannigan",
    "Desai",
];
const PLACES: [&str; 6] = [
    "Lakeview Medical Center",
    "Saint Brendan Hospital",
    "Riverside Family Clinic",
    "Northgate General Hospital",
    "Harborview Clinic",
    "Cedar Grove Hospital",
];
const TOWNS: [&str; 6] = [
    "Duluth",
    "Amarillo",
    "Bakersfield",
    "Missoula",
    "Tallahassee",
    "Spokane",
];

fn unknown(scene: &Scene<'_>, words: &str) -> bool {
    words
        .split_whitespace()
        .all(|word| !scene.chart.words.contains(&word.to_lowercase()))
}

/// Another family name: a colleague's, or one that nobody has.
fn other(scene: &Scene<'_>, right: &Person, rng: &mut Rng) -> Option<String> {
    let colleagues = scene.chart.clinicians();
    let name = match rng.pick(&colleagues) {
        Some(one) if rng.chance(50) => one.family.clone(),
        _ => Some(rng.word(&FAMILIES))
            .filter(|name| unknown(scene, name))?
            .to_owned(),
    };
    (name != right.family).then_some(name)
}

fn clinician(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let visits = &scene.chart.visits;
    let (encounter, when, person, _) = rng.pick(visits)?;
    let wrong = other(scene, person, rng)?;
    if visits
        .iter()
        .any(|(_, day, who, _)| day == when && who.family == wrong)
    {
        return None;
    }
    // Somebody who had to do with anything else of that day may have seen the patient too.
    let day = Style::Iso.show(*when);
    let colleagues = scene.chart.clinicians();
    let wrong_one: Vec<&Person> = colleagues
        .iter()
        .filter(|one| one.family == wrong)
        .collect();
    let there = !wrong_one.is_empty()
        && scene.chart.resources.values().any(|one| {
            let text = one.to_string();
            text.contains(&day) && wrong_one.iter().any(|one| text.contains(&one.source))
        });
    if there {
        return None;
    }
    let style = Style::any(rng);
    let full = rng.chance(40);
    let frame = rng.word(&[
        "Seen by Dr. {who} {when}.",
        "{date}: visit with Dr. {who}",
        "{when}, the patient was seen by Dr. {who}.",
        "Encounter {when} with Dr. {who}.",
        "Visit of {date} (Dr. {who})",
    ]);
    let tell = |family: &str| {
        let who = if full {
            format!("{} {family}", person.given)
        } else {
            family.to_owned()
        };
        let slots = vec![
            ("who", who),
            ("when", style.at(*when)),
            ("date", style.show(*when)),
        ];
        Said::new(frame, slots, [encounter.as_str(), person.source.as_str()])
    };
    Some(Pair::against(
        Name::NamePlace,
        tell(&person.family),
        tell(&wrong),
    ))
}

fn place(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let visits = &scene.chart.visits;
    let (encounter, when, _, place) = rng.pick(visits)?;
    let place = place.as_ref()?;
    let all = scene.chart.places();
    let wrong = match rng.pick(&all) {
        Some(one) if rng.chance(40) => one.name.clone(),
        _ => Some(rng.word(&PLACES))
            .filter(|name| {
                name.split_whitespace()
                    .next()
                    .is_some_and(|word| unknown(scene, word))
            })?
            .to_owned(),
    };
    if wrong == place.name
        || visits.iter().any(|(_, day, _, other)| {
            day == when && other.as_ref().is_some_and(|other| other.name == wrong)
        })
    {
        return None;
    }
    let style = Style::any(rng);
    let frame = rng.word(&[
        "Seen at {place} {when}.",
        "Visit {when} at {place}.",
        "{date}: encounter at {place}",
        "{when}, the patient was seen at {place}.",
    ]);
    let tell = |name: &str| {
        let slots = vec![
            ("place", title(name)),
            ("when", style.at(*when)),
            ("date", style.show(*when)),
        ];
        Said::new(frame, slots, [encounter.as_str(), place.source.as_str()])
    };
    Some(Pair::against(
        Name::NamePlace,
        tell(&place.name),
        tell(&wrong),
    ))
}

/// `HEALTHALLIANCE HOSPITALS, INC` as prose writes it.
fn title(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let words = name
        .split_whitespace()
        .map(|word| crate::words::capital(&word.to_lowercase()));
    words.collect::<Vec<_>>().join(" ")
}

fn town(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let right = scene.chart.city()?;
    let wrong = rng.word(&TOWNS);
    let frame = rng.word(&[
        "Lives in {city}.",
        "The patient lives in {city}.",
        "Resident of {city}.",
        "Home address: {city}",
    ]);
    let tell = |city: &str| {
        Said::new(
            frame,
            vec![("city", city.to_owned())],
            [scene.chart.patient.as_str()],
        )
    };
    unknown(scene, wrong).then(|| Pair::against(Name::NamePlace, tell(&right), tell(wrong)))
}

fn patient(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let right = scene.chart.person()?;
    let wrong = other(scene, &right, rng)?;
    let frame = rng.word(&[
        "Patient: {name}.",
        "The patient's name is {name}.",
        "Patient name: {name}",
        "This record belongs to {name}.",
    ]);
    let tell = |family: &str| {
        Said::new(
            frame,
            vec![("name", format!("{} {family}", right.given))],
            [scene.chart.patient.as_str()],
        )
    };
    Some(Pair::against(
        Name::NamePlace,
        tell(&right.family),
        tell(&wrong),
    ))
}
