//! The decision: the first endpoints, in order, that may and can.

use super::{Considered, Decision, Policy};
use crate::endpoint::{Capability, Endpoint};
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
    /// Its size in bytes, by which rules pick.
    pub bytes: usize,
    /// Whether it is cut to the route's limits afterwards, so that no endpoint is too small for it.
    pub cut: bool,
    /// This endpoint first, where one was chosen; those that its rule names behind it take over.
    pub endpoint: Option<String>,
    /// The language that it translates English into, by its tag, where it does.
    pub language: Option<String>,
}

/// A need, for whom, and the capability that serves it.
pub(crate) struct Wanted<'a> {
    pub(crate) need: &'a Need,
    pub(crate) tenant: &'a str,
    pub(crate) capability: Capability,
}

/// Where a request goes and how large it may be.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Route {
    /// The endpoint.
    pub endpoint: String,
    /// The model that drafts say they are from.
    pub model: String,
    /// What may be sent.
    pub data_class: DataClass,
    /// How much.
    pub limits: Limits,
    /// Endpoints that take over, in order, where the first fails.
    pub then: Vec<String>,
    /// Why this one: the rule's name, or `registry` where there are no rules, or `chosen`.
    pub why: String,
    /// The endpoints before it that may not or cannot, with the reason.
    pub passed_over: Vec<String>,
}

/// How large a request may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Limits {
    /// Estimated tokens of the prompt.
    pub input_tokens: usize,
    /// Bytes of the prompt that surely fit.
    pub input_bytes: usize,
    /// Tokens of the answer.
    pub output_tokens: usize,
}

/// Decides, and says what was considered. The same need gives the same decision on the same day: nothing that changes in between, such as
/// an endpoint that rests, plays a part here.
pub(crate) fn decide(
    registry: &Registry,
    policy: &Policy,
    wanted: &Wanted<'_>,
    today: Date,
) -> Decision {
    let (why, names) = match order(registry, policy, wanted) {
        Ok(found) => found,
        Err(refusal) => {
            return Decision {
                why: String::new(),
                considered: Vec::new(),
                route: Err(refusal),
            };
        }
    };
    let considered: Vec<Considered> = names
        .iter()
        .filter_map(|name| registry.get(name))
        .map(|endpoint| Considered {
            endpoint: endpoint.name.clone(),
            refusal: fits(endpoint, wanted, today).err(),
        })
        .collect();
    let mut takes = considered.iter().filter(|one| one.refusal.is_none());
    let route = match takes.next().and_then(|one| registry.get(&one.endpoint)) {
        Some(endpoint) => Ok(Route {
            endpoint: endpoint.name.clone(),
            model: endpoint.model.clone(),
            data_class: wanted.need.data_class,
            limits: Limits {
                input_tokens: endpoint.input_limit(),
                input_bytes: endpoint.input_limit() * 3,
                output_tokens: endpoint.max_output_tokens,
            },
            then: takes.map(|one| one.endpoint.clone()).collect(),
            why: why.clone(),
            passed_over: passed_over(&considered),
        }),
        None => Err(none(&considered)),
    };
    Decision {
        why,
        considered,
        route,
    }
}

fn order(
    registry: &Registry,
    policy: &Policy,
    wanted: &Wanted<'_>,
) -> Result<(String, Vec<String>), Refusal> {
    let rule = policy.rule(wanted);
    if let Some(name) = &wanted.need.endpoint {
        if registry.get(name).is_none() {
            return Err(Refusal::UnknownEndpoint(name.clone()));
        }
        // A choice picks among what the rules allow; it is no way around them.
        return match rule {
            Ok(Some(rule)) if !rule.endpoints.contains(name) => Err(Refusal::NoRoute(format!(
                "the rule `{}` does not name endpoint `{name}`",
                rule.name
            ))),
            Err(()) => Err(unmatched()),
            Ok(Some(rule)) => {
                let from = rule.endpoints.iter().position(|one| one == name);
                let behind = rule.endpoints.iter().skip(from.unwrap_or_default());
                Ok(("chosen".to_owned(), behind.cloned().collect()))
            }
            // Nobody said that another may see it.
            Ok(None) => Ok(("chosen".to_owned(), vec![name.clone()])),
        };
    }
    match rule {
        Ok(Some(rule)) => Ok((rule.name.clone(), rule.endpoints.clone())),
        Ok(None) => Ok((
            "registry".to_owned(),
            registry
                .endpoints()
                .iter()
                .map(|endpoint| endpoint.name.clone())
                .collect(),
        )),
        Err(()) => Err(unmatched()),
    }
}

fn unmatched() -> Refusal {
    Refusal::NoRoute("no `[[route]]` matches it".to_owned())
}

fn fits(endpoint: &Endpoint, wanted: &Wanted<'_>, today: Date) -> Result<(), Refusal> {
    endpoint
        .agreement
        .allows(wanted.need.data_class, today, &endpoint.name)?;
    if !endpoint.capabilities.contains(&wanted.capability) {
        return Err(Refusal::NotCapable {
            endpoint: endpoint.name.clone(),
            capability: wanted.capability.name(),
        });
    }
    if let Some(language) = &wanted.need.language
        && !endpoint.speaks(language)
    {
        return Err(Refusal::NoLanguage {
            endpoint: endpoint.name.clone(),
            language: language.clone(),
        });
    }
    let size = tokens(wanted.need.bytes);
    if size > endpoint.input_limit() && !wanted.need.cut {
        return Err(Refusal::TooLarge {
            endpoint: endpoint.name.clone(),
            tokens: size,
            limit: endpoint.input_limit(),
        });
    }
    Ok(())
}

/// The endpoints before the first that takes it, as the log tells them.
fn passed_over(considered: &[Considered]) -> Vec<String> {
    considered
        .iter()
        .map_while(|one| one.refusal.as_ref())
        .map(ToString::to_string)
        .collect()
}

fn none(considered: &[Considered]) -> Refusal {
    let mut refusals = considered.iter().filter_map(|one| one.refusal.clone());
    match (refusals.next(), refusals.next()) {
        (None, _) => Refusal::NoRoute("no endpoint is configured for it".to_owned()),
        (Some(only), None) => only,
        (Some(_), Some(_)) => Refusal::NoRoute(
            considered
                .iter()
                .filter_map(|one| one.refusal.as_ref().map(ToString::to_string))
                .collect::<Vec<_>>()
                .join("; "),
        ),
    }
}
