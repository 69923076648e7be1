//! How one section comes about: by the model where one drafts, beside what the rules owe it; by the built-in composer where none does or
//! none may.

use super::by_model::{self, Written, unusable};
use super::error::StepError;
use super::open::Open;
use super::{LEASE, Steps, event, now};
use audit::Action;
use drafting::{Drafting, DraftingError, SectionJob};
use gateway::Caller;
use model::{Criterion, DraftId, DraftKind};
use std::{sync::Arc, time::Duration};
use store::Launch;
use verify::GroundedDraft;

/// How often a waiting instance renews its lease, and sees that the draft was stopped.
const BEAT: Duration = Duration::from_secs(2);

/// Said once in a draft of which the composer wrote anything.
pub(super) const NOT_FOLLOWED: &str = "Your saved instructions for this kind of document were not followed by the built-in composer: it writes by rules. Which sections there are, and in which order, your hospital's templates decide.";

/// A checked section.
pub(super) struct Section {
    /// As judged.
    pub grounded: GroundedDraft,
    /// What the reader must know of how it was made.
    pub notes: Vec<String>,
    /// The model that wrote it; none: the composer.
    pub model: Option<String>,
}

impl Steps {
    /// Writes and checks a section; none where the draft was stopped meanwhile.
    pub(super) async fn written(
        &self,
        launch: &Launch,
        open: &Arc<Open>,
        index: usize,
        first: usize,
    ) -> Result<Option<Section>, StepError> {
        let section = tokio::select! {
            section = self.section_of(launch, open, index, first, None) => section?,
            () = self.stopped_meanwhile(launch, &open.row.summary.id) => return Ok(None),
        };
        Ok(Some(section))
    }

    /// Writes and checks a section, with what the clinician asks of it.
    pub(super) async fn section_of(
        &self,
        launch: &Launch,
        open: &Arc<Open>,
        index: usize,
        first: usize,
        wish: Option<&str>,
    ) -> Result<Section, StepError> {
        let drafting = self.drafting(launch);
        if self.models.drafts().is_some() {
            if self.by_rules(launch, open, index).await? {
                let mut section = self.composed(launch, open, index, first).await?;
                if wish.is_some() {
                    let title = title(&drafting, open, index);
                    section.notes.insert(0, format!("{title}: only the rules write it here, so what was asked of it could not be followed."));
                }
                return Ok(section);
            }
            match self.modelled(launch, open, index, first, wish).await {
                Ok(Written {
                    grounded,
                    notes,
                    model,
                }) => {
                    return Ok(Section {
                        grounded,
                        notes,
                        model,
                    });
                }
                Err(error) => {
                    let Some(why) = unusable(&error) else {
                        return Err(error.into());
                    };
                    tracing::warn!(%error, "the built-in composer writes in the place of a model");
                    let mut section = self.composed(launch, open, index, first).await?;
                    let title = title(&drafting, open, index);
                    let note = format!("{title}: written by the built-in composer, because {why}.");
                    section.notes.insert(0, note);
                    return Ok(section);
                }
            }
        }
        self.composed(launch, open, index, first).await
    }

    /// Whether no model may write the section: of this kind, or as an answer to what came.
    async fn by_rules(
        &self,
        launch: &Launch,
        open: &Arc<Open>,
        index: usize,
    ) -> Result<bool, StepError> {
        let (drafting, open) = (self.drafting(launch), Arc::clone(open));
        let work = move || {
            let place = (open.row.summary.kind, index);
            let sources = open.prepared.sources();
            drafting.by_rules(place, sources, open.as_of, &open.details.options())
        };
        let found = tokio::task::spawn_blocking(work).await;
        Ok(found.map_err(|_| StepError::Task)??)
    }

