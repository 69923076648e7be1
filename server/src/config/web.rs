//! `[server]`

use super::{ConfigError, raw::RawServer};
use std::net::SocketAddr;
use std::path::PathBuf;
use time::Duration;
use url::{Host, Url};

/// The web server's settings.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Where it listens.
    pub listen: SocketAddr,
    /// How browsers reach it.
    pub public_url: PublicUrl,
    /// Who may frame it.
    pub frame_ancestors: Vec<Origin>,
    /// The folder with the browser's files.
    pub site_root: PathBuf,
    /// The largest request body in bytes.
    pub body_limit: usize,
    /// When an idle browser session ends.
    pub session_idle: Duration,
}

/// The application's own base URL: https, or http on a loopback host; no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(Url);

/// A web origin as browsers send it in `Origin`, for example `https://ehr.example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl PublicUrl {
    /// Reads and checks the URL; the message says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = origin_url(text)?;
        Ok(Self(url))
    }

    /// An address below the base.
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }

    /// The origin as browsers send it.
    pub fn origin(&self) -> Origin {
        Origin(self.0.origin().ascii_serialization())
    }
}

impl Origin {
    /// Reads and checks an origin; the message says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        Ok(Self(origin_url(text)?.origin().ascii_serialization()))
    }

    /// As browsers send it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn origin_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("`{text}` is not a URL: {error}"))?;
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => return Err(format!("`{text}` has no host")),
    };
    let plain = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    match url.scheme() {
        _ if !plain => Err(format!("`{text}` must be scheme, host and port alone")),
        "https" => Ok(url),
        "http" if loopback => Ok(url),
        _ => Err(format!("`{text}` must be https outside a loopback address")),
    }
}

impl ServerConfig {
    /// Checks `[server]`.
    pub fn validate(raw: RawServer) -> Result<Self, ConfigError> {
        let listen = raw.listen.parse().map_err(|_| {
            ConfigError::value(
                "server.listen",
                format!("`{}` is not an address like 127.0.0.1:8100", raw.listen),
            )
        })?;
        let public_url = PublicUrl::parse(&raw.public_url)
            .map_err(|message| ConfigError::value("server.public_url", message))?;
        let frame_ancestors = raw
            .frame_ancestors
            .iter()
            .map(|text| {
                Origin::parse(text)
                    .map_err(|message| ConfigError::value("server.frame_ancestors", message))
            })
            .collect::<Result<_, _>>()?;
        if raw.body_limit < 16_384 {
            return Err(ConfigError::value(
                "server.body_limit",
                "must be at least 16384 bytes",
            ));
        }
        if !(60..=86_400).contains(&raw.session_idle) {
            return Err(ConfigError::value(
                "server.session_idle",
                "must be from 60 to 86400 seconds",
            ));
        }
        Ok(Self {
            listen,
            public_url,
            frame_ancestors,
            site_root: raw.site_root,
            body_limit: raw.body_limit,
            session_idle: Duration::seconds(raw.session_idle),
        })
    }
}
