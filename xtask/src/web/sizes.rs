//! How much the first load transfers.

use super::compress::brotli;
use super::{Names, Plan, Profile, bindgen};
use crate::error::Error;
use crate::say;

/// One built file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Size {
    /// `script`, `wasm` or `style`.
    pub(crate) kind: &'static str,
    /// Bytes on disk.
    pub(crate) raw: u64,
    /// Bytes as brotli.
    pub(crate) brotli: u64,
}

/// What the first load transfers beside the page.
pub(crate) fn all(plan: &Plan, names: &Names) -> Result<Vec<Size>, Error> {
    let package = plan.site.join("pkg");
    let kinds = ["script", "wasm", "style"];
    let files = kinds.into_iter().zip(names.files());
    files
        .map(|(kind, name)| {
            let bytes = bindgen::read(&package.join(name))?;
            Ok(Size {
                kind,
                raw: bytes.len() as u64,
                brotli: brotli(&bytes).len() as u64,
            })
        })
        .collect()
}

/// Prints each file's size, raw and as brotli, and gives the sum of what the first load transfers beside
/// the page, in bytes; zero for a development build.
pub(crate) fn print(plan: &Plan, names: &Names) -> Result<u64, Error> {
    let mut total = 0;
    for size in all(plan, names)? {
        say::figure(&format!("{} raw", size.kind), size.raw, "bytes");
        say::figure(&format!("{} brotli", size.kind), size.brotli, "bytes");
        total += size.brotli;
    }
    if plan.profile == Profile::Dev {
        return Ok(total);
    }
    say::figure("first load brotli", total, "bytes");
    Ok(total)
}
