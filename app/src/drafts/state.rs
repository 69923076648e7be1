//! Begins and stops drafts.

use super::api;
use crate::desk::{Desk, open};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use model::{DraftKind, Material};
use web_sys::HtmlSelectElement;

/// Begins a draft and opens it. A second press while one is being begun does nothing.
pub fn start(desk: Desk, kind: DraftKind, choice: Option<String>, given: Vec<Material>) {
    if desk.busy.get_untracked().is_some() {
        return;
    }
    desk.failure.set(None);
    desk.busy.set(Some(format!("Beginning: {}", kind.title())));
    // The messages' sheet has the choice of it.
    let reading = document().get_element_by_id("reading");
    let reading = reading.and_then(|chosen| chosen.dyn_into::<HtmlSelectElement>().ok());
    let reading = reading.map(|chosen| chosen.value());
    spawn_local(async move {
        match api::start(desk.launch(), kind, choice, given, reading).await {
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
