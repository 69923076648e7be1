//! A chart ready to draft and check from: frozen sources, search, verifier.

use super::error::StepError;
use chart::{Chart, LoadReport};
use drafting::Drafting;
use model::{Citation, Draft, DraftKind, Section, StatementId};
use self_cell::self_cell;
use sources::{SourceInput, SourceSet, search::Index};
use std::sync::Arc;
use time::Date;
use verify::{Beside, GroundedDraft, Lexicon, RawDraft, RawSection, Verifier};

self_cell!(
    /// The sources with the verifier that is prepared over them.
    struct Checked {
        owner: SourceSet,
        #[covariant]
        dependent: Verifier,
    }
);

/// One launch's chart with the policies beside it.
pub(super) struct Prepared {
    /// The chart.
    pub chart: Arc<Chart>,
    /// How it was loaded.
    pub report: LoadReport,
    /// Search over the sources.
    pub index: Index,
    /// The hash of the sources.
    pub hash: String,
    checked: Checked,
}

impl Prepared {
    /// Freezes a chart, the policies, and the documents that drafts of this chart can cite.
    pub(super) fn new(
        chart: Chart,
        drafting: &Drafting,
        lexicon: Arc<Lexicon>,
    ) -> Result<Self, StepError> {
        let sources = frozen(&chart, drafting)?;
        let sources = drafting.with_companions(sources)?;
        let report = chart.load_report().clone();
        Ok(Self::over(Arc::new(chart), report, sources, lexicon))
    }

    /// The same chart with what was given to one draft beside it: answers to questionnaires (QuestionnaireResponses), and words.
    pub(super) fn with(
        &self,
        answers: &[String],
        given: &[SourceInput],
        drafting: &Drafting,
        lexicon: Arc<Lexicon>,
    ) -> Result<Self, StepError> {
        let mut sources = self.sources().clone();
        let mut chart = Arc::clone(&self.chart);
        if !answers.is_empty() {
            let entries = answers.iter().map(|one| format!("{{\"resource\":{one}}}"));
            let entries = entries.collect::<Vec<_>>().join(",");
            let bundle = format!(
                "{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{entries}]}}"
            );
            chart = Arc::new(chart.overlay(bundle.as_bytes())?);
            sources = frozen(&chart, drafting)?;
        }
        sources
            .extend(given)
            .map_err(|_| StepError::Stored("given material"))?;
        let sources = drafting.with_companions(sources)?;
        Ok(Self::over(chart, self.report.clone(), sources, lexicon))
    }

    fn over(
        chart: Arc<Chart>,
        report: LoadReport,
        sources: SourceSet,
        lexicon: Arc<Lexicon>,
    ) -> Self {
        Self {
            report,
            index: Index::build(&sources),
            hash: sources.hash(),
            checked: Checked::new(sources, |sources| {
                // What speaks to a machine vouches for nothing, whoever repeats it.
                Verifier::new(sources, lexicon)
                    .doubting(gateway::suspicious)
                    .ready()
            }),
            chart,
        }
    }

    /// The frozen sources.
    pub(super) fn sources(&self) -> &SourceSet {
        self.checked.borrow_owner()
    }

    /// Checks one section as it was made; its statements are numbered from `first`.
    pub(super) fn check_section(
        &self,
        kind: DraftKind,
        as_of: Date,
        section: RawSection,
        first: usize,
    ) -> GroundedDraft {
        self.verifier().draft(
            RawDraft::new(kind, as_of, vec![section]),
            first,
            Beside::default(),
        )
    }

    /// Checks a whole draft.
    pub(super) fn check_draft(&self, draft: Draft, as_of: Date, beside: Beside) -> GroundedDraft {
        self.verifier().interchange(draft, as_of, beside)
    }

    /// Checks one statement, as a draft of nothing but it.
    pub(super) fn check_statement(
        &self,
        kind: DraftKind,
        as_of: Date,
        id: &StatementId,
        text: &str,
        citations: &[Citation],
    ) -> GroundedDraft {
        self.verifier().one(
            &self.draft(kind, as_of, Vec::new()),
            id,
            text,
            citations,
            as_of,
        )
    }

    /// A draft of this chart's patient.
    pub(super) fn draft(&self, kind: DraftKind, as_of: Date, sections: Vec<Section>) -> Draft {
        Draft {
            schema: model::draft::SCHEMA.to_owned(),
            kind,
            patient: self.chart.patient().to_string(),
            as_of: Some(as_of),
            sections,
        }
    }

    fn verifier(&self) -> &Verifier<'_> {
        self.checked.borrow_dependent()
    }
}

/// A chart's sources with the policies.
fn frozen(chart: &Chart, drafting: &Drafting) -> Result<SourceSet, StepError> {
    let mut sources = SourceSet::freeze(chart);
    for policy in drafting.policies() {
        sources = sources
            .with_sources(policy.source_json(), "policy")
            .map_err(|_| StepError::Stored("policy"))?;
    }
    Ok(sources)
}
