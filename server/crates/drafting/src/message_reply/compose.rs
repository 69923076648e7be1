//! The reply, section by section.

use super::message::{ADVICE, CALL, Message, guidelines};
use crate::chart_summary::allergy_line;
use crate::panel::Panel;
use crate::phrase::{active_line, active_orders, order_line, previous_of, result_line, series};
use crate::read::{ProblemState, View, allergies, measures, orders, person, problems, sentences};
use crate::say::{Line, Lines, Stands};
use crate::triage::token::tokens;
use crate::triage::{Category, Language, Urgency};
use model::SourceId;
use sources::SourceSet;

/// Most sentences of the message and of guidelines that are quoted.
const MOST: usize = 3;
/// Longest sentence that is quoted, in bytes.
const LONGEST: usize = 400;
/// Words of a name that say nothing by themselves.
const COMMON: [&str; 22] = [
    "disorder",
    "disease",
    "chronic",
    "acute",
    "type",
    "mellitus",
    "oral",
    "tablet",
    "capsule",
    "injection",
    "solution",
    "history",
    "essential",
    "primary",
    "syndrome",
    "with",
    "without",
    "finding",
    "left",
    "right",
    "release",
    "extended",
];
/// What patients call the tests of the panel.
const CALLED: [(&str, &str); 18] = [
    ("a1c", "HbA1c"),
    ("hba1c", "HbA1c"),
    ("sugar", "Glucose"),
    ("sugars", "Glucose"),
    ("glucose", "Glucose"),
    ("cholesterol", "LDL cholesterol"),
    ("ldl", "LDL cholesterol"),
    ("triglycerides", "Triglycerides"),
    ("kidney", "eGFR"),
    ("kidneys", "eGFR"),
    ("creatinine", "Creatinine"),
    ("potassium", "Potassium"),
    ("thyroid", "TSH"),
    ("tsh", "TSH"),
    ("hemoglobin", "Hemoglobin"),
    ("anemia", "Hemoglobin"),
    ("psa", "Prostate specific antigen"),
    ("inr", "INR"),
];

pub(super) fn opening(message: &Message<'_>, view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let triage = &message.triage;
    let Some(person) = person(view) else {
        lines.tell("The patient is not known: no chart was given.");
        return lines;
    };
    if person.died.is_some() {
        lines.tell("The chart records that the patient has died: no reply to the patient is drafted. Read who wrote the message.");
        return lines;
    }
    let given = person
        .name
        .as_deref()
        .and_then(|name| name.split_whitespace().next())
        .unwrap_or("patient");
    let courtesy = |words: &str| Line::plain(words).stands(Stands::First);
    lines.push(courtesy(&format!("Dear {given},")));
    lines.push(courtesy("Thank you for your message."));
    if let Some(flag) = triage.flags.iter().find(|flag| flag.about_other) {
        lines.tell(format!(
            "{}: this seems to be about somebody else than the patient. Read the message.",
            flag.title
        ));
    }
    if !triage.sensitive.is_empty() {
        lines.tell("The message touches a sensitive subject: mind who can read the reply.");
    }
    if triage.language == Language::NotHandled {
        lines.tell("The message is in a language that is not handled here: it was not read by the rules. Have it translated, today.");
        return lines;
    }
    if triage.category == Category::Administrative {
        lines.push(Line::plain(
            "We have sent your message to the office team. They will contact you.",
        ));
        lines.tell(format!(
            "An administrative message{}: route it to {}. No clinical reply was drafted.",
            triage
                .topic
                .as_deref()
                .map(|topic| format!(" ({})", topic.to_lowercase()))
                .unwrap_or_default(),
            triage.route.replace('_', " ")
        ));
        return lines;
    }
    for words in quoted(message) {
        let line = if words.ends_with(['?', '!']) {
            Line::plain(format!("You wrote: “{words}”"))
        } else {
            Line::new(format!("You wrote: “{words}”"))
        };
        lines.push(line.quote(&message.snippet.id, words));
    }
    lines
}

/// The sentences with a red flag, else the first ones.
fn quoted<'a>(message: &Message<'a>) -> Vec<&'a str> {
    let base = message.snippet.prose.first().map_or(0, |span| span.start);
    let all = sentences(message.snippet);
    let flagged: Vec<&str> = all
        .iter()
        .filter(|sentence| {
            message.triage.flags.iter().any(|flag| {
                let (start, end) = (flag.span.start + base, flag.span.end + base);
                sentence.span.start < end && start < sentence.span.end
            })
        })
        .map(|sentence| sentence.words)
        .collect();
    let chosen = if flagged.is_empty() {
        all.iter().map(|sentence| sentence.words).collect()
    } else {
        flagged
    };
    chosen
        .into_iter()
        .filter(|words| words.len() <= LONGEST)
        .map(|words| words.trim_end_matches('.'))
        // "Still right?" would read as a side of the body.
        .filter(|words| {
            !tokens(words)
                .last()
                .is_some_and(|last| matches!(last.word.as_str(), "right" | "left"))
        })
        .take(MOST)
        .collect()
}

