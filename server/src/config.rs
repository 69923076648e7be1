//! The configuration: read once, validated whole, handed to each part as its own struct.

mod issuer;
pub mod raw;
mod recording;
mod web;

pub use issuer::{ClientAuthenticationConfig, IssuerConfig};
pub use raw::BY_RULE;
pub use recording::RecordingConfig;
pub use web::{Origin, PublicUrl, ServerConfig};

use raw::{RawChart, RawConfig, RawDatabase, RawDrafting, RawKeys};
use std::path::{Path, PathBuf};

/// Every setting with its default and meaning, as `countersign config defaults` prints it.
pub const DEFAULTS: &str = include_str!("../config.default.toml");

/// What is wrong with a configuration: the key and why. Never a secret's value.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not TOML, an unknown key, or a wrong type.
    #[error("{place}: {message}")]
    Syntax {
        /// The file, line and column.
        place: String,
        /// What the parser says.
        message: String,
    },
    /// A value that cannot be.
    #[error("{key}: {message}")]
    Value {
        /// The setting.
        key: String,
        /// What is wrong with it.
        message: String,
    },
}

impl ConfigError {
    /// A value that cannot be.
    pub fn value(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Value {
            key: key.into(),
            message: message.into(),
        }
    }
}

/// The whole validated configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// The web server.
    pub server: ServerConfig,
    /// The database.
    pub database: RawDatabase,
    /// Keys.
    pub keys: RawKeys,
    /// Logging.
    pub log: LogConfig,
    /// Drafting.
    pub drafting: RawDrafting,
    /// Recording of visits.
    pub recording: RecordingConfig,
    /// Chart loading.
    pub chart: RawChart,
    /// The EHRs that may launch.
    pub issuers: Vec<IssuerConfig>,
    /// The model endpoints; their API keys are read from their files.
    pub endpoints: gateway::Registry,
    /// Which requests go to which of them.
    pub routes: gateway::Policy,
    /// What may be spent on them.
    pub budget: gateway::Budget,
}

/// Logging.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// Filter directives.
    pub filter: String,
    /// Whether lines are JSON.
    pub json: bool,
}

impl Config {
    /// Reads a file, or takes the defaults where none is given.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        let Some(path) = path else {
            return Self::from_raw(RawConfig::default());
        };
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
            path: path.into(),
            source,
        })?;
        Self::from_toml(&text, &path.display().to_string())
    }

    /// Reads TOML; `name` stands for the file in messages.
    pub fn from_toml(text: &str, name: &str) -> Result<Self, ConfigError> {
        let raw = toml::from_str(text).map_err(|error| ConfigError::Syntax {
            place: place(name, text, error.span()),
            message: error.message().to_owned(),
        })?;
        Self::from_raw(raw)
    }

    /// Validates what a file said.
    pub fn from_raw(raw: RawConfig) -> Result<Self, ConfigError> {
        let server = ServerConfig::validate(raw.server)?;
        let issuers = raw
            .issuer
            .into_iter()
            .enumerate()
            .map(|(index, issuer)| IssuerConfig::validate(index, issuer))
            .collect::<Result<Vec<_>, _>>()?;
        for (index, issuer) in issuers.iter().enumerate() {
            let needs_key = matches!(
                issuer.authentication,
                ClientAuthenticationConfig::PrivateKey
            );
            if needs_key && raw.keys.client_key_file.is_none() {
                return Err(ConfigError::value(
                    format!("issuer[{index}].authentication"),
                    "private_key needs keys.client_key_file",
                ));
            }
        }
        database(&raw.database)?;
        at_least_one("chart.concurrency", raw.chart.concurrency)?;
        at_least_one("chart.prepared", raw.chart.prepared)?;
        let endpoints = gateway::Registry::read(raw.endpoint)
            .map_err(|error| ConfigError::value(error.key, error.what))?;
        let named = |error: gateway::ConfigError| ConfigError::value(error.key, error.what);
        let routes = gateway::Policy::read(raw.route, &endpoints).map_err(named)?;
        let budget = gateway::Budget::read(&raw.budget).map_err(named)?;
        let drafts = &raw.drafting.endpoint;
        if drafts == raw::BY_RULE && routes.is_empty() {
            return Err(ConfigError::value(
                "drafting.endpoint",
                format!("`{drafts}` needs a [[route]] that chooses"),
            ));
        }
        if !drafts.is_empty() && drafts != raw::BY_RULE && endpoints.get(drafts).is_none() {
            return Err(ConfigError::value(
                "drafting.endpoint",
                format!("there is no [[endpoint]] named `{drafts}`"),
            ));
        }
        let recording = RecordingConfig::validate(raw.recording, &endpoints)?;
        let json = match raw.log.format.as_str() {
            "text" => false,
            "json" => true,
            _ => return Err(ConfigError::value("log.format", "must be `text` or `json`")),
        };
        Ok(Self {
            server,
            database: raw.database,
            keys: raw.keys,
            log: LogConfig {
                filter: raw.log.filter,
                json,
            },
            drafting: raw.drafting,
            recording,
            chart: raw.chart,
            issuers,
            routes,
            budget,
            endpoints,
        })
    }
}

fn at_least_one(key: &str, value: usize) -> Result<(), ConfigError> {
    if value == 0 {
        Err(ConfigError::value(key, "must be at least 1"))
    } else {
        Ok(())
    }
}

fn database(raw: &RawDatabase) -> Result<(), ConfigError> {
    if raw.connections == 0 {
        return Err(ConfigError::value(
            "database.connections",
            "must be at least 1",
        ));
    }
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if known.iter().any(|scheme| raw.url.starts_with(scheme)) {
        Ok(())
    } else {
        Err(ConfigError::value(
            "database.url",
            "must begin with `sqlite:` or `postgres://`",
        ))
    }
}

fn place(name: &str, text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let Some(before) = span.and_then(|span| text.get(..span.start)) else {
        return name.to_owned();
    };
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |last| last.chars().count())
        + 1;
    format!("{name}:{line}:{column}")
}

#[cfg(test)]
mod tests;
