//! What a model is given of the sources: by rule, then by relevance and date, cut to size, and what was left out said.

use super::draft::SectionJob;
use super::text::{Sendable, sendable};
use crate::chart_summary::Scope;
use crate::message_reply::{guidelines, words_of};
use crate::read::{View, retracted, status};
use crate::say::When;
use crate::template::SectionPlan;
use gateway::{Part, Phi, Sends};
use model::{SourceId, SourceKind};
use sources::search::Filter;
use sources::{FactRole, FactValue, Snippet, Subject};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Values of one test that are kept: the newest, and the oldest of the period.
const NEWEST_OF_A_TEST: usize = 4;
/// Most parts of one request.
const MOST: usize = 400;
/// Hits of the search that are put first.
const HITS: usize = 40;
/// Bytes that instructions, schema and marks may take.
const OVERHEAD: usize = 4096;

/// What is sent.
pub(super) struct Selected {
    pub(super) parts: Vec<Part>,
    pub(super) aliases: BTreeMap<String, SourceId>,
    pub(super) left_out: Vec<String>,
}

/// What a section is written with beside what its types name.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    /// The chosen policy.
    pub(super) policy: Option<&'a crate::Policy>,
    /// The message that is answered.
    pub(super) answered: Option<&'a Snippet>,
    /// What of the chart the section is of, where it is cut to it.
    pub(super) scope: Option<&'a Scope>,
    /// What of each type may be sent.
    pub(super) may_send: &'a [Sends],
}

/// Names in a section's `types` that are no resource types.
const MESSAGE: &str = "message";
const GUIDELINE: &str = "guideline";

struct Candidate<'a> {
    snippet: &'a Snippet,
    when: Option<When>,
    kind: &'a str,
    /// Place among the search's hits.
    hit: usize,
}

pub(super) fn select(
    job: &SectionJob<'_>,
    plan: &SectionPlan,
    beside: Beside<'_>,
    bytes: usize,
) -> Selected {
    let mut left_out = Vec::new();
    let mut candidates = candidates(job, plan, beside.answered);
    left_out.extend(focused(job, plan, beside.scope, &mut candidates));
    rank(job, plan, beside.answered, &mut candidates);
    let before = candidates.len();
    thin_series(&mut candidates);
    if candidates.len() < before {
        left_out.push(format!("{} values between the newest and the oldest of their test were not given to the model.", before - candidates.len()));
    }
    let asked = [job.standing, job.wish].into_iter().flatten().map(cost);
    let room = bytes.saturating_sub(OVERHEAD + asked.sum::<usize>());
    let mut used = 0;
    let mut chosen: Vec<(SourceId, String, Sendable)> = Vec::new();
    if let Some(policy) = beside.policy {
        for snippet in job.set.snippets().iter().filter(|snippet| {
            snippet.id == policy.source()
                || snippet
                    .id
                    .as_str()
                    .starts_with(&format!("policy:{}#", policy.id))
        }) {
            used += cost(&snippet.text);
            chosen.push((
                snippet.id.clone(),
                "policy".to_owned(),
                whole(&snippet.text),
            ));
        }
    }
    let mut missed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut cut: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for candidate in &candidates {
        let text = match candidate.kind {
            // Its words alone: who sent it, to whom and when are not needed to answer it.
            MESSAGE => whole(words_of(candidate.snippet)),
            kind => {
                let sends = beside.may_send.iter().find(|one| one.kind == kind);
                sendable(candidate.snippet, sends.map_or(&[], |one| &one.fields))
            }
        };
        if !text.cut.is_empty() {
            let all = cut.entry(candidate.kind).or_default();
            all.extend(text.cut.iter().cloned());
        }
        if text.text.trim().is_empty() {
            continue;
        }
        if used + cost(&text.text) > room || chosen.len() >= MOST {
            *missed.entry(candidate.kind).or_default() += 1;
            continue;
        }
        used += cost(&text.text);
        chosen.push((
            candidate.snippet.id.clone(),
            candidate.kind.to_owned(),
            text,
        ));
    }
    left_out.extend(missed.iter().map(|(kind, count)| {
        format!("{count} of type {kind} were not given to the model, for size.")
    }));
    left_out.extend(cut.iter().map(|(kind, elements)| {
        let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
        let elements = elements.join(", ");
        format!(
            "Of {kind}, {elements} may not be given to a model for this section and was left out."
        )
    }));
    let mut aliases = BTreeMap::new();
    let parts = chosen
        .into_iter()
        .enumerate()
        .map(|(index, (id, kind, text))| {
            let alias = format!("a{}", index + 1);
            aliases.insert(alias.clone(), id);
            Part {
                alias,
                kind,
                fields: text.fields,
                text: Phi::new(text.text),
            }
        })
        .collect();
    Selected {
        parts,
        aliases,
        left_out,
    }
}

