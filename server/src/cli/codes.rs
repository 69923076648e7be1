//! `countersign codes import`, `countersign codes check`

use super::{CliError, Found, config::load, input};
use crate::code_tables::{self, TablesError};
use clap::{Args, Subcommand};
use codes::{Answer, Given, Note, System};
use serde_json::json;
use std::{fmt::Write as _, io::Write, path::PathBuf};
use time::Date;

/// `countersign codes …`
#[derive(Debug, Subcommand)]
pub(super) enum CodesCommand {
    /// Installs a code table into the folder `drafting.codes` of the configuration: the CMS order file or tabular XML of ICD-10-CM, HCPCS Level II,
    /// a list with a header line (`code`, `description`, …), risk-adjustment categories (`code`, `hcc`), or your own CPT table.
    Import(Import),
    /// Says of each code whether it is valid and billable, and what the installed tables have beside it.
    Check(Check),
}

/// `countersign codes import`
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The table, plain or gzipped.
    file: PathBuf,
    /// The code system, where the file does not say it: icd-10-cm, hcpcs, cpt, hcc.
    #[arg(long, value_parser = system)]
    system: Option<System>,
    /// The first day on which it holds, where neither the file nor its name says the release.
    #[arg(long, value_parser = input::date)]
    from: Option<Date>,
    /// The last day.
    #[arg(long, value_parser = input::date)]
    to: Option<Date>,
    /// The configuration.
    #[arg(long, env = "COUNTERSIGN_CONFIG")]
    config: Option<PathBuf>,
}

/// `countersign codes check`
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The codes.
    #[arg(required = true)]
    codes: Vec<String>,
    /// The date of service; without it, the newest table answers whatever its dates.
    #[arg(long, value_parser = input::date)]
    on: Option<Date>,
    /// `text` or `json`.
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    format: String,
    /// The configuration.
    #[arg(long, env = "COUNTERSIGN_CONFIG")]
    config: Option<PathBuf>,
}

fn system(name: &str) -> Result<System, String> {
    System::from_name(name).ok_or_else(|| {
        format!(
            "must be one of {}",
            System::ALL.map(System::name).join(", ")
        )
    })
}

impl From<TablesError> for CliError {
    fn from(error: TablesError) -> Self {
        match error {
            TablesError::Io { path, source } => Self::Io { file: path, source },
            TablesError::Codes(error) => Self::Usage(error.to_string()),
        }
    }
}

impl CodesCommand {
    pub(super) fn run(self) -> Result<Found, CliError> {
        let (text, found) = match self {
            Self::Import(command) => (command.run()?, Found::Nothing),
            Self::Check(command) => command.run()?,
        };
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())
            .map_err(|source| CliError::Io {
                file: "standard output".into(),
                source,
            })?;
        Ok(found)
    }
}

impl Import {
    fn run(self) -> Result<String, CliError> {
        let folder = load(self.config.as_deref())?.drafting.codes;
        let given = Given {
            system: self.system,
            from: self.from,
            to: self.to,
        };
        let bytes = input::bytes(&self.file)?;
        let read = codes::import::read(&self.file.display().to_string(), &bytes, &given)
            .map_err(TablesError::Codes)?;
        let mut text = String::new();
        for line in &read.passed_over {
            text.push_str("passed over: ");
            text.push_str(line);
            text.push('\n');
        }
        let (path, table) = code_tables::keep(&folder, read)?;
        let billable = table.entries().filter(|entry| entry.billable).count();
        let to = table
            .period
            .to
            .map_or_else(String::new, |to| format!(" to {to}"));
        let from = table
            .period
            .from
            .map_or_else(String::new, |from| from.to_string());
        let _ = writeln!(
            text,
            "{}: {} codes, {billable} billable, valid {from}{to}, kept in {}",
            table.release,
            table.len(),
            path.display()
        );
        Ok(text)
    }
}

impl Check {
    fn run(self) -> Result<(String, Found), CliError> {
        let tables = code_tables::load(&load(self.config.as_deref())?.drafting.codes)?;
        let answers: Vec<Answer<'_>> = self
            .codes
            .iter()
            .map(|code| tables.check(code, self.on))
            .collect();
        let found = if answers.iter().all(Answer::billable) {
            Found::Nothing
        } else {
            Found::Something
        };
        let lines = answers.iter().map(|answer| {
            if self.format == "json" {
                format!("{}\n", in_json(answer))
            } else {
                in_text(answer)
            }
        });
        Ok((lines.collect(), found))
    }
}

/// What the table says beside a code, by meaning.
fn notes(answer: &Answer<'_>) -> Vec<(Note, Vec<String>)> {
    let (Some(table), Some(entry)) = (answer.table, answer.entry) else {
        return Vec::new();
    };
    [
        Note::Inclusion,
        Note::Includes,
        Note::Excludes1,
        Note::Excludes2,
        Note::CodeFirst,
        Note::UseAdditional,
        Note::CodeAlso,
    ]
    .into_iter()
    .map(|meaning| {
        let texts = table.notes(&entry.code, meaning);
        (meaning, texts.into_iter().map(str::to_owned).collect())
    })
    .filter(|(_, texts): &(Note, Vec<String>)| !texts.is_empty())
    .collect()
}

fn in_json(answer: &Answer<'_>) -> serde_json::Value {
    let notes: serde_json::Map<String, serde_json::Value> = notes(answer)
        .into_iter()
        .map(|(meaning, texts)| (meaning.title().to_lowercase(), json!(texts)))
        .collect();
    json!({
        "code": answer.asked,
        "valid": answer.valid(),
        "billable": answer.billable(),
        "description": answer.entry.map(|entry| &entry.description),
        "table": answer.table.map(|table| &table.release),
        "hcc": answer.hcc,
        "notes": notes,
    })
}

fn in_text(answer: &Answer<'_>) -> String {
    let state = match (answer.valid(), answer.billable(), answer.entry) {
        (true, true, _) => "valid, billable",
        (true, false, _) => "valid, not billable",
        (false, _, Some(_)) => "not valid on that day",
        (false, _, None) => "no code",
    };
    let mut text = format!("{}: {state}", answer.asked);
    if let Some(entry) = answer.entry {
        let _ = write!(text, ": {}", entry.description);
    }
    let release = answer
        .table
        .map_or("no installed table holds on that day", |table| {
            table.release.as_str()
        });
    let _ = writeln!(text, " ({release})");
    if let Some((table, entry)) = answer
        .table
        .zip(answer.entry.filter(|entry| !entry.billable))
    {
        let more: Vec<String> = table
            .below(&entry.code)
            .filter(|one| one.billable)
            .take(6)
            .map(|one| format!("{} {}", one.code, one.description))
            .collect();
        if !more.is_empty() {
            let _ = writeln!(text, "  More specific: {}", more.join("; "));
        }
    }
    if let Some(hcc) = answer.hcc {
        let _ = writeln!(text, "  Risk adjustment: {hcc}");
    }
    for (meaning, texts) in notes(answer) {
        let _ = writeln!(text, "  {}: {}", meaning.title(), texts.join("; "));
    }
    text
}
