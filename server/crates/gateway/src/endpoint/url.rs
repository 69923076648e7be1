//! The registered URL, and the paths that wire formats add to it.

use super::{Endpoint, WireFormat};
use ::url::Url;

/// Checks a base URL; paths are added for each request.
pub(super) fn checked(text: &str, own_premises: bool) -> Result<Url, &'static str> {
    let mut url = Url::parse(text).map_err(|_| "is not a URL")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a user or password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not have a query or fragment");
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("has no host");
    }
    match url.scheme() {
        "https" => {}
        "http" if own_premises => {}
        "http" => return Err("must be https; http is for endpoints on own premises only"),
        _ => return Err("must be https"),
    }
    let path = url
        .path()
        .trim_end_matches('/')
        .trim_end_matches("/chat/completions")
        .to_owned();
    url.set_path(&path);
    Ok(url)
}

impl Endpoint {
    /// The URL of a path below the registered one, with the name that the certificate must have as its host.
    pub(crate) fn at(&self, path: &str, query: Option<&str>) -> Url {
        let mut url = self.url.clone();
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        url.set_query(query);
        if let Some(name) = &self.tls_name {
            // The name was checked to be a host when the configuration was read.
            let _ = url.set_host(Some(name));
        }
        url
    }

    /// Where a draft is asked for.
    pub(crate) fn target(&self, stream: bool) -> Url {
        let model = segment(&self.model);
        match self.wire {
            WireFormat::OpenAiResponses => self.at("/responses", None),
            WireFormat::AzureOpenAi => self.azure("chat/completions"),
            WireFormat::AzureOpenAiResponses => self.azure("responses"),
            WireFormat::Anthropic => self.at("/v1/messages", None),
            WireFormat::BedrockConverse if stream => {
                self.at(&format!("/model/{model}/converse-stream"), None)
            }
            WireFormat::BedrockConverse => self.at(&format!("/model/{model}/converse"), None),
            WireFormat::VertexGemini if stream => self.at(
                &format!("/publishers/google/models/{model}:streamGenerateContent"),
                Some("alt=sse"),
            ),
            WireFormat::VertexGemini => self.at(
                &format!("/publishers/google/models/{model}:generateContent"),
                None,
            ),
            WireFormat::VertexClaude => {
                let verb = if stream {
                    "streamRawPredict"
                } else {
                    "rawPredict"
                };
                self.at(
                    &format!("/publishers/anthropic/models/{model}:{verb}"),
                    None,
                )
            }
            WireFormat::Ollama => self.at("/api/chat", None),
            WireFormat::OpenAiChat
            | WireFormat::VertexChat
            | WireFormat::OpenAiCompatible
            | WireFormat::Vllm
            | WireFormat::LlamaCpp => self.at("/chat/completions", None),
        }
    }

    /// Azure's undated interface names the deployment in the body, the dated one in the path.
    pub(crate) fn azure(&self, what: &str) -> Url {
        match &self.api_version {
            None => self.at(&format!("/openai/v1/{what}"), None),
            Some(version) => self.at(
                &format!("/openai/deployments/{}/{what}", segment(&self.model)),
                Some(&format!("api-version={version}")),
            ),
        }
    }
}

/// One segment of a path: colons and slashes of model ids are escaped, `@` before a version is not.
pub(crate) fn segment(text: &str) -> String {
    escaped(text).replace("%40", "@")
}

/// Everything but letters, digits and `-._~` escaped.
pub(crate) fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::segment;

    #[test]
    fn a_model_id_cannot_leave_its_segment() {
        assert_eq!(
            segment("anthropic.claude-3:0/../x?y#z@1"),
            "anthropic.claude-3%3A0%2F..%2Fx%3Fy%23z@1"
        );
    }
}
