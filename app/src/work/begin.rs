//! Brings the page to life in the browser.

use super::workspace::{ELEMENT, Workspace};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use model::view::WorkView;
use web_sys::HtmlElement;

/// Builds the page over what the server rendered, from the view that came with it. A page without one stays as it is.
pub fn begin() {
    let element = document().get_element_by_id(ELEMENT);
    let Some(element) = element.and_then(|found| found.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let view = element.get_attribute("data-view").unwrap_or_default();
    // From bytes, like every answer of a server function: the code that reads a view is in the module once.
    let Ok(work) = serde_json::from_slice::<WorkView>(view.as_bytes()) else {
        return;
    };
    let _ = element.remove_attribute("data-view");
    element.set_text_content(None);
    mount_to(element, move || view! { <Workspace work /> }).forget();
}
