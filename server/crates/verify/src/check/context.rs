//! What a number is said of.

use super::fit::Fit;
use super::{Check, Cited};
use crate::number::{Form, Number, agrees};
use crate::source::Value;
use std::collections::HashSet;

impl<'a> Check<'a> {
    pub(super) fn segment_start(&self, numbers: &[Number], index: usize) -> usize {
        let number = &numbers[index];
        let previous = index.checked_sub(1).map_or(0, |before| numbers[before].to);
        previous.max(self.sentence_range(number.from).0)
    }

    /// The name that stands last before a number, of those that a value of the sources has: its words from there back. In a list of names before a
    /// list of numbers (`Na and K 138 and 4.6`) each number has the name of its own place.
    pub(super) fn nearest_name(
        &self,
        start: usize,
        end: usize,
        numbers: &[Number],
        index: usize,
        pool: &[(Cited<'a>, &'a Value)],
    ) -> Option<HashSet<u64>> {
        let names = match self.pronoun_behind(start, end) {
            Some(first) => {
                let (from, _) = self.sentence_range(first);
                let to = numbers
                    .iter()
                    .find(|number| number.from >= from)
                    .map_or(end, |number| number.from);
                let mut names = self.names_before(from, to.min(end), pool);
                names.truncate(1);
                names
            }
            None => self.names_before(start, end, pool),
        };
        match names.as_slice() {
            [] => self.place_in_list(numbers, index, pool),
            [one] => Some(one.clone()),
            [.., last] => {
                let run = run_of(self, numbers, index);
                if run.len() == names.len() {
                    return names.first().cloned();
                }
                if run.len() == 1 && self.coordinated(start, end) {
                    return Some(names.iter().flatten().copied().collect());
                }
                Some(last.clone())
            }
        }
    }

    /// `; it was 149 in May`: where a pronoun takes up what the sentence began with.
    fn pronoun_behind(&self, start: usize, end: usize) -> Option<usize> {
        (start..end).rev().find(|at| {
            self.claim.tokens[*at].is("it")
                && at.checked_sub(1).is_some_and(|before| {
                    let mark = &self.claim.tokens[before];
                    mark.is_mark(';') || mark.is_mark(',') || mark.is("and") || mark.is("but")
                })
                && self.claim.tokens.get(at + 1).is_some_and(|verb| {
                    matches!(
                        verb.lower.as_str(),
                        "was" | "is" | "had" | "has" | "rose" | "fell" | "stood" | "reached"
                    )
                })
        })
    }

    /// For a later number of a list, the name at its place in the list of names before.
    fn place_in_list(
        &self,
        numbers: &[Number],
        index: usize,
        pool: &[(Cited<'a>, &'a Value)],
    ) -> Option<HashSet<u64>> {
        let first = (0..index)
            .rev()
            .take(LONGEST_LIST)
            .take_while(|before| joined(self, numbers, *before + 1))
            .last()?;
        let names = self.names_before(
            self.segment_start(numbers, first),
            numbers[first].from,
            pool,
        );
        let run = run_of(self, numbers, first);
        (names.len() > 1 && names.len() == run.len())
            .then(|| names.get(index - first).cloned())
            .flatten()
    }

    /// Whether "and" or a comma or slash joins the names before a number.
    fn coordinated(&self, start: usize, end: usize) -> bool {
        self.claim.slice(start, end).iter().any(|token| {
            token.is("both") || token.is("each") || token.is("and") || token.is_mark('/')
        })
    }

