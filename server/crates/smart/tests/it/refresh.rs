//! Refresh: once at a time, and never with a token that was replaced.

use std::sync::Arc;

use model::LaunchId;
use serde_json::json;
use smart::{Refresher, SmartError, TokenStore};
use time::Duration;

use crate::{harness::Harness, stores::MemoryTokens};

struct Signed {
    harness: Harness,
    store: Arc<MemoryTokens>,
    refresher: Refresher,
    launch: LaunchId,
}

impl Signed {
    /// Tokens of a launch: they live for 300 seconds.
    async fn in_() -> Self {
        Self::of(Harness::jwt().await).await
    }

    async fn of(harness: Harness) -> Self {
        let tokens = harness.launch().await.unwrap().tokens;
        let store = Arc::new(MemoryTokens::default());
        let launch = LaunchId::new("launch-1");
        store.put(&launch, &tokens);
        let refresher =
            Refresher::new(harness.client.clone(), store.clone(), harness.clock.clone());
        harness.ehr.records().requests.clear();
        Self {
            harness,
            store,
            refresher,
            launch,
        }
    }

    async fn token(&self) -> Result<String, SmartError> {
        Ok(self
            .refresher
            .access_token(&self.launch)
            .await?
            .expose()
            .to_owned())
    }

    fn requests(&self) -> usize {
        self.harness.ehr.count("/token")
    }
}

#[tokio::test]
async fn a_refused_refresh_ends_the_session() {
    let signed = Signed::in_().await;
    signed.harness.ehr.records().refresh_token = "revoked".to_owned();
    signed.harness.clock.advance(Duration::seconds(300));
    assert!(matches!(
        signed.token().await,
        Err(SmartError::SessionExpired)
    ));
}

#[tokio::test]
async fn a_failure_that_may_pass_does_not_end_the_session() {
    let signed = Signed::in_().await;
    signed.harness.clock.advance(Duration::seconds(300));
    signed
        .harness
        .ehr
        .set(|s| s.token_failure = Some((503, "busy".to_owned())));
    assert!(matches!(
        signed.token().await,
        Err(SmartError::Status { status: 503, .. })
    ));
    signed.harness.ehr.set(|s| s.token_failure = None);
    assert_eq!(signed.token().await.unwrap(), "access-2");
}

#[tokio::test]
async fn a_token_of_another_patient_is_refused() {
    let signed = Signed::in_().await;
    signed.harness.clock.advance(Duration::seconds(300));
    signed
        .harness
        .ehr
        .set(|s| s.token = json!({ "patient": "pat-2" }));
    assert!(matches!(
        signed.token().await,
        Err(SmartError::PatientChanged)
    ));
    assert!(
        signed
            .store
            .stored_text(&signed.launch)
            .contains("access-1")
    );
}

#[tokio::test]
async fn without_a_refresh_token_the_session_ends_with_the_access_token() {
    let harness = Harness::new().await;
    harness
        .ehr
        .set(|s| s.token = json!({ "refresh_token": null }));
    let signed = Signed::of(harness).await;
    signed.harness.clock.advance(Duration::seconds(299));
    assert_eq!(
        signed.token().await.unwrap(),
        "access-1",
        "its last minute is used"
    );
    signed.harness.clock.advance(Duration::seconds(1));
    assert!(matches!(
        signed.token().await,
        Err(SmartError::SessionExpired)
    ));
    assert_eq!(signed.requests(), 0);
}

#[tokio::test]
async fn after_sign_out_there_is_nothing() {
    let signed = Signed::in_().await;
    signed.store.remove(&signed.launch);
    assert!(matches!(signed.token().await, Err(SmartError::NotSignedIn)));
}

#[tokio::test]
async fn a_fresh_token_is_answered_without_a_request() {
    let signed = Signed::in_().await;
    signed.harness.clock.advance(Duration::seconds(239));
    assert_eq!(signed.token().await.unwrap(), "access-1");
    assert_eq!(signed.requests(), 0);
}

