//! The crate's front: what can be drafted, and what is refused.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

mod support;

use drafting::{Drafting, DraftingError, Options};
use model::DraftKind;
use support::chart;
use time::macros::date;

#[test]
fn a_section_that_is_not_there_is_refused() {
    let drafting = Drafting::shipped().unwrap();
    let (set, options) = (chart(&[]), Options::default());
    let compose = |kind, index| {
        drafting
            .compose(kind, index, &set, date!(2026 - 03 - 01), &options)
            .err()
    };
    assert!(matches!(
        compose(DraftKind::ChartSummary, 99),
        Some(DraftingError::UnknownSection { index: 99, .. })
    ));
    assert!(matches!(
        compose(DraftKind::PriorAuthLetter, 0),
        Some(DraftingError::Choice { .. })
    ));
}

#[test]
fn the_kinds_say_what_they_need() {
    let drafting = Drafting::shipped().unwrap();
    let kinds = drafting.kinds();
    assert_eq!(
        kinds.iter().map(|info| info.kind).collect::<Vec<_>>(),
        DraftKind::ALL
    );
    assert_eq!(
        kinds[2]
            .choices
            .iter()
            .map(|choice| choice.value.as_str())
            .collect::<Vec<_>>(),
        [
            "cgm",
            "cpap",
            "home_oxygen",
            "mri_lumbar",
            "biologic_ra",
            "glp1"
        ]
    );
    assert!(
        kinds
            .iter()
            .all(|info| !drafting.sections(info.kind).is_empty())
    );
}

#[test]
fn an_empty_chart_gives_every_section_without_an_error() {
    let drafting = Drafting::shipped().unwrap();
    let set = chart(&[])
        .with_sources(drafting.policy("cgm").unwrap().source_json(), "cgm")
        .unwrap()
        .with_sources(
            r#"{"id":"message:m1","kind":"message","text":"My chest hurts."}"#,
            "message",
        )
        .unwrap();
    let options = Options {
        policy: Some("cgm".into()),
        ..Options::default()
    };
    for info in drafting.kinds() {
        for index in 0..drafting.sections(info.kind).len() {
            drafting
                .compose(info.kind, index, &set, date!(2026 - 03 - 01), &options)
                .unwrap();
        }
    }
}

#[test]
fn a_policy_can_be_added_and_replaced() {
    let mut drafting = Drafting::shipped().unwrap();
    let text = r#"{"id":"cgm","title":"Ours","logic":"a","criteria":[{"id":"a","text":"A"}]}"#;
    assert!(
        drafting
            .add_policy("x.json", "{}")
            .err()
            .unwrap()
            .to_string()
            .starts_with("x.json: ")
    );
    drafting.add_policy("x.json", text).unwrap();
    drafting
        .add_policy("y.json", &text.replace("cgm", "other"))
        .unwrap();
    let titles: Vec<&str> = drafting
        .policies()
        .iter()
        .map(|policy| policy.title.as_str())
        .collect();
    assert_eq!((titles[0], titles.last().copied()), ("Ours", Some("Ours")));
    assert_eq!(titles.iter().filter(|title| **title == "Ours").count(), 2);
}
