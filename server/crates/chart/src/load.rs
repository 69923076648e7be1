//! From entries to a chart: ids, duplicates, outcomes and what could not be read.

use std::collections::HashMap;
use std::collections::btree_map::{BTreeMap, Entry};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::bundle::{BundleEntry, EntryFault, ReadBundle};
use crate::json::ParseNote;
use crate::report::{
    Duplicate, DuplicateKind, LoadReport, Notice, NoticeKind, OutcomeIssue, Unreadable,
};
use crate::{Json, Resource, ResourceKey, is_r4_type};

/// How deep Bundles inside Bundles are taken apart.
const NESTED_BUNDLES: usize = 3;

/// One resource as a server answered it.
#[derive(Debug, Clone)]
pub struct LoadedEntry {
    /// The resource.
    pub json: Json,
    /// The entry's `fullUrl`, where it had one.
    pub full_url: Option<String>,
    /// Where it came from, for the report: the request's label.
    pub origin: String,
    /// What was read leniently in its text.
    pub notes: Vec<ParseNote>,
}

/// Collects resources and what is to be reported about them.
#[derive(Default)]
pub(crate) struct Assembler {
    pub(crate) resources: BTreeMap<ResourceKey, Resource>,
    pub(crate) aliases: HashMap<String, ResourceKey>,
    pub(crate) report: LoadReport,
    buffer: String,
}

impl Assembler {
    pub(crate) fn new(report: LoadReport) -> Self {
        Self {
            report,
            ..Self::default()
        }
    }

    pub(crate) fn bundle(&mut self, bundle: ReadBundle, place: &str, depth: usize) {
        let held = bundle.entries.len();
        for entry in bundle.entries {
            self.entry(entry, place, depth);
        }
        if let Some(broken) = bundle.broken {
            self.unreadable(
                format!("{place}after entry {held}"),
                None,
                None,
                format!("the Bundle breaks off: {broken}"),
            );
        }
    }

    fn entry(&mut self, entry: BundleEntry, place: &str, depth: usize) {
        let place = format!("{place}entry {}", entry.index);
        match entry.content {
            Ok(json) if json.resource_type() == Some("Bundle") && depth < NESTED_BUNDLES => {
                self.bundle(
                    ReadBundle::from_json(json),
                    &format!("{place}, "),
                    depth + 1,
                );
            }
            Ok(json) => self.add(json, entry.full_url, &place, &entry.notes),
            Err(EntryFault::Unreadable {
                error,
                resource_type,
                id,
            }) => {
                self.unreadable(place, resource_type, id, error.to_string());
            }
            Err(EntryFault::NoResource) => {
                self.notice(None, NoticeKind::EntryWithoutResource, place);
            }
        }
    }

    pub(crate) fn unreadable(
        &mut self,
        place: String,
        resource_type: Option<String>,
        id: Option<String>,
        reason: String,
    ) {
        self.report.unreadable.push(Unreadable {
            place,
            resource_type,
            id,
            reason,
        });
    }

    fn notice(&mut self, key: Option<ResourceKey>, kind: NoticeKind, detail: String) {
        self.report.notices.push(Notice { key, kind, detail });
    }

    /// Takes one resource in. Of one that came before, the newer version stays.
    pub(crate) fn add(
        &mut self,
        json: Json,
        full_url: Option<String>,
        place: &str,
        notes: &[ParseNote],
    ) {
        let Some(resource_type) = json.resource_type().map(str::to_owned) else {
            let id = json.str_at("id").map(str::to_owned);
            return self.unreadable(place.to_owned(), None, id, "no resourceType".to_owned());
        };
        if resource_type == "OperationOutcome" {
            self.report.outcomes.extend(outcome_issues(&json, place));
            return;
        }
        let written = json
            .get("id")
            .and_then(Json::as_str)
            .filter(|id| !id.is_empty());
        if !is_r4_type(&resource_type) {
            let id = written.map(str::to_owned);
            return self.unreadable(
                place.to_owned(),
                Some(resource_type),
                id,
                "not an R4 resource type".to_owned(),
            );
        }
        let id = written.or_else(|| {
            full_url
                .as_deref()
                .and_then(|url| id_of_full_url(url, &resource_type))
        });
        let Some(key) = id.and_then(|id| ResourceKey::new(&resource_type, id)) else {
            let reason = if id.is_some() {
                "an id that no reference can hold"
            } else {
                "no id"
            };
            let id = written.map(str::to_owned);
            return self.unreadable(place.to_owned(), Some(resource_type), id, reason.to_owned());
        };
        if written.is_none() {
            self.notice(
                Some(key.clone()),
                NoticeKind::IdFromFullUrl,
                place.to_owned(),
            );
        }
        if key.id().len() > 64 || key.id().contains('_') {
            self.notice(
                Some(key.clone()),
                NoticeKind::UnusualId,
                format!("{} characters", key.id().len()),
            );
        }
        for note in notes {
            let (kind, detail) = match note {
                ParseNote::DuplicateKey { key, .. } => {
                    (NoticeKind::DuplicateJsonKey, format!("key {key}"))
                }
                ParseNote::ControlCharacter { offset } => {
                    (NoticeKind::ControlCharacter, format!("byte {offset}"))
                }
                ParseNote::LoneSurrogate { offset } => {
                    (NoticeKind::LoneSurrogate, format!("byte {offset}"))
                }
            };
            self.notice(Some(key.clone()), kind, detail);
        }
        if let Some(url) = full_url {
            self.aliases.entry(url).or_insert_with(|| key.clone());
        }
        let resource = self.resource(key, json);
        self.insert(resource);
    }

