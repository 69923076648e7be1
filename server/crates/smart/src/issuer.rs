//! Which EHRs may launch us, and as which client we come to each.

use std::{collections::HashMap, fmt, net::IpAddr};

use model::TenantId;
use secrecy::SecretString;
use url::{Host, Url};

use crate::SmartError;

/// A FHIR base address in one spelling: lower-case host, no default port, no trailing slash, no query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssuerUrl(String);

impl IssuerUrl {
    /// Normalises an address. [`SmartError::InvalidIssuer`] when it is not https (http only on a loopback host), or carries
    /// a user, a query or a fragment.
    pub fn parse(text: &str) -> Result<Self, SmartError> {
        let url = Url::parse(text.trim())
            .map_err(|_| SmartError::InvalidIssuer("not an absolute address"))?;
        if !(url.scheme() == "https" || url.scheme() == "http" && is_loopback(&url)) {
            return Err(SmartError::InvalidIssuer("https is required"));
        }
        if url.host().is_none() || !url.username().is_empty() || url.password().is_some() {
            return Err(SmartError::InvalidIssuer("a host and no user is required"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(SmartError::InvalidIssuer(
                "a query or fragment is not allowed",
            ));
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// The address without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Resolves a path or an address against the base (RFC 3986, with the base taken as a folder).
    pub fn join(&self, reference: &str) -> Option<Url> {
        Url::parse(&format!("{}/", self.0))
            .ok()?
            .join(reference)
            .ok()
    }

    /// Whether the EHR runs on this machine, as test servers do.
    pub(crate) fn is_loopback(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| is_loopback(&url))
    }

    /// Whether we may follow an address that this issuer gave: https on another machine; http and this machine's own
    /// addresses only where the issuer itself is on this machine.
    pub(crate) fn may_lead_to(&self, url: &Url) -> bool {
        if is_loopback(url) {
            self.is_loopback() && matches!(url.scheme(), "http" | "https")
        } else {
            url.scheme() == "https"
        }
    }
}

impl fmt::Display for IssuerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback())
        }
        None => false,
    }
}

/// How we prove to the token endpoint who we are (SMART App Launch 2.2, client authentication).
#[derive(Clone, Debug)]
pub enum ClientAuthentication {
    /// A public client: PKCE alone.
    Public,
    /// `client_secret_basic`.
    ClientSecretBasic(SecretString),
    /// `private_key_jwt` with the configured [`crate::ClientKeys`].
    PrivateKeyJwt,
}

/// One EHR's registration.
#[derive(Clone, Debug)]
pub struct RegisteredIssuer {
    /// The FHIR base address: `iss` of launches and `aud` of our requests.
    pub issuer: IssuerUrl,
    /// The id that the EHR gave us.
    pub client_id: String,
    /// How we authenticate.
    pub authentication: ClientAuthentication,
    /// Scopes to ask for, v1 or v2. `openid`, `fhirUser` and the launch scope are added where they are missing.
    pub scopes: Vec<String>,
    /// Where the EHR sends the browser back to.
    pub redirect_uri: Url,
    /// Name of the EHR profile (`epic`, `oracle`, `generic`, …).
    pub profile: String,
    /// Whose configuration applies.
    pub tenant: TenantId,
    /// `iss` of the id_tokens, for EHRs whose SMART configuration names none and whose identity provider is elsewhere.
    pub openid_issuer: Option<IssuerUrl>,
}

/// The allowlist: every EHR that may launch us.
#[derive(Clone, Debug, Default)]
pub struct IssuerRegistry(HashMap<IssuerUrl, RegisteredIssuer>);

impl IssuerRegistry {
    /// Collects the registrations. [`SmartError::DuplicateIssuer`] when two name one issuer.
    pub fn new(issuers: impl IntoIterator<Item = RegisteredIssuer>) -> Result<Self, SmartError> {
        let mut registry = HashMap::new();
        for issuer in issuers {
            if registry.insert(issuer.issuer.clone(), issuer).is_some() {
                return Err(SmartError::DuplicateIssuer);
            }
        }
        Ok(Self(registry))
    }

    /// The registration of an `iss` as it came in; [`SmartError::UnknownIssuer`] for any other.
    pub fn lookup(&self, iss: &str) -> Result<&RegisteredIssuer, SmartError> {
        let issuer = IssuerUrl::parse(iss).map_err(|_| SmartError::UnknownIssuer)?;
        self.get(&issuer)
    }

    /// The registration of a normalised issuer.
    pub fn get(&self, issuer: &IssuerUrl) -> Result<&RegisteredIssuer, SmartError> {
        self.0.get(issuer).ok_or(SmartError::UnknownIssuer)
    }

    /// Every registration, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &RegisteredIssuer> {
        self.0.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_or_odd_issuers_are_refused() {
        for text in [
            "",
            "fhir.example/r4",
            "http://fhir.example/r4",
            "ftp://fhir.example/r4",
            "https://user@fhir.example/r4",
            "https://user:pw@fhir.example/r4",
            "https://fhir.example/r4?x=1",
            "https://fhir.example/r4#x",
            "http://localhost.evil.example/r4",
            "http://127.0.0.1.evil.example/r4",
            "javascript:alert(1)",
        ] {
            assert!(IssuerUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn spellings_of_one_issuer_are_one() {
        let wanted = IssuerUrl::parse("https://fhir.example/R4").unwrap();
        for text in [
            "https://FHIR.example/R4/",
            "https://fhir.example:443/R4",
            "HTTPS://fhir.EXAMPLE/R4//",
        ] {
            assert_eq!(IssuerUrl::parse(text).unwrap(), wanted, "{text}");
        }
        for text in [
            "https://fhir.example/r4",
            "https://fhir.example:8443/R4",
            "https://fhir.example",
        ] {
            assert_ne!(IssuerUrl::parse(text).unwrap(), wanted, "{text}");
        }
    }

    #[test]
    fn a_remote_issuer_may_not_lead_to_http_or_to_this_machine() {
        let remote = IssuerUrl::parse("https://fhir.example/r4").unwrap();
        let local = IssuerUrl::parse("http://127.0.0.1:8080/r4").unwrap();
        let at = |text: &str| Url::parse(text).unwrap();
        assert!(remote.may_lead_to(&at("https://auth.example/token")));
        assert!(!remote.may_lead_to(&at("http://auth.example/token")));
        assert!(!remote.may_lead_to(&at("http://localhost/token")));
        assert!(!remote.may_lead_to(&at("https://[::1]/token")));
        assert!(!remote.may_lead_to(&at("https://[::ffff:127.0.0.1]/token")));
        assert!(local.may_lead_to(&at("http://localhost:9/token")));
        assert!(!local.may_lead_to(&at("http://auth.example/token")));
        assert!(!local.may_lead_to(&at("file:///etc/passwd")));
    }
}
