//! An endpoint that fails in the middle of a draft: what was written and checked before stays.

use crate::support::{Act, Asked, Browser, FIRST, OWN, Setup, TestApp, TestModel, said};
use model::DraftKind;
use model::view::{DraftStatus, DraftView, SectionView};
use sandbox::Personality;

const SECTION: &str = "Active problems";

async fn app(model: &TestModel) -> TestApp {
    TestApp::with(Setup {
        more: model.settings(OWN),
        ..Setup::new(Personality::Generic)
    })
    .await
}

/// The first problem that is sent, told truly and with a false date.
fn told(asked: &Asked) -> [serde_json::Value; 2] {
    let part = asked.first("Condition").expect("a problem is sent");
    let name = part.text.lines().next().unwrap_or_default();
    let name = name.split_once(": ").map_or(name, |(_, name)| name);
    let name = name.split_once(" [").map_or(name, |(name, _)| name).trim();
    [
        said(&format!("{name}."), &part.alias),
        said(&format!("{name} since 3 March 1901."), &part.alias),
    ]
}

fn problems(view: &DraftView) -> &SectionView {
    let mut sections = view.sections.iter();
    sections.find(|one| one.title == SECTION).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_checked_stays_where_the_revision_fails() {
    let model = TestModel::start(|asked| match asked.section.as_str() {
        SECTION if asked.revision => Act::Status(500),
        SECTION => Act::Say(told(asked).to_vec()),
        _ => Act::Say(Vec::new()),
    })
    .await;
    let (app, browser) = (app(&model).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.written(DraftKind::ChartSummary).await;
    assert_eq!(view.status, DraftStatus::InReview);
    let statements = &problems(&view).statements;
    assert!(statements.len() > 2, "nothing is lost: {statements:?}");
    assert!(statements[0].releasable, "{statements:?}");
    assert!(
        !statements[1].releasable && !statements[1].reasons.is_empty(),
        "{statements:?}"
    );
    let asked = model.seen();
    assert!(asked.iter().any(|one| one.revision), "it was tried");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_goes_down_costs_only_the_sections_after_it() {
    let model = TestModel::start(|asked| match asked.section.as_str() {
        SECTION => Act::Say(told(asked)[..1].to_vec()),
        _ => Act::Status(500),
    })
    .await;
    let (app, browser) = (app(&model).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.written(DraftKind::ChartSummary).await;
    assert_eq!(view.status, DraftStatus::InReview);
    let statements = &problems(&view).statements;
    assert!(
        statements.len() > 1,
        "the model's and the rules': {statements:?}"
    );
    assert!(statements.iter().all(|one| one.releasable));
    let others: Vec<&str> = view
        .notices
        .iter()
        .filter(|one| one.what.contains("written by the built-in composer"))
        .map(|one| one.what.as_str())
        .collect();
    assert!(
        !others.iter().any(|what| what.starts_with(SECTION)),
        "{others:?}"
    );
    for section in view.sections.iter().filter(|one| one.title != SECTION) {
        let told = format!(
            "{}: written by the built-in composer, because the model could not be reached.",
            section.title
        );
        assert!(others.contains(&told.as_str()), "{told} {others:?}");
    }
    assert!(view.author.contains("test-model"), "{}", view.author);
}
