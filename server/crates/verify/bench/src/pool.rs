//! Statements of every name, out of many charts.

use crate::facts;
use crate::name::Name;
use crate::pair::{Label, Pair, World};
use crate::perturb;
use crate::rng::Rng;
use crate::say::Said;
use crate::ward::Ward;
use model::{Citation, SourceId};
use std::collections::BTreeSet;

/// One statement to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which chart, by its place in the list.
    pub ward: usize,
    /// In which world it is judged.
    pub world: World,
    /// Unique in the run.
    pub id: String,
    /// The words.
    pub text: String,
    /// What it cites.
    pub citations: Vec<Citation>,
    /// Its error; none where it is faithful.
    pub error: Option<(Name, Label)>,
    /// What it was made from, where it is perturbed.
    pub parent: Option<String>,
}

/// How many of each name, with which seed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// How many of each name.
    pub each: usize,
    /// Which names; all where empty.
    pub names: Vec<Name>,
}

/// Makes the statements: for every name the same number, its charts taken in turn, no statement twice. A name for which
/// the charts allow fewer gets fewer.
pub fn make(wards: &[Ward], plan: &Plan) -> Vec<Item> {
    let mut items = Vec::new();
    let mut known = BTreeSet::new();
    let all = if plan.names.is_empty() {
        Name::ALL
    } else {
        &plan.names
    };
    for name in all {
        let mut rng = Rng::named(plan.seed, name.text());
        let mut made = 0;
        let mut tries = 0;
        while made < plan.each && tries < plan.each * 60 && !wards.is_empty() {
            let at = tries % wards.len();
            tries += 1;
            let Some((world, pair)) = attempt(&wards[at], *name, &mut rng) else {
                continue;
            };
            let parent = item(at, world, &pair.parent, None, None);
            let moved = pair.moved.unwrap_or(world);
            let wrong = item(
                at,
                moved,
                &pair.item,
                Some((*name, pair.label)),
                Some(&pair.parent),
            );
            if key(&parent) == key(&wrong) || !known.insert(key(&wrong)) {
                continue;
            }
            if known.insert(key(&parent)) {
                items.push(Item {
                    id: format!("f{}", items.len()),
                    ..parent
                });
            }
            items.push(Item {
                id: format!("{}{made}", name.text()),
                ..wrong
            });
            made += 1;
        }
    }
    items
}

fn key(item: &Item) -> (usize, World, String, Vec<String>) {
    let cites = item
        .citations
        .iter()
        .map(|one| one.source.to_string())
        .collect();
    (item.ward, item.world, item.text.clone(), cites)
}

/// A few tries on one chart.
fn attempt(ward: &Ward, name: Name, rng: &mut Rng) -> Option<(World, Pair)> {
    let makers = perturb::makers(name);
    for _ in 0..30 {
        let world = if rng.chance(30) {
            World::Plain
        } else {
            World::Rich
        };
        let scene = ward.scene(world);
        let Some(pair) = rng.pick(makers).and_then(|maker| maker(&scene, rng)) else {
            continue;
        };
        let pair = if rng.chance(18) {
            joined(ward, world, pair, rng)
        } else {
            pair
        };
        return Some((world, pair));
    }
    None
}

/// With a further faithful sentence beside it, where that changes nothing of what the first says.
fn joined(ward: &Ward, world: World, pair: Pair, rng: &mut Rng) -> Pair {
    let Some(other) = facts::any(&ward.scene(world), rng) else {
        return pair;
    };
    let both = |one: &Said| -> Option<Said> {
        let (a, b) = (one.text(), other.text());
        let whole = |text: &str| text.ends_with('.') && !text.starts_with(['|', '-']);
        let apart = one.cites.iter().all(|cite| !other.cites.contains(cite));
        if !whole(&a) || !whole(&b) || !apart || one.cites.is_empty() {
            return None;
        }
        let mut joined = one.framed(&format!("{a} {b}"));
        for (source, _) in &other.cites {
            joined.cite(source.clone());
        }
        Some(joined)
    };
    if pair.name == Name::Citation {
        return pair;
    }
    match (both(&pair.parent), both(&pair.item)) {
        (Some(parent), Some(item)) => Pair {
            parent,
            item,
            ..pair
        },
        _ => pair,
    }
}

fn item(
    ward: usize,
    world: World,
    said: &Said,
    error: Option<(Name, Label)>,
    parent: Option<&Said>,
) -> Item {
    let cites = said.cites.iter();
    Item {
        ward,
        world,
        id: String::new(),
        text: said.text(),
        citations: cites
            .map(|(source, quote)| Citation {
                source: SourceId::new(source.as_str()),
                quote: quote.clone(),
            })
            .collect(),
        error,
        parent: parent.map(Said::text),
    }
}
