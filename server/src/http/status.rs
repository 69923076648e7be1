//! Whether the process lives, and whether it can serve.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use std::sync::Arc;
use store::Store;

/// 200 while the process answers.
pub async fn live() -> impl IntoResponse {
    "ok\n"
}

/// 200 while the database answers; 503 otherwise.
pub async fn ready(State(store): State<Arc<Store>>) -> impl IntoResponse {
    match store.ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}
