//! The request body, and what each engine wants differently.

use super::Ask;
use crate::endpoint::WireFormat;
use crate::wire::merged;
use serde_json::{Value, json};

pub(super) fn body(ask: &Ask<'_>) -> Value {
    let endpoint = ask.endpoint;
    let mut ours = json!({
        "model": endpoint.model,
        "messages": [
            {"role": "system", "content": ask.rendered.system},
            {"role": "user", "content": ask.rendered.user},
        ],
        "stream": ask.stream,
    });
    if ask.stream {
        ours["stream_options"] = json!({"include_usage": true});
    }
    let (name, schema) = ask.schema;
    let strict = json!({"type": "json_schema", "json_schema": {"name": name, "strict": true, "schema": schema}});
    match endpoint.wire {
        WireFormat::Vllm => {
            ours["structured_outputs"] = json!({"json": schema});
            if let Some(salt) = ask.cache_salt {
                ours["cache_salt"] = json!(salt);
            }
        }
        WireFormat::LlamaCpp => ours["json_schema"] = schema.clone(),
        _ => ours["response_format"] = strict,
    }
    let hosted = matches!(
        endpoint.wire,
        WireFormat::OpenAiChat | WireFormat::AzureOpenAi
    );
    if hosted {
        // Models that think refuse `max_tokens`, and any temperature but their own.
        ours["max_completion_tokens"] = json!(endpoint.max_output_tokens);
    } else {
        ours["max_tokens"] = json!(endpoint.max_output_tokens);
    }
    if endpoint.wire.is_openai() {
        ours["store"] = json!(false);
        ours["prompt_cache_retention"] = json!(endpoint.cache_retention);
    }
    let mut body = merged(&endpoint.extra, ours);
    if !hosted && body.get("temperature").is_none() {
        body["temperature"] = json!(0);
    }
    body
}
