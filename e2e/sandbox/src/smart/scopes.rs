//! SMART scopes, versions 1 and 2 (SMART App Launch 2.2, section 3.1), and who may have which.

use std::fmt;

use crate::config::Personality;
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

/// What a client gets of what it asks for; `Err` names the scope that refuses the whole request.
pub fn grant(
    personality: Personality,
    requested: &str,
    apis: &[String],
) -> Result<Vec<Scope>, String> {
    let parsed: Vec<Scope> = requested
        .split_ascii_whitespace()
        .filter_map(Scope::parse)
        .collect();
    let mut granted: Vec<Scope> = Vec::new();
    let mut level = Level::User;
    let mut version2 = false;
    for scope in parsed {
        let Scope::Resource(scope) = scope else {
            if !granted.contains(&scope) {
                granted.push(scope);
            }
            continue;
        };
        if scope.level == Level::Patient {
            level = Level::Patient;
        }
        version2 |= scope.version2;
        match personality {
            // Decided below, by the registered APIs alone.
            Personality::Epic => {}
            Personality::Oracle if scope.rtype == "*" || scope.letters == "cruds" => {
                return Err(Scope::Resource(scope).to_string());
            }
            Personality::Oracle | Personality::Generic => granted.extend(reduced(scope, apis)),
        }
    }
    if personality == Personality::Epic {
        granted.extend(apis.iter().flat_map(|api| registered(api, level, version2)));
    }
    Ok(granted)
}

fn api_letters<'a>(apis: &'a [String], rtype: &str) -> Option<&'a str> {
    apis.iter()
        .find_map(|api| api.strip_prefix(rtype)?.strip_prefix('.'))
}

/// The part of a scope that the client is registered for; a wildcard stays, for the types that exist.
fn reduced(scope: ResourceScope, apis: &[String]) -> Vec<Scope> {
    if scope.rtype == "*" {
        return vec![Scope::Resource(scope)];
    }
    let Some(allowed) = api_letters(apis, &scope.rtype) else {
        return Vec::new();
    };
    let letters: String = scope
        .letters
        .chars()
        .filter(|&letter| allowed.contains(letter))
        .collect();
    if letters.is_empty() {
        return Vec::new();
    }
    if scope.version2 {
        return vec![Scope::Resource(ResourceScope { letters, ..scope })];
    }
    // Version 1 only knows to read and to write.
    let halves = [("rs", ['r', 's']), ("cud", ['c', 'u'])];
    halves
        .into_iter()
        .filter(|(_, any)| letters.contains(any))
        .map(|(half, _)| {
            Scope::Resource(ResourceScope {
                letters: half.to_owned(),
                ..scope.clone()
            })
        })
        .collect()
}

fn registered(api: &str, level: Level, version2: bool) -> Vec<Scope> {
    let Some((rtype, letters)) = api.split_once('.') else {
        return Vec::new();
    };
    let scope = |letters: &str| {
        let rtype = rtype.to_owned();
        Scope::Resource(ResourceScope {
            level,
            rtype,
            letters: letters.to_owned(),
            filter: Vec::new(),
            version2,
        })
    };
    if version2 {
        return vec![scope(letters)];
    }
    let mut scopes = Vec::new();
    if letters.contains('r') || letters.contains('s') {
        scopes.push(scope("rs"));
    }
    if letters.contains('c') || letters.contains('u') {
        scopes.push(scope("cud"));
    }
    scopes
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

    #[test]
    fn epic_grants_what_is_registered_whatever_is_asked() {
        let apis = ["Patient.rs".to_owned(), "DocumentReference.crs".to_owned()];
        let granted =
            grant(Personality::Epic, "launch openid patient/*.*", &apis).expect("a grant");
        assert_eq!(
            print(&granted),
            "launch openid patient/Patient.read patient/DocumentReference.read patient/DocumentReference.write"
        );
    }

    #[test]
    fn oracle_refuses_wildcards() {
        let apis = ["Patient.rs".to_owned()];
        for scope in [
            "user/*.read",
            "patient/*.rs",
            "user/Patient.*",
            "user/Patient.cruds",
        ] {
            assert!(grant(Personality::Oracle, scope, &apis).is_err(), "{scope}");
        }
        let granted = grant(
            Personality::Oracle,
            "user/Patient.read user/Coverage.read",
            &apis,
        )
        .expect("a grant");
        assert_eq!(print(&granted), "user/Patient.read");
    }

    #[test]
    fn generic_reduces_to_the_registration() {
        let apis = ["Observation.rs".to_owned()];
        let granted = grant(
            Personality::Generic,
            "patient/Observation.cruds patient/Goal.rs",
            &apis,
        );
        assert_eq!(print(&granted.expect("a grant")), "patient/Observation.rs");
        let granted = grant(Personality::Generic, "patient/Observation.*", &apis);
        assert_eq!(
            print(&granted.expect("a grant")),
            "patient/Observation.read"
        );
    }
}
