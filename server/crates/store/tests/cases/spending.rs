use store::{Exceeded, Spending, SpendingLimits, Spent, Store};
use time::Duration;

use crate::support::{Fixture, NOW};

fn spending(user: &str, tokens: u64, cost: u64) -> Spending {
    Spending {
        day: NOW.date(),
        tenant: "t".into(),
        user: user.into(),
        tokens,
        cost,
    }
}

async fn reserve(
    store: &Store,
    spending: Spending,
    limits: SpendingLimits,
) -> Result<u64, Exceeded> {
    store.reserve_spending(&spending, &limits).await.unwrap()
}

async fn spent(store: &Store, user: Option<&str>) -> (u64, u64) {
    let sum = store.spent(NOW.date(), "t", user).await.unwrap();
    (sum.tokens, sum.cost)
}

pub(crate) async fn limits_refuse_and_change_nothing(fixture: Fixture) {
    let store = &fixture.store;
    let none = SpendingLimits::default();
    reserve(store, spending("u", 60, 30), none).await.unwrap();
    for (limits, want) in [
        (
            SpendingLimits {
                user_tokens: Some(100),
                ..none
            },
            Exceeded::UserTokens,
        ),
        (
            SpendingLimits {
                tenant_tokens: Some(100),
                ..none
            },
            Exceeded::TenantTokens,
        ),
        (
            SpendingLimits {
                user_cost: Some(50),
                ..none
            },
            Exceeded::UserCost,
        ),
        (
            SpendingLimits {
                tenant_cost: Some(50),
                ..none
            },
            Exceeded::TenantCost,
        ),
    ] {
        let again = reserve(store, spending("u", 41, 21), limits).await;
        assert_eq!(again, Err(want));
        assert_eq!(spent(store, Some("u")).await, (60, 30));
        assert_eq!(spent(store, None).await, (60, 30));
    }
    // Exactly the limit is allowed; another user, another tenant and another day have budgets of their own.
    let limits = SpendingLimits {
        user_tokens: Some(100),
        ..none
    };
    let exact = reserve(store, spending("u", 40, 0), limits).await;
    assert!(exact.is_ok());
    for other in [
        spending("v", 100, 0),
        Spending {
            tenant: "t2".into(),
            ..spending("u", 100, 0)
        },
        Spending {
            day: NOW.date() + Duration::days(1),
            ..spending("u", 100, 0)
        },
    ] {
        assert!(
            reserve(store, other.clone(), limits).await.is_ok(),
            "{other:?}"
        );
    }
}

pub(crate) async fn what_was_used_replaces_what_was_reserved(fixture: Fixture) {
    let store = &fixture.store;
    let none = SpendingLimits::default();
    let first = reserve(store, spending("u", 60, 30), none).await.unwrap();
    let second = reserve(store, spending("u", 60, 30), none).await.unwrap();
    let used = Spent {
        tokens: 18,
        cost: 25,
    };
    assert!(store.settle_spending(first, used).await.unwrap());
    assert!(
        !store.settle_spending(first, used).await.unwrap(),
        "once only"
    );
    assert_eq!(spent(store, None).await, (78, 55));
    let nothing = Spent::default();
    assert!(store.settle_spending(second, nothing).await.unwrap());
    assert_eq!(spent(store, Some("u")).await, (18, 25));
    assert!(!store.settle_spending(4711, nothing).await.unwrap());
}

/// What one instance reserved counts for the other, also after it is gone.
pub(crate) async fn instances_share_one_budget(fixture: Fixture) {
    let limits = SpendingLimits {
        tenant_tokens: Some(100),
        ..SpendingLimits::default()
    };
    let instances = [fixture.store.clone(), fixture.instance().await];
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let store = instances[n % 2].clone();
            let user = format!("u{}", n % 3);
            tokio::spawn(async move { reserve(&store, spending(&user, 10, 0), limits).await })
        })
        .collect();
    let mut granted = 0;
    for task in tasks {
        granted += usize::from(task.await.unwrap().is_ok());
    }
    assert_eq!(granted, 10);
    let restarted = fixture.instance().await;
    assert_eq!(spent(&restarted, None).await, (100, 0));
    let more = reserve(&restarted, spending("u9", 1, 0), limits).await;
    assert_eq!(more, Err(Exceeded::TenantTokens));
}

pub(crate) async fn old_sums_are_forgotten(fixture: Fixture) {
    let store = &fixture.store;
    let none = SpendingLimits::default();
    let open = reserve(store, spending("u", 60, 30), none).await.unwrap();
    store.purge(NOW + Duration::days(3)).await.unwrap();
    assert!(
        !store.settle_spending(open, Spent::default()).await.unwrap(),
        "what nobody settled stays counted as spent"
    );
    assert_eq!(spent(store, None).await, (60, 30));
    store.purge(NOW + Duration::days(401)).await.unwrap();
    assert_eq!(spent(store, None).await, (0, 0));
}
