//! Bundles put together as text, so that each resource appears exactly as it is stored.

use std::fmt::Write as _;

use serde_json::json;

use crate::store::text::quote;

/// A Bundle being written.
#[derive(Debug)]
pub struct BundleText {
    head: String,
    entries: Vec<String>,
}

impl BundleText {
    /// Starts one of a type, with its links as (relation, url).
    pub fn new(kind: &str, id: Option<&str>, total: Option<usize>, links: &[(&str, &str)]) -> Self {
        let mut head = String::from("{\"resourceType\":\"Bundle\"");
        if let Some(id) = id {
            let _ = write!(head, ",\"id\":{}", quote(id));
        }
        let _ = write!(head, ",\"type\":{}", quote(kind));
        if let Some(total) = total {
            let _ = write!(head, ",\"total\":{total}");
        }
        let links: Vec<_> = links
            .iter()
            .map(|(relation, url)| json!({ "relation": relation, "url": url }))
            .collect();
        let _ = write!(head, ",\"link\":{}", serde_json::Value::from(links));
        Self {
            head,
            entries: Vec::new(),
        }
    }

    /// Adds a resource; `mode` is `match`, `include` or `outcome`.
    pub fn resource(&mut self, full_url: &str, text: &str, mode: &str) {
        self.entries.push(format!(
            "{{\"fullUrl\":{},\"resource\":{text},\"search\":{{\"mode\":{}}}}}",
            quote(full_url),
            quote(mode)
        ));
    }

    /// Adds a version to a history.
    pub fn version(&mut self, full_url: &str, text: &str, method: &str, url: &str) {
        let request = json!({ "method": method, "url": url });
        self.entries.push(format!(
            "{{\"fullUrl\":{},\"resource\":{text},\"request\":{request},\"response\":{{\"status\":\"200\"}}}}",
            quote(full_url)
        ));
    }

    /// The JSON; without entries there is no `entry`, as an empty array is not FHIR.
    pub fn finish(self) -> String {
        if self.entries.is_empty() {
            return self.head + "}";
        }
        format!("{},\"entry\":[{}]}}", self.head, self.entries.join(","))
    }
}
