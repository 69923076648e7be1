//! Codes before a note is filed: a coding draft rests on what was dictated and what the clinician said in the visit.

use crate::support::{Browser, Desk, FIRST, Setup, TestApp};
use codes::{Given, System};
use model::view::DraftView;
use model::{DraftId, DraftKind};
use sandbox::Personality;
use serde_json::{Value, json};
use time::macros::date;

/// A small table of supplies in our own words.
const SUPPLIES: &str = "code\tdescription\nE0105\tQuad cane, any material\n";
/// A small table of diagnoses.
const DIAGNOSES: &str = "code\tdescription\nM10.9\tGout, unspecified\n";

async fn coded(desk: &Desk<'_>, given: Value) -> DraftView {
    desk.ready().await;
    let arguments = json!({ "kind": DraftKind::Coding, "choice": null, "given": given });
    let id: DraftId = desk.call("start", arguments).await.unwrap();
    desk.settled(&id).await
}

/// Whether a statement that may be released has these words.
fn has(view: &DraftView, words: &str) -> bool {
    let mut all = view.sections.iter().flat_map(|section| &section.statements);
    all.any(|one| one.releasable && one.text.contains(words))
}

/// The settings for a folder with tables that hold today.
fn tables(folder: &std::path::Path) -> String {
    for (system, text) in [(System::Hcpcs, SUPPLIES), (System::Icd10Cm, DIAGNOSES)] {
        let given = Given {
            from: Some(date!(2020 - 01 - 01)),
            to: None,
            system: Some(system),
        };
        let read = codes::import::read("t.tsv", text.as_bytes(), &given).unwrap();
        let file = folder.join(codes::file_name(&read.table));
        std::fs::write(file, codes::write(&read.table).unwrap()).unwrap();
    }
    format!("[drafting]\ncodes = {:?}\n", folder.display().to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_rest_on_the_words_of_a_visit_before_its_note_is_filed() {
    let folder = tempfile::tempdir().unwrap();
    let mut setup = Setup::new(Personality::Generic);
    setup.more = tables(folder.path());
    let (app, browser) = (TestApp::with(setup).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let said = json!([
        { "kind": "dictation", "text": "Assessment:\nNo gout.\nPlan:\nPlan to order a quad cane." },
        { "kind": "transcript", "text": "[patient] I have gout, they ordered a quad cane." },
    ]);
    let none = coded(&desk, said).await;
    for words in ["M10.9", "E0105"] {
        assert!(!has(&none, words), "{words}: {none:?}");
    }
    let said = json!([
        { "kind": "dictation", "text": "Assessment:\nGout.\nPlan:\nQuad cane ordered." },
        { "kind": "transcript", "text": "[doctor] So this is gout." },
    ]);
    let view = coded(&desk, said).await;
    for words in ["M10.9 Gout", "HCPCS Level II E0105: quad cane"] {
        assert!(has(&view, words), "{words}: {view:?}");
    }
}
