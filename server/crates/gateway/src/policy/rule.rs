//! Routing rules, as data.

use super::{Decision, Need, Wanted, decide};
use crate::agreement::classes;
use crate::config::{ConfigError, RawRoute};
use crate::endpoint::Capability;
use crate::registry::Registry;
use phi::DataClass;
use time::Date;

/// The rules of a configuration, in order: the first that matches decides. Without any rule, all endpoints in the registry's order.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) name: String,
    use_cases: Vec<String>,
    tenants: Vec<String>,
    at_most: Option<DataClass>,
    tokens: (usize, usize),
    needs: Vec<Capability>,
    pub(crate) endpoints: Vec<String>,
}

impl Policy {
    /// Checks the `[[route]]` tables against the endpoints that there are.
    pub fn read(raw: Vec<RawRoute>, registry: &Registry) -> Result<Self, ConfigError> {
        let rules = raw
            .into_iter()
            .enumerate()
            .map(|(index, raw)| Rule::read(raw, index, registry))
            .collect::<Result<_, _>>()?;
        Ok(Self { rules })
    }

    /// Decides without an engine, and tells everything that led to it.
    pub fn explain(
        &self,
        registry: &Registry,
        need: &Need,
        tenant: &str,
        capability: Capability,
        today: Date,
    ) -> Decision {
        let wanted = Wanted {
            need,
            tenant,
            capability,
        };
        decide(registry, self, &wanted, today)
    }

    /// Whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rule that decides; `None` where there are no rules at all, an error where none matches.
    pub(crate) fn rule(&self, wanted: &Wanted<'_>) -> Result<Option<&Rule>, ()> {
        if self.rules.is_empty() {
            return Ok(None);
        }
        self.rules
            .iter()
            .find(|rule| rule.matches(wanted))
            .map(Some)
            .ok_or(())
    }
}

impl Rule {
    fn read(raw: RawRoute, index: usize, registry: &Registry) -> Result<Self, ConfigError> {
        let bad = |name: &str, what: &str| ConfigError {
            key: format!("route[{index}].{name}"),
            what: what.to_owned(),
        };
        for (place, name) in raw.endpoints.iter().enumerate() {
            if registry.get(name).is_none() {
                return Err(bad(
                    &format!("endpoints[{place}]"),
                    &format!("there is no endpoint `{name}`"),
                ));
            }
            if raw.endpoints.iter().take(place).any(|other| other == name) {
                return Err(bad(
                    &format!("endpoints[{place}]"),
                    &format!("`{name}` stands there twice"),
                ));
            }
        }
        let tokens = (
            raw.from_tokens.unwrap_or(0),
            raw.to_tokens.unwrap_or(usize::MAX),
        );
        if tokens.0 > tokens.1 {
            return Err(bad("to_tokens", "is less than `from_tokens`"));
        }
        if raw
            .use_cases
            .iter()
            .any(|pattern| pattern.is_empty() || pattern.trim_end_matches('*').contains('*'))
        {
            return Err(bad(
                "use_cases",
                "a `*` may stand at the end only, as in chart_summary/*",
            ));
        }
        Ok(Self {
            name: raw.name.unwrap_or_else(|| format!("route[{index}]")),
            at_most: raw
                .at_most
                .as_ref()
                .map(|names| classes(names, &format!("route[{index}].at_most")))
                .transpose()?,
            needs: raw
                .needs
                .iter()
                .map(|name| {
                    // A stream is how an answer comes, and nothing that a request asks for.
                    Capability::read(name)
                        .filter(|one| *one != Capability::Streaming)
                        .ok_or_else(|| {
                            bad("needs", "expected json_schema, transcription or embedding")
                        })
                })
                .collect::<Result<_, _>>()?,
            use_cases: raw.use_cases,
            tenants: raw.tenants,
            tokens,
            endpoints: raw.endpoints,
        })
    }

    fn matches(&self, wanted: &Wanted<'_>) -> bool {
        let named =
            |list: &[String], name: &str| list.is_empty() || list.iter().any(|one| one == name);
        let tokens = crate::prompt::tokens(wanted.need.bytes);
        (self.use_cases.is_empty()
            || self.use_cases.iter().any(|pattern| {
                pattern.strip_suffix('*').map_or_else(
                    || *pattern == wanted.need.use_case,
                    |start| wanted.need.use_case.starts_with(start),
                )
            }))
            && named(&self.tenants, wanted.tenant)
            && self
                .at_most
                .is_none_or(|most| most.covers(wanted.need.data_class))
            && (self.tokens.0..=self.tokens.1).contains(&tokens)
            && self.needs.iter().all(|one| *one == wanted.capability)
    }
}
