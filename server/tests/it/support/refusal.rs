//! A refused launch must cost nothing: what the browser had before is there afterwards.

use super::app::{Setup, TestApp};
use super::browser::{Browser, Page};
use audit::Action;
use model::LaunchId;
use reqwest::StatusCode;
use sandbox::Personality;

/// An application with one good launch, and the browser that has it.
pub(crate) struct Steady {
    pub(crate) app: TestApp,
    pub(crate) browser: Browser,
    launch: LaunchId,
    mark: usize,
    launches: i64,
}

impl Steady {
    pub(crate) async fn new() -> Self {
        Self::with(Setup::new(Personality::Generic)).await
    }

    pub(crate) async fn with(setup: Setup) -> Self {
        let (app, browser) = (TestApp::with(setup).await, Browser::new());
        let desk = app.launch(&browser, super::FIRST).await;
        desk.ready().await;
        let launch = desk.launch.clone();
        let (mark, launches) = (app.mark().await, app.rows("launches").await);
        app.ehr.sandbox.log.clear();
        Self {
            app,
            browser,
            launch,
            mark,
            launches,
        }
    }

    /// The page says what happened, the refusal is recorded once, no launch came about, and the earlier one still opens.
    pub(crate) async fn refused(&self, page: &Page, status: u16, words: &str, code: &str) {
        assert_eq!(page.status.as_u16(), status, "{}", page.body);
        assert!(page.body.contains(words), "{words}: {}", page.body);
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.header("content-type").starts_with("text/html"));
        self.app
            .one_refusal(self.mark, Action::LaunchRefused, code)
            .await;
        assert_eq!(
            self.app.rows("launches").await,
            self.launches,
            "no launch came about"
        );
        self.steady().await;
    }

    /// The earlier launch still opens.
    pub(crate) async fn steady(&self) {
        let page = self
            .browser
            .get(&format!("{}/l/{}", self.app.url, self.launch))
            .await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    }
}
