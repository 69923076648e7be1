//! Finds identifiers in a text.

use crate::kind::PhiKind;
use crate::literal::Literals;
use crate::pattern::PATTERNS;
use crate::pseudonym::placeholder;
use regex::{Regex, RegexBuilder};
use std::collections::HashMap;

/// One identifier in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhiSpan {
    /// Its kind.
    pub kind: PhiKind,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What stands for it: `[[NAME-1]]`, the same for the same words of one text.
    pub replacement: String,
}

/// Literals and patterns, prepared for many texts.
pub struct Finder {
    /// Literals in one alternation, longest first, and the kind of each in lower case.
    literals: Option<Regex>,
    kinds: HashMap<String, PhiKind>,
}

/// What follows a name that is a disease's, not a person's.
const EPONYM: [&str; 20] = [
    "disease",
    "syndrome",
    "lymphoma",
    "sign",
    "palsy",
    "thyroiditis",
    "phenomenon",
    "esophagus",
    "tumor",
    "test",
    "score",
    "scale",
    "criteria",
    "fracture",
    "disorder",
    "contracture",
    "anemia",
    "catheter",
    "classification",
    "sarcoma",
];

/// Names that stand for a disease even alone.
const EPONYM_NAMES: [&str; 14] = [
    "parkinson",
    "hodgkin",
    "alzheimer",
    "wilson",
    "crohn",
    "addison",
    "cushing",
    "graves",
    "bell",
    "down",
    "turner",
    "marfan",
    "raynaud",
    "paget",
];

/// Words that patterns take for names and that are none.
const NO_NAME: [&str; 26] = [
    "the",
    "this",
    "patient",
    "denies",
    "reports",
    "has",
    "is",
    "was",
    "and",
    "with",
    "history",
    "blood",
    "chest",
    "heart",
    "home",
    "discharge",
    "admission",
    "no",
    "not",
    "plan",
    "assessment",
    "allergies",
    "medications",
    "emergency",
    "department",
    "dear",
];

impl Finder {
    /// Prepares a finder for these known identifiers.
    pub fn new(literals: &Literals) -> Self {
        let mut kinds = HashMap::new();
        let mut parts = Vec::new();
        for literal in literals.iter() {
            if kinds
                .insert(literal.text.to_lowercase(), literal.kind)
                .is_none()
            {
                parts.push(regex::escape(&literal.text));
            }
        }
        let literals = (!parts.is_empty())
            .then(|| {
                RegexBuilder::new(&parts.join("|"))
                    .case_insensitive(true)
                    .size_limit(64 << 20)
                    .build()
                    .ok()
            })
            .flatten();
        Self { literals, kinds }
    }

    /// The identifiers of a text, in order, none overlapping.
    pub fn find(&self, text: &str) -> Vec<PhiSpan> {
        let mut found: Vec<(usize, usize, PhiKind)> = Vec::new();
        let mut take = |start: usize, end: usize, kind: PhiKind| {
            let place = found.partition_point(|one| one.0 < start);
            let free = place
                .checked_sub(1)
                .and_then(|before| found.get(before))
                .is_none_or(|one| one.1 <= start)
                && found.get(place).is_none_or(|one| one.0 >= end);
            if free && start < end {
                found.insert(place, (start, end, kind));
            }
        };
        // What looks like one of our own placeholders is replaced too, so that restoring gives back exactly this text.
        for hit in placeholder().find_iter(text) {
            take(hit.start(), hit.end(), PhiKind::Id);
        }
        for hit in self.literals.iter().flat_map(|regex| regex.find_iter(text)) {
            let kind = self
                .kinds
                .get(&hit.as_str().to_lowercase())
                .copied()
                .unwrap_or(PhiKind::Id);
            if bounded(text, hit.start(), hit.end())
                && !(kind == PhiKind::Name && eponym(text, hit.start(), hit.end()))
            {
                take(hit.start(), hit.end(), kind);
            }
        }
        for pattern in PATTERNS.iter() {
            for groups in pattern.regex.captures_iter(text) {
                let Some(hit) = groups.name("v").or_else(|| groups.get(0)) else {
                    continue;
                };
                let no_name =
                    pattern.kind == PhiKind::Name
                        && (eponym(text, hit.start(), hit.end())
                            || hit.as_str().split_whitespace().next().is_some_and(|word| {
                                NO_NAME.contains(&word.to_lowercase().as_str())
                            }));
                if !no_name {
                    take(hit.start(), hit.end(), pattern.kind);
                }
            }
        }
        number(text, &found)
    }
}

