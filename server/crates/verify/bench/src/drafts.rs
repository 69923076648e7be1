//! Drafts with gold labels: claims, labels, charts and further sources, from a folder.

use crate::error::BenchError;
use crate::judge::Judged;
use crate::table::Row;
use crate::ward;
use chart::Chart;
use model::{Claim, Verdict};
use serde_json::Value;
use sources::{SourceInput, SourceSet};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use verify::{Lexicon, Verifier};

/// A gold label.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Gold {
    id: String,
    label: String,
    error: Option<String>,
    note: Option<String>,
    #[serde(default)]
    overlay: Option<String>,
}

/// One draft of a folder.
struct Draft {
    base: String,
    chart: Option<Vec<u8>>,
    inputs: Vec<SourceInput>,
    claims: Vec<PathBuf>,
    gold: Vec<PathBuf>,
    overlays: PathBuf,
    /// Whether its misses may be looked at.
    open: bool,
}

/// Judges every statement of a folder: rows, and how long each took. `data` is where charts and dialogues are; without it only
/// the project's own patients are known.
pub fn judge(
    folder: &Path,
    data: Option<&Path>,
    lexicon: &Arc<Lexicon>,
) -> Result<Vec<(Row, Judged)>, BenchError> {
    let manifest = folder.join("manifest.json");
    let drafts = if manifest.exists() {
        listed(folder, &manifest, data)?
    } else {
        found(folder, data)?
    };
    let mut out = Vec::new();
    for draft in &drafts {
        out.extend(one(draft, lexicon)?);
    }
    Ok(out)
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> BenchError + '_ {
    |cause| BenchError::Io {
        what: path.display().to_string(),
        cause,
    }
}

fn lines<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>, BenchError> {
    let text = std::fs::read_to_string(path).map_err(io(path))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            serde_json::from_str(line)
                .map_err(|error| BenchError::form(path.display().to_string(), error))
        })
        .collect()
}

fn inputs(path: &Path) -> Result<Vec<SourceInput>, BenchError> {
    let text = std::fs::read_to_string(path).map_err(io(path))?;
    let name = path.display().to_string();
    SourceInput::parse_all(&text, &name).map_err(|error| BenchError::form(name.as_str(), error))
}

/// A chart: one of the project's own patients by name, a file by its whole path, or a file of the test data by name.
fn chart(name: &str, data: Option<&Path>) -> Result<Vec<u8>, BenchError> {
    if Path::new(name).is_absolute() {
        return ward::read(Path::new(name));
    }
    if let Some(patient) = sandbox_patients::patient(name) {
        return Ok(patient.json.into_bytes());
    }
    let data = data.ok_or_else(|| BenchError::form(name, "no such patient, and no test data"))?;
    ward::read(&data.join(format!("1_charts/{name}.json.gz")))
}

/// The drafts that a manifest names.
fn listed(folder: &Path, manifest: &Path, data: Option<&Path>) -> Result<Vec<Draft>, BenchError> {
    let text = std::fs::read_to_string(manifest).map_err(io(manifest))?;
    let all: Vec<Value> = serde_json::from_str(&text)
        .map_err(|error| BenchError::form(manifest.display().to_string(), error))?;
    let files = |value: &Value| -> Vec<PathBuf> {
        let one = value.as_str().into_iter();
        let many = value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        one.chain(many).map(|name| folder.join(name)).collect()
    };
    all.iter()
        .map(|entry| {
            let mut given = Vec::new();
            for file in files(&entry["sources"])
                .iter()
                .chain(&files(&entry["policy"]))
            {
                given.extend(inputs(file)?);
            }
            Ok(Draft {
                base: entry["base"].as_str().unwrap_or_default().to_owned(),
                chart: entry["chart"]
                    .as_str()
                    .map(|name| chart(name, data))
                    .transpose()?,
                inputs: given,
                claims: files(&entry["claims"]),
                gold: files(&entry["gold"]),
                overlays: folder.join("overlays"),
                open: entry["group"].as_str() != Some("kept"),
            })
        })
        .collect()
}

