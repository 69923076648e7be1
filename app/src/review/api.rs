//! Server functions that change a draft or check words.

use crate::wire::Failure;
use leptos::prelude::server;
use leptos::server_fn::codec::Json;
use model::view::{Change, DraftView, StatementView};
use model::{DraftId, LaunchId, StatementId};

/// Applies one change to the draft at `revision`.
#[server(name = ChangeDraft, prefix = "/api", endpoint = "change", input = Json)]
pub async fn change(
    launch: LaunchId,
    draft: DraftId,
    revision: u64,
    change: Change,
) -> Result<DraftView, Failure> {
    let asked = crate::asked::Asked::here()?;
    let (backend, caller) = (&asked.backend, &asked.caller);
    asked.answer(
        backend
            .change(caller, &launch, &draft, revision, change)
            .await,
    )
}

/// Checks words while they are typed, without changing the draft.
#[server(prefix = "/api", endpoint = "check", input = Json)]
pub async fn check(
    launch: LaunchId,
    draft: DraftId,
    statement: StatementId,
    text: String,
) -> Result<StatementView, Failure> {
    let asked = crate::asked::Asked::here()?;
    let (backend, caller) = (&asked.backend, &asked.caller);
    asked.answer(
        backend
            .check(caller, &launch, &draft, &statement, &text)
            .await,
    )
}

/// Writes one section anew.
#[server(prefix = "/api", endpoint = "regenerate", input = Json)]
pub async fn regenerate(
    launch: LaunchId,
    draft: DraftId,
    revision: u64,
    section: usize,
    instruction: Option<String>,
) -> Result<DraftView, Failure> {
    let asked = crate::asked::Asked::here()?;
    let (backend, caller) = (&asked.backend, &asked.caller);
    let written = backend.regenerate(caller, &launch, &draft, revision, section, instruction);
    asked.answer(written.await)
}
