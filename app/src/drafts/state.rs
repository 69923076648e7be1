//! Begins and stops drafts.

use super::api;
use crate::desk::{Desk, open};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{DraftKind, Material};

/// Begins a draft and opens it. A second press while one is being begun does nothing.
pub fn start(desk: Desk, kind: DraftKind, choice: Option<String>, given: Vec<Material>) {
    if desk.busy.get_untracked().is_some() {
        return;
    }
    desk.failure.set(None);
    desk.busy.set(Some(format!("Beginning: {}", kind.title())));
    spawn_local(async move {
        match api::start(desk.launch(), kind, choice, given).await {
            Ok(draft) => open(desk, Some(draft)),
            Err(failure) => desk.fail(failure),
        }
        desk.busy.set(None);
    });
}

/// Stops the open draft's drafting.
pub fn stop(desk: Desk) {
    let Some(draft) = desk.open_id() else { return };
    spawn_local(async move {
        match api::stop(desk.launch(), draft).await {
            Ok(draft) => {
                desk.say("Drafting stopped.");
                desk.apply(draft);
            }
            Err(failure) => desk.fail(failure),
        }
    });
}
