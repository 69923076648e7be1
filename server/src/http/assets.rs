//! The browser's files: precompressed, named by their content, cached for good.

use axum::{
    Router,
    http::{HeaderValue, header},
    middleware,
};
use std::path::Path;
use tower_http::services::ServeDir;

/// Serves `{site_root}/pkg` below `/pkg` and `{site_root}/icons` below `/icons`. What does not exist is 404, never cached.
pub fn router(site_root: &Path) -> Router {
    let folder = |name: &str| {
        ServeDir::new(site_root.join(name))
            .precompressed_br()
            .precompressed_gzip()
    };
    Router::new()
        .nest_service("/pkg", folder("pkg"))
        .nest_service("/icons", folder("icons"))
        .layer(middleware::map_response(immutable))
}

async fn immutable(mut response: axum::response::Response) -> axum::response::Response {
    if response.status().is_success() {
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        );
    }
    response
}
