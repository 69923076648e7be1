//! The launch's addresses: they unpack the request and answer a redirect or a page.

use super::pages::Pages;
use crate::launching::{Browser, LaunchError, Launching};
use axum::{
    Json,
    extract::{Path, Query, RawQuery, State, rejection::QueryRejection},
    response::{IntoResponse, Redirect, Response},
};
use smart::{Callback, EhrLaunch};
use std::sync::Arc;
use tower_sessions::Session;
use url::Url;

/// The launch and the pages for where it fails.
#[derive(Clone)]
pub struct Launches {
    /// The step.
    pub launching: Arc<Launching>,
    /// The pages.
    pub pages: Pages,
}

/// `GET /launch`: the EHR opens the application (SMART App Launch 2.2, EHR launch). A browser without a session gets one, and goes on only where
/// it keeps the cookie: the launch can be used once, so nothing of it is spent on a browser that will lose it.
pub async fn ehr(
    State(to): State<Launches>,
    session: Session,
    launch: Result<Query<EhrLaunch>, QueryRejection>,
    RawQuery(query): RawQuery,
) -> Response {
    let launch = readable(launch);
    match Browser::find(&session).await {
        Ok(Some(browser)) => to.answer(to.launching.begin(&launch, &browser).await),
        Ok(None) => match Browser::open(&session, to.launching.entropy()).await {
            Ok(_) => Redirect::to(&format!("/launch/check?{}", query.unwrap_or_default()))
                .into_response(),
            Err(error) => to.pages.problem(&error, None),
        },
        Err(error) => to.pages.problem(&error, None),
    }
}

/// `GET /launch/check`: the browser must bring the cookie that it was just given.
pub async fn check(
    State(to): State<Launches>,
    session: Session,
    launch: Result<Query<EhrLaunch>, QueryRejection>,
    RawQuery(query): RawQuery,
) -> Response {
    let launch = readable(launch);
    match Browser::find(&session).await {
        Ok(Some(browser)) => to.answer(to.launching.begin(&launch, &browser).await),
        Ok(None) => {
            let again = format!("/launch?{}", query.unwrap_or_default());
            to.pages
                .problem(&to.launching.without_cookie().await, Some(&again))
        }
        Err(error) => to.pages.problem(&error, None),
    }
}

/// `GET /start/{number}`: the user starts outside the chart at one of the listed EHRs, and picks the patient there.
pub async fn standalone(
    State(to): State<Launches>,
    session: Session,
    Path(number): Path<String>,
) -> Response {
    // Whatever is no number of the list is an EHR that is not known.
    let number = number.parse().unwrap_or(usize::MAX);
    match Browser::open(&session, to.launching.entropy()).await {
        Ok(browser) => to.answer(to.launching.begin_standalone(number, &browser).await),
        Err(error) => to.pages.problem(&error, None),
    }
}

/// `GET /callback`: the EHR sends the browser back with a code or an error.
pub async fn callback(
    State(to): State<Launches>,
    session: Session,
    callback: Result<Query<Callback>, QueryRejection>,
) -> Response {
    let callback = readable(callback);
    let browser = match Browser::find(&session).await {
        Ok(Some(browser)) => browser,
        Ok(None) => {
            return to
                .pages
                .problem(&to.launching.without_cookie().await, Some("/"));
        }
        Err(error) => return to.pages.problem(&error, None),
    };
    let launch = match to.launching.finish(&callback, &browser).await {
        Ok(launch) => launch,
        Err(error) => return to.pages.problem(&error, None),
    };
    match browser.rotate(&session).await {
        Ok(()) => Redirect::to(&format!("/l/{launch}")).into_response(),
        Err(error) => to.pages.problem(&error, None),
    }
}

/// `GET /jwks.json`: the public halves of our client keys.
pub async fn jwks(State(to): State<Launches>) -> Response {
    Json(to.launching.jwks()).into_response()
}

/// `GET /`: choose an EHR.
pub async fn start(State(to): State<Launches>) -> Response {
    to.pages.start(to.launching.ehrs())
}

/// `GET /signed-out`
pub async fn signed_out(State(to): State<Launches>) -> Response {
    to.pages.signed_out()
}

/// A query that can't be read, such as one with a parameter twice, is as good as none: it is refused and recorded as such.
fn readable<T: Default>(query: Result<Query<T>, QueryRejection>) -> T {
    query.map(|Query(read)| read).unwrap_or_default()
}

impl Launches {
    fn answer(&self, begun: Result<Url, LaunchError>) -> Response {
        match begun {
            Ok(url) => Redirect::to(url.as_str()).into_response(),
            Err(error) => self.pages.problem(&error, None),
        }
    }
}
