//! Opens a stored draft.

use super::details::Details;
use super::error::StepError;
use super::prepared::Prepared;
use super::{Steps, content, shown, view};
use model::view::{DraftStatus, DraftView, FiledView};
use model::{DraftId, GroundedDocument};
use review::{About, Review, SignedNote};
use std::{collections::HashMap, sync::Arc};
use store::{DraftRow, JobState, Launch};
use time::Date;

/// A draft with what is needed to show or change it.
pub(super) struct Open {
    /// The row.
    pub row: DraftRow,
    /// What it remembers.
    pub details: Details,
    /// The date on which it is written.
    pub as_of: Date,
    /// The launch's chart.
    pub prepared: Arc<Prepared>,
}

impl Open {
    /// The draft, if it is this launch's.
    pub(super) async fn find(
        steps: &Steps,
        launch: &Launch,
        id: &DraftId,
    ) -> Result<Self, StepError> {
        let row = steps
            .store
            .draft(&launch.key, id)
            .await?
            .ok_or(StepError::NotFound("draft"))?;
        let details = Details::of(&row)?;
        Ok(Self {
            as_of: details.as_of()?,
            prepared: steps.charts.prepared_for(launch, id, &details).await?,
            details,
            row,
        })
    }

    /// The review, once there is one.
    pub(super) fn review(&self) -> Result<Option<Review>, StepError> {
        self.row
            .review
            .as_ref()
            .map(|bytes| Review::from_stored(bytes).map_err(|_| StepError::Stored("review")))
            .transpose()
    }

    /// What the note is about.
    pub(super) fn about(&self, launch: &Launch) -> About {
        let summary = &self.row.summary;
        About {
            draft: summary.id.clone(),
            kind: summary.kind,
            title: self.details.title(summary.kind),
            patient: format!("Patient/{}", launch.context.patient),
            encounter: launch
                .context
                .encounter
                .as_ref()
                .map(|id| format!("Encounter/{id}")),
            author: self.details.author(),
            answers: self.details.answers(),
        }
    }

    /// The sections written so far, each as checked.
    pub(super) fn sections(&self) -> Result<Vec<GroundedDocument>, StepError> {
        self.row
            .sections
            .iter()
            .map(|(_, bytes)| {
                serde_json::from_slice(bytes).map_err(|_| StepError::Stored("section"))
            })
            .collect()
    }
}

impl Steps {
    /// The draft as the screen shows it.
    pub(super) async fn view(&self, launch: &Launch, id: &DraftId) -> Result<DraftView, StepError> {
        let open = Open::find(self, launch, id).await?;
        self.view_of(launch, &open).await
    }

    pub(super) async fn view_of(
        &self,
        launch: &Launch,
        open: &Open,
    ) -> Result<DraftView, StepError> {
        let summary = &open.row.summary;
        let review = open.review()?;
        let frame = view::Frame {
            status: summary.status,
            begun: shown::moment(summary.created),
            revision: summary.revision,
            progress: self.progress(launch, open),
            filed: self.filed(launch, open).await?,
            failure: open.details.failure.clone(),
            criteria: self.criteria_words(launch, open, review.as_ref()),
        };
        match review {
            Some(review) => {
                let mut view = view::draft(&review, open.prepared.sources(), frame);
                view.notices
                    .extend(content::measured(&review, open.details.reading()));
                view.notices.extend(self.told_language(launch, open));
                Ok(view)
            }
            None => Ok(view::unfinished(
                &open.about(launch),
                &open.sections()?,
                open.prepared.sources(),
                frame,
            )),
        }
    }

    fn progress(&self, launch: &Launch, open: &Open) -> Option<String> {
        if open.row.summary.status != DraftStatus::Drafting {
            return None;
        }
        let drafting = self.drafting(launch);
        let plan = drafting.plan(open.row.summary.kind, &open.details.options());
        let done = open.row.sections.len();
        plan.get(done)
            .map(|section| format!("{}, {} of {}", section.title, done + 1, plan.len()))
    }

    fn criteria_words(
        &self,
        launch: &Launch,
        open: &Open,
        review: Option<&Review>,
    ) -> HashMap<String, String> {
        let drafting = self.drafting(launch);
        let policy = open
            .details
            .choice
            .as_deref()
            .and_then(|id| drafting.policy(id));
        let rows = review.map(Review::criteria).unwrap_or_default();
        rows.iter()
            .filter_map(|row| {
                Some((
                    row.criterion.clone(),
                    policy?.criterion(&row.criterion)?.to_owned(),
                ))
            })
            .collect()
    }

    async fn filed(&self, launch: &Launch, open: &Open) -> Result<Option<FiledView>, StepError> {
        let Some(row) = self.store.note(&launch.key, &open.row.summary.id).await? else {
            return Ok(None);
        };
        let note =
            SignedNote::from_stored(&row.note).map_err(|_| StepError::Stored("signed note"))?;
        let jobs = self.store.jobs(&launch.key, &open.row.summary.id).await?;
        let job = jobs.first();
        let told = job
            .and_then(|job| job.result.as_ref())
            .and_then(|bytes| super::filing::Told::read(bytes));
        let state = match (job.map(|job| job.state), &told) {
            (Some(JobState::Filed), _) => "Filed in the EHR.".to_owned(),
            (Some(JobState::Refused | JobState::NeedsPerson), Some(told)) => told.words.clone(),
            (_, Some(told)) => {
                format!("Not filed yet: {} It is tried again by itself.", told.words)
            }
            _ => "Signed; being filed.".to_owned(),
        };
        let answers = open.details.answers_told(&jobs);
        let criteria = super::payer::criteria_told(&note, &jobs);
        let state = [Some(state), answers, criteria].into_iter().flatten();
        let state = state.collect::<Vec<_>>().join(" ");
        Ok(Some(FiledView {
            signed: shown::moment(row.signed_at),
            signer: note.signer().name.clone(),
            reference: told.as_ref().and_then(|told| told.reference.clone()),
            state,
            text: note.whole_text(),
        }))
    }
}
