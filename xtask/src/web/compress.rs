//! Brotli and gzip files beside each served file, made once at the highest setting.

use crate::error::Error;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// What gains from compression.
const KINDS: [&str; 5] = ["js", "wasm", "css", "svg", "txt"];

/// Compresses every file of a kind that gains, in the folder and below.
pub(crate) fn beside(folder: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(Error::at(folder))? {
        let path = entry.map_err(Error::at(folder))?.path();
        if path.is_dir() {
            beside(&path)?;
            continue;
        }
        let kind = path.extension().and_then(|kind| kind.to_str());
        if kind.is_some_and(|kind| KINDS.contains(&kind)) {
            let bytes = super::bindgen::read(&path)?;
            write(&path, "br", &brotli(&bytes))?;
            write(&path, "gz", &gzip(&bytes).map_err(Error::at(&path))?)?;
        }
    }
    Ok(())
}

/// The bytes as brotli at its highest setting.
pub(crate) fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut out, 64 * 1024, 11, 22);
        // Writing to memory does not fail; dropping the writer finishes the stream.
        let _ = writer.write_all(bytes);
    }
    out
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

fn write(beside: &Path, ending: &str, bytes: &[u8]) -> Result<(), Error> {
    let mut name = beside.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    let path = Path::new(&name);
    fs::write(path, bytes).map_err(Error::at(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn both_forms_give_the_bytes_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.css");
        let text = "body { color: black }\n".repeat(50);
        fs::write(&file, &text).unwrap();
        fs::write(folder.path().join("a.png"), &text).unwrap();
        beside(folder.path()).unwrap();
        let mut back = String::new();
        let br = fs::read(folder.path().join("a.css.br")).unwrap();
        brotli::Decompressor::new(&*br, 4096)
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);
        back.clear();
        let gz = fs::read(folder.path().join("a.css.gz")).unwrap();
        flate2::read::GzDecoder::new(&*gz)
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);
        assert!(!folder.path().join("a.png.br").exists());
    }
}
