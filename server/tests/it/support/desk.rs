//! A clinician at the work page of one launch: the calls that the page makes, and what they answer.

use super::app::TestApp;
use super::browser::{Browser, Page};
use model::view::{
    Change, ChartState, DraftStatus, DraftView, EvidenceView, SignPreview, StatementView, WorkView,
};
use model::{DraftId, DraftKind, LaunchId, WireError};
use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Longer than any busy machine needs.
const PATIENCE: Duration = Duration::from_mins(3);

/// A call that was refused.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    pub(crate) error: WireError,
}

/// One launch, open in a browser.
pub(crate) struct Desk<'a> {
    app: &'a TestApp,
    pub(crate) browser: Browser,
    pub(crate) launch: LaunchId,
}

impl TestApp {
    /// Presses *Open Countersign* in the chart; answers the last page.
    pub(crate) async fn open(&self, browser: &Browser, patient: &str) -> Page {
        browser.submit(&self.press(patient), "").await
    }

    /// Where the chart's *Open Countersign* posts to.
    pub(crate) fn press(&self, patient: &str) -> String {
        format!("{}/patients/{patient}/launch", self.ehr.public_url)
    }

    /// The address that the chart's *Open Countersign* leads to, not opened yet.
    pub(crate) fn launch_url(&self, patient: &str) -> String {
        let request = sandbox::smart::context::LaunchRequest {
            patient: patient.to_owned(),
            ..Default::default()
        };
        self.ehr.sandbox.mint_launch(request).unwrap().url
    }

    /// A whole launch.
    pub(crate) async fn launch(&self, browser: &Browser, patient: &str) -> Desk<'_> {
        let page = self.open(browser, patient).await;
        assert_eq!(page.status, StatusCode::OK, "{}: {}", page.url, page.body);
        self.at(browser, &page)
    }

    /// The desk of a launch that is there already.
    pub(crate) fn desk(&self, browser: &Browser, launch: &LaunchId) -> Desk<'_> {
        Desk {
            app: self,
            browser: browser.tab(),
            launch: launch.clone(),
        }
    }

    /// The desk whose page this is.
    pub(crate) fn at(&self, browser: &Browser, page: &Page) -> Desk<'_> {
        assert_eq!(
            page.url.origin().ascii_serialization(),
            self.url,
            "{}",
            page.url
        );
        let id = page.url.path().strip_prefix("/l/").expect("a work page");
        Desk {
            app: self,
            browser: browser.tab(),
            launch: LaunchId::new(id),
        }
    }
}

