//! Spending counted in memory, for one instance.

use super::{Budget, BudgetError, BudgetLedger, Charge, ReservationId, Spent};
use async_trait::async_trait;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use time::Date;

/// Counts of one day; a new day begins at nothing.
pub struct MemoryLedger {
    budget: Budget,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    day: Option<Date>,
    next: u64,
    tenants: HashMap<String, Sum>,
    users: HashMap<(String, String), Sum>,
    open: HashMap<u64, Charge>,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    tokens: u64,
    cost: u64,
}

impl MemoryLedger {
    /// With these limits.
    pub fn new(budget: Budget) -> Self {
        Self {
            budget,
            state: Mutex::default(),
        }
    }

    /// Tokens and cost that a tenant has used or reserved today.
    pub fn tenant(&self, tenant: &str) -> (u64, u64) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = state.tenants.get(tenant).copied().unwrap_or_default();
        (sum.tokens, sum.cost)
    }
}

#[async_trait]
impl BudgetLedger for MemoryLedger {
    async fn reserve(&self, charge: &Charge) -> Result<ReservationId, BudgetError> {
        let tokens = charge.input.saturating_add(charge.output);
        if let Some(limit) = self.budget.request_tokens
            && tokens > limit
        {
            return Err(BudgetError::Request(tokens, limit));
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.day.is_none_or(|day| day < charge.day) {
            *state = State {
                day: Some(charge.day),
                next: state.next,
                ..State::default()
            };
        }
        let (tenant, user) = keys(charge);
        let had = (
            state.tenants.get(&tenant).copied().unwrap_or_default(),
            state.users.get(&user).copied().unwrap_or_default(),
        );
        let over = |limit: Option<u64>, had: u64, more: u64| {
            limit.is_some_and(|limit| had.saturating_add(more) > limit)
        };
        for (limit, had, more, what) in [
            (
                self.budget.user_tokens,
                had.1.tokens,
                tokens,
                "user's budget of tokens",
            ),
            (
                self.budget.tenant_tokens,
                had.0.tokens,
                tokens,
                "organization's budget of tokens",
            ),
            (
                self.budget.user_cost,
                had.1.cost,
                charge.cost,
                "user's budget of cost",
            ),
            (
                self.budget.tenant_cost,
                had.0.cost,
                charge.cost,
                "organization's budget of cost",
            ),
        ] {
            if over(limit, had, more) {
                return Err(BudgetError::Spent(what, charge.day));
            }
        }
        let state = &mut *state;
        for sum in [
            state.tenants.entry(tenant).or_default(),
            state.users.entry(user).or_default(),
        ] {
            sum.tokens = sum.tokens.saturating_add(tokens);
            sum.cost = sum.cost.saturating_add(charge.cost);
        }
        state.next += 1;
        state.open.insert(state.next, charge.clone());
        Ok(ReservationId(state.next))
    }

    fn settle(&self, id: ReservationId, spent: Spent) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = &mut *state;
        // What was reserved on an earlier day went with that day.
        let Some(charge) = state.open.remove(&id.0) else {
            return;
        };
        let (tenant, user) = keys(&charge);
        let tokens = charge.input.saturating_add(charge.output);
        for sum in [
            state.tenants.entry(tenant).or_default(),
            state.users.entry(user).or_default(),
        ] {
            sum.tokens = sum
                .tokens
                .saturating_sub(tokens)
                .saturating_add(spent.tokens);
            sum.cost = sum
                .cost
                .saturating_sub(charge.cost)
                .saturating_add(spent.cost);
        }
    }
}

fn keys(charge: &Charge) -> (String, (String, String)) {
    let tenant = charge.caller.tenant.clone();
    (tenant.clone(), (tenant, charge.caller.user.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Caller;
    use time::macros::date;

    fn charge(user: &str, input: u64, day: Date) -> Charge {
        Charge {
            caller: Caller {
                tenant: "t".into(),
                user: user.into(),
                ..Caller::default()
            },
            day,
            endpoint: "e".into(),
            input,
            output: 100,
            cost: input,
        }
    }

    const DAY: Date = date!(2026 - 03 - 10);

    #[tokio::test]
    async fn each_limit_refuses() {
        for (budget, want) in [
            (
                Budget {
                    request_tokens: Some(999),
                    ..Budget::default()
                },
                "999 are allowed",
            ),
            (
                Budget {
                    user_tokens: Some(999),
                    ..Budget::default()
                },
                "user's budget of tokens",
            ),
            (
                Budget {
                    tenant_tokens: Some(999),
                    ..Budget::default()
                },
                "organization's budget of tokens",
            ),
            (
                Budget {
                    user_cost: Some(899),
                    ..Budget::default()
                },
                "user's budget of cost",
            ),
            (
                Budget {
                    tenant_cost: Some(899),
                    ..Budget::default()
                },
                "organization's budget of cost",
            ),
        ] {
            let ledger = MemoryLedger::new(budget);
            let error = ledger.reserve(&charge("u", 900, DAY)).await.unwrap_err();
            assert!(error.to_string().contains(want), "{error}");
            assert_eq!(ledger.tenant("t"), (0, 0));
        }
    }

    #[tokio::test]
    async fn what_was_set_aside_is_replaced_by_what_was_used() {
        let ledger = MemoryLedger::new(Budget {
            user_tokens: Some(1000),
            ..Budget::default()
        });
        let id = ledger.reserve(&charge("u", 800, DAY)).await.unwrap();
        assert!(ledger.reserve(&charge("u", 200, DAY)).await.is_err());
        ledger.reserve(&charge("v", 200, DAY)).await.unwrap();
        let spent = Spent {
            tokens: 50,
            cost: 5,
            estimated: false,
        };
        ledger.settle(id, spent);
        ledger.settle(id, spent);
        assert_eq!(ledger.tenant("t"), (350, 205));
        ledger.reserve(&charge("u", 200, DAY)).await.unwrap();
        // A new day begins at nothing, and a reservation of yesterday takes nothing from it.
        let old = ledger.reserve(&charge("u", 100, DAY)).await.unwrap();
        ledger
            .reserve(&charge("u", 800, date!(2026 - 03 - 11)))
            .await
            .unwrap();
        ledger.settle(old, Spent::default());
        assert_eq!(ledger.tenant("t"), (900, 800));
    }
}
