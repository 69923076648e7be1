//! A transaction. Dropped without a commit, it is rolled back.

use sqlx::{Postgres, Sqlite, Transaction};

use super::{Row, Value, bind};
use crate::StoreError;

pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Changes rows; answers how many.
    pub(crate) async fn write(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        Ok(match self {
            Self::Sqlite(tx) => bind::<Sqlite>(sql, values)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Self::Postgres(tx) => bind::<Postgres>(sql, values)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
        })
    }

    /// At most one row of a statement that reads or returns rows.
    pub(crate) async fn one(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(tx) => bind::<Sqlite>(sql, values)
                .fetch_optional(&mut **tx)
                .await?
                .map(Row::from),
            Self::Postgres(tx) => bind::<Postgres>(sql, values)
                .fetch_optional(&mut **tx)
                .await?
                .map(Row::from),
        })
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
