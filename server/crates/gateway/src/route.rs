//! Which endpoint takes a request.

use crate::endpoint::Capability;
use crate::error::Refusal;
use crate::prompt::tokens;
use crate::registry::Registry;
use phi::DataClass;
use time::Date;

/// What a request needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The use case, for example `chart_summary/results`.
    pub use_case: String,
    /// What it will hold.
    pub data_class: DataClass,
    /// Its size in bytes; 0 where it is cut to the limits afterwards.
    pub bytes: usize,
    /// Only this endpoint, where one was chosen.
    pub endpoint: Option<String>,
}

/// Where a request goes and how large it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The endpoint.
    pub endpoint: String,
    /// The model that drafts say they are from.
    pub model: String,
    /// What may be sent.
    pub data_class: DataClass,
    /// How much.
    pub limits: Limits,
}

/// How large a request may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Estimated tokens of the prompt.
    pub input_tokens: usize,
    /// Bytes of the prompt that surely fit.
    pub input_bytes: usize,
    /// Tokens of the answer.
    pub output_tokens: usize,
}

/// The first endpoint, in the configuration's order, that may and can take it. The same need gives the same route on the same day.
pub(crate) fn plan(registry: &Registry, need: &Need, today: Date) -> Result<Route, Refusal> {
    if let Some(name) = &need.endpoint
        && registry.get(name).is_none()
    {
        return Err(Refusal::UnknownEndpoint(name.clone()));
    }
    let mut reasons: Vec<Refusal> = Vec::new();
    for endpoint in registry.endpoints().iter().filter(|endpoint| {
        need.endpoint
            .as_ref()
            .is_none_or(|name| *name == endpoint.name)
    }) {
        let input_tokens = endpoint.context_window - endpoint.max_output_tokens;
        let wanted = tokens(need.bytes);
        let fits = if wanted > input_tokens {
            Err(Refusal::TooLarge {
                endpoint: endpoint.name.clone(),
                tokens: wanted,
                limit: input_tokens,
            })
        } else if endpoint.capabilities.contains(&Capability::JsonSchema)
            && endpoint.capabilities.contains(&Capability::Streaming)
        {
            Ok(())
        } else {
            Err(Refusal::NoRoute(format!(
                "endpoint `{}` cannot stream answers that hold to a schema",
                endpoint.name
            )))
        };
        match endpoint
            .agreement
            .allows(need.data_class, today, &endpoint.name)
            .and(fits)
        {
            Ok(()) => {
                return Ok(Route {
                    endpoint: endpoint.name.clone(),
                    model: endpoint.model.clone(),
                    data_class: need.data_class,
                    limits: Limits {
                        input_tokens,
                        input_bytes: input_tokens * 3,
                        output_tokens: endpoint.max_output_tokens,
                    },
                });
            }
            Err(refusal) => reasons.push(refusal),
        }
    }
    match reasons.len() {
        0 => Err(Refusal::NoRoute(
            "the configuration has no endpoint".to_owned(),
        )),
        1 => Err(reasons.swap_remove(0)),
        _ => Err(Refusal::NoRoute(
            reasons
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
        )),
    }
}
