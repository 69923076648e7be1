//! Reads an overlay's folders, once, when the process starts.

use drafting::overlay::{Level, LevelKind};
use std::{collections::BTreeMap, fs, path::Path};

/// Most bytes of a file.
const LARGEST: u64 = 1_048_576;
/// Folders of a level that hold files of their own.
const WITH_FILES: [&str; 7] = [
    "questionnaires",
    "templates",
    "policies",
    "guidelines",
    "panel",
    "triage",
    "coding",
];
const TENANT: &str = "tenant";
const SPECIALTY: &str = "specialty";
const CLINICIAN: &str = "clinician";

/// Every level, by its folder below the overlay's own.
pub(super) fn levels(root: &Path) -> std::io::Result<BTreeMap<String, Level>> {
    let mut all = BTreeMap::new();
    // A folder that is not there is a fault; an empty one is not.
    fs::read_dir(root)?;
    level(
        root,
        LevelKind::Organization,
        "",
        &[TENANT, SPECIALTY],
        &mut all,
    );
    within(root, SPECIALTY, LevelKind::Specialty, "", &mut all);
    for (name, folder) in folders(&root.join(TENANT)) {
        let place = format!("{TENANT}/{name}");
        level(
            &folder,
            LevelKind::Tenant,
            &place,
            &[SPECIALTY, CLINICIAN],
            &mut all,
        );
        within(&folder, SPECIALTY, LevelKind::Specialty, &place, &mut all);
        within(&folder, CLINICIAN, LevelKind::Clinician, &place, &mut all);
    }
    Ok(all)
}

fn within(
    folder: &Path,
    group: &str,
    kind: LevelKind,
    place: &str,
    all: &mut BTreeMap<String, Level>,
) {
    for (name, folder) in folders(&folder.join(group)) {
        let slash = if place.is_empty() { "" } else { "/" };
        level(
            &folder,
            kind,
            &format!("{place}{slash}{group}/{name}"),
            &[],
            all,
        );
    }
}

fn level(
    folder: &Path,
    kind: LevelKind,
    place: &str,
    levels: &[&str],
    all: &mut BTreeMap<String, Level>,
) {
    let mut level = Level {
        kind,
        folder: place.to_owned(),
        files: BTreeMap::new(),
        unreadable: BTreeMap::new(),
    };
    for (name, path) in entries(folder) {
        if !path.is_dir() {
            file(&mut level, name, &path);
        } else if WITH_FILES.contains(&name.as_str()) {
            for (inner, path) in entries(&path) {
                file(&mut level, format!("{name}/{inner}"), &path);
            }
        } else if !levels.contains(&name.as_str()) {
            let why = "no such folder is known here".to_owned();
            level.unreadable.insert(name, why);
        }
    }
    all.insert(place.to_owned(), level);
}

/// Words for people (`README`, `*.md`) may lie beside the data.
fn file(level: &mut Level, name: String, path: &Path) {
    let ends = |ending: &str| name.to_ascii_lowercase().ends_with(ending);
    if ends(".md") || ends("readme") || ends(".txt") {
        return;
    }
    match text(path) {
        Ok(text) => drop(level.files.insert(name, text)),
        Err(why) => drop(level.unreadable.insert(name, why)),
    }
}

fn text(path: &Path) -> Result<String, String> {
    let found = fs::metadata(path).map_err(|error| error.to_string())?;
    if !found.is_file() {
        return Err("it is no file".to_owned());
    }
    if found.len() > LARGEST {
        return Err(format!("it has more than {LARGEST} bytes"));
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|_| "it is not text in UTF-8".to_owned())
}

fn folders(folder: &Path) -> Vec<(String, std::path::PathBuf)> {
    let mut all = entries(folder);
    all.retain(|(_, path)| path.is_dir());
    all
}

/// What a folder holds, by name; hidden names are passed over. Empty where there is no such folder.
fn entries(folder: &Path) -> Vec<(String, std::path::PathBuf)> {
    let list = fs::read_dir(folder).into_iter().flatten().flatten();
    let named =
        list.filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path())));
    let mut all: Vec<_> = named.filter(|(name, _)| !name.starts_with('.')).collect();
    all.sort();
    all
}
