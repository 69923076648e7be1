//! Every way in which the application proves itself, at every kind of EHR, launched from inside and outside the chart.

use crate::support::{Auth, Browser, FIRST, SECOND, Setup, TestApp};
use audit::Action;
use model::view::ChartState;
use reqwest::StatusCode;
use sandbox::Personality;

async fn opens(personality: Personality, auth: Auth) {
    let app = TestApp::with(Setup {
        auth,
        ..Setup::new(personality)
    })
    .await;
    let browser = Browser::new();
    let view = app.launch(&browser, FIRST).await.ready().await;
    let ChartState::Loaded {
        items, problems, ..
    } = &view.chart
    else {
        panic!("{:?}", view.chart);
    };
    assert!(*items > 20, "{items}");
    assert_eq!(problems.as_slice(), [], "{personality:?}");
    assert_eq!(view.limits, Vec::<String>::new(), "{personality:?}");
    assert_eq!(view.ehr, "Sandbox EHR");
}

#[tokio::test(flavor = "multi_thread")]
async fn public_clients_open_every_ehr() {
    for personality in [Personality::Epic, Personality::Oracle, Personality::Generic] {
        opens(personality, Auth::Public).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_with_a_secret_open_every_ehr() {
    for personality in [Personality::Epic, Personality::Oracle, Personality::Generic] {
        opens(personality, Auth::Secret).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_with_keys_open_every_ehr() {
    for personality in [Personality::Epic, Personality::Oracle, Personality::Generic] {
        opens(personality, Auth::Keys).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_public_keys_are_published_and_nothing_else_of_them() {
    let app = TestApp::with(Setup {
        auth: Auth::Keys,
        ..Setup::new(Personality::Generic)
    })
    .await;
    let page = Browser::new().get(&format!("{}/jwks.json", app.url)).await;
    assert_eq!(page.status, StatusCode::OK);
    let keys = page.json()["keys"].as_array().unwrap().clone();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0]["kid"], keys[1]["kid"]);
    for key in &keys {
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(private).is_none(), "{private} is public");
        }
    }
    let kinds: Vec<&str> = keys
        .iter()
        .map(|key| key["kty"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["EC", "RSA"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_client_keys_the_key_set_is_empty() {
    let app = TestApp::start(Personality::Generic).await;
    let page = Browser::new().get(&format!("{}/jwks.json", app.url)).await;
    assert_eq!(page.json()["keys"].as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn users_start_outside_the_chart_and_pick_the_patient_at_the_ehr() {
    for personality in [Personality::Epic, Personality::Oracle, Personality::Generic] {
        let (app, browser) = (TestApp::start(personality).await, Browser::new());
        let start = browser.get(&format!("{}/", app.url)).await;
        assert!(
            start.body.contains("Sandbox EHR") && start.body.contains("href=\"/start/0\""),
            "{}",
            start.body
        );
        let picker = browser.follow(&format!("{}/start/0", app.url)).await;
        assert!(picker.body.contains("Choose a patient"), "{}", picker.body);
        let transaction = picker
            .body
            .split("name=\"transaction\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let form = format!("transaction={transaction}&patient={SECOND}");
        let page = browser
            .submit(&format!("{}/oauth2/pick", app.ehr.public_url), &form)
            .await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let desk = app.at(&browser, &page);
        let view = desk.ready().await;
        assert!(
            matches!(view.chart, ChartState::Loaded { .. }),
            "{:?}",
            view.chart
        );
        let read = app.audited(0, Action::ChartRead).await;
        assert_eq!(
            read[0].detail.as_ref().unwrap().patient.as_deref(),
            Some("Patient/p02")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_revokes_the_token_and_ends_the_launch() {
    for auth in [Auth::Public, Auth::Secret, Auth::Keys] {
        let app = TestApp::with(Setup {
            auth,
            ..Setup::new(Personality::Oracle)
        })
        .await;
        let browser = Browser::new();
        let desk = app.launch(&browser, FIRST).await;
        desk.ready().await;
        app.ehr.sandbox.log.clear();
        let mark = app.mark().await;
        desk.sign_out().await.unwrap();
        let revoked = app.ehr_requests();
        assert!(
            revoked
                .iter()
                .all(|request| request == "POST /oauth2/revoke")
                && !revoked.is_empty(),
            "{revoked:?}"
        );
        let (recent, _) = app.ehr.sandbox.log.snapshot();
        assert!(recent.iter().all(|entry| entry.status == 200));
        assert_eq!(app.audited(mark, Action::SignOut).await.len(), 2);
        assert_eq!(desk.reload().await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            desk.work(None).await.unwrap_err().status,
            StatusCode::NOT_FOUND
        );
        let tokens: Option<Vec<u8>> = sqlx::query_scalar("SELECT tokens FROM launches")
            .fetch_one(&app.database().await)
            .await
            .unwrap();
        assert_eq!(tokens, None);
        let page = browser.get(&format!("{}/signed-out", app.url)).await;
        assert!(page.body.contains("You are signed out"));
    }
}
