//! A request, and its answer.

use crate::guard::{Cleaned, Flag};
use crate::part::{Part, UseCase};
use crate::port::InferenceId;
use phi::{DataClass, Phi};
use serde_json::Value;

/// One request to a model.
#[derive(Clone, Debug)]
pub struct Request {
    /// Whose request it is, and what it may send.
    pub use_case: UseCase,
    /// Static instructions: the same for every patient, no patient data.
    pub instructions: String,
    /// What is asked this time, without patient data: the section, the date.
    pub task: String,
    /// The data, in order.
    pub parts: Vec<Part>,
    /// The JSON schema that the answer must hold to, and its name (a plain word).
    pub schema: (String, Value),
    /// Known identifiers, for endpoints that ask for pseudonyms.
    pub identifiers: phi::Literals,
}

/// How far an answer is. Words are not shown: nothing is shown before it is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes received so far.
    pub bytes: usize,
}

/// Tokens as the endpoint counted them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Usage {
    /// Of the prompt.
    pub input: u64,
    /// Of the answer.
    pub output: u64,
}

/// An answer that is JSON and holds to the schema.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Answer {
    /// The answer, identifiers back in place.
    pub json: Phi<Value>,
    /// Which endpoint.
    pub endpoint: String,
    /// Which model, as pinned.
    pub model: String,
    /// Which version, as pinned.
    pub version: String,
    /// Tokens, where the endpoint said.
    pub usage: Option<Usage>,
    /// What was taken out of the data before sending.
    pub cleaned: Cleaned,
    /// Spans of the data that look like instructions to a model, to be shown to the clinician.
    pub flags: Vec<Flag>,
    /// The log's name of the inference; none where nothing logged it.
    pub inference: Option<InferenceId>,
}

/// The least that marks take, for each line.
const MARK: usize = 8;

impl Request {
    /// What classes of data it holds.
    pub fn class(&self) -> DataClass {
        self.parts
            .iter()
            .flat_map(|part| part.class().classes().collect::<Vec<_>>())
            .collect()
    }

    /// Its size in bytes, as sent without pseudonyms.
    pub fn size(&self) -> usize {
        let parts: usize = self
            .parts
            .iter()
            .map(|part| {
                let text = part.text.expose();
                text.len()
                    + text.lines().count() * (part.alias.len() + MARK)
                    + part.alias.len()
                    + part.kind.len()
                    + 16
            })
            .sum();
        crate::render::RULE.len()
            + self.instructions.len()
            + self.task.len()
            + self.schema.1.to_string().len()
            + parts
    }
}

/// A request as it is sent.
pub(crate) struct Rendered {
    pub(crate) system: String,
    pub(crate) user: String,
    pub(crate) pseudonyms: Option<phi::Pseudonyms>,
    pub(crate) cleaned: Cleaned,
}

/// An estimate that errs on the large side: three bytes a token.
pub(crate) const fn tokens(bytes: usize) -> usize {
    bytes.div_ceil(3)
}
