//! People and places: the patient, who treated them where, relatives.

use super::{Chart, called, text};
use crate::day::When;
use serde_json::Value;

/// A relative's condition.
#[derive(Clone, Debug)]
pub struct Kin {
    /// `FamilyMemberHistory/id`.
    pub source: String,
    /// `mother`, `father`, …
    pub relation: String,
    /// The condition's name in lower case.
    pub condition: String,
}

/// A named person, as prose names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// `Type/id`.
    pub source: String,
    /// Given name as written.
    pub given: String,
    /// Family name as written.
    pub family: String,
}

/// A named place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `Type/id`.
    pub source: String,
    /// The name as written.
    pub name: String,
    /// The town, where given.
    pub city: Option<String>,
}

/// Relatives' conditions.
pub(super) fn kin(chart: &Chart) -> Vec<Kin> {
    chart
        .own("FamilyMemberHistory")
        .filter(|(_, one)| one["status"].as_str() != Some("entered-in-error"))
        .filter_map(|(key, one)| {
            let relation = called(&one["relationship"])?.to_lowercase();
            let first = one["condition"].as_array()?.first()?;
            Some(Kin {
                source: key.to_owned(),
                relation,
                condition: super::problem::plain(&called(&first["code"])?).to_lowercase(),
            })
        })
        .collect()
}

impl Chart {
    /// The patient.
    pub fn person(&self) -> Option<Person> {
        named(&self.patient, self.resources.get(&self.patient)?)
    }

    /// The patient's town.
    pub fn city(&self) -> Option<String> {
        text(&self.resources.get(&self.patient)?["address"][0]["city"])
    }

    /// `he` or `she`; none where the chart says neither.
    pub fn pronoun(&self) -> Option<&'static str> {
        match self.resources.get(&self.patient)?["gender"].as_str()? {
            "male" => Some("he"),
            "female" => Some("she"),
            _ => None,
        }
    }

    /// The date of birth, where it is a day and the patient has not died.
    pub fn born(&self) -> Option<When> {
        let patient = self.resources.get(&self.patient)?;
        let dead = patient.get("deceasedDateTime").is_some() || patient["deceasedBoolean"] == true;
        When::parse(patient["birthDate"].as_str()?).filter(|when| when.is_day() && !dead)
    }

    /// Clinicians.
    pub fn clinicians(&self) -> Vec<Person> {
        let all = self
            .resources
            .iter()
            .filter(|(key, _)| key.starts_with("Practitioner/"));
        all.filter_map(|(key, one)| named(key, one)).collect()
    }

    /// Hospitals and clinics.
    pub fn places(&self) -> Vec<Place> {
        let all = self
            .resources
            .iter()
            .filter(|(key, _)| key.starts_with("Organization/"));
        all.filter_map(|(key, one)| {
            Some(Place {
                source: key.clone(),
                name: text(&one["name"])?,
                city: text(&one["address"][0]["city"]),
            })
        })
        .collect()
    }

    /// Finished encounters of the past with one clinician.
    pub(super) fn find_visits(&self) -> Vec<(String, When, Person, Option<Place>)> {
        let places = self.places();
        self.own("Encounter")
            .filter_map(|(key, one)| {
                let when = When::parse(one["period"]["start"].as_str()?)?;
                let participants = one["participant"].as_array()?;
                let [single] = participants.as_slice() else {
                    return None;
                };
                let who = self.target(single["individual"]["reference"].as_str()?)?;
                let person = named(&who, self.resources.get(&who)?)?;
                let place = one["serviceProvider"]["reference"]
                    .as_str()
                    .and_then(|reference| self.target(reference))
                    .and_then(|key| places.iter().find(|place| place.source == key).cloned());
                let fits =
                    one["status"].as_str() == Some("finished") && when.is_day() && self.past(when);
                fits.then(|| (key.to_owned(), when, person, place))
            })
            .collect()
    }
}

fn named(key: &str, one: &Value) -> Option<Person> {
    let name = &one["name"][0];
    Some(Person {
        source: key.to_owned(),
        given: text(&name["given"][0])?,
        family: text(&name["family"])?,
    })
}
