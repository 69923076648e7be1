use proptest::prelude::*;

use super::*;

fn need(resource: &str, interactions: Interactions) -> ScopeNeed {
    ScopeNeed::new(resource, interactions)
}

#[test]
fn text_that_is_no_user_scope_grants_nothing() {
    let report =
        |text: &str| GrantedScopes::parse(text).report(&[need("Observation", Interactions::READ)]);
    for text in [
        "",
        "openid",
        "system/Observation.read",
        "user/Observation",
        "user/Observation.",
        "user/Observation.sr",
        "user/Observation.rr",
        "user/Observation.x",
        "user/.read",
        "user/Obs*.read",
        "user/Condition.read",
        "user/Observation.write",
    ] {
        assert_eq!(report(text).missing.len(), 1, "{text}");
    }
}

#[test]
fn both_versions_grant() {
    for text in [
        "user/Observation.read",
        "patient/Observation.rs",
        "user/*.read",
        "patient/*.cruds",
        "user/*.*",
        "user/Observation.r user/Observation.s",
    ] {
        let report =
            GrantedScopes::parse(text).report(&[need("Observation", Interactions::READ_SEARCH)]);
        assert!(report.is_complete(), "{text}: {report:?}");
    }
}

#[test]
fn less_than_needed_is_reported_as_narrower() {
    let scopes = GrantedScopes::parse(
        "user/Observation.rs?category=laboratory user/DocumentReference.r user/Patient.rs",
    );
    let report = scopes.report(&[
        need("Observation", Interactions::READ_SEARCH),
        need(
            "DocumentReference",
            Interactions::READ | Interactions::CREATE,
        ),
        need("Patient", Interactions::READ),
        need("Condition", Interactions::SEARCH),
    ]);
    assert_eq!(report.granted, [need("Patient", Interactions::READ)]);
    assert_eq!(report.missing, [need("Condition", Interactions::SEARCH)]);
    assert_eq!(report.narrower.len(), 2);
    assert_eq!(report.narrower[0].filters, ["category=laboratory"]);
    assert_eq!(report.narrower[0].lacking, Interactions::NONE);
    assert_eq!(report.narrower[1].lacking, Interactions::CREATE);
    assert!(!report.is_complete());
}

#[test]
fn a_filter_beside_a_full_grant_narrows_nothing() {
    let report = GrantedScopes::parse("user/Observation.rs user/Observation.rs?code=1")
        .report(&[need("Observation", Interactions::READ_SEARCH)]);
    assert!(report.is_complete());
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in ".{0,200}") {
        let scopes = GrantedScopes::parse(&text);
        scopes.report(&[need("Patient", Interactions::ALL)]);
        prop_assert_eq!(GrantedScopes::parse(&scopes.to_text()), scopes);
    }

    #[test]
    fn every_need_is_in_exactly_one_list(granted in 0_u8..32, needed in 1_u8..32, filtered: bool) {
        let filter = if filtered { "?x=1" } else { "" };
        let text = format!("user/Patient.{}{filter}", Interactions(granted));
        let report = GrantedScopes::parse(&text).report(&[need("Patient", Interactions(needed))]);
        prop_assert_eq!(report.granted.len() + report.missing.len() + report.narrower.len(), 1);
        prop_assert_eq!(report.granted.len() == 1, !filtered && granted & needed == needed);
        prop_assert_eq!(report.missing.len() == 1, granted & needed == 0);
    }
}
