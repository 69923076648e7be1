//! Procedures, devices, immunizations, encounters.

use crate::phrase::nothing_recorded;
use crate::read::{View, Visit, concept_of, retracted, status, visits, when_any};
use crate::say::{Line, Lines, When, inside, join};
use sources::{FactRole, Snippet};
use std::fmt::Write as _;

const MOST_PROCEDURES: usize = 15;
const MOST_VACCINES: usize = 40;
const MOST_DATES: usize = 5;
const MOST_VISITS: usize = 10;
const MOST_STAYS: usize = 6;
/// Days that count as recent for visits, and for stays and emergency visits.
const YEAR: i64 = 365;
const TWO_YEARS: i64 = 730;

/// Words of procedures that are routine acts and say nothing of the patient; they are counted, not listed.
const ROUTINE: [&str; 22] = [
    "medication reconciliation",
    "documentation of current",
    "assessment of",
    "screening",
    "evaluation of",
    "auscultation",
    "measurement",
    "antigen test",
    "antibody test",
    "infection test",
    "pregnancy test",
    "urine",
    "blood typing",
    "hemoglobin / hematocrit",
    "fetal anatomy",
    "alpha-fetoprotein",
    "vaccination",
    "review of systems",
    "general examination",
    "physical examination",
    "questionnaire",
    "ultrasound scan for fetal",
];

struct Done<'a> {
    snippet: &'a Snippet,
    name: String,
    when: Option<When>,
}

fn done<'a>(view: View<'a>, kind: &str) -> Vec<Done<'a>> {
    let mut found: Vec<Done<'_>> = view
        .set
        .of_type(kind)
        .filter(|snippet| !retracted(snippet))
        .filter_map(|snippet| {
            let (name, _) = concept_of(view.set, snippet)?;
            let when = when_any(
                snippet,
                &[FactRole::Effective, FactRole::Recorded, FactRole::Issued],
            );
            when.is_none_or(|when| when.by(view.as_of)).then_some(Done {
                snippet,
                name,
                when,
            })
        })
        .collect();
    found.sort_by(|a, b| {
        b.when
            .cmp(&a.when)
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.snippet.id.cmp(&b.snippet.id))
    });
    found
}

