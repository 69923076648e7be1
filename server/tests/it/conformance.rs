//! Servers that were not written for this application: what the standards allow, in the forms that servers choose.

use crate::support::{Alter, Browser, FIRST, Setup, TestApp, alter};
use audit::{Action, Actor};
use model::view::{ChartState, DraftStatus, WorkView};
use model::{DraftKind, UserId};
use sandbox::{Personality, Rules};
use serde_json::Value;

async fn opens(setup: Setup) -> (TestApp, WorkView) {
    let (app, browser) = (TestApp::with(setup).await, Browser::new());
    let desk = app.launch(&browser, FIRST).await;
    let view = desk.ready().await;
    match &view.chart {
        ChartState::Loaded {
            items, problems, ..
        } => {
            assert!(*items > 20, "{items}");
            assert_eq!(problems.as_slice(), []);
        }
        other => panic!("{other:?}"),
    }
    let draft = desk.written(DraftKind::ChartSummary).await;
    assert_eq!(draft.status, DraftStatus::InReview, "{draft:?}");
    let user = app.audited(0, Action::ChartRead).await[0].actor.clone();
    assert!(
        matches!(user, Actor::User { user, .. } if user == UserId::new("Practitioner/sandbox-clinician"))
    );
    (app, view)
}

fn rules(change: impl Fn(&mut Rules)) -> Setup {
    let mut setup = Setup::new(Personality::Generic);
    change(&mut setup.rules);
    setup
}

fn altered(alter: Alter) -> Setup {
    Setup {
        alter: Some(alter),
        ..Setup::new(Personality::Generic)
    }
}

/// Changes the token endpoint's answers.
fn token(change: impl Fn(&mut serde_json::Map<String, Value>) + Send + Sync + 'static) -> Setup {
    altered(alter(move |_, path, answer| {
        if path == "/oauth2/token" {
            change(answer.as_object_mut().unwrap());
        }
    }))
}

#[tokio::test(flavor = "multi_thread")]
async fn relative_discovery_addresses() {
    opens(rules(|rules| rules.relative_discovery = true)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relative_and_an_absolute_fhir_user() {
    for relative in [true, false] {
        let (_, view) = opens(rules(|rules| rules.fhir_user_relative = relative)).await;
        assert_eq!(view.user, "Sandbox Clinician, MD");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_encounter_in_context() {
    opens(rules(|rules| rules.encounter_in_context = false)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn page_sizes_that_the_server_chooses_and_relative_links() {
    let change = |rules: &mut Rules| {
        rules.ignore_count = true;
        rules.default_count = 9;
        rules.relative_links = true;
    };
    opens(rules(change)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn references_by_urn() {
    opens(rules(|rules| rules.unresolved_references = true)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_banner_as_a_word() {
    for (word, shown) in [("true", true), ("false", false), ("True", true)] {
        let (_, view) = opens(token(move |answer| {
            answer.insert("need_patient_banner".into(), word.into());
        }))
        .await;
        assert_eq!(view.banner.is_some(), shown, "{word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_without_a_script_name_the_patient_too() {
    for word in ["true", "false"] {
        let setup = token(move |answer| {
            answer.insert("need_patient_banner".into(), word.into());
        });
        let (app, browser) = (TestApp::with(setup).await, Browser::new());
        let desk = app.launch(&browser, FIRST).await;
        let banner = desk.ready().await.banner;
        let draft = desk
            .replied("Which of my medicines are for diabetes?")
            .await;
        for place in [
            "new/intake_summary".to_owned(),
            format!("d/{}/translation", draft.id),
        ] {
            let page = desk.browser.get(&format!("{}/{place}", desk.url())).await;
            let named = page.body.contains("class=\"patient\"");
            assert_eq!(named, word == "true", "{word}: {}", page.body);
            let whole = banner.as_ref().is_none_or(|banner| {
                let born = banner.birth_date.clone().unwrap_or_default();
                page.body.contains(&banner.name) && page.body.contains(&format!("born {born}"))
            });
            assert!(whole, "{word}: {}", page.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_word_about_the_banner_shows_it() {
    let (_, view) = opens(token(|answer| {
        answer.remove("need_patient_banner");
    }))
    .await;
    assert!(
        view.banner.is_some(),
        "without the EHR's word the patient must be visible"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lifetime_as_a_word_and_none_at_all() {
    opens(token(|answer| {
        answer.insert("expires_in".into(), "3600".into());
    }))
    .await;
    opens(token(|answer| {
        answer.remove("expires_in");
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_refresh_token_and_no_extras() {
    opens(token(|answer| {
        for name in [
            "refresh_token",
            "smart_style_url",
            "tenant",
            "intent",
            "fhirContext",
        ] {
            answer.remove(name);
        }
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_type_in_small_letters() {
    opens(token(|answer| {
        answer.insert("token_type".into(), "bearer".into());
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_without_issuer_and_key_set() {
    // What is left out there is in the OpenID configuration below the FHIR base.
    let change = alter(|ehr, path, answer| {
        if path == "/fhir/r4/.well-known/smart-configuration" {
            let answer = answer.as_object_mut().unwrap();
            answer.remove("issuer");
            answer.remove("jwks_uri");
        }
        if path == "/fhir/r4/.well-known/openid-configuration" {
            *answer = serde_json::json!({
                "issuer": ehr.urls.issuer,
                "jwks_uri": format!("{}/jwks", ehr.urls.issuer),
            });
        }
    });
    opens(altered(change)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn version_one_scopes_are_understood() {
    let (_, view) = opens(token(|answer| {
        let scope = answer["scope"].as_str().unwrap().to_owned();
        let words = scope.split(' ').map(|one| match one.split_once('.') {
            Some((what, "rs")) => format!("{what}.read"),
            Some((what, "crs" | "crus")) => format!("{what}.*"),
            _ => one.to_owned(),
        });
        answer.insert("scope".into(), words.collect::<Vec<_>>().join(" ").into());
    }))
    .await;
    assert_eq!(view.limits, Vec::<String>::new());
}
