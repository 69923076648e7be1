//! The figures: printed as `name: value unit` when they come, or together as JSON at the end.

use crate::timing::Times;
use serde_json::{Value, json};
use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

/// The unit that times are shown in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unit {
    /// Thousandths of a second.
    Milli,
    /// Millionths of a second.
    Micro,
}

impl Unit {
    fn of(self, time: Duration) -> (f64, &'static str) {
        match self {
            Self::Milli => (time.as_secs_f64() * 1e3, "ms"),
            Self::Micro => (time.as_secs_f64() * 1e6, "us"),
        }
    }
}

/// Collects figures and the bounds that they broke.
#[derive(Debug)]
pub(crate) struct Report {
    as_json: bool,
    figures: Vec<Value>,
    not_measured: Vec<Value>,
    failed: Vec<String>,
}

impl Report {
    /// Empty; with `as_json` nothing is printed before [`Report::end`].
    pub(crate) fn new(as_json: bool) -> Self {
        Self {
            as_json,
            figures: Vec::new(),
            not_measured: Vec::new(),
            failed: Vec::new(),
        }
    }

    /// A count.
    pub(crate) fn count(&mut self, name: &str, value: impl Into<u64>, unit: &str) {
        let value = value.into();
        self.add(name, &value, &json!(value), unit);
    }

    /// A number with a fraction.
    pub(crate) fn number(&mut self, name: &str, value: f64, unit: &str) {
        let shown = shown(value);
        let exact = shown.parse().map_or(Value::Null, |value: f64| json!(value));
        self.add(name, &shown, &exact, unit);
    }

    /// A time.
    pub(crate) fn time(&mut self, name: &str, time: Duration, unit: Unit) {
        let (value, unit) = unit.of(time);
        self.number(name, value, unit);
    }

    /// The median of what is measured and of its named baseline, their ratio, and how many runs of each.
    /// With `at_most`, a greater ratio breaks the bound.
    pub(crate) fn compared(
        &mut self,
        name: &str,
        times: &Times,
        baseline: (&str, &Times),
        unit: Unit,
        at_most: Option<f64>,
    ) {
        self.time(name, times.median(), unit);
        self.time(
            &format!("{name} baseline ({})", baseline.0),
            baseline.1.median(),
            unit,
        );
        let ratio = times.median().as_secs_f64() / baseline.1.median().as_secs_f64().max(1e-9);
        self.bounded(&format!("{name} ratio"), ratio, "x", at_most);
        self.count(&format!("{name} runs"), times.n() as u64, "runs");
    }

    /// A number that must not exceed its bound.
    pub(crate) fn bounded(&mut self, name: &str, value: f64, unit: &str, at_most: Option<f64>) {
        self.number(name, value, unit);
        let Some(bound) = at_most else { return };
        self.number(&format!("{name} bound"), bound, unit);
        // A value that is no number is no pass.
        if value.is_nan() || value > bound {
            self.failed.push(format!(
                "{name} is {} {unit}, the bound is {} {unit}",
                shown(value),
                shown(bound)
            ));
        }
    }

    /// A line for the reader that is no figure.
    pub(crate) fn note(&self, line: &str) {
        if !self.as_json {
            print(line);
        }
    }

    /// Says that a figure is missing, and why.
    pub(crate) fn not_measured(&mut self, name: &str, why: &str) {
        if !self.as_json {
            print(&format!("{name}: not measured ({why})"));
        }
        self.not_measured.push(json!({ "name": name, "why": why }));
    }

    /// Ends: 1 where a bound was broken, else 0.
    pub(crate) fn end(self) -> ExitCode {
        let code = ExitCode::from(u8::from(!self.failed.is_empty()));
        for line in &self.failed {
            let _ = writeln!(std::io::stderr(), "bound exceeded: {line}");
        }
        if self.as_json {
            let all = json!({ "figures": self.figures, "not_measured": self.not_measured, "failed": self.failed });
            print(&all.to_string());
        }
        code
    }

    fn add(&mut self, name: &str, shown: &dyn Display, value: &Value, unit: &str) {
        if !self.as_json {
            print(&format!("{name}: {shown} {unit}"));
        }
        self.figures
            .push(json!({ "name": name, "value": value, "unit": unit }));
    }
}

/// Enough digits to compare, no more.
fn shown(value: f64) -> String {
    match value.abs() {
        size if size >= 1000.0 => format!("{value:.0}"),
        size if size >= 100.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

/// A closed pipe is no reason to fail.
fn print(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_that_is_broken_or_cannot_be_judged_fails() {
        for (value, broken) in [(2.1, 1), (f64::NAN, 1), (2.0, 0), (0.0, 0)] {
            let mut report = Report::new(true);
            report.bounded("a", value, "x", Some(2.0));
            report.bounded("b", value, "x", None);
            assert_eq!(report.failed.len(), broken, "{value}");
        }
    }

    #[test]
    fn ratios_come_from_medians() {
        let ms = |all: &[u64]| Times::new(all.iter().copied().map(Duration::from_millis).collect());
        let mut report = Report::new(true);
        report.compared(
            "a",
            &ms(&[30, 10, 90]),
            ("b", &ms(&[10])),
            Unit::Milli,
            Some(2.9),
        );
        assert_eq!(report.failed, ["a ratio is 3.00 x, the bound is 2.90 x"]);
    }
}
