//! Server functions that show and find sources.

use crate::wire::Failure;
use leptos::prelude::server;
use leptos::server_fn::codec::Json;
use model::view::EvidenceView;
use model::{DraftId, LaunchId, SourceId, StatementId};

/// A source, with the places marked that the statement rests on.
#[server(prefix = "/api", endpoint = "evidence", input = Json)]
pub async fn evidence(
    launch: LaunchId,
    draft: Option<DraftId>,
    statement: Option<StatementId>,
    source: SourceId,
) -> Result<EvidenceView, Failure> {
    let asked = crate::asked::Asked::here()?;
    let (backend, caller) = (&asked.backend, &asked.caller);
    let view = backend.evidence(caller, &launch, draft.as_ref(), statement.as_ref(), &source);
    asked.answer(view.await)
}
