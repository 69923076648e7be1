//! Which endpoint takes a request, and how many at once.

mod breaker;
mod explain;
mod queue;
mod route;
mod rule;

pub(crate) use breaker::Breaker;
pub use explain::{Considered, Decision};
pub(crate) use queue::{FairQueue, Place};
pub use route::{Limits, Need, Route};
pub(crate) use route::{Wanted, decide};
pub use rule::Policy;
