//! Reads and checks one `[[endpoint]]` table.

use super::{Capability, Endpoint, Prices, WireFormat, url};
use crate::address::Range;
use crate::agreement::{Agreement, AgreementKind};
use crate::config::{ConfigError, RawEndpoint};
use crate::credential::{self, ReadFile};
use crate::retention::Retention;
use std::collections::BTreeSet;
use std::time::Duration;

/// Members of the request body that only we set.
const OURS: [&str; 29] = [
    "model",
    "messages",
    "stream",
    "stream_options",
    "response_format",
    "max_tokens",
    "max_completion_tokens",
    "max_output_tokens",
    "tools",
    "tool_choice",
    "store",
    "prompt_cache_key",
    "prompt_cache_retention",
    "metadata",
    "user",
    "input",
    "instructions",
    "text",
    "system",
    "output_config",
    "outputConfig",
    "inferenceConfig",
    "contents",
    "systemInstruction",
    "structured_outputs",
    "json_schema",
    "format",
    "cache_salt",
    "background",
];

struct Place<'a>(&'a str);

impl Place<'_> {
    fn bad(&self, name: &str, what: &str) -> ConfigError {
        ConfigError {
            key: format!("{}.{name}", self.0),
            what: what.to_owned(),
        }
    }
}

impl Endpoint {
    /// Checks one table; `place` is its key, `read_file` reads keys and certificates.
    pub(crate) fn read(
        raw: RawEndpoint,
        place: &str,
        read_file: ReadFile<'_>,
    ) -> Result<Self, ConfigError> {
        let at = Place(place);
        if !plain(&raw.name) {
            return Err(at.bad(
                "name",
                "must be a plain word of letters, digits, `-`, `_` and `.`",
            ));
        }
        let wire = WireFormat::ALL
            .into_iter()
            .find(|one| one.0 == raw.wire)
            .map(|one| one.1)
            .ok_or_else(|| {
                let names: Vec<&str> = WireFormat::ALL.iter().map(|one| one.0).collect();
                at.bad("wire", &format!("expected one of {}", names.join(", ")))
            })?;
        let agreement = match &raw.agreement {
            Some(agreement) => Agreement::read(agreement, &format!("{place}.agreement"))?,
            None => Agreement::none(),
        };
        let url = url::checked(&raw.url, agreement.kind == AgreementKind::OwnPremises)
            .map_err(|what| at.bad("url", what))?;
        if raw.model.trim().is_empty() {
            return Err(at.bad("model", "is empty"));
        }
        limits(&raw, &at)?;
        if let Some(name) = raw.extra.keys().find(|name| OURS.contains(&name.as_str())) {
            return Err(at.bad(&format!("extra.{name}"), "is set by the gateway"));
        }
        if raw.shift_dates && !raw.pseudonymise {
            return Err(at.bad("shift_dates", "needs `pseudonymise = true`"));
        }
        if let Some(version) = &raw.api_version
            && !plain(version)
        {
            return Err(at.bad("api_version", "must be a plain word such as 2024-10-21"));
        }
        let cache_retention = cache(&raw, wire, &agreement, &at)?;
        let by_tool = match (raw.structured_output.as_deref(), wire) {
            (None | Some("format"), _) => false,
            (
                Some("tool"),
                WireFormat::Anthropic | WireFormat::VertexClaude | WireFormat::BedrockConverse,
            ) => true,
            _ => {
                return Err(at.bad(
                    "structured_output",
                    "expected format, or tool for Anthropic's models",
                ));
            }
        };
        let credential = credential::read(&raw, wire, &agreement, place, read_file)?;
        let ca = raw
            .ca_file
            .as_ref()
            .map(|path| {
                read_file(path).map(String::into_bytes).map_err(|error| {
                    at.bad("ca_file", &format!("{}: {}", path.display(), error.kind()))
                })
            })
            .transpose()?;
        Ok(Self {
            capabilities: capabilities(&raw, &at)?,
            languages: languages(&raw, &at)?,
            prices: Prices {
                input: price(raw.price_input, "price_input", &at)?,
                output: price(raw.price_output, "price_output", &at)?,
            },
            addresses: addresses(&raw, &at)?,
            tls_name: tls_name(&raw, &at)?,
            version: raw.version.clone().unwrap_or_else(|| raw.model.clone()),
            pin: raw.version,
            name: raw.name,
            wire,
            url,
            model: raw.model,
            context_window: raw.context_window,
            max_output_tokens: raw.max_output_tokens,
            deadline: Duration::from_secs(raw.deadline_seconds),
            idle: Duration::from_secs(raw.idle_seconds),
            concurrency: raw.concurrency,
            attempts: raw.attempts,
            pseudonymise: raw.pseudonymise,
            shift_dates: raw.shift_dates,
            agreement,
            ca,
            credential,
            api_version: raw.api_version,
            cache_retention,
            by_tool,
            extra: raw.extra,
        })
    }
}

