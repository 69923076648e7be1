//! One sentence that says who this is.

use crate::panel::Panel;
use crate::read::{Death, Problem, ProblemState, View, person, problems};
use crate::say::{Line, Lines, Stands, capital, inside, join};

/// Most problems in the sentence.
const MOST: usize = 5;

pub(crate) fn compose(view: View<'_>, panel: &Panel) -> Lines {
    let mut lines = Lines::default();
    let Some(person) = person(view) else {
        lines.tell("The patient is not known: no chart was given.");
        return lines;
    };
    let problems = problems(view);
    let key = key_problems(&problems, panel);
    let names: Vec<String> = key.iter().map(|problem| inside(&problem.name)).collect();
    let who = capital(&person.described(view));
    let line = if names.is_empty() {
        Line::new(who)
    } else {
        Line::new(format!("{who} with {}", join(&names)))
    };
    lines.push(
        line.cite(person.id)
            .cite_all(key.iter().map(|problem| problem.id)),
    );
    let died = match person.died {
        Some(Death::At(date)) => Some(format!("Deceased {}", date.at())),
        Some(Death::Undated) => Some("Recorded as deceased".to_owned()),
        None => None,
    };
    let line = |words| Line::new(words).cite(person.id).stands(Stands::First);
    lines.lines.extend(died.map(line));
    lines
}

/// The active, undoubted problems that matter most, each once.
fn key_problems<'p, 'a>(problems: &'p [Problem<'a>], panel: &Panel) -> Vec<&'p Problem<'a>> {
    let mut ranked: Vec<(usize, &Problem<'a>)> = problems
        .iter()
        .filter(|problem| problem.state == ProblemState::Active && problem.doubt.is_none())
        .filter_map(|problem| Some((panel.rank(&problem.name)?, problem)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut key: Vec<&Problem<'a>> = Vec::new();
    for (_, problem) in ranked {
        if !key.iter().any(|other| told_by(&problem.name, &other.name)) {
            key.push(problem);
        }
    }
    key.truncate(MOST);
    key
}

/// Whether one name says what the other says: one within the other, or the same but for the stage.
fn told_by(name: &str, other: &str) -> bool {
    let base = |name: &str| {
        name.to_lowercase()
            .split(" stage ")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let (name, other) = (base(name), base(other));
    name.contains(&other) || other.contains(&name)
}
