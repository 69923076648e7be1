//! What a server says that it can do (CapabilityStatement, FHIR R4, 5.1).

use std::collections::BTreeSet;

use chart::Json;

use super::Client;
use super::body;
use crate::FhirError;

/// What a server says that it can do, as far as we ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities {
    creates: BTreeSet<String>,
}

impl Capabilities {
    /// Reads a CapabilityStatement; what it does not say, the server does not do.
    pub fn read(json: &Json) -> Self {
        let servers = json.items_at("rest");
        let servers = servers
            .iter()
            .filter(|rest| rest.str_at("mode").is_none_or(|mode| mode == "server"));
        let creates = servers
            .flat_map(|rest| rest.items_at("resource"))
            .filter(|resource| {
                let codes = resource.items_at("interaction").iter();
                codes
                    .filter_map(|one| one.str_at("code"))
                    .any(|code| code == "create")
            })
            .filter_map(|resource| resource.str_at("type"))
            .map(str::to_owned)
            .collect();
        Self { creates }
    }

    /// Whether resources of a type can be created.
    pub fn creates(&self, resource_type: &str) -> bool {
        self.creates.contains(resource_type)
    }
}

impl Client {
    /// Asks the server what it can do.
    pub async fn capabilities(&self) -> Result<Capabilities, FhirError> {
        let url = self
            .config
            .base
            .join("metadata")
            .map_err(|_| FhirError::BadUrl)?;
        let answer = self.get("capabilities (read)", url).await?;
        let json = body::json(&answer.body)?;
        if json.resource_type() != Some("CapabilityStatement") {
            return Err(FhirError::Unreadable(
                "not a CapabilityStatement".to_owned(),
            ));
        }
        Ok(Capabilities::read(&json))
    }
}
