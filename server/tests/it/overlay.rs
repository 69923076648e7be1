//! An organization's own data files, from the folder to the draft.

use crate::support::{Browser, FIRST, Setup, TestApp};
use audit::{Action, Actor, Outcome};
use model::view::{DraftStatus, DraftView};
use model::{DraftId, DraftKind};
use sandbox::Personality;
use server::library::folder;
use std::fs;
use tempfile::TempDir;

const TEMPLATE: &str = "templates/chart_summary.toml";

struct Overlay(TempDir);

impl Overlay {
    fn new(files: &[(&str, &str)]) -> Self {
        let overlay = Self(TempDir::new().unwrap());
        for (path, text) in files {
            overlay.put(path, text);
        }
        overlay
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn setup(&self) -> Setup {
        Setup {
            more: format!("[drafting]\noverlay = '{}'\n", self.0.path().display()),
            ..Setup::new(Personality::Epic)
        }
    }
}

fn titled(section: &str, title: &str) -> String {
    format!("[[section]]\nid = \"{section}\"\ntitle = \"{title}\"\n")
}

fn has(draft: &DraftView, title: &str) -> bool {
    draft.sections.iter().any(|section| section.title == title)
}

fn own(user: &str, file: &str) -> String {
    format!("tenant/test/clinician/{}/{file}", folder(user))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_users_own_files_hold_and_a_faulty_one_is_told() {
    let overlay = Overlay::new(&[
        // The sandbox's clinician is an internist by their PractitionerRole.
        (
            "specialty/internal-medicine/templates/chart_summary.toml",
            &(titled("active_problems", "Problems of the ward")
                + &titled("allergies", "Allergies of the ward")),
        ),
        (
            "specialty/surgery/templates/chart_summary.toml",
            &titled("allergies", "Allergies of the theatre"),
        ),
        (
            &own("Practitioner/sandbox-clinician", TEMPLATE),
            &titled("active_problems", "My problem list"),
        ),
        (
            &own("Practitioner/sandbox-clinician", "panel/panel.toml"),
            "[[test]]\nname = 3\n",
        ),
        (
            &own("Practitioner/other", TEMPLATE),
            &titled("overview", "Of somebody else"),
        ),
    ]);
    let (app, browser) = (TestApp::with(overlay.setup()).await, Browser::new());
    let draft = app
        .launch(&browser, FIRST)
        .await
        .written(DraftKind::ChartSummary)
        .await;
    assert!(
        has(&draft, "My problem list") && has(&draft, "Allergies of the ward"),
        "{draft:?}"
    );
    assert!(!has(&draft, "Of somebody else") && !has(&draft, "Allergies of the theatre"));
    let told = draft
        .notices
        .iter()
        .any(|notice| notice.what.contains("panel/panel.toml:1"));
    assert!(told, "{:?}", draft.notices);

    let changed = app.audited(0, Action::ConfigurationChanged).await;
    let outcomes: Vec<_> = changed.iter().map(|entry| entry.outcome.clone()).collect();
    assert_eq!(
        outcomes,
        [
            Outcome::Success,
            Outcome::Failure("overlay_fault".to_owned())
        ]
    );
    assert!(changed.iter().all(|entry| entry.actor == Actor::System));
    let made = app.audited(0, Action::DraftMade).await;
    // What begins a draft knows its sections not yet; each of these was made with the same files.
    let details = made.iter().map(|entry| entry.detail.as_ref().unwrap());
    let sections = details.filter(|detail| {
        let mut objects = detail.objects.iter();
        objects.any(|one| one.starts_with("section "))
    });
    let hashes: Vec<_> = sections.map(|detail| detail.content_hash.clone()).collect();
    assert!(hashes.len() > 1, "{hashes:?}");
    assert!(
        hashes
            .iter()
            .all(|hash| hash.is_some() && *hash == hashes[0])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_organization_locks_stays() {
    let overlay = Overlay::new(&[
        (
            "overlay.toml",
            "lock = [\"templates/chart_summary.toml#section.active_problems\"]\n",
        ),
        (
            TEMPLATE,
            &titled("active_problems", "Problem list of the house"),
        ),
        (
            &own("Practitioner/sandbox-clinician", TEMPLATE),
            &(titled("active_problems", "My problem list") + &titled("allergies", "My allergies")),
        ),
    ]);
    let (app, browser) = (TestApp::with(overlay.setup()).await, Browser::new());
    let draft = app
        .launch(&browser, FIRST)
        .await
        .written(DraftKind::ChartSummary)
        .await;
    assert!(
        has(&draft, "Problem list of the house") && has(&draft, "My allergies"),
        "{draft:?}"
    );
    assert!(!has(&draft, "My problem list"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_does_not_go_on_with_other_files_than_it_began_with() {
    let overlay = Overlay::new(&[(TEMPLATE, &titled("allergies", "Allergies of the house"))]);
    let (mut app, browser) = (TestApp::with(overlay.setup()).await, Browser::new());
    let launch = {
        let desk = app.launch(&browser, FIRST).await;
        desk.ready().await;
        desk.launch.clone()
    };
    let mut caught: Option<DraftId> = None;
    for _ in 0..8 {
        let desk = app.desk(&browser, &launch);
        let draft = desk.start(DraftKind::ChartSummary, None).await.unwrap();
        app.kill();
        let status: String = sqlx::query_scalar("SELECT status FROM drafts WHERE id = $1")
            .bind(draft.as_str())
            .fetch_one(&app.database().await)
            .await
            .unwrap();
        if status == "drafting" {
            caught = Some(draft);
            break;
        }
        app.run().await;
    }
    let draft = caught.expect("a draft is caught while it is being written");
    overlay.put(TEMPLATE, "order = [\"overview\"]\n");
    sqlx::query("UPDATE drafts SET lease_until = 0")
        .execute(&app.database().await)
        .await
        .unwrap();
    app.run().await;
    let desk = app.desk(&browser, &launch);
    let ended = desk.settled(&draft).await;
    assert_eq!(ended.status, DraftStatus::Failed, "{ended:?}");
    assert!(ended.failure.unwrap().contains("templates were changed"));
    let anew = desk.written(DraftKind::ChartSummary).await;
    assert_eq!(anew.sections.len(), 1, "{anew:?}");
}
