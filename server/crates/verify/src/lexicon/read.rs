//! Reads lexicon files line by line, in the formats of `lexicon/README.md`.

use super::{CuePhrase, Lexicon, LexiconError, Phrase, Unit, words_of};
use crate::cue::cue;
use crate::text::{self, id};
use rust_decimal::Decimal;
use std::collections::HashSet;

impl Lexicon {
    /// Adds a file; its name says which of the formats of `lexicon/README.md` it has.
    pub fn extend(&mut self, file: &str, text: &str) -> Result<(), LexiconError> {
        let mut first_bad = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            if let Err(why) = self.line(file, &fields) {
                first_bad.get_or_insert(LexiconError {
                    file: file.to_owned(),
                    line: index + 1,
                    why,
                });
            }
        }
        for list in self.phrases.values_mut() {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        for list in self.cues.values_mut() {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        for list in self.frequencies.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        first_bad.map_or(Ok(()), Err)
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each file")]
    fn line(&mut self, file: &str, fields: &[&str]) -> Result<(), &'static str> {
        let field = |index: usize| fields.get(index).copied().filter(|field| !field.is_empty());
        let first = field(0).ok_or("expected a first field")?;
        match file.rsplit('/').next().unwrap_or(file) {
            "labs.tsv" | "problems.tsv" | "words.tsv" => {
                if file.ends_with("problems.tsv") {
                    self.problems.insert(id('c', first));
                }
                if file.ends_with("labs.tsv") {
                    self.labs.insert(id('c', first));
                }
                self.group(first, field(1).ok_or("expected variants after a tab")?);
            }
            "drugs.tsv" => {
                self.group(first, &format!("{first}|{}", field(1).unwrap_or_default()));
                for name in std::iter::once(first)
                    .chain(field(1).into_iter().flat_map(|names| names.split('|')))
                {
                    self.drugs.extend(
                        name.split_whitespace()
                            .map(|word| text::stem(&word.to_lowercase()))
                            .filter(|stem| {
                                stem.len() >= 4
                                    && !matches!(
                                        stem.as_str(),
                                        "vitamin"
                                            | "plan"
                                            | "sodium"
                                            | "acid"
                                            | "human"
                                            | "iron"
                                            | "calcium"
                                            | "regular"
                                            | "potassium"
                                            | "chloride"
                                            | "normal"
                                            | "saline"
                                    )
                            }),
                    );
                }
                for class in field(2).into_iter().flat_map(|classes| classes.split('|')) {
                    self.group(
                        class,
                        &if class.len() <= 4 {
                            class.to_uppercase()
                        } else {
                            class.to_owned()
                        },
                    );
                    self.link(first, class);
                }
            }
            "broader.tsv" => {
                let narrow = field(1).ok_or("expected narrower terms after a tab")?;
                for narrower in narrow.split('|') {
                    self.link(narrower, first);
                }
            }
            "general.tsv" => self.general.extend(
                fields
                    .iter()
                    .flat_map(|field| field.split(' '))
                    .map(text::key),
            ),
            "plain.tsv" => self.plain.extend(
                fields
                    .iter()
                    .flat_map(|field| field.split(' '))
                    .map(str::to_lowercase),
            ),
            "ordinary.tsv" => self.ordinary.extend(
                fields
                    .iter()
                    .flat_map(|field| field.split(' '))
                    .map(str::to_lowercase),
            ),
            "families.tsv" => {
                let members = |field: &str| -> Vec<Vec<String>> {
                    let all = field.split('|').map(words_of);
                    all.filter(|words| !words.is_empty()).collect()
                };
                let mut said = members(first);
                if let Some(behind) = field(1) {
                    let own = std::mem::take(&mut said);
                    said = members(behind);
                    self.kin.add(&own, &said);
                } else {
                    self.kin.add(&said, &said);
                }
            }
            "irregular.tsv" => {
                let forms = field(1).ok_or("expected forms after a tab")?;
                let mut members = vec![words_of(first)];
                for form in forms.split(' ') {
                    self.irregular
                        .insert(form.to_lowercase(), first.to_lowercase());
                    members.push(words_of(form));
                }
                self.kin.add(&members, &members);
            }
            "opposites.tsv" => {
                let other = field(1).ok_or("expected the opposite words after a tab")?;
                let code = field(2)
                    .and_then(|name| {
                        serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
                    })
                    .ok_or("expected the name of an error after the second tab")?;
                let set =
                    |words: &str| -> HashSet<String> { words.split(' ').map(text::key).collect() };
                let (one, two) = (set(first), set(other));
                for (words, others) in [(&one, &two), (&two, &one)] {
                    for word in words {
                        self.opposites
                            .entry(word.clone())
                            .or_default()
                            .push((others.clone(), code));
                    }
                }
            }
            "exclusive.tsv" => {
                let all: Vec<u64> = fields
                    .iter()
                    .flat_map(|field| field.split('|'))
                    .map(|concept| id('c', concept.trim()))
                    .collect();
                for concept in &all {
                    let others = all.iter().copied().filter(|other| other != concept);
                    self.exclusive.entry(*concept).or_default().extend(others);
                }
            }
            "acts.tsv" => {
                let words: Vec<String> = field(1)
                    .ok_or("expected words after a tab")?
                    .split(' ')
                    .map(|word| text::stem(&word.to_lowercase()))
                    .collect();
                for word in &words {
                    self.acts.insert(word.clone(), words.clone());
                }
            }
            "headings.tsv" => self.headings.extend(
                fields
                    .iter()
                    .flat_map(|field| field.split(' '))
                    .map(text::key),
            ),
            "office.tsv" => self.office.extend(
                fields
                    .iter()
                    .flat_map(|field| field.split(' '))
                    .map(text::key),
            ),
            "orders.tsv" => {
                let words = field(1).ok_or("expected words after a tab")?;
                let words = words.split('|').map(|word| word.trim().to_lowercase());
                match first {
                    "order" => self.orders.extend(words),
                    "address" => self.addresses.extend(words),
                    _ => return Err("expected `order` or `address`"),
                }
            }
            "cues.tsv" => {
                let cue = cue(first).ok_or("unknown kind of cue")?;
                for phrase in field(1).ok_or("expected phrases after a tab")?.split('|') {
                    let words = words_of(phrase);
                    if let Some(start) = words.first().cloned() {
                        self.cues.entry(start).or_default().push(CuePhrase {
                            words,
                            exact: phrase.trim().to_lowercase(),
                            cue,
                        });
                    }
                }
            }
            "units.tsv" => self.unit(first, fields)?,
            "frequencies.tsv" => {
                for phrase in field(1).ok_or("expected phrases after a tab")?.split('|') {
                    let words: Vec<String> = text::tokens(phrase)
                        .into_iter()
                        .filter(|token| token.kind != text::Kind::Mark)
                        .map(|token| token.lower)
                        .collect();
                    if let Some(start) = words.first().cloned() {
                        self.frequencies
                            .entry(start)
                            .or_default()
                            .push((words, first.to_owned()));
                    }
                }
            }
            "analytes.tsv" => {
                let concept = id('c', first);
                if let Some(mass) = field(1).filter(|mass| *mass != "-") {
                    let place = self.molar.len();
                    self.molar.insert(
                        concept,
                        (place, mass.parse().map_err(|_| "expected grams per mole")?),
                    );
                }
                for code in field(3).into_iter().flat_map(|codes| codes.split(' ')) {
                    self.analytes.insert(code.to_owned(), concept);
                }
                if let Some(word) = field(2).filter(|word| *word != "-") {
                    let place = self.better.len();
                    self.better.insert(concept, (place, word == "more"));
                }
            }
            "types.tsv" => {
                let ids = field(1)
                    .ok_or("expected words after a tab")?
                    .split(' ')
                    .flat_map(|word| [id('w', &text::stem(&word.to_lowercase())), id('c', word)]);
                self.types.entry(first.to_owned()).or_default().extend(ids);
            }
            _ => return Err("unknown lexicon file"),
        }
        Ok(())
    }

    fn group(&mut self, concept: &str, variants: &str) {
        let space = id('c', concept);
        for variant in variants
            .split('|')
            .map(str::trim)
            .filter(|variant| !variant.is_empty())
        {
            let letters: Vec<char> = variant
                .chars()
                .filter(|letter| letter.is_alphabetic())
                .collect();
            let upper = letters.len() <= 3 && letters.iter().all(|letter| letter.is_uppercase());
            let words = words_of(variant);
            if let Some(start) = words.first().cloned() {
                let list = self.phrases.entry(start).or_default();
                // Written once in capitals and once without, it counts in both.
                if let Some(known) = list
                    .iter_mut()
                    .find(|known| known.words == words && known.concept == space)
                {
                    known.upper &= upper;
                } else {
                    list.push(Phrase {
                        words,
                        concept: space,
                        upper,
                    });
                }
            }
        }
    }

    fn link(&mut self, narrow: &str, broad: &str) {
        self.broader
            .entry(id('c', narrow.trim()))
            .or_default()
            .push(id('c', broad.trim()));
    }

    /// Adds a unit under its own name.
    pub(crate) fn add_unit(&mut self, unit: Unit) -> usize {
        let index = self.units.len();
        self.unit_names
            .insert(crate::unit::plain(&unit.name), index);
        self.units.push(unit);
        index
    }

    fn unit(&mut self, name: &str, fields: &[&str]) -> Result<(), &'static str> {
        let dimension = fields.get(1).copied().ok_or("expected a dimension")?;
        let number = |index: usize, default: &str| {
            fields
                .get(index)
                .copied()
                .filter(|text| !text.is_empty())
                .unwrap_or(default)
                .parse::<Decimal>()
        };
        let factor = number(2, "1").map_err(|_| "expected a factor")?;
        let offset = number(4, "0").map_err(|_| "expected an offset")?;
        let index = self.add_unit(Unit {
            name: name.to_owned(),
            dimension: dimension.to_owned(),
            factor,
            offset,
        });
        let variants = fields.get(3).copied().unwrap_or_default().split('|');
        for variant in variants.filter(|variant| !variant.is_empty()) {
            self.unit_names.insert(crate::unit::plain(variant), index);
            self.unit_names.insert(crate::unit::spelled(variant), index);
        }
        Ok(())
    }
}
