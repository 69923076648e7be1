//! The chart: one patient's resources, in a fixed order, with the report of how they were loaded.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::Read;
use std::sync::{Arc, OnceLock};

use flate2::read::MultiGzDecoder;

use crate::bundle::ReadBundle;
use crate::load::{Assembler, LoadedEntry};
use crate::report::{Notice, NoticeKind, OtherPatientEntry};
use crate::subject::{self, Told};
use crate::{ChartError, Json, LoadReport, RequestLine, ResourceKey, Subject, resolve};

/// The largest chart that is unpacked from gzip, in bytes.
const LARGEST_UNPACKED: u64 = 1 << 30;

/// One resource, exactly as received.
#[derive(Clone, PartialEq, Eq)]
pub struct Resource {
    /// Type and id.
    pub key: ResourceKey,
    /// `meta.versionId`
    pub version: Option<String>,
    /// `meta.lastUpdated` as written.
    pub last_updated: Option<String>,
    /// The whole resource.
    pub json: Arc<Json>,
    /// SHA-256 (hex) of the resource as compact JSON, numbers as written: the same content gives the same hash
    /// whatever white space or page it came with.
    pub raw_hash: String,
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource")
            .field("key", &self.key)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// What a reference leads to.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The resource, or the one that contains it.
    pub resource: &'a Resource,
    /// The resource's JSON, or the contained resource's.
    pub json: &'a Json,
}

/// One patient's chart. Resources are in the order of type and id, however they arrived.
#[derive(Clone)]
pub struct Chart {
    patient: ResourceKey,
    resources: BTreeMap<ResourceKey, Resource>,
    aliases: HashMap<String, ResourceKey>,
    identifiers: OnceLock<HashMap<String, Option<ResourceKey>>>,
    report: LoadReport,
}

impl fmt::Debug for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chart")
            .field("resources", &self.resources.len())
            .finish_non_exhaustive()
    }
}

impl Chart {
    /// Reads a Bundle of any type, as JSON or gzipped JSON, with exactly one patient.
    pub fn from_bundle(bytes: &[u8]) -> Result<Self, ChartError> {
        let bundle = ReadBundle::read(&unpack(bytes)?)?;
        let line = RequestLine {
            what: "Bundle".to_owned(),
            count: bundle.entries.len(),
            pages: 1,
            ..Default::default()
        };
        let total = bundle
            .total
            .zip(u64::try_from(bundle.entries.len()).ok())
            .filter(|(total, held)| total != held);
        let mut assembler = Assembler::new(LoadReport {
            whole_chart: true,
            ..LoadReport::default()
        });
        assembler.report.requests.push(line);
        if let Some((total, held)) = total {
            let detail = format!("total {total}, entries {held}");
            assembler.report.notices.push(Notice {
                key: None,
                kind: NoticeKind::TotalDiffers,
                detail,
            });
        }
        assembler.bundle(bundle, "", 0);
        let patients: Vec<_> = of_type(&assembler.resources, "Patient")
            .map(|patient| patient.key.clone())
            .collect();
        match patients.as_slice() {
            [] => Err(ChartError::NoPatient),
            [patient] => Ok(Self::assemble(patient.clone(), assembler)),
            several => Err(ChartError::SeveralPatients {
                count: several.len(),
            }),
        }
    }

    /// Puts together what a server answered for one patient, whose own resource must be among the entries.
    pub fn from_entries(
        patient: ResourceKey,
        entries: Vec<LoadedEntry>,
        report: LoadReport,
    ) -> Result<Self, ChartError> {
        let mut assembler = Assembler::new(report);
        for entry in entries {
            assembler.add(entry.json, entry.full_url, &entry.origin, &entry.notes);
        }
        if !assembler.resources.contains_key(&patient) {
            return Err(ChartError::NoPatient);
        }
        Ok(Self::assemble(patient, assembler))
    }

