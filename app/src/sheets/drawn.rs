//! Shows a drawn sheet and hears its buttons.

use super::api;
use crate::desk::{Desk, Pane, focus_id, head};
use crate::drafts::{Given, start};
use crate::evidence::Under;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use model::view::Sheet;
use model::{DraftKind, SourceId};
use web_sys::Element;

const UNDER: &str = "drawn-under";

const fn title(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Overview => "The chart as a whole",
        Sheet::Inbox => "Messages of the patient",
    }
}

/// The sheets in the list at the left.
#[component]
pub fn Sheets() -> impl IntoView {
    let desk = Desk::here();
    let entry = |sheet, name: &'static str| {
        let press = move |_| desk.pane.set(Pane::Sheet(sheet));
        view! { <li><button type="button" class="link" on:click=press>{name}</button></li> }
    };
    view! {
        <h2 class="label">"Chart"</h2>
        <ul class="sheets">
            {entry(Sheet::Overview, "Timeline and gaps")}
            {entry(Sheet::Inbox, "Messages")}
            <li><a class="link" href=format!("/l/{}/phrases", desk.launch())>"Phrases"</a></li>
        </ul>
    }
    .into_any()
}

/// The sheet, fetched when it is opened.
#[component]
pub fn Drawn(sheet: Sheet) -> impl IntoView {
    let desk = Desk::here();
    let html = RwSignal::new("<p class=quiet>Reading the chart…</p>".to_owned());
    Effect::new(move |_| {
        focus_id("title".into());
        spawn_local(async move {
            let drawn = api::drawn_sheet(desk.launch(), sheet).await;
            html.try_set(drawn.unwrap_or_else(|failure| {
                desk.fail(failure);
                String::new()
            }));
        });
    });
    view! {
        <section class="sheet" aria-labelledby="title">
            {head(desk, title(sheet))}
            <div class="drawn" on:click=move |event| pressed(desk, &event) inner_html=html></div>
            <div id=UNDER><Under spot=UNDER.into() /></div>
            {(sheet == Sheet::Inbox).then(|| pasted(desk))}
        </section>
    }
    .into_any()
}

/// A message that the chart does not have.
fn pasted(desk: Desk) -> impl IntoView {
    let kind = desk.work.with_untracked(|work| {
        let mut kinds = work.kinds.iter();
        kinds
            .find(|kind| kind.kind == DraftKind::MessageReply)
            .cloned()
    });
    kind.map(|kind| view! { <h2>"A message from elsewhere"</h2><Given kind /> })
}

/// A button of the sheet: it opens sources, or begins a reply.
fn pressed(desk: Desk, event: &MouseEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(button) = target.and_then(|target| target.closest("button").ok().flatten()) else {
        return;
    };
    if let Some(sources) = button.get_attribute("data-sources") {
        if desk.narrow.get_untracked()
            && let Some(under) = document().get_element_by_id(UNDER)
            && let Some(place) = button.closest("li").ok().flatten()
        {
            // The evidence comes under what it was opened from.
            let _ = place.append_child(&under);
        }
        let sources = sources.split(' ').map(SourceId::new).collect();
        desk.show(UNDER.into(), None, sources);
    } else if let Some(message) = button.get_attribute("data-answer") {
        start(desk, DraftKind::MessageReply, Some(message), Vec::new());
    }
}
