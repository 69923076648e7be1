//! A browser without a screen: keeps the application's cookie, follows the launch, calls the page's functions.

use crate::error::BenchError;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use url::Url;

/// Redirects that a launch may take.
const HOPS: usize = 10;

/// One visitor of one application.
pub(crate) struct Visitor {
    http: Client,
    app: Url,
    /// The application's cookies alone; the EHR needs none.
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    /// Somebody who was never here.
    pub(crate) fn new(app: &str) -> Result<Self, BenchError> {
        Ok(Self {
            http: Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .no_gzip()
                .build()?,
            app: Url::parse(app).map_err(|error| BenchError::form("--app", error))?,
            cookies: BTreeMap::new(),
        })
    }

    /// The URL that *Open Countersign* goes to in that patient's chart.
    pub(crate) async fn minted(&self, ehr: &str, patient: &str) -> Result<Url, BenchError> {
        let url = format!("{}/__sandbox/launch", ehr.trim_end_matches('/'));
        let asked = self.http.post(url).json(&json!({ "patient": patient }));
        let answer: Value = asked.send().await?.error_for_status()?.json().await?;
        let text = answer["url"].as_str().unwrap_or_default();
        Url::parse(text).map_err(|error| BenchError::form("the launch URL", error))
    }

    /// Goes there and wherever it leads; answers where it ended, which must be a page.
    pub(crate) async fn follow(&mut self, url: &Url) -> Result<Url, BenchError> {
        let mut url = url.clone();
        for _ in 0..HOPS {
            let request = self.http.get(url.clone()).header(ACCEPT, "text/html");
            let answer = self.with_cookies(request, &url).send().await?;
            self.keep(&answer);
            let Some(target) = answer.headers().get(LOCATION) else {
                let status = answer.status();
                answer.bytes().await?;
                return if status.is_success() {
                    Ok(url)
                } else {
                    Err(BenchError::form("the launch", status))
                };
            };
            url = target
                .to_str()
                .ok()
                .and_then(|target| url.join(target).ok())
                .ok_or_else(|| BenchError::form("the launch", "a redirect to nowhere"))?;
        }
        Err(BenchError::form("the launch", "too many redirects"))
    }

    /// Fetches one page of the application whole; answers its size in bytes as transferred.
    pub(crate) async fn whole(&self, url: &str, coding: &str) -> Result<u64, BenchError> {
        let request = self.http.get(url).header(ACCEPT_ENCODING, coding);
        let answer = self.with_cookies(request, &self.app).send().await?;
        Ok(answer.error_for_status()?.bytes().await?.len() as u64)
    }

    /// Calls one of the functions that the page calls.
    pub(crate) async fn call(&mut self, name: &str, asked: &Value) -> Result<Value, BenchError> {
        let url = format!("{}api/{name}", self.app);
        let request = self.http.post(url).json(asked);
        let request = request.header(ORIGIN, self.app.origin().ascii_serialization());
        let request = request.header(ACCEPT, "application/json");
        let answer = self.with_cookies(request, &self.app).send().await?;
        self.keep(&answer);
        Ok(answer.error_for_status()?.json().await?)
    }

    fn with_cookies(&self, request: RequestBuilder, url: &Url) -> RequestBuilder {
        if url.origin() != self.app.origin() || self.cookies.is_empty() {
            return request;
        }
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        request.header(COOKIE, pairs.join("; "))
    }

    fn keep(&mut self, answer: &Response) {
        if answer.url().origin() != self.app.origin() {
            return;
        }
        let lines = answer.headers().get_all(SET_COOKIE).iter();
        for line in lines.filter_map(|line| line.to_str().ok()) {
            let pair = line.split(';').next().and_then(|pair| pair.split_once('='));
            if let Some((name, value)) = pair {
                self.cookies
                    .insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }
}