    /// This chart with a further Bundle laid over it: resources of the same type and id are replaced, new ones
    /// added. The patient stays this chart's.
    pub fn overlay(&self, bytes: &[u8]) -> Result<Self, ChartError> {
        let bundle = ReadBundle::read(&unpack(bytes)?)?;
        let mut over = Assembler::new(self.report.clone());
        over.report.other_patient.clear();
        over.report
            .notices
            .retain(|notice| notice.kind != NoticeKind::UnresolvedSubject);
        let what = "overlay Bundle".to_owned();
        over.report.requests.push(RequestLine {
            what,
            count: bundle.entries.len(),
            pages: 1,
            ..Default::default()
        });
        over.bundle(bundle, "overlay ", 0);
        for (key, resource) in &self.resources {
            over.resources
                .entry(key.clone())
                .or_insert_with(|| resource.clone());
        }
        for (url, key) in &self.aliases {
            over.aliases
                .entry(url.clone())
                .or_insert_with(|| key.clone());
        }
        Ok(Self::assemble(self.patient.clone(), over))
    }

    /// Reads a chart back that [`Chart::to_bundle`] wrote, with the report that was stored beside it.
    pub fn from_stored(
        bundle: &[u8],
        patient: ResourceKey,
        report: LoadReport,
    ) -> Result<Self, ChartError> {
        let mut assembler = Assembler::default();
        assembler.bundle(ReadBundle::read(bundle)?, "", 0);
        if !assembler.resources.contains_key(&patient) {
            return Err(ChartError::NoPatient);
        }
        let mut chart = Self::assemble(patient, assembler);
        chart.report = report;
        Ok(chart)
    }

    /// The chart as a Bundle of type `collection`: every resource exactly as received, with its `fullUrl`s.
    pub fn to_bundle(&self) -> String {
        let mut urls: BTreeMap<&ResourceKey, Vec<&str>> = BTreeMap::new();
        for (url, key) in &self.aliases {
            urls.entry(key).or_default().push(url);
        }
        let mut out = String::from(r#"{"resourceType":"Bundle","type":"collection","entry":["#);
        let mut first = true;
        for (key, resource) in &self.resources {
            let mut own = urls.remove(key).unwrap_or_default();
            own.sort_unstable();
            let named = resource.json.str_at("id").is_some_and(|id| !id.is_empty());
            // What has its id from its `fullUrl` alone would be another under another one, and lost without any.
            let relative = format!("{}/{}", key.resource_type(), key.id());
            if !named {
                own.retain(|url| {
                    let id = crate::load::id_of_full_url(url, key.resource_type());
                    id == Some(key.id())
                });
                if own.is_empty() {
                    own.push(&relative);
                }
            }
            let own = if own.is_empty() {
                vec![None]
            } else {
                own.into_iter().map(Some).collect()
            };
            // Received under two `fullUrl`s it is told under both: references may use either.
            for url in own {
                out.push_str(if first { "{" } else { ",{" });
                first = false;
                if let Some(url) = url {
                    out.push_str("\"fullUrl\":");
                    out.push_str(&Json::String(url.into()).to_string());
                    out.push(',');
                }
                out.push_str("\"resource\":");
                // Writing to a String cannot fail.
                let _ = resource.json.write_to(&mut out);
                out.push('}');
            }
        }
        out.push_str("]}");
        out
    }

    fn assemble(patient: ResourceKey, assembler: Assembler) -> Self {
        let Assembler {
            resources,
            aliases,
            report,
            ..
        } = assembler;
        let mut chart = Self {
            patient,
            resources,
            aliases,
            identifiers: OnceLock::new(),
            report,
        };
        let (mut others, mut unresolved) = (Vec::new(), Vec::new());
        for (key, resource) in &chart.resources {
            match subject::told(&chart, key, &resource.json) {
                Told::Other(subject) => others.push(OtherPatientEntry {
                    key: key.clone(),
                    subject,
                }),
                Told::Unproven(_) | Told::Unresolved => unresolved.push(Notice {
                    key: Some(key.clone()),
                    kind: NoticeKind::UnresolvedSubject,
                    detail: String::new(),
                }),
                Told::This | Told::Nothing => {}
            }
        }
        chart.report.other_patient.extend(others);
        chart.report.notices.extend(unresolved);
        chart
    }

    /// The patient's key.
    pub fn patient(&self) -> &ResourceKey {
        &self.patient
    }

    /// The Patient resource's JSON.
    pub fn patient_json(&self) -> &Json {
        self.resources
            .get(&self.patient)
            .map_or(&Json::Null, |patient| &patient.json)
    }

    /// How the chart was loaded.
    pub fn load_report(&self) -> &LoadReport {
        &self.report
    }

    /// All resources in their order.
    pub fn resources(&self) -> impl ExactSizeIterator<Item = &Resource> {
        self.resources.values()
    }

    /// How many resources there are.
    pub fn len(&self) -> usize {
        self.resources.len()
    }

    /// Whether there are none (never: the Patient is there).
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }

