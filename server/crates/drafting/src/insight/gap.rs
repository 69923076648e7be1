//! What nobody may miss: recorded, recorded as absent, or not documented. Not documented is never absent.

use crate::read::{Allergy, View, allergies, measures, orders, problems, visits};
use model::SourceId;
use serde::Serialize;

/// One item of the must-include list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Gap {
    /// The chart has it.
    Recorded {
        /// Which item.
        what: String,
        /// How many entries.
        count: usize,
    },
    /// The chart says that there is none.
    Absent {
        /// Which item.
        what: String,
        /// The source that says so.
        source: SourceId,
        /// In its words.
        words: String,
    },
    /// The chart says nothing of it.
    NotDocumented {
        /// Which item.
        what: String,
    },
    /// That part of the chart was not completely loaded: nobody can say.
    NotLoaded {
        /// Which item.
        what: String,
    },
}

pub(super) fn all(view: View<'_>) -> Vec<Gap> {
    let loaded = |types: &[&str]| types.iter().all(|kind| view.set.complete(kind));
    let of = |what: &str, count: usize, types: &[&str]| {
        let what = what.to_owned();
        match (count, loaded(types)) {
            (0, true) => Gap::NotDocumented { what },
            (0, false) => Gap::NotLoaded { what },
            (count, _) => Gap::Recorded { what, count },
        }
    };
    let series = measures(view);
    let measured = |codes: &[&str]| {
        codes
            .iter()
            .filter(|code| series.contains_key(**code))
            .count()
    };
    vec![
        allergy(view, loaded(&["AllergyIntolerance"])),
        of("problems", problems(view).len(), &["Condition"]),
        of("medications", orders(view).len(), &["MedicationRequest"]),
        of(
            "immunizations",
            view.set.of_type("Immunization").count(),
            &["Immunization"],
        ),
        of("encounters", visits(view).len(), &["Encounter"]),
        of(
            "tobacco use",
            measured(&["72166-2", "39240-7"]),
            &["Observation"],
        ),
        of(
            "blood pressure",
            measured(&["8480-6", "85354-9"]),
            &["Observation"],
        ),
        of("weight", measured(&["29463-7"]), &["Observation"]),
        of(
            "family history",
            view.set.of_type("FamilyMemberHistory").count(),
            &["FamilyMemberHistory"],
        ),
        of(
            "code status or advance directive",
            view.set.of_type("Consent").count(),
            &["Consent"],
        ),
    ]
}

/// Whether an entry says that there is no allergy.
pub(super) fn denies(allergy: &Allergy<'_>) -> bool {
    let name = allergy.name.to_lowercase();
    ["no known", "not known to have", "no allerg", "nkda", "nka"]
        .iter()
        .any(|word| name.starts_with(word))
}

fn allergy(view: View<'_>, loaded: bool) -> Gap {
    let what = "allergies".to_owned();
    let all = allergies(view);
    let (none, some): (Vec<&Allergy<'_>>, Vec<&Allergy<'_>>) =
        all.iter().partition(|allergy| denies(allergy));
    match (some.len(), none.first(), loaded) {
        (0, Some(entry), _) => Gap::Absent {
            what,
            source: entry.id.clone(),
            words: entry.name.clone(),
        },
        (0, None, true) => Gap::NotDocumented { what },
        (0, None, false) => Gap::NotLoaded { what },
        (count, ..) => Gap::Recorded { what, count },
    }
}
