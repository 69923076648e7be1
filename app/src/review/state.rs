//! What the person does to the draft. Commands go to the server one after the other, each at the revision that the one before left.

use super::api;
use crate::desk::{Desk, Place, focus_id, focus_place, follow, reload, signed};
use crate::wire::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::view::{Change, DraftView, StatementState, StatementView};
use model::{DraftId, StatementId, WireErrorCode};
use std::collections::VecDeque;

/// What waits to be sent.
#[derive(Clone, Copy)]
pub struct Ask {
    waiting: StoredValue<VecDeque<(DraftId, Change)>>,
    sending: StoredValue<bool>,
}

impl Ask {
    /// Nothing waits.
    pub fn new() -> Self {
        Self {
            waiting: StoredValue::new(VecDeque::new()),
            sending: StoredValue::new(false),
        }
    }
}

/// Sends the change after those that wait.
pub fn change(desk: Desk, ask: Ask, change: Change) {
    let Some(draft) = desk.open_id() else { return };
    desk.failure.set(None);
    ask.waiting
        .update_value(|waiting| waiting.push_back((draft, change)));
    if ask.sending.get_value() {
        return;
    }
    ask.sending.set_value(true);
    spawn_local(async move {
        while let Some((draft, change)) =
            ask.waiting.try_update_value(VecDeque::pop_front).flatten()
        {
            if desk.open_id().as_ref() != Some(&draft) {
                continue;
            }
            let revision = desk.draft_now(|draft| draft.revision);
            match api::change(desk.launch(), draft, revision, change.clone()).await {
                Ok(draft) => done(desk, &change, draft),
                Err(failure) => {
                    ask.waiting.update_value(VecDeque::clear);
                    refused(desk, failure);
                }
            }
        }
        ask.sending.set_value(false);
    });
}

/// The editor and the form close only when their words have arrived.
fn done(desk: Desk, change: &Change, draft: DraftView) {
    let needs = draft.needs_you;
    desk.apply(draft);
    if let Change::Edit { statement, .. } = change
        && desk.editing.get_untracked().as_ref() == Some(statement)
    {
        desk.editing.set(None);
        focus_place(desk, Place::Statement(statement.clone()));
    }
    if let Change::Add { section, .. } = change {
        leave_adding(desk, *section);
    }
    desk.say(match needs {
        0 => "Done. Nothing more needs you.".to_owned(),
        1 => "Done. 1 thing needs you.".to_owned(),
        needs => format!("Done. {needs} things need you."),
    });
}

/// Closes the form for a statement of one's own; the focus goes back to its button.
pub(super) fn leave_adding(desk: Desk, section: usize) {
    if desk.adding.get_untracked() == Some(section) {
        desk.adding.set(None);
        focus_id(adds(section));
    }
}

/// The id of the button that opens the form for a statement of one's own.
pub(super) fn adds(section: usize) -> String {
    format!("adds-{section}")
}

fn refused(desk: Desk, failure: Failure) {
    if failure.code == WireErrorCode::Conflict {
        reload(desk);
    }
    desk.fail(failure);
}

/// Opens the editor on a statement, unless the draft is signed.
pub fn begin_edit(desk: Desk, id: &StatementId) {
    let removed = desk
        .statement_now(id)
        .is_some_and(|now| now.state == StatementState::Removed);
    if open_for_change(desk) && !removed {
        desk.current.set(Some(Place::Statement(id.clone())));
        desk.editing.set(Some(id.clone()));
    }
}

/// Takes the statement out, or back in.
pub fn remove_or_restore(desk: Desk, ask: Ask, id: &StatementId) {
    let Some(now) = desk.statement_now(id).filter(|_| open_for_change(desk)) else {
        return;
    };
    let statement = id.clone();
    let what = match now.state {
        StatementState::Removed => Change::Restore { statement },
        _ => Change::Remove { statement },
    };
    act(desk, ask, id, what);
}

/// The clinician vouches for exactly the words on the screen; only where they wait for a person.
pub fn attest(desk: Desk, ask: Ask, id: &StatementId) {
    let now = desk.statement_now(id).filter(crate::desk::blocked);
    if let Some(now) = now.filter(|_| open_for_change(desk)) {
        let (statement, text) = (id.clone(), now.text);
        act(desk, ask, id, Change::Attest { statement, text });
    }
}

/// Applies the first fix that is offered.
pub fn use_fix(desk: Desk, ask: Ask, id: &StatementId) {
    let fix = desk
        .statement_now(id)
        .filter(|_| open_for_change(desk))
        .and_then(first_fix);
    if let Some(text) = fix {
        let statement = id.clone();
        act(desk, ask, id, Change::Edit { statement, text });
    }
}

fn first_fix(statement: StatementView) -> Option<String> {
    let mut fixes = statement
        .reasons
        .into_iter()
        .filter_map(|reason| reason.fix);
    fixes.next().map(|fix| fix.text)
}

/// The focus goes to the statement first: the button that was pressed may vanish.
fn act(desk: Desk, ask: Ask, id: &StatementId, what: Change) {
    focus_place(desk, Place::Statement(id.clone()));
    change(desk, ask, what);
}

fn open_for_change(desk: Desk) -> bool {
    let status = desk
        .work
        .with_untracked(|work| work.open.as_ref().map(|draft| draft.status));
    status.is_some_and(|status| !signed(status))
}

/// Writes the section anew.
pub fn regenerate(desk: Desk, section: usize, instruction: String) {
    let Some(draft) = desk.open_id() else { return };
    let revision = desk.draft_now(|draft| draft.revision);
    let instruction = Some(instruction.trim().to_owned()).filter(|text| !text.is_empty());
    desk.failure.set(None);
    desk.busy.set(Some("Writing the section again".into()));
    spawn_local(async move {
        let written = api::regenerate(desk.launch(), draft, revision, section, instruction).await;
        desk.busy.set(None);
        match written {
            Ok(draft) => {
                desk.renewing.set(None);
                desk.apply(draft);
                desk.say("The section was written again.");
                follow::begin(desk);
            }
            Err(failure) => refused(desk, failure),
        }
    });
}
