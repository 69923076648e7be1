//! Names of elements inside a resource, as a use case names those that it may send.

/// Whether a name such as `code`, `hospitalization.admitSource` or `value*` names the element at a path, or one around it. Indexes play no part;
/// a `*` at the end of a name's segment stands for any rest of it.
pub fn names(name: &str, path: &str) -> bool {
    let mut inside = segments(path);
    segments(name).all(|want| inside.next().is_some_and(|found| covers(want, found)))
}

/// What two names name together: the narrower, or nothing.
pub fn common(one: &str, other: &str) -> Option<String> {
    let (mut left, mut right) = (segments(one), segments(other));
    let mut out: Vec<&str> = Vec::new();
    loop {
        match (left.next(), right.next()) {
            (Some(a), Some(b)) if covers(a, b) => out.push(b),
            (Some(a), Some(b)) if covers(b, a) => out.push(a),
            (Some(_), Some(_)) => return None,
            (Some(rest), None) | (None, Some(rest)) => out.push(rest),
            (None, None) => return Some(out.join(".")),
        }
    }
}

/// Whether a type is one of FHIR's: they begin with a capital; `transcript`, `policy` and the like do not.
pub(crate) fn is_resource(kind: &str) -> bool {
    kind.starts_with(|first: char| first.is_ascii_uppercase())
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('.')
        .map(|segment| segment.split_once('[').map_or(segment, |(plain, _)| plain))
}

fn covers(want: &str, found: &str) -> bool {
    match want.strip_suffix('*') {
        Some(start) => found.starts_with(start),
        None => want == found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_names_its_element_and_what_is_inside() {
        for (name, path, want) in [
            ("code", "coding", false),
            ("birthDate", "birthDateTime", false),
            ("hospitalization.admitSource", "hospitalization", false),
            (
                "hospitalization.admitSource",
                "hospitalization.preAdmissionIdentifier",
                false,
            ),
            ("value*", "component[0].valueQuantity", false),
            ("value*", "", false),
            ("code", "code", true),
            ("component", "component[12].valueQuantity", true),
            ("value*", "valueQuantity", true),
            (
                "extension.us-core-sex",
                "extension.us-core-sex.valueCode",
                true,
            ),
        ] {
            assert_eq!(names(name, path), want, "{name} {path}");
        }
    }

    #[test]
    fn what_two_names_have_in_common_is_named_by_both() {
        for (one, other, want) in [
            ("code", "status", None),
            ("code", "code", Some("code")),
            ("value*", "valueQuantity", Some("valueQuantity")),
            ("context", "context.period", Some("context.period")),
            ("d*", "deceased*", Some("deceased*")),
        ] {
            assert_eq!(common(one, other).as_deref(), want);
            assert_eq!(common(other, one).as_deref(), want);
        }
    }
}
