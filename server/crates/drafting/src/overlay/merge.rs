//! Puts one file over what lies outside of it, key by key.

use super::lock::Locks;
use toml::{Table, Value};

/// Lists of tables of a file whose items have a name, each with the key of the name. Every other list is replaced as a whole.
pub(super) type Named = &'static [(&'static str, &'static str)];

/// One file being put over another.
pub(super) struct Merge<'a> {
    pub(super) file: &'a str,
    pub(super) named: Named,
    pub(super) locks: &'a Locks,
    /// Keys that were left as they are because an outer level locks them.
    pub(super) kept: Vec<String>,
}

impl Merge<'_> {
    /// Puts `over` over `base`. An item of a named list goes over the item of its name, or is added.
    pub(super) fn put(&mut self, base: &mut Table, over: &Table) -> Result<(), String> {
        for (key, value) in over {
            let name = self.named.iter().find(|(list, _)| list == key);
            match (name, value) {
                (Some((_, name)), Value::Array(items)) => {
                    let list = base
                        .entry(key.as_str())
                        .or_insert_with(|| Value::Array(Vec::new()));
                    let Value::Array(list) = list else {
                        return Err(format!("`{key}` must be a list of tables"));
                    };
                    self.items(list, items, key, name)?;
                }
                _ => self.value(base, key, value, key),
            }
        }
        Ok(())
    }

    fn items(
        &mut self,
        base: &mut Vec<Value>,
        over: &[Value],
        list: &str,
        name: &str,
    ) -> Result<(), String> {
        for (index, item) in over.iter().enumerate() {
            let of = |item: &Value| item.get(name).and_then(Value::as_str).map(str::to_owned);
            let (Some(id), Value::Table(own)) = (of(item), item) else {
                return Err(format!("`{list}` {}: needs a `{name}`", index + 1));
            };
            if over
                .iter()
                .take(index)
                .any(|other| of(other).as_ref() == Some(&id))
            {
                return Err(format!("`{list}`: `{id}` is used twice"));
            }
            let at = format!("{list}.{id}");
            match base.iter_mut().find(|one| of(one).as_ref() == Some(&id)) {
                Some(Value::Table(found)) => {
                    for (key, value) in own {
                        self.value(found, key, value, &format!("{at}.{key}"));
                    }
                }
                _ if self.locks.key(self.file, &at) => self.kept.push(at),
                _ => base.push(item.clone()),
            }
        }
        Ok(())
    }

    fn value(&mut self, base: &mut Table, key: &str, value: &Value, at: &str) {
        match (base.get_mut(key), value) {
            (Some(Value::Table(found)), Value::Table(own)) => {
                for (key, value) in own {
                    self.value(found, key, value, &format!("{at}.{key}"));
                }
            }
            (Some(found), _) if found == value => {}
            _ if self.locks.key(self.file, at) => self.kept.push(at.to_owned()),
            _ => {
                base.insert(key.to_owned(), value.clone());
            }
        }
    }
}

#[cfg(test)]
#[path = "merge_test.rs"]
mod tests;
