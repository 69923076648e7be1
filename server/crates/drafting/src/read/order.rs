//! Medicines: MedicationRequest and MedicationStatement.

use super::{View, fact};
use crate::say::{When, amount, drug, inside, often_in_words};
use model::SourceId;
use sources::{Coding, FactRole, FactValue, Snippet};
use std::collections::BTreeMap;

/// A medicine that the chart refers to and does not hold.
const UNNAMED: &str = "Medication not named in the chart";

/// One order, or one record that a medicine is taken.
pub(crate) struct Order<'a> {
    pub(crate) id: &'a SourceId,
    pub(crate) snippet: &'a Snippet,
    /// In print form.
    pub(crate) name: String,
    pub(crate) codings: Vec<Coding>,
    pub(crate) status: String,
    pub(crate) authored: Option<When>,
    pub(crate) instructions: Vec<String>,
    /// Why: words, and the source where it is one of the chart.
    pub(crate) reasons: Vec<(String, Option<SourceId>)>,
    pub(crate) forbids: bool,
}

impl Order<'_> {
    /// Whether it is in force.
    pub(crate) fn current(&self) -> bool {
        !self.forbids && matches!(self.status.as_str(), "active" | "on-hold" | "intended")
    }

    /// Whether it was ended by somebody or ran out.
    pub(crate) fn ended(&self) -> bool {
        matches!(
            self.status.as_str(),
            "stopped" | "completed" | "ended" | "not-taken"
        )
    }

    /// What counts as the same medicine. Two that are not named are two.
    pub(crate) fn key(&self) -> String {
        if self.name == UNNAMED {
            format!("{UNNAMED} {}", self.id)
        } else {
            self.name.to_lowercase()
        }
    }
}

/// Every usable order as of the day, newest first.
pub(crate) fn orders(view: View<'_>) -> Vec<Order<'_>> {
    let mut found: Vec<Order<'_>> = ["MedicationRequest", "MedicationStatement"]
        .into_iter()
        .flat_map(|kind| view.set.of_type(kind))
        .filter(|snippet| !fact::retracted(snippet) && !only_a_plan(snippet))
        .filter_map(|snippet| read(view, snippet))
        .collect();
    found.sort_by(|a, b| {
        b.authored
            .cmp(&a.authored)
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.id.cmp(b.id))
    });
    found
}

fn only_a_plan(snippet: &Snippet) -> bool {
    fact::status(snippet, FactRole::Intent)
        .is_some_and(|code| matches!(code.as_str(), "proposal" | "plan" | "option"))
        || fact::status(snippet, FactRole::Status).is_some_and(|code| code == "draft")
}

fn read<'a>(view: View<'a>, snippet: &'a Snippet) -> Option<Order<'a>> {
    // An order whose medicine was not sent is still an order: left out it would be missed.
    let (name, codings) = fact::concept_of(view.set, snippet)
        .filter(|(name, _)| !name.to_lowercase().starts_with("urn:"))
        .map_or_else(
            || (UNNAMED.to_owned(), Vec::new()),
            |(name, codings)| (drug(&name), codings),
        );
    let authored = fact::when_any(
        snippet,
        &[FactRole::Authored, FactRole::Effective, FactRole::Recorded],
    );
    let reasons = snippet
        .facts(FactRole::Reason)
        .filter_map(|fact| match &fact.value {
            FactValue::Reference { to, .. } => {
                let other = view.set.get(to).filter(|other| !fact::retracted(other))?;
                fact::concept_of(view.set, other).map(|(name, _)| (name, Some(to.clone())))
            }
            value => fact::words(value).map(|words| (words, None)),
        })
        .collect();
    let order = Order {
        id: &snippet.id,
        snippet,
        name,
        codings,
        status: fact::status(snippet, FactRole::Status).unwrap_or_default(),
        authored,
        instructions: instructions(snippet),
        reasons,
        forbids: snippet
            .facts(FactRole::DoNotPerform)
            .any(|fact| fact.value == FactValue::Boolean(true)),
    };
    order
        .authored
        .is_none_or(|date| date.by(view.as_of))
        .then_some(order)
}

