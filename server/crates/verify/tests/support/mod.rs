//! Runs the verifier over an evaluation folder: drafts, claims, gold labels, overlays, dialogues, policies.

#![allow(
    clippy::too_many_lines,
    clippy::single_match_else,
    reason = "a test harness read from top to bottom"
)]

use model::{Citation, Claim, ReasonCode, StatementId, StatementVerdict, Verdict};
use sources::{SourceInput, SourceSet};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use verify::{Lexicon, Verifier};

/// A gold label.
#[derive(serde::Deserialize)]
pub struct Gold {
    pub id: String,
    pub label: String,
    pub error: Option<String>,
    pub note: Option<String>,
    pub overlay: Option<String>,
}

/// One judged statement.
pub struct Judged {
    pub base: String,
    pub id: String,
    pub text: String,
    pub citations: Vec<Citation>,
    pub gold: Gold,
    pub verdict: StatementVerdict,
}

impl Judged {
    pub fn blocked(&self) -> bool {
        !self.verdict.verdict.releasable()
    }

    pub fn faithful(&self) -> bool {
        matches!(self.gold.label.as_str(), "supported" | "not_clinical")
    }

    pub fn codes(&self) -> Vec<ReasonCode> {
        self.verdict
            .reasons
            .iter()
            .map(|reason| reason.code)
            .collect()
    }

    pub fn agrees(&self) -> bool {
        matches!(
            (self.verdict.verdict, self.gold.label.as_str()),
            (Verdict::Supported, "supported")
                | (Verdict::NotClinical, "not_clinical")
                | (Verdict::Contradicted, "contradicted")
                | (Verdict::Unsupported | Verdict::Uncited, "unsupported")
        )
    }
}

/// The test data folder: `COUNTERSIGN_TEST_DATA`, else `../shared/data` beside the workspace.
pub fn data() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("COUNTERSIGN_TEST_DATA") {
        return Some(PathBuf::from(path));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find(|path| path.join("Cargo.lock").exists())?;
    Some(root.join("../shared/data")).filter(|path| path.exists())
}

fn lines<T: serde::de::DeserializeOwned>(path: &Path) -> Vec<T> {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .collect()
}

/// Judges every statement of a folder in the layout of `10_drafts`.
pub fn run(data: &Path) -> Vec<Judged> {
    let drafts = data.join("10_drafts");
    let lexicon = Arc::new(Lexicon::embedded());
    let mut policies: Vec<SourceInput> = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(data.join("6_policy"))
        .map(|dir| dir.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.sort();
    for file in files.iter().filter(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    }) {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        policies.extend(
            SourceInput::parse_all(&text, &file.display().to_string())
                .unwrap_or_else(|error| panic!("{error}")),
        );
    }
    let dialogues: Vec<serde_json::Value> = lines(&data.join("4_dialogue/aci_bench.jsonl"));
    let mut names: Vec<String> = std::fs::read_dir(drafts.join("claims"))
        .map(|dir| {
            dir.flatten()
                .filter_map(|entry| {
                    entry
                        .file_name()
                        .to_str()
                        .and_then(|name| name.strip_suffix(".faithful.claims.ndjson"))
                        .map(str::to_owned)
                })
                .collect()
        })
        .unwrap_or_default();
    names.sort();
    let mut out = Vec::new();
    for base in names {
        let mut charts: BTreeMap<Option<String>, SourceSet> = BTreeMap::new();
        let dialogue = base
            .strip_prefix("aci_")
            .and_then(|id| dialogues.iter().find(|one| one["id"] == id));
        let chart = match dialogue {
            Some(dialogue) => {
                let text = dialogue["dialogue"].as_str().unwrap_or_default();
                let set = SourceSet::from_sources(&[SourceInput::transcript("visit", text)])
                    .unwrap_or_else(|error| panic!("{error}"));
                charts.insert(None, set);
                None
            }
            None => {
                let file = data.join("1_charts").join(format!(
                    "{}.json.gz",
                    base.strip_suffix("-cgm").unwrap_or(&base)
                ));
                let bytes = std::fs::read(&file)
                    .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                Some(chart::Chart::from_bundle(&bytes).unwrap_or_else(|error| panic!("{error}")))
            }
        };
        for part in ["faithful", "perturbed"] {
            let claims: Vec<Claim> =
                lines(&drafts.join(format!("claims/{base}.{part}.claims.ndjson")));
            let gold: Vec<Gold> = lines(&drafts.join(format!("claims/{base}.{part}.gold.ndjson")));
            let mut pairs: Vec<(Claim, Gold)> = claims.into_iter().zip(gold).collect();
            pairs.sort_by(|a, b| a.1.overlay.cmp(&b.1.overlay));
            let mut verifiers: BTreeMap<Option<String>, Verifier<'_>> = BTreeMap::new();
            for (_, gold) in &pairs {
                if let (Some(chart), false) = (&chart, charts.contains_key(&gold.overlay)) {
                    let own = match &gold.overlay {
                        Some(overlay) => {
                            let bytes = std::fs::read(
                                drafts.join(format!("charts_variant/{overlay}.json")),
                            )
                            .unwrap_or_default();
                            chart
                                .overlay(&bytes)
                                .unwrap_or_else(|error| panic!("{overlay}: {error}"))
                        }
                        None => chart.clone(),
                    };
                    let mut set = SourceSet::freeze(&own);
                    set.extend(&policies)
                        .unwrap_or_else(|error| panic!("{error}"));
                    charts.insert(gold.overlay.clone(), set);
                }
            }
            for (key, set) in &charts {
                verifiers.insert(key.clone(), Verifier::new(set, lexicon.clone()));
            }
            for (claim, gold) in pairs {
                let verifier = &verifiers[&gold.overlay];
                let as_of = claim.as_of.expect("claims carry their date");
                let verdict = verifier.statement(
                    &StatementId::new(claim.id.as_str()),
                    &claim.text,
                    &claim.citations,
                    as_of,
                );
                out.push(Judged {
                    base: base.clone(),
                    id: claim.id.to_string(),
                    text: claim.text,
                    citations: claim.citations,
                    gold,
                    verdict,
                });
            }
        }
    }
    out
}

/// Counts: per error name (all, caught), and faithful (all, blocked).
pub struct Totals {
    pub names: BTreeMap<String, (usize, usize)>,
    pub perturbed: (usize, usize),
    pub faithful: (usize, usize),
    pub agreed: usize,
}

/// Adds up.
pub fn totals(judged: &[Judged]) -> Totals {
    let mut totals = Totals {
        names: BTreeMap::new(),
        perturbed: (0, 0),
        faithful: (0, 0),
        agreed: 0,
    };
    for one in judged {
        totals.agreed += usize::from(one.agrees());
        if one.faithful() {
            totals.faithful.0 += 1;
            totals.faithful.1 += usize::from(one.blocked());
        } else {
            let name = one.gold.error.clone().unwrap_or_default();
            let entry = totals.names.entry(name).or_default();
            entry.0 += 1;
            entry.1 += usize::from(one.blocked());
            totals.perturbed.0 += 1;
            totals.perturbed.1 += usize::from(one.blocked());
        }
    }
    totals
}
