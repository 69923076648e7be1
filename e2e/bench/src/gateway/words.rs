//! Finding identifiers in notes.

use crate::data;
use crate::error::BenchError;
use crate::report::Report;
use chart::Chart;
use phi::{Finder, Literals};
use sources::SourceSet;
use std::time::Instant;

/// The goal: a megabyte in so many thousandths of a second, which is 20 MB a second.
const A_MEGABYTE: f64 = 50.0;

/// Over the readable text of the largest chart, its own people known.
pub(super) fn run(report: &mut Report) -> Result<(), BenchError> {
    let set = SourceSet::freeze(&Chart::from_bundle(&data::largest()?.bytes)?);
    let finder = Finder::new(&Literals::of_sources(&set));
    // The word lists are read once for a process.
    let mut found = finder.find("Amina Osei").len();
    let texts: Vec<&str> = set.snippets().iter().map(|one| one.text.as_str()).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let begun = Instant::now();
    for text in texts {
        found += finder.find(text).len();
    }
    let time = begun.elapsed();
    report.count("identifiers found in a chart", found as u64, "spans");
    report.count("identifiers chart size", bytes as u64, "bytes");
    #[expect(clippy::cast_precision_loss, reason = "some megabytes")]
    let megabyte = time.as_secs_f64() * 1e3 / (bytes as f64 / 1e6);
    report.bounded(
        "identifiers time for 1 MB",
        megabyte,
        "ms",
        Some(A_MEGABYTE),
    );
    Ok(())
}