fn plain(word: &str) -> bool {
    !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn limits(raw: &RawEndpoint, at: &Place<'_>) -> Result<(), ConfigError> {
    if raw.max_output_tokens == 0 || raw.max_output_tokens >= raw.context_window {
        return Err(at.bad(
            "max_output_tokens",
            "must be more than 0 and less than `context_window`",
        ));
    }
    for (name, value) in [
        ("deadline_seconds", raw.deadline_seconds),
        ("idle_seconds", raw.idle_seconds),
        ("concurrency", raw.concurrency as u64),
        ("attempts", u64::from(raw.attempts)),
    ] {
        if value == 0 || value > 3600 {
            return Err(at.bad(name, "must be between 1 and 3600"));
        }
    }
    Ok(())
}

fn capabilities(raw: &RawEndpoint, at: &Place<'_>) -> Result<BTreeSet<Capability>, ConfigError> {
    let Some(names) = &raw.capabilities else {
        return Ok(BTreeSet::from([
            Capability::JsonSchema,
            Capability::Streaming,
        ]));
    };
    names
        .iter()
        .map(|name| {
            Capability::read(name).ok_or_else(|| {
                at.bad(
                    "capabilities",
                    "expected json_schema, streaming, transcription or embedding",
                )
            })
        })
        .collect()
}

fn languages(raw: &RawEndpoint, at: &Place<'_>) -> Result<Vec<String>, ConfigError> {
    for (index, tag) in raw.languages.iter().enumerate() {
        let bad = |what| Err(at.bad(&format!("languages[{index}]"), what));
        let mut parts = tag.split('-');
        let first = parts.next().unwrap_or_default();
        let letters = first.bytes().all(|byte| byte.is_ascii_lowercase());
        let rest = |part: &str| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if !letters || !(2..=3).contains(&first.len()) || !parts.all(rest) {
            return bad("expected a language tag such as es or zh-Hans");
        }
        if first == "en" {
            return bad("is English already, the language that is translated");
        }
        if raw.languages.iter().take(index).any(|other| other == tag) {
            return bad("stands there twice");
        }
    }
    Ok(raw.languages.clone())
}

/// The provider's prompt cache: in memory, unless the agreement allows days.
fn cache(
    raw: &RawEndpoint,
    wire: WireFormat,
    agreement: &Agreement,
    at: &Place<'_>,
) -> Result<&'static str, ConfigError> {
    match raw.cache_retention.as_deref() {
        None | Some("in_memory") => Ok("in_memory"),
        Some("24h") if !wire.is_openai() => {
            Err(at.bad("cache_retention", "only OpenAI has this switch"))
        }
        Some("24h") => match agreement.retention {
            Some(Retention::Days(_)) => Ok("24h"),
            _ => Err(at.bad(
                "cache_retention",
                "24h keeps data for a day; the agreement's `retention` does not allow days",
            )),
        },
        Some(_) => Err(at.bad("cache_retention", "expected in_memory or 24h")),
    }
}

fn addresses(raw: &RawEndpoint, at: &Place<'_>) -> Result<Vec<Range>, ConfigError> {
    raw.addresses
        .iter()
        .enumerate()
        .map(|(index, text)| {
            Range::read(text).ok_or_else(|| {
                at.bad(
                    &format!("addresses[{index}]"),
                    "expected an address such as 203.0.113.7 or a range such as 203.0.113.0/24",
                )
            })
        })
        .collect()
}

fn tls_name(raw: &RawEndpoint, at: &Place<'_>) -> Result<Option<String>, ConfigError> {
    let Some(name) = &raw.tls_name else {
        return Ok(None);
    };
    match ::url::Host::parse(name) {
        Ok(::url::Host::Domain(host)) if host == *name => Ok(Some(host)),
        _ => Err(at.bad("tls_name", "expected a host name in lower case")),
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to lie between 0 and a million"
)]
fn price(price: Option<f64>, name: &str, at: &Place<'_>) -> Result<u64, ConfigError> {
    match price {
        None => Ok(0),
        Some(price) if (0.0..=1_000_000.0).contains(&price) => {
            Ok((price * 1_000_000.0).round() as u64)
        }
        Some(_) => Err(at.bad(name, "must be between 0 and 1000000")),
    }
}