/// One phrase for each instruction: `1 tablet, by mouth, twice daily, as needed`; the words as written where nothing is coded.
fn instructions(snippet: &Snippet) -> Vec<String> {
    let mut groups: BTreeMap<u16, Vec<&sources::Fact>> = BTreeMap::new();
    for fact in &snippet.facts {
        if matches!(
            fact.role,
            FactRole::Dose
                | FactRole::Route
                | FactRole::Frequency
                | FactRole::AsNeeded
                | FactRole::Instruction
        ) {
            groups.entry(fact.group).or_default().push(fact);
        }
    }
    groups
        .values()
        .map(|facts| {
            let mut parts: Vec<String> = Vec::new();
            for role in [
                FactRole::Dose,
                FactRole::Route,
                FactRole::Frequency,
                FactRole::AsNeeded,
            ] {
                parts.extend(
                    facts
                        .iter()
                        .filter(|fact| fact.role == role)
                        .filter_map(|fact| part(fact)),
                );
            }
            if parts.is_empty() || parts == ["as needed"] {
                let written = facts
                    .iter()
                    .filter(|fact| fact.role == FactRole::Instruction)
                    .find_map(|fact| fact::words(&fact.value));
                if let Some(written) = written {
                    let written = inside(written.trim_end_matches('.'));
                    return written
                        .strip_prefix("take ")
                        .map_or(written.clone(), str::to_owned);
                }
            }
            parts.dedup();
            parts.join(", ")
        })
        .filter(|phrase| !phrase.is_empty())
        .collect()
}

fn part(fact: &sources::Fact) -> Option<String> {
    match (fact.role, &fact.value) {
        (FactRole::AsNeeded, FactValue::Boolean(needed)) => needed.then(|| "as needed".to_owned()),
        (FactRole::AsNeeded, value) => Some(fact::words(value).map_or_else(
            || "as needed".to_owned(),
            |why| format!("as needed for {}", inside(&why)),
        )),
        // A bare number ("1") says nothing without its unit.
        (FactRole::Dose, FactValue::Quantity(dose)) => {
            (!dose.unit.is_empty() || dose.ucum.is_some()).then(|| amount(dose))
        }
        (
            FactRole::Dose,
            FactValue::Range {
                low: Some(low),
                high: Some(high),
            },
        ) => Some(format!("{} to {}", amount(low), amount(high))),
        (FactRole::Route, value) => {
            fact::words(value).map(|route| match route.to_lowercase().as_str() {
                "oral route" | "oral" | "by mouth" | "po" => "by mouth".to_owned(),
                other => other.to_owned(),
            })
        }
        (FactRole::Frequency, value) => fact::words(value).map(|often| often_in_words(&often)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{UNNAMED, orders};
    use crate::read::View;
    use sources::SourceSet;
    use time::macros::date;

    #[test]
    fn orders_of_medicines_that_were_not_sent_are_not_lost_and_not_one() {
        let order = |id: &str| {
            format!(
                r#"{{"resource":{{"resourceType":"MedicationRequest","id":"{id}","status":"active","intent":"order",
                "subject":{{"reference":"Patient/p"}},"authoredOn":"2026-01-0{n}",
                "medicationReference":{{"reference":"urn:uuid:5f0c0000-0000-4000-8000-00000000000{n}"}}}}}}"#,
                n = id.len(),
            )
        };
        let bundle = format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{{"resourceType":"Patient","id":"p"}}}},{},{}]}}"#,
            order("a"),
            order("bb")
        );
        let chart = chart::Chart::from_bundle(bundle.as_bytes()).unwrap();
        let set = SourceSet::freeze(&chart);
        let found = orders(View {
            set: &set,
            as_of: date!(2026 - 03 - 01),
        });
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|order| order.name == UNNAMED));
        assert_ne!(found[0].key(), found[1].key());
    }
}
