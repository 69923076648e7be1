//! The Results tab: laboratory values by test, the latest dates as columns.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::html::{day, esc};
use super::observation::Shown;
use crate::state::Sandbox;

/// How many dates fit beside each other.
const COLUMNS: usize = 7;

/// The tab's content.
pub fn panel(sandbox: &Sandbox, patient: &str) -> String {
    let observations = sandbox.store.all("Observation", Some(patient));
    let labs: Vec<Shown> = observations
        .iter()
        .filter_map(|stored| Shown::parse(&stored.current().text))
        .filter(|shown| shown.is("laboratory"))
        .collect();
    if labs.is_empty() {
        return "<p class=\"quiet\">No laboratory results in this chart.</p>".to_owned();
    }
    let mut tests: BTreeMap<(String, String), BTreeMap<String, (String, String)>> = BTreeMap::new();
    let mut dates = BTreeSet::new();
    for lab in &labs {
        let Some(date) = lab.date() else { continue };
        let date = date.chars().take(10).collect::<String>();
        let (value, unit) = lab.value();
        dates.insert(date.clone());
        tests
            .entry((lab.name(), unit))
            .or_default()
            .insert(date, (value, lab.flag()));
    }
    let columns: Vec<&String> = dates.iter().rev().take(COLUMNS).collect();
    let mut head = String::new();
    for date in &columns {
        let _ = write!(head, "<th class=\"n\">{}</th>", esc(&day(date)));
    }
    let mut rows = String::new();
    for ((test, unit), values) in &tests {
        let mut cells = String::new();
        for date in &columns {
            let (value, flag) = values.get(*date).cloned().unwrap_or_default();
            let class = if flag.is_empty() { "n" } else { "n flagged" };
            let _ = write!(
                cells,
                "<td class=\"{class}\">{} <i>{}</i></td>",
                esc(&value),
                esc(&flag)
            );
        }
        let earlier = values.keys().filter(|date| !columns.contains(date)).count();
        let _ = write!(
            rows,
            "<tr><th scope=\"row\">{}</th><td class=\"unit\">{}</td>{cells}<td class=\"n quiet\">{}</td></tr>",
            esc(test),
            esc(unit),
            if earlier == 0 {
                String::new()
            } else {
                format!("{earlier} earlier")
            },
        );
    }
    format!(
        "<div class=\"scroll\"><table class=\"results\"><caption>{} laboratory results, {} tests</caption>\
         <thead><tr><th>Test</th><th>Unit</th>{head}<th></th></tr></thead><tbody>{rows}</tbody></table></div>",
        labs.len(),
        tests.len(),
    )
}
