//! A launch's chart: loaded once, kept encrypted, prepared in memory for as long as there is room.

use super::clients::Clients;
use super::details::Details;
use super::error::StepError;
use super::prepared::Prepared;
use super::{event, words};
use crate::library::Library;
use audit::{Action, Auditor};
use chart::{Chart, LoadReport, ResourceKey};
use fhir::{ChartRequest, Progress};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use lru::LruCache;
use model::{DraftId, LaunchId, view::ChartState};
use smart::{GrantedScopes, Interactions, ScopeNeed};
use std::{
    collections::HashMap,
    io::{Read, Write},
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};
use store::{Launch, Store};
use time::OffsetDateTime;
use verify::Lexicon;

/// Loads and keeps charts.
pub(super) struct Charts {
    store: Store,
    auditor: Auditor,
    clients: Clients,
    loading: Mutex<HashMap<LaunchId, ChartState>>,
    prepared: Mutex<LruCache<LaunchId, Arc<Prepared>>>,
    /// Charts with what was given to one draft.
    with_given: Mutex<LruCache<(LaunchId, DraftId), Arc<Prepared>>>,
    building: tokio::sync::Mutex<()>,
    library: Arc<Library>,
    lexicon: Arc<Lexicon>,
}

impl Charts {
    /// Keeps at most `room` prepared charts in memory, each with the documents that its drafts can cite beside it.
    pub(super) fn new(
        store: Store,
        auditor: Auditor,
        clients: Clients,
        room: NonZeroUsize,
        library: Arc<Library>,
    ) -> Self {
        let (loading, prepared) = (Mutex::default(), Mutex::new(LruCache::new(room)));
        let with_given = Mutex::new(LruCache::new(room));
        Self {
            store,
            auditor,
            clients,
            loading,
            prepared,
            with_given,
            building: tokio::sync::Mutex::default(),
            library,
            lexicon: Arc::new(Lexicon::embedded()),
        }
    }

    /// The words that statements are read with.
    pub(super) fn lexicon(&self) -> Arc<Lexicon> {
        Arc::clone(&self.lexicon)
    }

    /// How far the launch's chart is. Begins to load it where nobody has.
    pub(super) async fn state(self: &Arc<Self>, launch: &Launch) -> Result<ChartState, StepError> {
        if let Some(state) = lock(&self.loading).get(launch.key.id()) {
            return Ok(state.clone());
        }
        if let Some(found) = self.store.chart_state(&launch.key).await? {
            let state: ChartState =
                serde_json::from_slice(&found).map_err(|_| StepError::Stored("chart state"))?;
            // A failed load is tried again when the page is opened again; one that is under way elsewhere is that instance's.
            return Ok(state);
        }
        Ok(self.begin(launch))
    }

    /// Begins to load the chart, unless it is being loaded here.
    pub(super) fn begin(self: &Arc<Self>, launch: &Launch) -> ChartState {
        let first = ChartState::Loading {
            done: 0,
            total: 1,
            what: "the patient".to_owned(),
        };
        {
            let mut loading = lock(&self.loading);
            if let Some(state) = loading.get(launch.key.id()) {
                return state.clone();
            }
            loading.insert(launch.key.id().clone(), first.clone());
        }
        let (charts, launch) = (Arc::clone(self), launch.clone());
        tokio::spawn(async move { charts.run(&launch).await });
        first
    }

    /// The launch's chart, ready to draft and check from.
    pub(super) async fn prepared(&self, launch: &Launch) -> Result<Arc<Prepared>, StepError> {
        if let Some(found) = lock(&self.prepared).get(launch.key.id()) {
            return Ok(Arc::clone(found));
        }
        // One at a time: two requests for the same chart prepare it once.
        let _turn = self.building.lock().await;
        if let Some(found) = lock(&self.prepared).get(launch.key.id()) {
            return Ok(Arc::clone(found));
        }
        let stored = self
            .store
            .chart(&launch.key, None)
            .await?
            .ok_or(StepError::ChartNotReady)?;
        let report: LoadReport =
            serde_json::from_slice(&stored.report).map_err(|_| StepError::Stored("load report"))?;
        let patient = ResourceKey::new("Patient", &launch.context.patient)
            .ok_or(StepError::Stored("patient id"))?;
        let (held, lexicon) = (self.library.of_launch(launch), Arc::clone(&self.lexicon));
        let build = tokio::task::spawn_blocking(move || {
            let mut bundle = Vec::new();
            GzDecoder::new(stored.chart.as_slice())
                .read_to_end(&mut bundle)
                .map_err(|_| StepError::Stored("chart"))?;
            Prepared::new(
                Chart::from_stored(&bundle, patient, report)?,
                &held.drafting,
                lexicon,
            )
        });
        let prepared = Arc::new(build.await.map_err(|_| StepError::Task)??);
        lock(&self.prepared).put(launch.key.id().clone(), Arc::clone(&prepared));
        Ok(prepared)
    }

