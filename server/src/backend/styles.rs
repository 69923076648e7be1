//! The EHR's SMART style values (SMART App Launch 2.2, "Styling"): read once for each address, without a token.

use serde_json::Value;
use std::{collections::HashMap, sync::Mutex, sync::PoisonError, time::Duration};

const MOST_BYTES: usize = 16_384;
const MOST_KEPT: usize = 64;

type Values = Vec<(String, String)>;

/// Reads and keeps style values. A style that can't be read is none: the application's own looks apply.
pub(super) struct Styles {
    http: Option<reqwest::Client>,
    kept: Mutex<HashMap<String, Values>>,
}

impl Styles {
    /// Nothing kept yet.
    pub(super) fn new() -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(3))
            .build();
        Self {
            http: http.ok(),
            kept: Mutex::default(),
        }
    }

    /// The values at an address.
    pub(super) async fn of(&self, url: Option<&str>) -> Values {
        let (Some(url), Some(http)) = (url, &self.http) else {
            return Values::new();
        };
        if let Some(values) = self
            .kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(url)
        {
            return values.clone();
        }
        let values = read(http, url).await.unwrap_or_default();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < MOST_KEPT {
            kept.insert(url.to_owned(), values.clone());
        }
        values
    }
}

async fn read(http: &reqwest::Client, url: &str) -> Option<Values> {
    let mut answer = http.get(url).send().await.ok()?.error_for_status().ok()?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.ok()? {
        body.extend_from_slice(&chunk);
        if body.len() > MOST_BYTES {
            return None;
        }
    }
    let Value::Object(object) = serde_json::from_slice(&body).ok()? else {
        return None;
    };
    let text = object
        .into_iter()
        .filter_map(|(name, value)| value.as_str().map(|text| (name, text.to_owned())));
    Some(
        text.filter(|(name, value)| plain(name) && value.len() <= 200)
            .take(40)
            .collect(),
    )
}

fn plain(name: &str) -> bool {
    name.len() <= 60
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