/// The same thing done several times, newest first; the groups by their newest.
fn grouped<'d, 'a>(done: impl Iterator<Item = &'d Done<'a>>) -> Vec<Vec<&'d Done<'a>>> {
    let mut groups: Vec<Vec<&Done<'_>>> = Vec::new();
    for one in done {
        match groups
            .iter_mut()
            .find(|group| group[0].name.eq_ignore_ascii_case(&one.name))
        {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}

/// `Colonoscopy on 3 May 2019 and 2 Feb 2014.`
fn dated_line(group: &[&Done<'_>], lines: &mut Lines) {
    let mut shown: Vec<&&Done<'_>> = Vec::new();
    for one in group {
        if shown.len() < MOST_DATES && !shown.iter().any(|other| other.when == one.when) {
            shown.push(one);
        }
    }
    let dates: Vec<String> = shown
        .iter()
        .filter_map(|one| one.when)
        .map(When::at)
        .collect();
    let name = &group[0].name;
    let text = if dates.is_empty() {
        name.clone()
    } else {
        format!(
            "{name} {}",
            join(&dates)
                .replace(" and on ", " and ")
                .replace(", on ", ", ")
        )
    };
    lines.push(Line::new(text).cite_all(shown.iter().map(|one| &one.snippet.id)));
    if group.len() > shown.len() {
        lines.leave_out(format!(
            "Further entries not listed: {} of {name}.",
            group.len() - shown.len()
        ));
    }
}

pub(super) fn procedures(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let all: Vec<Done<'_>> = done(view, "Procedure")
        .into_iter()
        .filter(|one| {
            status(one.snippet, FactRole::Status).is_none_or(|code| code != "preparation")
        })
        .collect();
    let routine = |one: &&Done<'_>| {
        let name = one.name.to_lowercase();
        ROUTINE.iter().any(|word| name.contains(word))
    };
    let groups = grouped(all.iter().filter(|one| !routine(one)));
    for group in groups.iter().take(MOST_PROCEDURES) {
        dated_line(group, &mut lines);
    }
    if groups.len() > MOST_PROCEDURES {
        lines.leave_out(format!(
            "{} further kinds of procedure, the oldest, are not listed.",
            groups.len() - MOST_PROCEDURES
        ));
    }
    let quiet = all.iter().filter(routine).count();
    if quiet > 0 {
        lines.leave_out(format!("{quiet} entries of routine acts (screening, reconciliation, prenatal checks) are not listed."));
    }
    if all.is_empty() {
        nothing_recorded(view, &["Procedure"], "procedures", &mut lines);
    }
    lines.lines.extend(device_lines(view));
    lines
}

/// `Device on record: cardiac pacemaker.` for each that is in use.
pub(crate) fn device_lines(view: View<'_>) -> Vec<Line> {
    view.set
        .of_type("Device")
        .filter(|snippet| !retracted(snippet))
        .filter(|device| status(device, FactRole::Status).is_none_or(|code| code == "active"))
        .filter_map(|device| {
            concept_of(view.set, device).map(|(name, _)| {
                Line::new(format!(
                    "Device on record: {}",
                    inside(&name.replace(", device", ""))
                ))
                .cite(&device.id)
            })
        })
        .collect()
}

pub(super) fn immunizations(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let all = done(view, "Immunization");
    let groups = grouped(all.iter());
    for group in groups.iter().take(MOST_VACCINES) {
        dated_line(group, &mut lines);
    }
    if groups.len() > MOST_VACCINES {
        lines.leave_out(format!(
            "{} further vaccines are not listed.",
            groups.len() - MOST_VACCINES
        ));
    }
    if all.is_empty() {
        nothing_recorded(view, &["Immunization"], "immunizations", &mut lines);
    }
    lines
}

pub(super) fn encounters(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let all = visits(view);
    let recent: Vec<&Visit<'_>> = all
        .iter()
        .filter(|visit| visit.start.within(YEAR, view.as_of))
        .collect();
    let mut shown: Vec<&Visit<'_>> = recent.iter().copied().take(MOST_VISITS).collect();
    if shown.is_empty() {
        shown = all.iter().take(3).collect();
    }
    let known: Vec<_> = shown.iter().map(|visit| visit.id).collect();
    let stays: Vec<&Visit<'_>> = all
        .iter()
        .filter(|visit| {
            visit.acute() && visit.start.within(TWO_YEARS, view.as_of) && !known.contains(&visit.id)
        })
        .collect();
    shown.extend(stays.iter().take(MOST_STAYS));
    for visit in &shown {
        lines.push(visit_line(visit));
    }
    let left = recent.len().saturating_sub(MOST_VISITS) + stays.len().saturating_sub(MOST_STAYS);
    if left > 0 {
        lines.leave_out(format!(
            "{left} further encounters of the last two years are not listed."
        ));
    }
    if all.is_empty() {
        nothing_recorded(view, &["Encounter"], "encounters", &mut lines);
    }
    lines
}

/// `Encounter for check up (ambulatory) on 13 Mar 2021 at Morton Hospital for diabetes.`
pub(crate) fn visit_line(visit: &Visit<'_>) -> Line {
    let mut text = visit.name.clone();
    if let Some(class) = visit
        .class_words()
        .filter(|class| !visit.name.to_lowercase().contains(class))
    {
        let _ = write!(text, " ({class})");
    }
    match visit.end.filter(|end| *end != visit.start) {
        Some(end) if visit.acute() => {
            let _ = write!(text, " from {} to {}", visit.start.shown(), end.shown());
        }
        _ => {
            let _ = write!(text, " {}", visit.start.at());
        }
    }
    if let Some(place) = &visit.place {
        let _ = write!(text, " at {place}");
    }
    let mut reasons: Vec<String> = visit.reasons.iter().map(|reason| inside(reason)).collect();
    reasons.dedup();
    if !reasons.is_empty() {
        let _ = write!(text, " for {}", join(&reasons));
    }
    Line::new(text).cite(visit.id)
}
