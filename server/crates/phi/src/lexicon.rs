//! Words that are no names, and names.

use crate::table::Words;
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

static LEXICON: LazyLock<Words<Known>> = LazyLock::new(|| {
    let words = LISTS
        .iter()
        .flat_map(|(known, list)| read(list).map(|word| (word, *known)));
    Words::new(words, |first, _| first)
});

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    #[default]
    Nothing,
}

/// What is known of a word in lower case.
pub(crate) fn known(lower: &str) -> Known {
    match LEXICON.get(lower) {
        Some(known) => known,
        None if derived(lower) => Known::Word,
        None => Known::Nothing,
    }
}

fn word(lower: &str) -> bool {
    LEXICON.get(lower) == Some(Known::Word)
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
    inflected(lower) || lower.len() > 5 && clinical(lower)
}

/// `allergies`, `stabilised`, `walking`
fn inflected(lower: &str) -> bool {
    // By the last letter first: most words have none of the endings.
    let endings: &[&str] = match lower.as_bytes().last() {
        Some(b's') => &["s", "es", "ness"],
        Some(b'd') => &["ed", "d"],
        Some(b'g') => &["ing"],
        Some(b'y') => &["ly", "ally"],
        Some(b'r') => &["er"],
        Some(b'l') => &["al"],
        Some(b't') => &["ment"],
        _ => return false,
    };
    let known = endings.iter().any(|ending| {
        lower.strip_suffix(ending).is_some_and(|stem| {
            stem.len() >= 4 && (word(stem) || *ending == "ing" && word(&format!("{stem}e")))
        })
    });
    known
        || lower
            .strip_suffix("ies")
            .is_some_and(|stem| word(&format!("{stem}y")))
}

/// Whether it ends as clinical words do.
fn clinical(lower: &str) -> bool {
    let last = lower.bytes().last().map_or(0, usize::from);
    BY_LAST
        .get(last)
        .is_some_and(|endings| endings.iter().any(|ending| lower.ends_with(ending)))
}

/// The endings of clinical words by their last byte.
static BY_LAST: LazyLock<[Vec<&str>; 128]> = LazyLock::new(|| {
    std::array::from_fn(|byte| {
        let ends = |ending: &&str| ending.bytes().last().map(usize::from) == Some(byte);
        ENDINGS.into_iter().filter(ends).collect()
    })
});

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
