//! Is it there already? Searched for before anything is sent again.

use fhir::{Exactness, Json, ResourceKey, SearchResult};
use review::SignedNote;
use time::format_description::well_known::Rfc3339;
use time::{Date, Duration, OffsetDateTime};

use crate::filer::{Filer, note_identifier, signer};
use crate::{ConfirmedVital, Order};

/// What a search for something that may have been filed gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// It is not there: everything that could be it was looked at.
    Nowhere,
    /// It is there, once.
    Once {
        key: ResourceKey,
        version: Option<String>,
    },
    /// It may be there, or is there several times: a person must look at these.
    Unclear(Vec<ResourceKey>),
}

impl Filer {
    /// Looks for an order in the EHR. The error is why the search could not be completed.
    pub(crate) async fn find(&self, order: &Order) -> Result<Found, String> {
        match order {
            Order::Note { note, .. } if self.is_message(note) => self.sent_message(note).await,
            Order::Note { note, .. } => {
                if self.rules().exactness != Exactness::TextOnly {
                    return self.note_by_identifier(note).await;
                }
                self.note_by_text(note).await
            }
            Order::Vital(vital) => self.vital(vital).await,
            Order::Entry(entry) => self.entry(entry).await,
            Order::Answers(answers) => self.answers(answers).await,
        }
    }

    async fn note_by_identifier(&self, note: &SignedNote) -> Result<Found, String> {
        let own = note_identifier(note);
        let token = format!("{}|{}", own.system, own.value);
        let params = [
            ("patient", patient_id(note.patient())),
            ("identifier", token.as_str()),
        ];
        let result = self
            .client
            .search("filed note (search)", "DocumentReference", &params)
            .await;
        let held = |json: &&Json| has_identifier(json, &own.system, &own.value);
        let found = complete(result)?;
        Ok(decide(
            found.iter().filter(held).filter(|json| not_retracted(json)),
        ))
    }

    /// By patient, day and author, then by type and text: what an EHR keeps that keeps no identifier of ours.
    async fn note_by_text(&self, note: &SignedNote) -> Result<Found, String> {
        let patient = patient_id(note.patient());
        let from = (note.signed_at() - Duration::days(1)).date();
        // No date is asked for: a server that has none for the note would not find it, and it would be filed twice.
        let mut result = self
            .search_notes(&[("patient", patient), ("category", "clinical-note")])
            .await;
        let found_none = result.failure.is_none() && result.entries.is_empty();
        if refused(&result) || found_none {
            // The server does not know the category, or files under another one.
            result = self.search_notes(&[("patient", patient)]).await;
        }
        let found = complete(result)?;
        let author = signer(note).map(|author| author.reference);
        let candidates: Vec<&Json> = found
            .iter()
            .filter(|json| json.resource_type() == Some("DocumentReference"))
            .filter(|json| not_retracted(json))
            .filter(|json| {
                not_before(json, from)
                    && may_be_by(json, author.as_deref())
                    && same_encounter(json, note)
            })
            .collect();
        let wanted = squeezed(&note.whole_text());
        let (mut same, mut unread) = (Vec::new(), Vec::new());
        for json in candidates {
            match self.holds(json, &wanted).await {
                Some(true) => same.push(json),
                Some(false) => {}
                None => unread.push(json),
            }
        }
        if !unread.is_empty() {
            return Ok(Found::Unclear(
                same.into_iter().chain(unread).filter_map(key_of).collect(),
            ));
        }
        Ok(decide(same.into_iter()))
    }

    async fn search_notes(&self, params: &[(&str, &str)]) -> SearchResult {
        self.client
            .search("filed note (search)", "DocumentReference", params)
            .await
    }

    /// Whether one of a note's attachments holds the text; `None` where that cannot be told.
    async fn holds(&self, json: &Json, wanted: &str) -> Option<bool> {
        let mut unread = false;
        for content in json.items_at("content") {
            let Some(attachment) = content.get("attachment") else {
                continue;
            };
            match self
                .client
                .attachment_text("filed note (text)", attachment)
                .await
            {
                Ok(text) if squeezed(&text).contains(wanted) => return Some(true),
                Ok(_) => {}
                Err(_) => unread = true,
            }
        }
        (!unread).then_some(false)
    }

    async fn vital(&self, vital: &ConfirmedVital) -> Result<Found, String> {
        let patient = patient_id(&vital.patient);
        let token = format!("urn:countersign:vital-sign|{}", vital.id);
        let day = (vital.measured - Duration::days(1)).date();
        let since = format!("ge{day}");
        let by_identifier = self.rules().exactness != Exactness::TextOnly;
        let params = if by_identifier {
            vec![("patient", patient), ("identifier", token.as_str())]
        } else {
            vec![
                ("patient", patient),
                ("category", "vital-signs"),
                ("date", since.as_str()),
            ]
        };
        let found = complete(
            self.client
                .search("filed vital sign (search)", "Observation", &params)
                .await,
        )?;
        if by_identifier {
            let held = |json: &&Json| has_identifier(json, "urn:countersign:vital-sign", &vital.id);
            return Ok(decide(
                found.iter().filter(held).filter(|json| not_retracted(json)),
            ));
        }
        // Without an identifier an equal measurement of the same minute may be another device's.
        let same = found
            .iter()
            .filter(|json| not_retracted(json))
            .filter(|json| same_vital(json, vital));
        let keys: Vec<ResourceKey> = same.filter_map(key_of).collect();
        Ok(if keys.is_empty() {
            Found::Nowhere
        } else {
            Found::Unclear(keys)
        })
    }
}

