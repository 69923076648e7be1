//! Problems that a note states as present.

use super::{Candidate, Item, Look, Origin, Stated, What, add, clause_at};
use crate::coding::{key, mentions_by, refuted};
use crate::read::{Problem, ProblemState, Sentence, problems, words};
use codes::{Code, System};
use model::Span;
use sources::{Coding, FactRole, FactValue};
use std::collections::HashSet;
use verify::lexicon::Cue;
use verify::reading::{Named, Reading};

/// What takes a problem away from the patient's present.
const AWAY: [Cue; 7] = [
    Cue::Negation,
    Cue::Strong,
    Cue::Hedge,
    Cue::Relative,
    Cue::Inactive,
    Cue::Conditional,
    Cue::Retracted,
];

/// Ends of single words that name a disease by themselves, where no code says so.
const ENDS: [&str; 12] = [
    "itis", "osis", "emia", "oma", "pathy", "algia", "uria", "penia", "plegia", "ectasis", "rrhea",
    "asis",
];

/// Most codes of a table that are offered for one name.
const MOST: usize = 5;

pub(super) fn items(
    look: Look<'_>,
    stated: &Stated<'_>,
    heading: &str,
    reading: &Reading,
) -> Vec<Item> {
    // What the patient says of a diagnosis is no diagnosis.
    if !look.rules.conditions(heading) || stated.text.starts_with("Patient:") {
        return Vec::new();
    }
    let all = problems(look.view);
    let named: Vec<&str> = reading
        .clauses
        .iter()
        .flat_map(|clause| &clause.names)
        .filter(|name| name.kind == Named::Problem)
        .filter_map(|name| name.span.of(stated.text))
        .filter(|name| alone(name))
        .collect();
    let keys: HashSet<String> = all.iter().map(|problem| key(&problem.name)).collect();
    let parts: HashSet<String> = keys
        .iter()
        .cloned()
        .chain(named.iter().map(|name| key(name)))
        .flat_map(|key| key.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let known = |word: &str| {
        look.book.has_word(word) || key(word).split(' ').all(|part| parts.contains(part))
    };
    let find = |name: &str| {
        let own = key(name);
        let listed = !own.is_empty()
            && (keys.contains(&own)
                || named.iter().any(|other| other.eq_ignore_ascii_case(name))
                || look.book.knows(name));
        listed.then_some(())
    };
    let sentence = Sentence {
        heading: heading.to_owned(),
        words: stated.text,
        span: Span::new(0, stated.text.len()),
    };
    mentions_by(&known, &sentence, &find)
        .into_iter()
        .filter(|mention| {
            let at = stated.text.find(mention.name);
            // `?Pneumonia` is a question.
            let asked = at
                .and_then(|at| stated.text.get(..at))
                .is_some_and(|before| before.trim_end().ends_with('?'));
            let clause = at.filter(|_| !asked).and_then(|at| clause_at(reading, at));
            clause.is_some_and(|clause| !AWAY.iter().any(|cue| clause.cues.contains(cue)))
        })
        .filter_map(|mention| item(look, stated, mention.name, &all))
        .collect()
}

/// Whether a name that only the lexicon knows may stand for a disease: `kidney` may not.
fn alone(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.split_whitespace().count() > 1
        || ENDS.iter().any(|end| lower.ends_with(end))
        || (name.len() > 2 && name.chars().all(char::is_uppercase))
}

fn item(look: Look<'_>, stated: &Stated<'_>, name: &str, all: &[Problem<'_>]) -> Option<Item> {
    let table = look.book.table(look.on).ok();
    let code = |name: &str| {
        let entry = look.book.find(table?, name, look.on)?;
        Some(entry.code.clone())
    };
    let own = (key(name), code(name));
    let same = |other: &str| {
        key(other) == own.0
            || (own.1.is_some() && code(other) == own.1)
            || concept(look, other, name)
    };
    if refuted(look.view.set).iter().any(|other| same(other)) {
        return None;
    }
    let entry = |wanted: &dyn Fn(&Problem<'_>) -> bool| {
        all.iter()
            .find(|problem| wanted(problem) && same(&problem.name))
    };
    let cited =
        |problem: &Problem<'_>| stated.citations.iter().any(|one| one.source == *problem.id);
    let past = |problem: &Problem<'_>| problem.state == ProblemState::Past;
    let there = entry(&|problem| cited(problem) && !past(problem))
        .or_else(|| entry(&|problem| !past(problem) && problem.doubt.is_none()));
    // A statement that rests on an entry of the past tells of the past.
    if there.is_none() && entry(&|problem| cited(problem) && past(problem)).is_some() {
        return None;
    }
    let remark = entry(&|problem| problem.doubt.is_some()).map_or_else(
        || entry(&past).map(|_| "The chart has it as no longer active.".to_owned()),
        |problem| {
            let doubt = problem.doubt.as_deref().unwrap_or_default();
            Some(format!("The chart has it as {doubt}."))
        },
    );
    let candidates = candidates(look, name);
    let missing = look
        .book
        .table(look.on)
        .err()
        .filter(|_| candidates.is_empty());
    let remark = remark.or_else(|| missing.map(|none| format!("{none}.")));
    Some(Item {
        statement: stated.id.clone(),
        words: stated.text.to_owned(),
        name: name.to_owned(),
        what: What::Condition,
        candidates,
        already: there.map(|problem| problem.id.clone()),
        remark: remark.filter(|_| there.is_none()),
    })
}

/// Whether both are wholly names of one problem.
fn concept(look: Look<'_>, one: &str, other: &str) -> bool {
    let whole = |name: &str| {
        let reading = Reading::of(look.lexicon, name);
        let [clause] = reading.clauses.as_slice() else {
            return None;
        };
        let found = clause.names.first()?;
        let covers = found.span.start == 0 && found.span.end == name.len();
        (covers && found.kind == Named::Problem).then_some(found.concept)
    };
    whole(one).is_some_and(|concept| whole(other) == Some(concept))
}

/// The chart's own codings of this name, then those of the table.
fn candidates(look: Look<'_>, name: &str) -> Vec<Candidate> {
    let own = key(name);
    let table = look.book.table(look.on).ok();
    let stands = |coding: &Coding| match (System::from_url(&coding.system), table) {
        (Some(System::Icd10Cm), Some(table)) => {
            Code::read(System::Icd10Cm, &coding.code).is_some_and(|code| table.get(&code).is_some())
        }
        (Some(System::Icd10Cm), None) => false,
        _ => true,
    };
    let mut found = Vec::new();
    for snippet in look.view.set.snippets() {
        let usable = matches!(
            snippet.resource_type(),
            Some("Condition" | "Encounter" | "Procedure" | "MedicationRequest" | "ServiceRequest")
        );
        if !usable || crate::read::retracted(snippet) {
            continue;
        }
        for fact in &snippet.facts {
            let FactValue::Coded { codings, .. } = &fact.value else {
                continue;
            };
            let about = fact.role == FactRole::Reason
                || (fact.role == FactRole::Code && snippet.resource_type() == Some("Condition"));
            if about && words(&fact.value).is_some_and(|words| key(&words) == own) {
                for coding in codings.iter().filter(|coding| stands(coding)) {
                    add(
                        &mut found,
                        coding.clone(),
                        Origin::Chart(snippet.id.clone()),
                    );
                }
            }
        }
    }
    let Some(table) = table else { return found };
    let one = look.book.find(table, name, look.on);
    let several = || {
        let all = look.book.all(table, name).into_iter();
        all.filter(|entry| table.billable(&entry.code, look.on).is_some())
    };
    let entries: Vec<_> = match one {
        Some(entry) => vec![entry],
        None => several().take(MOST).collect(),
    };
    for entry in entries {
        let coding = Coding {
            system: System::Icd10Cm.url().unwrap_or_default().to_owned(),
            code: entry.code.to_string(),
            display: entry.description.clone(),
        };
        add(&mut found, coding, Origin::Table(table.release.clone()));
    }
    found
}
