//! A row, read from left to right.

use keys::{Scope, Sealed};
use sqlx::{Decode, Postgres, Row as _, Sqlite, Type, postgres::PgRow, sqlite::SqliteRow};
use time::OffsetDateTime;

use super::value;
use crate::StoreError;

/// A row; each call takes the next column.
pub(crate) struct Row {
    inner: Inner,
    next: usize,
}

enum Inner {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl From<SqliteRow> for Row {
    fn from(row: SqliteRow) -> Self {
        Self {
            inner: Inner::Sqlite(row),
            next: 0,
        }
    }
}

impl From<PgRow> for Row {
    fn from(row: PgRow) -> Self {
        Self {
            inner: Inner::Postgres(row),
            next: 0,
        }
    }
}

impl Row {
    fn take<T>(&mut self) -> Result<T, StoreError>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite>,
        T: for<'r> Decode<'r, Postgres> + Type<Postgres>,
    {
        let column = self.next;
        self.next += 1;
        Ok(match &self.inner {
            Inner::Sqlite(row) => row.try_get(column)?,
            Inner::Postgres(row) => row.try_get(column)?,
        })
    }

    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        self.take()
    }

    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>, StoreError> {
        self.take()
    }

    pub(crate) fn int(&mut self) -> Result<i64, StoreError> {
        self.take()
    }

    pub(crate) fn maybe_int(&mut self) -> Result<Option<i64>, StoreError> {
        self.take()
    }

    /// An integer that is never negative.
    pub(crate) fn count(&mut self) -> Result<u64, StoreError> {
        u64::try_from(self.int()?).map_err(|_| StoreError::Row("a negative count"))
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        self.take()
    }

    pub(crate) fn maybe_bytes(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        self.take()
    }

    pub(crate) fn time(&mut self) -> Result<OffsetDateTime, StoreError> {
        value::time(self.int()?)
    }

    pub(crate) fn maybe_time(&mut self) -> Result<Option<OffsetDateTime>, StoreError> {
        self.maybe_int()?.map(value::time).transpose()
    }

    pub(crate) fn sealed(&mut self) -> Result<Sealed, StoreError> {
        Ok(Sealed::from_bytes(self.bytes()?))
    }

    pub(crate) fn maybe_sealed(&mut self) -> Result<Option<Sealed>, StoreError> {
        Ok(self.maybe_bytes()?.map(Sealed::from_bytes))
    }

    pub(crate) fn scope(&mut self) -> Result<Scope, StoreError> {
        Ok(Scope::parse(self.text()?)?)
    }

    /// A 32-byte hash.
    pub(crate) fn hash(&mut self) -> Result<[u8; 32], StoreError> {
        let bytes = self.bytes()?;
        bytes
            .try_into()
            .map_err(|_| StoreError::Row("a hash of another length"))
    }
}
