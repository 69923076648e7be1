//! Sentences that say what a dialogue says.

use super::find::{Found, What, all};
use super::perturb;
use super::read::Talk;
use crate::pair::Pair;
use crate::rng::Rng;
use crate::say::Said;

/// Pairs of a faithful statement and one with an error, out of every dialogue; those of one dialogue stand together with its place in the list.
pub fn make(talks: &[Talk], seed: u64, each: usize) -> Vec<(usize, Pair)> {
    let found: Vec<Vec<Found>> = talks.iter().map(all).collect();
    let mut out: Vec<(usize, Pair)> = Vec::new();
    for (at, talk) in talks.iter().enumerate() {
        let mut rng = Rng::named(seed, &talk.name);
        for one in &found[at] {
            for _ in 0..each {
                let parent = say(one, &mut rng);
                let elsewhere = found.iter().enumerate().filter(|(other, _)| *other != at);
                let foreign: Vec<&Found> = elsewhere.flat_map(|(_, all)| all).collect();
                let pairs = perturb::of(talk, one, &parent, &foreign, &mut rng);
                out.extend(pairs.into_iter().map(|pair| (at, pair)));
            }
        }
    }
    let mut known = std::collections::BTreeSet::new();
    out.retain(|(at, pair)| known.insert((*at, pair.item.text(), pair.item.cites.clone())));
    out
}

/// A segment's id, counted from 1.
pub(super) fn segment(at: usize) -> String {
    format!("transcript:{}", at + 1)
}

/// One sentence for what was found, with the places that errors change.
pub(super) fn say(found: &Found, rng: &mut Rng) -> Said {
    let cites = found.at.iter().map(|at| segment(*at));
    let (frame, slots): (&str, Vec<(&'static str, String)>) = match &found.what {
        What::Complaint(name, false) => (
            rng.word(&[
                "Denies {name}.",
                "No {name}.",
                "The patient denies {name}.",
                "The patient reports no {name}.",
                "Negative for {name}.",
            ]),
            vec![("name", (*name).to_owned())],
        ),
        What::Complaint(name, true) => (
            rng.word(&[
                "Reports {name}.",
                "The patient reports {name}.",
                "Positive for {name}.",
                "Endorses {name}.",
            ]),
            vec![("name", (*name).to_owned())],
        ),
        What::Drug(drug, amount, often) => {
            let words = match often {
                Some(1) => rng.word(&["once daily", "daily", "once a day", "QD"]),
                Some(_) => rng.word(&["twice daily", "BID", "twice a day", "two times a day"]),
                None => "",
            };
            let unit = rng.word(&["mg", "milligrams"]);
            (
                rng.word(&[
                    "{drug} {amount} {unit} {often}.",
                    "Plan: {drug} {amount} {unit} {often}.",
                    "Medication discussed: {drug} {amount} {unit} {often}.",
                ]),
                vec![
                    ("drug", (*drug).to_owned()),
                    ("amount", amount.to_string()),
                    ("unit", unit.to_owned()),
                    ("often", words.to_owned()),
                ],
            )
        }
        What::Age(n) => (
            rng.word(&[
                "The patient is {n} years old.",
                "{n}-year-old patient.",
                "Age {n}.",
                "A {n} y/o patient.",
            ]),
            vec![("n", n.to_string())],
        ),
        What::Side(left, part) => (
            rng.word(&[
                "{side} {part} pain.",
                "Pain in the {side} {part}.",
                "The patient has {side} {part} pain.",
            ]),
            vec![
                ("side", side(*left).to_owned()),
                ("part", (*part).to_owned()),
            ],
        ),
        What::Kin(kin, name) => (
            rng.word(&[
                "The patient's {kin} had {name}.",
                "Family history: {kin} with {name}.",
                "{name} in the {kin}.",
            ]),
            vec![("kin", (*kin).to_owned()), ("name", (*name).to_owned())],
        ),
        What::Since(name, n, unit) => (
            rng.word(&[
                "{name} for {n} {unit}.",
                "The patient has had {name} for {n} {unit}.",
                "{n} {unit} of {name}.",
            ]),
            vec![
                ("name", (*name).to_owned()),
                ("n", n.to_string()),
                ("unit", (*unit).to_owned()),
            ],
        ),
    };
    Said::new(frame, slots, cites)
}

pub(super) const fn side(left: bool) -> &'static str {
    if left { "left" } else { "right" }
}
