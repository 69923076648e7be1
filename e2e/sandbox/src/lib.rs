//! A small electronic health record to launch SMART apps from, strict where real ones are.
//!
//! It is three servers on one address: a SMART App Launch 2.2 authorization server ([`smart`]), a FHIR R4
//! REST server ([`fhir`]) and a chart as clinicians know it ([`frame`]). Everything is held in memory and
//! gone when the process ends.
//!
//! Three personalities ([`Personality`]) differ as real vendors differ: who decides the granted scopes, how
//! pages are linked, what a created note must carry, what an error looks like. [`faults`] makes any of them
//! misbehave on purpose. [`control`] lets a test set faults, move the clock and read what was filed.
//!
//! The chart is served as `localhost` while an app under test usually is `127.0.0.1`, so that the app in the
//! chart's frame is a different site for the browser, as it is in a hospital.
//!
//! Resources keep their JSON text exactly as it was loaded or sent: numbers are never reformatted.

pub mod clock;
pub mod config;
pub mod connection;
pub mod control;
pub mod error;
pub mod faults;
pub mod fhir;
pub mod frame;
pub mod random;
pub mod request_log;
pub mod router;
pub mod run;
pub mod smart;
pub mod state;
pub mod store;

pub use config::{Client, ClientAuth, KeySource, PatientSource, Personality, Rules, SandboxConfig};
pub use error::SandboxError;
pub use run::{RunningSandbox, start};
pub use state::Sandbox;
