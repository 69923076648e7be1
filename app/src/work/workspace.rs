//! The interactive page. It begins with the view that came with it and goes on by server functions.

use super::bar::Bar;
use super::help::Help;
use super::keys;
use super::top::{Banners, Top};
use crate::chart::LoadReport;
use crate::desk::{Desk, Pane, follow};
use crate::drafts::{DraftList, Kinds};
use crate::evidence::{Aside, Shelf};
use crate::palette::Palette;
use crate::review::{Ask, Draft};
use crate::sheets::{Drawn, Sheets};
use crate::signing::Signing;
use crate::ui::If;
use leptos::ev;
use leptos::prelude::*;
use model::view::WorkView;

/// The id of the element that holds the page.
pub(super) const ELEMENT: &str = "work";

/// The whole page of a launch. The server renders it for the first sight; the browser builds the same over it and goes on from there.
/// Built anew instead of hydrated, because the code for hydrating would be a third of what the browser must load.
#[component]
pub fn Workspace(work: WorkView) -> impl IntoView {
    let desk = Desk::new(work);
    let ask = Ask::new();
    provide_context(desk);
    provide_context(ask);
    provide_context(Shelf::new());
    Effect::new(move |_| begin(desk, ask));
    view! { <Frame desk /> }
}

/// The page's frame.
#[component]
fn Frame(desk: Desk) -> impl IntoView {
    let centre = move || match desk.pane.get() {
        Pane::Draft => view! { <Draft /> }.into_any(),
        Pane::Sign => view! { <Signing /> }.into_any(),
        Pane::Chart => view! { <LoadReport /> }.into_any(),
        Pane::Sheet(sheet) => view! { <Drawn sheet /> }.into_any(),
    };
    view! {
        <a class="skip" href="#main">"Skip to the draft"</a>
        <Top />
        <div class="columns">
            <nav class="side" aria-label="Drafts">
                <DraftList />
                <New />
                <Sheets />
                <Limits />
            </nav>
            <main id="main" class="centre" tabindex="-1">
                <Banners />
                {centre}
            </main>
            <Aside />
        </div>
        <Bar />
        <If when=move || desk.palette.get()><Palette /></If>
        <If when=move || desk.keys.get()><Help /></If>
        <p class="hidden" role="status" aria-live="polite">{move || desk.said.get()}</p>
    }
    .into_any()
}

/// What only a browser can do.
fn begin(desk: Desk, ask: Ask) {
    keys::listen(desk, ask);
    narrow(desk);
    window_event_listener(ev::resize, move |_| narrow(desk));
    window_event_listener(ev::popstate, |_| {
        let _ = window().location().reload();
    });
    window_event_listener(ev::online, move |_| follow::begin(desk));
    follow::begin(desk);
}

fn narrow(desk: Desk) {
    let query = window().match_media("(max-width: 56.24rem)").ok().flatten();
    let narrow = query.is_some_and(|query| query.matches());
    if desk.narrow.get_untracked() != narrow {
        desk.narrow.set(narrow);
    }
}

/// The kinds, folded away while a draft is open.
#[component]
fn New() -> impl IntoView {
    let desk = Desk::here();
    let open = Memo::new(move |_| desk.work.with(|work| work.open.is_some()));
    view! {
        <If when=move || open.get()>
            <details class="new">
                <summary>"New…"</summary>
                <Kinds />
            </details>
        </If>
    }
    .into_any()
}

/// What the launch cannot do.
#[component]
fn Limits() -> impl IntoView {
    let desk = Desk::here();
    let limits = Memo::new(move |_| desk.work.with(|work| work.limits.clone()));
    view! {
        <If when=move || !limits.with(Vec::is_empty)>
            <h2 class="label">"Not possible here"</h2>
            <ul class="limits">
                {move || limits.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
        </If>
    }
    .into_any()
}
