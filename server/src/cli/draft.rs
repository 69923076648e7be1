//! `countersign draft`

mod author;

use super::{CliError, Found, input};
use author::Author;
use chart::Chart;
use clap::Args;
use drafting::{Drafting, Focus, Options, ReadingLevel};
use model::{DraftKind, Notice, NoticeKind, SourceId};
use sources::{SourceSet, when};
use std::{io::Write, path::PathBuf, sync::Arc};
use time::Date;
use verify::{Beside, GroundedDraft, Lexicon, RawDraft, Verifier};

/// `countersign draft`
#[derive(Debug, Args)]
pub(super) struct DraftCommand {
    /// The chart: a FHIR R4 Bundle of one patient, `.json` or `.json.gz`.
    #[arg(long)]
    chart: PathBuf,
    /// What to draft, for example `chart_summary`.
    #[arg(long, value_parser = kind)]
    kind: DraftKind,
    /// The model endpoint of the configuration; without it, the built-in composer.
    #[arg(long)]
    endpoint: Option<String>,
    /// The configuration that has the endpoint.
    #[arg(long, env = "COUNTERSIGN_CONFIG")]
    config: Option<PathBuf>,
    /// Further sources, as JSON.
    #[arg(long)]
    source: Vec<PathBuf>,
    /// The policy of a prior authorization, as JSON; without it, the first built-in one.
    #[arg(long)]
    policy: Option<PathBuf>,
    /// What a chart summary is about: `whole`, `days:90`, `since_last_visit`, `last_stay`, `problem:NAME`, `specialty:NAME`.
    #[arg(long, default_value = "whole", value_parser = focus)]
    focus: Focus,
    /// For whom a chart summary is shaped: `primary_care`, `shift`, `referral`, `previsit`; without it, the template's own sections.
    #[arg(long)]
    reader: Option<String>,
    /// Whose visits count for `since_last_visit`, `Practitioner/ID`; without it, anybody's.
    #[arg(long)]
    clinician: Option<String>,
    /// How hard a text for the patient may read: `plain`, `standard`, `any`.
    #[arg(long, default_value = "plain", value_parser = reading)]
    reading: ReadingLevel,
    /// The date of writing; without it, the date of the chart's last event.
    #[arg(long, value_parser = input::date)]
    as_of: Option<Date>,
    /// Where to write; without it, standard output.
    #[arg(long)]
    out: Option<PathBuf>,
}

fn kind(name: &str) -> Result<DraftKind, String> {
    DraftKind::from_name(name).ok_or_else(|| {
        format!(
            "must be one of {}",
            DraftKind::ALL.map(DraftKind::name).join(", ")
        )
    })
}

fn focus(text: &str) -> Result<Focus, String> {
    Focus::read(text).map_err(|error| error.to_string())
}

fn reading(name: &str) -> Result<ReadingLevel, String> {
    ReadingLevel::from_name(name).ok_or_else(|| "must be one of plain, standard, any".to_owned())
}

impl DraftCommand {
    /// Drafts, checks, prints one `grounded/1` document.
    pub(super) fn run(self) -> Result<Found, CliError> {
        let author = Author::new(self.endpoint.as_deref(), self.config.as_deref())?;
        let chart = input::chart(&self.chart, &[])?;
        let mut drafting =
            Drafting::shipped().map_err(|error| CliError::Failed(error.to_string()))?;
        let policy = self.policy(&mut drafting)?;
        let mut sources = input::sources(Some(&chart), &self.source)?;
        if let Some(policy) = policy.as_deref().and_then(|id| drafting.policy(id)) {
            sources = sources
                .with_sources(policy.source_json(), "policy")
                .map_err(|error| CliError::Usage(error.to_string()))?;
        }
        if self.kind == DraftKind::Coding {
            let config = super::config::load(self.config.as_deref())?;
            let tables = crate::code_tables::load(&config.drafting.codes)?;
            drafting
                .set_code_tables(tables)
                .map_err(|error| CliError::Failed(error.to_string()))?;
        }
        sources = drafting
            .with_companions(sources)
            .map_err(|error| CliError::Usage(error.to_string()))?;
        let as_of = match self.as_of {
            Some(date) => date,
            None => last_event(&sources)
                .ok_or_else(|| CliError::input(&self.chart, "no event has a date; give --as-of"))?,
        };
        let grounded = self.made(&author, &drafting, &chart, &sources, as_of, policy)?;
        let blocked = grounded
            .verdicts()
            .iter()
            .any(|one| !one.verdict.releasable());
        let text = serde_json::to_string_pretty(grounded.document())
            .map_err(|error| CliError::Failed(error.to_string()))?;
        self.write(&text)?;
        Ok(if blocked {
            Found::Something
        } else {
            Found::Nothing
        })
    }

