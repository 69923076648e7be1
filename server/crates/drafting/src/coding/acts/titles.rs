//! The titles of a table, found by the words of a sentence.

use super::rules::ActRules;
use super::words::{Word, words};
use codes::{Code, Entry, System, Table};
use std::collections::{BTreeSet, HashMap};

/// How much of a title must be said, in percent of its weight: rare words weigh more, those behind its first comma half, absent ones nothing. All
/// that stands before the first comma is enough too.
const LEAST: u32 = 50;
/// The same of a title of which nothing else is said than of the one that fits best.
const LEAST_BESIDE: u32 = 30;

/// Words of a title of which one is enough.
struct Group {
    any: Vec<String>,
    absent: bool,
    later: bool,
    slight: bool,
}

/// A title that fits what was said.
#[derive(Clone)]
pub(super) struct Fit<'t> {
    pub(super) entry: &'t Entry,
    /// The words of the title that were said.
    pub(super) said: BTreeSet<String>,
    /// What of the title was said, in percent.
    pub(super) share: u32,
    /// Whether that is enough by itself.
    enough: bool,
}

/// The titles of a table.
pub(super) struct Titles {
    all: Vec<(Code, Vec<Group>)>,
    by_word: HashMap<String, Vec<usize>>,
}

impl Titles {
    pub(super) fn of(rules: &ActRules, table: &Table) -> Self {
        let named = table
            .entries()
            .filter(|entry| entry.billable && !visit(table.system, &entry.code));
        let all: Vec<(Code, Vec<Group>)> = named
            .map(|entry| (entry.code.clone(), groups(rules, &entry.description)))
            .collect();
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, (_, groups)) in all.iter().enumerate() {
            for word in groups.iter().flat_map(|group| &group.any) {
                let places = by_word.entry(word.clone()).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
        Self { all, by_word }
    }

    /// Every title that is said far enough to be meant, whatever else is.
    pub(super) fn near<'t>(
        &self,
        rules: &ActRules,
        table: &'t Table,
        said: &[Word],
    ) -> Vec<Fit<'t>> {
        let places: BTreeSet<usize> = said
            .iter()
            .flat_map(|word| &word.stems)
            .filter_map(|stem| self.by_word.get(stem))
            .flatten()
            .copied()
            .collect();
        places
            .into_iter()
            .filter_map(|at| self.all.get(at))
            .filter_map(|(code, groups)| self.fit(rules, table.get(code)?, groups, said))
            .collect()
    }

    fn fit<'t>(
        &self,
        rules: &ActRules,
        entry: &'t Entry,
        groups: &[Group],
        said: &[Word],
    ) -> Option<Fit<'t>> {
        if contradicted(rules, groups, said) {
            return None;
        }
        let has = |word: &Word| {
            let mut groups = groups.iter().filter(|group| group.absent == word.absent);
            groups.any(|group| word.stems.iter().any(|stem| group.any.contains(stem)))
        };
        let places: Vec<usize> = said
            .iter()
            .enumerate()
            .filter_map(|(at, word)| has(word).then_some(at))
            .collect();
        let last = *places.last()?;
        // A verb alone names nothing.
        let verb = |at: &usize| {
            let word = said.get(*at);
            word.is_none_or(|word| word.stems.iter().all(|stem| rules.verbs.contains(stem)))
        };
        if places.iter().all(verb) || another(rules, said, last) {
            return None;
        }
        let stems: BTreeSet<&String> = said
            .iter()
            .filter(|word| has(word))
            .flat_map(|word| &word.stems)
            .collect();
        let (mut whole, mut told, mut head) = (0, 0, true);
        let mut found = BTreeSet::new();
        for group in groups {
            let weight = self.weight(group);
            whole += weight;
            if let Some(stem) = group.any.iter().find(|stem| stems.contains(stem)) {
                told += weight;
                found.insert(stem.clone());
            } else if !group.later && !group.absent && !group.slight {
                head = false;
            }
        }
        let share = (told * 100).checked_div(whole)?;
        (share >= LEAST_BESIDE || head).then_some(Fit {
            entry,
            said: found,
            share,
            enough: share >= LEAST || head,
        })
    }

    fn weight(&self, group: &Group) -> u32 {
        if group.absent {
            return 0;
        }
        if group.slight {
            return 1;
        }
        let often = |word: &String| self.by_word.get(word).map_or(1, Vec::len).max(1);
        let rare = group.any.iter().map(often).max().unwrap_or(1);
        let weight = 1 + (1 + self.all.len() / rare).ilog2();
        if group.later { weight } else { weight * 2 }
    }
}

