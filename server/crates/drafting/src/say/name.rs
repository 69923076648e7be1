//! Names of problems, tests and drugs as a clinician writes them.

use regex::Regex;
use std::sync::LazyLock;

/// Words that keep their capital inside a sentence.
const PROPER: [&str; 34] = [
    "Addison",
    "Alzheimer",
    "Barrett",
    "Bell",
    "Crohn",
    "Cushing",
    "Down",
    "Graves",
    "Guillain",
    "Hashimoto",
    "Hodgkin",
    "Huntington",
    "Kaposi",
    "Kawasaki",
    "Klinefelter",
    "Lyme",
    "Marfan",
    "Meniere",
    "Paget",
    "Parkinson",
    "Raynaud",
    "Sjogren",
    "Streptococcus",
    "Escherichia",
    "Staphylococcus",
    "Tourette",
    "Turner",
    "Wegener",
    "Wernicke",
    "Wilson",
    "Wolff",
    "Von",
    "Chagas",
    "Burkitt",
];

#[allow(
    clippy::expect_used,
    reason = "the pattern is a constant that a test compiles"
)]
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*\((?:disorder|finding|procedure|situation|regime/therapy|physical object|person|qualifier value|event|observable entity|substance|product|morphologic abnormality|body structure|record artifact)\)\s*$")
        .expect("a constant pattern")
});

#[allow(
    clippy::expect_used,
    reason = "the pattern is a constant that a test compiles"
)]
static DRUG_CODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:NDA\d+\s+|\d+\s*(?:HR|ACTUAT)\s+)+").expect("a constant pattern")
});

/// Without invisible characters, white space tidied.
pub(crate) fn plain(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A coded concept without its hierarchy tag: `Anemia (disorder)` is `Anemia`.
pub(crate) fn concept(text: &str) -> String {
    TAG.replace(&plain(text), "").into_owned()
}

/// A drug as ordered, in print form: units in lower case, tall-man letters and release codes straightened.
pub(crate) fn drug(text: &str) -> String {
    let text = plain(text);
    let text = DRUG_CODE.replace(&text, "");
    let words: Vec<String> = text.split(' ').map(drug_word).collect();
    capital(&words.join(" "))
}

fn drug_word(word: &str) -> String {
    match word {
        "G" => "g".to_owned(),
        "MG" | "ML" | "MCG" | "HR" | "UNT" | "ACTUAT" | "MEQ" | "MG/ML" | "UNT/ML" | "MCG/ML"
        | "MG/ACTUAT" | "MCG/ACTUAT" | "MG/MG" | "MG/HR" | "MCG/HR" => word
            .replace("MCG", "mcg")
            .replace("MG", "mg")
            .replace("ML", "mL")
            .replace("UNT", "units")
            .replace("ACTUAT", "actuation")
            .replace("HR", "h")
            .replace("MEQ", "mEq"),
        _ if word.starts_with('[')
            || word.chars().filter(|c| c.is_alphabetic()).count() <= 2
            || word.chars().all(|c| !c.is_lowercase()) =>
        {
            word.to_owned()
        }
        _ => word.to_lowercase(),
    }
}

/// Title Case straightened to a sentence's: `Coronary Heart Disease` is `Coronary heart disease`; names and abbreviations stay.
pub(crate) fn sentence(text: &str) -> String {
    let straight = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let title = letters > 3
            && word.starts_with(char::is_uppercase)
            && word.chars().skip(1).all(|c| !c.is_uppercase());
        if title && !PROPER.iter().any(|name| word.starts_with(name)) && !word.ends_with("'s") {
            word.to_lowercase()
        } else {
            word.to_owned()
        }
    };
    let mut words = text.split(' ');
    let first = words.next().map(str::to_owned);
    first
        .into_iter()
        .chain(words.map(straight))
        .collect::<Vec<_>>()
        .join(" ")
}

/// With a capital first letter; a word such as `eGFR` stays.
pub(crate) fn capital(text: &str) -> String {
    if text.chars().nth(1).is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// As it stands inside a sentence: the first letter small, unless the word is an abbreviation or a name.
pub(crate) fn inside(text: &str) -> String {
    let first = text.split([' ', '-', '/', ',']).next().unwrap_or_default();
    let kept = first
        .chars()
        .skip(1)
        .any(|c| c.is_uppercase() || c.is_numeric())
        || first.chars().count() < 2
        || PROPER.iter().any(|name| first.starts_with(name))
        || first.ends_with("'s");
    if kept {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn join(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concepts_lose_their_tag_only_at_the_end() {
        assert_eq!(
            concept("Chronic congestive heart failure (disorder)"),
            "Chronic congestive heart failure"
        );
        assert_eq!(
            concept("Hemoglobin [Mass/\u{200b}volume] in Blood"),
            "Hemoglobin [Mass/volume] in Blood"
        );
        assert_eq!(concept("Total score [AUDIT-C]"), "Total score [AUDIT-C]");
    }

    #[test]
    fn drugs_read_as_print() {
        assert_eq!(
            drug("24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet"),
            "Metformin hydrochloride 500 mg extended release oral tablet"
        );
        assert_eq!(
            drug("predniSONE 5 MG Oral Tablet"),
            "Prednisone 5 mg oral tablet"
        );
        assert_eq!(
            drug("NDA020800 0.3 ML Epinephrine 1 MG/ML Auto-Injector"),
            "0.3 mL epinephrine 1 mg/mL auto-injector"
        );
        assert_eq!(
            drug("albuterol 90 MCG/ACTUAT Inhaler"),
            "Albuterol 90 mcg/actuation inhaler"
        );
    }

    #[test]
    fn eponyms_and_abbreviations_keep_their_capital() {
        assert_eq!(inside("Parkinson disease"), "Parkinson disease");
        assert_eq!(sentence("Coronary Heart Disease"), "Coronary heart disease");
        assert_eq!(
            sentence("Carrier of Wilson disease"),
            "Carrier of Wilson disease"
        );
        assert_eq!(capital("eGFR 60"), "eGFR 60");
        assert_eq!(inside("COPD exacerbation"), "COPD exacerbation");
        assert_eq!(inside("Hypertension"), "hypertension");
        assert_eq!(inside("Alzheimer's disease"), "Alzheimer's disease");
    }

    #[test]
    fn lists_are_joined_with_and() {
        assert_eq!(join(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
