//! Word knowledge as data: synonyms, drugs, units, cues. The files stand in `lexicon/`; a hospital can add its own.

mod kin;
mod read;

pub use crate::cue::Cue;
pub(crate) use crate::cue::Found;
use crate::text::{self, Token};
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
    plain: HashSet<String>,
    /// Plain English of a wider list, which a statement may use unless it tells a cause.
    ordinary: HashSet<String>,
    kin: kin::Kin,
    office: HashSet<String>,
    headings: HashSet<String>,
    orders: HashSet<String>,
    addresses: HashSet<String>,
    /// Irregular form → base form.
    irregular: HashMap<String, String>,
    /// Word → all words of its act.
    acts: HashMap<String, Vec<String>>,
    /// Word → the words that say the opposite, and the kind of error.
    opposites: HashMap<String, Vec<(HashSet<String>, model::ReasonCode)>>,
    /// Concept → those that cannot be true beside it.
    exclusive: HashMap<u64, Vec<u64>>,
    labs: HashSet<u64>,
    cues: HashMap<String, Vec<CuePhrase>>,
    pub(crate) units: Vec<Unit>,
    pub(crate) unit_names: HashMap<String, usize>,
    frequencies: HashMap<String, Vec<(Vec<String>, String)>>,
    /// Concept → grams per mole.
    molar: HashMap<u64, (usize, Decimal)>,
    /// LOINC code → concept.
    analytes: HashMap<String, u64>,
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

