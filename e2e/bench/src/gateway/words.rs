//! Finding identifiers in notes.

use crate::data;
use crate::error::BenchError;
use crate::report::Report;
use crate::timing::{Times, once};
use chart::Chart;
use phi::{Finder, Literals};
use sources::SourceSet;

/// The goal: a megabyte in so many thousandths of a second, which is 20 MB a second.
const A_MEGABYTE: f64 = 50.0;
/// Runs over all the texts.
const RUNS: usize = 15;

/// Over the readable text of the largest chart, its own people known, and over the notes that are dense with identifiers of every kind.
pub(super) fn run(report: &mut Report) -> Result<(), BenchError> {
    let set = SourceSet::freeze(&Chart::from_bundle(&data::largest()?.bytes)?);
    let texts: Vec<&str> = set.snippets().iter().map(|one| one.text.as_str()).collect();
    let finder = Finder::new(&Literals::of_sources(&set));
    measure(report, "identifiers in a chart", &finder, &texts);
    match data::phi_notes()? {
        Some(notes) => {
            let texts: Vec<&str> = notes.iter().map(String::as_str).collect();
            let finder = Finder::new(&Literals::default());
            measure(report, "identifiers in test notes", &finder, &texts);
        }
        None => report.not_measured("identifiers in test notes", "the test data is absent"),
    }
    Ok(())
}

/// The middle run.
fn measure(report: &mut Report, name: &str, finder: &Finder, texts: &[&str]) {
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let all = || -> usize { texts.iter().map(|text| finder.find(text).len()).sum() };
    // The word lists are read once for a process.
    report.count(&format!("{name} found"), all() as u64, "spans");
    let times = Times::new((0..RUNS).map(|_| once(all).0).collect());
    #[expect(clippy::cast_precision_loss, reason = "some megabytes")]
    let megabytes = bytes as f64 / 1e6;
    let seconds = times.median().as_secs_f64();
    report.number(
        &format!("{name} speed"),
        megabytes / seconds.max(1e-9),
        "MB/s",
    );
    report.bounded(
        &format!("{name} time for 1 MB"),
        seconds * 1e3 / megabytes,
        "ms",
        Some(A_MEGABYTE),
    );
}
