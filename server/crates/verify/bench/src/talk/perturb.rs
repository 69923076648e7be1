//! One error in what a dialogue says.

use super::find::{Found, What};
use super::make::{say, segment, side};
use super::read::Talk;
use super::words::{DRUGS, says, split};
use crate::name::Name;
use crate::pair::Pair;
use crate::rng::Rng;
use crate::say::Said;

/// The errors that what was found allows.
pub(super) fn of(
    talk: &Talk,
    found: &Found,
    parent: &Said,
    foreign: &[&Found],
    rng: &mut Rng,
) -> Vec<Pair> {
    let mut out = own(talk, found, parent, rng);
    out.extend(citation(talk, found, parent, rng));
    out.extend(fabricated(talk, found, parent, foreign, rng));
    out
}

/// Errors in what it says itself.
fn own(talk: &Talk, found: &Found, parent: &Said, rng: &mut Rng) -> Vec<Pair> {
    let against = |name, item| Pair::against(name, parent.clone(), item);
    match &found.what {
        What::Complaint(_, has) => {
            let frame = if *has {
                rng.word(&[
                    "Denies {name}.",
                    "No {name}.",
                    "The patient reports no {name}.",
                ])
            } else {
                rng.word(&[
                    "Reports {name}.",
                    "The patient has {name}.",
                    "Complains of {name}.",
                ])
            };
            let kin = rng.word(&["mother", "father", "sister"]);
            let mut all = vec![against(Name::Negation, parent.framed(frame))];
            if *has {
                let frame = format!("The patient's {kin} has {{name}}.");
                all.push(Pair::beyond(
                    Name::Experiencer,
                    parent.clone(),
                    parent.framed(&frame),
                ));
            }
            all
        }
        What::Drug(drug, amount, often) => {
            let mut all = Vec::new();
            let wrong = amount * rng.pick(&[2, 3, 5]).copied().unwrap_or(2);
            if !mentions(talk, &wrong.to_string()) {
                all.push(against(
                    Name::Dose,
                    parent.with("amount", wrong.to_string()),
                ));
            }
            all.push(against(
                Name::Scale,
                parent.with("amount", (amount * 10).to_string()),
            ));
            let other = rng.word(&DRUGS);
            if other != *drug && !mentions(talk, other) {
                all.push(Pair::beyond(
                    Name::Drug,
                    parent.clone(),
                    parent.with("drug", other),
                ));
            }
            if let (Some(often), true) = (often, parent.shows("often")) {
                let wrong = if *often == 1 {
                    "three times daily"
                } else {
                    "once daily"
                };
                all.push(against(Name::FrequencyRoute, parent.with("often", wrong)));
            }
            all.push(against(Name::Unit, parent.with("unit", "mcg")));
            all
        }
        What::Age(n) => {
            let wrong = if rng.chance(50) { n + 3 } else { n - 4 };
            vec![against(Name::Number, parent.with("n", wrong.to_string()))]
        }
        What::Side(left, _) => {
            let kin = format!("The patient's brother has {} {{part}} pain.", side(*left));
            vec![
                against(Name::Laterality, parent.with("side", side(!left))),
                Pair::beyond(Name::Experiencer, parent.clone(), parent.framed(&kin)),
            ]
        }
        What::Kin(kin, _) => {
            let own = rng.word(&["The patient has {name}.", "History of {name}."]);
            let mut all = vec![against(Name::Experiencer, parent.framed(own))];
            let other = if *kin == "mother" { "father" } else { "mother" };
            all.push(Pair::beyond(
                Name::Experiencer,
                parent.clone(),
                parent.with("kin", other),
            ));
            all.push(against(
                Name::Negation,
                parent.framed("No family history of {name}."),
            ));
            all
        }
        What::Since(_, n, unit) => {
            let other = match *unit {
                "days" => "weeks",
                "weeks" => "months",
                _ => "days",
            };
            vec![
                against(Name::RelativeDate, parent.with("n", (n + 3).to_string())),
                against(Name::RelativeDate, parent.with("unit", other)),
            ]
        }
    }
}

/// The same, resting on a segment that is not there, or on one that has nothing to do with it.
fn citation(talk: &Talk, found: &Found, parent: &Said, rng: &mut Rng) -> Option<Pair> {
    let mut item = parent.clone();
    if rng.chance(40) {
        item.cites = vec![(segment(talk.said.len() + 7), None)];
    } else {
        let text = parent.text().to_lowercase();
        let own: Vec<&str> = split(&text)
            .into_iter()
            .filter(|word| word.len() > 3 || word.parse::<u32>().is_ok())
            .collect();
        // Neither it nor what is asked before it has a word of the statement.
        let apart = |at: usize| {
            talk.said
                .get(at)
                .is_none_or(|(_, words)| !own.iter().any(|word| words.contains(word)))
        };
        let far: Vec<usize> = (1..talk.said.len())
            .filter(|at| apart(*at) && apart(at - 1) && !found.at.contains(at))
            .filter(|at| split(&talk.said[*at].1).len() > 6)
            .collect();
        item.cites = vec![(segment(*rng.pick(&far)?), None)];
    }
    Some(Pair::beyond(Name::Citation, parent.clone(), item))
}

/// What was said in another dialogue, and not in this one.
fn fabricated(
    talk: &Talk,
    found: &Found,
    parent: &Said,
    foreign: &[&Found],
    rng: &mut Rng,
) -> Option<Pair> {
    let other = *rng.pick(foreign)?;
    let key = match &other.what {
        What::Complaint(name, true)
        | What::Kin(_, name)
        | What::Since(name, ..)
        | What::Drug(name, ..) => *name,
        _ => return None,
    };
    let last = key.rsplit(' ').next().unwrap_or(key);
    if mentions(talk, key) || talk.text.to_lowercase().contains(last) {
        return None;
    }
    let mut item = say(other, rng);
    item.cites = found.at.iter().map(|at| (segment(*at), None)).collect();
    Some(Pair::beyond(Name::Fabrication, parent.clone(), item))
}

fn mentions(talk: &Talk, words: &str) -> bool {
    talk.said.iter().any(|(_, said)| says(said, words))
}
