//! Wire formats: one folder each, behind one trait.

mod anthropic;
mod bedrock;
mod chat;
mod fault;
mod gemini;
mod ollama;
mod responses;
mod said;

pub(crate) use fault::{Fault, Told};
pub(crate) use said::{Said, Stop};

use crate::endpoint::{Endpoint, WireFormat};
use crate::frame::{Framing, Piece};
use crate::prompt::Rendered;
use serde_json::{Map, Value};

/// What is asked.
pub(crate) struct Ask<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) rendered: &'a Rendered,
    /// Name and schema of the answer.
    pub(crate) schema: &'a (String, Value),
    pub(crate) stream: bool,
    /// Keeps one tenant's cached prompts apart from another's, where the engine has such a switch.
    pub(crate) cache_salt: Option<&'a str>,
}

/// How one vendor is spoken to.
pub(crate) trait Wire: Sync {
    /// The request body.
    fn body(&self, ask: &Ask<'_>) -> Value;

    /// How the answer is cut into pieces.
    fn framing(&self, stream: bool) -> Framing {
        if stream { Framing::Sse } else { Framing::Whole }
    }

    /// Headers beside content type and credentials.
    fn headers(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// Takes one piece of a stream; tells whether it was the last that matters.
    fn piece(&self, piece: &Piece, said: &mut Said) -> Result<bool, Fault>;

    /// Takes a whole answer.
    fn whole(&self, json: &str, said: &mut Said) -> Result<(), Fault>;

    /// What an error answer means beyond its status; none: what the status says.
    fn error(&self, status: u16, body: &Value) -> Option<Told>;
}

/// The wire of an endpoint.
pub(crate) fn of(endpoint: &Endpoint) -> &'static dyn Wire {
    match endpoint.wire {
        WireFormat::OpenAiResponses | WireFormat::AzureOpenAiResponses => &responses::Responses,
        WireFormat::Anthropic => &anthropic::Messages { on_vertex: false },
        WireFormat::VertexClaude => &anthropic::Messages { on_vertex: true },
        WireFormat::BedrockConverse => &bedrock::Converse,
        WireFormat::VertexGemini => &gemini::Gemini,
        WireFormat::Ollama => &ollama::Ollama,
        WireFormat::OpenAiChat
        | WireFormat::AzureOpenAi
        | WireFormat::VertexChat
        | WireFormat::OpenAiCompatible
        | WireFormat::Vllm
        | WireFormat::LlamaCpp => &chat::Chat,
    }
}

/// The configured further members, then ours over them.
fn merged(extra: &std::collections::BTreeMap<String, Value>, ours: Value) -> Value {
    let mut body: Map<String, Value> = extra
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if let Value::Object(ours) = ours {
        body.extend(ours);
    }
    Value::Object(body)
}

/// JSON of a shape that the wire format describes.
fn parse<T: serde::de::DeserializeOwned>(data: &str) -> Result<T, Fault> {
    serde_json::from_str(data).map_err(|_| Fault::Malformed("an event that is no chunk"))
}
