//! The only code that talks to a model.
//!
//! A [`Registry`] of endpoints is read from the configuration. [`Gateway::plan`] picks one whose agreement covers the data, [`Gateway::infer`]
//! sends one request to it: fields that the use case may not send are refused, identifiers are replaced where the endpoint asks for it, the
//! parts are marked as data, and the log must take the begin before a connection is made. Everything fails closed with a typed reason.

mod address;
mod agreement;
mod clean;
mod config;
mod date;
mod endpoint;
mod engine;
mod error;
mod gateway;
mod part;
mod port;
mod prompt;
mod registry;
mod route;
mod sse;
mod transport;
mod wire;

pub use agreement::{Agreement, AgreementKind};
pub use clean::{Cleaned, clean};
pub use config::{ConfigError, RawAgreement, RawEndpoint};
pub use endpoint::{Capability, Endpoint, WireFormat};
pub use engine::Engine;
pub use error::{GatewayError, Refusal};
pub use gateway::Gateway;
pub use part::{Part, UseCase};
pub use phi::{DataClass, Literals, Phi};
pub use port::{
    Clock, InferenceBegin, InferenceEnd, InferenceId, InferenceLog, LogUnavailable, Outcome,
};
pub use prompt::{Answer, Progress, Request, Usage};
pub use registry::Registry;
pub use route::{Limits, Need, Route};
