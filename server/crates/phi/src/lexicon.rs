//! Words that are no names, and names.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// Every list with what its words are; of a word in several lists the first counts.
const LISTS: [(Known, &str); 6] = [
    (Known::WordName, include_str!("../lexicon/word_names.txt")),
    (Known::Name, include_str!("../lexicon/names.txt")),
    (Known::WordName, include_str!("../lexicon/eponyms.txt")),
    (Known::Place, include_str!("../lexicon/places.txt")),
    (Known::Word, include_str!("../lexicon/words.txt")),
    (Known::Word, include_str!("../lexicon/capitals.txt")),
];

static LEXICON: LazyLock<Table> = LazyLock::new(|| {
    let mut all = Table::default();
    for (known, list) in LISTS {
        for word in read(list) {
            all.entry(word).or_insert(known);
        }
    }
    all
});

/// A table over words that ship with us: a fast hash is enough, for nobody outside chooses its keys.
type Table = HashMap<&'static str, Known, BuildHasherDefault<Fnv>>;

/// FNV-1a, eight bytes at a time.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut eight = [0; 8];
            for (to, from) in eight.iter_mut().zip(part) {
                *to = *from;
            }
            self.0 = (self.0 ^ u64::from_le_bytes(eight)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            self.0 ^= self.0 >> 32;
        }
    }
}

/// Endings of clinical words: drugs, states, procedures. None is common among names.
const ENDINGS: [&str; 58] = [
    "itis", "osis", "emia", "aemia", "uria", "pathy", "ectomy", "oscopy", "ography", "plasty",
    "algia", "oma", "mycin", "micin", "cillin", "statin", "sartan", "olol", "azole", "mab", "nib",
    "parin", "zepam", "zolam", "caine", "dronate", "gliptin", "flozin", "prazole", "triptan",
    "vir", "cycline", "floxacin", "thiazide", "solone", "sone", "phylline", "tropium", "terol",
    "setron", "glutide", "pril", "dipine", "oxetine", "tidine", "zosin", "barbital", "ostomy",
    "otomy", "megaly", "trophy", "plegia", "paresis", "penia", "cytosis", "rrhea", "lysis",
    "ology",
];

fn read(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
}

/// What is known of a word, asked in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// An ordinary or clinical word, a brand, an eponym.
    Word,
    /// A name that is an ordinary word, too, or stands for a disease.
    WordName,
    /// A name.
    Name,
    /// A country or large city.
    Place,
    /// Nothing is known.
    Nothing,
}

/// What is known of a word in lower case.
pub(crate) fn known(lower: &str) -> Known {
    match LEXICON.get(lower) {
        Some(known) => *known,
        None if derived(lower) => Known::Word,
        None => Known::Nothing,
    }
}

fn word(lower: &str) -> bool {
    LEXICON.get(lower) == Some(&Known::Word)
}

/// Forms of known words, clinical words by their endings, and words joined of known ones.
fn derived(lower: &str) -> bool {
    if lower.contains('-') {
        return lower.split('-').all(|part| {
            part.len() < 3
                || matches!(known(part), Known::Word)
                || known(part) == Known::Name && ordinary_start(lower)
        });
    }
    // `allergies`, `stabilised`, `walking`
    for ending in [
        "s", "es", "ed", "d", "ing", "ly", "er", "ness", "al", "ally", "ment",
    ] {
        if let Some(stem) = lower.strip_suffix(ending)
            && stem.len() >= 4
            && (word(stem) || (ending == "ing" && word(&format!("{stem}e"))))
        {
            return true;
        }
    }
    lower
        .strip_suffix("ies")
        .is_some_and(|stem| word(&format!("{stem}y")))
        || lower.len() > 5 && ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// `Non-Smith`, `pre-Jones` are no names.
fn ordinary_start(lower: &str) -> bool {
    ["non-", "pre-", "post-", "anti-", "multi-", "self-"]
        .iter()
        .any(|start| lower.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_names_are_told_apart() {
        for word in [
            "patient",
            "allergies",
            "ceftriaxone",
            "lasix",
            "lovely",
            "stabilized",
            "non-smoker",
            "pembrolizumab",
        ] {
            assert_eq!(known(word), Known::Word, "{word}");
        }
        for name in ["siobhan", "delacroix", "vehbija", "okonkwo"] {
            assert_ne!(known(name), Known::Word, "{name}");
        }
        assert_eq!(known("may"), Known::WordName);
        assert_eq!(known("parkinson"), Known::WordName);
        assert_eq!(known("priya"), Known::Name);
        assert_eq!(known("canada"), Known::Place);
    }

    #[test]
    fn no_list_holds_an_upper_case_letter() {
        for (_, list) in LISTS {
            assert!(read(list).count() > 80);
            assert!(read(list).all(|word| *word == word.to_lowercase()));
        }
    }
}
