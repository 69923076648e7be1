//! The data files that drafts are made with: those that come with the program, and over them an organization's overlay, resolved for each launch by its
//! tenant, the user's specialty and the user. Read and checked once, at the start.

mod place;
mod read;
#[cfg(test)]
mod test;

pub use place::{folder, slug};

use crate::code_tables;
use crate::compose::ComposeError;
use crate::config::Config;
use drafting::Drafting;
use drafting::overlay::{Fault, FaultKind, Level, LevelKind, Overlaid, Settings};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};
use store::Launch;

/// Under which name a launch remembers its user's specialties.
pub const SPECIALTIES: &str = "specialties";

/// For whom a draft is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Whom<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// The user, `Practitioner/id`.
    pub user: &'a str,
    /// Codes and names of the user's specialties; the first that has a folder counts.
    pub specialties: &'a [String],
}

/// What holds for a launch.
pub struct Shelf {
    /// With everything that holds.
    pub drafting: Arc<Drafting>,
    /// What of these levels was passed over.
    pub faults: Vec<Fault>,
    /// The folders that were applied, from the outermost.
    pub folders: Vec<String>,
}

/// Every data file.
pub struct Library {
    base: Drafting,
    levels: BTreeMap<String, Level>,
    /// What the EHRs' codes and names of specialties stand for.
    specialties: BTreeMap<String, String>,
    shelves: Mutex<HashMap<Vec<String>, Arc<Shelf>>>,
}

/// Faults that nobody may start with: of the organization, and of a tenant.
#[derive(Debug)]
pub struct Refused(pub Vec<Fault>);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the overlay cannot be used:")?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

impl std::error::Error for Refused {}

impl Library {
    /// What the configuration names.
    pub fn load(config: &Config) -> Result<Self, ComposeError> {
        let tables = code_tables::load(&config.drafting.codes)?;
        Self::configured(config, Some(tables))
    }

    /// As [`Library::load`], without the installed code tables: for looking at the files alone.
    pub fn without_codes(config: &Config) -> Result<Self, ComposeError> {
        Self::configured(config, None)
    }

    fn configured(config: &Config, tables: Option<codes::Tables>) -> Result<Self, ComposeError> {
        let mut base = Drafting::shipped()?;
        if let Some(folder) = &config.drafting.policies {
            add_policies(&mut base, folder)?;
        }
        if let Some(tables) = tables {
            base.set_code_tables(tables)?;
        }
        Self::over(base, config.drafting.overlay.as_deref())
    }

    /// An overlay's folder over what is there.
    pub fn over(base: Drafting, overlay: Option<&Path>) -> Result<Self, ComposeError> {
        let levels = match overlay {
            Some(folder) => {
                read::levels(folder).map_err(ComposeError::io(folder.display().to_string()))?
            }
            None => BTreeMap::new(),
        };
        let settings = levels.get("").map(Settings::of);
        let specialties = settings.and_then(Result::ok).map(|one| one.specialties);
        let library = Self {
            base,
            levels,
            specialties: specialties.unwrap_or_default(),
            shelves: Mutex::default(),
        };
        let faults = library.faults().into_iter();
        let (must, _): (Vec<_>, Vec<_>) = faults
            .partition(|fault| fault.kind != FaultKind::Locked && fault.whose <= LevelKind::Tenant);
        if must.is_empty() {
            Ok(library)
        } else {
            Err(Refused(must).into())
        }
    }

    /// Everything that is wrong with any level, each fault once.
    pub fn faults(&self) -> Vec<Fault> {
        let mut all: Vec<Fault> = Vec::new();
        for folder in self.levels.keys() {
            for fault in self.applied(&outwards(folder)).faults {
                if !all.contains(&fault) {
                    all.push(fault);
                }
            }
        }
        all
    }

