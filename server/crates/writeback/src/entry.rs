//! Data of a signed note that the clinician accepted for the chart.

use fhir::{Capabilities, Exactness, Json, NoteRules, ResourceKey};
use fhir_resources::{
    BuildError, Built, Entry, Identifier, Kept, Person, TypeCode, condition, medication_statement,
    observation,
};
use model::UserId;
use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::{Date, Duration, OffsetDateTime};

use crate::filer::{Filer, Prepared};
use crate::find::{Found, complete, decide, has_identifier, key_of, not_retracted, patient_id};

/// The namespace of our identifiers of entries.
const ENTRY_SYSTEM: &str = "urn:countersign:entry";

/// An entry that the clinician accepted, as it is written to the chart.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartEntry {
    /// A random id of it: our identifier in the EHR.
    pub id: String,
    /// What it is.
    pub what: EntryKind,
    /// What the note calls it.
    pub name: String,
    /// The code that was chosen; none: text alone.
    pub code: Option<EntryCode>,
    /// `Patient/id`
    pub patient: String,
    /// `Encounter/id`
    pub encounter: Option<String>,
    /// Who accepted it, `Practitioner/id`.
    pub accepted_by: UserId,
    /// That person's name.
    pub accepted_name: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub accepted_at: OffsetDateTime,
    /// What the note's statement cites, for the Provenance.
    pub sources: Vec<String>,
    /// What wrote the note's draft, for the Provenance.
    pub drafted_by: String,
}

/// A chosen code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryCode {
    /// The code system's URL.
    pub system: String,
    /// The code.
    pub code: String,
    /// Its display.
    pub display: String,
}

/// What an entry is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum EntryKind {
    /// An active problem.
    Condition,
    /// A medicine that is taken.
    Medication {
        /// How, in the note's words.
        instruction: String,
        /// How much: the number as written, and its UCUM unit.
        dose: Option<(String, String)>,
    },
    /// A measurement.
    Observation {
        /// The number as written; of a blood pressure the systolic one.
        value: String,
        /// The diastolic pressure.
        over: Option<String>,
        /// The UCUM unit.
        unit: String,
        /// `vital-signs` or `laboratory`.
        category: Option<String>,
        /// The day.
        on: Date,
    },
}

impl std::fmt::Debug for ChartEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ChartEntry({}, …)", self.what.resource_type())
    }
}

impl std::fmt::Debug for EntryKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.resource_type())
    }
}

impl EntryKind {
    /// The resource type that it is written as.
    pub fn resource_type(&self) -> &'static str {
        match self {
            Self::Condition => "Condition",
            Self::Medication { .. } => "MedicationStatement",
            Self::Observation { .. } => "Observation",
        }
    }

    /// Whether an EHR of these rules takes it as data, by what its server says; the granted scopes are the caller's to ask.
    pub fn taken(
        &self,
        code: Option<&EntryCode>,
        rules: &NoteRules,
        server: &Capabilities,
    ) -> bool {
        let sign = match self {
            Self::Observation { category, .. } => category.as_deref() == Some("vital-signs"),
            _ => true,
        };
        // A measurement without a code is found by no search and drawn in no trend: it is better read in the note.
        let coded = code.is_some() || !matches!(self, Self::Observation { .. });
        server.creates(self.resource_type()) && (sign || !rules.only_vital_signs) && coded
    }
}

impl Filer {
    pub(crate) fn prepare_entry(
        &self,
        entry: &ChartEntry,
        note: Option<&str>,
    ) -> Result<Prepared, BuildError> {
        let identifier = Identifier {
            system: ENTRY_SYSTEM.to_owned(),
            value: entry.id.clone(),
        };
        let more = self.rules().exactness != Exactness::TextOnly;
        let base = Entry {
            name: entry.name.clone(),
            code: entry.code.as_ref().map(|code| TypeCode {
                system: code.system.clone(),
                code: code.code.clone(),
                display: code.display.clone(),
            }),
            patient: entry.patient.clone(),
            encounter: entry.encounter.clone(),
            author: author(entry),
            recorded: entry.accepted_at,
            identifier: more.then(|| identifier.clone()),
            note: note.filter(|_| more).map(str::to_owned),
        };
        let (label, built) = built(entry, &base)?;
        Ok(Prepared {
            label,
            built,
            identifier,
        })
    }

