//! Pages of a search: kept for a while, then gone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::query::Query;
use crate::state::lock;
use crate::store::Stored;

/// A search whose further pages can be asked for.
#[derive(Clone, Debug)]
pub struct Page {
    /// Second since 1970 after which it is gone.
    pub expires: i64,
    /// The caller that it belongs to.
    pub owner: (String, Option<String>),
    /// The searched type.
    pub rtype: String,
    /// The query string of the first request.
    pub query_text: String,
    /// The query, for what it includes.
    pub query: Arc<Query>,
    /// Everything that was found.
    pub found: Arc<Vec<Arc<Stored>>>,
    /// Where this page starts.
    pub offset: usize,
    /// How long it is.
    pub count: usize,
}

/// All open pages.
#[derive(Debug, Default)]
pub struct Pages(Mutex<HashMap<String, Page>>);

impl Pages {
    /// Keeps a page under a token.
    pub fn keep(&self, token: String, page: Page, now: i64) {
        let mut pages = lock(&self.0);
        pages.retain(|_, page| page.expires > now);
        pages.insert(token, page);
    }

    /// A page that is still there; asking again for the same one is allowed.
    pub fn get(&self, token: &str, now: i64) -> Option<Page> {
        lock(&self.0)
            .get(token)
            .filter(|page| page.expires > now)
            .cloned()
    }

    /// Forgets all.
    pub fn clear(&self) {
        lock(&self.0).clear();
    }
}
