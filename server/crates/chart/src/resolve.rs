//! From what a reference says to the resource that it means.

use std::collections::HashMap;

use crate::{Json, Resource, ResourceKey};

/// Resolves one reference text. `by_identifier` is asked for conditional references only.
pub(crate) fn resolve(
    reference: &str,
    aliases: &HashMap<String, ResourceKey>,
    by_identifier: impl FnOnce(&str, &str) -> Option<ResourceKey>,
) -> Option<ResourceKey> {
    let reference = reference.trim();
    if let Some(key) = aliases.get(reference) {
        return Some(key.clone());
    }
    let without_version = reference
        .split_once("/_history/")
        .map_or(reference, |(before, _)| before);
    let without_fragment = without_version
        .split_once('#')
        .map_or(without_version, |(before, _)| before);
    if let Some(key) = aliases.get(without_fragment) {
        return Some(key.clone());
    }
    if let Some((resource_type, query)) = reference.split_once('?') {
        let identifier = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("identifier="))?;
        return by_identifier(
            resource_type.rsplit('/').next()?,
            &percent_decode(identifier),
        );
    }
    ResourceKey::from_reference(without_fragment)
}

/// Where an `identifier` of a resource leads: `Type?system|value`, and without the system.
pub(crate) fn identifier_index<'a>(
    resources: impl Iterator<Item = &'a Resource>,
) -> HashMap<String, Option<ResourceKey>> {
    let mut index: HashMap<String, Option<ResourceKey>> = HashMap::new();
    for resource in resources {
        for identifier in resource.json.items_at("identifier") {
            let Some(value) = identifier.str_at("value") else {
                continue;
            };
            let resource_type = resource.key.resource_type();
            let system = identifier.str_at("system").unwrap_or_default();
            for text in [
                format!("{resource_type}?{system}|{value}"),
                format!("{resource_type}?{value}"),
            ] {
                // An identifier that two resources share leads nowhere.
                index
                    .entry(text)
                    .and_modify(|found| {
                        if found.as_ref() != Some(&resource.key) {
                            *found = None;
                        }
                    })
                    .or_insert_with(|| Some(resource.key.clone()));
            }
        }
    }
    index
}

/// The contained resource with this id.
pub(crate) fn contained<'a>(resource: &'a Json, id: &str) -> Option<&'a Json> {
    resource
        .items_at("contained")
        .iter()
        .find(|inner| inner.str_at("id").map(|own| own.trim_start_matches('#')) == Some(id))
}

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let byte = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}
