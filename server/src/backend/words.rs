//! The load report as screens and drafts show it.

use chart::LoadReport;
use drafting::overlay::{Fault, FaultKind};
use model::view::{ChartProblem, ChartState, LoadLine};
use model::{Notice, NoticeKind};

/// The state of a chart whose loading has ended.
pub(super) fn loaded(report: &LoadReport) -> ChartState {
    let lines: Vec<LoadLine> = report
        .requests
        .iter()
        .map(|line| LoadLine {
            what: line.what.clone(),
            count: line.count,
            failure: line.failure.clone(),
        })
        .collect();
    ChartState::Loaded {
        items: lines.iter().map(|line| line.count).sum(),
        problems: problems(report),
        lines,
    }
}

/// The data files of the clinician's levels that are passed over, as notices.
pub(super) fn passed_over(faults: &[Fault]) -> Vec<Notice> {
    let counts = faults
        .iter()
        .filter(|fault| fault.kind != FaultKind::Locked);
    counts
        .map(|fault| Notice {
            kind: NoticeKind::Drafting,
            what: format!(
                "A data file is not used, the next outer one is: {fault}. Tell your IT department."
            ),
            sources: Vec::new(),
        })
        .collect()
}

/// What is missing from the chart, in words.
pub(super) fn problems(report: &LoadReport) -> Vec<ChartProblem> {
    let failed = report.requests.iter().filter_map(|line| {
        let why = line.failure.clone()?;
        Some(ChartProblem {
            what: line.what.clone(),
            why,
        })
    });
    let unreadable = report.unreadable.iter().map(|entry| ChartProblem {
        what: match (&entry.resource_type, &entry.id) {
            (Some(kind), Some(id)) => format!("{kind}/{id}"),
            (Some(kind), None) => format!("{kind}, {}", entry.place),
            (None, _) => entry.place.clone(),
        },
        why: entry.reason.clone(),
    });
    let others = report.other_patient.iter().map(|entry| ChartProblem {
        what: entry.key.to_string(),
        why: "belongs to another patient; it is not used".to_owned(),
    });
    failed.chain(unreadable).chain(others).collect()
}

/// The same as notices of a draft, so that whoever reads it knows what it was made without.
pub fn notices(report: &LoadReport) -> Vec<Notice> {
    let notice = |problem: ChartProblem| Notice {
        kind: NoticeKind::NotLoaded,
        what: format!("{}: {}", problem.what, problem.why),
        sources: Vec::new(),
    };
    problems(report).into_iter().map(notice).collect()
}