    fn resource(&mut self, key: ResourceKey, json: Json) -> Resource {
        let meta = |name: &str| {
            json.get("meta")
                .and_then(|meta| meta.get(name))
                .and_then(scalar_text)
        };
        let (version, last_updated) = (meta("versionId"), meta("lastUpdated"));
        self.buffer.clear();
        // Writing to a String cannot fail.
        let _ = json.write_to(&mut self.buffer);
        let raw_hash = hex::encode(Sha256::digest(self.buffer.as_bytes()));
        Resource {
            key,
            version,
            last_updated,
            json: Arc::new(json),
            raw_hash,
        }
    }

    fn insert(&mut self, new: Resource) {
        let kind = match self.resources.entry(new.key.clone()) {
            Entry::Vacant(place) => {
                place.insert(new);
                return;
            }
            Entry::Occupied(mut place) => {
                let old = place.get();
                let key = old.key.clone();
                let kind = if old.raw_hash == new.raw_hash {
                    DuplicateKind::Same
                } else {
                    let (old_version, new_version) = (old.version.clone(), new.version.clone());
                    match newer(old, &new) {
                        Some(true) => {
                            place.insert(new);
                            DuplicateKind::NewerKept {
                                kept: new_version,
                                dropped: old_version,
                            }
                        }
                        Some(false) => DuplicateKind::NewerKept {
                            kept: old_version,
                            dropped: new_version,
                        },
                        None => {
                            place.insert(new);
                            DuplicateKind::Conflict
                        }
                    }
                };
                Duplicate { key, kind }
            }
        };
        self.report.duplicates.push(kind);
    }
}

/// Whether `new` is a newer version than `old`; `None` where nothing tells.
fn newer(old: &Resource, new: &Resource) -> Option<bool> {
    let number = |resource: &Resource| resource.version.as_deref()?.parse::<u64>().ok();
    if let (Some(old), Some(new)) = (number(old), number(new))
        && old != new
    {
        return Some(new > old);
    }
    let time = |resource: &Resource| {
        let text = resource.last_updated.as_deref()?;
        time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()
    };
    let (old, new) = (time(old)?, time(new)?);
    (old != new).then_some(new > old)
}

/// A string or a number as text.
fn scalar_text(value: &Json) -> Option<String> {
    value.as_str().or(value.number_text()).map(str::to_owned)
}

pub(crate) fn id_of_full_url<'a>(url: &'a str, resource_type: &str) -> Option<&'a str> {
    if let Some(uuid) = url.strip_prefix("urn:uuid:") {
        return Some(uuid);
    }
    let (rest, id) = url
        .split_once("/_history")
        .map_or(url, |(before, _)| before)
        .rsplit_once('/')?;
    rest.ends_with(resource_type).then_some(id)
}

/// The issues of an OperationOutcome, with the place that it came from.
pub fn outcome_issues(outcome: &Json, place: &str) -> Vec<OutcomeIssue> {
    let issue = |issue: &Json| OutcomeIssue {
        place: place.to_owned(),
        severity: issue.str_at("severity").unwrap_or("error").to_owned(),
        code: issue.str_at("code").unwrap_or("unknown").to_owned(),
        detail_code: issue
            .items_at("details.coding")
            .iter()
            .find_map(|coding| coding.get("code").and_then(scalar_text)),
        text: ["details.text", "diagnostics"]
            .iter()
            .find_map(|path| issue.str_at(path))
            .or_else(|| {
                issue
                    .items_at("details.coding")
                    .iter()
                    .find_map(|coding| coding.str_at("display"))
            })
            .map(str::to_owned),
    };
    outcome.items_at("issue").iter().map(issue).collect()
}
