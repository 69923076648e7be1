//! The command line.

use crate::print;
use clap::{Parser, ValueEnum};
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use verify::Lexicon;
use verify_bench::gate::Gate;
use verify_bench::name::Name;
use verify_bench::pool::{self, Plan};
use verify_bench::table::{Row, Table};
use verify_bench::ward::{self, Ward};
use verify_bench::{BenchError, drafts, judge, rows, speed, talk};

/// The part whose statements are made out of charts; the others are drafts.
const PERTURBER: &str = "perturber";

/// What is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Set {
    /// Statements made out of charts: those of the test data, and the project's own patients.
    Perturber,
    /// The test data's drafts with gold labels.
    Drafts,
    /// The project's own drafts with gold labels.
    Own,
    /// Statements made out of the test data's dialogues.
    Dialogues,
}

/// Which charts statements are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Charts {
    /// Those of the test data.
    Data,
    /// The project's own patients.
    Own,
    /// Both.
    All,
}

/// Scores the verifier: what it catches, what it blocks wrongly, and how long it takes.
#[derive(Parser, Debug)]
struct Cli {
    /// The seed of the perturber.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What is judged; may be given several times; all that is there where left out.
    #[arg(long, value_enum)]
    set: Vec<Set>,
    /// Which charts statements are made of.
    #[arg(long, value_enum, default_value = "all")]
    charts: Charts,
    /// How many perturbed statements of each name.
    #[arg(long, default_value_t = 300)]
    limit: usize,
    /// Only this name; may be given several times.
    #[arg(long)]
    name: Vec<String>,
    /// Lists what was missed, of one name or of all.
    #[arg(long, num_args = 0..=1, default_missing_value = "all", value_name = "NAME")]
    misses: Option<String>,
    /// Lists the faithful statements that were blocked.
    #[arg(long)]
    blocks: bool,
    /// Prints this many statements of each name with what they were made from, and judges nothing.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// The gate for the perturber's statements; a failed one ends with 1.
    #[arg(long)]
    gate: Option<PathBuf>,
    /// The gate for both sets of drafts together.
    #[arg(long)]
    drafts_gate: Option<PathBuf>,
    /// A further folder of drafts with gold labels in the form of the project's own; its manifest may give charts by path. May be given
    /// several times; no other set is then judged unless asked for.
    #[arg(long, value_name = "DIR")]
    own_set: Vec<PathBuf>,
    /// The test data folder; else `COUNTERSIGN_TEST_DATA`, else `../shared/data` beside the workspace.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Figures as one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs; 1 where a gate fails, 2 for wrong usage, 3 where it could not be done.
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Some(name) = cli.name.iter().find(|name| Name::from_text(name).is_none()) {
        complain(&format!("`{name}` is no error's name"));
        return ExitCode::from(2);
    }
    match run(&cli) {
        Ok(passed) => ExitCode::from(u8::from(!passed)),
        Err(error) => {
            complain(&error.to_string());
            ExitCode::from(3)
        }
    }
}

/// A part of the run: its name, its rows, how it went.
struct Part {
    name: String,
    table: Table,
    speed: Option<speed::Speed>,
}

fn run(cli: &Cli) -> Result<bool, BenchError> {
    let data = cli.data.clone().or_else(rows::data);
    let all = cli.set.is_empty() && cli.own_set.is_empty();
    let wanted = |set: Set| all || cli.set.contains(&set);
    let lexicon = Arc::new(Lexicon::embedded());
    let mut parts = Vec::new();
    if wanted(Set::Perturber) || cli.sample.is_some() {
        let wards = wards(cli, data.as_deref())?;
        let names = cli
            .name
            .iter()
            .filter_map(|name| Name::from_text(name))
            .collect();
        let items = pool::make(
            &wards,
            &Plan {
                seed: cli.seed,
                each: cli.limit,
                names,
            },
        );
        if let Some(n) = cli.sample {
            print::sample(&wards, &items, n);
            return Ok(true);
        }
        let judged = judge::all(&wards, &items, &lexicon)?;
        let rows = rows::of(&wards, &items, &judged);
        print::list(cli.misses.as_deref(), cli.blocks, &rows);
        let times: Vec<Duration> = judged.iter().map(|one| one.time).collect();
        let speed = speed::measure(&wards, &items, &times, &lexicon)?;
        parts.push(Part {
            name: PERTURBER.to_owned(),
            table: Table::of(&rows),
            speed,
        });
    }
    let folder = data
        .as_ref()
        .map(|data| data.join("10_drafts"))
        .filter(|folder| folder.exists());
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("drafts");
    let both = [
        (Set::Drafts, "drafts", folder),
        (Set::Own, "own drafts", Some(own).filter(|own| own.exists())),
    ];
    let given = cli
        .own_set
        .iter()
        .map(|folder| (folder.display().to_string(), Some(folder.clone())));
    let folders = both
        .into_iter()
        .filter(|(set, _, _)| wanted(*set))
        .map(|(_, name, folder)| (name.to_owned(), folder))
        .chain(given);
    for (name, folder) in folders {
        let Some(folder) = folder else {
            complain(&format!("{name}: not there, skipped"));
            continue;
        };
        let rows: Vec<Row> = drafts::judge(&folder, data.as_deref(), &lexicon)?
            .into_iter()
            .map(|(row, _)| row)
            .collect();
        print::list(cli.misses.as_deref(), cli.blocks, &rows);
        parts.push(Part {
            name,
            table: Table::of(&rows),
            speed: None,
        });
    }
    if wanted(Set::Dialogues) {
        parts.extend(dialogues(cli, data.as_deref(), &lexicon)?);
    }
    let failed = gates(cli, &parts)?;
    show(cli, &parts, &failed);
    for line in &failed {
        complain(&format!("gate failed: {line}"));
    }
    Ok(failed.is_empty())
}

