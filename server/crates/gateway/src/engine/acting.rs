//! The gateway for one caller.

use super::Engine;
use crate::caller::Caller;
use crate::error::{GatewayError, Refusal};
use crate::gateway::Gateway;
use crate::policy::{Need, Route};
use crate::prompt::{Answer, Progress, Request};
use async_trait::async_trait;

/// An [`Engine`] that acts for a caller.
#[derive(Clone)]
pub struct Acting {
    engine: Engine,
    caller: Caller,
}

impl Acting {
    pub(super) const fn new(engine: Engine, caller: Caller) -> Self {
        Self { engine, caller }
    }

    /// For whom.
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }
}

#[async_trait]
impl Gateway for Acting {
    fn plan(&self, need: &Need) -> Result<Route, GatewayError> {
        self.engine.plan_for(need, &self.caller.tenant)
    }

    async fn refused(&self, use_case: &str, refusal: &Refusal) {
        let log = &self.engine.log;
        log.refused(&self.caller, use_case, refusal).await;
    }

    async fn infer(
        &self,
        route: &Route,
        request: Request,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Answer, GatewayError> {
        self.engine
            .draft(&self.caller, route, &request, progress)
            .await
    }
}