/// A text that is no resource.
fn whole(text: &str) -> Sendable {
    Sendable {
        text: text.to_owned(),
        ..Sendable::default()
    }
}

/// Bytes that a text takes with its marks.
fn cost(text: &str) -> usize {
    text.len() + text.lines().count() * 12 + 48
}

fn candidates<'a>(
    job: &SectionJob<'a>,
    plan: &'a SectionPlan,
    answered: Option<&'a Snippet>,
) -> Vec<Candidate<'a>> {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut found = given(job, plan, answered);
    for kind in &plan.types {
        for snippet in job.set.of_type(kind) {
            // What of the base still holds is carried over by rule.
            let base = job.options.base.as_ref() == Some(&snippet.id);
            if base || retracted(snippet) || snippet.subject == Subject::OtherPatient {
                continue;
            }
            let when = snippet
                .date
                .as_ref()
                .and_then(|date| When::read(date.as_written()));
            let fits = when.is_none_or(|when| {
                let recent = |days| when.within(days, job.as_of) || lasting(snippet);
                when.by(job.as_of) && plan.days.is_none_or(recent)
            });
            // The same note often stands in a document and in a report.
            let twice = !snippet.prose.is_empty()
                && snippet
                    .prose
                    .first()
                    .and_then(|span| span.of(&snippet.text))
                    .is_some_and(|prose| !seen.insert(prose));
            if fits && !twice {
                found.push(Candidate {
                    snippet,
                    when,
                    kind,
                    hit: HITS,
                });
            }
        }
    }
    found
}

/// Takes out what is not of the chosen focus, and says how much; the patient stays.
fn focused(
    job: &SectionJob<'_>,
    plan: &SectionPlan,
    scope: Option<&Scope>,
    candidates: &mut Vec<Candidate<'_>>,
) -> Option<String> {
    let scope = scope?;
    let view = View {
        set: job.set,
        as_of: job.as_of,
    };
    let before = candidates.len();
    candidates.retain(|one| one.kind == "Patient" || scope.holds(view, one.snippet));
    let cut = before - candidates.len();
    (cut > 0).then(|| {
        let section = plan.title.to_lowercase();
        format!(
            "{cut} sources for the section {section} are not of {} and were not given to the model.",
            scope.name
        )
    })
}

/// What is no event of its day: an entry of a list, an order in force. A section's days do not bound it.
fn lasting(snippet: &Snippet) -> bool {
    matches!(
        snippet.resource_type(),
        Some("Condition" | "AllergyIntolerance")
    ) || status(snippet, FactRole::Status).is_some_and(|code| code == "active")
}

/// What was given beside the chart: the message that is answered and the guidelines, where the section's types name them, and all that was
/// said.
fn given<'a>(
    job: &SectionJob<'a>,
    plan: &SectionPlan,
    answered: Option<&'a Snippet>,
) -> Vec<Candidate<'a>> {
    let names = |kind: &str| plan.types.iter().any(|one| one == kind);
    let one = |snippet: &'a Snippet, kind: &'a str, hit: usize| Candidate {
        snippet,
        when: None,
        kind,
        hit,
    };
    let mut found = Vec::new();
    if names(MESSAGE) {
        found.extend(answered.map(|snippet| one(snippet, MESSAGE, 0)));
    }
    if names(GUIDELINE) {
        let view = View {
            set: job.set,
            as_of: job.as_of,
        };
        found.extend(guidelines(view).map(|snippet| one(snippet, GUIDELINE, HITS)));
    }
    for snippet in job.set.snippets() {
        match (&snippet.segment, snippet.kind) {
            (Some(_), SourceKind::Dictation) => found.push(one(snippet, "dictation", 0)),
            (Some(_), _) => found.push(one(snippet, "transcript", 0)),
            (None, _) => {}
        }
    }
    found
}

