//! File names that carry the content's hash, so that a browser may keep each file for ever.

use super::OUTPUT_NAME;
use super::bindgen::Made;
use crate::error::Error;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The names of the built files, without their folder.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Names {
    /// The script's hash.
    script: String,
    /// The module's hash.
    wasm: String,
    /// The style sheet's hash.
    style: String,
    /// The recorder's hash.
    recorder: String,
}

/// Writes the files under hashed names.
pub(crate) fn write(
    package: &Path,
    made: &Made,
    sheet: &[u8],
    recorder: &[u8],
) -> Result<Names, Error> {
    let names = Names {
        script: hash(&made.script),
        wasm: hash(&made.wasm),
        style: hash(sheet),
        recorder: hash(recorder),
    };
    let [script, wasm, style] = names.files();
    let files = [
        (script, &*made.script),
        (wasm, &*made.wasm),
        (style, sheet),
        (names.recorder(), recorder),
    ];
    for (name, bytes) in files {
        let path = package.join(name);
        fs::write(&path, bytes).map_err(Error::at(&path))?;
    }
    Ok(names)
}

impl Names {
    /// The recorder, which no first load fetches.
    pub(crate) fn recorder(&self) -> String {
        format!("recorder.{}.js", self.recorder)
    }

    /// Script, module, style sheet: the first load.
    pub(crate) fn files(&self) -> [String; 3] {
        [
            format!("{OUTPUT_NAME}.{}.js", self.script),
            format!("{OUTPUT_NAME}.{}.wasm", self.wasm),
            format!("{OUTPUT_NAME}.{}.css", self.style),
        ]
    }

    /// Writes `hash.txt`, which tells a server binary in that folder the names. It is the form that cargo-leptos writes.
    pub(crate) fn note(&self, folder: &Path) -> Result<(), Error> {
        let mut text = String::new();
        for (kind, hash) in [
            ("js", &self.script),
            ("wasm", &self.wasm),
            ("css", &self.style),
            ("recorder", &self.recorder),
        ] {
            let _ = writeln!(text, "{kind}: {hash}");
        }
        fs::create_dir_all(folder).map_err(Error::at(folder))?;
        let path = folder.join("hash.txt");
        fs::write(&path, text).map_err(Error::at(&path))
    }
}

/// Sixty-four bits of SHA-256: enough to tell builds apart.
fn hash(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_content_gets_another_name_and_the_note_says_it() {
        let folder = tempfile::tempdir().unwrap();
        let make = |script: &str| Made {
            wasm: b"\0asm".to_vec(),
            script: script.as_bytes().to_vec(),
        };
        let one = write(folder.path(), &make("1"), b"body{}", b"1").unwrap();
        let two = write(folder.path(), &make("2"), b"body{}", b"2").unwrap();
        assert_ne!(one.recorder(), two.recorder());
        assert_ne!(one.files()[0], two.files()[0]);
        assert_eq!(one.files()[1..], two.files()[1..]);
        two.note(folder.path()).unwrap();
        let note = fs::read_to_string(folder.path().join("hash.txt")).unwrap();
        assert!(note.ends_with(&format!("recorder: {}\n", two.recorder)));
        assert!(note.starts_with(&format!("js: {}\n", two.script)));
        assert!(
            two.files()
                .iter()
                .all(|name| folder.path().join(name).is_file())
        );
    }
}
