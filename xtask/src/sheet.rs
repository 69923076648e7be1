//! The figures of a run: printed as they come, or as one JSON object at the end.

use crate::say;
use serde_json::{Value, json};
use std::process::ExitCode;

/// What came out so far.
#[derive(Debug)]
pub(crate) struct Sheet {
    as_json: bool,
    figures: Vec<Value>,
    not_measured: Vec<Value>,
    failed: Vec<Value>,
}

impl Sheet {
    /// Empty.
    pub(crate) fn new(as_json: bool) -> Self {
        Self {
            as_json,
            figures: Vec::new(),
            not_measured: Vec::new(),
            failed: Vec::new(),
        }
    }

    /// Whether figures are collected for the end.
    pub(crate) fn as_json(&self) -> bool {
        self.as_json
    }

    /// One figure.
    pub(crate) fn figure(&mut self, name: &str, value: impl Into<Value>, unit: &str) {
        let value = value.into();
        if !self.as_json {
            say::figure(name, &value, unit);
        }
        self.figures
            .push(json!({ "name": name, "value": value, "unit": unit }));
    }

    /// One figure that must not exceed its bound.
    pub(crate) fn bounded(&mut self, name: &str, value: u64, unit: &str, at_most: u64) {
        self.figure(name, value, unit);
        self.figure(&format!("{name} bound"), at_most, unit);
        if value > at_most {
            self.broken(format!(
                "{name} is {value} {unit}, the bound is {at_most} {unit}"
            ));
        }
    }

    /// A bound was broken.
    pub(crate) fn broken(&mut self, what: String) {
        say::problem(&format!("bound exceeded: {what}"));
        self.failed.push(what.into());
    }

    /// A figure is missing, and why.
    pub(crate) fn not_measured(&mut self, name: &str, why: &str) {
        if !self.as_json {
            say::result(&format!("{name}: not measured ({why})"));
        }
        self.not_measured.push(json!({ "name": name, "why": why }));
    }

    /// Takes over what another program measured: an object as this one prints at its end.
    pub(crate) fn absorb(&mut self, other: &Value) {
        let list = |name: &str| other[name].as_array().cloned().unwrap_or_default();
        self.figures.extend(list("figures"));
        self.not_measured.extend(list("not_measured"));
        self.failed.extend(list("failed"));
    }

    /// 1 where a bound was broken.
    pub(crate) fn end(self) -> ExitCode {
        if self.as_json {
            let all = json!({ "figures": self.figures, "not_measured": self.not_measured, "failed": self.failed });
            say::result(&all.to_string());
        }
        ExitCode::from(u8::from(!self.failed.is_empty()))
    }
}
