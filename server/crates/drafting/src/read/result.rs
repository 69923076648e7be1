//! Results and vital signs as series: Observation, components included.

use super::{View, fact};
use crate::say::{When, amount, inside};
use model::SourceId;
use sources::{Coding, Fact, FactRole, FactValue, Quantity, Snippet};
use std::collections::BTreeMap;

/// One test over time.
pub(crate) struct Measure<'a> {
    /// The code that the readings share, or the name where there is none.
    pub(crate) key: String,
    pub(crate) name: String,
    /// The observation's category codes in lower case: `laboratory`, `vital-signs`, `social-history`.
    pub(crate) categories: Vec<String>,
    /// Newest first.
    pub(crate) readings: Vec<Reading<'a>>,
}

/// One value of a test.
#[derive(Clone)]
pub(crate) struct Reading<'a> {
    pub(crate) id: &'a SourceId,
    pub(crate) snippet: &'a Snippet,
    pub(crate) quantity: Option<&'a Quantity>,
    /// Where it is no quantity.
    pub(crate) words: Option<String>,
    pub(crate) when: When,
    /// The date as written, to order the values of one day.
    order: String,
    /// `high`, `low`, `critically high`, `abnormal`.
    pub(crate) flag: Option<&'static str>,
    pub(crate) range: Option<(Option<&'a Quantity>, Option<&'a Quantity>)>,
}

impl Reading<'_> {
    /// The value in words.
    pub(crate) fn shown(&self) -> String {
        self.quantity.map_or_else(
            || self.words.as_deref().map(inside).unwrap_or_default(),
            amount,
        )
    }

    /// Whether both were taken at the same moment, as written.
    pub(crate) fn same_moment(&self, other: &Self) -> bool {
        self.order == other.order && self.order.contains('T')
    }

    /// Outside its reference range or flagged as abnormal by the source.
    pub(crate) fn abnormal(&self) -> bool {
        self.flag.is_some() || self.outside().is_some()
    }

    /// `above` or `below` the range that the source gives.
    pub(crate) fn outside(&self) -> Option<&'static str> {
        let quantity = self
            .quantity
            .filter(|quantity| quantity.comparator.is_none())?;
        let (low, high) = self.range?;
        let same = |bound: &&Quantity| {
            bound.unit == quantity.unit || bound.unit.is_empty() || bound.ucum == quantity.ucum
        };
        if high
            .filter(same)
            .is_some_and(|high| quantity.value > high.value)
        {
            Some("above")
        } else if low
            .filter(same)
            .is_some_and(|low| quantity.value < low.value)
        {
            Some("below")
        } else {
            None
        }
    }
}

