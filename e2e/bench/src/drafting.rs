//! Composing whole documents, against one pass over every fact that they could be made of.

use crate::data::{self, Bundle};
use crate::error::BenchError;
use crate::report::{Report, Unit};
use crate::timing::{Runs, Times, pair};
use chart::Chart;
use drafting::{Composed, Drafting, Options};
use model::DraftKind;
use sources::{FactValue, SourceSet};
use std::sync::Arc;
use std::time::Instant;
use verify::{Beside, Lexicon, RawDraft, Verifier};

/// How many passes over all facts a document may take.
const AT_MOST: f64 = 40.0;
/// Our own time for a document of a chart of about 1,000 resources, drafted and checked, in thousandths of a second.
const OWN_TIME: f64 = 50.0;

/// Measures every kind that can be drafted of the chart alone.
pub(crate) fn run(report: &mut Report) -> Result<(), BenchError> {
    let drafting = Drafting::shipped()?;
    for bundle in data::charts(report, "drafting")? {
        against_facts(report, &drafting, &bundle)?;
        own_time(report, &drafting, &bundle, None)?;
    }
    if let Some(bundle) = data::middling()? {
        own_time(report, &drafting, &bundle, Some(OWN_TIME))
    } else {
        report.not_measured(
            "drafting a chart of 1,000 resources",
            "the test data is not there",
        );
        Ok(())
    }
}

fn against_facts(
    report: &mut Report,
    drafting: &Drafting,
    bundle: &Bundle,
) -> Result<(), BenchError> {
    let set = SourceSet::freeze(&Chart::from_bundle(&bundle.bytes)?);
    let facts: usize = set.snippets().iter().map(|one| one.facts.len()).sum();
    report.count(
        &format!("drafting {} facts", bundle.name),
        facts as u64,
        "facts",
    );
    let options = Options::default();
    for kind in [DraftKind::ChartSummary, DraftKind::ProgressNote] {
        let sections = drafting.sections(kind).len() as u64;
        let name = format!("drafting {} {}", bundle.name, kind.name());
        report.count(&format!("{name} sections"), sections, "sections");
        let (times, plain) = pair(
            Runs::new(2, 15),
            || compose(drafting, kind, &set, bundle, &options),
            || Ok(pass(&set)),
        )?;
        let baseline = ("one pass over every fact", &plain);
        report.compared(&name, &times, baseline, Unit::Milli, Some(AT_MOST));
    }
    Ok(())
}

/// Every kind, composed and checked against the frozen and prepared chart, as it is when the clinician asks for it.
fn own_time(
    report: &mut Report,
    drafting: &Drafting,
    bundle: &Bundle,
    at_most: Option<f64>,
) -> Result<(), BenchError> {
    let set = SourceSet::freeze(&Chart::from_bundle(&bundle.bytes)?);
    let verifier = Verifier::new(&set, Arc::new(Lexicon::embedded())).ready();
    for info in drafting.kinds() {
        if info.takes.iter().any(|take| take.needed) {
            continue;
        }
        let options = Options {
            policy: info.choices.first().map(|choice| choice.value.clone()),
            ..Options::default()
        };
        let (mut times, mut statements) = (Vec::new(), 0);
        for _ in 0..9 {
            let start = Instant::now();
            let sections = compose(drafting, info.kind, &set, bundle, &options)?;
            let sections = sections.into_iter().map(|one| one.section).collect();
            let raw = RawDraft::new(info.kind, bundle.as_of, sections);
            let grounded = verifier.draft(raw, 1, Beside::default());
            times.push(start.elapsed());
            statements = grounded.document().verdicts.len();
        }
        let name = format!(
            "drafting {} {}, composed and checked",
            bundle.name,
            info.kind.name()
        );
        report.count(
            &format!("{name}: statements"),
            statements as u64,
            "statements",
        );
        let median = Times::new(times).median().as_secs_f64() * 1e3;
        report.bounded(&name, median, "ms", at_most);
    }
    Ok(())
}

/// Every section of a document.
pub(crate) fn compose(
    drafting: &Drafting,
    kind: DraftKind,
    set: &SourceSet,
    bundle: &Bundle,
    options: &Options,
) -> Result<Vec<Composed>, BenchError> {
    (0..drafting.sections(kind).len())
        .map(|index| Ok(drafting.compose(kind, index, set, bundle.as_of, options)?))
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