fn number(text: &str, found: &[(usize, usize, PhiKind)]) -> Vec<PhiSpan> {
    let mut numbers: HashMap<(PhiKind, String), usize> = HashMap::new();
    let mut next: HashMap<PhiKind, usize> = HashMap::new();
    found
        .iter()
        .map(|&(start, end, kind)| {
            let words = text.get(start..end).unwrap_or_default().to_lowercase();
            let number = *numbers.entry((kind, words)).or_insert_with(|| {
                let last = next.entry(kind).or_default();
                *last += 1;
                *last
            });
            PhiSpan {
                kind,
                start,
                end,
                replacement: format!("[[{}-{number}]]", kind.name()),
            }
        })
        .collect()
}

/// Whether the words stand alone, not inside a longer word.
fn bounded(text: &str, start: usize, end: usize) -> bool {
    let before = text
        .get(..start)
        .and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    let inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !inner(before) && !inner(after)
}

/// Whether the name is a disease's: `Wilson's disease`, `Hodgkin lymphoma`, `Parkinson`.
fn eponym(text: &str, start: usize, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    let after = after
        .strip_prefix("'s")
        .or_else(|| after.strip_prefix("’s"))
        .unwrap_or(after);
    let next = after
        .trim_start()
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let own = text.get(start..end).unwrap_or_default().to_lowercase();
    EPONYM.contains(&next.as_str())
        || (EPONYM_NAMES.contains(&own.as_str())
            && next.is_empty()
            && after.starts_with([',', '.', ';'])
            && !text
                .get(..start)
                .unwrap_or_default()
                .trim_end()
                .ends_with('.'))
}

/// The identifiers of one text; for many texts prepare a [`Finder`].
pub fn find(text: &str, literals: &Literals) -> Vec<PhiSpan> {
    Finder::new(literals).find(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::literal::Literal;

    fn kinds(text: &str) -> Vec<(&'static str, String)> {
        find(text, &Literals::default())
            .into_iter()
            .map(|span| (span.kind.name(), text[span.start..span.end].to_owned()))
            .collect()
    }

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(PATTERNS.len(), crate::pattern::COUNT);
    }

    #[test]
    fn identifiers_are_found_by_their_form() {
        for (text, kind, words) in [
            ("SSN on file 900-17-7774.", "SSN", "900-17-7774"),
            ("Fax records to (555) 015-7551.", "FAX", "(555) 015-7551"),
            ("cell (555) 010-1092)", "PHONE", "(555) 010-1092"),
            ("MRN: 01661318", "MRN", "01661318"),
            ("(acct A-511637)", "ACCOUNT", "A-511637"),
            ("Licence no. R8871803 was", "LICENSE", "R8871803"),
            ("plate AXZ 6589 noted", "VEHICLE", "AXZ 6589"),
            ("serial PM4728038X.", "DEVICE", "PM4728038X"),
            (
                "see https://portal.example.org/u/67612 now",
                "URL",
                "https://portal.example.org/u/67612",
            ),
            ("IP of kiosk 192.0.2.165.", "IP", "192.0.2.165"),
            ("Age 97.", "AGE_OVER_89", "97"),
            ("Insurance W632122330.", "HEALTHPLAN", "W632122330"),
            ("Attending: Dr. Siobhan Young", "NAME", "Siobhan Young"),
            (
                "Lives at 121 Canal St, Port-Vale, TX 76018 with",
                "ADDRESS",
                "121 Canal St, Port-Vale, TX 76018",
            ),
            (
                "Follow up at St. Brendan Hospital on",
                "HOSPITAL",
                "St. Brendan Hospital",
            ),
            ("ED note May 10, 2021.", "DATE", "May 10, 2021"),
        ] {
            assert!(
                kinds(text).contains(&(kind, words.to_owned())),
                "{text}: {:?}",
                kinds(text)
            );
        }
    }

    #[test]
    fn clinical_words_are_left_alone() {
        for text in [
            "Parkinson disease, stable.",
            "WBC fell from 18.2 to 9.1",
            "BP 120/80, HR 88",
            "Age 62",
            "ceftriaxone 1 g daily for 10 days",
            "Hodgkin lymphoma in remission",
            "LOINC 4548-4",
        ] {
            assert!(kinds(text).is_empty(), "{text}: {:?}", kinds(text));
        }
    }

    #[test]
    fn a_patient_named_as_a_disease_is_replaced_and_the_disease_stays() {
        let literals = Literals::new([Literal {
            kind: PhiKind::Name,
            text: "Wilson".into(),
        }]);
        let text = "Wilson was tested for Wilson's disease; wilsonian signs";
        let spans = find(text, &literals);
        assert_eq!(
            spans
                .iter()
                .map(|span| (span.start, span.end))
                .collect::<Vec<_>>(),
            [(0, 6)]
        );
    }
}
