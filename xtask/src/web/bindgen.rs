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
    let script = match profile {
        Profile::Dev => output.js().to_owned(),
        Profile::Release => tight(output.js()),
    };
    let script = script.into_bytes();
    Ok(Made { wasm, script })
}

/// The script without its comments and indentation. They stand on lines of their own; a text over several lines would lose its indentation, so a script
/// with one is left as it is.
fn tight(script: &str) -> String {
    if script
        .lines()
        .any(|line| line.matches('`').count() % 2 == 1)
    {
        return script.to_owned();
    }
    let mut out = String::with_capacity(script.len());
    let mut comment = false;
    for line in script.lines().map(str::trim) {
        comment |= line.starts_with("/**");
        if !comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    out
}

/// A file's bytes.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::at(path))
}

#[cfg(test)]
mod tests {
    use super::tight;

    #[test]
    fn a_text_over_several_lines_is_not_touched() {
        let script = "/** a */\nlet a = `\n  b`;\n";
        assert_eq!(tight(script), script);
    }

    #[test]
    fn comments_and_indentation_go_and_nothing_else() {
        let script = "/**\n * @returns {number}\n */\nget a() {\n    // why\n    return \"/**\" + `x`;\n\n}\n/** one line */\nb();\n";
        assert_eq!(tight(script), "get a() {\nreturn \"/**\" + `x`;\n}\nb();\n");
    }
}
