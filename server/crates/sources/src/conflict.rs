//! What contradicts itself in a chart, as a reader of a draft must know it. Nothing is decided about which side is right.

use chart::views::{FlagKind, flags};
use chart::{Chart, ChartFlag, Json};
use model::SourceId;

/// A contradiction.
#[derive(Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What, in words without PHI beyond type and id.
    pub what: String,
    /// The sources that it is between, or the one that it is in.
    pub sources: Vec<SourceId>,
}

/// Shows the sources only.
impl std::fmt::Debug for Conflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Conflict").field(&self.sources).finish()
    }
}

/// What within one resource must not be taken at its word. A time without a zone and a yes sent as text mislead nobody about what is recorded.
pub(crate) fn of(id: &SourceId, json: &Json) -> Option<Conflict> {
    let mut kinds: Vec<FlagKind> = flags(json)
        .into_iter()
        .map(|flag| flag.kind)
        .filter(|kind| !matches!(kind, FlagKind::DateWithoutZone | FlagKind::BooleanAsText))
        .collect();
    kinds.dedup();
    let words: Vec<String> = kinds.iter().map(ToString::to_string).collect();
    (!words.is_empty()).then(|| Conflict {
        what: format!("{id} has {}.", words.join(", ")),
        sources: vec![id.clone()],
    })
}

/// What contradicts itself between resources.
pub(crate) fn between(chart: &Chart) -> impl Iterator<Item = Conflict> {
    let ids = |keys: Vec<chart::ResourceKey>| -> Vec<SourceId> {
        keys.into_iter()
            .map(|key| SourceId::new(key.to_string()))
            .collect()
    };
    chart
        .flags()
        .into_iter()
        .filter_map(move |flag| match flag {
            ChartFlag::NoKnownAllergyBesideAllergies {
                none_known,
                allergies,
            } => Some(Conflict {
                what: "\"No known allergy\" is recorded beside active allergies.".to_owned(),
                sources: ids(none_known).into_iter().chain(ids(allergies)).collect(),
            }),
            ChartFlag::EncountersAfterDeath {
                time_of_death_known: true,
                encounters,
            } => Some(Conflict {
                what: "Encounters are recorded after the time of death.".to_owned(),
                sources: ids(encounters),
            }),
            // Without a time of death nothing says that they were later.
            _ => None,
        })
}
