//! What was typed into a form, kept as it was typed.

use crate::item::{Form, Item, Kind};
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was typed. A field is named by its place in the questionnaire: `2_0.1_0` is the second item inside the third, each in its first repetition.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Typed {
    /// By place, the answers in their order; a chosen option is its number.
    pub values: BTreeMap<String, Vec<String>>,
    /// By place, words beside a list of choices.
    pub others: BTreeMap<String, Vec<String>>,
    /// By place, the units of quantities in the order of their numbers.
    pub units: BTreeMap<String, Vec<String>>,
    /// By the place of its first repetition, how many of a group are shown.
    pub times: BTreeMap<String, usize>,
}

/// Most repetitions of a group, and of a question.
pub(crate) const MOST_TIMES: usize = 30;

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Typed({} fields)", self.values.len())
    }
}

impl Typed {
    /// Takes what a form sent over what was there. `s` names each field that was on the page: what it does not send is empty; a field that was
    /// not on the page stays as it was typed before. False where a name is none of this form's, or of a field that nobody may change: then nothing
    /// is taken.
    pub fn take(&mut self, form: &Form, sent: &[(String, String)]) -> bool {
        let open = |place: &str| is_place(place) && form.at(place).is_some_and(Item::is_open);
        let group = |place: &str| {
            is_place(place) && form.at(place).is_some_and(|item| item.kind == Kind::Group)
        };
        let known = sent.iter().all(|(name, value)| match name.as_str() {
            "s" => open(value),
            name => match name.split_once(':') {
                Some(("a" | "o" | "u", place)) => open(place),
                Some(("n", place)) => group(place),
                _ => false,
            },
        });
        if !known {
            return false;
        }
        let all = |key: &str| {
            let values = sent.iter().filter(move |(name, _)| name == key);
            values
                .map(|(_, value)| value.replace("\r\n", "\n"))
                .collect::<Vec<_>>()
        };
        for (name, value) in sent {
            match name.as_str() {
                "s" => {
                    for (map, letter) in [
                        (&mut self.values, 'a'),
                        (&mut self.others, 'o'),
                        (&mut self.units, 'u'),
                    ] {
                        put(map, value, all(&format!("{letter}:{value}")));
                    }
                }
                name => {
                    if let Some(("n", place)) = name.split_once(':') {
                        let times = value.parse().unwrap_or(1);
                        self.times
                            .insert(place.to_owned(), times.clamp(1, MOST_TIMES));
                    }
                }
            }
        }
        true
    }

    /// One more of a repeated group.
    pub fn more(&mut self, form: &Form, place: &str) {
        if is_place(place) && form.at(place).is_some_and(|item| item.repeats) {
            let times = self.times.entry(place.to_owned()).or_insert(1);
            *times = (*times + 1).min(MOST_TIMES);
        }
    }

    pub(crate) fn of<'t>(map: &'t BTreeMap<String, Vec<String>>, place: &str) -> &'t [String] {
        map.get(place).map_or(&[], Vec::as_slice)
    }
}

impl Form {
    /// What stands in the form at first: the questionnaire's own initial values.
    pub fn start(&self) -> Typed {
        let mut typed = Typed::default();
        start(&self.items, "", &mut typed);
        typed
    }

    /// The item at a place.
    pub fn at(&self, place: &str) -> Option<&Item> {
        let mut items = &self.items;
        let mut found = None;
        for part in place.split('.') {
            let (position, _) = part.split_once('_')?;
            let item = items.get(position.parse::<usize>().ok()?)?;
            items = &item.items;
            found = Some(item);
        }
        found
    }
}

fn start(items: &[Item], before: &str, typed: &mut Typed) {
    for (position, item) in items.iter().enumerate() {
        let dot = if before.is_empty() { "" } else { "." };
        let place = format!("{before}{dot}{position}_0");
        for value in &item.initial {
            typed.set(item, &place, value);
        }
        start(&item.items, &place, typed);
    }
}

impl Typed {
    /// Puts an answer in a field as a person would.
    pub(crate) fn set(&mut self, item: &Item, place: &str, value: &Value) {
        let option = item.options.iter().position(|(one, _)| one.same(value));
        let (map, words) = match (option, value) {
            (Some(number), _) => (&mut self.values, number.to_string()),
            (None, _) if item.kind == Kind::OpenChoice && !item.options.is_empty() => {
                (&mut self.others, value.shown())
            }
            (None, Value::Boolean(yes)) => (&mut self.values, yes.to_string()),
            (None, Value::Quantity(number, unit)) => {
                let units = self.units.entry(place.to_owned()).or_default();
                units.push(unit.shown().to_owned());
                (&mut self.values, number.clone())
            }
            (None, value) => (&mut self.values, value.shown()),
        };
        map.entry(place.to_owned()).or_default().push(words);
    }
}

fn put(map: &mut BTreeMap<String, Vec<String>>, place: &str, mut values: Vec<String>) {
    values.truncate(MOST_TIMES);
    if values.iter().all(|value| value.trim().is_empty()) {
        map.remove(place);
    } else {
        map.insert(place.to_owned(), values);
    }
}

fn is_place(text: &str) -> bool {
    let part = |part: &str| {
        part.split_once('_').is_some_and(|(item, time)| {
            let digits = |text: &str| {
                (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
            };
            digits(item) && digits(time)
        })
    };
    !text.is_empty() && text.len() <= 120 && text.split('.').all(part)
}