    /// The id of the chosen policy, for a prior authorization.
    fn policy(&self, drafting: &mut Drafting) -> Result<Option<String>, CliError> {
        if let Some(file) = &self.policy {
            let text = input::text(file)?;
            let policy = drafting
                .add_policy(&file.display().to_string(), &text)
                .map_err(|error| CliError::Usage(error.to_string()))?;
            return Ok(Some(policy.id.clone()));
        }
        let built_in = drafting.policies().first().map(|policy| policy.id.clone());
        Ok(built_in.filter(|_| self.kind == DraftKind::PriorAuthLetter))
    }

    fn made(
        &self,
        author: &Author,
        drafting: &Drafting,
        chart: &Chart,
        sources: &SourceSet,
        as_of: Date,
        policy: Option<String>,
    ) -> Result<GroundedDraft, CliError> {
        let options = Options {
            policy,
            focus: self.focus.clone(),
            reader: self.reader.clone(),
            clinician: self.clinician.as_deref().map(SourceId::new),
            reading: self.reading,
            ..Options::default()
        };
        if drafting.sections(self.kind).is_empty() {
            return Err(CliError::Usage(format!(
                "--kind {}: the built-in composer has no such document",
                self.kind.name()
            )));
        }
        let verifier =
            Verifier::new(sources, Arc::new(Lexicon::embedded())).doubting(gateway::suspicious);
        let job = author::Job {
            kind: self.kind,
            verifier: &verifier,
            as_of,
            options: &options,
        };
        let about = drafting
            .about(self.kind, sources, as_of, &options)
            .map_err(|error| CliError::Usage(error.to_string()))?;
        let whole = about.and_then(|about| about.unnarrowed);
        let (sections, left_out) = author.sections(drafting, &job)?;
        let mut notices = drafting.attention(self.kind, sources, as_of).notices;
        notices.extend(crate::backend::notices(chart.load_report()));
        let left_out = whole.map(str::to_owned).into_iter().chain(left_out);
        notices.extend(left_out.map(|what| Notice {
            kind: NoticeKind::LeftOut,
            what,
            sources: Vec::new(),
        }));
        let criteria = if self.kind == DraftKind::PriorAuthLetter {
            drafting
                .criteria(sources, as_of, &options)
                .map_err(|error| CliError::Usage(error.to_string()))?
        } else {
            Vec::new()
        };
        Ok(verifier.draft(
            RawDraft::new(self.kind, as_of, sections),
            1,
            Beside { notices, criteria },
        ))
    }

    fn write(&self, text: &str) -> Result<(), CliError> {
        match &self.out {
            Some(file) => {
                std::fs::write(file, format!("{text}\n")).map_err(|source| CliError::Io {
                    file: file.clone(),
                    source,
                })
            }
            None => writeln!(std::io::stdout(), "{text}").map_err(|source| CliError::Io {
                file: "standard output".into(),
                source,
            }),
        }
    }
}

/// The day of the latest dated source of the patient.
fn last_event(sources: &SourceSet) -> Option<Date> {
    let dated = sources
        .snippets()
        .iter()
        .filter(|snippet| snippet.subject == sources::Subject::Patient);
    dated
        .filter_map(|snippet| snippet.date.as_ref())
        .max_by_key(|date| when::sort_key(date))
        .map(|date| date.days().1)
}
