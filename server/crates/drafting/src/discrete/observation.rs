//! Measurements that a note tells of the day of service.

use super::rules::Listed;
use super::{Amount, Candidate, Item, Look, Origin, Stated, What, add, clause_at, says};
use crate::read::{Measure, Reading as Taken, measures};
use crate::say::When;
use model::{SourceId, Span};
use sources::{Coding, FactRole, FactValue};
use std::collections::BTreeMap;
use verify::lexicon::Cue;
use verify::reading::{Clause, Named, Reading, Value};

/// What makes a number no measurement of today.
const AWAY: [Cue; 17] = [
    Cue::Negation,
    Cue::Strong,
    Cue::Hedge,
    Cue::Relative,
    Cue::Planned,
    Cue::Conditional,
    Cue::Retracted,
    Cue::Approximate,
    Cue::Change,
    Cue::Above,
    Cue::Below,
    Cue::AtLeast,
    Cue::AtMost,
    Cue::Within,
    Cue::Highest,
    Cue::Lowest,
    Cue::First,
];

/// Words that may stand between a name and its number.
const BETWEEN: [&str; 14] = [
    "is", "was", "of", "at", "today", "now", "measured", "measures", "reads", "reading", "result",
    "level", "this", "visit",
];

/// Words that may stand before a name without making it another test.
const BEFORE: [&str; 24] = [
    "and",
    "with",
    "the",
    "a",
    "her",
    "his",
    "their",
    "my",
    "today",
    "today's",
    "current",
    "patient's",
    "shows",
    "showed",
    "vitals",
    "vital",
    "signs",
    "labs",
    "lab",
    "afebrile",
    "exam",
    "on",
    "has",
    "then",
];

const LOINC: &str = "http://loinc.org";
const SYSTOLIC: &str = "8480-6";
const DIASTOLIC: &str = "8462-4";

/// What a name before a number leads to.
struct Test<'a> {
    name: Span,
    listed: Option<&'a Listed>,
    /// Keys of the chart's measures.
    keys: Vec<String>,
}

pub(super) fn items(
    look: Look<'_>,
    stated: &Stated<'_>,
    heading: &str,
    reading: &Reading,
) -> Vec<Item> {
    let measures = measures(look.view);
    let mut out = Vec::new();
    for clause in &reading.clauses {
        for value in clause.values.iter().filter(|value| value.exact) {
            let found = test(look, &measures, stated.text, value, reading);
            let Some(test) =
                found.filter(|test| of_today(look, stated, heading, reading, clause, test))
            else {
                continue;
            };
            out.extend(item(look, stated, value, &test, &measures));
        }
    }
    out
}

/// Whether the number is this patient's of the day of service.
fn of_today(
    look: Look<'_>,
    stated: &Stated<'_>,
    heading: &str,
    reading: &Reading,
    clause: &Clause,
    test: &Test<'_>,
) -> bool {
    let named = clause_at(reading, test.name.start).unwrap_or(clause);
    let today = |clause: &Clause| clause.days.iter().any(|told| told.day == Some(look.on));
    let clean = [clause, named].into_iter().all(|clause| {
        let said = clause.span.of(stated.text).unwrap_or_default();
        !AWAY.iter().any(|cue| clause.cues.contains(cue))
            && clause.days.iter().all(|told| told.day == Some(look.on))
            && !clause.elsewhen
            && !says(said, &look.rules.not_measured.words)
    });
    let words = clause.span.of(stated.text).unwrap_or_default();
    let said = today(clause) || says(words, &["today".to_owned()]);
    clean && !stated.text.starts_with("Patient:") && (said || look.rules.observations(heading))
}

/// The test whose name stands right before a number.
fn test<'a>(
    look: Look<'a>,
    measures: &BTreeMap<String, Measure<'_>>,
    text: &str,
    value: &Value,
    reading: &Reading,
) -> Option<Test<'a>> {
    let before = bare(text.get(..value.span.start)?);
    let ends = |name: &str| {
        let start = before.len().checked_sub(name.len())?;
        let tail = before.get(start..)?;
        let short = name.len() <= 3;
        let equal = if short {
            tail == name
        } else {
            tail.eq_ignore_ascii_case(name)
        };
        let word = before
            .get(..start)?
            .ends_with(|c: char| !c.is_alphanumeric())
            || start == 0;
        (equal && word && !name.is_empty()).then(|| Span::new(start, before.len()))
    };
    let listed = look.rules.observations.iter().filter_map(|one| {
        let span = one
            .names
            .iter()
            .filter_map(|name| ends(name))
            .min_by_key(|span| span.start)?;
        Some((span, Some(one), String::new()))
    });
    let charted = measures
        .values()
        .filter_map(|measure| Some((ends(&measure.name)?, None, measure.key.clone())));
    let known = reading
        .clauses
        .iter()
        .flat_map(|clause| &clause.names)
        .filter(|name| name.kind == Named::Test && name.span.end == before.len())
        .map(|name| (name.span, None, String::new()));
    let all: Vec<(Span, Option<&Listed>, String)> = listed.chain(charted).chain(known).collect();
    let start = all.iter().map(|(span, ..)| span.start).min()?;
    if !free(before.get(..start)?) {
        return None;
    }
    let longest = || all.iter().filter(|(span, ..)| span.start == start);
    let listed = longest().find_map(|(_, listed, _)| *listed);
    let mut keys: Vec<String> = longest()
        .map(|(_, _, key)| key.clone())
        .filter(|key| !key.is_empty())
        .collect();
    if let Some(listed) = listed {
        keys.extend(listed.same.iter().chain([&listed.code]).cloned());
    }
    Some(Test {
        name: Span::new(start, before.len()),
        listed,
        keys,
    })
}

