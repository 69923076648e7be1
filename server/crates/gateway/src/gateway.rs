//! The door.

use crate::error::{GatewayError, Refusal};
use crate::policy::{Need, Route};
use crate::prompt::{Answer, Progress, Request};
use async_trait::async_trait;

/// What the application sees of all models. Dropping the future of [`Gateway::infer`] cancels the request.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Picks the endpoint for a request, or says why none may take it.
    fn plan(&self, need: &Need) -> Result<Route, GatewayError>;

    /// Records that a request could not even be planned. [`Gateway::infer`] records its own refusals.
    async fn refused(&self, _use_case: &str, _refusal: &Refusal) {}

    /// Sends one request along a route. `progress` is told of every piece that arrives.
    async fn infer(
        &self,
        route: &Route,
        request: Request,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Answer, GatewayError>;
}
