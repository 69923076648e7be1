//! Identifiers that are known: those of the people in the loaded chart.

use crate::kind::PhiKind;
use sources::{Fact, FactRole, FactValue, SourceSet};

/// One known identifier.
#[derive(Clone, PartialEq, Eq)]
pub struct Literal {
    /// Its kind.
    pub kind: PhiKind,
    /// Its words, as they may stand in a text.
    pub text: String,
}

/// Known identifiers, longest first.
#[derive(Clone, Default)]
pub struct Literals(Vec<Literal>);

/// Shortest part of a name that is looked for alone.
const SHORTEST_PART: usize = 2;
/// Titles and suffixes are no part of a name.
const TITLES: [&str; 16] = [
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "md", "do", "rn", "np", "pa", "phd", "jr",
    "sr", "iii",
];

impl Literals {
    /// From given identifiers.
    pub fn new(literals: impl IntoIterator<Item = Literal>) -> Self {
        let mut all: Vec<Literal> = literals
            .into_iter()
            .filter(|literal| literal.text.trim().chars().count() >= 2)
            .collect();
        all.sort_by(|a, b| {
            b.text
                .len()
                .cmp(&a.text.len())
                .then_with(|| a.text.cmp(&b.text))
        });
        all.dedup();
        Self(all)
    }

    /// From a name: the whole and each of its parts.
    pub fn of_name(name: &str) -> Vec<Literal> {
        let parts: Vec<&str> = name
            .split_whitespace()
            .filter(|part| !TITLES.contains(&part.trim_matches(['.', ',']).to_lowercase().as_str()))
            .collect();
        let whole = parts.join(" ");
        let single = parts
            .iter()
            .filter(|part| part.chars().count() >= SHORTEST_PART)
            .map(|part| part.trim_matches([',', '.']).to_owned());
        std::iter::once(whole)
            .chain(single)
            .filter(|text| !text.is_empty())
            .map(|text| Literal {
                kind: PhiKind::Name,
                text,
            })
            .collect()
    }

    /// Of everybody whom the chart names: patient, relatives, staff; organizations as hospitals.
    pub fn of_sources(set: &SourceSet) -> Self {
        let mut all = Vec::new();
        for kind in ["Patient", "RelatedPerson", "Practitioner", "Person"] {
            for snippet in set.of_type(kind) {
                for fact in &snippet.facts {
                    all.extend(of_person(kind, fact));
                }
            }
        }
        for kind in ["Organization", "Location"] {
            for snippet in set.of_type(kind) {
                all.extend(
                    snippet
                        .facts(FactRole::Name)
                        .filter_map(words)
                        .map(|text| Literal {
                            kind: PhiKind::Hospital,
                            text,
                        }),
                );
            }
        }
        Self::new(all)
    }

    /// The literals, longest first.
    pub fn iter(&self) -> impl Iterator<Item = &Literal> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn of_person(kind: &str, fact: &Fact) -> Vec<Literal> {
    let Some(text) = words(fact) else {
        return Vec::new();
    };
    let one = |kind| {
        vec![Literal {
            kind,
            text: text.clone(),
        }]
    };
    match fact.role {
        FactRole::Name => Literals::of_name(&text),
        FactRole::Identifier if text.chars().count() >= 4 => one(if kind == "Patient" {
            PhiKind::Mrn
        } else {
            PhiKind::Id
        }),
        FactRole::Address => one(PhiKind::Address),
        FactRole::Contact if text.contains('@') => one(PhiKind::Email),
        FactRole::Contact if text.chars().filter(char::is_ascii_digit).count() >= 5 => {
            one(PhiKind::Phone)
        }
        FactRole::BirthDate => one(PhiKind::Date),
        _ => Vec::new(),
    }
}

fn words(fact: &Fact) -> Option<String> {
    match &fact.value {
        FactValue::Text(text) | FactValue::Coded { text, .. } => Some(text.trim().to_owned()),
        FactValue::Date(date) => Some(date.as_written().to_owned()),
        _ => None,
    }
    .filter(|text| !text.is_empty())
}

impl std::fmt::Debug for Literals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Literals({})", self.0.len())
    }
}

impl std::fmt::Debug for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Literal({})", self.kind.name())
    }
}
