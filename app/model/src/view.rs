//! What screens show: plain data, made by the server, drawn by the app.

pub mod chart;
pub mod draft;
pub mod evidence;
pub mod inbox;
pub mod overview;
pub mod proposals;
pub mod work;

pub use chart::{ChartProblem, ChartState, LoadLine};
pub use draft::{
    Change, CitationView, CriterionView, DraftView, Fix, OmissionView, ReasonView, SectionView,
    StatementState, StatementView,
};
pub use evidence::{EvidenceView, SeriesPoint, SeriesView, SoundView};
pub use inbox::{FlagView, MessageView};
pub use overview::{
    ConflictView, GapState, GapView, OverviewView, TrendPoint, TrendView, VisitView,
};
pub use proposals::{ChoiceView, Decide, ProposalState, ProposalView, ProposalsView};
pub use work::{
    AskView, BannerView, DraftStatus, DraftSummary, FiledView, KindView, Sheet, SignPreview,
    WorkView,
};
