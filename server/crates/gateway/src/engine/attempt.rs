//! One endpoint: a place, a token, and tries until one is answered.

use super::Engine;
use super::lane::Lane;
use crate::caller::Caller;
use crate::credential::Tokens;
use crate::endpoint::{Capability, Endpoint};
use crate::error::GatewayError;
use crate::http::{self, Call, Tried};
use crate::prompt::{Progress, Rendered};
use crate::wire::{self, Ask, Said};
use bytes::Bytes;
use phi::DataClass;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use tokio::time::Instant;

/// What the attempts have come to so far; read when the caller went away, too.
#[derive(Default)]
pub(super) struct Course {
    pub(super) attempts: AtomicU32,
    /// Whether the last try went out and no error came back: the endpoint may be at work.
    pub(super) sent: AtomicBool,
    /// Whether anything of an answer came: then the prompt was worked on and is charged.
    pub(super) answered: AtomicBool,
    pub(super) bytes: AtomicU32,
}

/// One request at one endpoint.
pub(super) struct Attempt<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) lane: &'a Lane,
    pub(super) caller: &'a Caller,
    pub(super) class: DataClass,
    pub(super) rendered: &'a Rendered,
    pub(super) schema: &'a (String, Value),
    pub(super) course: &'a Course,
}

impl Engine {
    pub(super) async fn attempt(
        &self,
        one: &Attempt<'_>,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Said, GatewayError> {
        let endpoint = one.endpoint;
        let deadline = Instant::now() + endpoint.deadline;
        let _place = one
            .lane
            .place(endpoint, &one.caller.tenant, deadline)
            .await?;
        let client = one.lane.client(endpoint, deadline).await?;
        let wire = wire::of(endpoint);
        let stream = endpoint.capabilities.contains(&Capability::Streaming);
        let framing = wire.framing(stream);
        let salt = self.fingerprint(&[b"cache salt", one.caller.tenant.as_bytes()]);
        let body = wire.body(&Ask {
            endpoint,
            rendered: one.rendered,
            schema: one.schema,
            stream,
            cache_salt: salt.as_deref(),
        });
        let body = Bytes::from(body.to_string());
        let told = |now: Progress| {
            one.course.answered.store(true, Ordering::Relaxed);
            let bytes = u32::try_from(now.bytes).unwrap_or(u32::MAX);
            one.course.bytes.store(bytes, Ordering::Relaxed);
            progress(now);
        };
        loop {
            let now = self.clock.now();
            // It may have ended while the request waited.
            endpoint
                .agreement
                .allows(one.class, now.date(), &endpoint.name)?;
            let tried = one.course.attempts.fetch_add(1, Ordering::Relaxed) + 1;
            let call = Call {
                endpoint,
                url: endpoint.target(stream),
                content_type: "application/json",
                accept: framing.content_type(),
                headers: wire.headers(),
                bearer: one.lane.tokens.bearer(endpoint, now, deadline).await?,
                now,
                deadline,
            };
            one.course.sent.store(true, Ordering::Relaxed);
            let sent = http::send(&client, &call, body.clone(), wire, framing, &told).await;
            let at_work = matches!(sent, Ok(Tried::Answer(_)) | Err(GatewayError::Deadline(_)));
            one.course.sent.store(at_work, Ordering::Relaxed);
            let (error, hint) = match sent {
                Ok(Tried::Answer(said)) => return Ok(said),
                Ok(Tried::Again(error, hint)) => (error, hint),
                Err(error @ GatewayError::Credentials(_))
                    if tried == 1 && Tokens::fetches(endpoint) =>
                {
                    // The token may have been withdrawn before its time.
                    one.lane.tokens.forget().await;
                    (error, Some(std::time::Duration::ZERO))
                }
                Err(error) => return Err(error),
            };
            if matches!(error, GatewayError::Unreachable(_)) {
                one.lane.forget_address().await;
            }
            let wait = http::wait(tried - 1, hint, deadline).filter(|_| tried < endpoint.attempts);
            let Some(wait) = wait else { return Err(error) };
            tracing::debug!(endpoint = %endpoint.name, error = error.name(), "will try again");
            tokio::time::sleep(wait).await;
        }
    }
}
