//! What the parts of the work page share in the browser: the newest view from the server, and where the person is in it.

mod act;
pub mod api;
mod focus;
pub mod follow;
mod merge;
mod place;

pub use act::{head, open, reload};
pub use focus::{focus_id, focus_place};
pub use merge::{merged, summarized};
pub use place::{Place, Step, blocked, needing, next, reading_order, statement};

use crate::wire::Failure;
use leptos::prelude::*;
use model::view::{DraftStatus, DraftView, Sheet, StatementView, WorkView};
use model::{DraftId, LaunchId, SourceId, StatementId, WireErrorCode};

/// What the centre column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The draft under review.
    Draft,
    /// What signing would file.
    Sign,
    /// How the chart was loaded.
    Chart,
    /// Something about the whole chart.
    Sheet(Sheet),
}

/// Whether the server can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The last request was answered.
    Live,
    /// It was not; it is tried again.
    Offline,
    /// The session has ended.
    Expired,
}

/// The sources that the evidence panel shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// For which statement; its places are marked.
    pub statement: Option<StatementId>,
    /// The id of the element that they were opened from.
    pub spot: String,
    /// Which sources; both sides where they disagree.
    pub sources: Vec<SourceId>,
}

/// The page's state. A handle: copying it copies no data.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The newest view.
    pub work: RwSignal<WorkView>,
    /// What the centre shows.
    pub pane: RwSignal<Pane>,
    /// Where the person is.
    pub current: RwSignal<Option<Place>>,
    /// The statement that is being edited.
    pub editing: RwSignal<Option<StatementId>>,
    /// The section whose regeneration is being asked for.
    pub renewing: RwSignal<Option<usize>>,
    /// The section to which a statement is being added.
    pub adding: RwSignal<Option<usize>>,
    /// What the evidence panel shows.
    pub cited: RwSignal<Option<Cited>>,
    /// The last failure, until it is put away.
    pub failure: RwSignal<Option<Failure>>,
    /// Whether the server answers.
    pub link: RwSignal<Link>,
    /// What a screen reader is told.
    pub said: RwSignal<String>,
    /// Something was asked for and is not there yet, in words.
    pub busy: RwSignal<Option<String>>,
    /// Too narrow for three columns: the evidence comes under its statement.
    pub narrow: RwSignal<bool>,
    /// The command palette is open.
    pub palette: RwSignal<bool>,
    /// The list of keys is open.
    pub keys: RwSignal<bool>,
    /// Single letters are commands.
    pub letters: RwSignal<bool>,
    /// Counts watches: a poll of an earlier one ends.
    pub turn: StoredValue<u64>,
}

impl Desk {
    /// Around the view that came with the page.
    pub fn new(work: WorkView) -> Self {
        Self {
            work: RwSignal::new(work),
            pane: RwSignal::new(Pane::Draft),
            current: RwSignal::new(None),
            editing: RwSignal::new(None),
            renewing: RwSignal::new(None),
            adding: RwSignal::new(None),
            cited: RwSignal::new(None),
            failure: RwSignal::new(None),
            link: RwSignal::new(Link::Live),
            said: RwSignal::new(String::new()),
            busy: RwSignal::new(None),
            narrow: RwSignal::new(false),
            palette: RwSignal::new(false),
            keys: RwSignal::new(false),
            letters: RwSignal::new(true),
            turn: StoredValue::new(0),
        }
    }

    /// The state that the page provides. Call it while a component is built, not in its event handlers.
    pub fn here() -> Self {
        expect_context()
    }

    /// The launch; it never changes while the page is open.
    pub fn launch(self) -> LaunchId {
        self.work.with_untracked(|work| work.launch.clone())
    }

    /// The open draft's id, without tracking.
    pub fn open_id(self) -> Option<DraftId> {
        self.work
            .with_untracked(|work| work.open.as_ref().map(|draft| draft.id.clone()))
    }

    /// Reads the open draft and tracks it; the default where none is open.
    pub fn draft<T: Default>(self, read: impl FnOnce(&DraftView) -> T) -> T {
        self.work
            .with(|work| work.open.as_ref().map(read).unwrap_or_default())
    }

    /// The same without tracking.
    pub fn draft_now<T: Default>(self, read: impl FnOnce(&DraftView) -> T) -> T {
        self.work
            .with_untracked(|work| work.open.as_ref().map(read).unwrap_or_default())
    }

    /// One part of the open draft that changes only when it differs.
    pub fn part<T>(self, read: impl Fn(&DraftView) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.draft(&read))
    }

    /// A statement as it stands now.
    pub fn statement_now(self, id: &StatementId) -> Option<StatementView> {
        self.draft_now(|draft| place::statement(draft, id).cloned())
    }

    /// Whether the open draft can no longer be changed.
    pub fn locked(self) -> bool {
        self.draft(|draft| signed(draft.status))
    }

    /// Puts a newer state of the open draft in; one of another draft is dropped.
    pub fn apply(self, draft: DraftView) {
        if self.open_id().as_ref() == Some(&draft.id) {
            self.work.update(|work| summarized(work, draft));
        }
    }

    /// Shows these sources in the evidence panel.
    pub fn show(self, spot: String, statement: Option<StatementId>, sources: Vec<SourceId>) {
        let cited = Cited {
            statement,
            spot,
            sources,
        };
        if self
            .cited
            .with_untracked(|now| now.as_ref() != Some(&cited))
        {
            self.cited.set(Some(cited));
        }
    }

    /// Shows a failure, or that the server cannot be reached, or that the session has ended.
    pub fn fail(self, failure: Failure) {
        if failure.unreachable {
            self.link.set(Link::Offline);
            follow::begin(self);
        } else if failure.code == WireErrorCode::SessionExpired {
            self.link.set(Link::Expired);
        } else {
            self.failure.set(Some(failure));
        }
    }

    /// Tells a screen reader.
    pub fn say(self, text: impl Into<String>) {
        self.said.set(text.into());
    }
}

/// Whether the status is one of a signed draft.
pub const fn signed(status: DraftStatus) -> bool {
    matches!(
        status,
        DraftStatus::Signed | DraftStatus::Filed | DraftStatus::NeedsPerson
    )
}
