//! Checkpoints: what the log was at a moment, in a few lines of text.

use std::fmt::Write;

use time::OffsetDateTime;

use crate::{Frontier, Hash};

/// A statement of the log's size and root, to be kept where the log's keeper can't rewrite it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log.
    pub log_id: String,
    /// The tree that it covers.
    pub tree: Frontier,
    /// Leaf hash of the last record, or the genesis hash.
    pub head: Hash,
    /// When it was made.
    pub time: OffsetDateTime,
    /// Keyed hash of the body, in hex.
    pub mac: String,
}

impl Checkpoint {
    /// The lines that the keyed hash covers.
    pub(crate) fn body(log_id: &str, tree: &Frontier, head: &Hash, time: OffsetDateTime) -> String {
        let mut out = String::from("countersign-checkpoint/1\n");
        let micros = time.unix_timestamp_nanos() / 1000;
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "{log_id}\n{}\n{}\n{}\n{micros}\n",
            tree.size(),
            hex::encode(tree.root()),
            hex::encode(head),
        );
        out
    }

    /// The whole checkpoint as text, as FORMAT.md describes it.
    pub fn text(&self) -> String {
        let mut out = Self::body(&self.log_id, &self.tree, &self.head, self.time);
        out.push_str(&self.mac);
        out.push('\n');
        out
    }
}
