//! One interface over SQLite and PostgreSQL.

mod open;
mod row;
mod tx;
mod value;

use sqlx::{
    PgPool, Postgres, Sqlite, SqlitePool,
    pool::{Pool, PoolConnection},
};

pub use open::Settings;
pub(crate) use row::Row;
pub(crate) use tx::Tx;
pub(crate) use value::{Value, args, bind};

use crate::StoreError;

/// A connected database with its tables up to date. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database(pub(crate) Pools);

#[derive(Clone, Debug)]
pub(crate) enum Pools {
    /// Readers run beside the one writer; a second writer would only wait for the first.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

impl Database {
    /// Whether it answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read("SELECT 1", vec![]).await.map(drop)
    }

    /// Ends every connection; waits for those in use.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// Reads rows.
    pub(crate) async fn read(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        match &self.0 {
            Pools::Sqlite { read, .. } => rows_sqlite(read, sql, values).await,
            Pools::Postgres(pool) => rows_postgres(pool, sql, values).await,
        }
    }

    /// Reads at most one row.
    pub(crate) async fn read_one(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.read(sql, values).await?.into_iter().next())
    }

    /// Changes rows in one statement; answers how many.
    pub(crate) async fn write(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        Ok(match &self.0 {
            Pools::Sqlite { write, .. } => bind::<Sqlite>(sql, values)
                .execute(write)
                .await?
                .rows_affected(),
            Pools::Postgres(pool) => bind::<Postgres>(sql, values)
                .execute(pool)
                .await?
                .rows_affected(),
        })
    }

    /// Changes rows in one statement that returns rows.
    pub(crate) async fn write_returning(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        match &self.0 {
            Pools::Sqlite { write, .. } => rows_sqlite(write, sql, values).await,
            Pools::Postgres(pool) => rows_postgres(pool, sql, values).await,
        }
    }

    /// Begins a transaction that may write.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match &self.0 {
            // Taking the write lock at the start avoids failing in the middle.
            Pools::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }
}

async fn rows_sqlite(
    pool: &Pool<Sqlite>,
    sql: &'static str,
    values: Vec<Value>,
) -> Result<Vec<Row>, StoreError> {
    let mut connection: PoolConnection<Sqlite> = pool.acquire().await?;
    let rows = bind::<Sqlite>(sql, values)
        .fetch_all(&mut *connection)
        .await?;
    Ok(rows.into_iter().map(Row::from).collect())
}

async fn rows_postgres(
    pool: &Pool<Postgres>,
    sql: &'static str,
    values: Vec<Value>,
) -> Result<Vec<Row>, StoreError> {
    let mut connection: PoolConnection<Postgres> = pool.acquire().await?;
    let rows = bind::<Postgres>(sql, values)
        .fetch_all(&mut *connection)
        .await?;
    Ok(rows.into_iter().map(Row::from).collect())
}
