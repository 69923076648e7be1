//! The cell that a sealed value belongs to; it goes into the associated data.

/// Where a sealed value lives. A value sealed for one place opens in no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Whose data it is, where one database serves several (empty if it serves one).
    pub tenant: &'a str,
    /// Table.
    pub table: &'a str,
    /// Primary key of the row.
    pub row: &'a str,
    /// Column.
    pub column: &'a str,
}

impl<'a> Place<'a> {
    /// Names a cell.
    pub fn new(tenant: &'a str, table: &'a str, row: &'a str, column: &'a str) -> Self {
        Self {
            tenant,
            table,
            row,
            column,
        }
    }

    /// Associated data: each part with its length before it, so that no two places share bytes.
    pub(crate) fn associated_data(&self, scope: &str, header: &[u8]) -> Vec<u8> {
        let mut out = b"countersign sealed 1".to_vec();
        push(&mut out, header);
        for part in [scope, self.tenant, self.table, self.row, self.column] {
            push(&mut out, part.as_bytes());
        }
        out
    }
}

pub(crate) fn push(out: &mut Vec<u8>, part: &[u8]) {
    out.extend_from_slice(&(part.len() as u64).to_be_bytes());
    out.extend_from_slice(part);
}
