//! The vocabulary that every part of Countersign shares: ids, drafts, verdicts, what screens show.
//!
//! No I/O, no framework: this crate is built for the server and for the browser.

pub mod claim;
pub mod date;
pub mod draft;
pub mod error;
pub mod grounded;
pub mod id;
pub mod material;
pub mod recording;
pub mod role;
pub mod verdict;
pub mod view;

pub use claim::Claim;
pub use draft::{Citation, Draft, DraftKind, Section, Statement};
pub use error::{WireError, WireErrorCode};
pub use grounded::{Criterion, CriterionResult, GroundedDocument, Notice, NoticeKind, Omission};
pub use id::{DraftId, LaunchId, RecordingId, SourceId, SourceKind, StatementId, TenantId, UserId};
pub use material::{Material, MaterialKind};
pub use recording::RecordingState;
pub use role::Role;
pub use verdict::{Evidence, Reason, ReasonCode, SourceSpan, Span, StatementVerdict, Verdict};
