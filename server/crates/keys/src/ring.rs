//! Makes, loads, rotates and destroys the data keys of scopes.

use std::{collections::BTreeMap, fmt, sync::Arc};

use aws_lc_rs::hmac;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::{
    DataKey, KeyContext, KeyError, KeyProvider, KeyRecord, KeyState, KeyStore, Place, Random,
    Scope, ScopeKey, Sealed, WrappedKey, place::push,
};

const ROTATION_PAGE: u32 = 200;
const ATTEMPTS: u32 = 4;

/// The data keys of every scope. Cheap to clone; keeps no unwrapped key, so a shredded scope is
/// unreadable at once on every instance.
#[derive(Clone)]
pub struct KeyRing {
    current: Arc<dyn KeyProvider>,
    previous: Vec<Arc<dyn KeyProvider>>,
    store: Arc<dyn KeyStore>,
    random: Arc<dyn Random>,
}

/// What [`KeyRing::rotate`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RotationReport {
    /// Keys wrapped anew.
    pub rewrapped: u64,
    /// Keys that the current master key wraps already.
    pub current: u64,
    /// Tombstones passed over.
    pub shredded: u64,
    /// Keys that somebody else changed meanwhile; run again.
    pub raced: u64,
}

impl KeyRing {
    /// `current` wraps new keys; `previous` master keys are still read.
    pub fn new(
        current: Arc<dyn KeyProvider>,
        previous: Vec<Arc<dyn KeyProvider>>,
        store: Arc<dyn KeyStore>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            current,
            previous,
            store,
            random,
        }
    }

    /// The keys of a scope; makes the first one where the scope is new.
    /// Refuses a shredded scope: see [`KeyRing::reopen`].
    pub async fn key(&self, scope: &Scope) -> Result<ScopeKey, KeyError> {
        for _ in 0..ATTEMPTS {
            let records = self.store.load(scope).await?;
            let Some(last) = records.last() else {
                self.add(scope, 1).await?;
                continue;
            };
            if matches!(last.state, KeyState::Shredded { .. }) {
                return Err(shredded(scope));
            }
            return self.assemble(scope, last.version, &records).await;
        }
        Err(KeyError::Conflict(scope.to_string()))
    }

    /// The keys of a scope for reading only: makes none, and opens what a reopened or shredded
    /// scope still has.
    pub async fn reading_key(&self, scope: &Scope) -> Result<ScopeKey, KeyError> {
        let records = self.store.load(scope).await?;
        let version = records.last().map_or(0, |r| r.version);
        self.assemble(scope, version, &records).await
    }

    /// [`ScopeKey::seal`] with the scope's key.
    pub async fn seal(
        &self,
        scope: &Scope,
        place: &Place<'_>,
        plain: &[u8],
    ) -> Result<Sealed, KeyError> {
        self.key(scope).await?.seal(place, plain)
    }

    /// [`ScopeKey::open`] with the scope's keys.
    pub async fn open(
        &self,
        scope: &Scope,
        place: &Place<'_>,
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.reading_key(scope).await?.open(place, sealed)
    }

    /// Gives the scope a new data key for what is sealed from now on; older ones still open.
    pub async fn renew(&self, scope: &Scope) -> Result<(), KeyError> {
        let before = self.key(scope).await?;
        self.add(scope, before.current_version() + 1)
            .await
            .map(drop)
    }

    /// Allows sealing again in a shredded scope, under a new key. What was shredded stays so.
    pub async fn reopen(&self, scope: &Scope) -> Result<(), KeyError> {
        let records = self.store.load(scope).await?;
        match records.last() {
            Some(last) if matches!(last.state, KeyState::Shredded { .. }) => {
                self.add(scope, last.version + 1).await.map(drop)
            }
            _ => Ok(()),
        }
    }

    /// Destroys every key of a scope; answers how many. What they sealed can't be read again.
    pub async fn shred(&self, scope: &Scope, at: OffsetDateTime) -> Result<u64, KeyError> {
        let destroyed = self.store.shred(scope, at).await?;
        if destroyed == 0 && self.store.load(scope).await?.is_empty() {
            // A tombstone also for a scope that never had a key: nothing may appear later.
            let record = KeyRecord {
                scope: scope.clone(),
                version: 1,
                state: KeyState::Shredded { at },
            };
            if !self.store.insert(&record).await? {
                return Ok(self.store.shred(scope, at).await?);
            }
        }
        Ok(destroyed)
    }

    /// Wraps every data key with the current master key. Safe to run again and beside traffic.
    pub async fn rotate(&self) -> Result<RotationReport, KeyError> {
        let mut report = RotationReport::default();
        let mut after: Option<(Scope, u32)> = None;
        loop {
            let from = after.as_ref().map(|(scope, version)| (scope, *version));
            let page = self.store.page(from, ROTATION_PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(report);
            };
            after = Some((last.scope.clone(), last.version));
            for record in &page {
                self.rotate_one(record, &mut report).await?;
            }
        }
    }

    async fn rotate_one(
        &self,
        record: &KeyRecord,
        report: &mut RotationReport,
    ) -> Result<(), KeyError> {
        let KeyState::Active(wrapped) = &record.state else {
            report.shredded += 1;
            return Ok(());
        };
        if wrapped.master == self.current.master() {
            report.current += 1;
            return Ok(());
        }
        let context = KeyContext {
            scope: &record.scope,
            version: record.version,
        };
        let key = self.unwrap(wrapped, context).await?;
        let after = self.current.wrap(&key, context).await?;
        let (scope, version) = (&record.scope, record.version);
        if self.store.rewrap(scope, version, wrapped, &after).await? {
            report.rewrapped += 1;
        } else {
            report.raced += 1;
        }
        Ok(())
    }

    /// The scope of one patient: a keyed hash, so that stored names identify nobody.
    pub async fn patient_scope(
        &self,
        issuer: &str,
        tenant: &str,
        patient: &str,
    ) -> Result<Scope, KeyError> {
        Scope::patient(
            &self
                .blind("patient scope", &[issuer, tenant, patient])
                .await?,
        )
    }

    /// A keyed hash (HMAC-SHA-256, hex) by which a value can be found again without storing it.
    /// `label` keeps hashes for different columns apart.
    pub async fn blind(&self, label: &str, parts: &[&str]) -> Result<String, KeyError> {
        let scope = Scope::system("index")?;
        let keys = self.key(&scope).await?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, keys.first_key()?.expose());
        let mut message = b"countersign blind 1".to_vec();
        push(&mut message, label.as_bytes());
        for part in parts {
            push(&mut message, part.as_bytes());
        }
        Ok(hex::encode(hmac::sign(&key, &message)))
    }

    async fn add(&self, scope: &Scope, version: u32) -> Result<bool, KeyError> {
        let key = DataKey::generate(self.random.as_ref())?;
        let wrapped = self
            .current
            .wrap(&key, KeyContext { scope, version })
            .await?;
        let record = KeyRecord {
            scope: scope.clone(),
            version,
            state: KeyState::Active(wrapped),
        };
        Ok(self.store.insert(&record).await?)
    }

    async fn assemble(
        &self,
        scope: &Scope,
        current: u32,
        records: &[KeyRecord],
    ) -> Result<ScopeKey, KeyError> {
        let mut keys = BTreeMap::new();
        for record in records {
            let version = record.version;
            let key = match &record.state {
                KeyState::Active(wrapped) => {
                    Some(self.unwrap(wrapped, KeyContext { scope, version }).await?)
                }
                KeyState::Shredded { .. } => None,
            };
            keys.insert(version, key);
        }
        Ok(ScopeKey::new(
            scope.clone(),
            current,
            keys,
            self.random.clone(),
        ))
    }

    async fn unwrap(
        &self,
        wrapped: &WrappedKey,
        context: KeyContext<'_>,
    ) -> Result<DataKey, KeyError> {
        let mut providers = std::iter::once(&self.current).chain(&self.previous);
        let provider = providers
            .find(|provider| provider.master() == wrapped.master)
            .ok_or_else(|| KeyError::UnknownMaster(wrapped.master.clone()))?;
        provider.unwrap(wrapped, context).await
    }
}

fn shredded(scope: &Scope) -> KeyError {
    KeyError::Shredded {
        scope: scope.to_string(),
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyRing({})", self.current.master())
    }
}