    /// The names of values in these tokens, in order: runs of words that one value has all of. Only the last group that commas, slashes and "and"
    /// join counts.
    fn names_before(
        &self,
        start: usize,
        end: usize,
        pool: &[(Cited<'a>, &'a Value)],
    ) -> Vec<HashSet<u64>> {
        let mut names: Vec<HashSet<u64>> = Vec::new();
        let mut open = false;
        // Where tests are cited, only they give names: a text beside them may have any word.
        let measured = self
            .cited
            .iter()
            .any(|cited| cited.source.values.iter().any(|value| value.measured))
            && !self.documents();
        let pool: Vec<&(Cited<'a>, &'a Value)> = pool
            .iter()
            .filter(|(cited, value)| {
                !measured
                    || value.measured
                    || !cited.source.is_prose
                        && value.path != "text"
                        && cited.snippet.resource_type() != Some("Encounter")
            })
            .collect();
        for (at, token) in self.claim.slice(start, end).iter().enumerate() {
            let at = start + at;
            let content = token.is_word()
                && !self.claim.used[at]
                && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem));
            let hit = content
                && pool
                    .iter()
                    .any(|(_, value)| token.ids.iter().any(|id| value.names.contains(id)));
            if hit {
                let fits = open
                    && names.last().is_some_and(|last| {
                        pool.iter().any(|(_, value)| {
                            token.ids.iter().any(|id| value.names.contains(id))
                                && last.iter().filter(|id| value.names.contains(id)).count() > 0
                        })
                    });
                match names.last_mut().filter(|_| fits) {
                    Some(last) => last.extend(token.ids.iter().copied()),
                    None => names.push(token.ids.iter().copied().collect()),
                }
                open = true;
            } else if token.is_mark('-') || token.is("of") || token.is_mark('\'') {
                // Inside a name.
            } else if token.is_mark(',') || token.is_mark('/') || token.is("and") {
                open = false;
            } else {
                // What is no name and no joint between names ends the list; verbs before the number do not.
                let verb = token.is_word() && self.lexicon.is_general(&token.stem);
                if !verb {
                    open = false;
                }
            }
        }
        names
    }

    pub(super) fn segment_end(&self, numbers: &[Number], index: usize) -> usize {
        let number = &numbers[index];
        let next = numbers
            .get(index + 1)
            .map_or(self.claim.tokens.len(), |next| next.from);
        let mut end = number.to;
        while end < next && end < number.to + 4 {
            let token = &self.claim.tokens[end];
            if token.is_mark(',')
                || token.is_mark(';')
                || token.is_mark('(')
                || token.is("and")
                || token.is("or")
                || token.is("with")
            {
                break;
            }
            end += 1;
        }
        end
    }

    /// `0.26 kU/L for peanut`: the name follows.
    pub(super) fn named_after(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
    ) -> HashSet<u64> {
        if !self
            .claim
            .tokens
            .get(number.to)
            .is_some_and(|token| token.is("for"))
        {
            return HashSet::new();
        }
        self.content_ids(number.to, self.segment_end(numbers, index))
    }

    /// What stands right behind a number and names it: `115 systolic`, `the 0.4-mg nitroglycerin spray`.
    pub(super) fn right_behind(
        &self,
        number: &Number,
        known: &dyn Fn(&HashSet<u64>) -> bool,
    ) -> Option<HashSet<u64>> {
        let tokens = &self.claim.tokens;
        let joined = number.unit.is_some()
            && tokens
                .get(number.digits_to)
                .is_some_and(|mark| mark.is_mark('-') && !mark.spaced);
        let follows = || self.content_ids(number.to, (number.to + 2).min(tokens.len()));
        let pressure = || {
            let parts = [
                crate::text::id('c', "systolic"),
                crate::text::id('c', "diastolic"),
            ];
            let next = tokens.get(number.to)?;
            let named = next.ids.iter().any(|id| parts.contains(id));
            named.then(|| next.ids.iter().copied().collect::<HashSet<u64>>())
        };
        joined
            .then(follows)
            .filter(known)
            .or_else(|| pressure().filter(known))
    }

    pub(super) fn fits_any(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        names: &HashSet<u64>,
    ) -> bool {
        let meant = |value: &Value| value.names.iter().any(|id| names.contains(id));
        pool.iter().any(|(_, value)| {
            meant(value) && (self.fit(number, value) == Fit::Same || half(number, value))
        })
    }

    /// Whether any value named so could be compared with the number at all, by its unit.
    pub(super) fn comparable(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
        names: &HashSet<u64>,
    ) -> bool {
        let Some(unit) = number.unit else { return true };
        pool.iter()
            .filter(|(_, value)| value.names.iter().any(|id| names.contains(id)))
            .any(|(_, value)| {
                value.unit.is_none_or(|own| {
                    self.lexicon
                        .convert(value.value, own, unit, &value.names)
                        .is_some()
                }) && value.measured
            })
            || !pool.iter().any(|(_, value)| value.measured)
    }
}

/// Whether one of two numbers of a pair is this value.
pub(super) fn half(number: &Number, value: &Value) -> bool {
    matches!(number.form, Form::Over(_))
        && agrees(number.value, number.decimals, value.value, false)
}

/// More numbers in a row are no list of results with their names before them.
const LONGEST_LIST: usize = 30;

/// The numbers of a list that begins at `index`: nothing but units, commas, slashes and "and" stands between them.
fn run_of(check: &Check<'_>, numbers: &[Number], index: usize) -> Vec<usize> {
    let mut out = vec![index];
    for next in (index + 1..numbers.len()).take(LONGEST_LIST) {
        if !joined(check, numbers, next) {
            break;
        }
        out.push(next);
    }
    out
}

/// Whether nothing but units, commas, slashes and "and" stands between a number and the one before it.
fn joined(check: &Check<'_>, numbers: &[Number], next: usize) -> bool {
    check
        .claim
        .slice(numbers[next - 1].to, numbers[next].from)
        .iter()
        .all(|token| {
            token.is("and") || token.is_mark(',') || token.is_mark('/') || token.is_mark('%')
        })
}
