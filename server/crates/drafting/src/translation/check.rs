//! The check of one translated sentence: what a rule can tell. Wording it cannot.

use super::language::Language;
use super::number::{Amount, amounts};
use std::fmt;
use verify::Lexicon;
use verify::reading::{Named, Reading};

/// English months, by their beginning.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
/// Shortest name of a medicine that a foreign sentence is searched for, in characters: shorter ones are words of other languages.
const TELLING: usize = 6;
/// Most letters that a language may add to a medicine's name.
const ENDING: usize = 2;
/// Ends of addresses.
const DOMAINS: [&str; 8] = [
    ".com", ".org", ".net", ".gov", ".edu", ".info", ".io", ".health",
];

/// What is wrong with a translated sentence. Its words are for the model and for the clinician.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is none.
    NotGiven,
    /// A number or its unit is not there.
    Lacks(String),
    /// A number that the English has not.
    Added(String),
    /// The month of a date cannot be read.
    Month(String),
    /// A medicine is not named as in English.
    Medicine(String),
    /// A medicine that the English does not name.
    OtherMedicine(String),
    /// An address.
    Link,
    /// Much longer or shorter than the English.
    Length,
    /// Line breaks, hidden or reserved characters.
    Shape,
    /// It is the English again, or in another script.
    NotTranslated,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotGiven => f.write_str("there is no translation"),
            Self::Lacks(what) => write!(f, "“{what}” is not in it as in the English"),
            Self::Added(what) => write!(f, "“{what}” is in it, and not in the English"),
            Self::Month(what) => write!(f, "the month of “{what}” is not in it as in the English"),
            Self::Medicine(what) => write!(f, "the name “{what}” is not in it as in the English"),
            Self::OtherMedicine(what) => write!(f, "it names “{what}”, the English does not"),
            Self::Link => f.write_str("it has an address that the English has not"),
            Self::Length => f.write_str("it is much longer or much shorter than the English"),
            Self::Shape => f.write_str("it has line breaks or hidden characters"),
            Self::NotTranslated => f.write_str("it is not in the language"),
        }
    }
}

/// What is wrong with a translated sentence; nothing where every rule holds. `names` are names of the chart's medicines.
pub fn faults(
    english: &str,
    translated: &str,
    language: &Language,
    lexicon: &Lexicon,
    names: &[String],
) -> Vec<Fault> {
    if translated.trim().is_empty() {
        return vec![Fault::NotGiven];
    }
    let mut out = Vec::new();
    if translated
        .chars()
        .any(|c| hidden(c) && !english.contains(c))
    {
        out.push(Fault::Shape);
    }
    if links(translated) > 0 {
        out.push(Fault::Link);
    }
    if !fits(english, translated, language) {
        out.push(Fault::Length);
    }
    if !is_in(english, translated, language) {
        out.push(Fault::NotTranslated);
    }
    numbers(english, translated, language, &mut out);
    medicines(english, translated, (language, lexicon), names, &mut out);
    out
}

/// Characters that no sentence needs: controls, those that turn the direction of others, and private ones.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            u32::from(c),
            0x200B | 0x200E..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xE000..=0xF8FF | 0xFFF9..=0xFFFF | 0xE_0000..=0x10_FFFF
        )
        || matches!(c, '<' | '>' | '`' | '{' | '}')
}

fn links(text: &str) -> usize {
    let lower = text.to_lowercase();
    let words = lower.split_whitespace();
    let link = |word: &&str| {
        let end = |domain: &&str| {
            word.find(*domain).is_some_and(|at| {
                let behind = word.get(at + domain.len()..).unwrap_or_default();
                at > 0 && !behind.starts_with(|c: char| c.is_alphanumeric())
            })
        };
        word.contains("://")
            || word.contains("www.")
            || word.contains('@')
            || DOMAINS.iter().any(end)
    };
    words.filter(link).count()
}

fn fits(english: &str, translated: &str, language: &Language) -> bool {
    let (own, new) = (english.chars().count(), translated.chars().count());
    let (least, most) = if language.dense { (8, 2) } else { (3, 3) };
    new * least >= own && new <= own * most + 20
}

/// Whether the letters are of the language's script, and not the English again.
fn is_in(english: &str, translated: &str, language: &Language) -> bool {
    let words = english.split_whitespace().count();
    if words > 2 && english.trim() == translated.trim() {
        return false;
    }
    if language.script.is_empty() || words < 2 {
        return true;
    }
    let own = |c: &char| {
        let code = u32::from(*c);
        language
            .script
            .iter()
            .any(|(from, to)| (*from..=*to).contains(&code))
    };
    let letters = translated.chars().filter(|c| c.is_alphabetic());
    let (own, other): (Vec<char>, Vec<char>) = letters.partition(|c| own(c));
    // Names of medicines and units stay in Latin letters.
    !own.is_empty() && own.len() * 2 >= other.len()
}

