//! Loading Bundles: any type of Bundle, with `urn:uuid:` and conditional references resolved to `Type/id`.

use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::index::{Index, list};
use super::text::{rewrite_strings, with_server_fields};
use super::Store;
use crate::clock::{Clock, instant};
use crate::config::{PatientSource, Personality};
use crate::error::SandboxError;
use crate::fhir::demo;

/// What loading gave, named and counted.
#[derive(Clone, Debug, Default)]
pub struct LoadReport {
    /// Bundles read.
    pub bundles: usize,
    /// Patients held.
    pub patients: usize,
    /// Resources held.
    pub resources: usize,
    /// Resources that replaced one of the same type and id from an earlier Bundle.
    pub replaced: usize,
    /// Practitioners and others that only a conditional reference names, made as stubs.
    pub stubs: usize,
    /// What was left out, with the reason.
    pub skipped: Vec<String>,
}

#[derive(Deserialize)]
struct BundleText<'a> {
    #[serde(rename = "resourceType")]
    resource_type: String,
    #[serde(borrow, default)]
    entry: Vec<EntryText<'a>>,
}

#[derive(Deserialize)]
struct EntryText<'a> {
    #[serde(rename = "fullUrl")]
    full_url: Option<String>,
    #[serde(borrow)]
    resource: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(rename = "resourceType")]
    resource_type: String,
    id: Option<String>,
}

struct Loaded {
    rtype: String,
    id: String,
    text: String,
}

impl Store {
    /// Loads a source and the demo clinician.
    pub fn load(
        source: &PatientSource,
        personality: Personality,
        clock: &Clock,
    ) -> Result<(Self, LoadReport), SandboxError> {
        let mut report = LoadReport::default();
        let mut resources = Vec::new();
        let place = match source {
            PatientSource::BuiltIn => {
                for (name, text) in crate::fhir::demo::bundles() {
                    read_bundle(&name, &text, &mut resources, &mut report);
                }
                "the built-in patients".to_owned()
            }
            PatientSource::Bundles(bundles) => {
                for (name, text) in bundles {
                    read_bundle(name, text, &mut resources, &mut report);
                }
                "the given bundles".to_owned()
            }
            PatientSource::Dir(dir) => {
                read_dir(dir, &mut resources, &mut report)?;
                dir.display().to_string()
            }
        };
        resolve_conditional(&mut resources, &mut report);
        let store = Self::default();
        let now = clock.now();
        let stamp = instant(now);
        for Loaded { rtype, id, text } in resources {
            let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
            let meta = (personality != Personality::Epic).then(|| {
                let version = value["meta"]["versionId"].as_str().unwrap_or("1").to_owned();
                let updated = value["meta"]["lastUpdated"].as_str().unwrap_or(&stamp).to_owned();
                (version, updated)
            });
            let meta = meta.as_ref().map(|(version, updated)| (version.as_str(), updated.as_str()));
            let Ok(text) = with_server_fields(&text, &id, meta) else { continue };
            if let Some(earlier) = store.get(&rtype, &id) {
                let index = Index::of(&value);
                if earlier.index.patient != index.patient {
                    report.skipped.push(format!("{rtype}/{id}: the same id belongs to another patient"));
                    continue;
                }
                report.replaced += 1;
                store.replace(&rtype, &id, text, index, now);
                continue;
            }
            store.put(&rtype, &id, text, Index::of(&value), now, false);
        }
        store.own_binaries();
        if store.get("Practitioner", demo::CLINICIAN).is_none() {
            let clinician = demo::clinician();
            let text = clinician.to_string();
            store.put("Practitioner", demo::CLINICIAN, text, Index::of(&clinician), now, false);
        }
        report.patients = store.all("Patient", None).len();
        report.resources = store.counts().values().sum();
        if report.patients == 0 {
            return Err(SandboxError::NoPatients(place));
        }
        Ok((store, report))
    }

    fn replace(&self, rtype: &str, id: &str, text: String, index: Index, now: time::OffsetDateTime) {
        let mut inner = crate::state::lock(&self.0);
        if let Some(slot) = inner.types.get_mut(rtype).and_then(|by_type| by_type.by_id.get_mut(id)) {
            let mut stored = (**slot).clone();
            stored.versions = vec![std::sync::Arc::new(super::Version { number: 1, updated: now, text })];
            stored.index = index;
            *slot = std::sync::Arc::new(stored);
        }
    }

    /// Gives each Binary the patient of the document that points at it.
    fn own_binaries(&self) {
        let mut owners = HashMap::new();
        for (rtype, field) in [("DocumentReference", "content"), ("DiagnosticReport", "presentedForm")] {
            for document in self.all(rtype, None) {
                let value = document.value();
                for item in list(&value[field]) {
                    let attachment = if field == "content" { &item["attachment"] } else { item };
                    let target = attachment["url"].as_str().and_then(|url| url.rsplit_once("Binary/"));
                    if let (Some((_, id)), Some(patient)) = (target, &document.index.patient) {
                        owners.insert(id.to_owned(), patient.clone());
                    }
                }
            }
        }
        for (id, patient) in owners {
            self.set_owner(&id, &patient);
        }
    }

