//! Tests that can be judged over the frozen sources.

use super::number::Number;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One test; see the format's description beside the policies.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Test {
    Condition(Concept),
    Medication(Medicine),
    Visit(VisitTest),
    Result(ResultTest),
    Note(NoteTest),
    Request(RequestTest),
    All(Vec<Test>),
    Any(Vec<Test>),
}

/// What counts as a condition.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Concept {
    /// By prefix.
    #[serde(default)]
    pub(super) icd10: Vec<String>,
    #[serde(default)]
    pub(super) snomed: Vec<String>,
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// Words that rule a match by word out.
    #[serde(default)]
    pub(super) except: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Medicine {
    #[serde(default)]
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) rxnorm: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VisitTest {
    pub(super) months: u32,
    #[serde(default)]
    pub(super) classes: Vec<String>,
    #[serde(default)]
    pub(super) about: Option<Concept>,
    #[serde(default)]
    pub(super) results: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResultTest {
    #[serde(default)]
    pub(super) codes: Vec<String>,
    #[serde(default)]
    pub(super) words: Vec<String>,
    pub(super) op: Op,
    #[serde(default)]
    pub(super) value: Option<Number>,
    #[serde(default)]
    pub(super) low: Option<Number>,
    #[serde(default)]
    pub(super) high: Option<Number>,
    pub(super) unit: String,
    /// What one of another unit is in `unit`.
    #[serde(default)]
    pub(super) convert: BTreeMap<String, Number>,
    #[serde(default)]
    pub(super) events: Option<usize>,
    #[serde(default)]
    pub(super) months: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Op {
    #[serde(rename = "<")]
    Less,
    #[serde(rename = "<=")]
    LessOrEqual,
    #[serde(rename = ">")]
    Greater,
    #[serde(rename = ">=")]
    GreaterOrEqual,
    #[serde(rename = "between")]
    Between,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteTest {
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) months: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestTest {
    #[serde(default)]
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) codes: Vec<String>,
}

impl Test {
    /// What is wrong with it, in words.
    pub(super) fn fault(&self) -> Option<String> {
        match self {
            Self::Condition(concept) => concept
                .empty()
                .then(|| "`condition` names no code and no word".to_owned()),
            Self::Medication(medicine) => (medicine.words.is_empty() && medicine.rxnorm.is_empty())
                .then(|| "`medication` names no code and no word".to_owned()),
            Self::Visit(visit) => (visit.months == 0 || visit.months > 120)
                .then(|| "`visit`: `months` must be between 1 and 120".to_owned()),
            Self::Result(result) => result.fault(),
            Self::Note(note) => note
                .words
                .is_empty()
                .then(|| "`note` names no word".to_owned()),
            Self::Request(request) => (request.words.is_empty() && request.codes.is_empty())
                .then(|| "`request` names no code and no word".to_owned()),
            Self::All(tests) | Self::Any(tests) if tests.is_empty() => {
                Some("`all` or `any` is empty".to_owned())
            }
            Self::All(tests) | Self::Any(tests) => tests.iter().find_map(Self::fault),
        }
    }
}

impl Concept {
    pub(super) fn empty(&self) -> bool {
        self.icd10.is_empty() && self.snomed.is_empty() && self.words.is_empty()
    }
}

impl ResultTest {
    fn fault(&self) -> Option<String> {
        if self.codes.is_empty() && self.words.is_empty() {
            return Some("`result` names no code and no word".to_owned());
        }
        let bounds = if self.op == Op::Between {
            self.low.is_some() && self.high.is_some() && self.low <= self.high
        } else {
            self.value.is_some()
        };
        (!bounds)
            .then(|| "`result`: `value` is missing (or `low` and `high` for between)".to_owned())
    }
}
