//! Reading Bundles: any type of Bundle, with `urn:uuid:` and conditional references resolved to `Type/id`.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::index::Index;
use super::load::LoadReport;
use super::text::rewrite_strings;
use crate::error::SandboxError;
use crate::fhir::access::SHARED;

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

/// A resource read, with its references resolved.
pub(super) struct Loaded {
    pub(super) rtype: String,
    pub(super) id: String,
    pub(super) text: String,
    /// The text before its references were resolved, where that is what will be served.
    pub(super) served: Option<String>,
}

/// The Bundles read so far.
#[derive(Default)]
pub(super) struct Reading {
    resources: Vec<Loaded>,
    /// Which patients' Bundle an id came with.
    owners: HashMap<(String, String), BTreeSet<String>>,
    report: LoadReport,
    /// Keeps the texts as they came beside the resolved ones.
    unresolved: bool,
}

impl Reading {
    /// Nothing read; `unresolved` keeps the texts as they came, to be served.
    pub(super) fn new(unresolved: bool) -> Self {
        Self {
            unresolved,
            ..Self::default()
        }
    }

    /// Reads every `.json` and `.json.gz` file of a folder, in the order of their names.
    pub(super) fn dir(&mut self, dir: &Path) -> Result<(), SandboxError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| SandboxError::Read { path, source }
        };
        let mut files = fs::read_dir(dir)
            .and_then(|entries| {
                entries
                    .map(|entry| entry.map(|entry| entry.path()))
                    .collect::<Result<Vec<_>, _>>()
            })
            .map_err(failed(dir))?;
        files.sort();
        for path in files {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            if !is_json(&name) {
                continue;
            }
            let bytes = fs::read(&path).map_err(failed(&path))?;
            match unpacked(bytes) {
                Ok(text) => self.bundle(&name, &text),
                Err(reason) => self.report.skipped.push(format!("{name}: {reason}")),
            }
        }
        Ok(())
    }

    /// Reads one Bundle; what cannot be read goes into the report.
    pub(super) fn bundle(&mut self, name: &str, text: &str) {
        let text = text.trim_start_matches('\u{feff}');
        let kind: Result<Kind, _> = serde_json::from_str(text);
        if kind.is_ok_and(|kind| kind.resource_type.as_deref() != Some("Bundle")) {
            return self.report.skipped.push(format!("{name}: not a Bundle"));
        }
        let bundle: BundleText<'_> = match serde_json::from_str(text) {
            Ok(bundle) => bundle,
            Err(error) => return self.report.skipped.push(format!("{name}: {error}")),
        };
        debug_assert_eq!(bundle.resource_type, "Bundle");
        self.report.bundles += 1;
        let first = self.resources.len();
        let mut urls = Vec::new();
        for (index, entry) in bundle.entry.iter().enumerate() {
            let Some(raw) = entry.resource else { continue };
            match serde_json::from_str::<Head>(raw.get()) {
                Ok(head) => {
                    let id = head.id.unwrap_or_else(|| match entry.full_url.as_deref() {
                        Some(url) => url.rsplit(['/', ':']).next().unwrap_or_default().to_owned(),
                        None => short_hash(raw.get()),
                    });
                    urls.push(entry.full_url.clone());
                    self.resources.push(Loaded {
                        rtype: head.resource_type,
                        id,
                        text: raw.get().to_owned(),
                        served: None,
                    });
                }
                Err(error) => self
                    .report
                    .skipped
                    .push(format!("{name}, entry {index}: {error}")),
            }
        }
        let mut targets = self.rename_taken(first);
        for (loaded, url) in self.resources[first..].iter().zip(urls) {
            targets.extend(url.map(|url| (url, format!("{}/{}", loaded.rtype, loaded.id))));
        }
        for loaded in &mut self.resources[first..] {
            let located = rewrite_strings(&loaded.text, "url", |value| {
                let local = value.starts_with("urn:uuid:") || value.starts_with("Binary/");
                local.then(|| targets.get(value).cloned()).flatten()
            });
            loaded.text =
                rewrite_strings(&located, "reference", |value| targets.get(value).cloned());
            loaded.served = self.unresolved.then_some(located);
        }
    }

    /// Gives a new id to each resource of this Bundle whose id came before with another patient's Bundle;
    /// answers the references that change by that.
    fn rename_taken(&mut self, first: usize) -> HashMap<String, String> {
        let number = self.report.bundles;
        let of_bundle = &mut self.resources[first..];
        let patients: BTreeSet<String> = of_bundle
            .iter()
            .filter(|one| one.rtype == "Patient")
            .map(|one| one.id.clone())
            .collect();
        let mut targets = HashMap::new();
        for loaded in of_bundle
            .iter_mut()
            .filter(|one| !SHARED.contains(&one.rtype.as_str()))
        {
            let key = (loaded.rtype.clone(), loaded.id.clone());
            let owner = self.owners.entry(key).or_insert_with(|| patients.clone());
            if *owner != patients {
                let renamed = format!(
                    "{}-{number}",
                    loaded.id.chars().take(56).collect::<String>()
                );
                targets.insert(
                    format!("{}/{}", loaded.rtype, loaded.id),
                    format!("{}/{renamed}", loaded.rtype),
                );
                loaded.id = renamed;
                self.report.renamed += 1;
            }
        }
        targets
    }

    /// Everything read, with conditional references resolved over all Bundles.
    pub(super) fn finish(mut self) -> (Vec<Loaded>, LoadReport) {
        self.resolve_conditional();
        (self.resources, self.report)
    }

    /// Resolves `Type?identifier=system|value`; what nothing answers gets a stub.
    fn resolve_conditional(&mut self) {
        if !self
            .resources
            .iter()
            .any(|loaded| loaded.text.contains("?identifier="))
        {
            return;
        }
        let mut identifiers: HashMap<(String, String, String), String> = HashMap::new();
        for loaded in &self.resources {
            let value: Value = serde_json::from_str(&loaded.text).unwrap_or_default();
            for token in Index::of(&value)
                .tokens
                .into_iter()
                .filter(|token| token.param == "identifier")
            {
                identifiers.insert(
                    (loaded.rtype.clone(), token.system, token.code),
                    loaded.id.clone(),
                );
            }
        }
        let mut stubs = Vec::new();
        for loaded in self
            .resources
            .iter_mut()
            .filter(|loaded| loaded.text.contains("?identifier="))
        {
            loaded.text = rewrite_strings(&loaded.text, "reference", |reference| {
                let (rtype, query) = reference.split_once("?identifier=")?;
                let query = query.split('&').next()?.replace("%7C", "|");
                let (system, code) = query.split_once('|').unwrap_or(("", &query));
                let key = (rtype.to_owned(), system.to_owned(), code.to_owned());
                let id = identifiers.entry(key).or_insert_with(|| {
                    let stub = stub(rtype, system, code);
                    let id = stub.id.clone();
                    stubs.push(stub);
                    id
                });
                Some(format!("{rtype}/{id}"))
            });
        }
        self.report.stubs = stubs.len();
        self.resources.extend(stubs);
    }
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "resourceType")]
    resource_type: Option<String>,
}

/// A resource of which only an identifier is known.
fn stub(rtype: &str, system: &str, code: &str) -> Loaded {
    let id = short_hash(&format!("{rtype}?{system}|{code}"));
    let identifier = serde_json::json!({ "system": system, "value": code });
    let stub = serde_json::json!({ "resourceType": rtype, "id": id, "identifier": [identifier] });
    Loaded {
        rtype: rtype.to_owned(),
        id,
        text: stub.to_string(),
        served: None,
    }
}

/// `.json` or `.json.gz`.
fn is_json(name: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "json")
}

fn unpacked(bytes: Vec<u8>) -> Result<String, String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return String::from_utf8(bytes).map_err(|error| error.to_string());
    }
    let mut text = String::new();
    let read = flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text);
    read.map(|_| text).map_err(|error| error.to_string())
}

fn short_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .take(12)
        .fold(String::new(), |out, byte| format!("{out}{byte:02x}"))
}
