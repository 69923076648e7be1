//! HTTP to endpoints: no redirects, no proxies, checked addresses, deadlines.

mod client;
mod retry;
mod send;

pub(crate) use client::client;
pub(crate) use retry::{hint, wait};
pub(crate) use send::{Call, Tried, body_of, send, whole};
