//! Budgets of models over the store: one for all instances, and not forgotten by a restart.

use async_trait::async_trait;
use gateway::{Budget, BudgetError, BudgetLedger, Charge, ReservationId, Spent};
use store::{Exceeded, Spending, SpendingLimits, Store};
use tokio_util::task::TaskTracker;

/// The stored sums, with the configured limits.
pub(crate) struct StoredLedger {
    store: Store,
    budget: Budget,
    settling: TaskTracker,
}

impl StoredLedger {
    /// With these limits.
    pub(crate) fn new(store: Store, budget: Budget) -> Self {
        Self {
            store,
            budget,
            settling: TaskTracker::new(),
        }
    }

    /// Waits until what was settled so far is written.
    pub(crate) async fn settled(&self) {
        self.settling.close();
        self.settling.wait().await;
        self.settling.reopen();
    }
}

#[async_trait]
impl BudgetLedger for StoredLedger {
    async fn reserve(&self, charge: &Charge) -> Result<ReservationId, BudgetError> {
        let tokens = charge.input.saturating_add(charge.output);
        if let Some(limit) = self.budget.request_tokens
            && tokens > limit
        {
            return Err(BudgetError::Request(tokens, limit));
        }
        let spending = Spending {
            day: charge.day,
            tenant: charge.caller.tenant.clone(),
            user: charge.caller.user.clone(),
            tokens,
            cost: charge.cost,
        };
        let limits = SpendingLimits {
            user_tokens: self.budget.user_tokens,
            tenant_tokens: self.budget.tenant_tokens,
            user_cost: self.budget.user_cost,
            tenant_cost: self.budget.tenant_cost,
        };
        match self.store.reserve_spending(&spending, &limits).await {
            Ok(Ok(id)) => Ok(ReservationId(id)),
            Ok(Err(exceeded)) => Err(BudgetError::Spent(named(exceeded), charge.day)),
            Err(error) => {
                tracing::error!(%error, "the budget could not be checked, so nothing was sent");
                Err(BudgetError::Unavailable)
            }
        }
    }

    fn settle(&self, id: ReservationId, spent: Spent) {
        let store = self.store.clone();
        let used = store::Spent {
            tokens: spent.tokens,
            cost: spent.cost,
        };
        let write = async move {
            if let Err(error) = store.settle_spending(id.0, used).await {
                tracing::error!(%error, "what a model used could not be written; what was reserved stays counted");
            }
        };
        // Without a runtime (a process that ends) the reservation stays counted: the budget errs on the safe side.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            self.settling.spawn_on(write, &runtime);
        }
    }
}

const fn named(exceeded: Exceeded) -> &'static str {
    match exceeded {
        Exceeded::UserTokens => "user's budget of tokens",
        Exceeded::TenantTokens => "organization's budget of tokens",
        Exceeded::UserCost => "user's budget of cost",
        Exceeded::TenantCost => "organization's budget of cost",
    }
}
