//! What is held for one endpoint.

use crate::credential::Tokens;
use crate::endpoint::Endpoint;
use crate::error::GatewayError;
use crate::http;
use crate::policy::{Breaker, FairQueue, Place};
use reqwest::Client;
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout_at};

/// Places for requests under way, the circuit breaker, the client once its address was checked, and the token.
pub(crate) struct Lane {
    places: Arc<FairQueue>,
    pub(crate) breaker: Breaker,
    client: Mutex<Option<Client>>,
    pub(crate) tokens: Tokens,
}

impl Lane {
    pub(crate) fn new(endpoint: &Endpoint) -> Self {
        Self {
            places: FairQueue::new(endpoint.concurrency),
            breaker: Breaker::default(),
            client: Mutex::new(None),
            tokens: Tokens::default(),
        }
    }

    /// A place, in the tenant's turn.
    pub(crate) async fn place(
        &self,
        endpoint: &Endpoint,
        tenant: &str,
        deadline: Instant,
    ) -> Result<Place, GatewayError> {
        timeout_at(deadline, self.places.enter(tenant))
            .await
            .map_err(|_| GatewayError::Crowded(endpoint.name.clone()))?
            .map_err(|_| GatewayError::Crowded(endpoint.name.clone()))
    }

    /// The client; its host is resolved and checked once, and again after it could not be reached.
    pub(crate) async fn client(
        &self,
        endpoint: &Endpoint,
        deadline: Instant,
    ) -> Result<Client, GatewayError> {
        let out_of_time = |_| GatewayError::Deadline(endpoint.name.clone());
        let mut held = timeout_at(deadline, self.client.lock())
            .await
            .map_err(out_of_time)?;
        if let Some(client) = &*held {
            return Ok(client.clone());
        }
        // A name server that does not answer takes no longer than the endpoint may.
        let made = timeout_at(deadline, http::client(endpoint, &endpoint.url));
        let client = made.await.map_err(out_of_time)??;
        *held = Some(client.clone());
        Ok(client)
    }

    /// After it could not be reached.
    pub(crate) async fn forget_address(&self) {
        *self.client.lock().await = None;
    }
}
