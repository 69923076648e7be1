//! Gives the wasm module the script that the browser loads it with. The library is the lock file's own version, so it cannot mismatch.

use super::{OUTPUT_NAME, Profile};
use crate::error::Error;
use crate::say;
use std::fs;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// The module and its script.
pub(crate) struct Made {
    /// The wasm module.
    pub(crate) wasm: Vec<u8>,
    /// The script that loads it.
    pub(crate) script: Vec<u8>,
}

/// Makes both from cargo's output.
pub(crate) fn script(module: &Path, profile: Profile) -> Result<Made, Error> {
    say::step("wasm-bindgen: module and script");
    let bindgen = |cause| Error::Bindgen(format!("{cause:#}"));
    let mut output = Bindgen::new()
        .input_path(module)
        .out_name(OUTPUT_NAME)
        .web(true)
        .map_err(bindgen)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(profile == Profile::Release)
        .remove_producers_section(true)
        .generate_output()
        .map_err(bindgen)?;
    let snippets = output.snippets().values().any(|list| !list.is_empty());
    if snippets || !output.local_modules().is_empty() {
        return Err(Error::Bindgen(
            "a dependency brings script files of its own; they would need hashed names too".into(),
        ));
    }
    let wasm = output.wasm_mut().emit_wasm();
    let script = output.js().as_bytes().to_vec();
    Ok(Made { wasm, script })
}

/// A file's bytes.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::at(path))
}
