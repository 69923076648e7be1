//! Who may have which scopes: the vendor decides.

use super::scopes::{Level, ResourceScope, Scope};
use crate::config::Personality;

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
    use crate::smart::scopes::print;

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
