//! Listens to the keyboard.

use super::command::{of, run};
use crate::desk::Desk;
use crate::review::Ask;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::Element;

/// Where the choice is kept that single letters are no commands.
const STORED: &str = "countersign.letters";

/// Begins to listen, with the person's choice of before.
pub(super) fn listen(desk: Desk, ask: Ask) {
    let off = storage().and_then(|storage| storage.get_item(STORED).ok().flatten());
    desk.letters.set(off.as_deref() != Some("off"));
    window_event_listener(ev::keydown, move |event| pressed(desk, ask, &event));
}

/// Turns single letters on or off, and remembers it.
pub(super) fn letters(desk: Desk, on: bool) {
    desk.letters.set(on);
    if let Some(storage) = storage() {
        let _ = storage.set_item(STORED, if on { "on" } else { "off" });
    }
}

/// A framed page may have no storage at all.
fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn pressed(desk: Desk, ask: Ask, event: &KeyboardEvent) {
    let key = event.key();
    if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
        event.prevent_default();
        desk.palette.update(|open| *open = !*open);
        return;
    }
    let held = event.ctrl_key() || event.meta_key() || event.alt_key();
    let letter = key.chars().count() == 1;
    if held || typing(event) || letter && !desk.letters.get_untracked() {
        return;
    }
    if let Some(command) = of(&key) {
        event.prevent_default();
        run(desk, ask, command);
    }
}

fn typing(event: &KeyboardEvent) -> bool {
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}