    /// The resources of one type in their order.
    pub fn iter_by_type<'a>(
        &'a self,
        resource_type: &str,
    ) -> impl Iterator<Item = &'a Resource> + use<'a> {
        of_type(&self.resources, resource_type)
    }

    /// The resource with this key.
    pub fn get(&self, key: &ResourceKey) -> Option<&Resource> {
        self.resources.get(key)
    }

    /// The key that a reference means: relative, absolute or versioned, a `fullUrl` of this chart (`urn:uuid:` too),
    /// or conditional (`Type?identifier=system|value`). The resource need not be loaded. A fragment is ignored.
    pub fn resolve(&self, reference: &str) -> Option<ResourceKey> {
        resolve::resolve(reference, &self.aliases, |resource_type, identifier| {
            let index = self
                .identifiers
                .get_or_init(|| resolve::identifier_index(self.resources.values()));
            index
                .get(&format!("{resource_type}?{identifier}"))
                .cloned()
                .flatten()
        })
    }

    /// What a reference leads to, contained resources (`Type/id#contained`) included.
    pub fn find(&self, reference: &str) -> Option<Found<'_>> {
        let resource = self.get(&self.resolve(reference)?)?;
        let json = match reference.split_once('#') {
            None => &*resource.json,
            Some((_, fragment)) => resolve::contained(&resource.json, fragment)?,
        };
        Some(Found { resource, json })
    }

    /// What a reference inside `from` leads to: `#id` is a resource contained in it.
    pub fn find_from<'a>(&'a self, from: &'a Resource, reference: &str) -> Option<Found<'a>> {
        match reference.strip_prefix('#') {
            None => self.find(reference),
            Some("") => Some(Found {
                resource: from,
                json: &from.json,
            }),
            Some(fragment) => Some(Found {
                resource: from,
                json: resolve::contained(&from.json, fragment)?,
            }),
        }
    }

    /// Whom a resource is about.
    pub fn subject_of(&self, key: &ResourceKey) -> Subject {
        let Some(resource) = self.get(key) else {
            return Subject::Unknown;
        };
        match subject::told(self, key, &resource.json) {
            Told::This => Subject::ThisPatient,
            Told::Other(reference) => Subject::OtherPatient(reference),
            Told::Unproven(reference) => Subject::Unproven(reference),
            Told::Unresolved | Told::Nothing => Subject::Unknown,
        }
    }
}

fn of_type<'a>(
    resources: &'a BTreeMap<ResourceKey, Resource>,
    resource_type: &str,
) -> impl Iterator<Item = &'a Resource> + use<'a> {
    let wanted = resource_type.to_owned();
    let from = ResourceKey::new(resource_type, "-");
    from.into_iter()
        .flat_map(|from| resources.range(from..))
        .map(|(_, resource)| resource)
        .take_while(move |resource| resource.key.resource_type() == wanted)
}

/// Unpacks gzip, told by its magic number; other bytes are returned as they are.
fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, ChartError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut out = Vec::with_capacity(bytes.len().saturating_mul(8).min(64 << 20));
    let read = MultiGzDecoder::new(bytes)
        .take(LARGEST_UNPACKED + 1)
        .read_to_end(&mut out);
    read.map_err(|error| ChartError::Gzip(error.to_string()))?;
    if u64::try_from(out.len()).unwrap_or(u64::MAX) > LARGEST_UNPACKED {
        return Err(ChartError::TooLarge {
            limit: LARGEST_UNPACKED,
        });
    }
    Ok(Cow::Owned(out))
}
