//! Writes a draft section by section: compose, check, keep, show. Any instance can go on from what is kept.

use super::details::Details;
use super::error::StepError;
use super::open::Open;
use super::section::NOT_FOLLOWED;
use super::shaping::{self, Shape};
use super::{LEASE, Steps, content, event, given, kinds, now, words};
use audit::Action;
use drafting::ReadingLevel;
use model::view::DraftStatus;
use model::{DraftId, DraftKind, GroundedDocument, Material, Notice, NoticeKind, Section};
use review::{Author, Review};
use std::sync::Arc;
use store::{Launch, NewDraft, Reviewed};
use uuid::Uuid;
use verify::Beside;

/// The longest wish for a section, in bytes.
const LONGEST_WISH: usize = 2000;

/// What a draft is begun with.
pub(super) struct Begin {
    /// The policy, or the message of the chart.
    pub choice: Option<String>,
    /// What was given beside the chart.
    pub given: Vec<Material>,
    /// How hard a text for the patient may read, by its name.
    pub reading: Option<String>,
    /// What was chosen of the kind.
    pub shape: Shape,
}

impl Steps {
    /// Begins a draft and writes it in the background.
    pub(super) async fn begin(
        self: &Arc<Self>,
        launch: &Launch,
        kind: DraftKind,
        Begin {
            choice,
            given,
            reading,
            shape,
        }: Begin,
    ) -> Result<DraftId, StepError> {
        let known = |name: &String| ReadingLevel::from_name(name).is_some();
        if reading.as_ref().is_some_and(|name| !known(name)) {
            return Err(StepError::BadInput(
                "Choose one of the reading levels.".to_owned(),
            ));
        }
        // Before anything is kept: without a chart there is nothing to write from.
        let prepared = self.charts.prepared(launch).await?;
        let drafting = self.drafting(launch);
        let kinds = kinds::offered(&drafting, Some(&prepared));
        let view = kinds.iter().find(|view| view.kind == kind);
        let view = view.ok_or(StepError::NotFound("kind"))?;
        let given = given::checked(view, choice.as_deref(), given)?;
        let heard = self.heard(launch, &given).await?;
        let instruction = self.instructions(launch).await?.remove(&kind);
        let id = DraftId::new(Uuid::new_v4().simple().to_string());
        let encounter = launch
            .context
            .encounter
            .as_ref()
            .map(|id| format!("Encounter/{id}"));
        if !shape.forms.is_empty() && kind != DraftKind::IntakeSummary {
            return Err(StepError::BadInput(
                "Only an intake summary rests on a questionnaire.".to_owned(),
            ));
        }
        let answered = self.answered(launch, &shape.forms).await?;
        let details = Details {
            answered,
            focus: shape.focus,
            reader: shape.reader,
            base: shape.base,
            clinician: shaping::clinician(launch),
            choice,
            reading,
            given,
            heard,
            as_of: now().date().to_string(),
            encounter,
            basis: drafting.basis(kind),
            instruction: instruction.filter(|_| !drafting.composer_only(kind)),
            ..Details::default()
        };
        let details = shaping::shaped(&drafting, kind, &prepared, details)?;
        let new = NewDraft {
            id: id.clone(),
            kind,
            author: self.models.drafts().unwrap_or_default().to_owned(),
            details: details.bytes()?,
            lease_owner: self.instance.clone(),
            lease_until: now() + LEASE,
            created: now(),
        };
        self.store.insert_draft(&launch.key, &new).await?;
        self.spawn_writing(launch, &id);
        Ok(id)
    }

    /// Goes on with a draft whose instance vanished.
    pub(super) async fn resume(
        self: &Arc<Self>,
        launch: &Launch,
        id: &DraftId,
    ) -> Result<(), StepError> {
        if self
            .store
            .lease_draft(&launch.key, id, &self.instance, now(), now() + LEASE)
            .await?
        {
            self.spawn_writing(launch, id);
        }
        Ok(())
    }

    fn spawn_writing(self: &Arc<Self>, launch: &Launch, id: &DraftId) {
        let (steps, launch, id) = (Arc::clone(self), launch.clone(), id.clone());
        tokio::spawn(async move {
            if let Err(error) = steps.write(&launch, &id).await {
                steps.fail(&launch, &id, error).await;
            }
        });
    }