/// The drafts of a folder without a manifest: by the names of their claims.
fn found(folder: &Path, data: Option<&Path>) -> Result<Vec<Draft>, BenchError> {
    let claims = folder.join("claims");
    let mut names: Vec<String> = std::fs::read_dir(&claims)
        .map_err(io(&claims))?
        .flatten()
        .filter_map(|entry| {
            Some(
                entry
                    .file_name()
                    .to_str()?
                    .strip_suffix(".faithful.claims.ndjson")?
                    .to_owned(),
            )
        })
        .collect();
    names.sort();
    let data =
        data.ok_or_else(|| BenchError::form(folder.display().to_string(), "no test data"))?;
    let mut policies = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(data.join("6_policy"))
        .map(|dir| dir.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.sort();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|one| one == "json"))
    {
        policies.extend(inputs(file)?);
    }
    let dialogues: Vec<Value> = lines(&data.join("4_dialogue/aci_bench.jsonl"))?;
    names
        .into_iter()
        .map(|base| {
            let talk = base
                .strip_prefix("aci_")
                .and_then(|id| dialogues.iter().find(|one| one["id"] == id));
            let (chart, inputs) = match talk {
                Some(talk) => (
                    None,
                    vec![SourceInput::transcript(
                        "visit",
                        talk["dialogue"].as_str().unwrap_or_default(),
                    )],
                ),
                None => (
                    Some(chart(
                        base.strip_suffix("-cgm").unwrap_or(&base),
                        Some(data),
                    )?),
                    policies.clone(),
                ),
            };
            let parts = |what: &str| {
                ["faithful", "perturbed"]
                    .map(|part| claims.join(format!("{base}.{part}.{what}.ndjson")))
                    .to_vec()
            };
            Ok(Draft {
                chart,
                inputs,
                claims: parts("claims"),
                gold: parts("gold"),
                overlays: folder.join("charts_variant"),
                open: true,
                base,
            })
        })
        .collect()
}

fn sources(
    draft: &Draft,
    base: Option<&Chart>,
    overlay: Option<&str>,
) -> Result<SourceSet, BenchError> {
    let form = |error: &dyn std::fmt::Display| BenchError::form(&draft.base, error);
    let Some(chart) = base else {
        return SourceSet::from_sources(&draft.inputs).map_err(|error| form(&error));
    };
    let mut set = match overlay {
        Some(name) => {
            let path = draft.overlays.join(format!("{name}.json"));
            let bytes = std::fs::read(&path).map_err(io(&path))?;
            SourceSet::freeze(&chart.overlay(&bytes).map_err(|error| form(&error))?)
        }
        None => SourceSet::freeze(chart),
    };
    set.extend(&draft.inputs).map_err(|error| form(&error))?;
    Ok(set)
}

fn one(draft: &Draft, lexicon: &Arc<Lexicon>) -> Result<Vec<(Row, Judged)>, BenchError> {
    let form = |error: &dyn std::fmt::Display| BenchError::form(&draft.base, error);
    let base = draft
        .chart
        .as_ref()
        .map(|bytes| Chart::from_bundle(bytes))
        .transpose()
        .map_err(|error| form(&error))?;
    let mut groups: BTreeMap<Option<String>, Vec<(Claim, Gold)>> = BTreeMap::new();
    for (claims, gold) in draft.claims.iter().zip(&draft.gold) {
        let (claims, gold): (Vec<Claim>, Vec<Gold>) = (lines(claims)?, lines(gold)?);
        if claims.len() != gold.len() {
            return Err(form(&"claims and labels differ in number"));
        }
        for (claim, gold) in claims.into_iter().zip(gold) {
            if claim.id.as_str() != gold.id {
                return Err(form(&"claims and labels differ in their ids"));
            }
            groups
                .entry(gold.overlay.clone())
                .or_default()
                .push((claim, gold));
        }
    }
    let mut out = Vec::new();
    for (overlay, pairs) in groups {
        let set = sources(draft, base.as_ref(), overlay.as_deref())?;
        let verifier = Verifier::new(&set, Arc::clone(lexicon));
        for (claim, gold) in pairs {
            let as_of = claim
                .as_of
                .ok_or_else(|| form(&"a claim without its date"))?;
            let started = Instant::now();
            let verdict = verifier.statement(&claim.id, &claim.text, &claim.citations, as_of);
            let judged = Judged {
                verdict,
                time: started.elapsed(),
            };
            out.push((row(draft, &claim, &gold, &judged), judged));
        }
    }
    Ok(out)
}

fn row(draft: &Draft, claim: &Claim, gold: &Gold, judged: &Judged) -> Row {
    let faithful = matches!(gold.label.as_str(), "supported" | "not_clinical");
    let agreed = matches!(
        (judged.verdict.verdict, gold.label.as_str()),
        (Verdict::Supported, "supported")
            | (Verdict::NotClinical, "not_clinical")
            | (Verdict::Contradicted, "contradicted")
            | (Verdict::Unsupported | Verdict::Uncited, "unsupported")
    );
    // What is kept for scoring alone shows nothing but its counts.
    let open = |text: String| if draft.open { text } else { String::new() };
    Row {
        of: draft.base.clone(),
        id: claim.id.to_string(),
        name: (!faithful).then(|| gold.error.clone().unwrap_or_default()),
        listed: draft.open,
        text: open(claim.text.clone()),
        cites: if draft.open {
            claim
                .citations
                .iter()
                .map(|one| one.source.to_string())
                .collect()
        } else {
            Vec::new()
        },
        note: open(gold.note.clone().unwrap_or_default()),
        blocked: judged.blocked(),
        agreed,
        cause: judged.cause(),
        reasons: open(crate::rows::reasons(&judged.verdict)),
    }
}