/// Every test as of the day, by key.
pub(crate) fn measures(view: View<'_>) -> BTreeMap<String, Measure<'_>> {
    let mut found: BTreeMap<String, Measure<'_>> = BTreeMap::new();
    for snippet in view.set.of_type("Observation") {
        if fact::retracted(snippet)
            || fact::status(snippet, FactRole::Status).is_some_and(|code| code == "registered")
        {
            continue;
        }
        let Some(when) = fact::when_any(snippet, &[FactRole::Effective, FactRole::Issued])
            .filter(|when| when.by(view.as_of))
        else {
            continue;
        };
        add(view, snippet, when, &mut found);
    }
    for measure in found.values_mut() {
        measure.readings.sort_by(|a, b| {
            b.when
                .cmp(&a.when)
                .then_with(|| b.order.cmp(&a.order))
                .then_with(|| a.id.cmp(b.id))
        });
    }
    found
}

fn add<'a>(
    view: View<'a>,
    snippet: &'a Snippet,
    when: When,
    found: &mut BTreeMap<String, Measure<'a>>,
) {
    let own = fact::concept_of(view.set, snippet);
    let order = snippet
        .date
        .as_ref()
        .map(|date| date.as_written().to_owned())
        .unwrap_or_default();
    for value in snippet.facts(FactRole::Value) {
        let in_group = |role| {
            snippet
                .facts
                .iter()
                .filter(move |fact| fact.role == role && fact.group == value.group)
        };
        let code = if value.group == 0 {
            None
        } else {
            in_group(FactRole::Code)
                .find_map(|fact| Some((fact::words(&fact.value)?, codings(fact))))
        };
        let Some((name, codings)) = code.or_else(|| own.clone()) else {
            continue;
        };
        let (quantity, words) = match &value.value {
            FactValue::Quantity(quantity) => (Some(quantity), None),
            FactValue::Integer(number) => (None, Some(number.to_string())),
            FactValue::Boolean(answer) => {
                (None, Some(if *answer { "yes" } else { "no" }.to_owned()))
            }
            other => (None, fact::words(other)),
        };
        if quantity.is_none() && words.is_none() {
            continue;
        }
        let reading = Reading {
            id: &snippet.id,
            snippet,
            quantity,
            words,
            when,
            order: order.clone(),
            flag: in_group(FactRole::Interpretation).find_map(flag),
            range: range_of(snippet, &value.path),
        };
        let key = codings
            .iter()
            .map(|coding| coding.code.clone())
            .find(|code| !code.is_empty())
            .unwrap_or_else(|| name.to_lowercase());
        let measure = found.entry(key.clone()).or_insert_with(|| Measure {
            key,
            name,
            categories: Vec::new(),
            readings: Vec::new(),
        });
        for category in snippet.facts(FactRole::Category).flat_map(category) {
            if !measure.categories.contains(&category) {
                measure.categories.push(category);
            }
        }
        measure.readings.push(reading);
    }
}

/// The reference range beside a value: given as one range, or as its low and high ends.
fn range_of<'a>(
    snippet: &'a Snippet,
    value: &str,
) -> Option<(Option<&'a Quantity>, Option<&'a Quantity>)> {
    let base = value
        .rsplit_once('.')
        .map_or(String::new(), |(before, _)| format!("{before}."));
    let prefix = format!("{base}referenceRange[0]");
    let mut ends = (None, None);
    for fact in snippet
        .facts(FactRole::ReferenceRange)
        .filter(|fact| fact.path.starts_with(&prefix))
    {
        match &fact.value {
            FactValue::Range { low, high } => return Some((low.as_ref(), high.as_ref())),
            FactValue::Quantity(end) if fact.path.ends_with("low") => ends.0 = Some(end),
            FactValue::Quantity(end) if fact.path.ends_with("high") => ends.1 = Some(end),
            _ => {}
        }
    }
    (ends.0.is_some() || ends.1.is_some()).then_some(ends)
}

fn codings(fact: &Fact) -> Vec<Coding> {
    match &fact.value {
        FactValue::Coded { codings, .. } => codings.clone(),
        _ => Vec::new(),
    }
}

fn category(fact: &Fact) -> Vec<String> {
    match &fact.value {
        FactValue::Coded { codings, text } if codings.is_empty() => vec![text.to_lowercase()],
        FactValue::Coded { codings, .. } => codings
            .iter()
            .map(|coding| coding.code.to_lowercase())
            .collect(),
        FactValue::Text(text) => vec![text.to_lowercase()],
        _ => Vec::new(),
    }
}

fn flag(fact: &Fact) -> Option<&'static str> {
    let code = match &fact.value {
        FactValue::Coded { codings, text } => codings
            .iter()
            .map(|coding| coding.code.as_str())
            .find(|code| !code.is_empty())
            .unwrap_or(text),
        FactValue::Text(text) => text,
        _ => return None,
    };
    Some(match code {
        "H" | "HU" => "high",
        "HH" | "HH>" => "critically high",
        "L" | "LU" => "low",
        "LL" | "LL<" => "critically low",
        "A" => "abnormal",
        "AA" => "critically abnormal",
        "POS" => "positive",
        _ => return None,
    })
}