/// Statements about the test data's dialogues; none where there are none.
fn dialogues(
    cli: &Cli,
    data: Option<&Path>,
    lexicon: &Arc<Lexicon>,
) -> Result<Option<Part>, BenchError> {
    let folder = data.map(|data| data.join("4_dialogue"));
    let Some(folder) = folder.filter(|folder| folder.exists()) else {
        complain("dialogues: not there, skipped");
        return Ok(None);
    };
    let rows = talk::judge(&talk::all(&folder)?, cli.seed, 3, lexicon)?;
    print::list(cli.misses.as_deref(), cli.blocks, &rows);
    Ok(Some(Part {
        name: "dialogues".to_owned(),
        table: Table::of(&rows),
        speed: None,
    }))
}

fn wards(cli: &Cli, data: Option<&Path>) -> Result<Vec<Ward>, BenchError> {
    let mut wards = Vec::new();
    match data {
        Some(data) if cli.charts != Charts::Own => {
            wards.extend(ward::folder(&data.join("1_charts"), cli.seed, |_| true)?);
        }
        None if cli.charts != Charts::Own => {
            complain("no test data: the project's own patients alone");
        }
        _ => {}
    }
    if cli.charts != Charts::Data {
        wards.extend(ward::own(cli.seed, |_| true)?);
    }
    Ok(wards)
}

fn show(cli: &Cli, parts: &[Part], failed: &[String]) {
    if cli.json {
        let sets: serde_json::Map<String, serde_json::Value> = parts
            .iter()
            .map(|part| (part.name.clone(), json!({ "seed": cli.seed, "table": part.table.json(), "speed": part.speed.as_ref().map(speed::Speed::json) })))
            .collect();
        let figures: Vec<serde_json::Value> = parts.iter().flat_map(figures).collect();
        say(
            &json!({ "sets": sets, "figures": figures, "not_measured": [], "failed": failed })
                .to_string(),
        );
        return;
    }
    for part in parts {
        say(&format!(
            "== {}\n{}{}",
            part.name,
            part.table.text(),
            part.speed
                .as_ref()
                .map(speed::Speed::text)
                .unwrap_or_default()
        ));
    }
}

/// The main figures of a part, named as the project's other benches name theirs.
fn figures(part: &Part) -> Vec<serde_json::Value> {
    let figure = |name: &str, value: f64, unit: &str| json!({ "name": format!("verify {} {name}", part.name), "value": value, "unit": unit });
    let mut all: Vec<serde_json::Value> = part
        .table
        .names
        .iter()
        .map(|(name, tally)| figure(&format!("{name} caught"), 100.0 * tally.share(), "%"))
        .collect();
    all.push(figure("caught", 100.0 * part.table.perturbed.share(), "%"));
    all.push(figure(
        "faithful blocked",
        100.0 * part.table.faithful.share(),
        "%",
    ));
    if let Some(speed) = &part.speed {
        all.push(figure("statement p50", speed.p50.as_secs_f64() * 1e6, "us"));
        all.push(figure("statement p99", speed.p99.as_secs_f64() * 1e6, "us"));
        all.push(figure(
            "draft on the largest chart",
            speed.draft.as_secs_f64() * 1e3,
            "ms",
        ));
        all.push(figure(
            "preparing the largest chart",
            speed.prepare.as_secs_f64() * 1e3,
            "ms",
        ));
    }
    all
}

/// What the gates that were given say, and verdicts that differed from run to run.
fn gates(cli: &Cli, parts: &[Part]) -> Result<Vec<String>, BenchError> {
    let mut failed = Vec::new();
    if parts
        .iter()
        .filter_map(|part| part.speed.as_ref())
        .any(|speed| !speed.same)
    {
        failed.push("verdicts differ from run to run or thread to thread".to_owned());
    }
    for (path, perturber) in [(&cli.gate, true), (&cli.drafts_gate, false)] {
        let Some(path) = path else { continue };
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|cause| BenchError::Io {
            what: name.clone(),
            cause,
        })?;
        let gate = Gate::parse(&text, &name)?;
        let of = parts
            .iter()
            .filter(|part| (part.name == PERTURBER) == perturber && part.name != "dialogues");
        let table = of.fold(Table::default(), |sum, part| sum.plus(&part.table));
        failed.extend(gate.failures(&table));
    }
    Ok(failed)
}

/// A closed pipe is no reason to fail.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
