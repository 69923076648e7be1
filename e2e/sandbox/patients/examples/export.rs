//! Writes patients' charts as FHIR Bundles, one `<id>.json` each, for tools that read charts from files.
//! Usage: `cargo run -p sandbox-patients --example export -- DIR [ID…]`; without ids, every patient.

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let dir = PathBuf::from(args.next().ok_or("usage: export DIR [ID…]")?);
    let asked: Vec<String> = args.collect();
    std::fs::create_dir_all(&dir)?;
    let ids = if asked.is_empty() { sandbox_patients::ids().map(str::to_owned).collect() } else { asked };
    for id in ids {
        let patient = sandbox_patients::patient(&id).ok_or_else(|| format!("no patient {id}"))?;
        std::fs::write(dir.join(format!("{id}.json")), patient.json)?;
    }
    Ok(())
}