#[tokio::test]
async fn a_token_is_renewed_a_minute_early_and_the_refresh_token_with_it() {
    let signed = Signed::in_().await;
    for round in 2..5 {
        signed.harness.clock.advance(Duration::seconds(240));
        assert_eq!(signed.token().await.unwrap(), format!("access-{round}"));
        let stored = signed.store.stored_text(&signed.launch);
        assert!(stored.contains(&format!("refresh-{round}")));
        assert!(!stored.contains(&format!("refresh-{}", round - 1)));
    }
    assert_eq!(signed.requests(), 3);
}

#[tokio::test]
async fn without_a_new_refresh_token_the_old_one_stays() {
    let signed = Signed::in_().await;
    signed.harness.ehr.set(|s| s.rotate = false);
    for round in 2..4 {
        signed.harness.clock.advance(Duration::seconds(300));
        assert_eq!(signed.token().await.unwrap(), format!("access-{round}"));
    }
    assert!(
        signed
            .store
            .stored_text(&signed.launch)
            .contains("refresh-1")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_callers_at_once_cause_one_refresh() {
    let signed = Arc::new(Signed::in_().await);
    signed.harness.clock.advance(Duration::seconds(300));
    let calls: Vec<_> = (0..40)
        .map(|_| {
            let signed = signed.clone();
            tokio::spawn(async move { signed.token().await.unwrap() })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), "access-2");
    }
    assert_eq!(signed.requests(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_servers_at_once_cause_one_refresh() {
    let signed = Signed::in_().await;
    signed.harness.clock.advance(Duration::seconds(300));
    let harness = &signed.harness;
    let other = Refresher::new(
        harness.client.clone(),
        signed.store.clone(),
        harness.clock.clone(),
    );
    let (one, two) = tokio::join!(
        signed.refresher.access_token(&signed.launch),
        other.access_token(&signed.launch)
    );
    assert_eq!(
        (one.unwrap().expose(), two.unwrap().expose()),
        ("access-2", "access-2")
    );
    assert_eq!(signed.requests(), 1);
}

#[tokio::test]
async fn a_lease_of_a_dead_server_ends() {
    let signed = Signed::in_().await;
    signed.harness.clock.advance(Duration::seconds(300));
    let now = smart::Clock::now(&*signed.harness.clock);
    let until = now + Duration::seconds(30);
    assert!(
        signed
            .store
            .acquire_lease(&signed.launch, now, until)
            .await
            .unwrap()
    );
    let (token, ()) = tokio::join!(signed.token(), async {
        tokio::task::yield_now().await;
        signed.harness.clock.advance(Duration::seconds(30));
    });
    assert_eq!(token.unwrap(), "access-2");
}

#[tokio::test]
async fn a_caller_that_goes_away_loses_no_token() {
    let signed = Arc::new(Signed::in_().await);
    signed.harness.clock.advance(Duration::seconds(300));
    let caller = tokio::spawn({
        let signed = signed.clone();
        async move { signed.token().await }
    });
    while signed.requests() == 0 {
        tokio::task::yield_now().await;
    }
    caller.abort();
    assert_eq!(signed.token().await.unwrap(), "access-2");
    assert_eq!(signed.requests(), 1);
}

#[tokio::test]
async fn a_rejected_token_is_replaced_once() {
    let signed = Signed::in_().await;
    let rejected = signed.refresher.access_token(&signed.launch).await.unwrap();
    let replace = async || {
        let token = signed
            .refresher
            .replace_rejected(&signed.launch, &rejected)
            .await
            .unwrap();
        token.expose().to_owned()
    };
    assert_eq!(
        tokio::join!(replace(), replace()),
        ("access-2".to_owned(), "access-2".to_owned())
    );
    assert_eq!(replace().await, "access-2");
    assert_eq!(signed.requests(), 1);
}
