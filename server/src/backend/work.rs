//! The work page, and waiting for it to change.

use super::error::StepError;
use super::open::Open;
use super::{Steps, banner, event, kinds, shown};
use app::Caller;
use audit::Action;
use fhir::Profile;
use model::view::{ChartState, DraftStatus, DraftSummary, WorkView};
use model::{DraftId, LaunchId};
use smart::{GrantedScopes, Interactions, ScopeNeed};
use std::time::Duration;
use store::Launch;

/// How often a waiting screen looks, and how long it waits.
const LOOK: Duration = Duration::from_millis(150);
const LOOKS: u32 = 60;

impl Steps {
    /// The page, opened by a person: a chart that failed to load is tried again.
    pub(super) async fn work_page(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        open: Option<&DraftId>,
    ) -> Result<WorkView, StepError> {
        let launch = self.launch(caller, launch).await?;
        if matches!(self.charts.state(&launch).await?, ChartState::Failed { .. }) {
            self.charts.begin(&launch);
        }
        let objects = open.map(ToString::to_string);
        self.auditor
            .audited(event(&launch, Action::DraftRendered).on(objects), || {
                self.work_view(&launch, open)
            })
            .await
            .map_err(Into::into)
    }

    /// Waits until the page differs from what the screen has.
    pub(super) async fn wait(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        open: Option<&DraftId>,
        seen: u64,
    ) -> Result<Option<WorkView>, StepError> {
        let launch = self.launch(caller, launch).await?;
        for _ in 0..LOOKS {
            let changed = self
                .store
                .changed(&launch.key)
                .await?
                .ok_or(StepError::SessionExpired)?;
            if version(changed, &self.charts.state(&launch).await?) != seen {
                let launch = Launch { changed, ..launch };
                let objects = open.map(ToString::to_string);
                let event = event(&launch, Action::DraftRendered).on(objects);
                return Ok(Some(
                    self.auditor
                        .audited(event, || self.work_view(&launch, open))
                        .await?,
                ));
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(None)
    }

    async fn work_view(
        &self,
        launch: &Launch,
        open: Option<&DraftId>,
    ) -> Result<WorkView, StepError> {
        let chart = self.charts.state(launch).await?;
        let loaded = matches!(chart, ChartState::Loaded { .. });
        let prepared = if loaded {
            Some(self.charts.prepared(launch).await?)
        } else {
            None
        };
        let drafts = self.store.drafts(&launch.key).await?;
        let open_id = match open {
            Some(id) => Some(id.clone()),
            None => drafts.first().map(|draft| draft.id.clone()),
        };
        let open = match (open_id, loaded) {
            (Some(id), true) => Some(self.view(launch, &id).await?),
            (Some(id), false) if open.is_some() => {
                // Whether it exists must not depend on the chart.
                self.store
                    .draft(&launch.key, &id)
                    .await?
                    .ok_or(StepError::NotFound("draft"))?;
                None
            }
            _ => None,
        };
        let mut summaries = Vec::new();
        for row in drafts {
            let needs_you = match &open {
                Some(view) if view.id == row.id => view.needs_you,
                _ if loaded && waits(row.status) => self.needs_you(launch, &row.id).await?,
                _ => 0,
            };
            summaries.push(DraftSummary {
                title: row.kind.title().to_owned(),
                begun: shown::moment(row.created),
                id: row.id,
                kind: row.kind,
                status: row.status,
                needs_you,
            });
        }
        let context = &launch.context;
        let kinds = kinds::offered(&self.drafting(launch), None);
        Ok(WorkView {
            launch: launch.key.id().clone(),
            version: version(launch.changed, &chart),
            banner: prepared.filter(|_| context.banner).map(|prepared| {
                banner::view(
                    &prepared.chart,
                    context.encounter.as_deref(),
                    banner::today(),
                )
            }),
            user: context.user_name.clone(),
            ehr: self.ehr_name(launch),
            chart,
            kinds,
            drafts: summaries,
            open,
            style: self.styles.of(context.style.as_deref()).await,
            limits: limits(launch, &self.clients.profile(launch)),
            model: self.models.name().map(str::to_owned),
        })
    }

    async fn needs_you(&self, launch: &Launch, id: &DraftId) -> Result<usize, StepError> {
        let open = Open::find(self, launch, id).await?;
        Ok(open
            .review()?
            .map_or(0, |review| super::view::needs_you(&review)))
    }
}

const fn waits(status: DraftStatus) -> bool {
    matches!(
        status,
        DraftStatus::InReview | DraftStatus::Stopped | DraftStatus::Failed
    )
}

/// Changes with the stored objects and with the progress of a load.
fn version(changed: u64, chart: &ChartState) -> u64 {
    let progress = match chart {
        ChartState::Loading { done, total, .. } => 1 + *done as u64 * 1000 + *total as u64,
        ChartState::Loaded { .. } | ChartState::Failed { .. } => 0,
    };
    changed * 1_000_000 + progress % 1_000_000
}

/// What the granted scopes do not allow, in words.
fn limits(launch: &Launch, profile: &Profile) -> Vec<String> {
    let scopes = GrantedScopes::parse(&launch.context.scopes);
    let mut needs: Vec<ScopeNeed> = profile
        .queries
        .iter()
        .map(|query| ScopeNeed::new(query.resource_type, Interactions::SEARCH))
        .collect();
    needs.dedup();
    let missing: Vec<String> = scopes
        .report(&needs)
        .missing
        .into_iter()
        .map(|need| need.resource)
        .collect();
    let mut limits = Vec::new();
    if !missing.is_empty() {
        limits.push(format!(
            "The EHR does not let Countersign read: {}. Drafts are made without it.",
            missing.join(", ")
        ));
    }
    if !scopes
        .report(&[ScopeNeed::new("DocumentReference", Interactions::CREATE)])
        .missing
        .is_empty()
    {
        limits.push("The EHR does not let Countersign file notes. You can draft and sign; the note stays here.".to_owned());
    }
    limits
}
