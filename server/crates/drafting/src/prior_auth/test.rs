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
    /// Something done or written: a procedure, report, document or device.
    Done(DoneTest),
    Tried(TriedTest),
    Age(AgeTest),
    Before(BeforeTest),
    /// For a person or a model: what notes say about it is shown, and never decided here.
    FreeText(NoteTest),
    /// Holds where the inner test does not.
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
    NOf(Count),
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
    /// Least time since its onset.
    #[serde(default)]
    pub(super) for_weeks: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Medicine {
    #[serde(default)]
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) rxnorm: Vec<String>,
}

/// Earlier treatments of which so many must have been tried and have failed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TriedTest {
    /// Each entry is one treatment: its names, as words.
    pub(super) any_of: Vec<Vec<String>>,
    /// How many different ones.
    #[serde(default = "one")]
    pub(super) n: usize,
    #[serde(default)]
    pub(super) months: Option<u32>,
}

const fn one() -> usize {
    1
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgeTest {
    #[serde(default)]
    pub(super) least: Option<i32>,
    #[serde(default)]
    pub(super) most: Option<i32>,
}

/// Procedures, reports, documents and devices by code or by words of their name or text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DoneTest {
    #[serde(default)]
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) codes: Vec<String>,
    /// Words that rule a match by word out.
    #[serde(default)]
    pub(super) except: Vec<String>,
    #[serde(default = "anything_done")]
    pub(super) types: Vec<String>,
    #[serde(default)]
    pub(super) months: Option<u32>,
}

fn anything_done() -> Vec<String> {
    ["Procedure", "DiagnosticReport", "DocumentReference"]
        .map(str::to_owned)
        .to_vec()
}

/// A visit or note about something before something was done.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BeforeTest {
    /// Words of the earlier visit or note.
    pub(super) seen: Vec<String>,
    /// What came after it.
    pub(super) done: DoneTest,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Count {
    pub(super) n: usize,
    pub(super) of: Vec<Test>,
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
    /// Whether notes, reports and orders may give the number in words: `AHI 32 events/hour`.
    #[serde(default)]
    pub(super) in_text: bool,
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
    /// One of these stands in the same sentence.
    #[serde(default)]
    pub(super) with: Vec<String>,
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
            Self::FreeText(note) => note
                .words
                .is_empty()
                .then(|| "`free_text` names no word to look for".to_owned()),
            Self::Done(done) => done.fault(),
            Self::Before(before) => before
                .seen
                .is_empty()
                .then(|| "`before`: `seen` names no word".to_owned())
                .or_else(|| before.done.fault()),
            Self::Tried(tried) => (tried.n == 0
                || tried.n > tried.any_of.len()
                || tried.any_of.iter().any(Vec::is_empty))
            .then(|| {
                "`tried`: `n` must be between 1 and the length of `any_of`, whose lists of names are not empty"
                    .to_owned()
            }),
            Self::Age(age) => (age.least.is_none() && age.most.is_none() || age.least > age.most && age.most.is_some())
                .then(|| "`age`: give `least`, `most` or both in order".to_owned()),
            Self::Not(inner) => inner.fault(),
            Self::All(tests) | Self::Any(tests) if tests.is_empty() => {
                Some("`all` or `any` is empty".to_owned())
            }
            Self::All(tests) | Self::Any(tests) => tests.iter().find_map(Self::fault),
            Self::NOf(count) if count.n == 0 || count.n > count.of.len() => {
                Some("`n_of`: `n` must be between 1 and the length of `of`".to_owned())
            }
            Self::NOf(count) => count.of.iter().find_map(Self::fault),
        }
    }
}

impl Concept {
    pub(super) fn empty(&self) -> bool {
        self.icd10.is_empty() && self.snomed.is_empty() && self.words.is_empty()
    }
}

/// Types that `done` knows.
const KNOWN: [&str; 6] = [
    "Procedure",
    "DiagnosticReport",
    "DocumentReference",
    "Composition",
    "Device",
    "Immunization",
];

impl DoneTest {
    pub(super) fn fault(&self) -> Option<String> {
        if self.words.is_empty() && self.codes.is_empty() {
            return Some("`done` names no code and no word".to_owned());
        }
        self.types
            .iter()
            .find(|kind| !KNOWN.contains(&kind.as_str()))
            .map(|kind| {
                format!(
                    "`done`: `types` names `{kind}`; known are {}",
                    KNOWN.join(", ")
                )
            })
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
