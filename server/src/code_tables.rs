//! The folder of code tables: read whole at the start, written by `countersign codes import`.

use codes::{CodesError, Imported, System, Table, Tables};
use std::io;
use std::path::{Path, PathBuf};

/// What files of tables end with.
const ENDING: &str = ".codes.gz";

/// Why the tables can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TablesError {
    /// The folder or a file in it can't be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is no table.
    #[error(transparent)]
    Codes(#[from] CodesError),
}

fn io(path: &Path) -> impl FnOnce(io::Error) -> TablesError {
    let path = path.to_owned();
    move |source| TablesError::Io { path, source }
}

/// The tables of the folder, and the small subset that comes with the program where no ICD-10-CM table is installed. A folder that is not there
/// holds none.
pub fn load(folder: &Path) -> Result<Tables, TablesError> {
    let mut tables = installed(folder)?;
    if tables.iter().all(|table| table.system != System::Icd10Cm) {
        tables.push(codes::shipped()?);
    }
    Ok(Tables::new(tables))
}

fn installed(folder: &Path) -> Result<Vec<Table>, TablesError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io(folder)(error)),
    };
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(io(folder))?;
    paths.retain(|path| path.to_string_lossy().ends_with(ENDING));
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<Table, TablesError> {
    let bytes = std::fs::read(path).map_err(io(path))?;
    Ok(codes::read(&path.display().to_string(), &bytes)?)
}

/// Keeps a table in the folder and answers where. Over a table of the same system and first day it is laid: the order file and the tabular list of
/// one release make one table. The file is replaced whole, so that a reader never meets half of it.
pub fn keep(folder: &Path, imported: Imported) -> Result<(PathBuf, Table), TablesError> {
    let path = folder.join(codes::file_name(&imported.table));
    let table = if path.exists() {
        let mut table = read(&path)?;
        table.lay_over(imported.table);
        table
    } else {
        imported.table
    };
    std::fs::create_dir_all(folder).map_err(io(folder))?;
    let half = path.with_extension("new");
    std::fs::write(&half, codes::write(&table)?).map_err(io(&half))?;
    std::fs::rename(&half, &path).map_err(io(&path))?;
    Ok((path, table))
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]
mod tests {
    use super::*;
    use codes::{Code, Given, Note, import};

    fn imported(file: &str, text: &str) -> Imported {
        import::read(file, text.as_bytes(), &Given::default()).unwrap()
    }

    #[test]
    fn a_damaged_table_is_named_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(load(&folder.path().join("none")).unwrap().all().len(), 1);
        std::fs::write(folder.path().join("x.codes.gz"), b"no table").unwrap();
        let error = load(folder.path()).unwrap_err().to_string();
        assert!(error.contains("x.codes.gz, line 1"), "{error}");
    }

    #[test]
    fn an_installed_table_takes_the_place_of_the_subset_and_grows_by_its_notes() {
        let folder = tempfile::tempdir().unwrap();
        let list = imported(
            "icd10cm_2026.tsv",
            "code\tbillable\tdescription\nE11.9\t1\tDiabetes\nE11\t0\tDiabetes\nI10\t1\tHypertension\n",
        );
        keep(folder.path(), list).unwrap();
        let notes = "<ICD10CM.tabular><version>2026</version><chapter><section><diag><name>E11</name><desc>Diabetes</desc>\
            <excludes1><note>other (E10.-)</note></excludes1><diag><name>E11.9</name><desc>Diabetes</desc></diag></diag></section></chapter></ICD10CM.tabular>";
        let (path, table) = keep(folder.path(), imported("t.xml", notes)).unwrap();
        assert!(path.ends_with("icd-10-cm-2025-10-01.codes.gz"));
        assert_eq!(table.len(), 3);
        let tables = load(folder.path()).unwrap();
        assert_eq!(tables.all().len(), 1);
        let code = Code::read(System::Icd10Cm, "E11.9").unwrap();
        assert_eq!(
            tables.all()[0].notes(&code, Note::Excludes1),
            ["other (E10.-)"]
        );
    }
}
