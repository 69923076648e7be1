//! Data that a note proposes for the chart: found, decided, signed with the note, written by the filing worker.

mod deciding;
mod found;
mod kept;
mod takes;
mod view;

pub(super) use deciding::new_job;
pub(super) use takes::Servers;

use super::answers::Answers;
use super::error::StepError;
use app::Caller;
use model::view::{Decide, ProposalsView};
use model::{DraftId, LaunchId, WireError};

impl Answers {
    /// The sheet of a draft's proposals.
    pub(super) async fn proposals_sheet(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
    ) -> Result<ProposalsView, WireError> {
        let shown = async {
            let launch = self.0.launch(caller, launch).await?;
            self.0.shown_proposals(&launch, draft).await
        };
        shown.await.map_err(StepError::wire)
    }

    /// The sheet after a decision.
    pub(super) async fn decided(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        item: &str,
        decide: Decide,
    ) -> Result<ProposalsView, WireError> {
        let decided = async {
            let launch = self.0.launch(caller, launch).await?;
            self.0.decide(&launch, draft, item, decide).await?;
            self.0.proposals_view(&launch, draft).await
        };
        decided.await.map_err(StepError::wire)
    }
}
