//! The `Backend` trait: each method checks the caller, runs one sequence of steps, and answers in the wire form.

use super::error::StepError;
use super::open::Open;
use super::shaping::Shape;
use super::writing::Begin;
use super::{Steps, event, evidence};
use app::{Backend, Caller};
use async_trait::async_trait;
use audit::Action;
use model::view::{
    Change, Decide, DraftView, EvidenceView, MessageView, OverviewView, ProposalsView, SignPreview,
    StatementView, WorkView,
};
use model::{DraftId, DraftKind, LaunchId, Material, SourceId, StatementId, WireError};
use sources::search::Filter;
use std::sync::Arc;
use store::Launch;

type Answer<T> = Result<T, WireError>;

/// The steps, shared: what is begun goes on after its request.
pub struct Answers(pub Arc<Steps>);

#[async_trait]
impl Backend for Answers {
    async fn work(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        open: Option<&DraftId>,
    ) -> Answer<WorkView> {
        self.0
            .work_page(caller, launch, open)
            .await
            .map_err(StepError::wire)
    }

    async fn watch(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        open: Option<&DraftId>,
        seen: u64,
    ) -> Answer<Option<WorkView>> {
        self.0
            .wait(caller, launch, open, seen)
            .await
            .map_err(StepError::wire)
    }

    async fn start(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        kind: DraftKind,
        choice: Option<String>,
        given: Vec<Material>,
        reading: Option<String>,
    ) -> Answer<DraftId> {
        let begun = async {
            let launch = self.0.launch(caller, launch).await?;
            let event = event(&launch, Action::DraftMade)
                .on(std::iter::once(kind.name()).chain(given.iter().map(|one| one.kind.name())));
            let begin = Begin {
                choice,
                given,
                reading,
                shape: Shape::default(),
            };
            Ok::<_, StepError>(
                self.0
                    .auditor
                    .audited(event, || self.0.begin(&launch, kind, begin))
                    .await?,
            )
        };
        begun.await.map_err(StepError::wire)
    }

    async fn stop(&self, caller: &Caller, launch: &LaunchId, draft: &DraftId) -> Answer<DraftView> {
        let stopped = async {
            let launch = self.0.launch(caller, launch).await?;
            self.0.stopped(&launch, draft).await?;
            self.0.view(&launch, draft).await
        };
        stopped.await.map_err(StepError::wire)
    }

    async fn change(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        revision: u64,
        change: Change,
    ) -> Answer<DraftView> {
        let changed = async {
            let launch = self.0.launch(caller, launch).await?;
            self.0.apply(&launch, draft, revision, change).await?;
            self.0.view(&launch, draft).await
        };
        changed.await.map_err(StepError::wire)
    }

    async fn check(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        statement: &StatementId,
        text: &str,
    ) -> Answer<StatementView> {
        let checked = async {
            let launch = self.0.launch(caller, launch).await?;
            self.0.checked(&launch, draft, statement, text).await
        };
        checked.await.map_err(StepError::wire)
    }

    async fn regenerate(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        revision: u64,
        section: usize,
        instruction: Option<String>,
    ) -> Answer<DraftView> {
        let written = async {
            let launch = self.0.launch(caller, launch).await?;
            let open = Open::find(&self.0, &launch, draft).await?;
            let event = event(&launch, Action::DraftMade)
                .on([draft.to_string(), format!("section {section} anew")]);
            self.0
                .auditor
                .audited(event, || {
                    self.0
                        .rewrite(&launch, open, revision, section, instruction.as_deref())
                })
                .await?;
            self.0.view(&launch, draft).await
        };
        written.await.map_err(StepError::wire)
    }

    async fn evidence(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: Option<&DraftId>,
        statement: Option<&StatementId>,
        source: &SourceId,
    ) -> Answer<EvidenceView> {
        let found = async {
            let launch = self.0.launch(caller, launch).await?;
            let event = event(&launch, Action::SourceOpened).on([source.to_string()]);
            Ok::<_, StepError>(
                self.0
                    .auditor
                    .audited(event, || self.0.source(&launch, draft, statement, source))
                    .await?,
            )
        };
        found.await.map_err(StepError::wire)
    }

    async fn overview(&self, caller: &Caller, launch: &LaunchId) -> Answer<OverviewView> {
        let seen = async {
            let launch = self.0.launch(caller, launch).await?;
            let event = event(&launch, Action::SourceOpened).on(["overview"]);
            Ok::<_, StepError>(
                self.0
                    .auditor
                    .audited(event, || self.0.overviewed(&launch))
                    .await?,
            )
        };
        seen.await.map_err(StepError::wire)
    }

