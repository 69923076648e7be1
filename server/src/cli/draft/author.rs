//! Who writes the sections: the built-in composer, or a model endpoint of the configuration.

use super::super::{CliError, config::load};
use crate::backend::by_model::{self, unchecked, unusable};
use crate::backend::{Acted, Models};
use crate::compose;
use audit::{Action, Actor, Auditor, Event};
use drafting::{Drafting, DraftingError, Options, SectionJob};
use gateway::Caller;
use model::DraftKind;
use sources::search::Index;
use std::path::Path;
use time::Date;
use tokio::runtime::Runtime;
use verify::{RawDraft, RawSection, Verifier};

/// Writes a document's sections.
pub(super) enum Author {
    /// By rules and quotes.
    Composer,
    /// Through the gateway.
    Model(Box<ModelAuthor>),
}

/// A model endpoint with what a call to it needs.
pub(super) struct ModelAuthor {
    endpoint: String,
    models: Models,
    auditor: Auditor,
    runtime: Runtime,
}

/// What is to be written.
pub(super) struct Job<'a> {
    pub(super) kind: DraftKind,
    pub(super) verifier: &'a Verifier<'a>,
    pub(super) as_of: Date,
    pub(super) options: &'a Options,
}

/// The unchecked sections, and what the reader must know of how they were made.
type Made = (Vec<RawSection>, Vec<String>);

impl Author {
    /// The composer, or the configured endpoint of this name. Every inference is recorded in the configured database.
    pub(super) fn new(endpoint: Option<&str>, config: Option<&Path>) -> Result<Self, CliError> {
        let Some(endpoint) = endpoint else {
            return Ok(Self::Composer);
        };
        let config = load(config)?;
        if config.endpoints.get(endpoint).is_none() {
            return Err(CliError::Usage(format!(
                "--endpoint {endpoint}: no such endpoint is configured"
            )));
        }
        let runtime = Runtime::new().map_err(|error| CliError::Failed(error.to_string()))?;
        let kept = runtime
            .block_on(compose::kept(&config))
            .map_err(|error| CliError::Failed(error.to_string()))?;
        Ok(Self::Model(Box::new(ModelAuthor {
            endpoint: endpoint.to_owned(),
            models: Models::of(
                &config,
                endpoint.to_owned(),
                &kept.store,
                &kept.fingerprints,
            ),
            auditor: kept.auditor,
            runtime,
        })))
    }

    /// Writes every section.
    pub(super) fn sections(&self, drafting: &Drafting, job: &Job<'_>) -> Result<Made, CliError> {
        match self {
            Self::Model(author) => author.sections(drafting, job),
            Self::Composer => composed(drafting, job),
        }
    }
}

fn composed(drafting: &Drafting, job: &Job<'_>) -> Result<Made, CliError> {
    let mut made = Made::default();
    for index in 0..drafting.plan(job.kind, job.options).len() {
        compose_one(drafting, job, index, &mut made)?;
    }
    Ok(made)
}

fn compose_one(
    drafting: &Drafting,
    job: &Job<'_>,
    index: usize,
    (sections, notes): &mut Made,
) -> Result<(), CliError> {
    let composed = drafting
        .compose(
            job.kind,
            index,
            job.verifier.sources(),
            job.as_of,
            job.options,
        )
        .map_err(|error| CliError::Usage(error.to_string()))?;
    sections.push(composed.section);
    notes.extend(composed.left_out);
    Ok(())
}

impl ModelAuthor {
    fn sections(&self, drafting: &Drafting, job: &Job<'_>) -> Result<Made, CliError> {
        let event = Event::new(Actor::System, Action::Inference).on(["command line"]);
        let acted = self
            .models
            .acting(Caller::default(), &self.auditor, event, None);
        let search = Index::build(job.verifier.sources());
        let plan = drafting.plan(job.kind, job.options);
        let (mut made, mut failed, mut asked) = (Made::default(), Vec::new(), 0);
        for (index, section) in plan.iter().enumerate() {
            let by_rules = drafting
                .by_rules(
                    (job.kind, index),
                    job.verifier.sources(),
                    job.as_of,
                    job.options,
                )
                .map_err(|error| CliError::Usage(error.to_string()))?;
            if by_rules {
                compose_one(drafting, job, index, &mut made)?;
                continue;
            }
            asked += 1;
            match self.section(drafting, &acted, &search, job, index) {
                Ok((section, notes)) => {
                    made.0.push(section);
                    made.1.extend(notes);
                }
                Err(error) => {
                    let why = unusable(&error)
                        .ok_or_else(|| CliError::Usage(error.to_string()))?
                        .to_owned();
                    let note = format!(
                        "{}: written by the built-in composer, because {why}.",
                        section.title
                    );
                    made.1.push(note);
                    compose_one(drafting, job, index, &mut made)?;
                    failed.push(error);
                }
            }
        }
        self.runtime.block_on(self.models.settled());
        match failed.pop() {
            Some(error) if failed.len() + 1 == asked => Err(CliError::Failed(error.to_string())),
            _ => Ok(made),
        }
    }

    fn section(
        &self,
        drafting: &Drafting,
        acted: &Acted,
        search: &Index,
        job: &Job<'_>,
        index: usize,
    ) -> Result<(RawSection, Vec<String>), DraftingError> {
        let section = SectionJob {
            kind: job.kind,
            section: index,
            set: job.verifier.sources(),
            search,
            as_of: job.as_of,
            options: job.options,
            endpoint: Some(&self.endpoint),
            wish: None,
            standing: None,
        };
        let check = |section| {
            let raw = RawDraft::new(job.kind, job.as_of, vec![section]);
            job.verifier.draft(raw, 1, verify::Beside::default())
        };
        let written = self
            .runtime
            .block_on(by_model::section(drafting, acted, &section, &check))?;
        Ok((unchecked(written.grounded.document()), written.notes))
    }
}
