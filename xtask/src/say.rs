//! What the commands print: steps and problems on standard error, figures on standard output.

use std::fmt::Display;

/// Says which step begins.
pub(crate) fn step(text: &str) {
    line(&mut std::io::stderr(), &format!("==> {text}"));
}

/// Says what went wrong.
pub(crate) fn problem(text: &str) {
    line(&mut std::io::stderr(), &format!("error: {text}"));
}

/// Passes on what another program says.
pub(crate) fn note(text: &str) {
    line(&mut std::io::stderr(), text);
}

/// Prints one figure as `name: value unit`.
pub(crate) fn figure(name: &str, value: impl Display, unit: &str) {
    line(&mut std::io::stdout(), &format!("{name}: {value} {unit}"));
}

/// Prints one line of results.
pub(crate) fn result(text: &str) {
    line(&mut std::io::stdout(), text);
}

/// A closed pipe is no reason to fail.
fn line(out: &mut dyn std::io::Write, text: &str) {
    let _ = writeln!(out, "{text}");
}
