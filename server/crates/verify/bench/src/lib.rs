//! The verifier's bench: statements that are true of a chart, the same with one error each, and a table of what is caught.
//!
//! Written apart from the verifier: it reads the chart's JSON by itself, has its own words, and calls nothing of the
//! verifier but the verdict.

pub mod bounds;
pub mod chart;
pub mod day;
pub mod decimal;
pub mod drafts;
pub mod enrich;
pub mod error;
pub mod facts;
pub mod gate;
pub mod judge;
pub mod name;
pub mod pair;
pub mod perturb;
pub mod pool;
pub mod rng;
pub mod rows;
pub mod say;
pub mod speed;
pub mod table;
pub mod talk;
pub mod ward;
pub mod words;

pub use error::BenchError;
pub use name::Name;
