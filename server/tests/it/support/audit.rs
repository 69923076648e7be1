//! The audit log as the application's own reader opens it.

use super::app::TestApp;
use ::audit::{Action, Actor, Auditor, Entry, Outcome};
use ::keys::{KeyRing, LocalKeyProvider, SystemRandom};
use std::sync::Arc;
use store::{Database, Settings};
use time::OffsetDateTime;

impl TestApp {
    /// Every entry so far.
    pub(crate) async fn audit(&self) -> Vec<Entry> {
        let database = Database::open(&Settings::new(self.config.database.url.clone()))
            .await
            .unwrap();
        let random = Arc::new(SystemRandom::new());
        let provider =
            LocalKeyProvider::from_file(&self.config.keys.master_key_file, random.clone()).unwrap();
        let ring = KeyRing::new(
            Arc::new(provider),
            Vec::new(),
            Arc::new(database.clone()),
            random,
        );
        let log = database
            .meta("log")
            .await
            .unwrap()
            .expect("the log has an id");
        let auditor = Auditor::new(
            &log,
            Arc::new(database),
            ring,
            Arc::new(OffsetDateTime::now_utc),
        );
        let mut all = Vec::new();
        loop {
            let page = auditor.read(all.len() as u64, 500).await.unwrap();
            if page.is_empty() {
                return all;
            }
            all.extend(page);
        }
    }

    /// The entries from `mark` on that have this action, with their outcome.
    pub(crate) async fn audited(&self, mark: usize, action: Action) -> Vec<Entry> {
        let all = self.audit().await;
        all.into_iter()
            .skip(mark)
            .filter(|entry| entry.action == action)
            .collect()
    }

    /// How many entries there are, to look at what comes after.
    pub(crate) async fn mark(&self) -> usize {
        self.audit().await.len()
    }

    /// Exactly one entry of this action was written since `mark`, by nobody known, with this failure.
    pub(crate) async fn one_refusal(&self, mark: usize, action: Action, code: &str) {
        let entries = self.audited(mark, action).await;
        assert_eq!(entries.len(), 1, "{entries:?}");
        assert_eq!(entries[0].outcome, Outcome::Failure(code.to_owned()));
        assert_eq!(entries[0].actor, Actor::Unknown);
    }
}
