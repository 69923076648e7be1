//! An answer in the making, the same for every wire.

use super::Fault;
use crate::endpoint::Endpoint;
use crate::prompt::Usage;

/// Most bytes of an answer that are kept, for each token that it may have.
const BYTES_A_TOKEN: usize = 16;

/// Why the model stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    End,
    Length,
    Declined,
    Other,
}

/// What was said so far.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) usage: Option<Usage>,
    pub(crate) model: Option<String>,
    pub(crate) stop: Option<Stop>,
    /// Whether the stream came to its own end.
    pub(crate) done: bool,
}

impl Said {
    /// Adds words.
    pub(crate) fn say(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// Counts, where either was told before the other.
    pub(crate) fn count(&mut self, input: Option<u64>, output: Option<u64>) {
        let usage = self.usage.get_or_insert_with(Usage::default);
        if let Some(input) = input {
            usage.input = input;
        }
        if let Some(output) = output {
            usage.output = output;
        }
    }

    /// The most bytes that an answer of this endpoint may have.
    pub(crate) const fn most(endpoint: &Endpoint) -> usize {
        endpoint.max_output_tokens.saturating_mul(BYTES_A_TOKEN)
    }

    /// Whether it is an answer: the stream came to its own end, for a good reason, from the pinned model.
    pub(crate) fn check(&self, endpoint: &Endpoint) -> Result<(), Fault> {
        match self.stop {
            Some(Stop::Declined) => return Err(Fault::Declined),
            Some(Stop::Length) => return Err(Fault::OutputLimit),
            Some(Stop::Other) => return Err(Fault::Malformed("an unknown stop reason")),
            Some(Stop::End) if self.done => {}
            Some(Stop::End) | None => return Err(Fault::Truncated),
        }
        // Engines of one's own call a model what they like, unless a version says what it must be.
        if (endpoint.wire.names_version() || endpoint.pin.is_some())
            && let Some(model) = &self.model
            && !pinned(model, endpoint)
        {
            return Err(Fault::OtherModel);
        }
        Ok(())
    }
}

/// Whether the name that the answer gives is the pinned model: `gpt-4o-2024-08-06` for model `gpt-4o`, version `2024-08-06`.
fn pinned(told: &str, endpoint: &Endpoint) -> bool {
    let told = told.rsplit('/').next().unwrap_or(told);
    told == endpoint.version
        || told == endpoint.model
        || told
            .strip_suffix(endpoint.version.as_str())
            .is_some_and(|rest| rest.ends_with(['-', '@', ':']))
}
