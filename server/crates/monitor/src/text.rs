//! The Prometheus text exposition format, version 0.0.4.

use std::fmt::Write;

use crate::{Counts, Monitor};

type Reader = fn(&Counts) -> u64;

const METRICS: [(&str, &str, Reader); 11] = [
    ("drafts_total", "Drafts made and checked.", |c| c.drafts),
    ("draft_failures_total", "Drafts that failed.", |c| {
        c.failures
    }),
    ("statements_total", "Statements drafted.", |c| c.statements),
    (
        "statements_unsupported_total",
        "Statements whose verdict blocks.",
        |c| c.unsupported,
    ),
    ("edits_total", "Statements edited.", |c| c.edits),
    ("removals_total", "Statements removed.", |c| c.removals),
    (
        "overrides_total",
        "Statements attested against their verdict.",
        |c| c.overrides,
    ),
    ("citations_opened_total", "Citations opened.", |c| {
        c.citations_opened
    }),
    ("signatures_total", "Notes signed.", |c| c.signatures),
    (
        "signatures_unedited_total",
        "Notes signed without a change.",
        |c| c.signatures_unedited,
    ),
    (
        "signatures_unread_total",
        "Notes signed without a change and without a citation opened.",
        |c| c.signatures_unread,
    ),
];

impl Monitor {
    /// Everything, for a metrics endpoint.
    pub fn exposition(&self) -> String {
        let series = self.snapshot();
        let mut out = String::new();
        for (name, help, read) in METRICS {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "# HELP countersign_{name} {help}");
            let _ = writeln!(out, "# TYPE countersign_{name} counter");
            for (series, counts) in &series {
                let (kind, author) = (series.kind.name(), escape(&series.author));
                let value = read(counts);
                let _ = writeln!(
                    out,
                    "countersign_{name}{{kind=\"{kind}\",author=\"{author}\"}} {value}"
                );
            }
        }
        out
    }
}

fn escape(label: &str) -> String {
    label
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}