    /// The launch's chart with what was given to one of its drafts beside it.
    pub(super) async fn prepared_for(
        &self,
        launch: &Launch,
        draft: &DraftId,
        details: &Details,
    ) -> Result<Arc<Prepared>, StepError> {
        let chart = self.prepared(launch).await?;
        if details.given.is_empty() && details.answered.is_empty() {
            return Ok(chart);
        }
        let key = (launch.key.id().clone(), draft.clone());
        if let Some(found) = lock(&self.with_given).get(&key) {
            return Ok(Arc::clone(found));
        }
        let _turn = self.building.lock().await;
        if let Some(found) = lock(&self.with_given).get(&key) {
            return Ok(Arc::clone(found));
        }
        let (inputs, lexicon) = (
            super::given::inputs(&details.given),
            Arc::clone(&self.lexicon),
        );
        let answers: Vec<String> = details
            .answered
            .iter()
            .map(|one| one.response.clone())
            .collect();
        let held = self.library.of_launch(launch);
        let build = tokio::task::spawn_blocking(move || {
            chart.with(&answers, &inputs, &held.drafting, lexicon)
        });
        let prepared = Arc::new(build.await.map_err(|_| StepError::Task)??);
        lock(&self.with_given).put(key, Arc::clone(&prepared));
        Ok(prepared)
    }

    /// Drops what is in memory of a launch that ended.
    pub(super) fn forget(&self, launch: &LaunchId) {
        let mut with_given = lock(&self.with_given);
        let ended: Vec<_> = with_given
            .iter()
            .filter(|((of, _), _)| of == launch)
            .map(|(key, _)| key.clone())
            .collect();
        for key in ended {
            with_given.pop(&key);
        }
        lock(&self.prepared).pop(launch);
        lock(&self.loading).remove(launch);
    }

    async fn run(self: Arc<Self>, launch: &Launch) {
        let event = event(launch, Action::ChartRead);
        let result = self
            .auditor
            .audited(event, || self.load(launch))
            .await
            .map_err(StepError::from);
        let state = match result {
            Ok(state) => state,
            Err(error) => ChartState::Failed {
                message: error.wire().message,
            },
        };
        if let Err(error) = self.keep_state(launch, &state).await {
            tracing::error!(%error, "the chart's state could not be kept");
        }
        lock(&self.loading).remove(launch.key.id());
    }

    async fn load(&self, launch: &Launch) -> Result<ChartState, StepError> {
        let client = self.clients.of(launch)?;
        let patient = ResourceKey::new("Patient", &launch.context.patient)
            .ok_or(StepError::Stored("patient id"))?;
        let scopes = GrantedScopes::parse(&launch.context.scopes);
        let can_read = |name: &str| {
            scopes
                .report(&[ScopeNeed::new(name, Interactions::SEARCH)])
                .missing
                .is_empty()
        };
        let hears = Hears {
            charts: self,
            launch: launch.key.id(),
        };
        let request = ChartRequest {
            patient,
            can_read: &can_read,
            progress: &hears,
        };
        let chart = fhir::load_chart(&client, &request).await?;
        let (held, lexicon) = (self.library.of_launch(launch), Arc::clone(&self.lexicon));
        let (chart, bundle, report) = tokio::task::spawn_blocking(move || packed(chart))
            .await
            .map_err(|_| StepError::Task)??;
        let prepared =
            tokio::task::spawn_blocking(move || Prepared::new(chart, &held.drafting, lexicon))
                .await
                .map_err(|_| StepError::Task)??;

        let state = words::loaded(&prepared.report);
        self.store
            .put_chart(
                &launch.key,
                &prepared.hash,
                &bundle,
                &report,
                OffsetDateTime::now_utc(),
            )
            .await?;
        lock(&self.prepared).put(launch.key.id().clone(), Arc::new(prepared));
        Ok(state)
    }

    async fn keep_state(&self, launch: &Launch, state: &ChartState) -> Result<(), StepError> {
        let text = serde_json::to_vec(state).map_err(|_| StepError::Stored("chart state"))?;
        Ok(self.store.put_chart_state(&launch.key, &text).await?)
    }
}

/// Tells the screens how far it is. Kept in memory alone: another instance shows the load once it is done.
struct Hears<'a> {
    charts: &'a Charts,
    launch: &'a LaunchId,
}

impl Progress for Hears<'_> {
    fn update(&self, done: usize, total: usize, label: &str) {
        let state = ChartState::Loading {
            done,
            total,
            what: label.to_owned(),
        };
        lock(&self.charts.loading).insert(self.launch.clone(), state);
    }
}

fn packed(chart: Chart) -> Result<(Chart, Vec<u8>, Vec<u8>), StepError> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer
        .write_all(chart.to_bundle().as_bytes())
        .map_err(|_| StepError::Stored("chart"))?;
    let bundle = packer.finish().map_err(|_| StepError::Stored("chart"))?;
    let report =
        serde_json::to_vec(chart.load_report()).map_err(|_| StepError::Stored("load report"))?;
    Ok((chart, bundle, report))
}

/// A lock whose holder died still guards whole values: each is replaced at once.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
