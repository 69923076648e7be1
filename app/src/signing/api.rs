//! Server functions of the signature.

use crate::wire::Failure;
use leptos::prelude::server;
use leptos::server_fn::codec::Json;
use model::view::{DraftView, SignPreview};
use model::{DraftId, LaunchId};

/// What signing would file.
#[server(prefix = "/api", endpoint = "preview", input = Json)]
pub async fn preview(launch: LaunchId, draft: DraftId) -> Result<SignPreview, Failure> {
    let asked = crate::asked::Asked::here()?;
    asked.answer(asked.backend.preview(&asked.caller, &launch, &draft).await)
}

/// Signs exactly the previewed text and files it.
#[server(prefix = "/api", endpoint = "sign", input = Json)]
pub async fn sign(
    launch: LaunchId,
    draft: DraftId,
    revision: u64,
    content_hash: String,
) -> Result<DraftView, Failure> {
    let asked = crate::asked::Asked::here()?;
    let (backend, caller) = (&asked.backend, &asked.caller);
    let signed = backend.sign(caller, &launch, &draft, revision, &content_hash);
    asked.answer(signed.await)
}
