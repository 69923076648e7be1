//! The patient.

use super::{View, fact};
use crate::say::{When, months, years};
use model::SourceId;
use sources::{FactRole, FactValue, Snippet};

/// Who the chart is of.
pub(crate) struct Person<'a> {
    pub(crate) id: &'a SourceId,
    pub(crate) snippet: &'a Snippet,
    pub(crate) name: Option<String>,
    pub(crate) birth: Option<When>,
    pub(crate) sex: Option<String>,
    pub(crate) died: Option<Option<When>>,
}

/// The patient of the chart; none without one.
pub(crate) fn person(view: View<'_>) -> Option<Person<'_>> {
    let id = view.set.patient()?;
    let snippet = view.set.get(id)?;
    let name = snippet
        .facts(FactRole::Name)
        .find_map(|fact| fact::words(&fact.value));
    let died = snippet
        .facts(FactRole::Deceased)
        .find_map(|fact| match &fact.value {
            date @ FactValue::Date(_) => Some(When::of(date)),
            FactValue::Boolean(true) => Some(None),
            _ => None,
        });
    let died = died.filter(|date| date.is_none_or(|date| date.by(view.as_of)));
    Some(Person {
        id,
        snippet,
        name,
        birth: fact::when(snippet, FactRole::BirthDate),
        sex: fact::status(snippet, FactRole::Sex),
        died,
    })
}

impl Person<'_> {
    /// `65-year-old man`, `7-month-old girl`, `woman` where the birth date does not say; judged on the day given, or on the day of death.
    pub(crate) fn described(&self, view: View<'_>) -> String {
        let day = self
            .died
            .flatten()
            .map_or(view.as_of, |died| died.first().min(view.as_of));
        let age = self.birth.and_then(|birth| years(birth, day));
        let noun = match (self.sex.as_deref(), age) {
            (Some("male"), Some(age)) if age < 18 => "boy",
            (Some("female"), Some(age)) if age < 18 => "girl",
            (Some("male"), _) => "man",
            (Some("female"), _) => "woman",
            _ => "patient",
        };
        match (age, self.birth.and_then(|birth| months(birth, day))) {
            (Some(age), Some(months)) if age < 2 => format!("{months}-month-old {noun}"),
            (Some(age), _) => format!("{age}-year-old {noun}"),
            _ => noun.to_owned(),
        }
    }
}
