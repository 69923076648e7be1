//! What the searches refer to and did not bring: medications, the people who wrote, and the notes' texts.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chart::{Json, LoadReport, LoadedEntry, RequestLine, ResourceKey, Unreadable};
use futures::StreamExt;

use super::{ChartRequest, Tally, entry, line};
use crate::client::Attachment;
use crate::{Client, FhirError};

/// The types that are fetched by reference, and how many of each at most.
const FOLLOWED: &[(&str, usize)] = &[
    ("Medication", 500),
    ("Practitioner", 100),
    ("PractitionerRole", 50),
    ("Organization", 50),
    ("Location", 50),
];

/// The most notes whose text is fetched one by one.
const MOST_ATTACHMENTS: usize = 1000;

/// Content types without text; they are named and not fetched.
const NO_TEXT: &[&str] = &[
    "image/",
    "video/",
    "audio/",
    "application/dicom",
    "application/zip",
];

/// Fetches resources that others refer to.
pub(super) async fn referenced(
    client: &Client,
    request: &ChartRequest<'_>,
    tally: &Tally<'_>,
    entries: &mut Vec<LoadedEntry>,
    report: &mut LoadReport,
) {
    let held: BTreeSet<ResourceKey> = entries
        .iter()
        .filter_map(|entry| key_of(&entry.json))
        .collect();
    let mut wanted: BTreeMap<&str, BTreeSet<ResourceKey>> = BTreeMap::new();
    let mut urns: BTreeSet<String> = BTreeSet::new();
    for entry in entries.iter() {
        references(&entry.json, &mut |text| {
            if text.starts_with("urn:") {
                urns.insert(text.to_owned());
            }
            let own = !text.contains("://") || text.starts_with(client.base().as_str());
            let key = ResourceKey::from_reference(text).filter(|key| own && !held.contains(key));
            let Some(key) = key else { return };
            if let Some((name, _)) = FOLLOWED
                .iter()
                .find(|(name, _)| *name == key.resource_type())
            {
                wanted.entry(name).or_default().insert(key);
            }
        });
    }
    // Nobody can be asked for these: they have meaning inside one Bundle only.
    let sent: BTreeSet<&str> = entries
        .iter()
        .filter_map(|entry| entry.full_url.as_deref())
        .collect();
    let missing = urns.iter().filter(|urn| !sent.contains(urn.as_str()));
    let missing = missing.count();
    if missing > 0 {
        report.unreadable.push(Unreadable {
            place: "references".to_owned(),
            resource_type: None,
            id: None,
            reason: format!(
                "resources that the EHR refers to by `urn:` and did not send: {missing}"
            ),
        });
    }
    let mut lines: Vec<RequestLine> = Vec::new();
    let (mut reads, mut left_out) = (Vec::new(), BTreeMap::new());
    for (name, most) in FOLLOWED {
        let Some(keys) = wanted.remove(name) else {
            continue;
        };
        let mut line = line(&label(name), name, 0, 0, None);
        if (request.can_read)(name) {
            left_out.insert(*name, keys.len().saturating_sub(*most));
            reads.extend(keys.into_iter().take(*most).map(|key| (*name, key)));
        } else {
            line.failure = Some("not asked for: the sign-in does not grant it".to_owned());
        }
        lines.push(line);
    }
    tally.expect(reads.len());
    let mut under_way = Vec::new();
    for (name, key) in reads {
        under_way.push(async move {
            let label = label(name);
            let result = client.read(&label, &key).await;
            tally.done(&label);
            (name, key, result)
        });
    }
    let mut answers: Vec<_> = futures::stream::iter(under_way)
        .buffer_unordered(client.profile().concurrency)
        .collect()
        .await;
    answers.sort_by(|(_, one, _), (_, other, _)| one.cmp(other));
    let mut failures: BTreeMap<&str, Vec<FhirError>> = BTreeMap::new();
    for (name, _, result) in answers {
        match result {
            Ok(json) => {
                if let Some(line) = lines.iter_mut().find(|line| line.what == label(name)) {
                    line.count += 1;
                    line.status = Some(200);
                }
                entries.push(entry(json, &label(name)));
            }
            Err(error) => failures.entry(name).or_default().push(error),
        }
    }
    for (name, left_out) in left_out {
        let failures = failures.remove(name).unwrap_or_default();
        if let Some(line) = lines.iter_mut().find(|line| line.what == label(name)) {
            line.failure = told(&failures, left_out);
        }
    }
    report.requests.extend(lines);
}

fn label(name: &str) -> String {
    format!("{name} (referenced)")
}

