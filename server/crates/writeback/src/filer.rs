//! One EHR as a place to file in, seen by one launch.

use std::collections::BTreeMap;

use fhir::{Client, Exactness, NoteRules, WriteError, Written};
use fhir_resources::{
    BuildError, Built, DocStatus, Identifier, Note, NoteShape, Person, Record, TypeCode,
    VitalValue, note, provenance, type_code, vital_sign,
};
use model::DraftKind;
use review::{Author, SignedNote};

use crate::{ChartEntry, ConfirmedVital, Order, ProvenanceOutcome};

/// How a site wants notes filed.
#[derive(Debug, Clone, Default)]
pub struct FilerConfig {
    /// The software's name and version for the Provenance, such as `Countersign 0.1.0`.
    pub software: String,
    /// The EHR's own document type codes, where it does not take LOINC.
    pub type_codes: BTreeMap<&'static str, TypeCode>,
    /// Whether the EHR is to show the note as preliminary, to be signed there too.
    pub preliminary: bool,
}

/// Files in one EHR with one launch's token.
#[derive(Clone)]
pub struct Filer {
    pub(crate) client: Client,
    config: FilerConfig,
}

/// The namespace of our identifiers: the SHA-256 of what was signed.
const NOTE_SYSTEM: &str = "urn:countersign:note-sha256";
const VITAL_SYSTEM: &str = "urn:countersign:vital-sign";

/// What is sent for an order.
pub(crate) struct Prepared {
    pub(crate) label: &'static str,
    pub(crate) built: Built,
    pub(crate) identifier: Identifier,
}

impl Filer {
    /// A filer over a launch's FHIR client.
    pub fn new(client: Client, config: FilerConfig) -> Self {
        Self { client, config }
    }

    pub(crate) fn rules(&self) -> &NoteRules {
        &self.client.profile().notes
    }

    /// Builds what would be sent, without sending it: refuses what this EHR would refuse.
    pub fn check(&self, order: &Order) -> Result<(), BuildError> {
        self.prepare(order, None).map(|_| ())
    }

    /// `said_by` is the EHR's reference of the note that an entry comes from.
    pub(crate) fn prepare(
        &self,
        order: &Order,
        said_by: Option<&str>,
    ) -> Result<Prepared, BuildError> {
        match order {
            Order::Note { note: signed, .. } if self.is_message(signed) => {
                crate::message::prepare(signed)
            }
            Order::Note {
                note: signed,
                service,
            } => {
                let identifier = note_identifier(signed);
                let built = note(
                    &Note {
                        text: signed.whole_text(),
                        title: signed.title().to_owned(),
                        patient: signed.patient().to_owned(),
                        encounter: signed.encounter().map(str::to_owned),
                        author: signer(signed),
                        type_code: self.type_code(signed.kind()),
                        identifier: identifier.clone(),
                        date: signed.signed_at(),
                        period: *service,
                        doc_status: if self.config.preliminary {
                            DocStatus::Preliminary
                        } else {
                            DocStatus::Final
                        },
                        ai_label: true,
                    },
                    &shape(self.rules()),
                )?;
                Ok(Prepared {
                    label: "note (create)",
                    built,
                    identifier,
                })
            }
            Order::Vital(vital) => self.prepare_vital(vital),
            Order::Entry(entry) => self.prepare_entry(entry, said_by),
            Order::Answers(answers) => self.prepare_answers(answers),
        }
    }

    fn prepare_vital(&self, vital: &ConfirmedVital) -> Result<Prepared, BuildError> {
        if !self.rules().vital_signs {
            return Err(BuildError::Invalid {
                element: "Observation",
                why: "cannot be written to this EHR",
            });
        }
        let sign = vital.kind().ok_or(BuildError::Invalid {
            element: "code",
            why: "is not a known vital sign",
        })?;
        let identifier = Identifier {
            system: VITAL_SYSTEM.to_owned(),
            value: vital.id.clone(),
        };
        let takes_identifier = self.rules().exactness != Exactness::TextOnly;
        let built = vital_sign(&VitalValue {
            sign,
            value: vital.value.clone(),
            unit: vital.unit.clone(),
            pressure: vital.pressure(),
            effective: vital.measured,
            patient: vital.patient.clone(),
            encounter: vital.encounter.clone(),
            performer: Some(Person {
                reference: vital.confirmed_by.as_str().to_owned(),
                name: None,
            }),
            identifier: takes_identifier.then(|| identifier.clone()),
        })?;
        Ok(Prepared {
            label: "vital sign (create)",
            built,
            identifier,
        })
    }

