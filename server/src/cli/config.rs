//! `countersign config check`, `countersign config defaults`

mod overlay;

use super::{CliError, Found};
use crate::config::{Config, ConfigError, DEFAULTS};
use clap::{Args, Subcommand};
use gateway::{Capability, Need};
use phi::FieldClass;
use std::fmt::Write as _;
use std::{io::Write, path::PathBuf};

/// `countersign config …`
#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Validates a configuration with its overlay; without a file, the defaults.
    Check {
        /// The file.
        file: Option<PathBuf>,
    },
    /// Prints every setting with its default and meaning.
    Defaults,
    /// Explains which model endpoint a request would go to, and why. Nothing is sent.
    Route(Route),
    /// Tells which data files of an overlay hold for somebody, and in which folder theirs belong.
    Overlay(overlay::Overlay),
}

/// `countersign config route`
#[derive(Debug, Args)]
pub(super) struct Route {
    /// The file; without one, the defaults.
    file: Option<PathBuf>,
    /// The use case, for example `chart_summary/results`.
    #[arg(long)]
    use_case: String,
    /// What the request holds: `direct_identifier`, `quasi_identifier`, `clinical`, `free_text`.
    #[arg(long = "holds", value_delimiter = ',', default_values = ["quasi_identifier", "clinical", "free_text"], value_parser = class)]
    holds: Vec<FieldClass>,
    /// Its size in bytes.
    #[arg(long, default_value_t = 0)]
    bytes: usize,
    /// The organization that asks.
    #[arg(long, default_value = "")]
    tenant: String,
    /// Only this endpoint.
    #[arg(long)]
    endpoint: Option<String>,
    /// What it must be able to do: `json_schema`, `streaming`, `transcription`, `embedding`.
    #[arg(long, default_value = "json_schema", value_parser = capability)]
    needs: Capability,
    /// The language that it translates English into, by its tag.
    #[arg(long)]
    language: Option<String>,
}

fn class(name: &str) -> Result<FieldClass, String> {
    FieldClass::ALL
        .into_iter()
        .find(|class| class.name() == name)
        .ok_or_else(|| "no such class of data".to_owned())
}

fn capability(name: &str) -> Result<Capability, String> {
    Capability::ALL
        .into_iter()
        .find(|one| one.0 == name)
        .map(|one| one.1)
        .ok_or_else(|| "no such capability".to_owned())
}

impl Route {
    /// The decision in words, and whether there is a route.
    fn explain(self) -> Result<(String, Found), CliError> {
        let config = load(self.file.as_deref())?;
        let need = Need {
            use_case: self.use_case,
            data_class: self.holds.into_iter().collect(),
            bytes: self.bytes,
            cut: false,
            endpoint: self.endpoint,
            language: self.language,
        };
        let decision =
            config
                .routes
                .explain(&config.endpoints, &need, &self.tenant, self.needs, today());
        let found = if decision.route.is_ok() {
            Found::Nothing
        } else {
            Found::Something
        };
        Ok((decision.to_string(), found))
    }
}

fn today() -> time::Date {
    time::OffsetDateTime::now_utc().date()
}

impl ConfigCommand {
    /// Runs it.
    pub(super) fn run(self) -> Result<Found, CliError> {
        let mut found = Found::Nothing;
        let text = match self {
            Self::Check { file } => {
                let config = load(file.as_deref())?;
                let mut told = overlay::checked(&config)?;
                for one in config.endpoints.ending(today()) {
                    let _ = writeln!(told, "warning: {one}");
                }
                if !told.is_empty() {
                    found = Found::Something;
                }
                format!(
                    "{told}ok: {} EHRs, {} model endpoints\n",
                    config.issuers.len(),
                    config.endpoints.endpoints().len()
                )
            }
            Self::Defaults => DEFAULTS.to_owned(),
            Self::Overlay(overlay) => {
                let (text, how) = overlay.explain()?;
                found = how;
                text
            }
            Self::Route(route) => {
                let (text, how) = route.explain()?;
                found = how;
                text
            }
        };
        std::io::stdout()
            .write_all(text.as_bytes())
            .map_err(|source| CliError::Io {
                file: "standard output".into(),
                source,
            })?;
        Ok(found)
    }
}

/// Loads a configuration with the command line's errors.
pub(super) fn load(file: Option<&std::path::Path>) -> Result<Config, CliError> {
    Config::load(file).map_err(|error| match error {
        ConfigError::Read { path, source } => CliError::Io { file: path, source },
        ConfigError::Syntax { place, message } => CliError::Usage(format!("{place}: {message}")),
        error @ ConfigError::Value { .. } => match file {
            Some(file) => CliError::input(file, error),
            None => CliError::Usage(error.to_string()),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Cli, Command};
    use super::{ConfigCommand, Found};
    use clap::Parser;
    use std::io::Write;

    const ENDPOINTS: &str = r#"
[[endpoint]]
name = "ward"
wire = "vllm"
url = "http://127.0.0.1:9/v1"
model = "small"
[endpoint.agreement]
provider = "This hospital"
kind = "own_premises"
covers = ["quasi_identifier", "clinical", "free_text"]
[[endpoint]]
name = "past"
wire = "vllm"
url = "http://127.0.0.1:9/v1"
model = "old"
[endpoint.agreement]
provider = "This hospital"
kind = "own_premises"
expires = "2020-01-01"
covers = ["quasi_identifier", "clinical", "free_text"]
[[route]]
name = "letters"
use_cases = ["referral_letter/*"]
endpoints = ["past", "ward"]
[[route]]
name = "archive"
use_cases = ["archive/*"]
endpoints = ["past"]
[[route]]
name = "the rest"
endpoints = ["ward"]
"#;

    /// What the command line says of a request.
    fn explained(words: &[&str]) -> (String, Found) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(ENDPOINTS.as_bytes()).unwrap();
        let path = file.path().to_str().unwrap();
        let all = [&["countersign", "config", "route", path], words].concat();
        let Command::Config(ConfigCommand::Route(route)) =
            Cli::try_parse_from(all).unwrap().command
        else {
            panic!("another command");
        };
        route.explain().unwrap()
    }

    #[test]
    fn a_route_that_there_is_not_says_why() {
        for (words, want) in [
            (
                [
                    "--use-case",
                    "chart_summary/results",
                    "--holds",
                    "direct_identifier",
                ],
                "does not cover direct_identifier",
            ),
            (
                ["--use-case", "archive/letters", "--bytes", "1"],
                "expired on 2020-01-01",
            ),
            (
                ["--use-case", "transcription", "--needs", "transcription"],
                "no capability `transcription`",
            ),
            (
                ["--use-case", "chart_summary/results", "--bytes", "10000000"],
                "too large",
            ),
        ] {
            let (text, found) = explained(&words);
            assert!(text.contains(want), "{words:?}: {text}");
            assert_eq!(found, Found::Something, "{words:?}");
        }
        let wrong = [
            "countersign",
            "config",
            "route",
            "--use-case",
            "x",
            "--holds",
            "secrets",
        ];
        assert!(Cli::try_parse_from(wrong).is_err());
    }

    #[test]
    fn a_route_is_told_with_the_rule_and_what_was_passed_over() {
        let (text, found) = explained(&["--use-case", "referral_letter/reason"]);
        assert_eq!(found, Found::Nothing, "{text}");
        for want in ["letters", "ward", "past", "expired on 2020-01-01"] {
            assert!(text.contains(want), "{want}: {text}");
        }
        let again = explained(&["--use-case", "referral_letter/reason"]);
        assert_eq!(again.0, text, "the same input, the same route");
    }
}