fn numbers(english: &str, translated: &str, language: &Language, out: &mut Vec<Fault>) {
    let mut left: Vec<Amount> = amounts(translated, Some(language));
    for amount in amounts(english, None) {
        if let Some(place) = left.iter().position(|one| one.same(&amount)) {
            left.remove(place);
            continue;
        }
        let unit = amount.unit.as_ref().map(|unit| format!(" {unit}"));
        let unit = unit.unwrap_or_default();
        out.push(Fault::Lacks(format!("{}{unit}", amount.written)));
    }
    let words = words(translated);
    let asked = months(english);
    for (month, written) in &asked {
        // As a number, else by its name.
        let numeric = left.iter().position(|one| one.is_whole(*month));
        let named = names_of(language, *month)
            .iter()
            .any(|name| says(&words, translated, name));
        match numeric {
            Some(place) if !named => {
                left.remove(place);
            }
            None if !named => out.push(Fault::Month(written.clone())),
            _ => {}
        }
    }
    for month in (1..=12).filter(|month| asked.iter().all(|(one, _)| one != month)) {
        // Short forms are other words, too.
        let names = names_of(language, month).iter();
        let mut other =
            names.filter(|name| name.chars().count() > 3 && says(&words, translated, name));
        if let (Some(name), false) = (other.next(), asked.is_empty()) {
            out.push(Fault::Added(name.clone()));
        }
    }
    super::counts::counts(english, translated, language, &mut left, out);
    out.extend(left.into_iter().map(|amount| Fault::Added(amount.written)));
}

fn names_of(language: &Language, month: u8) -> &[String] {
    let place = usize::from(month).wrapping_sub(1);
    language.months.get(place).map_or(&[], Vec::as_slice)
}

fn says(words: &[String], text: &str, name: &str) -> bool {
    if name.contains(' ') {
        return text.to_lowercase().contains(name);
    }
    words.iter().any(|word| *word == folded(name))
}

/// The months that an English sentence names beside a number, each as written.
fn months(english: &str) -> Vec<(u8, String)> {
    let words: Vec<&str> = english.split_whitespace().collect();
    let numeric = |at: usize| {
        words
            .get(at)
            .is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()))
    };
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphabetic());
        let beside = numeric(at + 1) || (at > 0 && numeric(at - 1));
        let lower = bare.to_lowercase();
        let month = MONTHS.iter().position(|month| lower.starts_with(month));
        let whole = month.is_some_and(|month| is_month(&lower, month));
        if let (Some(month), true, true, true) =
            (month, whole, beside, bare.starts_with(char::is_uppercase))
        {
            let number = u8::try_from(month + 1).unwrap_or_default();
            out.push((number, bare.to_owned()));
        }
    }
    out
}

fn is_month(lower: &str, month: usize) -> bool {
    const LONG: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    lower.len() <= 4 && LONG[month].starts_with(lower) || LONG[month] == lower
}

fn medicines(
    english: &str,
    translated: &str,
    (language, lexicon): (&Language, &Lexicon),
    names: &[String],
    out: &mut Vec<Fault>,
) {
    let (own, other) = (known(lexicon, english), known(lexicon, translated));
    let lower = english.to_lowercase();
    let of_chart = names
        .iter()
        .filter(|name| words(&lower).contains(&folded(name)));
    let mut wanted: Vec<String> = own.iter().map(|(name, _)| name.clone()).collect();
    wanted.extend(of_chart.cloned());
    wanted.sort_by_key(|name| folded(name));
    wanted.dedup_by_key(|name| folded(name));
    let (there, whole) = (words(translated), folded(translated));
    let said = |name: &String| {
        let name = folded(name);
        // Another script is a border by itself.
        if !language.script.is_empty() {
            return whole.contains(&name);
        }
        let mut parts = name.split_whitespace();
        parts.all(|part| {
            there.iter().any(|word| {
                let ending = word.strip_prefix(part).map(|rest| rest.chars().count());
                ending.is_some_and(|ending| ending <= ENDING)
            })
        })
    };
    for name in wanted.into_iter().filter(|name| !said(name)) {
        out.push(Fault::Medicine(name));
    }
    for (name, concept) in other {
        let new = own.iter().all(|(_, one)| *one != concept);
        if new && name.chars().count() >= TELLING {
            out.push(Fault::OtherMedicine(name));
        }
    }
}

/// Names of medicines that the lexicon knows, each with what it is.
fn known(lexicon: &Lexicon, text: &str) -> Vec<(String, u64)> {
    let reading = Reading::of(lexicon, text);
    let names = reading.clauses.into_iter().flat_map(|clause| clause.names);
    let drugs = names.filter(|name| name.kind == Named::Drug);
    let worded = drugs.filter_map(|name| {
        let words = text.get(name.span.start..name.span.end)?;
        Some((words.to_owned(), name.concept))
    });
    worded.collect()
}

/// Its words, in small letters without accents.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain = folded(text);
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// In small letters, Latin ones without accents.
pub(super) fn folded(text: &str) -> String {
    let fold = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ę' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ō' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' => 'u',
        'ç' | 'ć' => 'c',
        'ñ' | 'ń' => 'n',
        'ś' => 's',
        'ź' | 'ż' => 'z',
        'ł' => 'l',
        other => other,
    };
    text.to_lowercase().chars().map(fold).collect()
}
