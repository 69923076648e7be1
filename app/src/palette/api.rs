//! The search over the chart's sources.

use crate::wire::Failure;
use leptos::prelude::server;
use leptos::server_fn::codec::Json;
use model::{LaunchId, SourceId};

/// Sources that match some words, as (source, label).
#[server(prefix = "/api", endpoint = "search", input = Json)]
pub async fn search(launch: LaunchId, words: String) -> Result<Vec<(SourceId, String)>, Failure> {
    let asked = crate::asked::Asked::here()?;
    asked.answer(asked.backend.search(&asked.caller, &launch, &words).await)
}