/// The patient first, then the message and what was said, in the order in which it was said; then what the search found, then the newest.
fn rank(
    job: &SectionJob<'_>,
    plan: &SectionPlan,
    answered: Option<&Snippet>,
    candidates: &mut [Candidate<'_>],
) {
    let query = if let Some(message) = answered {
        words_of(message).to_owned()
    } else if plan.search.is_empty() {
        format!("{} {}", plan.title, plan.brief)
    } else {
        plan.search.join(" ")
    };
    let mut hits = job
        .search
        .search(&query, &Filter::Types(plan.types.clone()), HITS);
    if plan.types.iter().any(|kind| kind == GUIDELINE) {
        let all = job.search.search(&query, &Filter::All, usize::MAX);
        hits.extend(
            all.into_iter()
                .filter(|hit| hit.id.kind() == SourceKind::Guideline),
        );
    }
    let hits: HashMap<SourceId, usize> = hits
        .into_iter()
        .enumerate()
        .map(|(place, hit)| (hit.id, place))
        .collect();
    for candidate in candidates.iter_mut() {
        candidate.hit = hits
            .get(&candidate.snippet.id)
            .copied()
            .unwrap_or(candidate.hit);
    }
    let given = |candidate: &Candidate<'_>| match candidate.kind {
        "Patient" => 0,
        MESSAGE => 1,
        "dictation" => 2,
        "transcript" => 3,
        _ => 4,
    };
    let segment = |candidate: &Candidate<'_>| {
        let segment = candidate.snippet.segment.as_ref();
        segment.map_or(0, |segment| segment.number)
    };
    let prose = |candidate: &Candidate<'_>| {
        if candidate.snippet.prose.is_empty() {
            0
        } else {
            candidate.hit
        }
    };
    candidates.sort_by(|a, b| {
        given(a)
            .cmp(&given(b))
            .then_with(|| segment(a).cmp(&segment(b)))
            .then_with(|| prose(a).cmp(&prose(b)))
            .then_with(|| b.when.cmp(&a.when))
            .then_with(|| a.snippet.id.cmp(&b.snippet.id))
    });
}

/// Of each test the newest values and the oldest.
fn thin_series(candidates: &mut Vec<Candidate<'_>>) {
    let mut count: HashMap<String, usize> = HashMap::new();
    let mut oldest: HashMap<String, (Option<When>, SourceId)> = HashMap::new();
    for candidate in candidates
        .iter()
        .filter(|candidate| candidate.kind == "Observation")
    {
        let entry = oldest
            .entry(test_of(candidate.snippet))
            .or_insert_with(|| (candidate.when, candidate.snippet.id.clone()));
        if candidate.when < entry.0 {
            *entry = (candidate.when, candidate.snippet.id.clone());
        }
    }
    candidates.retain(|candidate| {
        if candidate.kind != "Observation" {
            return true;
        }
        let test = test_of(candidate.snippet);
        let place = count.entry(test.clone()).or_default();
        *place += 1;
        *place <= NEWEST_OF_A_TEST
            || oldest
                .get(&test)
                .is_some_and(|(_, id)| *id == candidate.snippet.id)
    });
}

fn test_of(snippet: &Snippet) -> String {
    snippet
        .facts(FactRole::Code)
        .find_map(|fact| match &fact.value {
            FactValue::Coded { codings, .. } => codings.first().map(|coding| coding.code.clone()),
            _ => None,
        })
        .unwrap_or_else(|| snippet.title.clone())
}
