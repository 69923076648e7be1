//! Where the open test data is.
use std::path::{Path, PathBuf};

/// A file or folder of the test data; says loudly when there is none.
pub(crate) fn data(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("COUNTERSIGN_TEST_DATA")
        .map(PathBuf::from)
        .or_else(|| {
            let here = Path::new(env!("CARGO_MANIFEST_DIR"));
            let workspace = here
                .ancestors()
                .find(|folder| folder.join("Cargo.lock").exists())?;
            Some(workspace.join("../shared/data"))
        });
    let found = root
        .map(|root| root.join(path))
        .filter(|path| path.exists());
    if found.is_none() {
        eprintln!("SKIPPED: the test data {path} is not there (set COUNTERSIGN_TEST_DATA)");
    }
    found
}