pub(crate) fn decide<'a>(found: impl Iterator<Item = &'a Json>) -> Found {
    let mut keys: Vec<(ResourceKey, Option<String>)> = found
        .filter_map(|json| {
            Some((
                key_of(json)?,
                json.str_at("meta.versionId").map(str::to_owned),
            ))
        })
        .collect();
    keys.sort();
    keys.dedup_by(|one, other| one.0 == other.0);
    match keys.len() {
        0 => Found::Nowhere,
        1 => {
            let (key, version) = keys.remove(0);
            Found::Once { key, version }
        }
        _ => Found::Unclear(keys.into_iter().map(|(key, _)| key).collect()),
    }
}

/// The resources of a search that was complete: only then does "not found" mean anything.
pub(crate) fn complete(result: SearchResult) -> Result<Vec<Json>, String> {
    if let Some(failure) = result.failure {
        return Err(failure.to_string());
    }
    if !result.unreadable.is_empty() {
        return Err("part of the search result cannot be read".to_owned());
    }
    let warned = |json: &Json| {
        json.resource_type() == Some("OperationOutcome")
            && json
                .items_at("issue")
                .iter()
                .any(|issue| matches!(issue.str_at("severity"), Some("error" | "fatal")))
    };
    let resources: Vec<Json> = result.entries.into_iter().map(|entry| entry.json).collect();
    if resources.iter().any(warned) {
        return Err("the EHR reports an error inside of the search result".to_owned());
    }
    Ok(resources)
}

fn refused(result: &SearchResult) -> bool {
    result.pages == 0 && result.failure.is_some() && matches!(result.status, Some(400 | 404 | 422))
}

pub(crate) fn patient_id(reference: &str) -> &str {
    reference.strip_prefix("Patient/").unwrap_or(reference)
}

pub(crate) fn key_of(json: &Json) -> Option<ResourceKey> {
    ResourceKey::new(json.resource_type()?, json.str_at("id")?)
}

pub(crate) fn has_identifier(json: &Json, system: &str, value: &str) -> bool {
    let own =
        |one: &Json| one.str_at("system") == Some(system) && one.str_at("value") == Some(value);
    json.items_at("identifier").iter().any(own)
}

pub(crate) fn not_retracted(json: &Json) -> bool {
    json.str_at("status") != Some("entered-in-error")
}

/// Whether a note may be of that day or later; without a date it may.
fn not_before(json: &Json, day: Date) -> bool {
    let date = [
        "date",
        "content[0].attachment.creation",
        "context.period.end",
    ]
    .iter()
    .find_map(|path| json.str_at(path));
    let Some(date) = date else { return true };
    let written = OffsetDateTime::parse(date, &Rfc3339).map(OffsetDateTime::date);
    written.map_or(true, |written| written >= day)
}

/// Whether a note may be the author's; without one it may.
fn may_be_by(json: &Json, author: Option<&str>) -> bool {
    let (Some(author), authors) = (author, json.items_at("author")) else {
        return true;
    };
    let people = authors
        .iter()
        .filter_map(|one| one.str_at("reference"))
        .filter_map(ResourceKey::from_reference);
    let people: Vec<String> = people.map(|key| key.to_string()).collect();
    // The EHR may name the same person by another resource (PractitionerRole): only a Practitioner can rule it out.
    let told = people.iter().any(|one| one.starts_with("Practitioner/"))
        && author.starts_with("Practitioner/");
    !told || people.iter().any(|one| one == author)
}

fn same_encounter(json: &Json, note: &SignedNote) -> bool {
    let encounters = json.items_at("context.encounter");
    let (false, Some(own)) = (encounters.is_empty(), note.encounter()) else {
        return true;
    };
    let keys = encounters
        .iter()
        .filter_map(|one| ResourceKey::from_reference(one.str_at("reference")?));
    keys.into_iter().any(|key| key.to_string() == own)
}

fn same_vital(json: &Json, vital: &ConfirmedVital) -> bool {
    let minute = |text: &str| {
        OffsetDateTime::parse(text, &Rfc3339)
            .ok()
            .map(|moment| moment.unix_timestamp() / 60)
    };
    let same_time = json.str_at("effectiveDateTime").and_then(minute)
        == Some(vital.measured.unix_timestamp() / 60);
    let values = json.items_at("component").iter().chain([json]);
    let numbers: Vec<_> = values
        .filter_map(|one| one.at("valueQuantity.value")?.decimal())
        .collect();
    let wanted = vital
        .value
        .split('/')
        .filter_map(|part| Json::parse(part.trim()).ok()?.decimal());
    let wanted: Vec<_> = wanted.collect();
    same_time && !wanted.is_empty() && wanted.iter().all(|value| numbers.contains(value))
}

/// The text without white space: an EHR wraps and indents notes as it likes.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|symbol| !symbol.is_whitespace())
        .collect()
}