/// A text without the words and marks at its end that may stand before a number.
fn bare(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '(' | '–'));
        let word = rest
            .rsplit(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or_default();
        let filler = BETWEEN
            .iter()
            .any(|filler| filler.eq_ignore_ascii_case(word));
        if word.is_empty() || !filler {
            return rest;
        }
        rest = rest.get(..rest.len() - word.len()).unwrap_or_default();
    }
}

/// Whether nothing before a name makes it another test: `urine` before `glucose` does.
fn free(before: &str) -> bool {
    let end = before.trim_end();
    if end.ends_with(|c: char| !c.is_alphanumeric()) || end.is_empty() {
        return true;
    }
    let word = end.rsplit(char::is_whitespace).next().unwrap_or_default();
    BEFORE.iter().any(|plain| plain.eq_ignore_ascii_case(word))
        || word.chars().all(|c| c.is_numeric() || c == '%')
}

fn item(
    look: Look<'_>,
    stated: &Stated<'_>,
    value: &Value,
    test: &Test<'_>,
    measures: &BTreeMap<String, Measure<'_>>,
) -> Option<Item> {
    let pressure = test.listed.is_some_and(|listed| listed.code == "85354-9");
    // A pressure has two numbers, everything else one.
    if pressure != value.over.is_some() {
        return None;
    }
    let taken: Vec<&Taken<'_>> = test
        .keys
        .iter()
        .filter_map(|key| measures.get(key))
        .flat_map(|measure| &measure.readings)
        .collect();
    let unit = unit(value, test.listed, &taken)?;
    let there = if pressure {
        pressure_there(look, value, measures)
    } else {
        let same = |one: &&&Taken<'_>| {
            one.when == When::day(look.on)
                && one.quantity.is_some_and(|quantity| {
                    quantity.value == value.value && in_unit(quantity, &unit)
                })
        };
        taken.iter().find(same).map(|one| one.id.clone())
    };
    let category = match test.listed {
        Some(listed) => Some(listed.category.clone()),
        None => test
            .keys
            .iter()
            .filter_map(|key| measures.get(key))
            .find_map(|measure| {
                let known = |one: &&String| matches!(one.as_str(), "laboratory" | "vital-signs");
                measure.categories.iter().find(known).cloned()
            }),
    };
    Some(Item {
        statement: stated.id.clone(),
        words: stated.text.to_owned(),
        name: test.name.of(stated.text)?.to_owned(),
        candidates: candidates(look, test, &taken),
        what: What::Observation {
            value: Amount {
                written: value.written.clone(),
                unit,
            },
            over: value.over.clone(),
            category,
            on: look.on,
        },
        already: there,
        remark: None,
    })
}

/// The UCUM unit: as said, or the only one that a listed test without a unit can mean. One that neither list nor chart has for the test is no unit of it.
fn unit(value: &Value, listed: Option<&Listed>, taken: &[&Taken<'_>]) -> Option<String> {
    let Some(unit) = &value.unit else {
        let listed = listed.filter(|listed| listed.implied)?;
        return listed.units.first().cloned();
    };
    let ours = listed.is_some_and(|listed| listed.units.contains(unit));
    let charts = || {
        taken
            .iter()
            .filter_map(|one| one.quantity)
            .any(|quantity| in_unit(quantity, unit))
    };
    let unknown = listed.is_none() && taken.is_empty();
    (ours || unknown || charts()).then(|| unit.clone())
}

fn in_unit(quantity: &sources::Quantity, unit: &str) -> bool {
    quantity.ucum.as_deref() == Some(unit) || quantity.unit == unit
}

/// A pressure of the day with both numbers.
fn pressure_there(
    look: Look<'_>,
    value: &Value,
    measures: &BTreeMap<String, Measure<'_>>,
) -> Option<SourceId> {
    let under: rust_decimal::Decimal = value.over.as_deref()?.parse().ok()?;
    let day = When::day(look.on);
    let of = |code: &str, number: rust_decimal::Decimal| {
        let readings = measures
            .get(code)
            .map(|measure| measure.readings.as_slice());
        readings.unwrap_or_default().iter().filter(move |one| {
            one.when == day
                && one
                    .quantity
                    .is_some_and(|quantity| quantity.value == number)
        })
    };
    let lower: Vec<&SourceId> = of(DIASTOLIC, under).map(|one| one.id).collect();
    let mut upper = of(SYSTOLIC, value.value);
    upper
        .find(|one| lower.contains(&one.id))
        .map(|one| one.id.clone())
}

/// The codings by which the chart has the test, then the listed one.
fn candidates(look: Look<'_>, test: &Test<'_>, taken: &[&Taken<'_>]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for one in taken {
        let Some(snippet) = look.view.set.get(one.id) else {
            continue;
        };
        for fact in snippet.facts(FactRole::Code).filter(|fact| fact.group == 0) {
            let FactValue::Coded { codings, .. } = &fact.value else {
                continue;
            };
            for coding in codings
                .iter()
                .filter(|coding| test.keys.contains(&coding.code))
            {
                add(&mut found, coding.clone(), Origin::Chart(one.id.clone()));
            }
        }
    }
    if let Some(listed) = test.listed {
        let coding = Coding {
            system: LOINC.to_owned(),
            code: listed.code.clone(),
            display: listed.display.clone(),
        };
        add(&mut found, coding, Origin::Listed);
    }
    found
}
