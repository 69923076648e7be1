//! The interfaces that can be played.

/// One vendor's interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// OpenAI Chat Completions.
    OpenAiChat,
    /// OpenAI Responses.
    OpenAiResponses,
    /// Azure OpenAI with a key or an Entra token.
    Azure,
    /// Azure OpenAI's Responses.
    AzureResponses,
    /// Anthropic Messages.
    Anthropic,
    /// Bedrock Converse and ConverseStream.
    Bedrock,
    /// Gemini on Vertex AI.
    Gemini,
    /// Claude on Vertex AI.
    VertexClaude,
    /// Open models on Vertex AI, by its OpenAI-compatible interface.
    VertexChat,
    /// OpenAI-compatible.
    Compatible,
    /// vLLM.
    Vllm,
    /// llama.cpp's server.
    LlamaCpp,
    /// Ollama.
    Ollama,
}

impl Style {
    /// Every interface.
    pub const ALL: [Self; 13] = [
        Self::OpenAiChat,
        Self::OpenAiResponses,
        Self::Azure,
        Self::AzureResponses,
        Self::Anthropic,
        Self::Bedrock,
        Self::Gemini,
        Self::VertexClaude,
        Self::VertexChat,
        Self::Compatible,
        Self::Vllm,
        Self::LlamaCpp,
        Self::Ollama,
    ];

    /// The wire format's name in a configuration.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::OpenAiChat => "openai_chat",
            Self::OpenAiResponses => "openai_responses",
            Self::Azure => "azure_openai",
            Self::AzureResponses => "azure_openai_responses",
            Self::Anthropic => "anthropic",
            Self::Bedrock => "bedrock_converse",
            Self::Gemini => "vertex_gemini",
            Self::VertexClaude => "vertex_claude",
            Self::VertexChat => "vertex_chat",
            Self::Compatible => "openai_compatible",
            Self::Vllm => "vllm",
            Self::LlamaCpp => "llama_cpp",
            Self::Ollama => "ollama",
        }
    }

    /// The base path of its URL.
    pub const fn base(self) -> &'static str {
        match self {
            Self::OpenAiChat
            | Self::OpenAiResponses
            | Self::Compatible
            | Self::Vllm
            | Self::LlamaCpp => "/v1",
            Self::Azure | Self::AzureResponses | Self::Anthropic | Self::Bedrock | Self::Ollama => {
                ""
            }
            Self::VertexChat => "/v1/projects/p/locations/us-east5/endpoints/openapi",
            Self::Gemini | Self::VertexClaude => "/v1/projects/p/locations/us-east5",
        }
    }

    /// The path that a request must come to; `stream` as it wants its answer.
    pub(crate) fn path(self, stream: bool) -> &'static str {
        match (self, stream) {
            (Self::OpenAiChat | Self::Compatible | Self::Vllm | Self::LlamaCpp, _) => {
                "/v1/chat/completions"
            }
            (Self::OpenAiResponses, _) => "/v1/responses",
            (Self::Azure, _) => "/openai/v1/chat/completions",
            (Self::AzureResponses, _) => "/openai/v1/responses",
            (Self::VertexChat, _) => {
                "/v1/projects/p/locations/us-east5/endpoints/openapi/chat/completions"
            }
            (Self::Anthropic, _) => "/v1/messages",
            (Self::Bedrock, true) => "/model/test-model%3A0/converse-stream",
            (Self::Bedrock, false) => "/model/test-model%3A0/converse",
            (Self::Gemini, true) => {
                "/v1/projects/p/locations/us-east5/publishers/google/models/test-model:streamGenerateContent"
            }
            (Self::Gemini, false) => {
                "/v1/projects/p/locations/us-east5/publishers/google/models/test-model:generateContent"
            }
            (Self::VertexClaude, true) => {
                "/v1/projects/p/locations/us-east5/publishers/anthropic/models/test-model:streamRawPredict"
            }
            (Self::VertexClaude, false) => {
                "/v1/projects/p/locations/us-east5/publishers/anthropic/models/test-model:rawPredict"
            }
            (Self::Ollama, _) => "/api/chat",
        }
    }

    /// The model's name in the configuration.
    pub const fn model(self) -> &'static str {
        match self {
            Self::Bedrock => "test-model:0",
            _ => "test-model",
        }
    }
}
