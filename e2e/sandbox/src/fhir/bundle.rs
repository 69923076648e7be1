//! Bundles put together as text, so that each resource appears exactly as it is stored.

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
            head.push_str(&format!(",\"id\":{}", quote(id)));
        }
        head.push_str(&format!(",\"type\":{}", quote(kind)));
        if let Some(total) = total {
            head.push_str(&format!(",\"total\":{total}"));
        }
        let links: Vec<_> = links.iter().map(|(relation, url)| json!({ "relation": relation, "url": url })).collect();
        head.push_str(&format!(",\"link\":{}", serde_json::Value::from(links)));
        Self { head, entries: Vec::new() }
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
