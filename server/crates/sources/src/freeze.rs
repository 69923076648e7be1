//! From a chart to snippets.

use crate::conflict::{self, Conflict};
use crate::fact::{FactRole, FactValue};
use crate::read::{self, Links};
use crate::snippet::{Snippet, SnippetHash, Subject};
use crate::{hash, note, when};
use chart::views::PartialDateTime;
use chart::{Chart, Resource};
use model::SourceId;
use rayon::prelude::*;
use std::collections::HashMap;

/// All resources of a chart as snippets, in the chart's order.
pub(crate) fn chart(
    chart: &Chart,
    problems: &mut Vec<String>,
    conflicts: &mut Vec<Conflict>,
) -> Vec<Snippet> {
    let titles: HashMap<String, String> = chart
        .resources()
        .map(|resource| (resource.key.to_string(), title(resource)))
        .collect();
    let links = ChartLinks {
        chart,
        titles: &titles,
    };
    let resources: Vec<&Resource> = chart.resources().collect();
    // Each resource is read by itself; the order stays the chart's.
    let made: Vec<(Snippet, Vec<String>, Option<Conflict>)> = resources
        .par_iter()
        .map(|resource| {
            let mut own = Vec::new();
            let snippet = snippet(chart, resource, &links, &titles, &mut own);
            let conflict = conflict::of(&snippet.id, &resource.json);
            (snippet, own, conflict)
        })
        .collect();
    conflicts.extend(conflict::between(chart));
    made.into_iter()
        .map(|(snippet, mut own, conflict)| {
            problems.append(&mut own);
            conflicts.extend(conflict);
            snippet
        })
        .collect()
}

struct ChartLinks<'a> {
    chart: &'a Chart,
    titles: &'a HashMap<String, String>,
}

impl Links for ChartLinks<'_> {
    fn link(&self, reference: &str) -> Option<(SourceId, Option<String>)> {
        let key = self.chart.resolve(reference)?.to_string();
        let words = self.titles.get(&key).cloned();
        Some((SourceId::new(key), words))
    }
}

fn snippet(
    chart: &Chart,
    resource: &Resource,
    links: &ChartLinks<'_>,
    titles: &HashMap<String, String>,
    problems: &mut Vec<String>,
) -> Snippet {
    let mut page = read::read(&resource.json, links);
    problems.extend(note::append(chart, resource, &mut page));
    let key = resource.key.to_string();
    let title = titles.get(&key).cloned().unwrap_or_default();
    let id = SourceId::new(key);
    let hash = SnippetHash(hash::snippet(
        id.as_str(),
        resource.version.as_deref(),
        &page.text,
        &page.facts,
    ));
    Snippet {
        kind: id.kind(),
        id,
        title,
        version: resource.version.clone(),
        date: main_date(&page.facts),
        author: author(&page.facts),
        subject: subject(chart, resource),
        text: page.text,
        prose: page.prose,
        facts: page.facts,
        segment: None,
        resource: Some(resource.json.clone()),
        hash,
    }
}

fn title(resource: &Resource) -> String {
    read::title::of(&resource.json)
}

/// The clinically relevant date: effective, onset, authored, recorded, issued, in this order.
fn main_date(facts: &[crate::Fact]) -> Option<PartialDateTime> {
    const ORDER: [FactRole; 6] = [
        FactRole::Effective,
        FactRole::Onset,
        FactRole::Authored,
        FactRole::Recorded,
        FactRole::Issued,
        FactRole::EffectiveEnd,
    ];
    ORDER.iter().find_map(|role| {
        facts
            .iter()
            .filter(|fact| fact.role == *role && fact.group == 0)
            .find_map(|fact| match &fact.value {
                FactValue::Date(date) => Some(date.clone()),
                _ => None,
            })
    })
}

fn author(facts: &[crate::Fact]) -> Option<String> {
    facts
        .iter()
        .find(|fact| fact.role == FactRole::Actor)
        .and_then(|fact| match &fact.value {
            FactValue::Reference { text, .. } => text.clone(),
            FactValue::Text(text) => Some(text.clone()),
            _ => None,
        })
}

fn subject(chart: &Chart, resource: &Resource) -> Subject {
    match chart.subject_of(&resource.key) {
        chart::Subject::OtherPatient(reference) => {
            // A group, location or device as subject is no other patient.
            let kind = chart
                .resolve(&reference)
                .map(|key| key.resource_type().to_owned());
            match kind.as_deref() {
                Some("Patient" | "Person") | None => Subject::OtherPatient,
                Some("RelatedPerson") => Subject::Relative,
                Some(_) => Subject::Unknown,
            }
        }
        chart::Subject::Unproven(_) => Subject::OtherPatient,
        chart::Subject::ThisPatient => match resource.key.resource_type() {
            "FamilyMemberHistory" | "RelatedPerson" => Subject::Relative,
            "Condition" | "Observation" if of_family(resource) => Subject::Relative,
            _ => Subject::Patient,
        },
        chart::Subject::Unknown => match resource.key.resource_type() {
            "FamilyMemberHistory" | "RelatedPerson" => Subject::Relative,
            "Organization" | "Location" | "Practitioner" | "PractitionerRole" | "Medication"
            | "Substance" | "HealthcareService" | "Questionnaire" | "Endpoint"
            | "InsurancePlan" => Subject::Nobody,
            _ => Subject::Unknown,
        },
    }
}

/// Whether a problem or finding is coded as one of the family: `Family history: Myocardial infarction`, `FH: MI`.
fn of_family(resource: &Resource) -> bool {
    let code = resource.json.get("code");
    let displays = code
        .into_iter()
        .flat_map(|code| code.items_at("coding"))
        .filter_map(|coding| coding.str_at("display"));
    let text = code.and_then(|code| code.str_at("text"));
    displays.chain(text).any(|words| {
        let words = words.trim_start().to_ascii_lowercase();
        let starts = |start: &str| words.starts_with(start);
        let told = starts("family history of") || starts("family history:");
        (told || starts("fh:") || starts("fhx")) && !words.contains("no family history")
    })
}

/// A short label for a citation: `Hemoglobin A1c, 20 Nov 2019`.
pub(crate) fn label(snippet: &Snippet) -> String {
    match &snippet.date {
        Some(date) => format!("{}, {}", snippet.title, when::for_people(date)),
        None => snippet.title.clone(),
    }
}
