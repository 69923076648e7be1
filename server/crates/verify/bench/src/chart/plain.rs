//! What happened on a day: procedures, vaccinations, encounters; and the words of a resource.

use super::{Chart, called, code, text};
use crate::chart::problem::plain;
use crate::day::When;
use base64::Engine as _;
use serde_json::Value;

/// What kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// A Procedure that was completed.
    Procedure,
    /// An Immunization that was given.
    Vaccine,
}

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    /// `Type/id`.
    pub source: String,
    /// Which kind.
    pub kind: EventKind,
    /// Its name in lower case as the chart writes it.
    pub key: String,
    /// Its name as prose writes it.
    pub name: String,
    /// The day.
    pub when: When,
    /// Its code: the system's short name and the code.
    pub code: Option<(&'static str, String)>,
    /// Conditions that it was done for.
    pub reasons: Vec<String>,
}

/// Completed procedures and vaccinations of the past, oldest first.
pub(super) fn all(chart: &Chart) -> Vec<Event> {
    let procedures = chart.own("Procedure").filter_map(|(key, one)| {
        let when = [&one["performedDateTime"], &one["performedPeriod"]["start"]];
        read(chart, key, one, EventKind::Procedure, &one["code"], when)
    });
    let vaccines = chart.own("Immunization").filter_map(|(key, one)| {
        let when = [&one["occurrenceDateTime"], &Value::Null];
        read(
            chart,
            key,
            one,
            EventKind::Vaccine,
            &one["vaccineCode"],
            when,
        )
    });
    let mut all: Vec<Event> = procedures.chain(vaccines).collect();
    all.sort_by(|a, b| (a.when, &a.source).cmp(&(b.when, &b.source)));
    all
}

fn read(
    chart: &Chart,
    key: &str,
    one: &Value,
    kind: EventKind,
    concept: &Value,
    when: [&Value; 2],
) -> Option<Event> {
    if one["status"].as_str() != Some("completed") {
        return None;
    }
    let when = when
        .into_iter()
        .find_map(|value| When::parse(value.as_str()?))?;
    if !when.is_day() || !chart.past(when) {
        return None;
    }
    let full = plain(&called(concept)?);
    let name = match kind {
        EventKind::Procedure => crate::words::events::procedure(&full)?,
        EventKind::Vaccine => crate::words::events::vaccine(&full)?,
    };
    let reasons = one["reasonReference"].as_array().into_iter().flatten();
    let coded = |system: &'static str, part: &str| code(concept, part).map(|code| (system, code));
    Some(Event {
        source: key.to_owned(),
        kind,
        key: full.to_lowercase(),
        name,
        when,
        code: coded("CVX", "cvx").or_else(|| coded("SNOMED", "snomed")),
        reasons: reasons
            .filter_map(|reason| chart.target(reason["reference"].as_str()?))
            .collect(),
    })
}

/// Every word in a resource's strings, notes decoded.
pub(super) fn words(resource: &Value) -> Vec<String> {
    fn walk(value: &Value, out: &mut Vec<String>) {
        match value {
            Value::String(text) if text.len() > 200 && !text.contains(' ') => {
                let decoded = base64::engine::general_purpose::STANDARD
                    .decode(text)
                    .unwrap_or_default();
                split(&String::from_utf8_lossy(&decoded), out);
            }
            Value::String(text) => split(text, out),
            Value::Array(all) => all.iter().for_each(|one| walk(one, out)),
            Value::Object(all) => all.values().for_each(|one| walk(one, out)),
            _ => {}
        }
    }
    fn split(text: &str, out: &mut Vec<String>) {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2);
        out.extend(words.map(str::to_lowercase));
    }
    let mut out = Vec::new();
    walk(resource, &mut out);
    out
}

/// The text of a note: plain text only, as it stands.
pub(crate) fn note_text(resource: &Value) -> Option<String> {
    let attachment = &resource["content"][0]["attachment"];
    if !text(&attachment["contentType"])?.starts_with("text/plain") {
        return None;
    }
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(attachment["data"].as_str()?)
        .ok()?;
    String::from_utf8(bytes).ok()
}
