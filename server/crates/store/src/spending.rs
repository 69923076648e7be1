//! What models cost, by day, tenant and user: reserved before a request, settled after it, for all instances together.

use time::{Date, OffsetDateTime};

use crate::{
    Store, StoreError,
    db::{Tx, args},
    launch::number,
};

/// How long the sums of a day are kept, in days.
const KEPT: i64 = 400;
/// How long a reservation may wait to be settled, in days. Then it stays counted as spent.
const OPEN: i64 = 2;

/// What a request may use at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spending {
    /// The day that it counts for, in UTC.
    pub day: Date,
    /// Who pays.
    pub tenant: String,
    /// For which user.
    pub user: String,
    /// Tokens of prompt and answer.
    pub tokens: u64,
    /// In millionths of the currency.
    pub cost: u64,
}

/// The most that a day may cost; none: no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpendingLimits {
    /// Tokens of one user.
    pub user_tokens: Option<u64>,
    /// Tokens of the tenant.
    pub tenant_tokens: Option<u64>,
    /// Cost of one user.
    pub user_cost: Option<u64>,
    /// Cost of the tenant.
    pub tenant_cost: Option<u64>,
}

/// The limit that a reservation would exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exceeded {
    /// The user's tokens.
    UserTokens,
    /// The tenant's tokens.
    TenantTokens,
    /// The user's cost.
    UserCost,
    /// The tenant's cost.
    TenantCost,
}

/// Sums of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Tokens, reserved ones included.
    pub tokens: u64,
    /// In millionths of the currency.
    pub cost: u64,
}

impl Store {
    /// Sets aside what a request may use, or says which limit forbids it; then nothing is changed. The number names the reservation.
    pub async fn reserve_spending(
        &self,
        spending: &Spending,
        limits: &SpendingLimits,
    ) -> Result<Result<u64, Exceeded>, StoreError> {
        let account = self.account(&spending.tenant, &spending.user).await?;
        let more = (number(spending.tokens)?, number(spending.cost)?);
        let day = day(spending.day);
        let mut tx = self.db.begin().await?;
        // Always the tenant first: two instances wait for each other in one order only. Adding before asking holds the row until the end.
        let tenant = add(&mut tx, day, &spending.tenant, "", more).await?;
        let user = add(&mut tx, day, &spending.tenant, &account, more).await?;
        let over = |limit: Option<u64>, sum: u64| limit.is_some_and(|limit| sum > limit);
        for (limit, sum, exceeded) in [
            (limits.user_tokens, user.tokens, Exceeded::UserTokens),
            (limits.tenant_tokens, tenant.tokens, Exceeded::TenantTokens),
            (limits.user_cost, user.cost, Exceeded::UserCost),
            (limits.tenant_cost, tenant.cost, Exceeded::TenantCost),
        ] {
            if over(limit, sum) {
                return Ok(Err(exceeded));
            }
        }
        let sql = "INSERT INTO spending_reserved (day, tenant, account, tokens, cost) \
                   VALUES ($1, $2, $3, $4, $5) RETURNING id";
        let values = args![day, spending.tenant.as_str(), account, more.0, more.1];
        let Some(mut row) = tx.one(sql, values).await? else {
            return Err(StoreError::Row("a reservation without a number"));
        };
        let id = row.count()?;
        tx.commit().await?;
        Ok(Ok(id))
    }

    /// Replaces what was set aside by what was used, once; false where it was settled before.
    pub async fn settle_spending(&self, id: u64, used: Spent) -> Result<bool, StoreError> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM spending_reserved WHERE id = $1 \
                   RETURNING day, tenant, account, tokens, cost";
        let Some(mut row) = tx.one(sql, args![number(id)?]).await? else {
            return Ok(false);
        };
        let (day, tenant, account) = (row.int()?, row.text()?, row.text()?);
        let less = (row.int()?, row.int()?);
        let change = (
            number(used.tokens)?.saturating_sub(less.0),
            number(used.cost)?.saturating_sub(less.1),
        );
        add(&mut tx, day, &tenant, "", change).await?;
        add(&mut tx, day, &tenant, &account, change).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// What a tenant, or one user of it, has used or reserved on a day.
    pub async fn spent(
        &self,
        on: Date,
        tenant: &str,
        user: Option<&str>,
    ) -> Result<Spent, StoreError> {
        let account = match user {
            Some(user) => self.account(tenant, user).await?,
            None => String::new(),
        };
        let sql =
            "SELECT tokens, cost FROM spending WHERE day = $1 AND tenant = $2 AND account = $3";
        let Some(mut row) = self
            .db
            .read_one(sql, args![day(on), tenant, account])
            .await?
        else {
            return Ok(Spent::default());
        };
        Ok(Spent {
            tokens: row.count()?,
            cost: row.count()?,
        })
    }

    pub(crate) async fn purge_spending(&self, now: OffsetDateTime) -> Result<u64, StoreError> {
        let today = day(now.date());
        let sql = "DELETE FROM spending_reserved WHERE day < $1";
        self.db.write(sql, args![today - OPEN]).await?;
        let sql = "DELETE FROM spending WHERE day < $1";
        self.db.write(sql, args![today - KEPT]).await
    }

    /// A user as the sums name him: whoever reads the database learns no id from it.
    async fn account(&self, tenant: &str, user: &str) -> Result<String, StoreError> {
        Ok(self.keys.blind("spending account", &[tenant, user]).await?)
    }
}

fn day(date: Date) -> i64 {
    i64::from(date.to_julian_day())
}

/// Adds to a sum and tells what it became.
async fn add(
    tx: &mut Tx,
    day: i64,
    tenant: &str,
    account: &str,
    more: (i64, i64),
) -> Result<Spent, StoreError> {
    let sql = "INSERT INTO spending (day, tenant, account, tokens, cost) \
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT (day, tenant, account) DO UPDATE \
               SET tokens = spending.tokens + excluded.tokens, cost = spending.cost + excluded.cost \
               RETURNING tokens, cost";
    let values = args![day, tenant, account, more.0, more.1];
    let Some(mut row) = tx.one(sql, values).await? else {
        return Err(StoreError::Row("a sum that was not written"));
    };
    Ok(Spent {
        tokens: row.count()?,
        cost: row.count()?,
    })
}
