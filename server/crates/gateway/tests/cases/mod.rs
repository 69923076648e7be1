//! The cases, by what they are about.

mod address;
mod agreement;
mod answer;
mod budget;
mod credential;
mod failover;
mod injection;
mod minimum;
mod record;
mod registry;
mod routing;
mod speech;
mod tls;
mod vendor;
mod writer;
