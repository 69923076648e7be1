//! `cargo xtask engine`: a whole draft by a real inference engine.
//!
//! llama.cpp's server comes from the Python package index; its model has random weights and is made on the spot. Streaming and decoding held to the
//! schema are real, the content is nonsense: the verifier must block every statement of it.

use crate::error::Error;
use crate::{command, say};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

/// Options of `engine`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The chart: a FHIR R4 Bundle of one patient, instead of a built-in one.
    #[arg(long)]
    chart: Option<PathBuf>,
}

/// The built-in patient that is drafted for.
const PATIENT: &str = "p01";

/// Installs, makes, serves, drafts, and judges the draft.
pub(crate) fn run(options: &Options) -> Result<ExitCode, Error> {
    let folder = command::target().join("engine");
    fs::create_dir_all(&folder).map_err(Error::at(&folder))?;
    let python = python(&folder)?;
    let model = folder.join("random.gguf");
    say::step("a model of random weights");
    command::run(Command::new(&python).arg(script("model.py")).arg(&model))?;
    say::step("the application");
    command::run(command::cargo().args(["build", "--package", "server", "--bin", "countersign"]))?;
    let chart = match &options.chart {
        Some(chart) => chart.clone(),
        None => exported(&folder)?,
    };
    say::step("llama.cpp's server");
    let engine = Engine::start(&python, &model)?;
    let config = folder.join("config.toml");
    fs::write(&config, configured(&folder, &engine.url)).map_err(Error::at(&config))?;
    let key = folder.join("api.key");
    fs::write(&key, "test-key\n").map_err(Error::at(&key))?;
    say::step("a chart summary by the model");
    let draft = drafted(&chart, &config, Some("random"))?;
    let composed = drafted(&chart, &config, None)?;
    judged(&draft, &texts(&composed))
}

fn script(name: &str) -> PathBuf {
    command::root().join("e2e/engine").join(name)
}

/// A Python of its own with what the scripts need; made once.
fn python(folder: &Path) -> Result<PathBuf, Error> {
    let home = folder.join("python");
    let program = home.join("bin/python");
    let wanted = script("requirements.txt");
    let done = folder.join("installed.txt");
    let text = fs::read_to_string(&wanted).map_err(Error::at(&wanted))?;
    if program.is_file() && fs::read_to_string(&done).is_ok_and(|done| done == text) {
        return Ok(program);
    }
    say::step("pip install, for llama.cpp's server");
    let missing = |_| Error::Missing {
        what: "Python 3.10 or newer with venv and pip, and a package index",
    };
    command::run(Command::new("python3").args(["-m", "venv"]).arg(&home)).map_err(missing)?;
    command::run(
        Command::new(&program)
            .args(["-m", "pip", "install", "--quiet", "--only-binary", ":all:"])
            .args(["--disable-pip-version-check", "--requirement"])
            .arg(&wanted),
    )
    .map_err(missing)?;
    fs::write(&done, text).map_err(Error::at(&done))?;
    Ok(program)
}

/// A built-in patient's chart as a file.
fn exported(folder: &Path) -> Result<PathBuf, Error> {
    let charts = folder.join("charts");
    let export = ["run", "--quiet", "--package", "sandbox-patients"];
    command::run(
        command::cargo()
            .args(export)
            .args(["--example", "export", "--"])
            .arg(&charts)
            .arg(PATIENT),
    )?;
    Ok(charts.join(format!("{PATIENT}.json")))
}

/// The server, running; it ends with this value.
struct Engine {
    process: Child,
    url: String,
}

impl Engine {
    fn start(python: &Path, model: &Path) -> Result<Self, Error> {
        let not_run = |cause| Error::NotRun {
            command: "e2e/engine/serve.py".to_owned(),
            cause,
        };
        let mut process = Command::new(python)
            .arg(script("serve.py"))
            .arg(model)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(not_run)?;
        let mut url = String::new();
        if let Some(out) = process.stdout.take() {
            BufReader::new(out).read_line(&mut url).map_err(not_run)?;
        }
        let engine = Self {
            process,
            url: url.trim().to_owned(),
        };
        if engine.url.is_empty() {
            return Err(Error::Failed {
                command: "e2e/engine/serve.py".to_owned(),
                status: "no address".to_owned(),
            });
        }
        Ok(engine)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One token of this model is one byte, three times what the gateway counts with; its window is wide enough. Always the likeliest byte would
/// be the same byte for ever, so it is drawn, from a seed.
fn configured(folder: &Path, url: &str) -> String {
    format!(
        "[database]\nurl = 'sqlite:{folder}/engine.db'\n\n[keys]\nmaster_key_file = '{folder}/master.key'\n\n\
         [[endpoint]]\nname = \"random\"\nwire = \"llama_cpp\"\nurl = \"{url}/v1\"\nmodel = \"random\"\napi_key_file = '{folder}/api.key'\n\
         context_window = 4096\nmax_output_tokens = 1024\ndeadline_seconds = 300\nidle_seconds = 120\n\n\
         [endpoint.extra]\ntemperature = 1.0\nseed = 4711\n\n\
         [endpoint.agreement]\nprovider = \"this machine\"\nkind = \"own_premises\"\n\
         covers = [\"direct_identifier\", \"quasi_identifier\", \"clinical\", \"free_text\"]\n",
        folder = folder.display()
    )
}

/// A draft by an endpoint, or by the built-in composer alone.
fn drafted(chart: &Path, config: &Path, endpoint: Option<&str>) -> Result<Value, Error> {
    let program = command::target().join("debug/countersign");
    let shown = "countersign draft".to_owned();
    let output = Command::new(program)
        .args(["draft", "--kind", "chart_summary"])
        .args(
            endpoint
                .map(|name| ["--endpoint", name])
                .into_iter()
                .flatten(),
        )
        .arg("--chart")
        .arg(chart)
        .arg("--config")
        .arg(config)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|cause| Error::NotRun {
            command: shown.clone(),
            cause,
        })?;
    // 1 says that statements are blocked, which is what is expected here.
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(Error::Failed {
            command: shown,
            status: output.status.to_string(),
        });
    }
    serde_json::from_slice(&output.stdout).map_err(|error| Error::Form {
        path: shown.into(),
        what: error.to_string(),
    })
}

