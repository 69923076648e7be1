//! AWS Signature Version 4 for a request with a body in memory.
//!
//! Own code instead of the vendor's crate: it is some forty lines over a hash that is in the tree anyway, the vendor's brings its own
//! HTTP types, and both are held to the same published test vectors.

use aws_lc_rs::{digest, hmac};
use secrecy::{ExposeSecret, SecretString};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const STAMP: &[BorrowedFormatItem<'static>] =
    format_description!("[year][month][day]T[hour][minute][second]Z");

/// An access key and what it signs for.
#[derive(Clone, Debug)]
pub(crate) struct Aws {
    region: String,
    service: &'static str,
    access_key_id: String,
    secret: SecretString,
    session_token: Option<SecretString>,
}

/// What is signed.
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    pub(crate) url: &'a url::Url,
    /// Further headers, names in lower case.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) body: &'a [u8],
}

impl Aws {
    pub(super) fn new(
        region: &str,
        access_key_id: &str,
        secret: SecretString,
        session_token: Option<SecretString>,
    ) -> Result<Self, (&'static str, &'static str)> {
        let plain = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        if !plain(region) {
            return Err(("region", "expected a region such as us-east-1"));
        }
        if !plain(access_key_id) {
            return Err(("access_key_id", "expected letters and digits"));
        }
        Ok(Self {
            region: region.to_owned(),
            service: "bedrock",
            access_key_id: access_key_id.to_owned(),
            secret,
            session_token,
        })
    }

    /// The headers that authorize a request at this time, names in lower case.
    pub(crate) fn headers(
        &self,
        request: &Signed<'_>,
        now: OffsetDateTime,
    ) -> Vec<(&'static str, String)> {
        let stamp = now
            .to_offset(time::UtcOffset::UTC)
            .format(STAMP)
            .unwrap_or_default();
        let mut added = vec![("x-amz-date", stamp.clone())];
        if let Some(token) = &self.session_token {
            added.push(("x-amz-security-token", token.expose_secret().to_owned()));
        }
        let mut headers: Vec<(&str, &str)> = request.headers.to_vec();
        let host = host(request.url);
        headers.push(("host", &host));
        headers.extend(added.iter().map(|(name, value)| (*name, value.as_str())));
        let (names, signature) = self.signature(request, headers, &stamp);
        let day = stamp.get(..8).unwrap_or_default();
        added.push((
            "authorization",
            format!(
                "AWS4-HMAC-SHA256 Credential={}/{day}/{}/{}/aws4_request, SignedHeaders={names}, Signature={signature}",
                self.access_key_id, self.region, self.service
            ),
        ));
        added
    }

    fn signature(
        &self,
        request: &Signed<'_>,
        mut headers: Vec<(&str, &str)>,
        stamp: &str,
    ) -> (String, String) {
        headers.sort_unstable();
        let names = headers
            .iter()
            .map(|header| header.0)
            .collect::<Vec<_>>()
            .join(";");
        let mut lines = String::new();
        for (name, value) in &headers {
            let value: Vec<&str> = value.split_whitespace().collect();
            lines.push_str(&[name, ":", &value.join(" "), "\n"].concat());
        }
        let canonical = format!(
            "{}\n{}\n{}\n{lines}\n{names}\n{}",
            request.method,
            canonical_path(request.url.path()),
            canonical_query(request.url),
            hash(request.body)
        );
        let day = stamp.get(..8).unwrap_or_default();
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let text = format!(
            "AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{}",
            hash(canonical.as_bytes())
        );
        let mut key = format!("AWS4{}", self.secret.expose_secret()).into_bytes();
        for part in [day, &self.region, self.service, "aws4_request"] {
            key = mac(&key, part.as_bytes());
        }
        (names, hex::encode(mac(&key, text.as_bytes())))
    }
}

/// The host as it is sent, with a port that is not the scheme's own.
fn host(url: &url::Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Of the path as it is sent, each segment is escaped once more: every service but S3 wants it so.
fn canonical_path(path: &str) -> String {
    let path: Vec<String> = path.split('/').map(crate::endpoint::escaped).collect();
    let path = path.join("/");
    if path.is_empty() {
        "/".to_owned()
    } else {
        path
    }
}

fn canonical_query(url: &url::Url) -> String {
    let mut pairs: Vec<String> = url
        .query_pairs()
        .map(|(name, value)| {
            format!(
                "{}={}",
                crate::endpoint::escaped(&name),
                crate::endpoint::escaped(&value)
            )
        })
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(digest::digest(&digest::SHA256, bytes))
}

fn mac(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), bytes)
        .as_ref()
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn suite() -> Aws {
        Aws {
            region: "us-east-1".into(),
            service: "service",
            access_key_id: "AKIDEXAMPLE".into(),
            secret: SecretString::from("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned()),
            session_token: None,
        }
    }

    fn authorization(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> String {
        let url = url::Url::parse(url).unwrap();
        let signed = Signed {
            method,
            url: &url,
            headers,
            body,
        };
        let all = suite().headers(&signed, datetime!(2015-08-30 12:36 UTC));
        assert_eq!(all[0], ("x-amz-date", "20150830T123600Z".to_owned()));
        all.last().unwrap().1.clone()
    }

    /// Cases of the test suite that AWS publishes for Signature Version 4.
    #[test]
    fn the_published_vectors_hold() {
        for (method, url, want) in [
            (
                "GET",
                "https://example.amazonaws.com/",
                "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            ),
            (
                "GET",
                "https://example.amazonaws.com/?Param2=value2&Param1=value1",
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            ),
            (
                "POST",
                "https://example.amazonaws.com/",
                "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            ),
        ] {
            assert_eq!(
                authorization(method, url, &[], b""),
                format!(
                    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={want}"
                ),
                "{method} {url}"
            );
        }
        let body = authorization(
            "POST",
            "https://example.amazonaws.com/",
            &[("content-type", "application/x-www-form-urlencoded")],
            b"Param1=value1",
        );
        assert!(
            body.ends_with("SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
            "{body}"
        );
    }

    #[test]
    fn every_part_of_a_request_is_in_the_signature() {
        let base = authorization(
            "POST",
            "https://h.example.org/model/a%3A0/converse",
            &[("content-type", "application/json")],
            b"{}",
        );
        for other in [
            authorization(
                "GET",
                "https://h.example.org/model/a%3A0/converse",
                &[("content-type", "application/json")],
                b"{}",
            ),
            authorization(
                "POST",
                "https://h.example.com/model/a%3A0/converse",
                &[("content-type", "application/json")],
                b"{}",
            ),
            authorization(
                "POST",
                "https://h.example.org:8443/model/a%3A0/converse",
                &[("content-type", "application/json")],
                b"{}",
            ),
            authorization(
                "POST",
                "https://h.example.org/model/a%3A1/converse",
                &[("content-type", "application/json")],
                b"{}",
            ),
            authorization(
                "POST",
                "https://h.example.org/model/a%3A0/converse",
                &[("content-type", "text/plain")],
                b"{}",
            ),
            authorization(
                "POST",
                "https://h.example.org/model/a%3A0/converse",
                &[("content-type", "application/json")],
                b"{ }",
            ),
        ] {
            assert_ne!(base, other);
        }
        assert_eq!(
            canonical_path("/model/a%3A0/converse"),
            "/model/a%253A0/converse"
        );
    }
}
