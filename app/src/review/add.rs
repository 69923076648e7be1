//! A statement of the clinician's own at the end of a section.

use super::state::{Ask, adds, change, leave_adding};
use crate::desk::{Desk, focus_id};
use crate::ui::If;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use model::view::Change;

/// The button, and in its place the form once it is pressed. What is added rests on no source: the check says so, and the clinician attests it.
#[component]
pub(super) fn Add(at: usize) -> impl IntoView {
    let desk = Desk::here();
    let open = Memo::new(move |_| desk.adding.get() == Some(at));
    let begin = move |_| {
        desk.adding.set(Some(at));
        focus_id(area(at));
    };
    view! {
        <If when=move || !open.get()>
            <button id=adds(at) type="button" class="quiet-button add" on:click=begin>"Add a statement"</button>
        </If>
        <If when=move || open.get()>
            <Form at />
        </If>
    }
    .into_any()
}

#[component]
fn Form(at: usize) -> impl IntoView {
    let desk = Desk::here();
    let ask: Ask = expect_context();
    let text = RwSignal::new(String::new());
    let leave = move || leave_adding(desk, at);
    let send = move || {
        let words = text.get_untracked().trim().to_owned();
        if words.is_empty() {
            leave();
        } else {
            change(desk, ask, own(at, words));
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    let key = move |event: KeyboardEvent| {
        event.stop_propagation();
        match event.key().as_str() {
            "Escape" => leave(),
            "Enter" if event.ctrl_key() || event.meta_key() => send(),
            _ => {}
        }
    };
    view! {
        <form class="editor" on:submit=submit on:keydown=key>
            <label for=area(at)>"Your own statement; you attest it, as it cites nothing of the chart"</label>
            <textarea id=area(at) rows="2" maxlength="4000" prop:value=text on:input:target=move |event| text.set(event.target().value())></textarea>
            <div class="row">
                <button type="submit" class="primary">"Add"</button>
                <button type="button" on:click=move |_| leave()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}

fn own(section: usize, text: String) -> Change {
    Change::Add {
        section,
        text,
        citations: Vec::new(),
    }
}

fn area(at: usize) -> String {
    format!("add-{at}")
}
