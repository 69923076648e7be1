//! Composing whole documents, against one pass over every fact that they could be made of.

use crate::data::{self, Bundle};
use crate::error::BenchError;
use crate::report::{Report, Unit};
use crate::timing::{Runs, pair};
use chart::Chart;
use drafting::{Composed, Drafting, Options};
use model::DraftKind;
use sources::{FactValue, SourceSet};

/// How many passes over all facts a document may take.
const AT_MOST: f64 = 40.0;

/// Measures the kinds that need no choice.
pub(crate) fn run(report: &mut Report) -> Result<(), BenchError> {
    let drafting = Drafting::shipped()?;
    for bundle in data::charts(report, "drafting")? {
        one(report, &drafting, &bundle)?;
    }
    Ok(())
}

fn one(report: &mut Report, drafting: &Drafting, bundle: &Bundle) -> Result<(), BenchError> {
    let set = SourceSet::freeze(&Chart::from_bundle(&bundle.bytes)?);
    let facts: usize = set.snippets().iter().map(|one| one.facts.len()).sum();
    report.count(
        &format!("drafting {} facts", bundle.name),
        facts as u64,
        "facts",
    );
    for kind in [DraftKind::ChartSummary, DraftKind::ProgressNote] {
        let sections = drafting.sections(kind).len() as u64;
        let name = format!("drafting {} {}", bundle.name, kind.name());
        report.count(&format!("{name} sections"), sections, "sections");
        let (times, plain) = pair(
            Runs::new(2, 15),
            || compose(drafting, kind, &set, bundle),
            || Ok(pass(&set)),
        )?;
        let baseline = ("one pass over every fact", &plain);
        report.compared(&name, &times, baseline, Unit::Milli, Some(AT_MOST));
    }
    Ok(())
}

/// Every section of a document.
pub(crate) fn compose(
    drafting: &Drafting,
    kind: DraftKind,
    set: &SourceSet,
    bundle: &Bundle,
) -> Result<Vec<Composed>, BenchError> {
    let options = Options::default();
    (0..drafting.sections(kind).len())
        .map(|index| Ok(drafting.compose(kind, index, set, bundle.as_of, &options)?))
        .collect()
}

/// The baseline: reads what every fact says.
fn pass(set: &SourceSet) -> usize {
    let facts = set.snippets().iter().flat_map(|one| &one.facts);
    facts
        .map(|fact| {
            fact.path
                .bytes()
                .chain(words(&fact.value).bytes())
                .map(usize::from)
                .sum::<usize>()
        })
        .sum()
}

fn words(value: &FactValue) -> &str {
    match value {
        FactValue::Text(text) | FactValue::Coded { text, .. } => text,
        FactValue::Reference { to, .. } => to.as_str(),
        _ => "",
    }
}
