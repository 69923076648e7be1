//! Which tests and problems a summary shows first: data, so that an organization can change it.

use crate::data::{self, Data};
use crate::error::DraftingError;
use serde::Deserialize;

/// One test of the panel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Test {
    pub(crate) name: String,
    pub(crate) group: Group,
    pub(crate) codes: Vec<String>,
}

/// Where a test is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Group {
    Result,
    Vital,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestFile {
    test: Vec<Test>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tier {
    terms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProblemFile {
    not_key: Vec<String>,
    tier: Vec<Tier>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Relevant {
    terms: Vec<String>,
    tests: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelevantFile {
    relevant: Vec<Relevant>,
}

/// The files of the panel, in the order of [`Panel::of`].
pub(crate) const FILES: [(&str, &str); 3] = [
    ("panel/panel.toml", include_str!("panel.toml")),
    ("panel/problems.toml", include_str!("problems.toml")),
    ("panel/relevant.toml", include_str!("relevant.toml")),
];

/// The data that decides the order and choice of tests and problems.
pub(crate) struct Panel {
    tests: Vec<Test>,
    problems: ProblemFile,
    relevant: Vec<Relevant>,
}

impl Panel {
    /// The panel that comes with the crate.
    pub(crate) fn shipped() -> Result<Self, DraftingError> {
        Self::of(FILES.map(|(_, text)| text.into()))
    }

    /// The panel of these files.
    pub(crate) fn of([tests, problems, relevant]: [Data<'_>; 3]) -> Result<Self, DraftingError> {
        let tests: TestFile = data::parse(FILES[0].0, tests)?;
        let problems: ProblemFile = data::parse(FILES[1].0, problems)?;
        let relevant: RelevantFile = data::parse(FILES[2].0, relevant)?;
        if let Some(unknown) = relevant
            .relevant
            .iter()
            .flat_map(|one| &one.tests)
            .find(|name| !tests.test.iter().any(|test| test.name == **name))
        {
            return Err(DraftingError::data(
                FILES[2].0,
                &format!("`tests`: `{unknown}` is not in panel/panel.toml"),
            ));
        }
        Ok(Self {
            tests: tests.test,
            problems,
            relevant: relevant.relevant,
        })
    }

    /// The tests that speak of a problem, in the order of the data.
    pub(crate) fn relevant(&self, problem: &str) -> impl Iterator<Item = &Test> {
        let name = problem.to_lowercase();
        self.relevant
            .iter()
            .filter(move |one| one.terms.iter().any(|term| name.contains(term.as_str())))
            .flat_map(|one| &one.tests)
            .filter_map(|name| self.named(name))
    }

    /// The test of this name.
    pub(crate) fn named(&self, name: &str) -> Option<&Test> {
        self.tests.iter().find(|test| test.name == name)
    }

    /// The tests of a group in reading order.
    pub(crate) fn tests(&self, group: Group) -> impl Iterator<Item = &Test> {
        self.tests.iter().filter(move |test| test.group == group)
    }

    /// The test that has this code.
    pub(crate) fn test(&self, code: &str) -> Option<&Test> {
        self.tests
            .iter()
            .find(|test| test.codes.iter().any(|one| one == code))
    }

    /// How early a problem stands in the one-line summary, from 0; none where it does not belong there.
    pub(crate) fn rank(&self, problem: &str) -> Option<usize> {
        let name = problem.to_lowercase();
        if self
            .problems
            .not_key
            .iter()
            .any(|term| name.contains(term.as_str()))
        {
            return None;
        }
        self.problems
            .tier
            .iter()
            .position(|tier| tier.terms.iter().any(|term| name.contains(term.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_panel_reads_and_no_code_is_listed_twice() {
        let panel = Panel::shipped().unwrap();
        let mut codes: Vec<&str> = panel
            .tests
            .iter()
            .flat_map(|test| test.codes.iter().map(String::as_str))
            .collect();
        codes.sort_unstable();
        let count = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }

    #[test]
    fn findings_do_not_lead_the_summary() {
        let panel = Panel::shipped().unwrap();
        assert_eq!(panel.rank("Body mass index 30+ - obesity"), None);
        assert!(panel.rank("Diabetes") < panel.rank("Hypertension"));
        assert_eq!(panel.rank("Sprain of ankle"), None);
    }
}