    async fn inbox(&self, caller: &Caller, launch: &LaunchId) -> Answer<Vec<MessageView>> {
        let seen = async {
            let launch = self.0.launch(caller, launch).await?;
            let event = event(&launch, Action::SourceOpened).on(["messages"]);
            Ok::<_, StepError>(
                self.0
                    .auditor
                    .audited(event, || self.0.inboxed(&launch))
                    .await?,
            )
        };
        seen.await.map_err(StepError::wire)
    }

    async fn proposals(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
    ) -> Answer<ProposalsView> {
        self.proposals_sheet(caller, launch, draft).await
    }

    async fn decide(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        item: &str,
        decide: Decide,
    ) -> Answer<ProposalsView> {
        self.decided(caller, launch, draft, item, decide).await
    }

    async fn search(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        words: &str,
    ) -> Answer<Vec<(SourceId, String)>> {
        let found = async {
            let launch = self.0.launch(caller, launch).await?;
            let prepared = self.0.charts.prepared(&launch).await?;
            let hits = prepared.index.search(words, &Filter::All, 12);
            Ok::<_, StepError>(
                hits.into_iter()
                    .map(|hit| (hit.id.clone(), prepared.sources().label(&hit.id)))
                    .collect(),
            )
        };
        found.await.map_err(StepError::wire)
    }

    async fn preview(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
    ) -> Answer<SignPreview> {
        let previewed = async {
            let launch = self.0.launch(caller, launch).await?;
            self.0.previewed(&launch, draft).await
        };
        previewed.await.map_err(StepError::wire)
    }

    async fn sign(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        revision: u64,
        content_hash: &str,
    ) -> Answer<DraftView> {
        let signed = async {
            let launch = self.0.launch(caller, launch).await?;
            self.0
                .signed(&launch, draft, revision, content_hash)
                .await?;
            self.0.view(&launch, draft).await
        };
        signed.await.map_err(StepError::wire)
    }

    async fn sign_out(&self, caller: &Caller, launch: &LaunchId) -> Answer<()> {
        let ended = async {
            let launch = self.0.launch(caller, launch).await?;
            let event = event(&launch, Action::SignOut);
            Ok::<_, StepError>(
                self.0
                    .auditor
                    .audited(event, || self.0.end(&launch))
                    .await?,
            )
        };
        ended.await.map_err(StepError::wire)
    }
}

impl Steps {
    async fn source(
        &self,
        launch: &Launch,
        draft: Option<&DraftId>,
        statement: Option<&StatementId>,
        source: &SourceId,
    ) -> Result<EvidenceView, StepError> {
        let Some(draft) = draft else {
            let prepared = self.charts.prepared(launch).await?;
            return evidence::view(&prepared, source, &[], &[])
                .ok_or(StepError::NotFound("source"));
        };
        let open = Open::find(self, launch, draft).await?;
        let review = open.review()?;
        let state = statement.and_then(|id| review.as_ref()?.statement(id));
        let evidence = state
            .and_then(|state| state.verdict())
            .map(|verdict| verdict.evidence.clone())
            .unwrap_or_default();
        let quotes: Vec<&str> = state
            .map(|state| {
                state
                    .citations
                    .iter()
                    .filter(|citation| citation.source == *source)
                    .filter_map(|citation| citation.quote.as_deref())
                    .collect()
            })
            .unwrap_or_default();
        let view = evidence::view(&open.prepared, source, &evidence, &quotes)
            .ok_or(StepError::NotFound("source"))?;
        let heard = open.details.heard.as_ref();
        let sound = self.moment(launch, heard, source).await?;
        Ok(EvidenceView { sound, ..view })
    }

    /// Revokes the tokens and drops them; drafts and notes stay. While a note still waits to be filed the tokens are kept for it.
    async fn end(&self, launch: &Launch) -> Result<(), StepError> {
        if self.store.open_jobs(&launch.key).await? > 0 {
            return Err(StepError::BadInput(
                "A signed note is still being filed. Wait until it is, then sign out.".to_owned(),
            ));
        }
        let text =
            std::str::from_utf8(&launch.tokens.bytes).map_err(|_| StepError::Stored("tokens"))?;
        let tokens = smart::TokenSet::from_storage(text)?;
        if let Err(error) = self.smart.revoke(&tokens).await {
            // The EHR did not take it back; here it is gone all the same.
            tracing::warn!(%error, "the tokens could not be revoked");
        }
        self.store.end_launch(launch.key.id(), super::now()).await?;
        self.charts.forget(launch.key.id());
        self.models.forget(&super::section::caller(launch));
        Ok(())
    }
}
