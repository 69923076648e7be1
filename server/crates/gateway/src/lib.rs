//! The only code that talks to a model.
//!
//! A [`Registry`] of endpoints is read from the configuration, a [`Policy`] of routing rules beside it. [`Gateway::plan`] picks an endpoint
//! whose agreement covers the data, [`Gateway::infer`] sends one request: fields that the use case may not send are refused, what it may cost
//! is set aside, identifiers are replaced where the endpoint asks for it, the parts are marked as data, and the log must take the begin
//! before a connection is made. Everything fails closed with a typed reason; where an endpoint fails, the next of the route takes over.

mod address;
mod agreement;
mod budget;
mod caller;
mod config;
mod credential;
mod date;
mod element;
mod endpoint;
mod engine;
mod error;
mod frame;
mod gateway;
mod guard;
mod http;
mod part;
mod policy;
mod port;
mod prompt;
mod registry;
mod render;
mod retention;
mod schema;
mod wire;

pub use agreement::{Agreement, AgreementKind};
pub use budget::{Budget, BudgetError, BudgetLedger, Charge, MemoryLedger, ReservationId, Spent};
pub use caller::Caller;
pub use config::{ConfigError, RawAgreement, RawAuth, RawBudget, RawEndpoint, RawRoute};
pub use element::{common, names};
pub use endpoint::{Capability, Endpoint, Prices, WireFormat};
pub use engine::{Acting, Engine, Recording, Segment, Transcript};
pub use error::{GatewayError, Refusal};
pub use gateway::Gateway;
pub use guard::{Cleaned, Flag, Technique, classify, clean, suspicious};
pub use part::{Part, Sends, UseCase};
pub use phi::{DataClass, FieldClass, Literals, Phi, field_class};
pub use policy::{Considered, Decision, Limits, Need, Policy, Route};
pub use port::{
    Clock, Grounding, InferenceBegin, InferenceEnd, InferenceId, InferenceLog, LogUnavailable,
    Outcome,
};
pub use prompt::{Answer, Progress, Request, Usage};
pub use registry::Registry;
pub use retention::Retention;