pub(super) fn silent(message: &Message<'_>, view: View<'_>) -> bool {
    person(view).is_none_or(|person| person.died.is_some())
        || message.triage.category == Category::Administrative
}

pub(super) fn urgent(message: &Message<'_>, view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    if silent(message, view) {
        return lines;
    }
    let triage = &message.triage;
    let mut told: Vec<&str> = Vec::new();
    for flag in triage
        .flags
        .iter()
        .filter(|flag| flag.urgency == triage.urgency || flag.urgency >= Urgency::Urgent)
    {
        if told.contains(&flag.advice.as_str()) {
            continue;
        }
        told.push(&flag.advice);
        match advice(view.set, &flag.advice) {
            Some(line) => lines.push(line),
            None => lines.tell(format!(
                "The advice for “{}” is not among the sources: add it by hand.",
                flag.title
            )),
        }
        lines.tell(format!(
            "Red flag: {}. Urgency at least: {}.",
            flag.title,
            words(flag.urgency)
        ));
    }
    lines
}

const fn words(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Routine => "routine",
        Urgency::Soon => "within three days",
        Urgency::Urgent => "today",
        Urgency::Emergency => "now",
    }
}

/// A sentence of advice, word for word.
fn advice(set: &SourceSet, words: &str) -> Option<Line> {
    let id = SourceId::new(ADVICE);
    let source = set.get(&id)?;
    source
        .text
        .contains(words)
        .then(|| Line::new(words).quote(&id, words))
}

pub(super) fn records(message: &Message<'_>, view: View<'_>, panel: &Panel) -> Lines {
    let mut lines = Lines::default();
    if silent(message, view) || message.triage.language == Language::NotHandled {
        return lines;
    }
    let text = tokens(message.text());
    let asked = |word: &str| text.iter().any(|token| token.word == word);
    let named = |name: &str| {
        name.split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .any(|part| part.len() > 3 && !COMMON.contains(&part.as_str()) && asked(&part))
    };
    let orders = orders(view);
    let active = active_orders(&orders);
    let all = ["medicines", "medications", "meds", "prescriptions"]
        .iter()
        .any(|word| asked(word));
    for medicine in active
        .iter()
        .filter(|medicine| all || named(&medicine.newest.name))
    {
        lines.push(order_line(
            medicine.newest,
            &medicine.others,
            previous_of(&orders, medicine.newest),
        ));
    }
    for problem in problems(view)
        .iter()
        .filter(|problem| problem.state == ProblemState::Active && named(&problem.name))
    {
        lines.lines.extend(active_line(&[problem]));
    }
    let measures = measures(view);
    let mut told: Vec<&str> = Vec::new();
    for (_, test) in CALLED.iter().filter(|(word, _)| asked(word)) {
        if let Some(test) = panel.named(test).filter(|_| !told.contains(test)) {
            told.push(&test.name);
            lines
                .lines
                .extend(result_line(&test.name, &series(test, &measures)));
        }
    }
    let allergic = text.iter().any(|token| token.word.starts_with("allerg"));
    let found = allergies(view);
    for allergy in found
        .iter()
        .filter(|allergy| !allergy.past() && (allergic || named(&allergy.name)))
    {
        lines.push(allergy_line(allergy));
    }
    if lines.lines.is_empty() {
        lines.leave_out("The message names no medicine, problem or test of the chart.");
    }
    lines
}

pub(super) fn guidance(message: &Message<'_>, view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    if silent(message, view) || message.triage.language == Language::NotHandled {
        return lines;
    }
    let asked: Vec<String> = tokens(message.text())
        .into_iter()
        .map(|token| token.word)
        .filter(|word| word.len() > 4)
        .collect();
    let mut found: Vec<(usize, &SourceId, &str)> = Vec::new();
    for guideline in guidelines(view) {
        for sentence in sentences(guideline) {
            let words: Vec<String> = tokens(sentence.words)
                .into_iter()
                .map(|token| token.word)
                .collect();
            let shared = asked.iter().filter(|word| words.contains(word)).count();
            if shared >= 2 && sentence.words.len() <= LONGEST {
                found.push((shared, &guideline.id, sentence.words));
            }
        }
    }
    found.sort_by_key(|(shared, ..)| std::cmp::Reverse(*shared));
    for (_, id, words) in found.into_iter().take(MOST) {
        lines.push(Line::new(words).quote(id, words));
    }
    if lines.lines.is_empty() {
        lines.leave_out("No given guideline speaks of the question.");
    }
    lines
}

pub(super) fn closing(message: &Message<'_>, view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    if person(view).is_none_or(|person| person.died.is_some()) {
        return lines;
    }
    if message.triage.category != Category::Administrative {
        let call = advice(view.set, CALL);
        lines
            .lines
            .extend(call.map(|line| line.stands(Stands::Last)));
        lines.leave_out(
            "The answer to the question itself is yours: none is drafted without a model.",
        );
    }
    lines.push(Line::plain("Sincerely,").stands(Stands::Last));
    lines
}
