//! Accepts, rejects, takes back.

use super::found::{accept, cited, found, payload};
use super::kept::Kept;
use crate::backend::error::StepError;
use crate::backend::open::Open;
use crate::backend::{Steps, event, now};
use audit::Action;
use model::DraftId;
use model::view::Decide;
use store::{Launch, NewDecision, NewJob};
use uuid::Uuid;

/// What accepting without a code sends.
pub(super) const TEXT: &str = "text";

impl Steps {
    /// Decides about an item; recorded before it is done.
    pub(super) async fn decide(
        &self,
        launch: &Launch,
        draft: &DraftId,
        item: &str,
        decide: Decide,
    ) -> Result<(), StepError> {
        let action = match decide {
            Decide::Accept(_) => Action::ProposalAccepted,
            Decide::Reject => Action::ProposalRejected,
            Decide::Undo => Action::ProposalUndone,
        };
        // What was sent is named only where it can be one of our names.
        let named = item.len() <= 64 && item.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let object = named.then(|| format!("proposal {item}"));
        let event = event(launch, action).on([draft.to_string()].into_iter().chain(object));
        self.auditor
            .audited(event, || self.keep_decision(launch, draft, item, decide))
            .await
            .map_err(Into::into)
    }

    async fn keep_decision(
        &self,
        launch: &Launch,
        draft: &DraftId,
        item: &str,
        decide: Decide,
    ) -> Result<(), StepError> {
        if !launch.context.role.may_sign() {
            return Err(StepError::NotAllowed(
                "your role may not enter data in the chart",
            ));
        }
        let open = Open::find(self, launch, draft).await?;
        let proposals = self.proposals(launch, &open).await?;
        let known = found(&proposals, draft, item)?;
        if known.already.is_some() {
            return Err(StepError::BadInput(
                "The chart has this already. There is nothing to enter.".to_owned(),
            ));
        }
        let signed = proposals.note.is_some();
        let mut job = None;
        let kept = match decide {
            Decide::Undo => None,
            Decide::Reject => Some(Kept::Rejected {
                by: launch.context.user.clone(),
            }),
            Decide::Accept(choice) => {
                let chosen = match choice.as_str() {
                    TEXT => None,
                    place => {
                        let place: Option<usize> = place.parse().ok();
                        let chosen = place.and_then(|place| known.candidates.get(place));
                        Some(chosen.ok_or(StepError::Conflict)?)
                    }
                };
                let accepted = accept(launch, &open, known, chosen, cited(&open, known)?);
                if signed {
                    if !proposals.takes.entry(&accepted.entry) {
                        return Err(StepError::BadInput(
                            "The note is signed and this EHR does not take it as data. Enter it in the EHR by hand."
                                .to_owned(),
                        ));
                    }
                    job = Some(new_job(payload(item, &accepted.entry)?));
                }
                Some(Kept::Accepted(Box::new(accepted)))
            }
        };
        let bytes = kept.map(|kept| kept.bytes()).transpose()?;
        let new = NewDecision {
            item,
            decision: bytes.as_ref().map(|bytes| bytes.as_slice()),
            signed,
            job: job.as_ref(),
            at: now(),
        };
        if !self.store.decide(&launch.key, draft, &new).await? {
            return Err(StepError::Conflict);
        }
        if job.is_some() {
            self.wake_filing.notify_one();
        }
        Ok(())
    }
}

/// The job that writes an item.
pub(in crate::backend) fn new_job((item, payload): (String, store::Secret)) -> NewJob {
    NewJob {
        id: Uuid::new_v4().simple().to_string(),
        item,
        payload,
        due: now(),
        created: now(),
    }
}
