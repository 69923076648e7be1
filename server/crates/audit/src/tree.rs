//! The Merkle tree, kept as its frontier: the roots of the complete subtrees from left to right.

use sha2::{Digest, Sha256};

use crate::Hash;

/// A tree to which leaves are added at the right, in memory logarithmic to its size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// One root for each set bit of `size`, largest subtree first.
    roots: Vec<Hash>,
}

impl Frontier {
    /// Takes up a stored frontier; none if it does not fit its size.
    pub fn resume(size: u64, roots: Vec<Hash>) -> Option<Self> {
        (size.count_ones() as usize == roots.len()).then_some(Self { size, roots })
    }

    /// Adds a leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        let mut size = self.size;
        while size & 1 == 1 {
            let Some(left) = self.roots.pop() else { break };
            node = join(&left, &node);
            size >>= 1;
        }
        self.roots.push(node);
        self.size += 1;
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The subtree roots, to store.
    pub fn roots(&self) -> &[Hash] {
        &self.roots
    }

    /// Root over all leaves so far.
    pub fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev();
        let Some(last) = roots.next() else {
            return Sha256::digest(b"").into();
        };
        roots.fold(*last, |right, left| join(left, &right))
    }
}

fn join(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([1]);
    hasher.update(left);
    hasher.update(right);
    hasher.finalize().into()
}
