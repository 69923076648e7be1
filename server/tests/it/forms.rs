//! Questionnaires before the visit: refused in words, kept as typed, only in their launch, encrypted, and in the summary and the EHR word for word.

use crate::support::{Browser, Desk, FIRST, Page, SECOND, TestApp, signable};
use audit::Action;
use model::view::{DraftStatus, DraftView};
use model::{DraftId, DraftKind};
use reqwest::StatusCode;
use sandbox::Personality;
use serde_json::json;

fn form(fields: &[(&str, &str)]) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish()
}

async fn list(desk: &Desk<'_>, fields: &[(&str, &str)]) -> Page {
    let place = format!("{}/new/intake_summary", desk.url());
    desk.browser.submit(&place, &form(fields)).await
}

/// Opens a questionnaire; answers the address of its page.
async fn begun(desk: &Desk<'_>, from: &str) -> String {
    let page = list(desk, &[("act", "begin"), ("from", from)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let mut url = page.url.clone();
    url.set_query(None);
    url.to_string()
}

fn revision(page: &Page) -> String {
    let at = page.body.find("name=\"revision\" value=\"").unwrap();
    let rest = &page.body[at + 23..];
    rest.split('"').next().unwrap().to_owned()
}

/// Sends the page's form as a browser does: with the revision that was read.
async fn send(desk: &Desk<'_>, place: &str, act: &str, fields: &[(&str, &str)]) -> Page {
    let read = revision(&desk.browser.get(place).await);
    let mut all = vec![("revision", read.as_str()), ("act", act)];
    for (name, value) in fields {
        if let Some((_, at)) = name.split_once(':').filter(|(kind, _)| *kind != "n") {
            all.push(("s", at));
        }
        all.push((name, value));
    }
    desk.browser.submit(place, &form(&all)).await
}

async fn ready<'a>(app: &'a TestApp, browser: &Browser) -> Desk<'a> {
    let desk = app.launch(browser, FIRST).await;
    desk.ready().await;
    desk
}

