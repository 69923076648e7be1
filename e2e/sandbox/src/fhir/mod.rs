//! The FHIR R4 REST server (FHIR R4, "RESTful API"), JSON only.

pub mod access;
pub mod binary;
pub mod bundle;
pub mod create;
pub mod demo;
pub mod metadata;
pub mod outcome;
pub mod paging;
pub mod query;
pub mod read;
pub mod search;
pub mod update;
pub mod validate;