    /// Puts a Binary into a patient's compartment.
    pub fn set_owner(&self, binary: &str, patient: &str) {
        let mut inner = crate::state::lock(&self.0);
        if let Some(slot) = inner.types.get_mut("Binary").and_then(|by_type| by_type.by_id.get_mut(binary)) {
            let mut stored = (**slot).clone();
            stored.index.patient = Some(patient.to_owned());
            *slot = std::sync::Arc::new(stored);
        }
    }
}

fn read_dir(dir: &Path, out: &mut Vec<Loaded>, report: &mut LoadReport) -> Result<(), SandboxError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| SandboxError::Read { path, source }
    };
    let mut files: Vec<_> = fs::read_dir(dir)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>())
        .map_err(failed(dir))?;
    files.sort();
    for path in files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = if name.ends_with(".json") || name.ends_with(".json.gz") {
            fs::read(&path).map_err(failed(&path))?
        } else {
            continue;
        };
        let text = if bytes.starts_with(&[0x1f, 0x8b]) {
            let mut text = String::new();
            let read = flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text);
            read.map(|_| text).map_err(|error| error.to_string())
        } else {
            String::from_utf8(bytes).map_err(|error| error.to_string())
        };
        match text {
            Ok(text) => read_bundle(&name, &text, out, report),
            Err(reason) => report.skipped.push(format!("{name}: {reason}")),
        }
    }
    Ok(())
}

fn read_bundle(name: &str, text: &str, out: &mut Vec<Loaded>, report: &mut LoadReport) {
    let bundle: BundleText<'_> = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(bundle) => bundle,
        Err(error) => return report.skipped.push(format!("{name}: not a Bundle ({error})")),
    };
    if bundle.resource_type != "Bundle" {
        return report.skipped.push(format!("{name}: a {} and not a Bundle", bundle.resource_type));
    }
    report.bundles += 1;
    let mut targets = HashMap::new();
    let first = out.len();
    for (index, entry) in bundle.entry.iter().enumerate() {
        let Some(raw) = entry.resource else { continue };
        let head: Head = match serde_json::from_str(raw.get()) {
            Ok(head) => head,
            Err(error) => {
                report.skipped.push(format!("{name}, entry {index}: {error}"));
                continue;
            }
        };
        let id = head.id.unwrap_or_else(|| match entry.full_url.as_deref() {
            Some(url) => url.rsplit(['/', ':']).next().unwrap_or_default().to_owned(),
            None => short_hash(raw.get()),
        });
        if let Some(url) = &entry.full_url {
            targets.insert(url.clone(), format!("{}/{id}", head.resource_type));
        }
        out.push(Loaded { rtype: head.resource_type, id, text: raw.get().to_owned() });
    }
    for loaded in &mut out[first..] {
        let resolved = rewrite_strings(&loaded.text, "reference", |value| targets.get(value).cloned());
        loaded.text = rewrite_strings(&resolved, "url", |value| {
            value.starts_with("urn:uuid:").then(|| targets.get(value).cloned()).flatten()
        });
    }
}

/// Resolves `Type?identifier=system|value` over everything loaded; what nothing answers gets a stub.
fn resolve_conditional(resources: &mut Vec<Loaded>, report: &mut LoadReport) {
    let mut identifiers: HashMap<(String, String, String), String> = HashMap::new();
    if !resources.iter().any(|loaded| loaded.text.contains("?identifier=")) {
        return;
    }
    for loaded in &*resources {
        let value: Value = serde_json::from_str(&loaded.text).unwrap_or_default();
        for token in Index::of(&value).tokens.into_iter().filter(|token| token.param == "identifier") {
            identifiers.insert((loaded.rtype.clone(), token.system, token.code), loaded.id.clone());
        }
    }
    let mut stubs = Vec::new();
    for loaded in &mut *resources {
        if !loaded.text.contains("?identifier=") {
            continue;
        }
        loaded.text = rewrite_strings(&loaded.text, "reference", |reference| {
            let (rtype, query) = reference.split_once("?identifier=")?;
            let query = query.split('&').next()?.replace("%7C", "|");
            let (system, code) = query.split_once('|').unwrap_or(("", &query));
            let key = (rtype.to_owned(), system.to_owned(), code.to_owned());
            let id = identifiers.entry(key).or_insert_with(|| {
                let id = short_hash(reference);
                let stub = serde_json::json!({
                    "resourceType": rtype, "id": id, "identifier": [{"system": system, "value": code}],
                });
                stubs.push(Loaded { rtype: rtype.to_owned(), id: id.clone(), text: stub.to_string() });
                id
            });
            Some(format!("{rtype}/{id}"))
        });
    }
    report.stubs = stubs.len();
    resources.extend(stubs);
}

fn short_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(12).fold(String::new(), |out, byte| format!("{out}{byte:02x}"))
}