    fn type_code(&self, kind: DraftKind) -> TypeCode {
        self.config
            .type_codes
            .get(kind.name())
            .cloned()
            .unwrap_or_else(|| type_code(kind))
    }

    pub(crate) async fn send(&self, prepared: &Prepared) -> Result<Written, WriteError> {
        let condition = (self.rules().exactness == Exactness::ConditionalCreate).then(|| {
            format!(
                "identifier={}|{}",
                prepared.identifier.system, prepared.identifier.value
            )
        });
        self.client
            .create(
                prepared.label,
                prepared.built.resource_type(),
                prepared.built.json(),
                condition.as_deref(),
            )
            .await
    }

    /// Sends the note's Provenance where the EHR takes one. The note is filed whatever comes of it.
    pub(crate) async fn provenance(
        &self,
        signed: &SignedNote,
        reference: &str,
    ) -> ProvenanceOutcome {
        if !self.rules().provenance {
            return ProvenanceOutcome::NotTaken;
        }
        let Some(author) = signer(signed) else {
            return ProvenanceOutcome::Failed;
        };
        let drafted_by = drafted_by(signed.author());
        let statements = signed
            .sections()
            .iter()
            .flat_map(|section| &section.statements);
        let sources = statements
            .flat_map(|statement| &statement.citations)
            .map(|citation| crate::answers::named(citation.source.as_str()));
        let record = Record {
            target: reference.to_owned(),
            recorded: signed.signed_at(),
            assembler: format!("{} ({drafted_by})", self.config.software),
            verifier: author.clone(),
            author,
            sources: sources.collect(),
        };
        self.send_provenance(&record).await
    }

    /// The same of an entry: it rests on the note, and on what the note's statement cites.
    pub(crate) async fn entry_provenance(
        &self,
        entry: &ChartEntry,
        note: Option<&str>,
        reference: &str,
    ) -> ProvenanceOutcome {
        if !self.rules().provenance {
            return ProvenanceOutcome::NotTaken;
        }
        let author = crate::entry::author(entry);
        let note = note.map(str::to_owned).into_iter();
        let record = Record {
            target: reference.to_owned(),
            recorded: entry.accepted_at,
            assembler: format!("{} ({})", self.config.software, entry.drafted_by),
            verifier: author.clone(),
            author,
            sources: note.chain(entry.sources.iter().cloned()).collect(),
        };
        self.send_provenance(&record).await
    }

    async fn send_provenance(&self, record: &Record) -> ProvenanceOutcome {
        let Ok(built) = provenance(record) else {
            return ProvenanceOutcome::Failed;
        };
        let sent = self
            .client
            .create(
                "provenance (create)",
                built.resource_type(),
                built.json(),
                None,
            )
            .await;
        match sent {
            Ok(_) => ProvenanceOutcome::Filed,
            Err(_) => ProvenanceOutcome::Failed,
        }
    }
}

/// What wrote a draft, as a Provenance names it.
pub fn drafted_by(author: &Author) -> String {
    match author {
        Author::Composer => author.name().to_owned(),
        Author::Model(name) => format!("model {name}"),
    }
}

pub(crate) fn note_identifier(signed: &SignedNote) -> Identifier {
    Identifier {
        system: NOTE_SYSTEM.to_owned(),
        value: signed.content_hash().to_owned(),
    }
}

/// The signer as the EHR's author; only a practitioner can be one.
pub(crate) fn signer(signed: &SignedNote) -> Option<Person> {
    let reference = signed.signer().user.as_str();
    let practitioner =
        reference.starts_with("Practitioner/") || reference.starts_with("PractitionerRole/");
    practitioner.then(|| Person {
        reference: reference.to_owned(),
        name: Some(signed.signer().name.clone()),
    })
}

fn shape(rules: &NoteRules) -> NoteShape {
    NoteShape {
        content_type: rules.content_type.to_owned(),
        needs_encounter: rules.needs_encounter,
        needs_period: rules.needs_period,
        needs_author: rules.needs_author,
        extra_elements: rules.extra_elements,
    }
}
