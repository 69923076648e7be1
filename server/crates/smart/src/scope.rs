//! Scopes, v1 (`user/Observation.read`) and v2 (`user/Observation.rs?category=…`): what was granted against what is needed.

use std::{collections::BTreeSet, fmt, ops::BitOr};

/// A set of FHIR interactions, in the letters of SMART v2: create, read, update, delete, search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interactions(u8);

impl Interactions {
    /// None.
    pub const NONE: Self = Self(0);
    /// `c`
    pub const CREATE: Self = Self(1);
    /// `r`
    pub const READ: Self = Self(2);
    /// `u`
    pub const UPDATE: Self = Self(4);
    /// `d`
    pub const DELETE: Self = Self(8);
    /// `s`
    pub const SEARCH: Self = Self(16);
    /// `rs`, which v1 calls `read`.
    pub const READ_SEARCH: Self = Self(18);
    /// `cud`, which v1 calls `write`.
    pub const WRITE: Self = Self(13);
    /// `cruds`
    pub const ALL: Self = Self(31);

    const LETTERS: [(char, Self); 5] = [
        ('c', Self::CREATE),
        ('r', Self::READ),
        ('u', Self::UPDATE),
        ('d', Self::DELETE),
        ('s', Self::SEARCH),
    ];

    /// Whether all of `other` are in this set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Those of this set that are not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the two sets share any.
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The part of a scope after the dot: `read`, `write`, `*`, or v2's letters in their fixed order.
    fn parse(text: &str) -> Option<Self> {
        match text {
            "read" => return Some(Self::READ_SEARCH),
            "write" => return Some(Self::WRITE),
            "*" => return Some(Self::ALL),
            _ => {}
        }
        let mut letters = Self::LETTERS.iter();
        let mut set = Self::NONE;
        for letter in text.chars() {
            set = set | letters.find(|(known, _)| *known == letter)?.1;
        }
        (set != Self::NONE).then_some(set)
    }
}

impl BitOr for Interactions {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Display for Interactions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Self::LETTERS
            .iter()
            .filter(|(_, one)| self.contains(*one))
            .try_for_each(|(letter, _)| write!(f, "{letter}"))
    }
}

/// A resource scope taken apart. `system/` scopes are not for users and are not read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ResourceScope {
    resource: String,
    interactions: Interactions,
    filter: Option<String>,
}

impl ResourceScope {
    fn parse(text: &str) -> Option<Self> {
        let (_, rest) = text
            .split_once('/')
            .filter(|(level, _)| matches!(*level, "patient" | "user"))?;
        let (rest, filter) = match rest.split_once('?') {
            Some((rest, filter)) => (rest, Some(filter.to_owned())),
            None => (rest, None),
        };
        let (resource, interactions) = rest.split_once('.')?;
        let named = resource == "*"
            || !resource.is_empty() && resource.bytes().all(|b| b.is_ascii_alphabetic());
        let interactions = Interactions::parse(interactions).filter(|_| named)?;
        Some(Self {
            resource: resource.to_owned(),
            interactions,
            filter,
        })
    }
}

/// The scopes that the EHR granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedScopes {
    all: BTreeSet<String>,
    resources: Vec<ResourceScope>,
}

/// One thing that the app needs: interactions with one resource type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ScopeNeed {
    /// The resource type.
    pub resource: String,
    /// What is done with it.
    pub interactions: Interactions,
}

impl ScopeNeed {
    /// A need.
    pub fn new(resource: impl Into<String>, interactions: Interactions) -> Self {
        Self {
            resource: resource.into(),
            interactions,
        }
    }
}

/// A need that is met in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NarrowedNeed {
    /// What is needed.
    pub need: ScopeNeed,
    /// The interactions that were not granted at all.
    pub lacking: Interactions,
    /// The search filters that the granted scopes are limited to (`category=laboratory`).
    pub filters: Vec<String>,
}

/// How what was granted meets what is needed. A launch goes on with less; what is missing is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeReport {
    /// Needs met in full.
    pub granted: Vec<ScopeNeed>,
    /// Needs not met at all.
    pub missing: Vec<ScopeNeed>,
    /// Needs met in part.
    pub narrower: Vec<NarrowedNeed>,
}

impl ScopeReport {
    /// Whether every need is met in full.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.narrower.is_empty()
    }
}

impl GrantedScopes {
    /// Reads a space-separated scope text; what is not a resource scope is kept by name.
    pub fn parse(text: &str) -> Self {
        let all: BTreeSet<String> = text.split_ascii_whitespace().map(str::to_owned).collect();
        let resources = all
            .iter()
            .filter_map(|scope| ResourceScope::parse(scope))
            .collect();
        Self { all, resources }
    }

    /// Whether a scope was granted by exactly this name (`openid`, `offline_access`).
    pub fn has(&self, scope: &str) -> bool {
        self.all.contains(scope)
    }

    /// The scopes as one text, sorted.
    pub fn to_text(&self) -> String {
        self.all
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Compares with what is needed.
    pub fn report(&self, needs: &[ScopeNeed]) -> ScopeReport {
        let mut report = ScopeReport::default();
        for need in needs {
            let relevant = || {
                self.resources.iter().filter(|scope| {
                    (scope.resource == "*" || scope.resource == need.resource)
                        && scope.interactions.intersects(need.interactions)
                })
            };
            let union = |filtered: bool| {
                relevant()
                    .filter(|scope| filtered || scope.filter.is_none())
                    .fold(Interactions::NONE, |set, scope| set | scope.interactions)
            };
            let need = need.clone();
            if union(false).contains(need.interactions) {
                report.granted.push(need);
            } else if relevant().next().is_none() {
                report.missing.push(need);
            } else {
                let lacking = need.interactions.without(union(true));
                let filters = relevant()
                    .filter_map(|scope| scope.filter.clone())
                    .collect();
                report.narrower.push(NarrowedNeed {
                    need,
                    lacking,
                    filters,
                });
            }
        }
        report
    }
}

#[cfg(test)]
mod tests;
