//! What can go wrong with keys. No variant carries key bytes or plaintext.

/// Why a key or a sealed value could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The sealed value does not authenticate: another cell, another key, or changed bytes.
    #[error("sealed value does not authenticate here")]
    Refused,
    /// The sealed value is shorter than its header and tag.
    #[error("sealed value is truncated")]
    Truncated,
    /// The sealed value's format or algorithm byte is unknown to this version.
    #[error("sealed value has unknown format {format}, algorithm {algorithm}")]
    UnknownFormat {
        /// First byte.
        format: u8,
        /// Second byte.
        algorithm: u8,
    },
    /// No data key of that version exists in the scope.
    #[error("no data key version {version} in scope {scope}")]
    UnknownVersion {
        /// Scope name.
        scope: String,
        /// Data key version that the sealed value names.
        version: u32,
    },
    /// The scope's keys were destroyed.
    #[error("the keys of scope {scope} were destroyed")]
    Shredded {
        /// Scope name.
        scope: String,
    },
    /// No provider at hand has the master key that wrapped this data key.
    #[error("no provider for master key {0}")]
    UnknownMaster(String),
    /// The master key is not 32 bytes in raw, hex or base64 form.
    #[error("master key: {0}")]
    MasterKey(String),
    /// A scope name is empty, too long or has characters other than a-z, A-Z, 0-9, `-._:`.
    #[error("scope name is not usable")]
    ScopeName,
    /// The system gave no random bytes.
    #[error("no random bytes")]
    NoRandom,
    /// Two writers raced for one scope and the loser could not read the winner's key.
    #[error("key of scope {0} changed while it was used")]
    Conflict(String),
    /// The place where keys are kept failed.
    #[error("key store: {0}")]
    Store(#[from] crate::KeyStoreError),
    /// The provider (for example a cloud key service) failed.
    #[error("key provider: {0}")]
    Provider(String),
}
