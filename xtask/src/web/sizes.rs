//! How much the first load transfers.

use super::compress::brotli;
use super::{Names, Plan, bindgen};
use crate::error::Error;
use crate::say;

/// Prints each file's size, raw and as brotli, and gives the sum of what the first load transfers beside the page, in bytes.
pub(crate) fn print(plan: &Plan, names: &Names) -> Result<u64, Error> {
    let package = plan.site.join("pkg");
    let mut total = 0;
    for (kind, name) in ["script", "wasm", "style"].into_iter().zip(names.files()) {
        let bytes = bindgen::read(&package.join(name))?;
        let small = brotli(&bytes).len();
        say::figure(&format!("{kind} raw"), bytes.len(), "bytes");
        say::figure(&format!("{kind} brotli"), small, "bytes");
        total += small as u64;
    }
    say::figure("first load brotli", total, "bytes");
    Ok(total)
}