    async fn modelled(
        &self,
        launch: &Launch,
        open: &Arc<Open>,
        index: usize,
        first: usize,
        wish: Option<&str>,
    ) -> Result<Written, DraftingError> {
        let (kind, id) = (open.row.summary.kind, &open.row.summary.id);
        let as_of = open.as_of;
        let (prepared, options) = (&open.prepared, open.details.options());
        let job = SectionJob {
            kind,
            section: index,
            set: prepared.sources(),
            search: &prepared.index,
            as_of,
            options: &options,
            endpoint: self.models.chosen(),
            wish,
            standing: open.details.instruction.as_deref(),
        };
        let objects = [id.to_string(), format!("section {index}")];
        let event = event(launch, Action::Inference).on(objects);
        let launched = Some(&launch.key);
        let acted = self
            .models
            .acting(caller(launch), &self.auditor, event, launched);
        let check = |section| prepared.check_section(kind, as_of, section, first);
        by_model::section(&self.drafting(launch), &acted, &job, &check).await
    }

    /// The matrix with what a model found for criteria in free text; and why it could not be asked. Nothing where none drafts or the document
    /// has no criteria.
    pub(super) async fn found_criteria(
        &self,
        launch: &Launch,
        open: &Open,
    ) -> (Option<Vec<Criterion>>, Option<String>) {
        let kind = open.row.summary.kind;
        if kind != DraftKind::PriorAuthLetter || self.models.drafts().is_none() {
            return (None, None);
        }
        let options = open.details.options();
        let job = SectionJob {
            kind,
            section: 0,
            set: open.prepared.sources(),
            search: &open.prepared.index,
            as_of: open.as_of,
            options: &options,
            endpoint: self.models.chosen(),
            wish: None,
            standing: None,
        };
        let objects = [open.row.summary.id.to_string(), "criteria".to_owned()];
        let event = event(launch, Action::Inference).on(objects);
        let launched = Some(&launch.key);
        let acted = self
            .models
            .acting(caller(launch), &self.auditor, event, launched);
        let drafting = self.drafting(launch);
        let asked = drafting.criteria_with_model(&acted.gateway, &job, &|_| ());
        match asked.await {
            Ok(found) => (Some(found), None),
            Err(error) => {
                tracing::warn!(%error, "no model was asked for the criteria in free text");
                let why = unusable(&error).unwrap_or("it could not be asked");
                let told = format!(
                    "Criteria that no rule can judge were not looked for by a model, because {why}."
                );
                (None, Some(told))
            }
        }
    }

    async fn composed(
        &self,
        launch: &Launch,
        open: &Arc<Open>,
        index: usize,
        first: usize,
    ) -> Result<Section, StepError> {
        let (drafting, open) = (self.drafting(launch), Arc::clone(open));
        let work = move || {
            let (kind, prepared) = (open.row.summary.kind, &open.prepared);
            let options = open.details.options();
            let composed =
                drafting.compose(kind, index, prepared.sources(), open.as_of, &options)?;
            let mut notes = composed.left_out;
            if open.details.instruction.is_some() {
                notes.push(NOT_FOLLOWED.to_owned());
            }
            Ok::<_, StepError>(Section {
                grounded: prepared.check_section(kind, open.as_of, composed.section, first),
                notes,
                model: None,
            })
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| StepError::Task)?
    }

    /// Keeps the lease while a model is waited for; ends where the draft is no longer this instance's.
    pub(super) async fn stopped_meanwhile(&self, launch: &Launch, id: &DraftId) {
        loop {
            tokio::time::sleep(BEAT).await;
            let kept = self
                .store
                .lease_draft(&launch.key, id, &self.instance, now(), now() + LEASE)
                .await;
            match kept {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::warn!(%error, "a lease could not be renewed"),
            }
        }
    }
}

/// The heading of a section.
fn title(drafting: &Drafting, open: &Open, index: usize) -> String {
    let plan = drafting.plan(open.row.summary.kind, &open.details.options());
    plan.get(index)
        .map_or_else(String::new, |section| section.title.clone())
}

/// Whose queue and budget a request goes by.
pub(super) fn caller(launch: &Launch) -> Caller {
    Caller {
        tenant: launch.key.tenant().to_string(),
        user: launch.context.user.to_string(),
        role: launch.context.role.name().to_owned(),
        launch: launch.key.id().to_string(),
    }
}
