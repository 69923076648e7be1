//! Checking statements, against a plain substring scan of the cited sources' text.

use crate::claims::{self, Claim};
use crate::data::{self, Bundle};
use crate::error::BenchError;
use crate::report::{Report, Unit};
use crate::timing::{Runs, Times, once, pair};
use ::verify::{Lexicon, Verifier};
use chart::Chart;
use sources::SourceSet;
use std::sync::Arc;

/// How much longer than the scan a draft may take, the preparation of every cited source included.
const AT_MOST: f64 = 400.0;

/// Measures every chart there is.
pub(crate) fn run(report: &mut Report) -> Result<(), BenchError> {
    let (time, lexicon) = once(Lexicon::embedded);
    report.time("verify lexicon", time, Unit::Milli);
    let lexicon = Arc::new(lexicon);
    for bundle in data::charts(report, "verify")? {
        one(report, &bundle, &lexicon)?;
    }
    Ok(())
}

fn one(report: &mut Report, bundle: &Bundle, lexicon: &Arc<Lexicon>) -> Result<(), BenchError> {
    let set = SourceSet::freeze(&Chart::from_bundle(&bundle.bytes)?);
    let claims = claims::of(&set);
    let name = format!("verify {}", bundle.name);
    if claims.len() != claims::STATEMENTS {
        return Err(BenchError::form("the chart's statements", claims.len()));
    }
    let judge = |verifier: &Verifier<'_>, claim: &Claim| {
        verifier.statement(&claim.id, &claim.text, &claim.citations, bundle.as_of)
    };
    let verifier = Verifier::new(&set, Arc::clone(lexicon));
    let passed = claims
        .iter()
        .filter(|claim| judge(&verifier, claim).verdict.releasable())
        .count();
    report.count(
        &format!("{name} statements"),
        claims.len() as u64,
        "statements",
    );
    report.count(
        &format!("{name} statements passed"),
        passed as u64,
        "statements",
    );

    // One statement at a time, its sources prepared: what an edit costs.
    let mut warm = Vec::new();
    for run in 0..6 {
        for claim in &claims {
            let (time, _) = once(|| judge(&verifier, claim));
            if run > 0 {
                warm.push(time);
            }
        }
    }
    let warm = Times::new(warm);
    report.time(&format!("{name} statement p50"), warm.median(), Unit::Micro);
    report.time(
        &format!("{name} statement p99"),
        warm.part(0.99),
        Unit::Micro,
    );
    report.count(&format!("{name} statement runs"), warm.n() as u64, "runs");

    // A whole draft over sources that nobody cited before.
    let (times, plain) = pair(
        Runs::new(2, 11),
        || {
            let verifier = Verifier::new(&set, Arc::clone(lexicon));
            let verdicts: Vec<_> = claims.iter().map(|claim| judge(&verifier, claim)).collect();
            Ok::<_, BenchError>(verdicts)
        },
        || Ok(claims.iter().map(|claim| scan(&set, claim)).sum::<usize>()),
    )?;
    let baseline = ("substring scan of the cited text", &plain);
    let name = format!("{name} draft of {} statements", claims.len());
    report.compared(&name, &times, baseline, Unit::Milli, Some(AT_MOST));
    Ok(())
}

/// The baseline: how many of the statement's words stand in a cited source's text.
fn scan(set: &SourceSet, claim: &Claim) -> usize {
    let cited = claim
        .citations
        .iter()
        .filter_map(|one| set.get(&one.source));
    cited
        .map(|snippet| {
            let words = claim.text.split_whitespace();
            words
                .filter(|word| snippet.text.contains(word.trim_end_matches(['.', ','])))
                .count()
        })
        .sum()
}
