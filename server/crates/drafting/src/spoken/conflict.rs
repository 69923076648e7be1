//! Where what was said and what the chart says do not agree. Both are shown; neither is taken.

use super::Utterance;
use crate::phrase::active_orders;
use crate::read::{ProblemState, Said, View, allergies, orders, problems, says};
use crate::say::{Line, Lines, Stands, inside};

/// Words of somebody who does not take a medicine.
const NOT_TAKEN: [&str; 12] = [
    "stopped",
    "stop taking",
    "not taking",
    "don't take",
    "do not take",
    "no longer take",
    "no longer taking",
    "quit",
    "ran out",
    "never took",
    "haven't taken",
    "off",
];

/// Words of somebody who has no allergies.
const NO_ALLERGY: [&str; 8] = [
    "no allerg",
    "no known allerg",
    "no drug allerg",
    "not allergic",
    "no known drug allerg",
    "nkda",
    "denies allerg",
    "don't have any allerg",
];

/// Conflicts between utterances and the chart, each with both sources.
pub(crate) fn conflicts(view: View<'_>, all: &[Utterance<'_>]) -> Lines {
    let mut lines = Lines::default();
    let orders = orders(view);
    let medicines = active_orders(&orders);
    let allergies = allergies(view);
    let problems = problems(view);
    for one in all.iter().filter(|one| !one.words.ends_with('?')) {
        let lower = one.words.to_lowercase();
        let said = quoted_words(one);
        for medicine in &medicines {
            let name = medicine.newest.name.to_lowercase();
            let substance = name
                .split(' ')
                .find(|word| word.len() > 4 && word.chars().all(char::is_alphabetic));
            if substance.is_some_and(|word| lower.contains(word)) && has(&lower, &NOT_TAKEN) {
                let date = medicine
                    .newest
                    .authored
                    .map(|date| format!(", ordered {}", date.shown()))
                    .unwrap_or_default();
                both(
                    one,
                    &said,
                    &format!("active order of {}{date}", inside(&medicine.newest.name)),
                    medicine.newest.id,
                    &mut lines,
                );
            }
        }
        if NO_ALLERGY.iter().any(|word| lower.contains(word)) {
            for allergy in allergies.iter().filter(|allergy| !allergy.past()) {
                both(
                    one,
                    &said,
                    &format!("allergy, {}", inside(&allergy.name)),
                    allergy.id,
                    &mut lines,
                );
            }
        }
        for problem in problems
            .iter()
            .filter(|problem| problem.state == ProblemState::Active && problem.doubt.is_none())
        {
            let patient = one.speaker == super::Speaker::Patient || one.dictated;
            if patient && says(one.words, &problem.name) == Some(Said::No) {
                both(
                    one,
                    &said,
                    &format!("active problem, {}", inside(&problem.name)),
                    problem.id,
                    &mut lines,
                );
            }
        }
    }
    lines.lines.dedup();
    lines
}

fn has(lower: &str, words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| format!(" {lower} ").contains(&format!(" {word} ")))
}

fn quoted_words(one: &Utterance<'_>) -> String {
    one.words.trim_end_matches('.').trim().to_owned()
}

/// `Said: “i stopped my lisinopril”.`, then `In the chart: active order of lisinopril 10 mg.`: two statements, as the one contradicts the other.
fn both(one: &Utterance<'_>, said: &str, chart: &str, source: &model::SourceId, lines: &mut Lines) {
    let stands = |line: Line| line.stands(Stands::First);
    let said_line = Line::new(format!("Said: “{said}”")).quote(one.source, said);
    lines.push(stands(said_line));
    lines.push(stands(
        Line::new(format!("In the chart: {chart}")).cite(source),
    ));
}
