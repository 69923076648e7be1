//! What contradicts itself between the resources of one chart.

use crate::views::{PartialDateTime, PeriodOrder, boolean, choice, has_code};
use crate::{Chart, ResourceKey};

/// A contradiction within a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChartFlag {
    /// "No known allergy" is recorded beside active allergies.
    NoKnownAllergyBesideAllergies {
        /// The statements that there is none.
        none_known: Vec<ResourceKey>,
        /// The allergies.
        allergies: Vec<ResourceKey>,
    },
    /// The patient is recorded as deceased, and there are encounters that begin later, or the time of death is not
    /// recorded while there are encounters.
    EncountersAfterDeath {
        /// Whether the time of death is recorded; where it is not, every encounter is named.
        time_of_death_known: bool,
        /// Those encounters.
        encounters: Vec<ResourceKey>,
    },
}

/// SNOMED CT: no known allergy, and its children for drugs, food, environment and latex.
const NO_KNOWN_ALLERGY: &[&str] = &[
    "716186003",
    "409137002",
    "429625007",
    "428607008",
    "1003774007",
    "160244002",
];

impl Chart {
    /// The contradictions within this chart. Nothing is decided about which side is right.
    pub fn flags(&self) -> Vec<ChartFlag> {
        [self.allergy_conflict(), self.encounters_after_death()]
            .into_iter()
            .flatten()
            .collect()
    }

    fn allergy_conflict(&self) -> Option<ChartFlag> {
        let (mut none_known, mut allergies) = (Vec::new(), Vec::new());
        for resource in self.iter_by_type("AllergyIntolerance") {
            let json = &resource.json;
            let status = |name: &str, code: &str| {
                json.get(name)
                    .is_some_and(|status| has_code(status, None, code))
            };
            if status("verificationStatus", "entered-in-error")
                || status("verificationStatus", "refuted")
            {
                continue;
            }
            let code = json.get("code");
            // A statement about one group (drugs, food) does not contradict an allergy of another.
            if code.is_some_and(|code| {
                has_code(code, None, NO_KNOWN_ALLERGY[0]) || has_code(code, None, "160244002")
            }) {
                none_known.push(resource.key.clone());
            } else if !status("clinicalStatus", "inactive")
                && !status("clinicalStatus", "resolved")
                && !code.is_some_and(|code| {
                    NO_KNOWN_ALLERGY
                        .iter()
                        .any(|known| has_code(code, None, known))
                })
            {
                allergies.push(resource.key.clone());
            }
        }
        (!none_known.is_empty() && !allergies.is_empty()).then_some(
            ChartFlag::NoKnownAllergyBesideAllergies {
                none_known,
                allergies,
            },
        )
    }

    fn encounters_after_death(&self) -> Option<ChartFlag> {
        let deceased = choice(self.patient_json(), "deceased");
        let at = deceased
            .iter()
            .find_map(|(_, value)| PartialDateTime::parse(value.as_str()?));
        if at.is_none()
            && !deceased
                .iter()
                .any(|(_, value)| boolean(value) == Some(true))
        {
            return None;
        }
        let after = |start: &PartialDateTime| {
            at.as_ref()
                .is_none_or(|death| start.compare(death) == PeriodOrder::After)
        };
        let encounters: Vec<ResourceKey> = self
            .iter_by_type("Encounter")
            .filter(|encounter| {
                encounter
                    .json
                    .str_at("period.start")
                    .and_then(PartialDateTime::parse)
                    .is_some_and(|start| after(&start))
            })
            .map(|encounter| encounter.key.clone())
            .collect();
        let time_of_death_known = at.is_some();
        (!encounters.is_empty()).then_some(ChartFlag::EncountersAfterDeath {
            time_of_death_known,
            encounters,
        })
    }
}
