//! How many passed and failed.

use crate::error::Error;
use crate::say;

/// The sum of a stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
    /// What failed, to be named once more at the end of a long log.
    pub(crate) failures: Vec<String>,
}

impl Counts {
    /// Counts a failure and keeps its name.
    pub(crate) fn fail(&mut self, name: impl Into<String>) {
        self.failed += 1;
        self.failures.push(name.into());
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.failures.extend(other.failures);
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)
        } else {
            Ok(())
        }
    }
}

/// A check that passes or fails as a whole.
pub(crate) fn one(result: Result<(), Error>) -> Counts {
    match result {
        Ok(()) => Counts {
            passed: 1,
            ..Counts::default()
        },
        Err(error) => {
            say::problem(&error.to_string());
            let mut counts = Counts::default();
            counts.fail(error.to_string());
            counts
        }
    }
}

/// Reads a closing line of the Rust test runner: `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
pub(crate) fn of_line(line: &str) -> Option<Counts> {
    let rest = line.trim().strip_prefix("test result:")?;
    let number = |word: &str| {
        let before = rest.split(word).next()?.trim_end();
        before.rsplit(' ').next()?.parse::<u64>().ok()
    };
    Some(Counts {
        passed: number(" passed")?,
        failed: number(" failed")?,
        skipped: number(" ignored")?,
        failures: Vec::new(),
    })
}

/// The name in a line of the Rust test runner that tells a failure: `test a::b ... FAILED`.
pub(crate) fn failure(line: &str) -> Option<&str> {
    line.trim()
        .strip_prefix("test ")?
        .strip_suffix(" ... FAILED")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_read_and_nothing_else() {
        assert_eq!(of_line("running 3 tests"), None);
        assert_eq!(of_line("test a ... ok"), None);
        assert_eq!(
            of_line(
                "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s"
            ),
            Some(Counts {
                passed: 12,
                failed: 3,
                skipped: 1,
                failures: Vec::new(),
            })
        );
    }

    #[test]
    fn a_failed_test_is_named_and_no_other() {
        assert_eq!(failure("test a::b ... FAILED"), Some("a::b"));
        assert_eq!(failure("test a::b ... ok"), None);
        assert_eq!(failure("test result: FAILED. 12 passed; 3 failed"), None);
    }
}
