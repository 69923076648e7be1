//! The resources, in memory, with all their versions.

mod bundles;
pub mod date;
pub mod index;
mod load;
pub mod text;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use time::OffsetDateTime;

pub use load::LoadReport;

use crate::state::lock;
use index::Index;

/// One version of a resource.
#[derive(Debug)]
pub struct Version {
    /// `1`, `2`, …
    pub number: u32,
    /// When it was stored.
    pub updated: OffsetDateTime,
    /// The exact JSON.
    pub text: String,
}

/// A resource with its versions, the newest last.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its type.
    pub rtype: String,
    /// Its id.
    pub id: String,
    /// What searches look at.
    pub index: Index,
    /// The newest version.
    pub current: Arc<Version>,
    /// The versions before it, the oldest first.
    pub earlier: Vec<Arc<Version>>,
    /// Whether an app created or changed it.
    pub filed: bool,
}

impl Stored {
    /// The newest version.
    pub fn current(&self) -> &Version {
        &self.current
    }

    /// All versions, the newest first.
    pub fn versions(&self) -> impl Iterator<Item = &Arc<Version>> {
        std::iter::once(&self.current).chain(self.earlier.iter().rev())
    }

    /// Its JSON as a value, for display and checks; never for answers.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.current().text).unwrap_or_default()
    }

    /// `Type/id`.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.rtype, self.id)
    }
}

/// All resources.
#[derive(Debug, Default)]
pub struct Store(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    types: BTreeMap<String, ByType>,
    filed: Vec<(String, String)>,
}

#[derive(Debug, Default)]
struct ByType {
    by_id: HashMap<String, Arc<Stored>>,
    order: Vec<String>,
    by_patient: HashMap<String, Vec<String>>,
}

impl Store {
    /// The newest state of a resource.
    pub fn get(&self, rtype: &str, id: &str) -> Option<Arc<Stored>> {
        lock(&self.0).types.get(rtype)?.by_id.get(id).cloned()
    }

    /// Follows a `Type/id` reference.
    pub fn follow(&self, reference: &str) -> Option<Arc<Stored>> {
        let (rtype, id) = reference.split_once('/')?;
        self.get(rtype, id)
    }

    /// All resources of a type in the order they came, only those of `patient` when given.
    pub fn all(&self, rtype: &str, patient: Option<&str>) -> Vec<Arc<Stored>> {
        let inner = lock(&self.0);
        let Some(by_type) = inner.types.get(rtype) else {
            return Vec::new();
        };
        let ids = match patient {
            Some(patient) => by_type
                .by_patient
                .get(patient)
                .map_or(&[][..], Vec::as_slice),
            None => &by_type.order,
        };
        ids.iter()
            .filter_map(|id| by_type.by_id.get(id).cloned())
            .collect()
    }

    /// The types that hold anything, with their counts.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        lock(&self.0)
            .types
            .iter()
            .map(|(name, by_type)| (name.clone(), by_type.order.len()))
            .collect()
    }

    /// What apps created or changed, oldest first.
    pub fn filed(&self) -> Vec<Arc<Stored>> {
        let keys = lock(&self.0).filed.clone();
        keys.iter()
            .filter_map(|(rtype, id)| self.get(rtype, id))
            .collect()
    }

    /// Stores a text as the first version of a resource, or as the next one when the id exists.
    pub fn add(&self, rtype: &str, id: &str, text: String, updated: OffsetDateTime, filed: bool) {
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        let before = self.get(rtype, id);
        let number = before
            .as_ref()
            .map_or(1, |stored| stored.current.number + 1);
        let earlier = before.map(|stored| {
            let mut earlier = stored.earlier.clone();
            earlier.push(stored.current.clone());
            earlier
        });
        self.insert(Stored {
            rtype: rtype.to_owned(),
            id: id.to_owned(),
            index: Index::of(&value),
            current: Arc::new(Version {
                number,
                updated,
                text,
            }),
            earlier: earlier.unwrap_or_default(),
            filed,
        });
    }

    /// Puts a resource in place of whatever had its id.
    fn insert(&self, stored: Stored) {
        let mut inner = lock(&self.0);
        let key = (stored.rtype.clone(), stored.id.clone());
        let by_type = inner.types.entry(stored.rtype.clone()).or_default();
        let (id, patient, filed) = (
            stored.id.clone(),
            stored.index.patient.clone(),
            stored.filed,
        );
        if by_type.by_id.insert(id.clone(), Arc::new(stored)).is_none() {
            by_type.order.push(id.clone());
            if let Some(patient) = patient {
                by_type.by_patient.entry(patient).or_default().push(id);
            }
        }
        if filed && !inner.filed.contains(&key) {
            inner.filed.push(key);
        }
    }
}
