//! The browser's entry: makes the islands of `app` known to the page's script, which then brings each to life.

use app as _; // its islands are exports of this module
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once, before the islands are hydrated.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
