//! Brings drafts to their signature, and signed notes to the EHR.

use super::app::TestApp;
use super::browser::Browser;
use super::desk::Desk;
use model::DraftId;
use model::view::{Change, DraftStatus, DraftView, SignPreview, StatementState, StatementView};
use serde_json::Value;
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

    /// The resources of a type that were written to the EHR.
    pub(crate) async fn in_the_ehr(&self, kind: &str) -> Vec<Value> {
        let address = format!("{}/__sandbox/filed", self.ehr.public_url);
        let page = Browser::new().get(&address).await.json();
        let all = page["filed"].as_array().unwrap();
        let resources = all.iter().map(|one| one["resource"].clone());
        resources
            .filter(|one| one["resourceType"] == kind)
            .collect()
    }

    /// The same once there are so many; panics where there never are.
    pub(crate) async fn come_to_the_ehr(&self, kind: &str, count: usize) -> Vec<Value> {
        for _ in 0..240 {
            let found = self.in_the_ehr(kind).await;
            if found.len() == count {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        panic!("never {count} of {kind}: {:?}", self.in_the_ehr(kind).await);
    }
}
