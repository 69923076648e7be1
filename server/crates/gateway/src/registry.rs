//! All endpoints of a configuration.

use crate::config::{ConfigError, RawEndpoint};
use crate::endpoint::Endpoint;
use std::path::Path;
use time::Date;

/// The endpoints, in the configuration's order, which is the order of preference.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    endpoints: Vec<Endpoint>,
}

impl Registry {
    /// Checks the tables. API keys are read from their files.
    pub fn read(raw: Vec<RawEndpoint>) -> Result<Self, ConfigError> {
        Self::read_with(raw, &|path: &Path| std::fs::read_to_string(path))
    }

    /// Like [`Registry::read`], with another way to read a file.
    pub fn read_with(
        raw: Vec<RawEndpoint>,
        read_file: &dyn Fn(&Path) -> std::io::Result<String>,
    ) -> Result<Self, ConfigError> {
        let mut endpoints: Vec<Endpoint> = Vec::new();
        for (index, table) in raw.into_iter().enumerate() {
            let place = format!("endpoint[{index}]");
            let endpoint = Endpoint::read(table, &place, read_file)?;
            if endpoints.iter().any(|other| other.name == endpoint.name) {
                return Err(ConfigError {
                    key: format!("{place}.name"),
                    what: format!("`{}` is used twice", endpoint.name),
                });
            }
            endpoints.push(endpoint);
        }
        Ok(Self { endpoints })
    }

    /// The endpoints in order.
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// Endpoints whose agreement ended or ends within 30 days, in words.
    pub fn ending(&self, today: Date) -> Vec<String> {
        self.endpoints
            .iter()
            .filter_map(|endpoint| {
                let (name, on) = (&endpoint.name, endpoint.agreement.expires?);
                if on < today {
                    return Some(format!(
                        "the agreement for endpoint `{name}` ended on {on}: no patient data is sent to it"
                    ));
                }
                let left = endpoint.agreement.ends_soon(today)?;
                Some(format!(
                    "the agreement for endpoint `{name}` ends on {on}, {left} days from now: renew it, or drafts will be written without the endpoint"
                ))
            })
            .collect()
    }

    /// The endpoint of this name.
    pub fn get(&self, name: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.name == name)
    }
}