    /// SHA-256 (hex) of everything that the overlay holds; none without one.
    pub fn fingerprint(&self) -> Option<String> {
        let mut hasher = Sha256::new();
        for (folder, level) in &self.levels {
            for (file, text) in &level.files {
                for part in [folder, file, text] {
                    hasher.update((part.len() as u64).to_be_bytes());
                    hasher.update(part);
                }
            }
        }
        (!self.levels.is_empty()).then(|| hex::encode(hasher.finalize()))
    }

    /// Whether a user's specialty makes any difference.
    pub fn asks_specialty(&self) -> bool {
        let mut levels = self.levels.values();
        levels.any(|level| level.kind == LevelKind::Specialty)
    }

    /// What holds for somebody. The same for the same overlay, whenever it is asked.
    pub fn of(&self, whom: Whom<'_>) -> Arc<Shelf> {
        let folders = self.folders(whom);
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = shelves.get(&folders) {
            return Arc::clone(found);
        }
        let Overlaid { drafting, faults } = self.applied(&folders);
        let held = Arc::new(Shelf {
            drafting: Arc::new(drafting),
            faults,
            folders: folders.clone(),
        });
        shelves.insert(folders, Arc::clone(&held));
        held
    }

    /// What holds for a launch's user.
    pub fn of_launch(&self, launch: &Launch) -> Arc<Shelf> {
        let known = launch.context.more.get(SPECIALTIES).cloned();
        let specialties: Vec<String> = known
            .and_then(|known| serde_json::from_value(known).ok())
            .unwrap_or_default();
        self.of(Whom {
            tenant: launch.key.tenant().as_str(),
            user: launch.context.user.as_str(),
            specialties: &specialties,
        })
    }

    fn applied(&self, folders: &[String]) -> Overlaid {
        let levels: Vec<&Level> = folders
            .iter()
            .filter_map(|folder| self.levels.get(folder))
            .collect();
        self.base.overlaid(&levels)
    }

    /// The folders that hold for somebody, from the outermost.
    fn folders(&self, whom: Whom<'_>) -> Vec<String> {
        let tenant = format!("tenant/{}", folder(whom.tenant));
        let clinician = format!("{tenant}/clinician/{}", folder(whom.user));
        let own = self.levels.get(&clinician).map(Settings::of);
        let own = own.and_then(Result::ok).and_then(|own| own.specialty);
        let has = |name: &String| {
            self.levels.contains_key(&format!("specialty/{name}"))
                || self
                    .levels
                    .contains_key(&format!("{tenant}/specialty/{name}"))
        };
        let known = own.iter().chain(whom.specialties);
        let specialty = known.map(|name| self.specialty(name)).find(has);
        let mut all = vec![String::new(), tenant.clone()];
        if let Some(name) = specialty {
            all.push(format!("specialty/{name}"));
            all.push(format!("{tenant}/specialty/{name}"));
        }
        all.push(clinician);
        all.retain(|folder| self.levels.contains_key(folder));
        all
    }

    /// The folder's name of what an EHR calls a specialty.
    fn specialty(&self, name: &str) -> String {
        let named = self.specialties.get(name).map_or(name, String::as_str);
        slug(named)
    }
}

/// A level with those outside of it.
fn outwards(inner: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let parts: Vec<&str> = inner.split('/').collect();
    if let ["tenant", tenant, ..] = parts.as_slice() {
        all.push(format!("tenant/{tenant}"));
    }
    if let ["tenant", _, "specialty", name] = parts.as_slice() {
        all.push(format!("specialty/{name}"));
    }
    if !all.iter().any(|one| one == inner) {
        all.push(inner.to_owned());
    }
    all
}

fn add_policies(drafting: &mut Drafting, folder: &Path) -> Result<(), ComposeError> {
    let list = std::fs::read_dir(folder).map_err(ComposeError::io(folder.display().to_string()))?;
    let mut files: Vec<_> = list
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    for file in files {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(&file).map_err(ComposeError::io(name.clone()))?;
        drafting.add_policy(&name, &text)?;
    }
    Ok(())
}