/// Fetches the texts of notes that lie behind a URL.
pub(super) async fn attachments(
    client: &Client,
    request: &ChartRequest<'_>,
    tally: &Tally<'_>,
    entries: &mut Vec<LoadedEntry>,
    report: &mut LoadReport,
) {
    const LABEL: &str = "note texts (Binary)";
    let mut urls: Vec<(String, String, String)> = Vec::new();
    let mut without_text = 0_usize;
    for entry in entries.iter() {
        for attachment in attachments_of(&entry.json) {
            let Some(url) = attachment
                .str_at("url")
                .filter(|_| attachment.get("data").is_none())
            else {
                continue;
            };
            let content_type = attachment
                .str_at("contentType")
                .unwrap_or_default()
                .to_ascii_lowercase();
            if NO_TEXT
                .iter()
                .any(|prefix| content_type.starts_with(prefix))
            {
                without_text += 1;
                continue;
            }
            let date = entry
                .json
                .str_at("date")
                .or(entry.json.str_at("issued"))
                .unwrap_or_default()
                .to_owned();
            urls.push((date, url.to_owned(), content_type));
        }
    }
    if urls.is_empty() && without_text == 0 {
        return;
    }
    let mut line = line(LABEL, "Binary", 0, 0, None);
    if !(request.can_read)("Binary") {
        line.failure = Some("not asked for: the sign-in does not grant it".to_owned());
        report.requests.push(line);
        return;
    }
    // The newest first, in case there are more than are fetched.
    urls.sort_by(|one, other| other.cmp(one));
    urls.dedup_by(|one, other| one.1 == other.1);
    let left_out = urls.len().saturating_sub(MOST_ATTACHMENTS);
    urls.truncate(MOST_ATTACHMENTS);
    tally.expect(urls.len());
    let reads = futures::stream::iter(urls.into_iter().enumerate().map(
        |(place, (_, url, content_type))| async move {
            let result = client.read_attachment(LABEL, &url).await;
            tally.done(LABEL);
            (place, url, content_type, result)
        },
    ));
    let mut answers: Vec<_> = reads
        .buffer_unordered(client.profile().concurrency)
        .collect()
        .await;
    answers.sort_by_key(|(place, ..)| *place);
    let mut failures = Vec::new();
    for (place, url, content_type, result) in answers {
        match result {
            Ok(found) => {
                line.count += 1;
                line.status = Some(200);
                entries.push(binary(place, url, &content_type, found));
            }
            Err(error) => failures.push(error),
        }
    }
    line.failure = told(&failures, left_out);
    report.requests.push(line);
    if without_text > 0 {
        report.unreadable.push(Unreadable {
            place: LABEL.to_owned(),
            resource_type: Some("Binary".to_owned()),
            id: None,
            reason: format!("{without_text} attachments are images or other files without text"),
        });
    }
}

/// The answer as a Binary under the id or the URL that the note names.
fn binary(place: usize, url: String, content_type: &str, found: Attachment) -> LoadedEntry {
    let named = ResourceKey::from_reference(&url).filter(|key| key.resource_type() == "Binary");
    let json = match found {
        Attachment::Binary(json) if json.str_at("id").is_some() => json,
        Attachment::Binary(json) => with_id(json, named.as_ref(), place),
        Attachment::Raw {
            content_type: told,
            bytes,
        } => {
            let content_type = if told.is_empty() { content_type } else { &told };
            let member = |name: &str, value: &str| (name.into(), Json::String(value.into()));
            let members = vec![
                member("resourceType", "Binary"),
                member("contentType", content_type),
                member("data", &STANDARD.encode(&bytes)),
            ];
            with_id(Json::Object(members), named.as_ref(), place)
        }
    };
    LoadedEntry {
        json,
        full_url: Some(url),
        origin: "note texts (Binary)".to_owned(),
        notes: Vec::new(),
    }
}

fn with_id(json: Json, named: Option<&ResourceKey>, place: usize) -> Json {
    let id = named.map_or_else(|| format!("attachment-{place}"), |key| key.id().to_owned());
    match json {
        Json::Object(mut members) => {
            members.retain(|(name, _)| &**name != "id");
            members.insert(1.min(members.len()), ("id".into(), Json::String(id.into())));
            Json::Object(members)
        }
        other => other,
    }
}

fn key_of(json: &Json) -> Option<ResourceKey> {
    ResourceKey::new(json.resource_type()?, json.str_at("id")?)
}

fn attachments_of(json: &Json) -> Vec<&Json> {
    match json.resource_type() {
        Some("DocumentReference") => json
            .items_at("content")
            .iter()
            .filter_map(|content| content.get("attachment"))
            .collect(),
        Some("DiagnosticReport") => json.items_at("presentedForm").iter().collect(),
        _ => Vec::new(),
    }
}

/// Calls `found` with every reference text in a resource.
fn references(json: &Json, found: &mut dyn FnMut(&str)) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| references(item, found)),
        Json::Object(members) => {
            for (name, value) in members {
                match (&**name, value.as_str()) {
                    ("reference", Some(text)) => found(text),
                    _ => references(value, found),
                }
            }
        }
        _ => {}
    }
}

/// The failures of many small reads in one line: how many of each.
fn told(failures: &[FhirError], left_out: usize) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for failure in failures {
        *counts.entry(failure.to_string()).or_default() += 1;
    }
    let mut parts: Vec<String> = counts
        .iter()
        .map(|(text, count)| format!("{count} failed: {text}"))
        .collect();
    if left_out > 0 {
        parts.push(format!("{left_out} more were not fetched"));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}