    async fn write(&self, launch: &Launch, id: &DraftId) -> Result<(), StepError> {
        loop {
            let open = Open::find(self, launch, id).await?;
            let kind = open.row.summary.kind;
            let drafting = self.drafting(launch);
            let plan = drafting.plan(kind, &open.details.options()).len();
            let done = open.row.sections.len();
            if open.row.summary.status != DraftStatus::Drafting {
                return Ok(());
            }
            // Begun before the files were changed: its sections would not fit together.
            if !open.details.basis.is_empty() && open.details.basis != drafting.basis(kind) {
                return Err(StepError::BasisChanged);
            }
            if done >= plan {
                return self
                    .finish(launch, open, DraftStatus::InReview, Some(&self.instance))
                    .await;
            }
            self.store
                .lease_draft(&launch.key, id, &self.instance, now(), now() + LEASE)
                .await?;
            let event =
                event(launch, Action::DraftMade).on([id.to_string(), format!("section {done}")]);
            let event = event.with_hash(open.details.basis_hash());
            let goes_on = self
                .auditor
                .audited(event, || self.section(launch, open, done))
                .await
                .map_err(StepError::from)?;
            if !goes_on {
                return Ok(());
            }
        }
    }

    /// Writes, checks and keeps one section; false where somebody stopped the draft.
    async fn section(&self, launch: &Launch, open: Open, index: usize) -> Result<bool, StepError> {
        let first = 1 + open
            .sections()?
            .iter()
            .map(|section| section.verdicts.len())
            .sum::<usize>();
        let open = Arc::new(open);
        let Some(written) = self.written(launch, &open, index, first).await? else {
            return Ok(false);
        };
        let (id, mut details) = (&open.row.summary.id, open.details.clone());
        if !written.notes.is_empty() {
            details.left_out.insert(index, written.notes);
        }
        if let Some(model) = written.model {
            details.models.insert(index, model);
        }
        if details != open.details {
            self.store
                .save_details(&launch.key, id, &details.bytes()?, now())
                .await?;
        }
        let payload = serde_json::to_vec(written.grounded.document())
            .map_err(|_| StepError::Stored("section"))?;
        Ok(self
            .store
            .put_section(&launch.key, id, &self.instance, index as u64, &payload)
            .await?)
    }