const FILES: [(&str, &str); 21] = [
    ("acts.tsv", include_str!("../lexicon/acts.tsv")),
    ("labs.tsv", include_str!("../lexicon/labs.tsv")),
    ("problems.tsv", include_str!("../lexicon/problems.tsv")),
    ("words.tsv", include_str!("../lexicon/words.tsv")),
    ("drugs.tsv", include_str!("../lexicon/drugs.tsv")),
    ("broader.tsv", include_str!("../lexicon/broader.tsv")),
    ("general.tsv", include_str!("../lexicon/general.tsv")),
    ("plain.tsv", include_str!("../lexicon/plain.tsv")),
    ("ordinary.tsv", include_str!("../lexicon/ordinary.tsv")),
    ("families.tsv", include_str!("../lexicon/families.tsv")),
    ("irregular.tsv", include_str!("../lexicon/irregular.tsv")),
    ("office.tsv", include_str!("../lexicon/office.tsv")),
    ("headings.tsv", include_str!("../lexicon/headings.tsv")),
    ("opposites.tsv", include_str!("../lexicon/opposites.tsv")),
    ("exclusive.tsv", include_str!("../lexicon/exclusive.tsv")),
    ("orders.tsv", include_str!("../lexicon/orders.tsv")),
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

    /// Adds to each token the concepts of the phrases that it is part of.
    pub(crate) fn annotate(&self, tokens: &mut [Token]) {
        // What is written without any capital, as speech often is, has none for its abbreviations either.
        let uncapped = tokens.len() > 1 && tokens.iter().all(|token| !token.capital);
        for at in 0..tokens.len() {
            if letter_of_temperature(tokens, at) {
                tokens[at].ids.push(text::id('c', "temperature"));
            }
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
                    && !(uncapped && self.is_abbreviation(&tokens[at..end]))
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

    /// Whether small letters can only be an abbreviation: three of them that are no word of English.
    fn is_abbreviation(&self, tokens: &[Token]) -> bool {
        tokens.iter().all(|token| {
            token.lower.chars().count() == 3
                && !self.is_plain(&token.lower)
                && !self.is_ordinary(&token.lower)
                && !self.is_general(&token.stem)
                && !self.is_function(&token.lower)
        })
    }

    /// All cues of a text, the longest at each place, in order.
    pub(crate) fn cues(&self, tokens: &[Token]) -> Vec<Found> {
        let mut out: Vec<Found> = Vec::new();
        let mut inside = 0;
        let mut length = 0;
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
                    // Inside a longer phrase only a negation still counts, and one that is longer and ends behind it: `is on the problem list`.
                    let longer = phrase.words.len() > length && end > inside;
                    if at < inside && longer {
                        out.retain(|known| {
                            known.to <= at || known.from == at || known.cue == Cue::Negation
                        });
                    }
                    if at >= inside || longer || phrase.cue == Cue::Negation {
                        out.push(Found {
                            cue: phrase.cue,
                            from: at,
                            to: end,
                        });
                    }
                }
            }
            if longest > 1 && end_at > inside {
                inside = end_at;
                length = longest;
            }
        }
        out
    }

    /// The frequency or timing that begins at this token: where it ends and its plain name.
    pub(crate) fn frequency(&self, tokens: &[Token], at: usize) -> Option<(usize, &str)> {
        // `I am`
        if tokens.get(at)?.is("am") && at > 0 && tokens[at - 1].is("i") {
            return None;
        }
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

    /// Whether a word only joins others: it names nothing, whatever phrase it is part of.
    #[expect(clippy::unused_self, reason = "asked like its fellows")]
    pub(crate) fn is_function(&self, lower: &str) -> bool {
        matches!(
            lower,
            "a" | "an"
                | "the"
                | "of"
                | "in"
                | "on"
                | "at"
                | "by"
                | "for"
                | "from"
                | "to"
                | "with"
                | "and"
                | "or"
                | "as"
                | "per"
                | "no"
                | "not"
        )
    }

    /// Words of plain English that name nothing clinical, in any inflection.
    pub(crate) fn is_plain(&self, lower: &str) -> bool {
        crate::inflect::bases(lower)
            .iter()
            .any(|base| self.plain.contains(base))
            || self.inflected_general(lower)
            || self.irregular.get(lower).is_some_and(|base| {
                self.plain.contains(base) || self.general.contains(&text::stem(base))
            })
    }

    /// A short general word with an ending that the stem keeps: `seeing`, `owned`.
    fn inflected_general(&self, lower: &str) -> bool {
        let base = |ending: &str| lower.strip_suffix(ending).filter(|base| base.len() >= 3);
        base("ing")
            .or_else(|| base("ed"))
            .is_some_and(|base| self.general.contains(base))
    }

    /// Words of the wider list of ordinary English, in any inflection.
    pub(crate) fn is_ordinary(&self, lower: &str) -> bool {
        // `scooter`, `walker`: who or what does it is another word.
        if lower.trim_end_matches('s').ends_with("er") {
            return self.ordinary.contains(lower.trim_end_matches('s'));
        }
        crate::inflect::bases(lower)
            .iter()
            .any(|base| self.ordinary.contains(base))
            || self
                .irregular
                .get(lower)
                .is_some_and(|base| self.ordinary.contains(base))
    }

    /// What may stand in a source for the word at `at`: for each family that it belongs to, phrases as ids of their words.
    pub(crate) fn kin(&self, tokens: &[Token], at: usize) -> impl Iterator<Item = &Vec<u64>> {
        self.kin.of(tokens, at)
    }

    /// The same for a word by itself.
    pub(crate) fn words_of_family(&self, token: &Token) -> impl Iterator<Item = &Vec<u64>> {
        self.kin.of(std::slice::from_ref(token), 0)
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
    /// The concepts that cannot be true where this one is.
    pub(crate) fn exclusive(&self, concept: u64) -> &[u64] {
        self.exclusive.get(&concept).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn opposites(&self, stem: &str) -> &[(HashSet<String>, model::ReasonCode)] {
        self.opposites.get(stem).map_or(&[], Vec::as_slice)
    }

    /// Words by which a machine is ordered to do something.
    pub(crate) fn is_machine_order(&self, lower: &str) -> bool {
        self.orders.contains(lower)
    }

    /// Words that may stand before such an order.
    pub(crate) fn is_address(&self, lower: &str) -> bool {
        self.addresses.contains(lower)
    }

    /// The words of the act that a word tells.
    pub(crate) fn act(&self, stem: &str) -> Option<&[String]> {
        self.acts.get(stem).map(Vec::as_slice)
    }

    /// Words of the headings of notes.
    pub(crate) fn is_heading(&self, stem: &str) -> bool {
        self.headings.contains(stem)
    }

    /// The words by which drugs are known.
    pub(crate) fn drug_stems(&self) -> impl Iterator<Item = &String> {
        self.drugs.iter()
    }

    pub(crate) fn is_drug(&self, stem: &str) -> bool {
        self.drugs.contains(stem)
    }

    /// What a LOINC code measures, where its molar mass or direction is known.
    pub(crate) fn analyte(&self, loinc: &str) -> Option<u64> {
        self.analytes.get(loinc).copied()
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
                matches!(token.lower.as_str(), "-" | "/" | "'" | "." | "\"")
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

/// `T 98.7`: the letter before a number that can be a temperature.
fn letter_of_temperature(tokens: &[Token], at: usize) -> bool {
    let number = tokens
        .get(at + 1)
        .filter(|next| next.kind == text::Kind::Number && next.spaced)
        .and_then(|next| next.lower.parse::<Decimal>().ok());
    let human = |value: Decimal| {
        let (celsius, fahrenheit) = (
            Decimal::from(33)..Decimal::from(43),
            Decimal::from(92)..Decimal::from(109),
        );
        celsius.contains(&value) || fahrenheit.contains(&value)
    };
    tokens[at].is("t") && tokens[at].upper && number.is_some_and(human)
}

/// `40 milligrams a day`, as speakers say it for `40 mg daily`: where `a day`, `per day` or `/day` ends, behind the unit of a dose that is not part of a longer rhythm (`twice a day`).
pub(crate) fn amount_a_day(tokens: &[Token], at: usize) -> Option<usize> {
    let joint = tokens.get(at)?;
    let day = tokens.get(at + 1)?;
    let per = matches!(joint.lower.as_str(), "a" | "per" | "each") || joint.is_mark('/');
    let unit = tokens.get(at.checked_sub(1)?)?;
    let dose = matches!(
        unit.lower.as_str(),
        "mg" | "milligram"
            | "milligrams"
            | "mcg"
            | "microgram"
            | "micrograms"
            | "units"
            | "g"
            | "grams"
            | "gram"
    );
    (per && dose && (day.is("day") || (joint.is_mark('/') && day.is("d")))).then_some(at + 2)
}
