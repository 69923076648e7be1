//! Server functions that give the whole page.

use crate::wire::Failure;
use leptos::prelude::server;
use leptos::server_fn::codec::Json;
use model::view::WorkView;
use model::{DraftId, LaunchId};

/// Everything that the work page shows, with that draft open.
#[server(prefix = "/api", endpoint = "work", input = Json)]
pub async fn work(launch: LaunchId, open: Option<DraftId>) -> Result<WorkView, Failure> {
    let asked = crate::asked::Asked::here()?;
    let work = asked.backend.work(&asked.caller, &launch, open.as_ref());
    asked.answer(work.await)
}

/// Waits some seconds for something newer than `seen`; none where nothing changed.
#[server(prefix = "/api", endpoint = "watch", input = Json)]
pub async fn watch(
    launch: LaunchId,
    open: Option<DraftId>,
    seen: u64,
) -> Result<Option<WorkView>, Failure> {
    let asked = crate::asked::Asked::here()?;
    let backend = &asked.backend;
    let changed = backend.watch(&asked.caller, &launch, open.as_ref(), seen);
    asked.answer(changed.await)
}

/// Ends the launch.
#[server(prefix = "/api", endpoint = "sign_out", input = Json)]
pub async fn sign_out(launch: LaunchId) -> Result<(), Failure> {
    let asked = crate::asked::Asked::here()?;
    asked.answer(asked.backend.sign_out(&asked.caller, &launch).await)
}
