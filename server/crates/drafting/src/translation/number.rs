//! Numbers of a sentence with their units, in whatever digits and separators a language writes them.

use super::language::Language;
use std::collections::BTreeMap;

/// Where the ten digits of other scripts begin.
const ZEROS: [u32; 18] = [
    0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
];
/// Units by their symbols; what differs in letters alone is the same.
const UNITS: [(&str, &str); 34] = [
    ("mg/dl", "mg/dL"),
    ("mmol/mol", "mmol/mol"),
    ("mmol/l", "mmol/L"),
    ("meq/l", "mEq/L"),
    ("g/dl", "g/dL"),
    ("mg/kg", "mg/kg"),
    ("mg/ml", "mg/mL"),
    ("mcg", "mcg"),
    ("µg", "mcg"),
    ("μg", "mcg"),
    ("ug", "mcg"),
    ("mg", "mg"),
    ("kg", "kg"),
    ("g", "g"),
    ("lbs", "lb"),
    ("lb", "lb"),
    ("ml", "mL"),
    ("l", "L"),
    ("mmhg", "mmHg"),
    ("cm", "cm"),
    ("mm", "mm"),
    ("kcal", "kcal"),
    ("meq", "mEq"),
    ("mmol", "mmol"),
    ("iu", "IU"),
    ("bpm", "bpm"),
    ("°f", "°F"),
    ("° f", "°F"),
    ("°c", "°C"),
    ("° c", "°C"),
    ("℃", "°C"),
    ("℉", "°F"),
    ("%", "%"),
    ("％", "%"),
];

/// A number: the ways in which it can be read (whole, fraction), as digits, and its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) readings: Vec<(String, String)>,
    pub(super) unit: Option<String>,
    /// As it stands there.
    pub(super) written: String,
}

impl Amount {
    /// Whether both can be the same number of the same unit.
    pub(super) fn same(&self, other: &Self) -> bool {
        let shared = self.readings.iter().any(|one| other.readings.contains(one));
        shared && self.unit == other.unit
    }

    /// Whether it is a whole number without unit.
    pub(super) fn is_whole(&self, number: u8) -> bool {
        let whole = (number.to_string(), String::new());
        self.unit.is_none() && self.readings.contains(&whole)
    }
}

/// A digit of any script, as ASCII has it.
fn digit(c: char) -> Option<char> {
    if c.is_ascii_digit() {
        return Some(c);
    }
    let code = u32::from(c);
    let zero = ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// What may stand inside a number, where a digit follows.
const fn parts(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | '\'' | '’' | '٫' | '٬' | '\u{a0}' | '\u{202f}' | '\u{2009}'
    )
}

/// The numbers of a text in their order; without a language it is English.
pub(super) fn amounts(text: &str, language: Option<&Language>) -> Vec<Amount> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let (mut out, mut at) = (Vec::new(), 0);
    let digit_at = |at: usize| chars.get(at).and_then(|(_, c)| digit(*c));
    while at < chars.len() {
        if digit_at(at).is_none() {
            at += 1;
            continue;
        }
        let from = at;
        // Digits, and what stands between them.
        let (mut groups, mut marks) = (vec![String::new()], Vec::new());
        while let Some((_, c)) = chars.get(at) {
            if let (Some(digit), Some(last)) = (digit(*c), groups.last_mut()) {
                last.push(digit);
            } else if parts(*c) && digit_at(at + 1).is_some() {
                marks.push(*c);
                groups.push(String::new());
            } else {
                break;
            }
            at += 1;
        }
        let end = chars.get(at).map_or(text.len(), |(byte, _)| *byte);
        let start = chars.get(from).map_or(0, |(byte, _)| *byte);
        let written = text.get(start..end).unwrap_or_default();
        let unit = unit(text.get(end..).unwrap_or_default(), language);
        read(
            &groups,
            &marks,
            language.is_none(),
            (written, unit),
            &mut out,
        );
    }
    out
}

/// One number where the digits can be one, else each group is one.
fn read(
    groups: &[String],
    marks: &[char],
    english: bool,
    (written, unit): (&str, Option<String>),
    out: &mut Vec<Amount>,
) {
    let readings = readings(groups, marks, english);
    if !readings.is_empty() {
        out.push(Amount {
            readings,
            unit,
            written: written.to_owned(),
        });
        return;
    }
    let last = groups.len() - 1;
    let single = groups.iter().enumerate().map(|(place, group)| Amount {
        readings: vec![(plain(group), String::new())],
        unit: unit.clone().filter(|_| place == last),
        written: group.clone(),
    });
    out.extend(single);
}

fn readings(groups: &[String], marks: &[char], english: bool) -> Vec<(String, String)> {
    let thousands = |groups: &[String], marks: &[char]| {
        let first = groups.first().map_or(0, String::len);
        let rest = groups.iter().skip(1).all(|group| group.len() == 3);
        let same = marks.windows(2).all(|two| two[0] == two[1]);
        let mark = marks.first().is_none_or(|mark| !english || *mark == ',');
        ((1..=3).contains(&first) && rest && same && mark) || groups.len() == 1
    };
    let decimal = |mark: &char| matches!(mark, '.' | '٫') || (!english && *mark == ',');
    let mut out = Vec::new();
    if thousands(groups, marks) {
        out.push((plain(&groups.concat()), String::new()));
    }
    if let (Some((fraction, whole)), Some((mark, others))) =
        (groups.split_last(), marks.split_last())
        && decimal(mark)
        && !others.contains(mark)
        && thousands(whole, others)
    {
        out.push((plain(&whole.concat()), fraction.clone()));
    }
    out
}

/// Without leading zeros.
fn plain(digits: &str) -> String {
    let short = digits.trim_start_matches('0');
    if short.is_empty() { "0" } else { short }.to_owned()
}

/// The unit that stands behind a number.
fn unit(behind: &str, language: Option<&Language>) -> Option<String> {
    let spaces = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '-'];
    let behind = behind.strip_prefix(spaces).unwrap_or(behind).to_lowercase();
    let none = BTreeMap::new();
    let own = language.map_or(&none, |language| &language.units);
    let symbols = UNITS.iter().map(|(symbol, name)| (*symbol, *name));
    let words = own
        .iter()
        .map(|(symbol, name)| (symbol.as_str(), name.as_str()));
    let found = symbols.chain(words).filter(|(symbol, _)| {
        let rest = behind.strip_prefix(symbol);
        // A letter that goes on is another word, but where words have no spaces.
        let dense = language.is_some_and(|language| language.dense);
        let goes_on = |c: char| {
            if dense {
                symbol.is_ascii() && c.is_ascii_alphabetic()
            } else {
                c.is_alphabetic()
            }
        };
        rest.is_some_and(|rest| !rest.starts_with(goes_on) && !rest.starts_with('/'))
    });
    found
        .max_by_key(|(symbol, _)| symbol.len())
        .map(|(_, name)| name.to_owned())
}
