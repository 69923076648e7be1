//! Word knowledge as data: synonyms, drugs, units, cues. The files stand in `lexicon/`; a hospital can add its own.

pub use crate::cue::Cue;
pub(crate) use crate::cue::Found;
use crate::cue::cue;
use crate::text::{self, Token, id};
use rust_decimal::Decimal;
use std::collections::{HashMap, HashSet};

/// What is wrong with a lexicon file that was added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {why}")]
pub struct LexiconError {
    /// The file's name.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What was expected.
    pub why: &'static str,
}

/// One kind of unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unit {
    /// The UCUM code, or our own name.
    pub(crate) name: String,
    /// What it measures; units of one dimension convert.
    pub(crate) dimension: String,
    pub(crate) factor: Decimal,
    pub(crate) offset: Decimal,
}

/// The prepared lexicon.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// First word → phrases with it, longest first.
    phrases: HashMap<String, Vec<Phrase>>,
    broader: HashMap<u64, Vec<u64>>,
    general: HashSet<String>,
    office: HashSet<String>,
    headings: HashSet<String>,
    /// Word → the words that say the opposite, and the kind of error.
    opposites: HashMap<String, Vec<(HashSet<String>, model::ReasonCode)>>,
    labs: HashSet<u64>,
    cues: HashMap<String, Vec<CuePhrase>>,
    pub(crate) units: Vec<Unit>,
    pub(crate) unit_names: HashMap<String, usize>,
    frequencies: HashMap<String, Vec<(Vec<String>, String)>>,
    /// Concept → grams per mole.
    molar: HashMap<u64, (usize, Decimal)>,
    /// Concepts of which more is better, or less.
    better: HashMap<u64, (usize, bool)>,
    types: HashMap<String, Vec<u64>>,
    drugs: HashSet<String>,
    problems: HashSet<u64>,
}

#[derive(Clone, Debug)]
struct Phrase {
    words: Vec<String>,
    concept: u64,
    /// Short abbreviations count only in capitals.
    upper: bool,
}

#[derive(Clone, Debug)]
struct CuePhrase {
    words: Vec<String>,
    /// As written, for cues that count only so.
    exact: String,
    cue: Cue,
}

const FILES: [(&str, &str); 14] = [
    ("labs.tsv", include_str!("../lexicon/labs.tsv")),
    ("problems.tsv", include_str!("../lexicon/problems.tsv")),
    ("words.tsv", include_str!("../lexicon/words.tsv")),
    ("drugs.tsv", include_str!("../lexicon/drugs.tsv")),
    ("broader.tsv", include_str!("../lexicon/broader.tsv")),
    ("general.tsv", include_str!("../lexicon/general.tsv")),
    ("office.tsv", include_str!("../lexicon/office.tsv")),
    ("headings.tsv", include_str!("../lexicon/headings.tsv")),
    ("opposites.tsv", include_str!("../lexicon/opposites.tsv")),
    ("cues.tsv", include_str!("../lexicon/cues.tsv")),
    ("units.tsv", include_str!("../lexicon/units.tsv")),
    (
        "frequencies.tsv",
        include_str!("../lexicon/frequencies.tsv"),
    ),
    ("analytes.tsv", include_str!("../lexicon/analytes.tsv")),
    ("types.tsv", include_str!("../lexicon/types.tsv")),
];

impl Lexicon {
    /// The lexicon that is built in.
    pub fn embedded() -> Self {
        let mut lexicon = Self::default();
        for (name, text) in FILES {
            // The built-in files are tested; a bad line in one is left out.
            let _ = lexicon.extend(name, text);
        }
        lexicon
    }

