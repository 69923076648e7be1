//! The browser's entry.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's script: brings the page to life.
#[wasm_bindgen]
pub fn begin() {
    app::work::begin();
}
