//! `countersign verify`

use super::{CliError, Found, input};
use chart::Chart;
use clap::{ArgGroup, Args};
use model::{Claim, StatementVerdict};
use sources::SourceSet;
use std::{io::Write, path::PathBuf, sync::Arc};
use time::Date;
use verify::{Lexicon, Verifier};

/// `countersign verify`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("statements").required(true).args(["draft", "claims"]))]
pub(super) struct VerifyCommand {
    /// The chart: a FHIR R4 Bundle of one patient, `.json` or `.json.gz`. May be left out where `--source` gives the sources.
    #[arg(long)]
    chart: Option<PathBuf>,
    /// A further Bundle laid over the chart; resources of the same type and id replace.
    #[arg(long, requires = "chart")]
    overlay: Vec<PathBuf>,
    /// Further sources, as JSON.
    #[arg(long)]
    source: Vec<PathBuf>,
    /// Policies, as JSON.
    #[arg(long)]
    policy: Vec<PathBuf>,
    /// A draft (`draft/1`).
    #[arg(long)]
    draft: Option<PathBuf>,
    /// Statements, one JSON object a line.
    #[arg(long)]
    claims: Option<PathBuf>,
    /// The date of writing, for statements that have none of their own.
    #[arg(long, value_parser = input::date)]
    as_of: Option<Date>,
}

impl VerifyCommand {
    /// Checks, and prints one verdict a line in the order of the input.
    pub(super) fn run(self) -> Result<Found, CliError> {
        if self.chart.is_none() && self.source.is_empty() && self.policy.is_empty() {
            return Err(CliError::Usage(
                "give --chart, --source or --policy: there is nothing to check against".to_owned(),
            ));
        }
        let chart = self
            .chart
            .as_ref()
            .map(|file| input::chart(file, &self.overlay))
            .transpose()?;
        let claims = self.statements()?;
        let sources = self.sources(chart.as_ref())?;
        let verifier =
            Verifier::new(&sources, Arc::new(Lexicon::embedded())).doubting(gateway::suspicious);
        let mut found = Found::Nothing;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for (claim, as_of) in &claims {
            let verdict: StatementVerdict =
                verifier.statement(&claim.id, &claim.text, &claim.citations, *as_of);
            if !verdict.verdict.releasable() {
                found = Found::Something;
            }
            let line = serde_json::to_string(&verdict)
                .map_err(|error| CliError::Failed(error.to_string()))?;
            writeln!(out, "{line}").map_err(printing)?;
        }
        out.flush().map_err(printing)?;
        Ok(found)
    }

    fn sources(&self, chart: Option<&Chart>) -> Result<SourceSet, CliError> {
        let files: Vec<PathBuf> = self.source.iter().chain(&self.policy).cloned().collect();
        input::sources(chart, &files)
    }

    /// The statements with the date that each is judged by: its own, else the draft's, else the command's.
    fn statements(&self) -> Result<Vec<(Claim, Date)>, CliError> {
        if let Some(file) = &self.claims {
            let claims = input::claims(file)?.into_iter().map(|claim| {
                let as_of = claim.as_of.or(self.as_of).ok_or_else(|| {
                    CliError::input(file, format!("`{}` has no as_of; give --as-of", claim.id))
                })?;
                Ok((claim, as_of))
            });
            return claims.collect();
        }
        let Some(file) = &self.draft else {
            return Ok(Vec::new());
        };
        let draft = input::draft(file)?;
        let as_of = draft
            .as_of
            .or(self.as_of)
            .ok_or_else(|| CliError::input(file, "no as_of; give --as-of"))?;
        let statements = draft
            .sections
            .into_iter()
            .flat_map(|section| section.statements);
        let claim = |one: model::Statement| Claim {
            id: one.id,
            text: one.text,
            citations: one.citations,
            as_of: None,
        };
        Ok(statements.map(|one| (claim(one), as_of)).collect())
    }
}

fn printing(source: std::io::Error) -> CliError {
    CliError::Io {
        file: "standard output".into(),
        source,
    }
}
