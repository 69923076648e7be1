//! From a Bundle's bytes to sources that can be searched, against a plain JSON parser.

use crate::data::{self, Bundle};
use crate::error::BenchError;
use crate::report::{Report, Unit};
use crate::timing::{Runs, Times, once, pair};
use chart::Chart;
use serde_json::Value;
use sources::SourceSet;
use sources::search::Index;

/// How much longer than the parser the three steps may take together: every resource is hashed twice, rendered to text and
/// indexed word by word.
const AT_MOST: f64 = 20.0;
const RUNS: Runs = Runs::new(1, 7);

/// Measures every chart there is.
pub(crate) fn run(report: &mut Report) -> Result<(), BenchError> {
    for bundle in data::charts(report, "chart")? {
        one(report, &bundle)?;
    }
    Ok(())
}

fn one(report: &mut Report, bundle: &Bundle) -> Result<(), BenchError> {
    let name = format!("chart {} read", bundle.name);
    let mut steps: [Vec<_>; 3] = Default::default();
    let mut resources = 0;
    let (times, plain) = pair(
        RUNS,
        || {
            let (time, chart) = once(|| Chart::from_bundle(&bundle.bytes));
            let chart = chart?;
            steps[0].push(time);
            let (time, set) = once(|| SourceSet::freeze(&chart));
            steps[1].push(time);
            let (time, index) = once(|| Index::build(&set));
            steps[2].push(time);
            resources = chart.len();
            Ok::<_, BenchError>((chart, set, index))
        },
        || {
            serde_json::from_slice::<Value>(&bundle.bytes)
                .map_err(|error| BenchError::form("the Bundle", error))
        },
    )?;
    report.count(&format!("{name} resources"), resources as u64, "resources");
    report.count(&format!("{name} size"), bundle.bytes.len() as u64, "bytes");
    for (step, times) in ["parse", "freeze", "index"].into_iter().zip(steps) {
        let times = Times::new(times.into_iter().skip(RUNS.warm_up).collect());
        report.time(&format!("{name} {step}"), times.median(), Unit::Milli);
    }
    let baseline = ("serde_json to Value", &plain);
    report.compared(&name, &times, baseline, Unit::Milli, Some(AT_MOST));
    Ok(())
}