    /// Ends the writing: the whole is checked once more, and its review begins.
    pub(super) async fn finish(
        &self,
        launch: &Launch,
        open: Open,
        status: DraftStatus,
        owner: Option<&str>,
    ) -> Result<(), StepError> {
        let (id, about) = (open.row.summary.id.clone(), open.about(launch));
        let held = self.library.of_launch(launch);
        // A draft that was stopped waits for no model.
        let (found, unasked) = match status {
            DraftStatus::InReview => tokio::select! {
                asked = self.found_criteria(launch, &open) => asked,
                () = self.stopped_meanwhile(launch, &id) => (None, None),
            },
            _ => (None, None),
        };
        let work = move || {
            let (kind, as_of) = (open.row.summary.kind, open.as_of);
            let sources = open.prepared.sources();
            let attention = held.drafting.attention(kind, sources, as_of);
            let mut notices = attention.notices;
            notices.extend(words::notices(&open.prepared.report));
            notices.extend(words::passed_over(&held.faults));
            notices.extend(open.details.unnarrowed.clone().map(left_out));
            let mut told = std::collections::BTreeSet::new();
            notices.extend(
                open.details
                    .left_out
                    .values()
                    .flatten()
                    .filter(|what| what.as_str() != NOT_FOLLOWED || told.insert(*what))
                    .cloned()
                    .map(left_out),
            );
            notices.extend(unasked.map(left_out));
            let criteria = match (kind, found) {
                (_, Some(found)) => found,
                (DraftKind::PriorAuthLetter, None) => held.drafting.criteria(
                    open.prepared.sources(),
                    as_of,
                    &open.details.options(),
                )?,
                _ => Vec::new(),
            };
            let draft = open.prepared.draft(kind, as_of, whole(&open.sections()?));
            let grounded = open
                .prepared
                .check_draft(draft, as_of, Beside { notices, criteria });
            let mut review = Review::new(about, &grounded)?;
            attention.must.into_iter().for_each(|one| review.must(one));
            content::screened(&held.drafting, &open, &mut review)?;
            let review = review
                .to_stored()
                .map_err(|_| StepError::Stored("review"))?;
            let document =
                serde_json::to_vec(grounded.document()).map_err(|_| StepError::Stored("draft"))?;
            Ok::<_, StepError>((document, review))
        };
        let (document, review) = tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| StepError::Task)??;
        self.store
            .finish_drafting(&launch.key, &id, owner, status, (&document, &review), now())
            .await?;
        Ok(())
    }

    async fn fail(&self, launch: &Launch, id: &DraftId, error: StepError) {
        let message = error.wire().message;
        let ended = async {
            let row = self
                .store
                .draft(&launch.key, id)
                .await?
                .ok_or(StepError::NotFound("draft"))?;
            let details = Details {
                failure: Some(message),
                ..Details::of(&row)?
            };
            self.store
                .fail_drafting(&launch.key, id, &details.bytes()?, now())
                .await?;
            Ok::<_, StepError>(())
        };
        if let Err(error) = ended.await {
            tracing::error!(%error, "a failed draft could not be marked");
        }
    }

    /// Writes one section of a draft under review anew.
    pub(super) async fn rewrite(
        &self,
        launch: &Launch,
        open: Open,
        revision: u64,
        index: usize,
        wish: Option<&str>,
    ) -> Result<(), StepError> {
        if wish.is_some_and(|wish| wish.len() > LONGEST_WISH) {
            return Err(StepError::BadInput(format!(
                "What you ask for may have {LONGEST_WISH} bytes. Shorten it."
            )));
        }
        let mut review = open.review()?.ok_or(StepError::DraftNotOpen)?;
        let id = open.row.summary.id.clone();
        // The template's section of the same title: the clinician may have none added in between.
        let title = review
            .sections()
            .get(index)
            .map(|section| section.title.clone())
            .ok_or(StepError::NotFound("section"))?;
        let kind = open.row.summary.kind;
        let basis = self.drafting(launch).basis(kind);
        let details = open.details.based_on(basis);
        let plan = self
            .drafting(launch)
            .plan(kind, &open.details.options())
            .iter()
            .position(|section| section.title == title)
            .ok_or(StepError::NotFound("section"))?;
        let open = Arc::new(open);
        let section = self.section_of(launch, &open, plan, 1, wish).await?;
        if details != open.details {
            self.store
                .save_details(&launch.key, &id, &details.bytes()?, now())
                .await?;
        }
        let before = review.revision();
        let author = section.model.map_or(Author::Composer, Author::Model);
        let notices = section.notes.into_iter().map(left_out).collect();
        review.replace_section(revision, index, &section.grounded, &author, notices)?;
        self.screen(launch, &open, &mut review)?;
        self.keep_review(launch, &id, before, &review).await
    }

    /// Keeps a changed review; a conflict where somebody was faster.
    pub(super) async fn keep_review(
        &self,
        launch: &Launch,
        id: &DraftId,
        before: u64,
        review: &Review,
    ) -> Result<(), StepError> {
        let bytes = review
            .to_stored()
            .map_err(|_| StepError::Stored("review"))?;
        let reviewed = Reviewed {
            before,
            revision: review.revision(),
            review: &bytes,
            document: None,
        };
        if self
            .store
            .save_review(&launch.key, id, reviewed, now())
            .await?
        {
            Ok(())
        } else {
            Err(StepError::Conflict)
        }
    }
}

fn left_out(what: String) -> Notice {
    Notice {
        kind: NoticeKind::LeftOut,
        what,
        sources: Vec::new(),
    }
}

/// The written sections of which there is something to read.
fn whole(sections: &[GroundedDocument]) -> Vec<Section> {
    let all = sections
        .iter()
        .flat_map(|document| document.draft.sections.clone());
    all.filter(|section| !section.statements.is_empty())
        .collect()
}
