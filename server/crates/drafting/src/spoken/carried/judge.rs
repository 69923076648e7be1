//! What today's chart says of a sentence of an earlier note.

use super::amount::{amounts, fits, often};
use super::vocabulary::{Vocabulary, found, tokens};
use crate::chart_summary::allergy_line;
use crate::error::DraftingError;
use crate::panel::{Group, Panel, Test};
use crate::phrase::{active_line, order_line, pressure_line, result_line, series};
use crate::read::{
    Measure, Order, Problem, ProblemState, Reading, Said, View, allergies, concept_of, measures,
    orders, person, problems, says, status,
};
use crate::say::{Line, When, inside, years};
use crate::use_case::Context;
use sources::FactRole;
use std::collections::BTreeMap;
use time::Duration;

/// LOINC's systolic pressure: a pressure is as new as it.
const SYSTOLIC: &str = "8480-6";

/// What becomes of a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The chart says nothing against it.
    Holds,
    /// The chart says this instead.
    Changed(Vec<Line>),
    /// It is not copied, and why.
    Gone(String),
}

/// Today's chart, read once for all sentences of a note.
pub(super) struct Judge<'a> {
    view: View<'a>,
    panel: &'a Panel,
    words: Vocabulary,
    orders: Vec<Order<'a>>,
    problems: Vec<Problem<'a>>,
    /// Names of problems that were refuted or entered in error.
    refuted: Vec<String>,
    measures: BTreeMap<String, Measure<'a>>,
    /// When the note was written.
    written: When,
}

impl<'a> Judge<'a> {
    pub(super) fn new(context: Context<'a>, written: When) -> Result<Self, DraftingError> {
        let view = context.view;
        let refuted = view.set.of_type("Condition").filter(|snippet| {
            status(snippet, FactRole::VerificationStatus)
                .is_some_and(|code| matches!(code.as_str(), "refuted" | "entered-in-error"))
        });
        let refuted = refuted.filter_map(|snippet| concept_of(view.set, snippet));
        Ok(Self {
            view,
            panel: context.panel,
            words: Vocabulary::shipped()?,
            orders: orders(view),
            problems: problems(view),
            refuted: refuted.map(|(name, _)| name).collect(),
            measures: measures(view),
            written,
        })
    }

    /// What becomes of a sentence.
    pub(super) fn fate(&self, text: &str) -> Fate {
        let (lower, tokens) = (text.to_lowercase(), tokens(text));
        let mut today: Vec<Line> = Vec::new();
        let named = self.medicines(&tokens, &mut today);
        let mut why = self.of_problems(text, &lower, &mut today);
        let values = self.values(&lower, &tokens, &mut today);
        self.of_allergies(&lower, &tokens, &mut today);
        if !today.is_empty() {
            today.dedup();
            return Fate::Changed(today);
        }
        why = why.or(values);
        if !named && !amounts(&tokens).is_empty() {
            why = why.or(Some(
                "it names a dose of a medicine that today's chart does not have".to_owned(),
            ));
        }
        why = why
            .or_else(|| self.that_day(&lower))
            .or_else(|| self.due(&tokens))
            .or_else(|| self.age(&tokens));
        why.map_or(Fate::Holds, Fate::Gone)
    }

    /// Whether a medicine of the chart is named; today's orders where one of the named has ended, changed, or was to be changed.
    fn medicines(&self, tokens: &[String], today: &mut Vec<Line>) -> bool {
        let mut named: Vec<(usize, &str)> = Vec::new();
        let substances: Vec<(String, Vec<String>)> = self
            .orders
            .iter()
            .filter_map(|order| Some((substance(&order.name)?, self::tokens(&order.name))))
            .collect();
        for (name, all) in &substances {
            let Some(at) = tokens.iter().position(|token| token == name) else {
                continue;
            };
            let alone = self.words.elements.contains(name)
                && !all
                    .iter()
                    .any(|other| other != name && other.len() > 4 && tokens.contains(other));
            if !alone && !named.iter().any(|(_, other)| other == name) {
                named.push((at, name));
            }
        }
        named.sort_unstable();
        let changes = tokens.iter().any(|token| self.words.change.contains(token));
        let (mut lines, mut stale) = (Vec::new(), false);
        for (index, (at, name)) in named.iter().enumerate() {
            let end = named.get(index + 1).map_or(tokens.len(), |(next, _)| *next);
            let mine = tokens.get(*at..end).unwrap_or_default();
            let same = |order: &&Order<'_>| substance(&order.name).as_deref() == Some(*name);
            let current = self
                .orders
                .iter()
                .filter(same)
                .find(|order| order.current());
            if let Some(order) = current {
                let ordered =
                    self::tokens(&format!("{} {}", order.name, order.instructions.join(" ")));
                let frequencies = (often(mine), often(&ordered));
                let other = matches!(frequencies, (Some(a), Some(b)) if (a - b).abs() > 1e-6);
                let dosed = amounts(mine).into_iter().any(|one| !fits(one, &ordered));
                stale |= dosed || other || changes;
                lines.push(order_line(order, &[], None));
            } else if let Some(order) = self.orders.iter().filter(same).find(|order| order.ended())
            {
                stale = true;
                let date = order
                    .authored
                    .map(|date| format!(", ordered {}", date.shown()));
                let text = format!("{}{}, stopped", order.name, date.unwrap_or_default());
                lines.push(Line::new(text).cite(order.id));
            }
        }
        if stale {
            today.extend(lines);
        }
        !named.is_empty()
    }