impl Desk<'_> {
    /// The work page's address.
    pub(crate) fn url(&self) -> String {
        format!("{}/l/{}", self.app.url, self.launch)
    }

    /// The work page, loaded again.
    pub(crate) async fn reload(&self) -> Page {
        self.browser.get(&self.url()).await
    }

    /// A call with the launch's id added.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        function: &str,
        mut arguments: Value,
    ) -> Result<T, Refused> {
        arguments["launch"] = self.launch.as_str().into();
        let page = self.browser.call(&self.app.url, function, &arguments).await;
        answer(&page)
    }

    pub(crate) async fn work(&self, open: Option<&DraftId>) -> Result<WorkView, Refused> {
        self.call("work", json!({ "open": open })).await
    }

    /// Watches until the page is as wanted.
    pub(crate) async fn until(
        &self,
        open: Option<&DraftId>,
        wanted: impl Fn(&WorkView) -> bool,
    ) -> WorkView {
        let since = Instant::now();
        let mut view = self.work(open).await.unwrap();
        while !wanted(&view) {
            assert!(since.elapsed() < PATIENCE, "still waiting: {view:?}");
            let seen: Option<WorkView> = self
                .call("watch", json!({ "open": open, "seen": view.version }))
                .await
                .unwrap();
            view = seen.unwrap_or(view);
        }
        view
    }

    /// Watches until the chart's loading has ended.
    pub(crate) async fn ready(&self) -> WorkView {
        self.until(None, |view| {
            !matches!(view.chart, ChartState::Loading { .. })
        })
        .await
    }

    pub(crate) async fn start(
        &self,
        kind: DraftKind,
        choice: Option<&str>,
    ) -> Result<DraftId, Refused> {
        self.call(
            "start",
            json!({ "kind": kind, "choice": choice, "given": [] }),
        )
        .await
    }

    /// A reply to a message that was pasted, written to its end.
    pub(crate) async fn replied(&self, message: &str) -> DraftView {
        self.ready().await;
        let given = json!([{ "kind": "message", "text": message }]);
        let arguments = json!({ "kind": DraftKind::MessageReply, "choice": null, "given": given });
        let id: DraftId = self.call("start", arguments).await.unwrap();
        self.settled(&id).await
    }

    /// The first choice that a kind offers; none where it needs none.
    pub(crate) async fn choice(&self, kind: DraftKind) -> Option<String> {
        let kinds = self.work(None).await.unwrap().kinds;
        let info = kinds
            .into_iter()
            .find(|info| info.kind == kind)
            .expect("the kind is offered");
        info.choices.into_iter().next().map(|(value, _)| value)
    }

    /// A draft, written to its end.
    pub(crate) async fn written(&self, kind: DraftKind) -> DraftView {
        self.ready().await;
        let choice = self.choice(kind).await;
        let id = self.start(kind, choice.as_deref()).await.unwrap();
        self.settled(&id).await
    }

    /// Watches until a draft is no longer being written.
    pub(crate) async fn settled(&self, draft: &DraftId) -> DraftView {
        self.status(draft, |status| status != DraftStatus::Drafting)
            .await
    }

    /// Watches until a draft stands as wanted.
    pub(crate) async fn status(
        &self,
        draft: &DraftId,
        wanted: impl Fn(DraftStatus) -> bool,
    ) -> DraftView {
        let done = |view: &WorkView| {
            view.open
                .as_ref()
                .is_some_and(|open| open.id == *draft && wanted(open.status))
        };
        self.until(Some(draft), done).await.open.unwrap()
    }

    pub(crate) async fn draft(&self, draft: &DraftId) -> DraftView {
        self.work(Some(draft))
            .await
            .unwrap()
            .open
            .expect("the draft is open")
    }

    pub(crate) async fn change(
        &self,
        draft: &DraftId,
        revision: u64,
        change: Change,
    ) -> Result<DraftView, Refused> {
        let arguments = json!({ "draft": draft, "revision": revision, "change": change });
        self.call("change", arguments).await
    }

    pub(crate) async fn check(
        &self,
        draft: &DraftId,
        statement: &str,
        text: &str,
    ) -> Result<StatementView, Refused> {
        self.call(
            "check",
            json!({ "draft": draft, "statement": statement, "text": text }),
        )
        .await
    }

    pub(crate) async fn evidence(
        &self,
        draft: &DraftId,
        statement: Option<&str>,
        source: &str,
    ) -> Result<EvidenceView, Refused> {
        let arguments = json!({ "draft": draft, "statement": statement, "source": source });
        self.call("evidence", arguments).await
    }

    pub(crate) async fn preview(&self, draft: &DraftId) -> Result<SignPreview, Refused> {
        self.call("preview", json!({ "draft": draft })).await
    }

    pub(crate) async fn sign(
        &self,
        draft: &DraftId,
        revision: u64,
        hash: &str,
    ) -> Result<DraftView, Refused> {
        let arguments = json!({ "draft": draft, "revision": revision, "content_hash": hash });
        self.call("sign", arguments).await
    }

    pub(crate) async fn sign_out(&self) -> Result<(), Refused> {
        self.call("sign_out", json!({})).await
    }
}

fn answer<T: DeserializeOwned>(page: &Page) -> Result<T, Refused> {
    if page.status == StatusCode::OK {
        return Ok(serde_json::from_str(&page.body)
            .unwrap_or_else(|error| panic!("{error}: {}", page.body)));
    }
    let error = serde_json::from_str(&page.body)
        .unwrap_or_else(|error| panic!("{} {error}: {}", page.status, page.body));
    Err(Refused {
        status: page.status,
        error,
    })
}
