//! `cargo xtask fuzz`: the fuzz targets of `fuzz/`.

use crate::command::{answer, cargo, root, target};
use crate::error::Error;
use crate::say;
use crate::sheet::Sheet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

const TARGETS: [&str; 4] = ["statement", "quote", "chart", "note"];

/// Options of `fuzz`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Which target; all of them, one after the other, where none is named.
    #[arg(value_parser = TARGETS)]
    target: Option<String>,
    /// Seconds for each target, building it not counted.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Figures as JSON.
    #[arg(long)]
    json: bool,
}

/// What the fuzzer says of its run.
#[derive(Debug, Default, PartialEq)]
struct Run {
    executions: u64,
    edges: u64,
    features: u64,
    inputs: u64,
}

impl Run {
    /// Takes in one line of the fuzzer's output.
    fn read(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        while let Some(word) = words.next() {
            let slot = match word {
                "stat::number_of_executed_units:" => &mut self.executions,
                "cov:" => &mut self.edges,
                "ft:" => &mut self.features,
                "corp:" => &mut self.inputs,
                _ => continue,
            };
            // `corp: 12/3Kb` counts inputs and their bytes.
            let count = words.next().and_then(|word| word.split('/').next());
            if let Some(count) = count.and_then(|count| count.parse().ok()) {
                *slot = count;
            }
        }
    }
}

/// Runs the targets, each to its end; 1 where an input was found that breaks one.
pub(crate) fn run(options: &Options) -> Result<ExitCode, Error> {
    if answer(cargo().args(["fuzz", "--version"])).is_none() {
        say::problem("install it with `cargo install cargo-fuzz`");
        return Err(Error::Missing { what: "cargo-fuzz" });
    }
    let mut sheet = Sheet::new(options.json);
    let wanted = |name: &&str| options.target.as_deref().is_none_or(|own| own == *name);
    for name in TARGETS.into_iter().filter(wanted) {
        say::step(&format!("fuzz {name}"));
        one(&mut sheet, name, options.seconds)?;
    }
    Ok(sheet.end())
}

fn one(sheet: &mut Sheet, name: &str, seconds: u32) -> Result<(), Error> {
    let found = target().join("fuzz/found").join(name);
    let broken = target().join("fuzz/broken").join(name);
    for folder in [&found, &broken] {
        std::fs::create_dir_all(folder).map_err(Error::at(folder))?;
    }
    let shown = format!("cargo fuzz run {name}");
    let mut command = cargo();
    // The fuzzer's flags are asked of a nightly compiler; this opens them in the stable one that the project is built with. None of our code is
    // unsafe, so the memory sanitizer, which halves the speed, would watch nothing of ours.
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["fuzz", "run", "--sanitizer", "none", "--target-dir"])
        .arg(target().join("fuzz"))
        .arg(name)
        .args([&found, &seeds(name)])
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-dict={}", words(name).display()))
        .arg(format!("-artifact_prefix={}/", broken.display()))
        .args(["-max_len=4096", "-timeout=20", "-print_final_stats=1"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|cause| Error::NotRun {
        command: shown.clone(),
        cause,
    })?;
    let mut run = Run::default();
    for line in child.stderr.take().into_iter().flat_map(lines) {
        run.read(&line);
        say::note(&line);
    }
    let status = child.wait().map_err(|cause| Error::NotRun {
        command: shown.clone(),
        cause,
    })?;
    if run == Run::default() {
        // It never came to run: the build failed.
        return Err(Error::Failed {
            command: shown,
            status: status.to_string(),
        });
    }
    sheet.figure(&format!("fuzz {name} executions"), run.executions, "");
    sheet.figure(&format!("fuzz {name} coverage"), run.edges, "edges");
    sheet.figure(&format!("fuzz {name} features"), run.features, "");
    sheet.figure(&format!("fuzz {name} inputs kept"), run.inputs, "");
    if !status.success() {
        sheet.broken(format!(
            "fuzz {name}: an input breaks it, see {}",
            broken.display()
        ));
    }
    Ok(())
}

fn lines(from: impl std::io::Read) -> impl Iterator<Item = String> {
    BufReader::new(from)
        .split(b'\n')
        .map_while(Result::ok)
        .map(|line| String::from_utf8_lossy(&line).into_owned())
}

fn seeds(name: &str) -> PathBuf {
    home().join("corpus").join(name)
}

fn words(name: &str) -> PathBuf {
    home().join("words").join(format!("{name}.dict"))
}

fn home() -> PathBuf {
    Path::new(&root()).join("fuzz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fuzzers_lines_are_counted() {
        let mut run = Run::default();
        run.read(
            "#2097152 pulse  cov: 7310 ft: 30102 corp: 3011/198Kb lim: 4096 exec/s: 402 rss: 88Mb",
        );
        run.read("==1== ERROR: cov: many");
        run.read("stat::number_of_executed_units: 2100000");
        assert_eq!(
            run,
            Run {
                executions: 2_100_000,
                edges: 7310,
                features: 30_102,
                inputs: 3011
            }
        );
    }

    /// A target that the command does not know would never run, a seedless one finds little.
    #[test]
    fn every_target_has_its_seeds_and_words() {
        let listed = std::fs::read_dir(home().join("targets"))
            .into_iter()
            .flatten();
        let mut names: Vec<String> = listed
            .flatten()
            .filter_map(|file| Some(file.path().file_stem()?.to_string_lossy().into_owned()))
            .collect();
        names.sort();
        let mut known = TARGETS.to_vec();
        known.sort_unstable();
        assert_eq!(names, known);
        for name in TARGETS {
            assert!(
                std::fs::read_dir(seeds(name)).is_ok_and(|files| files.count() >= 4),
                "{name}"
            );
            assert!(words(name).is_file(), "{name}");
        }
    }
}
