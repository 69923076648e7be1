//! Edits a statement in its place, checked while it is typed.

use super::api;
use super::state::{Ask, change};
use crate::desk::{Desk, Place, focus_id, focus_place};
use crate::ui::words;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::StatementId;
use model::view::{Change, StatementView};
use std::time::Duration;

/// How long the typing must rest before the words are checked.
const REST: Duration = Duration::from_millis(400);

/// What is known of the words as they are typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Checked {
    /// As they were.
    Same,
    /// The answer is not there yet.
    Pending,
    /// The verifier's answer.
    Answered(Box<StatementView>),
    /// It could not be had; saving checks again.
    Unknown,
}

/// The text area with Save and Cancel.
#[component]
pub(super) fn Editor(now: StatementView) -> impl IntoView {
    let desk = Desk::here();
    let ask: Ask = expect_context();
    let (id, was) = (now.id.clone(), now.text.clone());
    let text = RwSignal::new(now.text);
    let checked = RwSignal::new(Checked::Same);
    let turn = StoredValue::new(0_u32);
    let area = format!("edit-{id}");
    Effect::new({
        let area = area.clone();
        move |_| focus_id(area.clone())
    });
    let typed = {
        let id = id.clone();
        move |words: String| {
            text.set(words);
            checked.set(Checked::Pending);
            check(desk, id.clone(), text, checked, turn);
        }
    };
    let save = {
        let (id, was) = (id.clone(), was);
        move || {
            let words = text.get_untracked().trim().to_owned();
            if words == was || words.is_empty() {
                return leave(desk, &id);
            }
            change(
                desk,
                ask,
                Change::Edit {
                    statement: id.clone(),
                    text: words,
                },
            );
        }
    };
    let cancel = move || leave(desk, &id);
    let (saved, cancelled) = (save.clone(), cancel.clone());
    let key = move |event: KeyboardEvent| {
        event.stop_propagation();
        match event.key().as_str() {
            "Escape" => cancelled(),
            "Enter" if event.ctrl_key() || event.meta_key() => saved(),
            _ => {}
        }
    };
    view! {
        <div class="editor" on:keydown=key>
            <label class="hidden" for=area.clone()>"Edit the statement"</label>
            <textarea id=area.clone() rows=move || rows(&text.read()).to_string() maxlength="4000" prop:value=text on:input:target=move |event| typed(event.target().value())></textarea>
            <div class="verdict" role="status">{move || told(checked.get())}</div>
            <div class="row">
                <button type="button" class="primary" on:click=move |_| save()>"Save"</button>
                <button type="button" on:click=move |_| cancel()>"Cancel"</button>
            </div>
        </div>
    }
    .into_any()
}

fn leave(desk: Desk, id: &StatementId) {
    desk.editing.set(None);
    focus_place(desk, Place::Statement(id.clone()));
}

/// Asks for a check when the typing rests; an answer to older words is dropped.
fn check(
    desk: Desk,
    id: StatementId,
    text: RwSignal<String>,
    checked: RwSignal<Checked>,
    turn: StoredValue<u32>,
) {
    turn.update_value(|turn| *turn += 1);
    let ours = turn.get_value();
    let newest = move || turn.try_get_value() == Some(ours);
    let ask = move || {
        let Some(draft) = desk.open_id().filter(|_| newest()) else {
            return;
        };
        spawn_local(async move {
            let answer = api::check(desk.launch(), draft, id, text.get_untracked()).await;
            if newest() {
                checked
                    .set(answer.map_or(Checked::Unknown, |view| Checked::Answered(Box::new(view))));
            }
        });
    };
    set_timeout(ask, REST);
}

fn told(checked: Checked) -> AnyView {
    match checked {
        Checked::Same => ().into_any(),
        Checked::Pending => view! { <p class="quiet">"Checking…"</p> }.into_any(),
        Checked::Unknown => {
            view! { <p class="quiet">"Not checked yet. It is checked when you save."</p> }
                .into_any()
        }
        Checked::Answered(view) if view.releasable => {
            view! { <p class="fine">"✓ "{words::verdict(view.verdict)}</p> }.into_any()
        }
        Checked::Answered(view) => {
            let lines = view
                .reasons
                .into_iter()
                .map(|reason| view! { <li>{reason.line}</li> });
            let lines = lines.collect_view();
            view! { <p class="attention">{words::verdict(view.verdict)}</p><ul class="reasons">{lines}</ul> }.into_any()
        }
    }
}

/// Lines that the text takes, about.
fn rows(text: &str) -> usize {
    let lines = text.lines().map(|line| line.chars().count() / 70 + 1);
    lines.sum::<usize>().clamp(2, 14)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_grows_with_its_text_within_bounds() {
        assert_eq!(rows(""), 2);
        assert_eq!(rows(&"x".repeat(300)), 5);
        assert_eq!(rows(&"x\n".repeat(90)), 14);
    }
}