    /// Looks for an entry that may have been written.
    pub(crate) async fn entry(&self, entry: &ChartEntry) -> Result<Found, String> {
        let patient = patient_id(&entry.patient);
        let token = format!("{ENTRY_SYSTEM}|{}", entry.id);
        let by_identifier = self.rules().exactness != Exactness::TextOnly;
        let mut params = vec![("patient", patient)];
        match &entry.what {
            _ if by_identifier => params.push(("identifier", token.as_str())),
            // Epic wants a category of every search for these.
            EntryKind::Observation { category, .. } => {
                params.extend(category.as_deref().map(|category| ("category", category)));
            }
            EntryKind::Condition => params.push(("category", "problem-list-item")),
            EntryKind::Medication { .. } => {}
        }
        let found = self
            .client
            .search(
                "written entry (search)",
                entry.what.resource_type(),
                &params,
            )
            .await;
        let found = complete(found)?;
        if by_identifier {
            let held = |json: &&Json| has_identifier(json, ENTRY_SYSTEM, &entry.id);
            return Ok(decide(
                found.iter().filter(held).filter(|json| not_retracted(json)),
            ));
        }
        // Without an identifier an equal entry may be somebody else's.
        let same = found
            .iter()
            .filter(|json| not_retracted(json) && same(json, entry));
        let keys: Vec<ResourceKey> = same.filter_map(key_of).collect();
        Ok(if keys.is_empty() {
            Found::Nowhere
        } else {
            Found::Unclear(keys)
        })
    }
}

fn built(entry: &ChartEntry, base: &Entry) -> Result<(&'static str, Built), BuildError> {
    Ok(match &entry.what {
        EntryKind::Condition => ("condition (create)", condition(base)?),
        EntryKind::Medication { instruction, dose } => {
            let dose = dose
                .as_ref()
                .map(|(value, unit)| (value.as_str(), unit.as_str()));
            let built = medication_statement(base, instruction, dose)?;
            ("medication statement (create)", built)
        }
        EntryKind::Observation {
            value,
            over,
            unit,
            category,
            on,
        } => {
            let kept = Kept {
                value: value.clone(),
                over: over.clone(),
                unit: unit.clone(),
                category: category.clone(),
                on: *on,
            };
            ("observation (create)", observation(base, &kept)?)
        }
    })
}

pub(crate) fn author(entry: &ChartEntry) -> Person {
    Person {
        reference: entry.accepted_by.as_str().to_owned(),
        name: Some(entry.accepted_name.clone()),
    }
}

/// Whether a resource may be this entry: the same code or text, recorded on the day it was accepted or later, with the same value.
fn same(json: &Json, entry: &ChartEntry) -> bool {
    let concept = if matches!(entry.what, EntryKind::Medication { .. }) {
        "medicationCodeableConcept"
    } else {
        "code"
    };
    let Some(concept) = json.get(concept) else {
        return false;
    };
    let coded = entry.code.as_ref().is_some_and(|code| {
        concept
            .items_at("coding")
            .iter()
            .any(|coding| coding.str_at("code") == Some(&code.code))
    });
    let text = concept.str_at("text") == Some(&entry.name);
    let since = entry.accepted_at - Duration::days(1);
    let written = ["recordedDate", "dateAsserted", "issued"]
        .iter()
        .find_map(|path| json.str_at(path))
        .and_then(|date| OffsetDateTime::parse(date, &Rfc3339).ok());
    let value = match &entry.what {
        EntryKind::Observation { value, on, .. } => {
            let day = on.to_string();
            let values = json.items_at("component").iter().chain([json]);
            let wanted = Json::parse(value).ok().and_then(|value| value.decimal());
            json.str_at("effectiveDateTime")
                .is_some_and(|at| at.starts_with(&day))
                && values
                    .filter_map(|one| one.at("valueQuantity.value")?.decimal())
                    .any(|number| Some(number) == wanted)
        }
        _ => true,
    };
    (coded || text) && value && written.is_none_or(|written| written >= since)
}
