//! Asks the server for the page's view.

use super::{Desk, Link, Pane, api, focus_id, follow, merged};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use model::DraftId;

/// Opens a draft, with its own address.
pub fn open(desk: Desk, draft: Option<DraftId>) {
    desk.pane.set(Pane::Draft);
    desk.editing.set(None);
    desk.current.set(None);
    desk.cited.set(None);
    desk.failure.set(None);
    if desk.open_id() == draft {
        return;
    }
    spawn_local(async move {
        match api::work(desk.launch(), draft).await {
            Ok(work) => {
                desk.link.set(Link::Live);
                address(&work.launch, work.open.as_ref().map(|draft| &draft.id));
                desk.work.set(work);
                focus_id("title".into());
                follow::begin(desk);
            }
            Err(failure) => desk.fail(failure),
        }
    });
}

/// The head of what stands in the draft's place, with the way back.
pub fn head(desk: Desk, title: &'static str) -> AnyView {
    view! {
        <header class="sheet-head">
            <h1 id="title" tabindex="-1">{title}</h1>
            <button type="button" on:click=move |_| desk.pane.set(Pane::Draft)>"Back"</button>
        </header>
    }
    .into_any()
}

/// Fetches the newest view of what is open.
pub fn reload(desk: Desk) {
    spawn_local(async move {
        match api::work(desk.launch(), desk.open_id()).await {
            Ok(work) => {
                desk.link.set(Link::Live);
                desk.work.update(|current| *current = merged(current, work));
                follow::begin(desk);
            }
            Err(failure) => desk.fail(failure),
        }
    });
}

/// The page's address: a reload comes back to the same draft.
fn address(launch: &model::LaunchId, draft: Option<&DraftId>) {
    let path = match draft {
        Some(draft) => format!("/l/{launch}/d/{draft}"),
        None => format!("/l/{launch}"),
    };
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}
