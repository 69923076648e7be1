//! A form with what was typed into it: every field with its answers, and whether it is shown.

use crate::check::Problem;
use crate::item::{Form, Item};
use crate::typed::Typed;
use crate::value::Value;
use crate::{check, typed};

/// One item in one repetition.
pub struct Node<'f> {
    /// The item.
    pub item: &'f Item,
    /// Its place, the name of its field.
    pub place: String,
    /// Which repetition, from 0.
    pub time: usize,
    /// Whether it is the last of its repetitions.
    pub last: bool,
    /// Whether its conditions hold, and those of what it is inside.
    pub shown: bool,
    /// What could be read of what was typed.
    pub answers: Vec<Value>,
    /// What could not, in words.
    pub wrong: Vec<String>,
    /// What is inside, by number.
    pub inside: Vec<usize>,
    parent: Option<usize>,
}

/// A form with what was typed into it.
pub struct Sheet<'f> {
    /// The form.
    pub form: &'f Form,
    /// Every item in every repetition; what is inside comes behind.
    pub nodes: Vec<Node<'f>>,
    /// Those that are inside nothing, by number.
    pub roots: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Busy,
    Known(bool),
}

impl<'f> Sheet<'f> {
    /// Puts both together. The same gives the same.
    pub fn of(form: &'f Form, typed: &Typed) -> Self {
        let mut sheet = Self {
            form,
            nodes: Vec::new(),
            roots: Vec::new(),
        };
        sheet.roots = sheet.lay(&form.items, "", None, typed);
        let mut states = vec![State::Open; sheet.nodes.len()];
        for number in 0..sheet.nodes.len() {
            let shown = sheet.shown(number, &mut states);
            sheet.nodes[number].shown = shown;
        }
        sheet
    }

    /// What is wrong with what is shown; with `whole`, also what is missing.
    pub fn problems(&self, whole: bool) -> Vec<Problem> {
        check::problems(self, whole)
    }

    /// The nodes that are shown and can be answered.
    pub fn asked(&self) -> impl Iterator<Item = &Node<'f>> {
        let all = self.nodes.iter();
        all.filter(|node| node.shown && node.item.is_question() && !node.item.hidden)
    }

    fn lay(
        &mut self,
        items: &'f [Item],
        before: &str,
        parent: Option<usize>,
        typed: &Typed,
    ) -> Vec<usize> {
        let mut laid = Vec::new();
        for (position, item) in items.iter().enumerate() {
            let place = |time: usize| match before {
                "" => format!("{position}_{time}"),
                before => format!("{before}.{position}_{time}"),
            };
            let group = !item.is_question();
            let times = typed.times.get(&place(0)).copied().unwrap_or(1);
            let most = if group && item.repeats {
                typed::MOST_TIMES
            } else {
                1
            };
            let times = times.clamp(1, most);
            for time in 0..times {
                if self.nodes.len() >= MOST {
                    return laid;
                }
                let place = place(time);
                let (answers, wrong) = check::read(item, &place, typed);
                let number = self.nodes.len();
                self.nodes.push(Node {
                    item,
                    time,
                    last: time + 1 == times,
                    shown: false,
                    answers,
                    wrong,
                    inside: Vec::new(),
                    parent,
                    place: place.clone(),
                });
                let inside = self.lay(&item.items, &place, Some(number), typed);
                self.nodes[number].inside = inside;
                laid.push(number);
            }
        }
        laid
    }

    fn shown(&self, number: usize, states: &mut [State]) -> bool {
        match states[number] {
            State::Known(shown) => return shown,
            // Reading refuses circles.
            State::Busy => return false,
            State::Open => states[number] = State::Busy,
        }
        let node = &self.nodes[number];
        let parent = node.parent.is_none_or(|parent| self.shown(parent, states));
        let when = &node.item.when;
        let mut hold = when.conditions.iter().map(|condition| {
            let answers = self.answers_to(&condition.question, &node.place, states);
            condition.holds(&answers)
        });
        let met = match (when.conditions.is_empty(), when.all) {
            (true, _) => true,
            (false, true) => hold.all(|holds| holds),
            (false, false) => hold.any(|holds| holds),
        };
        states[number] = State::Known(parent && met);
        parent && met
    }

    /// The answers to a question, of its repetitions the nearest; a question that is not shown has none.
    fn answers_to(&self, question: &str, from: &str, states: &mut [State]) -> Vec<Value> {
        let near = |place: &str| {
            let pairs = place.split('.').zip(from.split('.'));
            pairs.take_while(|(one, other)| one == other).count()
        };
        let asked: Vec<usize> = (0..self.nodes.len())
            .filter(|&number| self.nodes[number].item.link_id == question)
            .collect();
        let nearest = asked
            .iter()
            .map(|&number| near(&self.nodes[number].place))
            .max();
        let mut answers = Vec::new();
        for number in asked {
            let node = &self.nodes[number];
            if Some(near(&node.place)) == nearest && self.shown(number, states) {
                answers.extend(node.answers.iter().cloned());
            }
        }
        answers
    }
}

/// Most items with their repetitions.
const MOST: usize = 3000;