    /// Why a problem that is named is none; the problem as it is today where it ended, or came back.
    fn of_problems(&self, text: &str, lower: &str, today: &mut Vec<Line>) -> Option<String> {
        let over = self
            .words
            .over
            .iter()
            .any(|word| lower.contains(word.as_str()));
        let past = over
            || self
                .words
                .past
                .iter()
                .any(|word| lower.contains(word.as_str()));
        let mut told: Vec<&str> = Vec::new();
        for problem in &self.problems {
            if told.contains(&problem.name.as_str()) || !self.names(text, lower, problem) {
                continue;
            }
            told.push(&problem.name);
            let same = |other: &&Problem<'_>| other.same(problem);
            let active = self
                .problems
                .iter()
                .filter(same)
                .find(|one| one.state == ProblemState::Active);
            match active {
                Some(active) if over => today.extend(active_line(&[active])),
                Some(_) => {}
                None if past || problem.state != ProblemState::Past => {}
                None => {
                    let how = match (problem.abated, problem.clinical.as_deref()) {
                        (Some(end), _) => format!("{} resolved {}", problem.name, end.at()),
                        (None, Some("remission")) => format!("{}, in remission", problem.name),
                        (None, Some("inactive")) => format!("{}, inactive", problem.name),
                        (None, _) => format!("{}, resolved", problem.name),
                    };
                    today.push(Line::new(how).cite(problem.id));
                }
            }
        }
        let refuted = self
            .refuted
            .iter()
            .find(|name| says(text, name) == Some(Said::Yes));
        refuted.map(|name| format!("{} was refuted or entered in error", inside(name)))
    }

