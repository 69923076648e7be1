//! The patient.

use super::{View, fact};
use crate::say::{When, months, years};
use model::SourceId;
use sources::{FactRole, FactValue};

/// Who the chart is of.
pub(crate) struct Person<'a> {
    pub(crate) id: &'a SourceId,
    pub(crate) name: Option<String>,
    pub(crate) birth: Option<When>,
    pub(crate) sex: Option<String>,
    pub(crate) died: Option<Death>,
}

/// That the patient died, and when, where it is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Death {
    At(When),
    Undated,
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
            date @ FactValue::Date(_) => When::of(date).map(Death::At),
            FactValue::Boolean(true) => Some(Death::Undated),
            _ => None,
        });
    let died = died.filter(|death| match death {
        Death::At(date) => date.by(view.as_of),
        Death::Undated => true,
    });
    Some(Person {
        id,
        name,
        birth: fact::when(snippet, FactRole::BirthDate),
        sex: fact::status(snippet, FactRole::Sex),
        died,
    })
}

impl Person<'_> {
    /// `65-year-old man`, `7-month-old girl`, `woman` where the birth date does not say; judged on the day given, or on the day of death.
    pub(crate) fn described(&self, view: View<'_>) -> String {
        let day = match self.died {
            Some(Death::At(date)) => date.first().min(view.as_of),
            _ => view.as_of,
        };
        let age = self.birth.and_then(|birth| years(birth, day));
        let noun = match (self.sex.as_deref(), age) {
            (Some("male"), Some(age)) if age < 18 => "boy",
            (Some("female"), Some(age)) if age < 18 => "girl",
            (Some("male"), _) => "man",
            (Some("female"), _) => "woman",
            _ => "patient",
        };
        // An age that only held at death would be wrong on the draft's day: the death's date tells it.
        let told = self.birth.and_then(|birth| years(birth, view.as_of)) == age;
        if !told {
            return noun.to_owned();
        }
        match (age, self.birth.and_then(|birth| months(birth, day))) {
            (Some(age), Some(months)) if age < 2 => format!("{months}-month-old {noun}"),
            (Some(age), _) => format!("{age}-year-old {noun}"),
            _ => noun.to_owned(),
        }
    }
}
