//! Envelope encryption: every patient and every launch has data keys of its own, wrapped by a
//! master key that never touches the database.
//!
//! - [`KeyProvider`] wraps and unwraps data keys; [`LocalKeyProvider`] holds a 32-byte master key.
//!   A cloud key service implements the same trait: what is stored names provider and master key.
//! - [`KeyRing`] makes, loads, rotates and shreds the data keys of a [`Scope`].
//! - [`ScopeKey`] seals and opens bytes for one [`Place`] (tenant, table, row, column), so that a
//!   sealed value moved to another cell does not open.
//!
//! Shredding a scope destroys its data keys and keeps a tombstone: what they sealed stays
//! unreadable, and nothing is sealed under that scope again until somebody reopens it.

mod error;
mod local;
mod memory;
mod place;
mod provider;
mod random;
mod ring;
mod scope;
mod sealed;
mod store;

pub use error::KeyError;
pub use local::LocalKeyProvider;
pub use memory::MemoryKeyStore;
pub use place::Place;
pub use provider::{DataKey, KeyContext, KeyProvider, WrappedKey};
pub use random::{Random, SystemRandom};
pub use ring::{KeyRing, RotationReport};
pub use scope::Scope;
pub use sealed::{ScopeKey, Sealed};
pub use store::{KeyRecord, KeyState, KeyStore, KeyStoreError};
