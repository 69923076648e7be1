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
    /// The hashes of the parts that no first load fetches, by name.
    parts: Vec<(&'static str, String)>,
}

/// Writes the files under hashed names.
pub(crate) fn write(
    package: &Path,
    made: &Made,
    sheet: &[u8],
    parts: &[(&'static str, Vec<u8>)],
) -> Result<Names, Error> {
    let names = Names {
        script: hash(&made.script),
        wasm: hash(&made.wasm),
        style: hash(sheet),
        parts: parts
            .iter()
            .map(|(name, bytes)| (*name, hash(bytes)))
            .collect(),
    };
    let [script, wasm, style] = names.files();
    let files = [(script, &*made.script), (wasm, &*made.wasm), (style, sheet)];
    let later = names.parts().zip(parts);
    let later = later.map(|(name, (_, bytes))| (name, bytes.as_slice()));
    for (name, bytes) in files.into_iter().chain(later) {
        let path = package.join(name);
        fs::write(&path, bytes).map_err(Error::at(&path))?;
    }
    Ok(names)
}

impl Names {
    /// What no first load fetches.
    fn parts(&self) -> impl Iterator<Item = String> {
        self.parts
            .iter()
            .map(|(name, hash)| format!("{name}.{hash}.js"))
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
        let first = [
            ("js", &self.script),
            ("wasm", &self.wasm),
            ("css", &self.style),
        ];
        let later = self.parts.iter().map(|(name, hash)| (*name, hash));
        for (kind, hash) in first.into_iter().chain(later) {
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
        let part = |text: &str| [("recorder", text.as_bytes().to_vec())];
        let one = write(folder.path(), &make("1"), b"body{}", &part("1")).unwrap();
        let two = write(folder.path(), &make("2"), b"body{}", &part("2")).unwrap();
        let recorder = |names: &Names| names.parts().next().unwrap();
        assert_ne!(recorder(&one), recorder(&two));
        assert!(folder.path().join(recorder(&two)).is_file());
        assert_ne!(one.files()[0], two.files()[0]);
        assert_eq!(one.files()[1..], two.files()[1..]);
        two.note(folder.path()).unwrap();
        let note = fs::read_to_string(folder.path().join("hash.txt")).unwrap();
        assert!(note.ends_with(&format!("recorder: {}\n", two.parts[0].1)));
        assert!(note.starts_with(&format!("js: {}\n", two.script)));
        assert!(
            two.files()
                .iter()
                .all(|name| folder.path().join(name).is_file())
        );
    }
}
