//! One chart in all its worlds, ready to make statements of and to judge them on.

use crate::chart::Chart;
use crate::enrich;
use crate::error::BenchError;
use crate::pair::{Scene, World};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;
use time::Date;

/// A chart and its worlds.
pub struct Ward {
    /// What tables and ids call it.
    pub name: String,
    /// The Bundle as it came.
    pub bytes: Vec<u8>,
    /// The day of writing.
    pub as_of: Date,
    plain: Chart,
    rich: Chart,
    overlays: [(World, Vec<Value>); 4],
    retracted: BTreeSet<String>,
    foreign: BTreeSet<String>,
    stopped: BTreeSet<String>,
}

/// Charts hold patient data: only the name is shown.
impl std::fmt::Debug for Ward {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ward")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Ward {
    /// Reads a chart and makes its worlds with this seed.
    pub fn new(
        name: &str,
        bytes: Vec<u8>,
        as_of: Option<Date>,
        seed: u64,
    ) -> Result<Self, BenchError> {
        let base: Value =
            serde_json::from_slice(&bytes).map_err(|error| BenchError::form(name, error))?;
        let plain = Chart::read(&[&base], as_of)?;
        let as_of = plain
            .today()
            .ok_or_else(|| BenchError::form(name, "no date anywhere"))?;
        let seed = seed
            ^ name
                .bytes()
                .fold(0, |sum: u64, byte| sum.wrapping_mul(31) + u64::from(byte));
        let more = enrich::rich(&plain, seed);
        let rich = Chart::read(&[&base, &more], Some(as_of))?;
        let (retracted, without) = enrich::retracted(&rich, seed);
        let (foreign, mixed) = enrich::foreign(&rich, seed);
        let (stopped, over) = enrich::stopped(&rich);
        let overlays = [
            (World::Rich, vec![more.clone()]),
            (World::Retracted, vec![more.clone(), without]),
            (World::Foreign, vec![more.clone(), mixed]),
            (World::Stopped, vec![more, over]),
        ];
        Ok(Self {
            name: name.to_owned(),
            bytes,
            as_of,
            plain,
            rich,
            overlays,
            retracted,
            foreign,
            stopped,
        })
    }

    /// What makers work with in the plain or the rich world.
    pub fn scene(&self, world: World) -> Scene<'_> {
        Scene {
            chart: if world == World::Plain {
                &self.plain
            } else {
                &self.rich
            },
            world,
            retracted: &self.retracted,
            foreign: &self.foreign,
            stopped: &self.stopped,
        }
    }

    /// The Bundles that lie over the chart in that world, in order.
    pub fn overlays(&self, world: World) -> &[Value] {
        self.overlays
            .iter()
            .find(|(one, _)| *one == world)
            .map_or(&[], |(_, all)| all.as_slice())
    }
}

/// Every chart of a folder (`.json`, `.json.gz`), by name.
pub fn folder(
    path: &Path,
    seed: u64,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<Ward>, BenchError> {
    let io = |cause| BenchError::Io {
        what: path.display().to_string(),
        cause,
    };
    let mut files: Vec<_> = std::fs::read_dir(path)
        .map_err(io)?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let Some(full) = file.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let name = full.trim_end_matches(".gz").trim_end_matches(".json");
        if name == full || name == "manifest" || !wanted(name) {
            continue;
        }
        all.push(Ward::new(name, read(&file)?, None, seed)?);
    }
    Ok(all)
}

/// The bytes of a file, unpacked where it is packed.
pub fn read(file: &Path) -> Result<Vec<u8>, BenchError> {
    let io = |cause| BenchError::Io {
        what: file.display().to_string(),
        cause,
    };
    let bytes = std::fs::read(file).map_err(io)?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice())
        .read_to_end(&mut out)
        .map_err(io)?;
    Ok(out)
}

/// The project's own patients, whose "today" is fixed, by id.
pub fn own(seed: u64, wanted: impl Fn(&str) -> bool) -> Result<Vec<Ward>, BenchError> {
    let today = crate::day::When::parse(sandbox_patients::TODAY).map(crate::day::When::end);
    sandbox_patients::ids()
        .filter(|id| wanted(id))
        .filter_map(sandbox_patients::patient)
        .map(|patient| Ward::new(&patient.id, patient.json.into_bytes(), today, seed))
        .collect()
}
