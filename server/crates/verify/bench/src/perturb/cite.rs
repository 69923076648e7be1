//! A source that is missing, does not exist, or speaks of something else.

use crate::facts;
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;

/// Missing, dangling, irrelevant.
pub(super) const CITATION: &[Maker] = &[missing, dangling, irrelevant, irrelevant];

fn missing(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let parent = facts::any(scene, rng)?;
    let mut item = parent.clone();
    item.cites.clear();
    Some(Pair::beyond(Name::Citation, parent, item))
}

fn dangling(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let parent = facts::any(scene, rng)?;
    let mut item = parent.clone();
    let at = rng.below(item.cites.len());
    let cite = &mut item.cites.get_mut(at)?.0;
    let (kind, id) = cite.split_once('/')?;
    let wrong = match rng.below(3) {
        0 => format!("{kind}/{}", id.chars().rev().collect::<String>()),
        1 => format!("{kind}/{id}x"),
        _ => format!(
            "{kind}/{:08x}-1234-4321-8888-123412341234",
            rng.below(1 << 31)
        ),
    };
    if scene.chart.resources.contains_key(&wrong) {
        return None;
    }
    *cite = wrong;
    Some(Pair::beyond(Name::Citation, parent, item))
}

/// Every source replaced by one of another kind, which cannot say it.
fn irrelevant(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const KINDS: [&str; 6] = [
        "Immunization",
        "Observation",
        "Condition",
        "MedicationRequest",
        "Procedure",
        "AllergyIntolerance",
    ];
    let parent = facts::any(scene, rng)?;
    let mut item = parent.clone();
    let first = parent.cites.first()?.0.split('/').next()?.to_owned();
    let kind = rng.word(&KINDS);
    if kind == first {
        return None;
    }
    let all: Vec<&str> = scene.chart.own(kind).map(|(key, _)| key).collect();
    let other = (*rng.pick(&all)?).to_owned();
    // Nor may its words be the statement's: a drug allergy for the drug, a vaccine for its procedure.
    let words = scene
        .chart
        .resources
        .get(&other)?
        .to_string()
        .to_lowercase();
    let name = ["name", "drug", "to"]
        .iter()
        .find_map(|slot| parent.slot(slot))
        .unwrap_or("blood pressure")
        .to_lowercase();
    if name
        .split_whitespace()
        .any(|word| word.len() > 3 && words.contains(word))
    {
        return None;
    }
    item.cites = vec![(other, None)];
    Some(Pair::beyond(Name::Citation, parent, item))
}
