//! What the tests are made of: the application, the EHR, browsers, and the audit log read back.

mod altered;
mod app;
mod audit;
mod browser;
mod desk;
mod keys;
mod model;
mod refusal;
mod signing;
mod speech;

pub(crate) use altered::{Alter, alter};
pub(crate) use app::{Auth, BODY_LIMIT, Setup, TestApp};
pub(crate) use browser::{Browser, Page};
pub(crate) use desk::{Desk, Refused};
pub(crate) use keys::IdTokenKey;
pub(crate) use model::{Act, Asked, OWN, TestModel, instead, said};
pub(crate) use refusal::Steady;
pub(crate) use signing::signable;
pub(crate) use speech::TestSpeech;

/// The first two built-in patients.
pub(crate) const FIRST: &str = "p01";
/// See [`FIRST`].
pub(crate) const SECOND: &str = "p02";