/// What a draft came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Judged {
    /// Sections that the model wrote.
    sections: usize,
    /// Its statements that are blocked.
    blocked: usize,
    /// Its statements that would be released.
    released: Vec<String>,
}

/// Every statement of a draft.
fn texts(draft: &Value) -> BTreeSet<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    list(&draft["draft"]["sections"])
        .iter()
        .flat_map(|section| list(&section["statements"]))
        .filter_map(|one| one["text"].as_str().map(str::to_owned))
        .collect()
}

/// Reads which statements the model wrote, and what became of them. What the composer writes of the same chart stands beside a model's statements that do not
/// hold, and is none of theirs.
fn judge(draft: &Value, own: &BTreeSet<String>) -> Judged {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let blocked: BTreeSet<String> = list(&draft["verdicts"])
        .iter()
        .filter(|one| !matches!(one["verdict"].as_str(), Some("supported" | "not_clinical")))
        .map(|one| text(&one["id"]))
        .collect();
    let composed: Vec<String> = list(&draft["notices"])
        .iter()
        .map(|one| text(&one["what"]))
        .filter_map(|what| {
            Some(
                what.split_once(": written by the built-in composer")?
                    .0
                    .to_owned(),
            )
        })
        .collect();
    let mut judged = Judged::default();
    for section in list(&draft["draft"]["sections"]) {
        if composed.contains(&text(&section["title"])) {
            continue;
        }
        judged.sections += 1;
        for statement in list(&section["statements"]) {
            if own.contains(&text(&statement["text"])) {
                continue;
            }
            if blocked.contains(&text(&statement["id"])) {
                judged.blocked += 1;
            } else {
                judged.released.push(text(&statement["text"]));
            }
        }
    }
    judged
}

fn judged(draft: &Value, own: &BTreeSet<String>) -> Result<ExitCode, Error> {
    let judged = judge(draft, own);
    say::figure("sections by the model", judged.sections, "sections");
    say::figure("statements blocked", judged.blocked, "statements");
    say::figure("statements released", judged.released.len(), "statements");
    if let Some(text) = judged.released.first() {
        return Err(Error::Bound(format!("nonsense would be released: {text}")));
    }
    if judged.blocked == 0 {
        return Err(Error::Bound("the model wrote no statement".to_owned()));
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn draft(verdict: &str, notice: &str) -> Value {
        json!({
            "draft": {"sections": [{"title": "Problems", "statements": [{"id": "s1", "text": "zx"}]}]},
            "verdicts": [{"id": "s1", "verdict": verdict}],
            "notices": [{"what": notice}],
        })
    }

    #[test]
    fn a_released_statement_and_an_empty_draft_fail() {
        let none = BTreeSet::new();
        assert!(judged(&draft("supported", ""), &none).is_err());
        assert!(judged(&json!({}), &none).is_err());
        let fallback = draft(
            "unsupported",
            "Problems: written by the built-in composer, because it was busy.",
        );
        assert!(
            judged(&fallback, &none).is_err(),
            "what the composer wrote is not the model's"
        );
        assert_eq!(judge(&draft("unsupported", ""), &none).blocked, 1);
        assert!(judged(&draft("uncited", ""), &none).is_ok());
        let own = BTreeSet::from(["zx".to_owned()]);
        assert_eq!(judge(&draft("supported", ""), &own).released.len(), 0);
    }

    #[test]
    fn a_statement_without_a_verdict_counts_as_released() {
        let mut draft = draft("unsupported", "");
        draft["verdicts"] = json!([]);
        assert_eq!(judge(&draft, &BTreeSet::new()).released, ["zx"]);
    }
}
