//! The palette's field and list.

use super::api;
use super::find::{Offer, Target, offers};
use crate::desk::{Desk, Pane, focus_id, open};
use crate::drafts::start;
use crate::ui::If;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long the typing must rest before the chart is searched.
const REST: Duration = Duration::from_millis(250);

/// What the palette knows.
#[derive(Clone, Copy)]
struct Found {
    words: RwSignal<String>,
    sources: RwSignal<Vec<Offer>>,
    at: RwSignal<usize>,
    turn: StoredValue<u32>,
}

/// The open palette.
#[component]
pub fn Palette() -> impl IntoView {
    let desk = Desk::here();
    let found = Found {
        words: RwSignal::new(String::new()),
        sources: RwSignal::new(Vec::new()),
        at: RwSignal::new(0),
        turn: StoredValue::new(0),
    };
    Effect::new(move |_| focus_id("palette-words".into()));
    let list = Memo::new(move |_| {
        let mut list = desk.work.with(|work| offers(work, &found.words.read()));
        list.extend(found.sources.get());
        list.truncate(14);
        list
    });
    let key = move |event: KeyboardEvent| pressed(desk, found, list, &event);
    let typed = move |words: String| {
        found.at.set(0);
        found.words.set(words);
        search(desk, found);
    };
    let lines = move || {
        let list = list.get().into_iter().enumerate();
        list.map(|(at, offer)| line(desk, found, at, offer))
            .collect_view()
    };
    view! {
        <section class="palette" aria-label="Find" on:keydown=key>
            <input id="palette-words" type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-label="Find a section, a draft or a source" aria-activedescendant=move || format!("palette-{}", found.at.get()) autocomplete="off" placeholder="Find a section, a draft or a source" on:input:target=move |event| typed(event.target().value()) />
            <ul id="palette-list" role="listbox" aria-label="Found">{lines}</ul>
            <If when=move || list.with(Vec::is_empty)><p class="quiet">"Nothing found."</p></If>
        </section>
    }
    .into_any()
}

fn line(desk: Desk, found: Found, at: usize, (target, what, text): Offer) -> impl IntoView {
    let press = move |_| go(desk, target.clone());
    view! {
        <li id=format!("palette-{at}") role="option" aria-selected=move || (found.at.get() == at).to_string() on:click=press>
            <span class="what">{what}</span>" "{text}
        </li>
    }
    .into_any()
}

fn pressed(desk: Desk, found: Found, list: Memo<Vec<Offer>>, event: &KeyboardEvent) {
    event.stop_propagation();
    let last = list.with_untracked(Vec::len).saturating_sub(1);
    match event.key().as_str() {
        "ArrowDown" => found.at.update(|at| *at = (*at + 1).min(last)),
        "ArrowUp" => found.at.update(|at| *at = at.saturating_sub(1)),
        "Escape" => close(desk),
        "Enter" => {
            let target = list.with_untracked(|list| list.get(found.at.get_untracked()).cloned());
            if let Some((target, _, _)) = target {
                go(desk, target);
            }
        }
        _ => return,
    }
    event.prevent_default();
}

fn close(desk: Desk) {
    desk.palette.set(false);
    let place = desk.current.get_untracked().map(|place| place.element());
    focus_id(place.unwrap_or_else(|| "title".into()));
}

fn go(desk: Desk, target: Target) {
    close(desk);
    match target {
        Target::Draft(draft) => open(desk, Some(draft)),
        Target::New(kind) => start(desk, kind, None, Vec::new()),
        Target::Section(at) => {
            desk.pane.set(Pane::Draft);
            let first = desk.draft_now(|draft| {
                let section = draft.sections.get(at)?;
                section
                    .statements
                    .first()
                    .map(|statement| format!("s-{}", statement.id))
            });
            focus_id(first.unwrap_or_else(|| "title".into()));
        }
        Target::Source(source) => desk.show("title".into(), None, vec![source]),
    }
}

fn search(desk: Desk, found: Found) {
    found.turn.update_value(|turn| *turn += 1);
    let ours = found.turn.get_value();
    let newest = move || found.turn.try_get_value() == Some(ours);
    let ask = move || {
        let words = found.words.try_get_untracked().unwrap_or_default();
        if !newest() || words.trim().len() < 2 {
            return;
        }
        spawn_local(async move {
            if let Ok(sources) = api::search(desk.launch(), words).await
                && newest()
            {
                let sources = sources.into_iter();
                let sources =
                    sources.map(|(source, label)| (Target::Source(source), "Source", label));
                found.sources.set(sources.collect());
            }
        });
    };
    set_timeout(ask, REST);
}
