//! Medicines that a note says the patient takes.

use super::{Amount, Candidate, Item, Look, Origin, Stated, What, add, says};
use crate::coding::turned;
use crate::read::{Order, orders};
use model::Span;
use verify::lexicon::Cue;
use verify::reading::{Clause, Name, Named, Reading};

/// What makes it another person's, a plan, or over.
const AWAY: [Cue; 9] = [
    Cue::Negation,
    Cue::Strong,
    Cue::Hedge,
    Cue::Relative,
    Cue::Inactive,
    Cue::Planned,
    Cue::Conditional,
    Cue::Retracted,
    Cue::Held,
];

pub(super) fn items(
    look: Look<'_>,
    stated: &Stated<'_>,
    heading: &str,
    reading: &Reading,
) -> Vec<Item> {
    if !look.rules.medications(heading) {
        return Vec::new();
    }
    let orders = orders(look.view);
    // A list of medicines says by its heading that they are taken.
    let listed = heading.contains("medication");
    let mut out = Vec::new();
    for clause in &reading.clauses {
        let Some(text) = clause.span.of(stated.text) else {
            continue;
        };
        let taken = (listed || clause.cues.contains(&Cue::Active) || first_person(text))
            && !AWAY.iter().any(|cue| clause.cues.contains(cue))
            && !says(text, &look.rules.not_taken.words)
            && !turned(text);
        if !taken {
            continue;
        }
        let drugs: Vec<&Name> = clause
            .names
            .iter()
            .filter(|name| name.kind == Named::Drug)
            .collect();
        for (at, name) in drugs.iter().enumerate() {
            let end = drugs
                .get(at + 1)
                .map_or(clause.span.end, |next| next.span.start);
            let there = same_order(look, &orders, name, stated);
            out.extend(item(look, stated, clause, name, end, &orders, there));
        }
    }
    out
}

/// `I take it`, `I use it`: the patient's own words.
fn first_person(text: &str) -> bool {
    let plain = |letter: char| if letter == '’' { '\'' } else { letter };
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric() && plain(letter) != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let lower = format!(" {} ", words.join(" ").replace('’', "'"));
    [
        " i take ",
        " i'm taking ",
        " i am taking ",
        " i use ",
        " i'm on ",
        " i am on ",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

/// The order in force of the same drug: one that the statement cites first.
fn same_order<'o, 'a>(
    look: Look<'_>,
    orders: &'o [Order<'a>],
    name: &Name,
    stated: &Stated<'_>,
) -> Option<&'o Order<'a>> {
    let cited = |order: &&Order<'_>| stated.citations.iter().any(|one| one.source == *order.id);
    let same = |order: &&Order<'_>| order.current() && of_drug(look, order, name);
    orders
        .iter()
        .filter(same)
        .find(cited)
        .or_else(|| orders.iter().find(same))
}

fn of_drug(look: Look<'_>, order: &Order<'_>, name: &Name) -> bool {
    let reading = Reading::of(look.lexicon, &order.name);
    let mut names = reading.clauses.iter().flat_map(|clause| &clause.names);
    names.any(|other| other.kind == Named::Drug && other.concept == name.concept)
}

fn item(
    look: Look<'_>,
    stated: &Stated<'_>,
    clause: &Clause,
    name: &Name,
    end: usize,
    orders: &[Order<'_>],
    there: Option<&Order<'_>>,
) -> Option<Item> {
    let within = |span: &Span| span.start >= name.span.end && span.end <= end;
    let value = clause.values.iter().find(|value| within(&value.span));
    let dose = value.filter(|value| value.exact && value.over.is_none());
    let dose = dose.and_then(|value| {
        Some(Amount {
            written: value.written.clone(),
            unit: value.unit.clone()?,
        })
    });
    // A number that is no plain dose must not be lost or guessed: such a statement stays words.
    if value.is_some() && dose.is_none() {
        return None;
    }
    let often = clause
        .frequencies
        .iter()
        .map(|(span, _)| span)
        .find(|span| within(span));
    let last = [
        value.map(|value| value.span.end),
        often.map(|span| span.end),
    ];
    let last = last.into_iter().flatten().max().unwrap_or(name.span.end);
    let words = name.span.of(stated.text)?;
    let remark = there.is_none().then(|| {
        let mut ended = orders.iter().filter(|order| !order.current());
        let found = ended.any(|order| of_drug(look, order, name));
        found.then(|| "The chart has it as no longer taken.".to_owned())
    });
    Some(Item {
        statement: stated.id.clone(),
        words: stated.text.to_owned(),
        name: words.to_owned(),
        candidates: candidates(look, orders, name, dose.as_ref()),
        what: What::Medication {
            dose,
            instruction: Span::new(name.span.start, last).of(stated.text)?.to_owned(),
        },
        already: there.map(|order| order.id.clone()),
        remark: remark.flatten(),
    })
}

/// The chart's own codings of this drug that say no other strength.
fn candidates(
    look: Look<'_>,
    orders: &[Order<'_>],
    name: &Name,
    dose: Option<&Amount>,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for order in orders.iter().filter(|order| of_drug(look, order, name)) {
        for coding in &order.codings {
            let display = if coding.display.is_empty() {
                order.name.as_str()
            } else {
                coding.display.as_str()
            };
            let reading = Reading::of(look.lexicon, display);
            let mut values = reading.clauses.iter().flat_map(|clause| &clause.values);
            let fits = values.all(|value| {
                dose.is_some_and(|dose| {
                    value.written == dose.written && value.unit.as_ref() == Some(&dose.unit)
                })
            });
            if fits {
                add(&mut found, coding.clone(), Origin::Chart(order.id.clone()));
            }
        }
    }
    found
}
