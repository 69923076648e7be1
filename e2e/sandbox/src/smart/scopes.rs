//! SMART scopes, versions 1 and 2 (SMART App Launch 2.2, section 3.1).

use std::fmt;

use crate::store::index::Index;

/// Whose data a resource scope reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The patient in context.
    Patient,
    /// Whatever the user may see.
    User,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patient => "patient",
            Self::User => "user",
        })
    }
}

/// What an interaction needs of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `c`
    Create,
    /// `r`
    Read,
    /// `u`
    Update,
    /// `s`
    Search,
}

impl Action {
    fn letter(self) -> char {
        match self {
            Self::Create => 'c',
            Self::Read => 'r',
            Self::Update => 'u',
            Self::Search => 's',
        }
    }
}

/// A scope on resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceScope {
    /// Whose data.
    pub level: Level,
    /// The type, or `*`.
    pub rtype: String,
    /// The letters of `cruds` that it permits.
    pub letters: String,
    /// `param=system|code` restrictions of version 2.
    pub filter: Vec<(String, String)>,
    /// Whether it was written in version 2.
    pub version2: bool,
}

/// One scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `launch`, `openid`, …
    Plain(String),
    /// On resources.
    Resource(ResourceScope),
}

const PLAIN: &[&str] = &[
    "launch",
    "launch/patient",
    "launch/encounter",
    "openid",
    "fhirUser",
    "profile",
    "offline_access",
    "online_access",
];

impl Scope {
    /// Parses one; `None` for what no SMART server knows.
    pub fn parse(text: &str) -> Option<Self> {
        if PLAIN.contains(&text) {
            return Some(Self::Plain(text.to_owned()));
        }
        let (level, rest) = text.split_once('/')?;
        let level = match level {
            "patient" => Level::Patient,
            "user" => Level::User,
            _ => return None,
        };
        let (rtype, rest) = rest.split_once('.')?;
        let (access, query) = rest
            .split_once('?')
            .map_or((rest, None), |(access, query)| (access, Some(query)));
        let named = !rtype.is_empty() && rtype.bytes().all(|byte| byte.is_ascii_alphabetic());
        if rtype != "*" && !named {
            return None;
        }
        let (letters, version2) = match access {
            "read" => ("rs", false),
            "write" => ("cud", false),
            "*" => ("cruds", false),
            letters if !letters.is_empty() && in_order(letters) => (letters, true),
            _ => return None,
        };
        if query.is_some() && !version2 {
            return None;
        }
        let filter = query.map(|query| {
            url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect()
        });
        Some(Self::Resource(ResourceScope {
            level,
            rtype: rtype.to_owned(),
            letters: letters.to_owned(),
            filter: filter.unwrap_or_default(),
            version2,
        }))
    }

    /// Whether it is this plain scope.
    pub fn is(&self, plain: &str) -> bool {
        matches!(self, Self::Plain(name) if name == plain)
    }
}

/// Whether the letters are some of `cruds`, each once, in that order, as version 2 requires.
fn in_order(letters: &str) -> bool {
    let mut rest = "cruds".chars();
    letters
        .chars()
        .all(|letter| rest.any(|allowed| allowed == letter))
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = match self {
            Self::Plain(name) => return f.write_str(name),
            Self::Resource(scope) => scope,
        };
        let access = match (scope.version2, scope.letters.as_str()) {
            (false, "rs") => "read",
            (false, "cruds") => "*",
            (false, _) => "write",
            (true, letters) => letters,
        };
        write!(f, "{}/{}.{access}", scope.level, scope.rtype)?;
        for (index, (param, value)) in scope.filter.iter().enumerate() {
            write!(f, "{}{param}={value}", if index == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

impl ResourceScope {
    /// Whether it speaks of this type and action at all.
    pub fn covers(&self, rtype: &str, action: Action) -> bool {
        (self.rtype == "*" || self.rtype == rtype) && self.letters.contains(action.letter())
    }

    /// Whether a resource passes its `?category=…` restriction.
    pub fn passes(&self, index: &Index) -> bool {
        self.filter.iter().all(|(param, value)| {
            let (system, code) = value.split_once('|').unwrap_or(("", value));
            index.tokens.iter().any(|token| {
                token.param == param
                    && token.code == code
                    && (system.is_empty() || token.system == system)
            })
        })
    }
}

/// Scopes as a space-separated list.
pub fn print(scopes: &[Scope]) -> String {
    scopes
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_scope() {
        for text in [
            "",
            "patient",
            "patient/",
            "patient/Observation",
            "patient/Observation.",
            "patient/Observation.sr",
            "patient/Observation.rr",
            "patient/Observation.readwrite",
            "system/*.read",
            "patient/Ob servation.rs",
            "patient/Observation.read?category=x",
            "admin",
        ] {
            assert_eq!(Scope::parse(text), None, "{text}");
        }
    }

    #[test]
    fn reads_both_versions() {
        for text in [
            "patient/*.read",
            "user/Patient.rs",
            "patient/Observation.rs?category=s|laboratory",
            "openid",
        ] {
            assert_eq!(
                Scope::parse(text).map(|scope| scope.to_string()).as_deref(),
                Some(text)
            );
        }
    }
}
