//! A chart ready to draft and check from: frozen sources, search, verifier.

use super::error::StepError;
use chart::{Chart, LoadReport};
use model::{Citation, Criterion, Draft, DraftKind, Notice, Section, Statement, StatementId};
use sources::{SourceSet, search::Index};
use std::sync::Arc;
use stub::{Lexicon, Verifier};
use time::Date;
use verify::{GroundedDraft, RawDraft, RawSection};
mod stub {
    use super::*;
    pub struct Lexicon;
    impl Lexicon {
        pub fn shipped() -> Self {
            Self
        }
    }
    pub struct Verifier;
    impl Verifier {
        pub fn new(_: Arc<SourceSet>, _: Lexicon) -> Self {
            Self
        }
        pub fn draft(&self, _: RawDraft, _: usize) -> GroundedDraft {
            todo!()
        }
        pub fn interchange(&self, _: Draft, _: Vec<Notice>, _: Vec<Criterion>) -> GroundedDraft {
            todo!()
        }
    }
}

/// One launch's chart with the policies beside it.
pub struct Prepared {
    /// The chart.
    pub chart: Chart,
    /// How it was loaded.
    pub report: LoadReport,
    /// The frozen sources.
    pub sources: Arc<SourceSet>,
    /// Search over them.
    pub index: Index,
    /// The hash of the sources.
    pub hash: String,
    verifier: Verifier,
}

impl Prepared {
    /// Freezes a chart and the policies (JSON in the source format).
    pub fn new(chart: Chart, policies: &[String]) -> Result<Self, StepError> {
        let mut sources = SourceSet::freeze(&chart);
        for policy in policies {
            sources = sources
                .with_sources(policy, "policy")
                .map_err(|_| StepError::Stored("policy"))?;
        }
        let sources = Arc::new(sources);
        Ok(Self {
            report: chart.load_report().clone(),
            index: Index::build(&sources),
            hash: sources.hash(),
            verifier: Verifier::new(Arc::clone(&sources), Lexicon::shipped()),
            sources,
            chart,
        })
    }

    /// Checks one section as it was made; its statements are numbered from `first`.
    pub fn check_section(
        &self,
        kind: DraftKind,
        as_of: Date,
        section: RawSection,
        first: usize,
    ) -> GroundedDraft {
        self.verifier
            .draft(RawDraft::new(kind, as_of, vec![section]), first)
    }

    /// Checks a whole draft, with what the reader must know and the criteria of a prior authorization.
    pub fn check_draft(
        &self,
        draft: Draft,
        notices: Vec<Notice>,
        criteria: Vec<Criterion>,
    ) -> GroundedDraft {
        self.verifier.interchange(draft, notices, criteria)
    }

    /// Checks one statement, as a draft of nothing but it.
    pub fn check_statement(
        &self,
        kind: DraftKind,
        as_of: Date,
        id: &StatementId,
        text: &str,
        citations: &[Citation],
    ) -> GroundedDraft {
        let statement = Statement {
            id: id.clone(),
            text: text.to_owned(),
            citations: citations.to_vec(),
        };
        self.check_draft(self.around(kind, as_of, statement), Vec::new(), Vec::new())
    }

    fn around(&self, kind: DraftKind, as_of: Date, statement: Statement) -> Draft {
        Draft {
            schema: model::draft::SCHEMA.to_owned(),
            kind,
            patient: self.chart.patient().to_string(),
            as_of: Some(as_of),
            sections: vec![Section {
                title: String::new(),
                statements: vec![statement],
            }],
        }
    }
}
