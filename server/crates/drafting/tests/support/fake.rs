//! A model that says what the test wants.

use async_trait::async_trait;
use gateway::{
    Answer, Cleaned, Gateway, GatewayError, Limits, Need, Phi, Progress, Request, Route,
};
use serde_json::Value;
use std::sync::Mutex;

/// A gateway that answers what a test says, and keeps what it was asked.
pub(crate) struct Fake {
    pub(crate) answer: Result<Value, GatewayError>,
    pub(crate) bytes: usize,
    /// What it says was taken out of the sources.
    pub(crate) cleaned: Cleaned,
    pub(crate) seen: Mutex<Vec<Request>>,
}

impl Fake {
    pub(crate) fn new(answer: Value) -> Self {
        Self {
            answer: Ok(answer),
            bytes: 100_000,
            cleaned: Cleaned::default(),
            seen: Mutex::default(),
        }
    }
}

#[async_trait]
impl Gateway for Fake {
    fn plan(&self, need: &Need) -> Result<Route, GatewayError> {
        Ok(Route {
            endpoint: "fake".into(),
            model: "fake-1".into(),
            data_class: need.data_class,
            limits: Limits {
                input_tokens: self.bytes / 3,
                input_bytes: self.bytes,
                output_tokens: 1000,
            },
            ..Route::default()
        })
    }

    async fn infer(
        &self,
        route: &Route,
        request: Request,
        _progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Answer, GatewayError> {
        assert!(
            route.data_class.covers(request.class()),
            "planned {} for {}",
            route.data_class,
            request.class()
        );
        self.seen.lock().unwrap().push(request);
        let json = self.answer.clone()?;
        Ok(Answer {
            json: Phi::new(json),
            endpoint: "fake".into(),
            model: "fake-1".into(),
            version: "fake-1".into(),
            cleaned: self.cleaned.clone(),
            ..Answer::default()
        })
    }
}

/// Runs a future that never waits.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    futures::executor::block_on(future)
}
