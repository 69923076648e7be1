//! Moves the keyboard focus.

use super::{Desk, Place};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use std::time::Duration;
use web_sys::HtmlElement;

/// Makes the place current and gives it the focus, as soon as it is on the page.
pub fn focus_place(desk: Desk, place: Place) {
    let id = place.element();
    desk.current.set(Some(place));
    focus_id(id);
}

/// Gives the focus to the element with this id, once what was just changed has been drawn.
pub fn focus_id(id: String) {
    set_timeout(
        move || {
            let element = document().get_element_by_id(&id);
            if let Some(element) = element.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
                let _ = element.focus();
            }
        },
        Duration::ZERO,
    );
}
