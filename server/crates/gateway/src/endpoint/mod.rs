//! A checked endpoint.

mod read;
mod url;

pub(crate) use url::escaped;

use crate::address::Range;
use crate::agreement::Agreement;
use crate::credential::Credential;
use ::url::Url;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How an endpoint is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireFormat {
    /// OpenAI Chat Completions.
    OpenAiChat,
    /// OpenAI Responses.
    OpenAiResponses,
    /// Azure OpenAI, Chat Completions.
    AzureOpenAi,
    /// Azure OpenAI, Responses.
    AzureOpenAiResponses,
    /// Anthropic Messages.
    Anthropic,
    /// Amazon Bedrock, Converse and ConverseStream.
    BedrockConverse,
    /// Vertex AI, Gemini.
    VertexGemini,
    /// Vertex AI, Claude.
    VertexClaude,
    /// Vertex AI, a model of one's own deployment (MedGemma) through its Chat Completions.
    VertexChat,
    /// OpenAI-compatible Chat Completions with `response_format`.
    OpenAiCompatible,
    /// vLLM: `structured_outputs`, `cache_salt`.
    Vllm,
    /// llama.cpp's server: `json_schema`.
    LlamaCpp,
    /// Ollama's own interface: `format`.
    Ollama,
}

impl WireFormat {
    /// Every wire format with its name in configurations.
    pub const ALL: [(&'static str, Self); 13] = [
        ("openai_chat", Self::OpenAiChat),
        ("openai_responses", Self::OpenAiResponses),
        ("azure_openai", Self::AzureOpenAi),
        ("azure_openai_responses", Self::AzureOpenAiResponses),
        ("anthropic", Self::Anthropic),
        ("bedrock_converse", Self::BedrockConverse),
        ("vertex_gemini", Self::VertexGemini),
        ("vertex_claude", Self::VertexClaude),
        ("vertex_chat", Self::VertexChat),
        ("openai_compatible", Self::OpenAiCompatible),
        ("vllm", Self::Vllm),
        ("llama_cpp", Self::LlamaCpp),
        ("ollama", Self::Ollama),
    ];

    /// Whether its answers name the model's exact version, so that a pin can be held against it.
    pub(crate) const fn names_version(self) -> bool {
        matches!(
            self,
            Self::OpenAiChat
                | Self::OpenAiResponses
                | Self::AzureOpenAi
                | Self::AzureOpenAiResponses
                | Self::Anthropic
                | Self::VertexGemini
                | Self::VertexClaude
        )
    }

    /// Whether it is OpenAI's own service, which has the switches for storing and for the cache.
    pub(crate) const fn is_openai(self) -> bool {
        matches!(self, Self::OpenAiChat | Self::OpenAiResponses)
    }
}

/// What an endpoint can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capability {
    /// Its answers hold to a JSON schema.
    JsonSchema,
    /// It streams.
    Streaming,
    /// It writes down speech, with the time of each segment.
    Transcription,
    /// It turns texts into vectors.
    Embedding,
}

impl Capability {
    /// Every capability with its name in configurations.
    pub const ALL: [(&'static str, Self); 4] = [
        ("json_schema", Self::JsonSchema),
        ("streaming", Self::Streaming),
        ("transcription", Self::Transcription),
        ("embedding", Self::Embedding),
    ];

    /// Its name in configurations.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JsonSchema => "json_schema",
            Self::Streaming => "streaming",
            Self::Transcription => "transcription",
            Self::Embedding => "embedding",
        }
    }

    pub(crate) fn read(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|one| one.0 == name)
            .map(|one| one.1)
    }
}

/// What tokens cost, in millionths of the budget's currency for a million tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Prices {
    /// Of the prompt.
    pub input: u64,
    /// Of the answer.
    pub output: u64,
}

impl Prices {
    /// The cost of so many tokens in millionths of the currency, rounded up.
    pub fn cost(self, input: u64, output: u64) -> u64 {
        let exact = (u128::from(self.input) * u128::from(input))
            .saturating_add(u128::from(self.output) * u128::from(output));
        u64::try_from(exact.div_ceil(1_000_000)).unwrap_or(u64::MAX)
    }
}

/// One model endpoint.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// What routes and logs call it.
    pub name: String,
    /// How it is spoken to.
    pub wire: WireFormat,
    /// The registered base URL.
    pub url: Url,
    /// The name that its certificate must have; none: the URL's host.
    pub tls_name: Option<String>,
    /// The model.
    pub model: String,
    /// The pinned version.
    pub version: String,
    /// The version that the configuration names: an answer of another model is then refused whatever the wire.
    pub(crate) pin: Option<String>,
    /// What it can do.
    pub capabilities: BTreeSet<Capability>,
    /// Languages that it translates into, by tag.
    pub languages: Vec<String>,
    /// Tokens that prompt and answer may have together.
    pub context_window: usize,
    /// Tokens that an answer may have.
    pub max_output_tokens: usize,
    /// For a whole request.
    pub deadline: Duration,
    /// Without a byte.
    pub idle: Duration,
    /// Requests under way at once.
    pub concurrency: usize,
    /// Times that a busy endpoint is tried.
    pub attempts: u32,
    /// Whether identifiers are replaced before sending.
    pub pseudonymise: bool,
    /// Whether dates are shifted before sending.
    pub shift_dates: bool,
    /// What tokens cost.
    pub prices: Prices,
    /// What was agreed.
    pub agreement: Agreement,
    pub(crate) addresses: Vec<Range>,
    pub(crate) ca: Option<Vec<u8>>,
    pub(crate) credential: Credential,
    pub(crate) api_version: Option<String>,
    pub(crate) cache_retention: &'static str,
    /// Whether the schema is told as the only tool.
    pub(crate) by_tool: bool,
    pub(crate) extra: BTreeMap<String, Value>,
}

impl Endpoint {
    /// Whether it translates into a language: this one by its tag, or all of its kinds.
    pub fn speaks(&self, tag: &str) -> bool {
        let own = |one: &String| {
            let kind = tag
                .get(..one.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(one));
            kind && matches!(tag.as_bytes().get(one.len()), None | Some(b'-'))
        };
        self.languages.iter().any(own)
    }

    /// Tokens that a prompt may have.
    pub const fn input_limit(&self) -> usize {
        self.context_window - self.max_output_tokens
    }
}

#[cfg(test)]
mod tests {
    use super::Prices;

    #[test]
    fn costs_are_rounded_up_and_never_overflow() {
        let prices = Prices {
            input: 3_000_000,
            output: 15_000_000,
        };
        assert_eq!(prices.cost(0, 0), 0);
        assert_eq!(prices.cost(1, 0), 3);
        assert_eq!(prices.cost(1_000_000, 1_000_000), 18_000_000);
        assert_eq!(
            Prices {
                input: 1,
                output: 0
            }
            .cost(1, 0),
            1
        );
        assert_eq!(
            Prices {
                input: u64::MAX,
                output: u64::MAX
            }
            .cost(u64::MAX, u64::MAX),
            u64::MAX
        );
    }
}
