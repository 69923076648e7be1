//! The list of keys.

use super::command::KEYS;
use super::keys::letters;
use crate::desk::{Desk, focus_id};
use leptos::prelude::*;

/// A panel in the corner; the text stays readable.
#[component]
pub(super) fn Help() -> impl IntoView {
    let desk = Desk::here();
    Effect::new(move |_| focus_id("keys-title".into()));
    let lines = KEYS.iter().map(|(key, _, words)| {
        view! { <li><kbd>{*key}</kbd><span>{*words}</span></li> }
    });
    view! {
        <section class="keys" aria-labelledby="keys-title">
            <h2 id="keys-title" tabindex="-1">"Keys"</h2>
            <ul>
                {lines.collect_view()}
                <li><kbd>"Ctrl K"</kbd><span>"Find a section, a draft or a source"</span></li>
                <li><kbd>"Ctrl Enter"</kbd><span>"Save an edit"</span></li>
            </ul>
            <label class="check">
                <input type="checkbox" prop:checked=desk.letters on:change:target=move |event| letters(desk, event.target().checked()) />
                "Single letters are commands"
            </label>
            <button type="button" on:click=move |_| desk.keys.set(false)>"Close"</button>
        </section>
    }
    .into_any()
}