/// The titles that fit best: of two of which one has all that was said of the other and more, the one; and those of which no less is said.
pub(super) fn best(mut near: Vec<Fit<'_>>) -> Vec<Fit<'_>> {
    let top: Vec<BTreeSet<String>> = near
        .iter()
        .filter(|one| one.enough)
        .map(|one| one.said.clone())
        .collect();
    near.retain(|one| {
        let beaten = top
            .iter()
            .any(|other| one.said.is_subset(other) && one.said.len() < other.len());
        !beaten && (one.enough || top.contains(&one.said))
    });
    near
}

/// Codes of visits, whose level is told by medical decision making and by no word.
fn visit(system: System, code: &Code) -> bool {
    system == System::Cpt && ("99202"..="99499").contains(&code.as_str())
}

fn groups(rules: &ActRules, title: &str) -> Vec<Group> {
    let mut bare = String::new();
    let mut depth = 0_u32;
    for letter in title.to_lowercase().chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            letter if depth == 0 => bare.push(letter),
            _ => {}
        }
    }
    for empty in [
        "not otherwise specified",
        "not otherwise classified",
        "not elsewhere classified",
    ] {
        bare = bare.replace(empty, "");
    }
    let words = words(rules, &bare);
    let wide = words
        .first()
        .is_some_and(|word| word.closes && word.stems.iter().any(|stem| rules.wide.contains(stem)));
    let mut out: Vec<Group> = Vec::new();
    let mut either = false;
    for word in words {
        if word.stems.is_empty() {
            either |= word.raw == "or";
            continue;
        }
        // Behind a class of things the title begins again.
        let later = word.later && !wide;
        match out.last_mut() {
            Some(last) if either => last.any.extend(word.stems),
            _ => out.extend(word.stems.into_iter().map(|stem| Group {
                slight: rules.slight.contains(&stem),
                any: vec![stem],
                absent: word.absent,
                later,
            })),
        }
        either = false;
    }
    out
}

/// Whether what was said and the title exclude one another.
fn contradicted(rules: &ActRules, groups: &[Group], said: &[Word]) -> bool {
    let titled = |stem: &String, absent: bool| {
        let mut own = groups.iter().filter(|group| group.absent == absent);
        own.any(|group| group.any.contains(stem))
    };
    let told = || {
        said.iter()
            .flat_map(|word| word.stems.iter().map(move |stem| (stem, word.absent)))
    };
    let denied = told().any(|(stem, absent)| titled(stem, !absent) && !titled(stem, absent));
    let kind = |stem: &str| stem.split_once(' ').map(|(kind, _)| kind.to_owned());
    let apart = told().any(|(stem, absent)| {
        if absent || titled(stem, false) {
            return false;
        }
        let of_kind = kind(stem).is_some_and(|own| {
            let mut all = groups.iter().flat_map(|group| &group.any);
            all.any(|other| kind(other).as_deref() == Some(own.as_str()))
        });
        let mut lists = rules.apart.iter().filter(|list| list.contains(stem));
        of_kind || lists.any(|list| list.iter().any(|other| titled(other, false)))
    });
    denied || apart
}

/// Whether the word after a name makes it the name of another thing: `CPAP mask`, `walker basket`.
fn another(rules: &ActRules, said: &[Word], last: usize) -> bool {
    if said.get(last).is_none_or(|word| word.closes) {
        return false;
    }
    said.get(last + 1).is_some_and(|next| {
        let verb = next.stems.iter().any(|stem| rules.verbs.contains(stem));
        !next.stems.is_empty() && !verb && !rules.follow.contains(&next.raw)
    })
}
