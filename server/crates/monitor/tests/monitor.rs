//! Counting, exposition and limits.

use model::DraftKind;
use monitor::{Happened, Measure, Monitor, Thresholds};
use proptest::prelude::*;

const KIND: DraftKind = DraftKind::ChartSummary;

fn drafted(statements: u64, unsupported: u64) -> Happened {
    Happened::Drafted {
        statements,
        unsupported,
    }
}

#[test]
fn few_statements_raise_no_alarm() {
    let monitor = Monitor::new();
    monitor.count(KIND, "m", drafted(49, 49));
    assert!(monitor.alarms(&Thresholds::default()).is_empty());
    monitor.count(KIND, "m", drafted(1, 0));
    let alarms = monitor.alarms(&Thresholds::default());
    assert_eq!(alarms.len(), 1);
    assert_eq!(alarms[0].measure, Measure::Unsupported);
}

#[test]
fn unread_signatures_and_overrides_raise_alarms_for_their_series_alone() {
    let monitor = Monitor::new();
    for _ in 0..60 {
        monitor.count(KIND, "a", drafted(1, 0));
        monitor.count(KIND, "a", Happened::Attested);
        monitor.count(
            KIND,
            "b",
            Happened::Signed {
                edited: false,
                opened: false,
            },
        );
        monitor.count(
            KIND,
            "c",
            Happened::Signed {
                edited: false,
                opened: true,
            },
        );
    }
    let alarms = monitor.alarms(&Thresholds::default());
    let found: Vec<_> = alarms
        .iter()
        .map(|a| (a.series.author.as_str(), a.measure))
        .collect();
    assert_eq!(found, [("a", Measure::Overrides), ("b", Measure::Unread)]);
}

#[test]
fn the_exposition_has_every_metric_and_escapes_labels() {
    let monitor = Monitor::new();
    monitor.count(KIND, "a \"quoted\" \\ name\n", Happened::CitationOpened);
    let text = monitor.exposition();
    let line = "countersign_citations_opened_total{kind=\"chart_summary\",author=\"a \\\"quoted\\\" \\\\ name\\n\"} 1\n";
    assert!(text.contains(line), "{text}");
    assert_eq!(text.lines().filter(|l| l.starts_with("# TYPE")).count(), 11);
}

#[test]
fn endless_names_are_counted_together() {
    let monitor = Monitor::new();
    for n in 0..2_000 {
        monitor.count(KIND, &format!("model-{n}"), Happened::Edited);
    }
    let all = monitor.snapshot();
    assert_eq!(all.len(), 501);
    assert_eq!(
        all.iter().map(|(_, counts)| counts.edits).sum::<u64>(),
        2_000
    );
}

proptest! {
    #[test]
    fn any_author_gives_one_line_per_metric(author in ".{0,30}") {
        let monitor = Monitor::new();
        monitor.count(KIND, &author, Happened::Removed);
        prop_assert_eq!(monitor.exposition().split('\n').count(), 3 * 11 + 1);
    }
}