    /// The lexicon that is built in, to be shared.
    pub fn shipped() -> std::sync::Arc<Self> {
        std::sync::Arc::new(Self::embedded())
    }

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
                    .map(|word| text::stem(&word.to_lowercase())),
            ),
            "opposites.tsv" => {
                let other = field(1).ok_or("expected the opposite words after a tab")?;
                let code = field(2)
                    .and_then(|name| {
                        serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
                    })
                    .ok_or("expected the name of an error after the second tab")?;
                let set = |words: &str| -> HashSet<String> {
                    words
                        .split(' ')
                        .map(|word| text::stem(&word.to_lowercase()))
                        .collect()
                };
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
            "headings.tsv" => self.headings.extend(
                fields
                    .iter()
                    .flat_map(|field| field.split(' '))
                    .map(|word| text::stem(&word.to_lowercase())),
            ),
            "office.tsv" => self.office.extend(
                fields
                    .iter()
                    .flat_map(|field| field.split(' '))
                    .map(|word| text::stem(&word.to_lowercase())),
            ),
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
                if let Some(word) = field(2) {
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
                if !list
                    .iter()
                    .any(|known| known.words == words && known.concept == space)
                {
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
        let index = self.units.len();
        self.units.push(Unit {
            name: name.to_owned(),
            dimension: dimension.to_owned(),
            factor,
            offset,
        });
        for variant in std::iter::once(name)
            .chain(fields.get(3).copied().unwrap_or_default().split('|'))
            .filter(|variant| !variant.is_empty())
        {
            self.unit_names.insert(crate::unit::plain(variant), index);
        }
        Ok(())
    }

    /// Adds to each token the concepts of the phrases that it is part of.
    pub(crate) fn annotate(&self, tokens: &mut [Token]) {
        for at in 0..tokens.len() {
            let Some(candidates) = self.phrases.get(&tokens[at].stem) else {
                continue;
            };
            let mut longest = 0;
            for phrase in candidates {
                if phrase.words.len() < longest {
                    break;
                }
                let Some(end) = match_at(tokens, at, &phrase.words) else {
                    continue;
                };
                if phrase.upper
                    && !tokens[at..end]
                        .iter()
                        .all(|token| token.upper || !token.is_word())
                {
                    continue;
                }
                longest = phrase.words.len();
                for token in &mut tokens[at..end] {
                    if !token.ids.contains(&phrase.concept) {
                        token.ids.push(phrase.concept);
                    }
                }
            }
        }
    }

    /// All cues of a text, the longest at each place, in order.
    pub(crate) fn cues(&self, tokens: &[Token]) -> Vec<Found> {
        let mut out = Vec::new();
        let mut inside = 0;
        for at in 0..tokens.len() {
            let mut longest = 0;
            let mut end_at = at + 1;
            for phrase in self.cues.get(&tokens[at].stem).into_iter().flatten() {
                if phrase.words.len() < longest && phrase.cue != Cue::Negation {
                    continue;
                }
                // A single word counts as it is written or with an `s`: `clear` is not `cleared`, `lasted` is not `last`.
                if let Some(end) = match_at(tokens, at, &phrase.words).filter(|_| {
                    phrase.words.len() > 1
                        || tokens[at].lower == phrase.exact
                        || tokens[at].lower.strip_suffix('s') == Some(&phrase.exact)
                }) {
                    longest = longest.max(phrase.words.len());
                    end_at = end_at.max(end);
                    // Inside a longer phrase only a negation still counts.
                    if at >= inside || phrase.cue == Cue::Negation {
                        out.push(Found {
                            cue: phrase.cue,
                            from: at,
                            to: end,
                        });
                    }
                }
            }
            if longest > 1 {
                inside = inside.max(end_at);
            }
        }
        out
    }

    /// The frequency or timing that begins at this token: where it ends and its plain name.
    pub(crate) fn frequency(&self, tokens: &[Token], at: usize) -> Option<(usize, &str)> {
        let list = self.frequencies.get(&tokens.get(at)?.lower)?;
        list.iter().find_map(|(words, name)| {
            match_by(tokens, at, words, |token| &token.lower).map(|end| (end, name.as_str()))
        })
    }

    /// Everything that a source which says these ids says too: broader terms.
    pub(crate) fn widen(&self, ids: &mut HashSet<u64>) {
        let mut open: Vec<u64> = ids.iter().copied().collect();
        while let Some(next) = open.pop() {
            for &broad in self.broader.get(&next).into_iter().flatten() {
                if ids.insert(broad) {
                    open.push(broad);
                }
            }
        }
    }

    /// Words of plain English and of documentation, which carry no clinical claim by themselves.
    pub(crate) fn is_general(&self, stem: &str) -> bool {
        self.general.contains(stem)
    }

    /// Words of headings, letters and offices.
    pub(crate) fn is_office(&self, stem: &str) -> bool {
        self.office.contains(stem)
    }

    /// Whether one of these ids is a problem or symptom.
    pub(crate) fn is_problem(&self, ids: &[u64]) -> bool {
        ids.iter().any(|id| self.problems.contains(id))
    }

    /// Whether one of these ids is a test or a vital sign.
    pub(crate) fn is_lab(&self, ids: &[u64]) -> bool {
        ids.iter().any(|id| self.labs.contains(id))
    }

    /// The words that say the opposite of a word, with the kind of error.
    pub(crate) fn opposites(&self, stem: &str) -> &[(HashSet<String>, model::ReasonCode)] {
        self.opposites.get(stem).map_or(&[], Vec::as_slice)
    }

    /// Words of the headings of notes.
    pub(crate) fn is_heading(&self, stem: &str) -> bool {
        self.headings.contains(stem)
    }

    pub(crate) fn is_drug(&self, stem: &str) -> bool {
        self.drugs.contains(stem)
    }

    pub(crate) fn molar_mass(&self, ids: &HashSet<u64>) -> Option<Decimal> {
        ids.iter()
            .filter_map(|concept| self.molar.get(concept))
            .min_by_key(|(place, _)| *place)
            .map(|(_, mass)| *mass)
    }

    /// Whether more of it is better (`true`) or less.
    pub(crate) fn more_is_better(&self, ids: &HashSet<u64>) -> Option<bool> {
        ids.iter()
            .filter_map(|concept| self.better.get(concept))
            .min_by_key(|(place, _)| *place)
            .map(|(_, more)| *more)
    }

    /// What every resource of a type says by being one.
    pub(crate) fn type_ids(&self, kind: &str) -> &[u64] {
        self.types.get(kind).map_or(&[], Vec::as_slice)
    }
}

/// The stems of a phrase, marks left out.
fn words_of(phrase: &str) -> Vec<String> {
    text::tokens(phrase)
        .into_iter()
        .filter(|token| token.kind != text::Kind::Mark || token.lower == "%")
        .map(|token| token.stem)
        .collect()
}

/// Where a phrase that begins at `at` ends; hyphens, slashes and apostrophes between its words are passed over.
fn match_at(tokens: &[Token], at: usize, words: &[String]) -> Option<usize> {
    match_by(tokens, at, words, |token| &token.stem)
}

fn match_by(
    tokens: &[Token],
    at: usize,
    words: &[String],
    read: fn(&Token) -> &String,
) -> Option<usize> {
    let mut place = at;
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            while tokens.get(place).is_some_and(|token| {
                matches!(token.lower.as_str(), "-" | "/" | "'" | ".")
                    && token.kind == text::Kind::Mark
            }) {
                place += 1;
            }
        }
        if read(tokens.get(place)?) != word {
            return None;
        }
        place += 1;
    }
    Some(place)
}
