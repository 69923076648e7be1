//! Where a filed note comes from: which software put it together, who signed it, and what it rests on.

use fhir_sdk::Instant;
use fhir_sdk::r4b::codes::ProvenanceEntityRole;
use fhir_sdk::r4b::resources::{Provenance, ProvenanceAgent, ProvenanceEntity};
use fhir_sdk::r4b::types::Reference;
use time::OffsetDateTime;

use crate::common::{PEOPLE, concept, person, reference, seconds};
use crate::{BuildError, Built, Person};

/// What a Provenance tells of a note.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The note, `DocumentReference/id`.
    pub target: String,
    /// When it was signed.
    pub recorded: OffsetDateTime,
    /// The software that put it together, with what wrote the draft, such as `Countersign 0.1.0 (built-in composer)`.
    pub assembler: String,
    /// Who wrote it in the sense of the record: who signed.
    pub author: Person,
    /// Who checked it; the author where nobody else did.
    pub verifier: Person,
    /// The resources that its statements cite, `Type/id`.
    pub sources: Vec<String>,
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record")
            .field("sources", &self.sources.len())
            .finish_non_exhaustive()
    }
}

/// Builds the Provenance. Sources that are no references (a transcript, a policy) are kept by their text.
pub fn provenance(record: &Record) -> Result<Built, BuildError> {
    if record.assembler.trim().is_empty() {
        return Err(BuildError::Missing("agent.who"));
    }
    let device = display(&record.assembler, Some("Device"))?;
    let agents = vec![
        Some(agent("assembler", "Assembler", device)?),
        Some(agent(
            "author",
            "Author",
            person(&record.author, "agent.who", PEOPLE)?,
        )?),
        Some(agent(
            "verifier",
            "Verifier",
            person(&record.verifier, "agent.who", PEOPLE)?,
        )?),
    ];
    let mut sources: Vec<&String> = record.sources.iter().collect();
    sources.sort();
    sources.dedup();
    let entities = sources
        .into_iter()
        .map(|source| source_entity(source).map(Some))
        .collect::<Result<Vec<_>, _>>()?;
    let target = reference(
        &record.target,
        "target",
        &[
            "DocumentReference",
            "Communication",
            "Observation",
            "Condition",
            "MedicationStatement",
        ],
    )?;
    let provenance = Provenance::builder()
        .target(vec![Some(target)])
        .recorded(Instant(seconds(record.recorded)))
        .agent(agents)
        .entity(entities)
        .build();
    Built::of(
        "Provenance",
        &provenance.map_err(|error| BuildError::model(&error))?,
    )
}

fn agent(code: &str, shown: &str, who: Reference) -> Result<ProvenanceAgent, BuildError> {
    let kind = concept(
        "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
        code,
        shown,
    )?;
    ProvenanceAgent::builder()
        .r#type(kind)
        .who(who)
        .build()
        .map_err(|error| BuildError::model(&error))
}

fn source_entity(source: &str) -> Result<ProvenanceEntity, BuildError> {
    let chart = source.split_once('/').is_some_and(|(name, id)| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !id.is_empty()
            && !id.contains(['/', '#', ' '])
    });
    let what = if chart {
        Reference::builder()
            .reference(source.to_owned())
            .build()
            .map_err(|error| BuildError::model(&error))?
    } else {
        display(source, None)?
    };
    ProvenanceEntity::builder()
        .role(ProvenanceEntityRole::Source)
        .what(what)
        .build()
        .map_err(|error| BuildError::model(&error))
}

fn display(text: &str, kind: Option<&str>) -> Result<Reference, BuildError> {
    let mut reference = Reference::builder().display(text.to_owned());
    if let Some(kind) = kind {
        reference = reference.r#type(kind.to_owned());
    }
    reference.build().map_err(|error| BuildError::model(&error))
}
