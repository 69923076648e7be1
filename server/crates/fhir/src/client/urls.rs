//! URLs: only the EHR's own origin ever gets the token.

use chart::ResourceKey;
use url::{Host, Url};

use crate::FhirError;

/// Checks the base URL and makes it end in a slash.
pub(super) fn check_base(base: &mut Url) -> Result<(), FhirError> {
    let local = match base.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(FhirError::Base("it names no host")),
    };
    match base.scheme() {
        "https" => {}
        "http" if local => {}
        "http" => return Err(FhirError::Base("it is not https")),
        _ => return Err(FhirError::Base("it is not http or https")),
    }
    if !base.username().is_empty() || base.password().is_some() {
        return Err(FhirError::Base("it holds a password"));
    }
    base.set_query(None);
    base.set_fragment(None);
    if !base.path().ends_with('/') {
        let path = format!("{}/", base.path());
        base.set_path(&path);
    }
    Ok(())
}

/// `[base]/Type/id`
pub(super) fn resource(base: &Url, key: &ResourceKey) -> Result<Url, FhirError> {
    let mut url = type_level(base, key.resource_type())?;
    url.path_segments_mut()
        .map_err(|()| FhirError::BadUrl)?
        .push(key.id());
    Ok(url)
}

/// `[base]/Type`
pub(super) fn type_level(base: &Url, resource_type: &str) -> Result<Url, FhirError> {
    let mut url = base.clone();
    url.path_segments_mut()
        .map_err(|()| FhirError::BadUrl)?
        .pop_if_empty()
        .push(resource_type);
    Ok(url)
}

/// Resolves a link of an answer that came from `from`: absolute, relative to the base, or a bare query.
pub(super) fn link(base: &Url, from: &Url, link: &str) -> Result<Url, FhirError> {
    let link = link.trim();
    let start = if link.starts_with('?') { from } else { base };
    let url = start.join(link).map_err(|_| FhirError::BadUrl)?;
    same_origin(base, url)
}

/// The URL, if it is of the base's origin. A link that only forgets TLS on the same host is given it back.
pub(super) fn same_origin(base: &Url, mut url: Url) -> Result<Url, FhirError> {
    if base.scheme() == "https"
        && url.scheme() == "http"
        && url.host() == base.host()
        && url.port().is_none()
    {
        url.set_scheme("https").map_err(|()| FhirError::OtherHost)?;
        url.set_port(base.port())
            .map_err(|()| FhirError::OtherHost)?;
    }
    if url.origin() != base.origin() || !url.username().is_empty() || url.password().is_some() {
        return Err(FhirError::OtherHost);
    }
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> Result<Url, FhirError> {
        let mut url: Url = text.parse().unwrap();
        check_base(&mut url).map(|()| url)
    }

    #[test]
    fn a_base_without_tls_or_with_a_password_is_refused() {
        for bad in [
            "http://ehr.example/r4",
            "ftp://ehr.example/",
            "https://u:p@ehr.example/r4",
            "data:x",
        ] {
            assert!(base(bad).is_err(), "{bad}");
        }
        assert_eq!(base("http://127.0.0.1:8080/r4").unwrap().path(), "/r4/");
        assert_eq!(
            base("https://ehr.example/r4?x=1").unwrap().as_str(),
            "https://ehr.example/r4/"
        );
    }

    #[test]
    fn links_stay_within_the_origin() {
        let base = base("https://ehr.example/r4").unwrap();
        let from: Url = "https://ehr.example/r4/Observation?patient=1"
            .parse()
            .unwrap();
        for bad in [
            "https://evil.example/r4/x",
            "//evil.example/x",
            "https://ehr.example:8443/x",
            "https://a@ehr.example/x",
            "file:///x",
        ] {
            assert!(link(&base, &from, bad).is_err(), "{bad}");
        }
        for (given, wanted) in [
            ("?page=2", "https://ehr.example/r4/Observation?page=2"),
            (
                "Observation?page=2",
                "https://ehr.example/r4/Observation?page=2",
            ),
            ("/r4?_getpages=1", "https://ehr.example/r4?_getpages=1"),
            (
                "http://ehr.example/r4/Observation?p=2",
                "https://ehr.example/r4/Observation?p=2",
            ),
        ] {
            assert_eq!(link(&base, &from, given).unwrap().as_str(), wanted);
        }
    }
}
