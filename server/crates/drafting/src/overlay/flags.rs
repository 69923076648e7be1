//! Red flags: a level may add flags, words and urgency. It takes nothing away, unless the organization does so by name.

use super::lock::Locks;
use std::collections::BTreeSet;
use toml::{Table, Value};

/// What the shipped file is called.
pub(super) const FILE: &str = "triage/red_flags.toml";
/// From the least.
const URGENCIES: [&str; 4] = ["routine", "soon", "urgent", "emergency"];

/// Puts a file of flags over another. `may_lower` names flags that this level may lower.
pub(super) fn put(
    base: &mut Table,
    over: &Table,
    locks: &Locks,
    may_lower: &BTreeSet<String>,
) -> Result<Vec<String>, String> {
    let mut kept = Vec::new();
    if let Some(key) = over.keys().find(|key| *key != "flag") {
        return Err(format!("unknown field `{key}`, expected `flag`"));
    }
    let Some(Value::Array(flags)) = over.get("flag") else {
        return Err("`flag` must be a list of tables".to_owned());
    };
    let Some(Value::Array(list)) = base.get_mut("flag") else {
        return Err("`flag` must be a list of tables".to_owned());
    };
    for (index, flag) in flags.iter().enumerate() {
        let (Value::Table(own), Some(id)) = (flag, id(flag)) else {
            return Err(format!("flag {}: needs an `id`", index + 1));
        };
        if flags
            .iter()
            .take(index)
            .any(|other| self::id(other) == Some(id))
        {
            return Err(format!("flag `{id}` is used twice"));
        }
        let at = format!("flag.{id}");
        if locks.key(FILE, &at) {
            kept.push(at);
            continue;
        }
        match list.iter_mut().find(|one| self::id(one) == Some(id)) {
            Some(Value::Table(found)) => raise(found, own, id, may_lower.contains(id))?,
            _ => list.push(flag.clone()),
        }
    }
    Ok(kept)
}

/// Takes a flag away; false where there is none.
pub(super) fn remove(base: &mut Table, which: &str) -> bool {
    let Some(Value::Array(list)) = base.get_mut("flag") else {
        return false;
    };
    let before = list.len();
    list.retain(|flag| id(flag) != Some(which));
    list.len() < before
}

fn raise(found: &mut Table, own: &Table, id: &str, may_lower: bool) -> Result<(), String> {
    for (key, value) in own {
        let before = found.get(key);
        if before == Some(value) {
            continue;
        }
        match (key.as_str(), before, value) {
            _ if may_lower => {
                found.insert(key.clone(), value.clone());
            }
            ("urgency", Some(before), _) if rank(value) < rank(before) => {
                return Err(lowering(id, "urgency", "can only be raised"));
            }
            // More words find more.
            ("phrases" | "near", Some(Value::Array(before)), Value::Array(more)) => {
                let mut all = before.clone();
                all.extend(more.iter().filter(|one| !before.contains(one)).cloned());
                found.insert(key.clone(), Value::Array(all));
            }
            ("urgency", ..) | ("phrases" | "near", None, Value::Array(_)) => {
                found.insert(key.clone(), value.clone());
            }
            (key, ..) => return Err(lowering(id, key, "may not be changed")),
        }
    }
    Ok(())
}

fn lowering(id: &str, key: &str, what: &str) -> String {
    format!(
        "flag `{id}`: `{key}` {what}; only the organization can, with `may_lower = [\"{id}\"]` in its overlay.toml"
    )
}

/// What is no urgency ranks highest here: the reader of the whole file refuses it.
fn rank(urgency: &Value) -> usize {
    let name = urgency.as_str();
    URGENCIES
        .iter()
        .position(|one| Some(*one) == name)
        .unwrap_or(URGENCIES.len())
}

fn id(flag: &Value) -> Option<&str> {
    flag.get("id").and_then(Value::as_str)
}
