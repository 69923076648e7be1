//! Brings drafts to their signature, and signed notes to the EHR.

use super::app::TestApp;
use super::desk::Desk;
use model::DraftId;
use model::view::{Change, DraftStatus, DraftView, SignPreview, StatementState, StatementView};
use std::time::Duration;

/// Removes every statement that blocks and dismisses every omission; answers what would be signed.
pub(crate) async fn signable(desk: &Desk<'_>, draft: &DraftId) -> SignPreview {
    let mut view = desk.draft(draft).await;
    while let Some(change) = next(&view) {
        view = desk.change(draft, view.revision, change).await.unwrap();
    }
    let preview = desk.preview(draft).await.unwrap();
    assert_eq!(preview.blockers, Vec::<String>::new());
    preview
}

fn next(view: &DraftView) -> Option<Change> {
    let blocks = |statement: &&StatementView| {
        !statement.releasable && statement.state != StatementState::Removed
    };
    let mut statements = view.sections.iter().flat_map(|section| &section.statements);
    if let Some(statement) = statements.find(blocks) {
        return Some(Change::Remove {
            statement: statement.id.clone(),
        });
    }
    let open = view.omissions.iter().find(|omission| !omission.settled)?;
    Some(Change::DismissOmission { index: open.index })
}

impl TestApp {
    /// Waits until a signed note is filed or a person must look; pauses between attempts are cut short.
    pub(crate) async fn filed(&self, desk: &Desk<'_>, draft: &DraftId) -> DraftView {
        let database = self.database().await;
        for _ in 0..600 {
            let view = desk.draft(draft).await;
            if matches!(view.status, DraftStatus::Filed | DraftStatus::NeedsPerson) {
                return view;
            }
            // Only what no worker has: one under way must not be taken twice.
            sqlx::query("UPDATE outbox SET due = 0 WHERE lease_owner IS NULL")
                .execute(&database)
                .await
                .unwrap();
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        panic!("it is never filed");
    }
}
