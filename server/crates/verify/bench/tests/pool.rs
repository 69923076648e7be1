//! The perturber over the project's own patients.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

use std::collections::BTreeMap;
use verify_bench::name::Name;
use verify_bench::pool::{self, Item, Plan};
use verify_bench::ward::{self, Ward};

const EACH: usize = 5;

fn made(wards: &[Ward], seed: u64) -> Vec<Item> {
    pool::make(
        wards,
        &Plan {
            seed,
            each: EACH,
            names: Vec::new(),
        },
    )
}

#[test]
fn every_name_is_reached_and_every_perturbed_statement_differs_from_its_parent() {
    let wards = ward::own(1, |id| id != "p15").expect("the patients");
    let items = made(&wards, 1);
    let mut names: BTreeMap<Name, usize> = BTreeMap::new();
    for item in &items {
        let Some((name, _)) = item.error else {
            assert!(!item.citations.is_empty(), "{}", item.text);
            continue;
        };
        *names.entry(name).or_default() += 1;
        let parent = items.iter().filter(|one| {
            one.error.is_none() && one.ward == item.ward && Some(&one.text) == item.parent.as_ref()
        });
        let same = |one: &Item| {
            one.text == item.text && one.world == item.world && one.citations == item.citations
        };
        let parents: Vec<&Item> = parent.collect();
        assert!(
            !parents.is_empty(),
            "the faithful statement is there too: {}",
            item.text
        );
        assert!(!parents.into_iter().any(same), "{}", item.text);
    }
    for name in Name::ALL {
        assert_eq!(names.get(name), Some(&EACH), "{}", name.text());
    }
    for item in &items {
        assert!(!item.text.contains(['{', '}']), "{}", item.text);
    }
}

#[test]
fn the_same_seed_makes_the_same_statements() {
    let once = made(&ward::own(3, |id| id != "p15").expect("the patients"), 3);
    assert_eq!(
        once,
        made(&ward::own(3, |id| id != "p15").expect("the patients"), 3)
    );
    let other = made(&ward::own(4, |id| id != "p15").expect("the patients"), 4);
    assert_ne!(once, other);
}

#[test]
fn names_are_the_thirty_of_the_format() {
    assert_eq!(Name::ALL.len(), 30);
    assert!(
        Name::ALL
            .iter()
            .all(|name| Name::from_text(name.text()) == Some(*name))
    );
    assert_eq!(Name::from_text("typo"), None);
}
