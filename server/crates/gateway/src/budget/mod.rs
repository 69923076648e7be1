//! Budgets: what may be spent is reserved before sending, and settled with what was used.

mod memory;

pub use memory::MemoryLedger;

use crate::caller::Caller;
use crate::config::{ConfigError, RawBudget};
use async_trait::async_trait;
use thiserror::Error;
use time::Date;

/// Limits of spending; none: no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Budget {
    /// Tokens of one request.
    pub request_tokens: Option<u64>,
    /// Tokens of one user in a day.
    pub user_tokens: Option<u64>,
    /// Tokens of one tenant in a day.
    pub tenant_tokens: Option<u64>,
    /// Cost of one user in a day, in millionths of the currency.
    pub user_cost: Option<u64>,
    /// Cost of one tenant in a day.
    pub tenant_cost: Option<u64>,
}

impl Budget {
    /// Checks the `[budget]` table.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to lie between 0 and a billion"
    )]
    pub fn read(raw: &RawBudget) -> Result<Self, ConfigError> {
        let cost = |name: &str, value: Option<f64>| match value {
            None => Ok(None),
            Some(value) if (0.0..=1e9).contains(&value) => {
                Ok(Some((value * 1_000_000.0).round() as u64))
            }
            Some(_) => Err(ConfigError {
                key: format!("budget.{name}"),
                what: "must be between 0 and 1000000000".to_owned(),
            }),
        };
        Ok(Self {
            request_tokens: raw.request_tokens,
            user_tokens: raw.user_tokens_per_day,
            tenant_tokens: raw.tenant_tokens_per_day,
            user_cost: cost("user_cost_per_day", raw.user_cost_per_day)?,
            tenant_cost: cost("tenant_cost_per_day", raw.tenant_cost_per_day)?,
        })
    }
}

/// What a request may use at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Who pays.
    pub caller: Caller,
    /// The day that it counts for, in UTC.
    pub day: Date,
    /// The endpoint.
    pub endpoint: String,
    /// Estimated tokens of the prompt.
    pub input: u64,
    /// Tokens that the answer may have.
    pub output: u64,
    /// The cost of both, in millionths of the currency.
    pub cost: u64,
}

/// What was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Spent {
    /// Tokens of the prompt and the answer.
    pub tokens: u64,
    /// In millionths of the currency.
    pub cost: u64,
    /// Whether the counts are ours because the endpoint gave none.
    pub estimated: bool,
}

/// A reservation's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReservationId(pub u64);

/// Why nothing was reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BudgetError {
    /// The request alone is too large.
    #[error("the request may use {0} tokens, {1} are allowed for one")]
    Request(u64, u64),
    /// A day's budget would be exceeded.
    #[error("the {0} for {1} would be exceeded")]
    Spent(&'static str, Date),
    /// The ledger does not answer.
    #[error("the budget cannot be checked")]
    Unavailable,
}

/// Where spending is counted. A failing `reserve` stops the request before anything is sent.
#[async_trait]
pub trait BudgetLedger: Send + Sync {
    /// Sets aside what the request may use at most.
    async fn reserve(&self, charge: &Charge) -> Result<ReservationId, BudgetError>;
    /// Replaces what was set aside by what was used; must not wait.
    fn settle(&self, id: ReservationId, spent: Spent);
}
