//! Server functions that begin and stop a draft.

use crate::wire::Failure;
use leptos::prelude::server;
use leptos::server_fn::codec::Json;
use model::view::DraftView;
use model::{DraftId, DraftKind, LaunchId, Material};

/// Begins a draft; its sections appear by watching.
#[server(prefix = "/api", endpoint = "start", input = Json)]
pub async fn start(
    launch: LaunchId,
    kind: DraftKind,
    choice: Option<String>,
    given: Vec<Material>,
    #[server(default)] reading: Option<String>,
) -> Result<DraftId, Failure> {
    let asked = crate::asked::Asked::here()?;
    let backend = &asked.backend;
    let draft = backend.start(&asked.caller, &launch, kind, choice, given, reading);
    asked.answer(draft.await)
}

/// Stops the drafting; what is there stays.
#[server(prefix = "/api", endpoint = "stop", input = Json)]
pub async fn stop(launch: LaunchId, draft: DraftId) -> Result<DraftView, Failure> {
    let asked = crate::asked::Asked::here()?;
    asked.answer(asked.backend.stop(&asked.caller, &launch, &draft).await)
}