    /// By its whole name, or by a word of it that is of no other problem.
    fn names(&self, text: &str, lower: &str, problem: &Problem<'_>) -> bool {
        match says(text, &problem.name) {
            Some(Said::Yes) => return true,
            Some(Said::No) => return false,
            None => {}
        }
        let of_another = |word: &str| {
            self.problems.iter().any(|other| {
                other.state != ProblemState::Past
                    && !other.same(problem)
                    && other.name.to_lowercase().contains(word)
            })
        };
        let name = problem.name.to_lowercase();
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| {
            word.len() > 6 && !self.words.common.iter().any(|common| common == word)
        });
        let mut words = words.filter(|word| says(lower, word) == Some(Said::Yes));
        words.any(|word| problem.state != ProblemState::Past || !of_another(word))
    }

    /// Why a value is not copied; the newest where it was replaced, or has come.
    fn values(&self, lower: &str, tokens: &[String], today: &mut Vec<Line>) -> Option<String> {
        let numbers: Vec<&String> = tokens
            .iter()
            .filter(|token| token.parse::<f64>().is_ok())
            .collect();
        let awaited = tokens
            .iter()
            .any(|token| self.words.pending.contains(token));
        if numbers.is_empty() && !awaited {
            return None;
        }
        let (mut why, tests) = (None, self.tests(tokens));
        for test in &tests {
            let pressure = test.name == "blood pressure";
            let readings: Vec<&Reading<'_>> = match self.measures.get(SYSTOLIC) {
                Some(upper) if pressure => upper.readings.iter().collect(),
                _ => series(test, &self.measures),
            };
            let newest = readings.first();
            if newest.is_some_and(|newest| newest.when > self.written) {
                today.extend(if pressure {
                    pressure_line(&self.measures)
                } else {
                    result_line(&test.name, &readings)
                });
                continue;
            }
            let same = newest.is_some_and(|newest| {
                let shown = self::tokens(&newest.shown());
                numbers.iter().any(|number| shown.contains(number))
            });
            if !numbers.is_empty() && !same && (pressure || measured(tokens, test, self)) {
                why = Some("a value of that day that today's chart does not have".to_owned());
            }
        }
        let units = self.words.measured.iter();
        let mut units = units.filter(|unit| lower.contains(unit.as_str()));
        if tests.is_empty() && !numbers.is_empty() && units.next().is_some() {
            why = Some("a value of that day".to_owned());
        }
        why
    }

    /// The tests of the panel that are named, the longest name where two share words.
    fn tests(&self, tokens: &[String]) -> Vec<&Test> {
        let mut all: Vec<((usize, usize), &Test)> = Vec::new();
        for test in [Group::Result, Group::Vital]
            .into_iter()
            .flat_map(|group| self.panel.tests(group))
        {
            let others = self.words.test.get(&test.name).into_iter().flatten();
            let names = std::iter::once(&test.name).chain(others);
            let place = names.filter_map(|name| found(tokens, name));
            all.extend(
                place
                    .max_by_key(|(from, to)| to - from)
                    .map(|place| (place, test)),
            );
        }
        let places: Vec<(usize, usize)> = all.iter().map(|(place, _)| *place).collect();
        all.retain(|((from, to), _)| {
            !places
                .iter()
                .any(|(start, end)| start <= from && to <= end && to - from < end - start)
        });
        all.into_iter().map(|(_, test)| test).collect()
    }

    fn of_allergies(&self, lower: &str, tokens: &[String], today: &mut Vec<Line>) {
        let none = tokens
            .iter()
            .any(|token| matches!(token.as_str(), "nkda" | "nka"))
            || (lower.contains("no known") && lower.contains("allerg"));
        if none {
            let found = allergies(self.view);
            let found = found.iter().filter(|allergy| !allergy.past());
            today.extend(found.map(allergy_line));
        }
    }

    fn that_day(&self, lower: &str) -> Option<String> {
        let has = |word: &&String| {
            let bound = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            lower.match_indices(word.as_str()).any(|(at, _)| {
                bound(lower[..at].chars().next_back())
                    && bound(lower[at + word.len()..].chars().next())
            })
        };
        let word = self.words.day.iter().find(has)?;
        Some(format!("it speaks of that day (“{word}”)"))
    }

    /// `in two weeks`, where they are over.
    fn due(&self, tokens: &[String]) -> Option<String> {
        const NUMBERS: [&str; 13] = [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve",
        ];
        let count = |word: &str| match word {
            "a" | "next" => Some(1),
            word => word.parse::<i64>().ok().or_else(|| {
                let place = NUMBERS.iter().position(|number| *number == word)?;
                i64::try_from(place).ok()
            }),
        };
        let days = |word: &str| match word.trim_end_matches('s') {
            "day" => Some(1),
            "week" => Some(7),
            "month" => Some(31),
            "year" => Some(366),
            _ => None,
        };
        let ahead = tokens.windows(3).find_map(|three| {
            (three[0] == "in" || three[0] == "within")
                .then(|| Some(count(&three[1])? * days(&three[2])?))?
        });
        let next = tokens
            .windows(2)
            .find_map(|two| (two[0] == "next").then(|| days(&two[1]))?);
        let ahead = ahead.or(next)?.clamp(0, 36_600);
        let over = self.written.last().saturating_add(Duration::days(ahead)) < self.view.as_of;
        over.then(|| "its time has passed".to_owned())
    }

    fn age(&self, tokens: &[String]) -> Option<String> {
        let said = tokens.windows(3).find_map(|three| {
            (three[1].starts_with("year") && three[2] == "old")
                .then(|| three[0].parse::<i32>().ok())?
        })?;
        let now = person(self.view)?
            .birth
            .and_then(|birth| years(birth, self.view.as_of))?;
        (now != said).then(|| format!("the patient is {now} years old today"))
    }
}

/// Whether a number stands behind a test's name, within a few words.
fn measured(tokens: &[String], test: &Test, judge: &Judge<'_>) -> bool {
    let others = judge.words.test.get(&test.name).into_iter().flatten();
    let mut names = std::iter::once(&test.name).chain(others);
    names.any(|name| {
        found(tokens, name).is_some_and(|(_, end)| {
            tokens
                .iter()
                .skip(end)
                .take(5)
                .any(|token| token.parse::<f64>().is_ok())
        })
    })
}

/// What a drug is: the first long word of its name.
fn substance(name: &str) -> Option<String> {
    name.split(' ')
        .find(|word| word.len() > 4 && word.chars().all(char::is_alphabetic))
        .map(str::to_lowercase)
}
