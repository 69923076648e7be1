//! Finds the installed binaries.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Where `initdb` and `postgres` are.
#[derive(Debug, Clone)]
pub struct Binaries {
    /// Makes a data folder.
    pub initdb: PathBuf,
    /// The server.
    pub postgres: PathBuf,
}

/// A program is not installed.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{program} is not installed: install the package `{package}`")]
pub struct Missing {
    /// The program.
    pub program: &'static str,
    /// The package that has it, as Debian names it.
    pub package: &'static str,
}

impl Binaries {
    /// Looks in `PATH`, then where Debian, Fedora and Homebrew put them, newest version first.
    pub fn find() -> Result<Self, Missing> {
        let path = env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
        for base in [
            "/usr/lib/postgresql",
            "/usr/pgsql",
            "/opt/homebrew/opt",
            "/usr/local/opt",
        ] {
            folders.extend(versions(Path::new(base)));
        }
        Self::among(&folders)
    }

    fn among(folders: &[PathBuf]) -> Result<Self, Missing> {
        let mut pair = folders.iter().map(|folder| Self {
            initdb: folder.join("initdb"),
            postgres: folder.join("postgres"),
        });
        pair.find(|pair| pair.initdb.is_file() && pair.postgres.is_file())
            .ok_or(Missing {
                program: "PostgreSQL (initdb, postgres)",
                package: "postgresql",
            })
    }
}

/// The `bin` folders below a folder, highest version first.
fn versions(base: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(base).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let version = name.trim_start_matches("postgresql@").parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    found.sort_unstable_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, path)| path).collect()
}

/// Finds a program in `PATH`.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_its_package() {
        let empty = tempfile::tempdir().unwrap();
        let missing = Binaries::among(&[empty.path().to_owned()]).unwrap_err();
        let text =
            "PostgreSQL (initdb, postgres) is not installed: install the package `postgresql`";
        assert_eq!(missing.to_string(), text);
    }
}