const KNEE: [(&str, &str); 4] = [
    ("a:0_0", "1"),
    ("a:1_0", "3"),
    ("a:2_0", "true"),
    ("a:3_0", "2/14/2026"),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_filled_in_is_refused_in_words_and_kept_on_the_page() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = ready(&app, &browser).await;
    let patient = r#"{"resourceType":"Patient"}"#;
    let modified = r#"{"resourceType":"Questionnaire","modifierExtension":[{"url":"urn:x"}],"item":[{"linkId":"1","type":"string"}]}"#;
    for (fields, want) in [
        (
            vec![("act", "paste"), ("pasted", "hello")],
            "it is not JSON",
        ),
        (
            vec![("act", "paste"), ("pasted", patient)],
            "not a FHIR Questionnaire",
        ),
        (
            vec![("act", "paste"), ("pasted", modified)],
            "a modifier extension",
        ),
        (
            vec![("act", "begin"), ("from", "file:nothing")],
            "Choose one of",
        ),
        (
            vec![("act", "begin"), ("from", "magic")],
            "Choose a questionnaire",
        ),
        (vec![("act", "magic")], "can’t be read"),
        (vec![("act", "draft"), ("form", "nothing")], "no such"),
    ] {
        let page = list(&desk, &fields).await;
        assert!(page.status.is_client_error(), "{fields:?}: {}", page.status);
        assert!(page.body.contains(want), "{fields:?}: {}", page.body);
    }
    let page = list(&desk, &[("act", "paste"), ("pasted", "hello")]).await;
    assert!(page.body.contains(">hello</textarea>"), "{}", page.body);
    assert_eq!(app.rows("forms").await, 0);
    // A summary rests on given answers alone, and no other kind on any.
    let open = begun(&desk, "file:phq-9").await;
    let id = open.rsplit('/').next().unwrap();
    let page = list(&desk, &[("act", "draft"), ("form", id)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("is not answered yet"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_not_whole_are_not_taken_and_nothing_typed_is_lost() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = ready(&app, &browser).await;
    let knee = begun(&desk, "ehr:sandbox-knee").await;
    let wrong = [("a:0_0", ""), ("a:1_0", "many"), ("a:2_0", "true")];
    let page = send(&desk, &knee, "answer", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for want in [
        "“Which knee?”: answer it.",
        "“How many blocks can you walk?”: give a whole number",
        "“When did you fall?”: answer it.",
        "value=\"many\"",
    ] {
        assert!(page.body.contains(want), "{want}: {}", page.body);
    }
    // It is kept, and asks what the answer brings up.
    let again = desk.browser.get(&knee).await;
    assert!(again.body.contains("value=\"many\"") && again.body.contains("When did you fall?"));
    assert!(!again.body.contains("Answers given"));
    // Fields that are none of the form's are refused; an older page does not overwrite a newer one.
    for (name, value) in [("a:9_0", "x"), ("s", "9_0"), ("x", "y"), ("s", "../..")] {
        let page = send(&desk, &knee, "save", &[(name, value)]).await;
        assert!(page.body.contains("can’t be read"), "{name}: {}", page.body);
    }
    let old = form(&[
        ("revision", "0"),
        ("act", "save"),
        ("s", "1_0"),
        ("a:1_0", "7"),
    ]);
    let page = desk.browser.submit(&knee, &old).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("value=\"7\"") && page.body.contains("another window"));
    assert!(
        desk.browser
            .get(&knee)
            .await
            .body
            .contains("value=\"many\"")
    );
    // An empty form answers nothing.
    let empty =
        r#"{"resourceType":"Questionnaire","item":[{"linkId":"1","text":"A","type":"string"}]}"#;
    let page = list(&desk, &[("act", "paste"), ("pasted", empty)]).await;
    let place = page.url.to_string();
    let page = send(&desk, &place, "answer", &[("a:0_0", " ")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("Nothing is answered yet"),
        "{}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_only_its_launchs_and_lies_encrypted() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = ready(&app, &browser).await;
    let knee = begun(&desk, "ehr:sandbox-knee").await;
    let page = send(&desk, &knee, "answer", &KNEE).await;
    assert!(page.body.contains("Answers given: 4"), "{}", page.body);
    let id = knee.rsplit('/').next().unwrap();
    // Another session, and another launch of the same browser.
    let stranger = Browser::new();
    app.launch(&stranger, SECOND).await;
    let other = app.launch(&browser, SECOND).await;
    other.ready().await;
    let theirs = format!("{}/forms/{id}", other.url());
    for page in [
        stranger.get(&knee).await,
        browser.get(&theirs).await,
        other
            .browser
            .submit(&theirs, &form(&[("act", "drop")]))
            .await,
        list(&other, &[("act", "draft"), ("form", id)]).await,
    ] {
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{}", page.body);
        assert!(!page.body.contains("knee"), "{}", page.body);
    }
    let database = app.database().await;
    let kept: (Vec<u8>, Vec<u8>) = sqlx::query_as("SELECT questionnaire, answers FROM forms")
        .fetch_one(&database)
        .await
        .unwrap();
    for bytes in [kept.0, kept.1] {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("knee") && !text.contains("2026-02-14"),
            "{text}"
        );
    }
    // Changing them takes them back first.
    let page = send(&desk, &knee, "save", &[("a:1_0", "9")]).await;
    assert!(page.body.contains("can’t be read"), "{}", page.body);
    let page = send(&desk, &knee, "reopen", &[]).await;
    assert!(page.body.contains("value=\"3\"") && !page.body.contains("Answers given"));
    let page = send(&desk, &knee, "drop", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(app.rows("forms").await, 0);
}

async fn drafted(desk: &Desk<'_>, forms: &[&str]) -> DraftView {
    let mut fields = vec![("act", "draft"), ("dictation", ""), ("transcript", "")];
    fields.extend(forms.iter().map(|id| ("form", *id)));
    let page = list(desk, &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let id = page.url.path().rsplit('/').next().unwrap();
    let view = desk.settled(&DraftId::new(id)).await;
    assert_eq!(view.kind, DraftKind::IntakeSummary);
    view
}

/// The whole way: filled in, in the summary with its citation, signed, and where the EHR takes them, filed as data.
async fn whole_way(personality: Personality, taken: bool) {
    let (app, browser) = (TestApp::start(personality).await, Browser::new());
    let desk = ready(&app, &browser).await;
    let mark = app.mark().await;
    let knee = begun(&desk, "ehr:sandbox-knee").await;
    let page = send(&desk, &knee, "answer", &KNEE).await;
    assert!(page.body.contains("Answers given: 4"), "{}", page.body);
    assert!(!app.audited(mark, Action::EditMade).await.is_empty());
    let id = knee.rsplit('/').next().unwrap();
    let view = drafted(&desk, &[id]).await;
    let statements = view.sections.iter().flat_map(|section| &section.statements);
    let said = statements
        .clone()
        .find(|one| one.text.contains("Which knee: right"))
        .unwrap_or_else(|| panic!("{view:?}"));
    assert!(said.releasable, "{said:?}");
    let source = format!("QuestionnaireResponse/countersign-{id}");
    assert!(format!("{said:?}").contains(&source), "{said:?}");
    // Answers that change later are not the draft's.
    send(&desk, &knee, "reopen", &[]).await;
    send(&desk, &knee, "answer", &[("a:0_0", "0")]).await;
    let preview = signable(&desk, &view.id).await;
    desk.sign(&view.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    let done = app.filed(&desk, &view.id).await;
    assert_eq!(done.status, DraftStatus::Filed, "{:?}", done.filed);
    let notes = app.in_the_ehr("DocumentReference").await;
    assert_eq!(notes.len(), 1);
    let answers = app
        .come_to_the_ehr("QuestionnaireResponse", usize::from(taken))
        .await;
    let told = desk.draft(&view.id).await.filed.unwrap().state;
    if !taken {
        assert!(told.contains("does not take them as data"), "{told}");
        return;
    }
    let one = &answers[0];
    assert_eq!(one["questionnaire"], "urn:sandbox:questionnaire:knee|1");
    assert_eq!(one["status"], "completed");
    assert_eq!(
        one["subject"],
        json!({"reference": format!("Patient/{FIRST}")})
    );
    assert_eq!(one["item"][0]["answer"], json!([{"valueString": "Right"}]));
    assert_eq!(
        one["item"][3]["answer"],
        json!([{"valueDate": "2026-02-14"}])
    );
    for _ in 0..240 {
        let told = desk.draft(&view.id).await.filed.unwrap().state;
        if told.contains("Answers filed as QuestionnaireResponse/") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    panic!("the receipt is never shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_where_the_ehr_takes_answers() {
    whole_way(Personality::Generic, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_where_epic_takes_the_document() {
    whole_way(Personality::Epic, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_where_oracle_takes_the_document() {
    // Its launches ask for no questionnaires: those of the hospital are filled in.
    let (app, browser) = (TestApp::start(Personality::Oracle).await, Browser::new());
    let desk = ready(&app, &browser).await;
    let visit = begun(&desk, "file:pre-visit").await;
    let shown = desk.browser.get(&visit).await;
    assert!(!shown.body.contains("Which allergies do you have?"));
    let first = [
        ("a:0_0", "My knee hurts."),
        ("a:5_0.0_0", "true"),
        ("a:6_0.0_0", "true"),
    ];
    let page = send(&desk, &visit, "save", &first).await;
    assert!(
        page.body.contains("Which allergies do you have?"),
        "{}",
        page.body
    );
    let more = [
        ("n:5_0.1_0", "1"),
        ("a:5_0.1_0.0_0", "Zyxomycin"),
        ("a:6_0.1_0", "Latex"),
    ];
    let page = send(&desk, &visit, "answer", &more).await;
    assert!(page.body.contains("Answers given: "), "{}", page.body);
    let view = drafted(&desk, &[visit.rsplit('/').next().unwrap()]).await;
    let notices = format!("{:?}", view.notices);
    assert!(
        notices.contains("Zyxomycin") && notices.contains("Latex"),
        "{notices}"
    );
    let preview = signable(&desk, &view.id).await;
    assert!(
        preview.text.contains("Reason for the visit: my knee hurts"),
        "{}",
        preview.text
    );
    desk.sign(&view.id, preview.revision, &preview.content_hash)
        .await
        .unwrap();
    let done = app.filed(&desk, &view.id).await;
    assert_eq!(done.status, DraftStatus::Filed, "{:?}", done.filed);
    let told = done.filed.unwrap().state;
    assert!(told.contains("does not take them as data"), "{told}");
}

/// PHQ-9 with this answer to its last question, and *several days* to all others.
fn depressed(last: &'static str) -> Vec<(&'static str, &'static str)> {
    let places = [
        "a:0_0.0_0",
        "a:0_0.1_0",
        "a:0_0.2_0",
        "a:0_0.3_0",
        "a:0_0.4_0",
        "a:0_0.5_0",
        "a:0_0.6_0",
        "a:0_0.7_0",
    ];
    let others = places.into_iter().map(|place| (place, "1"));
    others.chain([("a:0_0.8_0", last)]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_needs_a_person_stands_first_and_is_not_left_out_in_silence() {
    let (app, browser) = (TestApp::start(Personality::Generic).await, Browser::new());
    let desk = ready(&app, &browser).await;
    let phq = begun(&desk, "file:phq-9").await;
    // Neither what is not answered nor what is denied raises anything.
    for fields in [vec![("a:0_0.0_0", "1")], depressed("0")] {
        let page = send(&desk, &phq, "save", &fields).await;
        assert!(!page.body.contains("Needs a person"), "{}", page.body);
    }
    // It is raised as soon as it is saved.
    let page = send(&desk, &phq, "save", &depressed("1")).await;
    assert!(
        page.body.contains("<title>Needs a person now: PHQ-9"),
        "{}",
        page.body
    );
    assert!(
        page.body
            .contains("hurting yourself in some way”: Several days"),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("PHQ-9 total score: 9 of 27, mild."),
        "{}",
        page.body
    );
    let page = send(&desk, &phq, "answer", &[("a:1_0", "0")]).await;
    assert!(page.body.contains("Answers given: 10"), "{}", page.body);
    assert!(page.body.contains("role=\"alert\""), "{}", page.body);
    let page = desk
        .browser
        .get(&format!("{}/new/intake_summary", desk.url()))
        .await;
    assert!(
        page.body.contains("<b>Needs a person now</b>"),
        "{}",
        page.body
    );
    let view = drafted(&desk, &[phq.rsplit('/').next().unwrap()]).await;
    let first = &view.sections[0].statements[0];
    assert!(
        first.text.contains("better off dead") && first.releasable,
        "{first:?}"
    );
    let texts: Vec<&str> = view
        .sections
        .iter()
        .flat_map(|one| &one.statements)
        .map(|one| one.text.as_str())
        .collect();
    assert!(texts.contains(&"PHQ-9 total score: 9."), "{texts:?}");
    assert!(
        view.notices[0]
            .what
            .starts_with("Needs a person now: thoughts"),
        "{:?}",
        view.notices
    );
    assert!(
        view.omissions
            .iter()
            .all(|one| one.settled || !one.what.contains("dead")),
        "{:?}",
        view.omissions
    );
    // Removed, it is missing.
    let change = model::view::Change::Remove {
        statement: first.id.clone(),
    };
    desk.change(&view.id, view.revision, change).await.unwrap();
    let view = desk.draft(&view.id).await;
    let missing = view.omissions.iter().filter(|one| !one.settled);
    assert!(
        missing.clone().any(|one| one.what.contains("dead")),
        "{:?}",
        view.omissions
    );
    assert!(view.needs_you > 0);
}
