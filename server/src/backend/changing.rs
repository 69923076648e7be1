//! What the clinician does to a draft under review.

use super::content;
use super::error::StepError;
use super::open::Open;
use super::view::{self, Numbers};
use super::{Steps, event, now};
use audit::Action;
use model::view::{Change, DraftStatus, StatementView};
use model::{DraftId, StatementId};
use store::Launch;

/// The longest words that are checked while they are typed.
const MOST_TYPED: usize = review::MAX_STATEMENT;

impl Steps {
    /// Applies one change; new words are checked before it is kept.
    pub(super) async fn apply(
        &self,
        launch: &Launch,
        draft: &DraftId,
        revision: u64,
        change: Change,
    ) -> Result<(), StepError> {
        let event = event(launch, action(&change))
            .on([draft.to_string()].into_iter().chain(statement(&change)));
        self.auditor
            .audited(event, || self.applied(launch, draft, revision, change))
            .await
            .map_err(Into::into)
    }

    async fn applied(
        &self,
        launch: &Launch,
        draft: &DraftId,
        revision: u64,
        change: Change,
    ) -> Result<(), StepError> {
        let open = Open::find(self, launch, draft).await?;
        let mut review = open_review(&open)?;
        let before = review.revision();
        if matches!(change, Change::Answer { .. }) {
            self.screen(launch, &open, &mut review)?;
        }
        let check = review.apply(revision, change, &launch.context.user, now())?;
        if let Some(check) = check {
            let (kind, as_of) = (open.row.summary.kind, open.as_of);
            let grounded = open.prepared.check_statement(
                kind,
                as_of,
                &check.statement,
                &check.text,
                &check.citations,
            );
            review.accept(&check.statement, &grounded)?;
        }
        if review.revision() == before {
            return Ok(());
        }
        self.screen(launch, &open, &mut review)?;
        self.keep_review(launch, draft, before, &review).await
    }

    /// Checks words while they are typed; nothing is kept.
    pub(super) async fn checked(
        &self,
        launch: &Launch,
        draft: &DraftId,
        statement: &StatementId,
        text: &str,
    ) -> Result<StatementView, StepError> {
        if text.len() > MOST_TYPED {
            return Err(review::ReviewError::TooLong {
                length: text.len(),
                max: MOST_TYPED,
            }
            .into());
        }
        let open = Open::find(self, launch, draft).await?;
        let mut review = open_review(&open)?;
        let change = Change::Edit {
            statement: statement.clone(),
            text: text.to_owned(),
        };
        if let Some(check) = review.apply(review.revision(), change, &launch.context.user, now())? {
            let (kind, as_of) = (open.row.summary.kind, open.as_of);
            let grounded = open.prepared.check_statement(
                kind,
                as_of,
                &check.statement,
                &check.text,
                &check.citations,
            );
            review.accept(&check.statement, &grounded)?;
        }
        self.screen(launch, &open, &mut review)?;
        let state = review
            .statement(statement)
            .ok_or(StepError::NotFound("statement"))?;
        let sources = open.prepared.sources();
        let mut view = view::statement(state, sources, &mut Numbers::default());
        content::beside(&review, std::iter::once(&mut view));
        Ok(view)
    }

    /// Stops the drafting; what is there can be reviewed.
    pub(super) async fn stopped(&self, launch: &Launch, draft: &DraftId) -> Result<(), StepError> {
        let open = Open::find(self, launch, draft).await?;
        if open.row.summary.status != DraftStatus::Drafting {
            return Ok(());
        }
        self.finish(launch, open, DraftStatus::Stopped, None).await
    }
}

pub(super) fn open_review(open: &Open) -> Result<review::Review, StepError> {
    match open.row.summary.status {
        DraftStatus::InReview | DraftStatus::Stopped | DraftStatus::Failed => {
            open.review()?.ok_or(StepError::DraftNotOpen)
        }
        _ => Err(StepError::DraftNotOpen),
    }
}

const fn action(change: &Change) -> Action {
    match change {
        Change::Edit { .. } => Action::EditMade,
        Change::Remove { .. } | Change::DismissOmission { .. } => Action::Removed,
        Change::Restore { .. } => Action::Restored,
        Change::Attest { .. } | Change::Answer { .. } => Action::Attested,
        Change::Add { .. } | Change::InsertOmission { .. } => Action::Inserted,
    }
}

fn statement(change: &Change) -> Option<String> {
    match change {
        Change::Edit { statement, .. }
        | Change::Remove { statement }
        | Change::Restore { statement }
        | Change::Attest { statement, .. } => Some(statement.to_string()),
        Change::Answer { ask, .. } if ask == review::UNEDITED => Some("sent as drafted".to_owned()),
        Change::Answer { ask, .. } if ask == review::TRANSLATED => Some("translation".to_owned()),
        Change::Answer { .. } => Some("content accepted with a reason".to_owned()),
        Change::Add { .. } | Change::InsertOmission { .. } | Change::DismissOmission { .. } => None,
    }
}
